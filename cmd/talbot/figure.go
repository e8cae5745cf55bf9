package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"talbot/render/figure"
	"talbot/render/plot"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// figuring is one run of the command.
type figuring struct {
	*app
	out, kind, theme string
	width            string
	noTitle          bool
	sample, network  int
	force            bool
	masks            maskFlags
	data             dataFlags
	device           deviceFlags
}

// kinds are the figures, the usual one first.
var kinds = []string{"masks", "bench", "fields", "panels", "curves", "confusion", "display"}

func (a *app) figure() *cobra.Command {
	g := &figuring{app: a}
	cmd := &cobra.Command{
		Use:   "figure RUN|PRESET... --out FILE",
		Short: "draw a trained network, or an experiment, as PNG, SVG or PDF",
		Long: `Draws the network of a run, or of a preset with the masks that Talbot ships. Of an
experiment without such masks, as slit or sa-2d-rings, it draws bench, fields and
panels; of what is trained, as it is before, or for its run as it is in the
checkpoint, with curves and confusion. Of a sweep's folder, a line a trial across
parallel axes, the results over each parameter that varies, and how the best runs went. Of several runs, their curves in
one figure.

  masks      what the masks do to the light, of all networks side by side
  bench      one picture's light on its way from the source to the detector
  fields     one picture's light at every plane
  panels     what there is to see beside the bench, such as the light on a screen
             and its closed form
  curves     how loss and accuracy went, for a run
  confusion  which class was taken for which, on the whole test set
  display    what a display's states do to the light; also of a file of states, or
             of a name such as slm-8, in place of RUN|PRESET

One picture's light is that of a test picture of the run, or for a preset of one
inside talbot, unless --data says otherwise. In pictures of planes x runs to the right
and y down, as pixels of displays and cameras are counted.`,
		Example: "  talbot figure d2nn-mnist-64 --kind bench --sample 7 --out bench.png",
		Args:    atLeast(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return g.run(cmd, args) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&g.out, "out", "", "`file` to write, ending in "+strings.Join(figure.Formats, ", "))
	f.StringVar(&g.kind, "kind", kinds[0], "what to draw, a `kind` of the above")
	f.IntVar(&g.sample, "sample", 0, "test picture `i`, counted from 0 (default: the one that the page opens with)")
	f.IntVar(&g.network, "network", 1, "of several networks side by side, the `number` of the one whose light is drawn")
	f.StringVar(&g.theme, "theme", "light", "colours for print or for a dark page: `light|dark`")
	f.StringVar(&g.width, "width", "", "`width` of the figure in print, such as 85mm for a column (default: as drawn for a screen)")
	f.BoolVar(&g.noTitle, "no-title", false, "leave out the title and the line below it")
	f.BoolVar(&g.force, "force", false, "replace the file if it is there already")
	g.masks.add(f, "draw")
	g.data.add(a, f)
	g.device.add(f)
	return cmd
}

func (g *figuring) run(cmd *cobra.Command, args []string) error {
	style, err := g.check()
	if err != nil {
		return err
	}
	var fig *figure.Figure
	if len(args) > 1 {
		fig, err = g.drawSeveral(args, cmd.Flags().Changed("kind"), style)
	} else {
		fig, err = g.make(cmd, args[0], style)
	}
	if err != nil {
		return err
	}
	if err := fig.Readable(); err != nil {
		return usage("--width: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(g.out), 0o777); err != nil {
		return fmt.Errorf("cannot make the folder of the figure: %w", err)
	}
	if err := figure.Save(g.out, fig); err != nil {
		return err
	}
	if g.json {
		return g.app.write(struct {
			Event       string `json:"event"`
			File        string `json:"file"`
			Description string `json:"description"`
		}{"done", g.out, fig.Describe()})
	}
	_, err = fmt.Fprintf(g.app.out, "wrote %s: %s\n", g.out, fig.Title)
	return err
}

func (g *figuring) make(cmd *cobra.Command, arg string, style figure.Style) (*figure.Figure, error) {
	if g.kind == "display" {
		return g.drawDisplay(arg, style)
	}
	if isSweep(arg) {
		return g.drawSweep(arg, cmd.Flags().Changed("kind"), style)
	}
	chosen := cmd.Flags().Changed("sample")
	if p, ok := other(arg); ok {
		if !chosen {
			g.sample = p.Sample
		}
		return g.drawOther(p, cmd.Flags().Changed("kind"), style)
	}
	if dir, err := otherRun(arg); err != nil {
		return nil, err
	} else if dir != nil {
		if p, ok := other(dir.Preset); ok && !chosen {
			g.sample = p.Sample
		}
		return g.drawRun(cmd.Context(), dir, cmd.Flags().Changed("kind"), style)
	}
	t, err := g.findWith(arg, &g.masks)
	if err != nil {
		return nil, err
	}
	return g.draw(cmd, t, style)
}

// check looks at the flags before anything is computed.
func (g *figuring) check() (s figure.Style, err error) {
	if g.kind == "device" { // its name in older versions
		g.kind = "display"
	}
	switch ext := strings.ToLower(filepath.Ext(g.out)); {
	case g.out == "":
		return s, usage("figure wants a file to write: add --out FILE, ending in %s", strings.Join(figure.Formats, ", "))
	case !slices.Contains(figure.Formats, ext):
		return s, usage("--out: %s must end in %s", g.out, strings.Join(figure.Formats, ", "))
	case g.kind == "curves" && g.masks.file != "":
		return s, usage("--masks: a file of masks has no curves; leave it away, or choose another --kind")
	case !slices.Contains(kinds, g.kind):
		return s, usage("--kind: there is no figure %q%s; want one of %s", g.kind, suggest(g.kind, kinds, ""), strings.Join(kinds, ", "))
	}
	switch g.theme {
	case "light":
		s.Theme = &plot.Light
	case "dark":
		s.Theme = &plot.Dark
	default:
		return s, usage("--theme: %q is neither light nor dark", g.theme)
	}
	if s.NoTitle = g.noTitle; g.width != "" {
		m, err := metres(g.width)
		if err != nil {
			return s, usage("--width: %w", err)
		}
		if !(m >= 0.02 && m <= 1) {
			return s, usage("--width: %s is outside 2cm to 1m", g.width)
		}
		s.Width = m / 0.0254 * 96
	}
	if _, err := os.Lstat(g.out); err == nil && !g.force {
		return s, fmt.Errorf("%s is there already: choose another name with --out, or replace it with --force", g.out)
	}
	return s, nil
}

// curves draws how a run of any system went.
func (g *figuring) curves(dir *rundir.Dir, style figure.Style) (*figure.Figure, error) {
	events, err := dir.Metrics()
	if err != nil {
		return nil, err
	}
	if len(events) == 0 {
		return nil, fmt.Errorf("the run in %s has not finished an epoch: go on with: %s", dir.Path, again(dir))
	}
	g.data.like(dir.Source)
	return figure.Curves(epochs(events), g.data.tested(), style)
}

func (g *figuring) draw(cmd *cobra.Command, t *target, style figure.Style) (*figure.Figure, error) {
	if g.kind == "curves" {
		if t.dir == nil {
			return nil, usage("curves are of a run; give the folder of one in place of %s", t.preset)
		}
		if p := t.dir.Polished; p != nil {
			return nil, usage("%s has polished levels, and curves are of a training: give what they come from, %s", t.dir.Path, p.Of)
		}
		return g.curves(t.dir, style)
	}
	test, err := g.pictures(t)
	if err != nil {
		return nil, err
	}
	dev, err := g.device.open()
	if err != nil {
		return nil, err
	}
	defer dev.Close()
	s, err := t.session(dev, test)
	if err != nil {
		return nil, err
	}
	if g.kind == "confusion" {
		ctx, stop := stoppable(cmd.Context())
		defer stop()
		e, err := g.evaluate(ctx, "testing", s, test)
		if err != nil {
			return nil, err
		}
		return figure.Confusion(e.Confusion, test.Classes, style)
	}
	if g.network < 1 || g.network > t.config.Networks {
		return nil, usage("--network: %d is outside 1 to %d, the networks of %s", g.network, t.config.Networks, t.name)
	}
	if g.kind != "masks" {
		s.Network = g.network - 1
	}
	f, err := g.look(s, test)
	if err != nil {
		return nil, err
	}
	if slices.Contains(looks, g.kind) {
		return g.ofLook(f, t.name, "Beside the bench of "+t.name, test.Classes, style)
	}
	var beside []*frame.Frame
	for s.Network = 1; s.Network < t.config.Networks; s.Network++ {
		other, err := g.look(s, test)
		if err != nil {
			return nil, err
		}
		beside = append(beside, other)
	}
	return figure.Masks(f, style, beside...)
}

// epochs are what the events say of epochs' ends.
func epochs(events []experiment.Event) (all []figure.Epoch) {
	fits := 0
	for i := range events {
		e := &events[i]
		if e.Kind != "epoch" {
			continue
		}
		fit := isFit(e)
		if fit {
			fits++
		}
		// The seconds of an event leave out what came before the run was resumed.
		p := figure.Epoch{Number: e.Epoch - fits, Rate: e.Rate}
		if fit { // what is tested behind it stands where the epochs have ended, and pictures were none
			p.Rate = 0
		} else if m := e.Trained; m != nil {
			p.Trained = &figure.Measured{Loss: m.Loss, Accuracy: m.TrainAccuracy}
		}
		if m := e.Tested; m != nil {
			of := &p.Tested
			if m.Held {
				of = &p.Held
			}
			*of = &figure.Measured{Loss: m.TestLoss, Accuracy: m.TestAccuracy}
		}
		all = append(all, p)
	}
	return all
}

// pictures are the test pictures: a run's own, and of a preset those inside talbot, but
// for the confusion, which is of the whole set. What masks do to the light depends on none.
func (g *figuring) pictures(t *target) (*data.Set, error) {
	light := slices.Contains(looks, g.kind)
	if g.data.dir == "" && (g.kind == "masks" || light && t.dir == nil) {
		g.data.dir = builtIn
	}
	if t.dir != nil {
		g.data.kept, g.data.run = t.dir.Source.Folder, t.dir
		if light && g.data.dir == "" {
			g.data.limitTrain, g.data.holdOut = t.dir.Source.LimitTrain, t.dir.Source.HoldOut
		}
	}
	_, test, err := g.data.load(t.config.Data)
	if err != nil && light && t.dir != nil && g.data.dir == "" {
		err = fmt.Errorf("%w; --data %s draws one of the pictures inside talbot", err, builtIn)
	}
	return test, err
}

// look runs the chosen test picture.
func (g *figuring) look(s *diffractive.Session, test *data.Set) (*frame.Frame, error) {
	if err := g.checkSample(test); err != nil {
		return nil, err
	}
	return s.Look(test.Image(g.sample), int(test.Labels[g.sample]))
}

// checkSample refuses a picture that is not there.
func (g *figuring) checkSample(test *data.Set) error {
	if g.sample < 0 || g.sample >= test.Len() {
		return usage("--sample: %d is outside 0 to %d, the test pictures%s", g.sample, test.Len()-1, g.which())
	}
	return nil
}

// which says of what the test pictures are.
func (g *figuring) which() string {
	if g.data.dir == builtIn {
		return " inside talbot: --data FOLDER has others"
	}
	return ""
}
