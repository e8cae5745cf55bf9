package lab

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"
)

// surface is an opaque picture that fades into its next content.
type surface struct {
	shown  *ebiten.Image
	target *ebiten.Image
	pix    []byte // of target, [y][x] RGBA
	w, h   int
	step   int
	fresh  bool // nothing was shown yet
}

// fadeTicks is the length of a fade, in ticks of 1/60 s.
const fadeTicks = 26

// resize makes the surface w by h pixels; its content is lost if that changes it.
func (s *surface) resize(w, h int) {
	if s.w == w && s.h == h && s.shown != nil {
		return
	}
	s.free()
	*s = surface{w: w, h: h, pix: make([]byte, 4*w*h), fresh: true}
	s.shown, s.target = ebiten.NewImage(w, h), ebiten.NewImage(w, h)
}

func (s *surface) free() {
	if s.shown != nil {
		s.shown.Deallocate()
		s.target.Deallocate()
		s.shown, s.target = nil, nil
	}
}

// upload starts the fade to what pix holds; atOnce skips it.
func (s *surface) upload(atOnce bool) {
	s.target.WritePixels(s.pix)
	if atOnce || s.fresh {
		s.shown.WritePixels(s.pix)
		s.step, s.fresh = fadeTicks, false
		return
	}
	s.step = 0
}

// fade goes so many ticks of the way to the target, and in its last step, because
// colours have only 8 bits, all of it.
func (s *surface) fade(op *ebiten.DrawImageOptions, ticks int) {
	if s.step >= fadeTicks || s.shown == nil {
		return
	}
	s.step += ticks
	op.GeoM.Reset()
	op.ColorScale.Reset()
	if s.step < fadeTicks {
		op.ColorScale.ScaleAlpha(float32(part(0.16, ticks)))
	}
	s.shown.DrawImage(s.target, op)
}

// part is how far ticks steps come that each go the part k of what is left.
func part(k float64, ticks int) float64 { return 1 - math.Pow(1-k, float64(ticks)) }
