package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/report"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
	"talbot/sim/train"
)

// polishing is one run of the command.
type polishing struct {
	*app
	on             evalDisplay
	out            string
	rounds, sample int
	seed           int
	data           dataFlags
	device         deviceFlags
}

func (a *app) polish() *cobra.Command {
	p := &polishing{app: a}
	cmd := &cobra.Command{
		Use:   "polish RUN|PRESET",
		Short: "improve trained levels of a display, pixel by pixel",
		Long: `Improves masks of a display after training, by changing levels of single pixels and
nothing else. It starts from the levels as they are deployed, whatever method has
trained them, or from masks of a run or preset shown on another display by
--display-curve: the same levels if it has as many, else the nearest states.

Every round draws a sample of the training pictures and changes those pixels first
whose gradient promises most. A change stays only if it makes the loss smaller of
training pictures that are held out of all samples. It ends after the last round, or
when there is no pixel left to change.

Ctrl-C keeps what was gained. The result is a run's folder, for eval, figure and
export; it cannot be trained further.`,
		Example: "  talbot polish runs/mine --out runs/polished\n  talbot polish d2nn-mnist-64 --display-curve slm-8 --rounds 20",
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, done := p.untilStopped(cmd.Context(), "stopping, keeping what was gained")
			defer done()
			return p.run(ctx, args[0], cmd.Flags().Changed("seed"))
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&p.out, "out", "", "`folder` of the result (default: runs/polish-PRESET-DATE-TIME)")
	f.StringVar(&p.on.curve, "display-curve", "", "polish the masks on this display: a `file` of its states, a name such as slm-8, or one of them for each mask, separated by commas")
	f.IntVar(&p.rounds, "rounds", 20, "make `n` rounds at most")
	f.IntVar(&p.sample, "sample", 10000, "draw `n` training pictures for a round, and hold as many out, a fifth of all at most")
	f.IntVar(&p.seed, "seed", 0, "`number` that the samples come from (default: the run's)")
	p.data.addTrain(a, f)
	p.device.add(f)
	return cmd
}

// run polishes what arg names.
func (p *polishing) run(ctx context.Context, arg string, seeded bool) error {
	if p.rounds < 1 || p.sample < 1 {
		return usage("--rounds %d --sample %d: want 1 or more of both", p.rounds, p.sample)
	}
	t, err := find(arg)
	if err != nil {
		return err
	}
	p.noteEdits(t)
	if !seeded {
		p.seed = t.config.Seed
	}
	if err := p.device.check(); err != nil {
		return err
	}
	training, test, err := p.pictures(t)
	if err != nil {
		return err
	}
	dev, err := p.device.open()
	if err != nil {
		return err
	}
	defer dev.Close()
	s, config, err := p.session(t, dev, training)
	if err != nil {
		return err
	}
	dir, err := create(p.out, "polish-"+t.preset, rundir.Info{Preset: t.preset, Config: diffractive.Settings(config), Data: rundir.Describe(training, test),
		Source: p.data.source(),
		Device: deviceKind(dev), Talbot: build(), Created: time.Now().UTC().Format(time.RFC3339),
		Polished: &rundir.Polished{Of: arg, Rounds: p.rounds, Sample: p.sample, Seed: p.seed}})
	if err != nil {
		return err
	}
	unlock, err := dir.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	return p.polish(ctx, &polished{app: p.app, dir: dir, dev: dev, s: s, training: training, test: test})
}

// pictures loads the data: those of the run, unless there are others on the command line.
func (p *polishing) pictures(t *target) (training, test *data.Set, err error) {
	if t.dir != nil {
		p.data.like(t.dir.Source)
		p.data.run = t.dir
	}
	return p.data.load(t.config.Data)
}

// session is the target's network with masks of a display, which have its levels.
func (p *polishing) session(t *target, dev compute.Device, set *data.Set) (*diffractive.Session, diffractive.Config, error) {
	c := t.config
	s, err := t.session(dev, set)
	if err != nil {
		return nil, c, err
	}
	if s.Displays() == nil && p.on.curve == "" {
		return nil, c, usage("these masks are of no display, and so have no levels: choose one with --display-curve, such as slm-8")
	}
	levels, curves, err := p.levels(s)
	if err != nil {
		return nil, c, err
	}
	if c.Displayed() && c.ProcessBlur > 0 {
		return nil, c, fmt.Errorf("polish changes one level at a time, and does not know the blur of a process (process-blur) that joins neighbours: train longer instead")
	}
	if p.on.curve != "" {
		c.Curve = curvesText(curves)
		if !c.Displayed() {
			c.Mask, c.Method = "display", diffractive.MethodNearest
		}
	}
	small := c
	small.Batch = 1 // as in target.session
	at := s.Loop.Progress
	if s, err = diffractive.NewSession(dev, small, set); err != nil {
		return nil, c, err
	}
	s.Loop.Progress = at
	for l, d := range s.Displays() {
		if err := d.SetLevels(levels[l]); err != nil {
			return nil, c, err
		}
	}
	return s, c, nil
}

// polished is a polishing under way.
type polished struct {
	*app
	dir            *rundir.Dir
	dev            compute.Device
	s              *diffractive.Session
	training, test *data.Set
}

// standing is how well the masks do.
type standing struct {
	TrainLoss     float64 `json:"train_loss"`
	TrainAccuracy float64 `json:"train_accuracy"`
	TestLoss      float64 `json:"test_loss"`
	TestAccuracy  float64 `json:"test_accuracy"`
}

