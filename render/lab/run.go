package lab

import "github.com/hajimehoshi/ebiten/v2"

// RunEmbedded runs s as a part of something else, such as a page: it does not ask
// for the keyboard, and takes its clicks from Tap. It returns after Stop, or with an error when there are no
// graphics.
func RunEmbedded(s *Scene) error {
	s.tapped = true
	return ebiten.RunGameWithOptions(s, &ebiten.RunGameOptions{InitUnfocused: true, SkipTaskbar: true})
}

// Stop ends the loop that runs s.
func (s *Scene) Stop() { s.change(func(p *pending) { p.stop = true }) }

// SetAnimated stops and goes on with the loop: a scene that nobody sees should
// not draw. What changes while it is stopped is still drawn.
func (s *Scene) SetAnimated(on bool) { s.change(func(p *pending) { p.idle = !on; p.hasIdle = true }) }

// pace draws at the screen's rate while something moves, and else only after a
// change, which saves the battery. Where drawing is slow, as without a graphics
// card, the pulse of an embedded scene stops for good: what it is embedded in needs
// the time.
func (s *Scene) pace() {
	const slow, patience = 24, 180 // frames a second, ticks
	if s.tapped && !s.calm && s.mode == ebiten.FPSModeVsyncOn {
		if s.late++; ebiten.ActualFPS() >= slow {
			s.late = 0
		}
		s.calm = s.late > patience
	}
	mode := ebiten.FPSModeVsyncOn
	if s.idle || s.calm || s.options.ReducedMotion {
		mode = ebiten.FPSModeVsyncOffMinimum
	}
	if mode != s.mode {
		s.mode = mode
		ebiten.SetFPSMode(mode)
	}
	if mode == ebiten.FPSModeVsyncOffMinimum && s.fading() {
		ebiten.ScheduleFrame()
	}
}

// fading says whether a picture or a bar is on its way to its next state.
func (s *Scene) fading() bool {
	for i := range s.cards {
		if s.cards[i].step < fadeTicks {
			return true
		}
	}
	for i, v := range s.scores {
		if d := v - float64(s.text.answers[i]); d > 0.002 || d < -0.002 {
			return true
		}
	}
	d := s.stand.place.H - s.goal.place.H
	return d > 0.5 || d < -0.5
}
