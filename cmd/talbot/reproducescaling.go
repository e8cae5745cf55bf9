package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"talbot/render/figure"
	"talbot/render/plot"
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/reproduce/scaling"
)

// scalingFlags are what is taken of the optical unit and of the card, for dfa-scaling.
type scalingFlags struct{ rate, speed, link, card float64 }

var scalingNames = []string{"camera-rate", "opu-speed", "link", "card"}

func (s *scalingFlags) add(f *pflag.FlagSet) {
	o := scaling.LightOn()
	f.Float64Var(&s.rate, "camera-rate", o.Rate, "dfa-scaling: `frames` a second of the optical unit")
	f.Float64Var(&s.speed, "opu-speed", math.Round(o.Speed), "dfa-scaling: `TeraOPS` of the unit, which say how many pixels it has")
	f.Float64Var(&s.link, "link", o.Link/1e9, "dfa-scaling: `GB` a second between a card and its host")
	f.Float64Var(&s.card, "card", o.Card/1e9, "dfa-scaling: `GB` of the card, what does not fit is off-loaded; 0 if all fits")
}

// optics are the flags in the units of the prediction.
func (s *scalingFlags) optics() (scaling.Optics, error) {
	o := scaling.LightOn()
	o.Rate, o.Speed, o.Link, o.Card = s.rate, s.speed, s.link*1e9, s.card*1e9
	for i, v := range []float64{s.rate, s.speed, s.link} {
		if !(v > 0) || math.IsInf(v, 0) {
			return o, usage("--%s: %g is no such number: want one above 0", scalingNames[i], v)
		}
	}
	if !(s.card >= 0) || math.IsInf(s.card, 0) {
		return o, usage("--card: %g GB: want 0, where all fits, or more", s.card)
	}
	return o, nil
}

// scaled measures step times and losses by size, one after another, and predicts; what is there is kept.
func (r *reproducing) scaled(ctx context.Context) error {
	o, err := r.scaling.optics()
	if err != nil {
		return err
	}
	only := r.only
	for _, name := range only {
		if !slices.Contains(scaling.Rows, name) {
			return usage("--only: no row is called %s; want some of %s", name, strings.Join(scaling.Rows, ", "))
		}
	}
	tasks := slices.DeleteFunc(scaling.Tasks(r.quick), func(t scaling.Task) bool {
		if len(only) == 0 {
			return t.Row == "billion" || t.Row == "transformer" // by its name alone: few devices have the room
		}
		return !slices.Contains(only, t.Row)
	})
	file := filepath.Join(r.out, scaling.ID+map[bool]string{true: "-quick"}[r.quick])
	source := file + ".jsonl"
	if r.records != "" {
		source = r.records
	}
	lines, err := readScaling(source, r.quick)
	if err != nil {
		return err
	}
	if r.list {
		for _, t := range tasks {
			fmt.Fprintf(r.app.out, "%-8s %s %s\n", t.Row, t.Size, t.Way)
		}
		return nil
	}
	device := ""
	if len(lines) > 0 {
		device = lines[len(lines)-1].Device
	}
	if r.records == "" {
		dev, err := r.device.open()
		if err != nil {
			return err
		}
		defer dev.Close()
		if err := os.MkdirAll(r.out, 0o777); err != nil {
			return err
		}
		device = dev.Name()
		for i, t := range tasks {
			if t.Done(lines, device) {
				continue
			}
			l, err := r.scalingTask(ctx, dev, t)
			if errors.Is(err, context.Canceled) {
				return stopped{"stopped; the same command goes on"}
			}
			if err != nil {
				return fmt.Errorf("%s, %s: %w", t.Row, t.Size, err)
			}
			if err := appendLine(source, l); err != nil {
				return err
			}
			lines = append(lines, *l)
			if !r.json {
				fmt.Fprintf(r.err, "%d of %d: %s, %s %s\n", i+1, len(tasks), t.Row, t.Size, t.Way)
			}
		}
	}
	report, err := scaling.NewReport(lines, device, o)
	if err != nil {
		return err
	}
	image, err := r.scalingFigure(report, file+".png")
	if err != nil {
		return err
	}
	if r.json {
		return r.write(report)
	}
	text := scaling.ID + ": " + scaling.Title + "\n" + report.Table() + "\n" + strings.Join(wrapWords(scaling.Finding, 80), "\n") + "\n"
	if image != "" {
		text += "\nfigure in " + image + "\n"
	}
	_, err = fmt.Fprint(r.app.out, text)
	return err
}

