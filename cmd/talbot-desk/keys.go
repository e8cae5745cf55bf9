package main

import (
	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"
)

// keys does what the keyboard asks for.
func (g *game) keys() error {
	just := inpututil.IsKeyJustPressed
	if g.closing {
		switch {
		case just(ebiten.KeyEnter), just(ebiten.KeyNumpadEnter):
			return ebiten.Termination
		case just(ebiten.KeyEscape):
			g.closing = false
			g.overlay()
		}
		return nil
	}
	if g.help {
		if len(inpututil.AppendJustPressedKeys(nil)) > 0 || inpututil.IsMouseButtonJustPressed(ebiten.MouseButtonLeft) {
			g.help = false
			g.overlay()
			if just(ebiten.KeyH) || just(ebiten.KeyEscape) {
				return nil
			}
		} else {
			return nil
		}
	}
	e := g.engine
	switch {
	case just(ebiten.KeySpace):
		e.toggle()
	case pressed(ebiten.KeyPeriod), pressed(ebiten.KeyArrowRight) && !g.panel.open:
		e.step()
	case just(ebiten.KeyR):
		e.reset()
	case pressed(ebiten.KeyN):
		e.next(1)
	case pressed(ebiten.KeyB):
		e.next(-1)
	case just(ebiten.KeyE):
		e.test()
	case pressed(ebiten.KeyK):
		e.nextNetwork()
	case just(ebiten.KeyT):
		g.options.Light = !g.options.Light
		g.SetOptions(g.options)
	case just(ebiten.KeyP):
		g.options.Projector = !g.options.Projector
		g.SetOptions(g.options)
	case just(ebiten.KeyC):
		g.options.Sequential = !g.options.Sequential
		g.SetOptions(g.options)
	case just(ebiten.KeyM):
		g.options.ReducedMotion = !g.options.ReducedMotion
		g.SetOptions(g.options)
	case just(ebiten.KeyG):
		e.graph(g)
	case just(ebiten.KeyL):
		g.NextPanel()
	case just(ebiten.KeyF):
		ebiten.SetFullscreen(!ebiten.IsFullscreen())
	case just(ebiten.KeyH):
		g.help = true
		g.overlay()
	case just(ebiten.KeyQ):
		if g.setup.updates == 0 {
			return ebiten.Termination
		}
		g.closing = true
		g.overlay()
	}
	g.viewKeys()
	g.planeKeys()
	g.panelKeys()
	return nil
}

// viewKeys turn and zoom the bench.
func (g *game) viewKeys() {
	const turn = 0.012 // rad a frame
	for _, k := range []struct {
		key        ebiten.Key
		yaw, pitch float64
	}{{ebiten.KeyA, turn, 0}, {ebiten.KeyD, -turn, 0}, {ebiten.KeyW, 0, turn}, {ebiten.KeyS, 0, -turn}} {
		if ebiten.IsKeyPressed(k.key) {
			g.Turn(k.yaw, k.pitch)
		}
	}
	if ebiten.IsKeyPressed(ebiten.KeyEqual) || ebiten.IsKeyPressed(ebiten.KeyNumpadAdd) {
		g.Zoom(1.02)
	}
	if ebiten.IsKeyPressed(ebiten.KeyMinus) || ebiten.IsKeyPressed(ebiten.KeyNumpadSubtract) {
		g.Zoom(1 / 1.02)
	}
	if inpututil.IsKeyJustPressed(ebiten.KeyV) {
		g.ResetView()
	}
}

// planeKeys select a plane: 1 is the first mask.
func (g *game) planeKeys() {
	n := g.setup.planes
	for k := range 10 {
		if !inpututil.IsKeyJustPressed(ebiten.KeyDigit0+ebiten.Key(k)) && !inpututil.IsKeyJustPressed(ebiten.KeyNumpad0+ebiten.Key(k)) {
			continue
		}
		if k == 0 {
			g.Select(-1)
		} else if k < n {
			g.Select(k)
		}
	}
	s := g.Selected()
	switch {
	case pressed(ebiten.KeyBracketRight):
		g.Select(min(s+1, n-1))
	case pressed(ebiten.KeyBracketLeft):
		if s < 0 {
			s = n
		}
		g.Select(max(s-1, 0))
	}
}

// panelKeys choose and change parameters.
func (g *game) panelKeys() {
	p := &g.panel
	was := *p
	switch {
	case pressed(ebiten.KeyArrowDown):
		if p.open {
			p.selected = min(p.selected+1, len(g.setup.params)-1)
		}
		p.open = true
	case pressed(ebiten.KeyArrowUp):
		if p.open {
			p.selected = max(p.selected-1, 0)
		}
		p.open = true
	case inpututil.IsKeyJustPressed(ebiten.KeyEscape):
		p.open = false
	case p.open && pressed(ebiten.KeyArrowRight):
		g.change(1)
	case p.open && pressed(ebiten.KeyArrowLeft):
		g.change(-1)
	}
	if *p != was {
		g.SetParameters(p.table(&g.setup))
	}
}

func (g *game) change(by int) {
	if p := g.panel.selected; p < len(g.setup.params) {
		q := g.setup.params[p]
		g.engine.set(q.Name, neighbour(q, by))
	}
}
