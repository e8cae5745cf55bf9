package main

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"

	"talbot/render/lab"
)

// game is the window: the scene, and the keys that steer the engine.
type game struct {
	*lab.Scene
	engine  *engine
	flags   flags
	options lab.Options
	setup   setup
	panel   panel
	help    bool
	closing bool // asking whether to close
	frames  int
	err     error
}

func newGame(s *lab.Scene, e *engine, f flags) *game {
	g := &game{Scene: s, engine: e, flags: f, help: !f.noHelp}
	g.options = lab.Options{Light: f.light, Projector: f.projector, Curve: true, Panels: true}
	g.overlay()
	return g
}

// Update implements ebiten.Game.
func (g *game) Update() error {
	select {
	case g.setup = <-g.engine.changed:
		g.options.Classes, g.options.Planes = g.setup.classes, g.setup.names
		g.options.Words.Loss, g.options.Words.Accuracy = strings.ToLower(g.setup.loss), strings.ToLower(g.setup.right)
		g.SetOptions(g.options)
		g.SetParameters(g.panel.table(&g.setup))
	default:
	}
	if ebiten.IsWindowBeingClosed() {
		if g.closing || g.setup.updates == 0 {
			return ebiten.Termination
		}
		g.closing = true
		g.overlay()
	}
	if err := g.keys(); err != nil {
		return err
	}
	if g.flags.frames > 0 && g.frames >= g.flags.frames {
		return ebiten.Termination
	}
	return g.Scene.Update()
}

// Draw implements ebiten.Game.
func (g *game) Draw(screen *ebiten.Image) {
	g.Scene.Draw(screen)
	g.frames++
	if g.frames == g.flags.frames && g.flags.screenshot != "" {
		g.err = save(g.flags.screenshot, screen)
	}
}

// save writes the screen as a new PNG file.
func save(name string, screen *ebiten.Image) error {
	img := image.NewRGBA(screen.Bounds())
	screen.ReadPixels(img.Pix)
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("the picture cannot be saved: %w", err)
	}
	if err := png.Encode(f, img); err != nil {
		f.Close()
		return fmt.Errorf("the picture cannot be saved: %w", err)
	}
	return f.Close()
}

// overlay shows the question or the keys, if they are to be shown.
func (g *game) overlay() {
	switch {
	case g.closing:
		g.SetHelp(&lab.Table{Title: "Close the window?", Selected: -1, Rows: [][2]string{
			{"Enter", fmt.Sprintf("close; %d updates of the masks are lost", g.setup.updates)},
			{"Esc", "go on"},
		}, Note: "To keep what is trained, train with: talbot train --out DIR"})
	case g.help:
		g.SetHelp(&lab.Table{Title: "Talbot: watch light learn", Rows: helpRows, Selected: -1, Note: "Any key closes this; h shows it again."})
	default:
		g.SetHelp(nil)
	}
}

var helpRows = [][2]string{
	{"Space", "train, pause"},
	{".  or  →", "one update"},
	{"r", "start anew with the same seed"},
	{"n   b", "next picture, the one before"},
	{"e", "measure the accuracy on the test set"},
	{"1 … 9   [  ]", "choose a plane;  0 none"},
	{"k", "the next of several networks side by side"},
	{"↑ ↓", "parameters: choose;  ← → change;  Esc closes"},
	{"g", "the display of the masks and the levels that they use"},
	{"l", "the next of the drawings beside the bench, where not all have room"},
	{"t   c   p", "light or dark;  colours of the light;  large type"},
	{"m", "stop and start the pulse of light"},
	{"w a s d   + −", "turn and zoom the bench;  v resets it"},
	{"f   h   q", "full screen;  this help;  close"},
}

// pressed says whether k went down, or repeats because it is held.
func pressed(k ebiten.Key) bool {
	d := inpututil.KeyPressDuration(k)
	return d == 1 || d > 24 && d%4 == 0
}
