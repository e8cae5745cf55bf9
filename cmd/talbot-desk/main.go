// Command talbot-desk shows an optical network and its training in a window: the
// same picture as the page, with the native engine behind it. It needs OpenGL, and
// on Linux an X display.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/spf13/cobra"

	"talbot/render/lab"
	"talbot/render/lab/display"
	"talbot/sim/experiment"
	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
)

// flags are those of the command line.
type flags struct {
	data       string
	seed       int
	params     []string
	size       string
	light      bool
	projector  bool
	play       bool
	noHelp     bool
	frames     int
	screenshot string
}

func main() {
	if err := command().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func command() *cobra.Command {
	var f flags
	c := &cobra.Command{
		Use:           "talbot-desk [preset]",
		Short:         "watch an optical network learn, in a window",
		Long:          display.About + "\n\nPresets:\n" + presetList(),
		Args:          cobra.MaximumNArgs(1),
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			preset := diffractive.Presets()[0].ID
			if len(args) > 0 {
				preset = args[0]
			}
			return show(preset, f, cmd.Flags().Changed("seed"))
		},
	}
	c.CompletionOptions.HiddenDefaultCmd = true
	c.AddCommand(slmCommand())
	s := c.Flags()
	s.StringVar(&f.data, "data", "", "folder of the data sets; otherwise the user's, or the small ones that come with Talbot")
	s.IntVar(&f.seed, "seed", 0, "number that all randomness comes from; otherwise the preset's")
	s.StringArrayVar(&f.params, "set", nil, "name=value of a parameter; may be repeated")
	s.StringVar(&f.size, "size", "1440x860", "width and height of the window")
	s.BoolVar(&f.light, "light", false, "light theme")
	s.BoolVar(&f.projector, "projector", false, "large type")
	s.BoolVar(&f.play, "play", false, "train at once")
	s.BoolVar(&f.noHelp, "no-help", false, "do not show the keys at the start")
	s.IntVar(&f.frames, "frames", 0, "close after this many frames")
	s.StringVar(&f.screenshot, "screenshot", "", "PNG file for the last of --frames; an existing file is not overwritten")
	return c
}

func presetList() string {
	var b strings.Builder
	for _, s := range all.Systems() {
		for _, p := range s.Presets() {
			fmt.Fprintf(&b, "  %-18s %s\n", p.ID, p.Doc)
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// show opens the window and returns when it is closed.
func show(id string, f flags, seeded bool) error {
	preset, _, err := all.Find(id)
	if err != nil {
		return err
	}
	w, h, err := parseSize(f.size)
	if err != nil {
		return err
	}
	if f.screenshot != "" {
		if f.frames < 1 {
			return fmt.Errorf("--screenshot needs --frames: say after how many frames the picture is to be taken")
		}
		if _, err := os.Stat(f.screenshot); err == nil {
			return fmt.Errorf("%s exists already: choose another name or move it away", f.screenshot)
		}
	}
	if _, err := experiment.Named(preset.Config, "seed"); seeded && err == nil {
		f.params = append(f.params, "seed="+strconv.Itoa(f.seed))
	}
	for _, p := range f.params {
		name, value, ok := strings.Cut(p, "=")
		if !ok {
			return fmt.Errorf("--set %s: want name=value, such as layers=3", p)
		}
		q, err := experiment.Named(preset.Config, name)
		if err != nil {
			return err
		}
		if err := q.Set(value); err != nil {
			return err
		}
	}
	scene := lab.New(nil)
	e, err := newEngine(scene, preset, f.data)
	if err != nil {
		return err
	}
	g := newGame(scene, e, f)
	go e.run()
	defer e.quit()
	if f.play {
		e.toggle()
	}
	ebiten.SetWindowSize(w, h)
	ebiten.SetWindowSizeLimits(360, 320, -1, -1)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	ebiten.SetWindowTitle("Talbot: " + preset.Title)
	ebiten.SetWindowClosingHandled(true)
	if err := ebiten.RunGame(g); err != nil {
		return fmt.Errorf("the window cannot be shown: %w", err)
	}
	return g.err
}

func parseSize(s string) (w, h int, err error) {
	a, b, ok := strings.Cut(s, "x")
	w, err1 := strconv.Atoi(a)
	h, err2 := strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || w < 200 || h < 200 || w > 16384 || h > 16384 {
		return 0, 0, fmt.Errorf("--size %s: want width x height in pixels from 200 to 16384, such as 1440x860", s)
	}
	return w, h, nil
}