// scalingTask measures one thing.
func (r *reproducing) scalingTask(ctx context.Context, dev compute.Device, t scaling.Task) (*scaling.Line, error) {
	began := time.Now()
	clock := func() float64 { return time.Since(began).Seconds() }
	l := &scaling.Line{Experiment: scaling.ID, Row: t.Row, Quick: r.quick, Width: t.Width, Depth: t.Depth, Batch: t.Batch, Device: dev.Name(), Talbot: build(),
		Command: "talbot reproduce " + scaling.ID + " --only " + t.Row}
	if r.quick {
		l.Command += " --quick"
	}
	switch t.Row {
	case "loss":
		learn, test, _, err := r.pictures("mnist")
		if err != nil {
			return nil, err
		}
		epochs := 10
		if r.quick {
			epochs, learn, test = 3, first(learn, 6000), first(test, 1000)
		}
		loss, err := t.Size.Learn(ctx, dev, t.Way, epochs, learn, test)
		l.Loss = &loss
		return l, err
	case "billion", "transformer":
		var large interface {
			Account() (scaling.Memory, error)
			Step(context.Context, compute.Device, func() float64) (float64, [2]float64, error)
			String() string
		} = t.Size
		if t.Row == "transformer" {
			large = scaling.BillionText
		}
		m, err := large.Account()
		if err != nil {
			return nil, err
		}
		if err := compute.Fits(dev, "a step of "+large.String(), m.All(), func(float64) string { return "take a device with more memory" }); err != nil {
			return nil, err
		}
		seconds, loss, err := large.Step(ctx, dev, clock)
		l.Whole = &scaling.WholeStep{Seconds: seconds, Loss: loss, Memory: m}
		return l, err
	}
	times, err := t.Size.Measure(ctx, dev, clock, 4)
	l.Times = &times
	return l, err
}

func first(s *data.Set, n int) *data.Set { return s.First(min(n, s.Len())) }

// readScaling are the measurements in a file, which may not be there yet.
func readScaling(file string, quick bool) (lines []scaling.Line, err error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	for n := 1; scan.Scan(); n++ {
		var l scaling.Line
		if err := json.Unmarshal(scan.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("line %d of %s is no measurement: %w: delete it to measure again", n, file, err)
		}
		if l.Experiment == scaling.ID && l.Quick == quick {
			lines = append(lines, l)
		}
	}
	return lines, scan.Err()
}

// scalingFigure draws times and losses, always both; it draws nothing before both are there.
func (r *reproducing) scalingFigure(p *scaling.Report, file string) (string, error) {
	back, light := figure.Series{Name: "backpropagation"}, figure.Series{Name: "optical, predicted"}
	loss := map[string]*figure.Series{}
	for _, w := range scaling.Ways {
		loss[w] = &figure.Series{Name: map[string]string{"backprop": "backpropagation", "opu": "optical unit"}[w]}
	}
	most := 0.0 // numbers of what was timed
	for _, l := range p.Lines {
		if l.Times != nil {
			most = max(most, l.Size().Params())
		}
		if l.Loss != nil {
			s := loss[l.Loss.Way]
			s.X, s.Y = append(s.X, l.Size().Params()), append(s.Y, l.Loss.Test)
		}
	}
	if p.Laws == nil || len(loss[scaling.Ways[0]].X) < 2 {
		return "", nil
	}
	batch := p.Steps[0].Batch
	for e := 4.5; e <= 12; e += 0.25 {
		s := p.Optics.Predict(*p.Laws, scaling.Size{Width: scaling.WidthOf(math.Pow(10, e), p.Depth), Depth: p.Depth, Batch: batch})
		back.X, back.Y = append(back.X, s.Params), append(back.Y, s.Backprop)
		light.X, light.Y = append(light.X, s.Params), append(light.Y, s.Optical)
	}
	set := []figure.Series{back, light}
	var losses []figure.Series
	for _, w := range scaling.Ways {
		losses = append(losses, *loss[w], figure.Series{X: loss[w].X, Y: loss[w].Y})
	}
	subtitle := fmt.Sprintf("Laws of %s, measured up to %.2g numbers; %d layers, batch %d; camera %.4g frames/s. Losses: MNIST, 2 layers.", p.Device, most, p.Depth, batch, p.Optics.Rate)
	fig, err := figure.Pair("Step time and loss by size", subtitle, scaling.Finding, plot.Axis{Label: "numbers to train"},
		[2]figure.Panel{{Title: "Time of a step", Y: plot.Axis{Label: "time (s)", Log: true}, Set: set}, {Title: "Test loss on one budget", Y: plot.Axis{Label: "loss"}, Set: losses}}, figure.Style{})
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return "", err
	}
	return file, figure.Save(file, fig)
}