// roundLine is a round in JSON.
type roundLine struct {
	Event   string  `json:"event"`
	Round   int     `json:"round"`
	Tried   int     `json:"tried"`
	Pixels  int     `json:"pixels"`
	Sample  float64 `json:"sample_loss"`
	Held    float64 `json:"held_out_loss"`
	Seconds float64 `json:"seconds"`
}

// polish makes the rounds, and tells how well the masks do before and after them.
func (p *polishing) polish(ctx context.Context, r *polished) error {
	if err := r.keep(); err != nil {
		return err
	}
	if !p.json {
		fmt.Fprintf(p.app.out, "%s: %s, %s training and %s %s pictures, %s\n%s keeps the result; Ctrl-C stops it and keeps what was gained\n\n", r.dir.Preset,
			r.s.Config.Data, thousands(r.training.Len()), thousands(r.test.Len()), p.data.tested(), r.dev.Name(), r.dir.Path)
	}
	before, err := r.stand(ctx, "before")
	if errors.Is(err, context.Canceled) {
		return stopped{"stopped before the first round: " + r.dir.Path + " has the masks as they were"}
	}
	if err != nil {
		return err
	}
	began := time.Now()
	work, err := train.NewPolish(&r.s.Net.Network, r.s.Displays(), r.training, p.sample, uint64(p.seed))
	if err != nil {
		return err
	}
	if !p.json {
		fmt.Fprintf(p.app.out, "  %7s  %8s  %8s  %8s  %8s\n", "round", "sample", "held out", "pixels", "time")
	}
	line := newLine(p.err)
	stop := false
	for round := 1; round <= p.rounds && !work.Done(); round++ {
		work.Progress = func(share float64) bool {
			if !p.json {
				line.draw(bar{label: fmt.Sprintf("%7s", fmt.Sprintf("%d/%d", round, p.rounds)), share: share,
					notes: []string{clock(time.Since(began).Seconds())}}, false)
			}
			return ctx.Err() == nil
		}
		did, err := work.Round()
		line.clear()
		if stop = errors.Is(err, train.ErrStopped); stop {
			break // it has changed nothing
		}
		if err != nil {
			return err
		}
		if err := r.keep(); err != nil {
			return err
		}
		if err := p.showRound(round, did, work.Held, time.Since(began).Seconds()); err != nil {
			return err
		}
	}
	took := time.Since(began)
	masks, err := rundir.MasksOf(r.s)
	if err != nil {
		return err
	}
	if err := r.dir.WriteMasks(masks); err != nil {
		return fmt.Errorf("cannot write the masks: %w: make room, then polish again", err)
	}
	after, err := r.stand(context.WithoutCancel(ctx), "after")
	if err != nil {
		return err
	}
	if err := p.end(r, before, after, took); err != nil {
		return err
	}
	if stop {
		return stopped{"stopped early; what was gained is in " + r.dir.Path}
	}
	return nil
}

func (p *polishing) showRound(round int, did train.Round, held, seconds float64) error {
	if p.json {
		return p.app.write(roundLine{"round", round, did.Tried, did.Pixels, did.Loss, held, seconds})
	}
	_, err := fmt.Fprintf(p.app.out, "  %7s  %8.4f  %8.4f  %8s  %8s\n", fmt.Sprintf("%d/%d", round, p.rounds), did.Loss, held, thousands(did.Pixels), clock(seconds))
	return err
}

// end tells what the polishing has changed.
func (p *polishing) end(r *polished, before, after standing, took time.Duration) error {
	if p.json {
		return p.app.write(struct {
			Event   string   `json:"event"`
			Before  standing `json:"before"`
			After   standing `json:"after"`
			Seconds float64  `json:"seconds"`
			Message string   `json:"message"`
		}{"done", before, after, took.Seconds(), r.dir.Path})
	}
	fmt.Fprintf(p.app.out, "\n  %8s  %10s  %10s  %13s  %10s\n", "", "train loss", "accuracy", p.data.tested()+" loss", "accuracy")
	for _, row := range []struct {
		name string
		standing
	}{{"before", before}, {"after", after}} {
		fmt.Fprintf(p.app.out, "  %-8s  %10.4f  %10s  %13.4f  %10s\n", row.name, row.TrainLoss, percent(row.TrainAccuracy), row.TestLoss, percent(row.TestAccuracy))
	}
	_, err := fmt.Fprintf(p.app.out, "\nthe polished masks are in %s; test them with: talbot eval %s\n", r.dir.Path, errs.Word(r.dir.Path))
	return err
}

// keep saves the levels.
func (r *polished) keep() error {
	state, err := r.s.Loop.State(r.s.Device)
	if err != nil {
		return err
	}
	return r.dir.Save(state)
}

// stand evaluates the masks on both sets.
func (r *polished) stand(ctx context.Context, label string) (s standing, err error) {
	for _, set := range []struct {
		*data.Set
		loss, accuracy *float64
	}{{r.training, &s.TrainLoss, &s.TrainAccuracy}, {r.test, &s.TestLoss, &s.TestAccuracy}} {
		e, err := r.evaluate(ctx, label, r.s, set.Set)
		if err != nil {
			return s, err
		}
		*set.loss, *set.accuracy = e.MeanLoss(), e.Accuracy()
	}
	return s, nil
}

// levels are those of the masks, and the curves that they are shown on.
func (p *polishing) levels(s *diffractive.Session) ([][]uint16, []modulator.Curve, error) {
	o, err := p.options(p.on, s)
	if err != nil {
		return nil, nil, err
	}
	levels, curves, _, err := report.OnDisplay(o.Curves, s)
	return levels, curves, err
}
