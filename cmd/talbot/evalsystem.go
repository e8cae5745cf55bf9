package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/rundir"
	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
)

// otherRun is the run in a folder, if it is of another system than diffractive networks; nil for all else.
func otherRun(arg string) (*rundir.Dir, error) {
	if _, _, err := all.Find(arg); err == nil {
		return nil, nil
	}
	if _, err := os.Stat(arg); err != nil {
		return nil, nil // whoever looks next says so
	}
	dir, err := rundir.Open(arg)
	if err != nil {
		return nil, err
	}
	if _, ok := diffractive.Of(dir.Config); ok {
		return nil, nil
	}
	return dir, nil
}

// openRun makes the session of a run of another system, where its checkpoint stands, and reads its
// pictures, if it is for any.
func openRun(dir *rundir.Dir, pictures *dataFlags, dev compute.Device) (t experiment.Trainer, test *data.Set, err error) {
	return openRunWith(dir, pictures, dev, func(t experiment.Trainer) error { return dir.LoadStage(t.Plan()) })
}

// openRunWith is openRun for who takes other things of the checkpoint than all.
func openRunWith(dir *rundir.Dir, pictures *dataFlags, dev compute.Device, load func(experiment.Trainer) error) (t experiment.Trainer, test *data.Set, err error) {
	p, _, err := all.Find(dir.Preset)
	if err != nil {
		return nil, nil, err
	}
	var learn *data.Set
	if p.Data != "" {
		if dir.Path != "" {
			pictures.kept, pictures.run = dir.Source.Folder, dir
		}
		pictures.suit(dir.Config)
		if learn, test, err = pictures.load(experiment.ValueOf(dir.Config, experiment.RoleData)); err != nil {
			return nil, nil, err
		}
		if n := dir.Source.LimitTrain; n > 0 && n < learn.Len() && pictures.limitTrain == 0 {
			learn = learn.First(n)
		}
	}
	s, err := dir.Config.Clone().Open(dev, learn)
	if err != nil {
		return nil, nil, err
	}
	t, ok := s.(experiment.Trainer)
	if !ok {
		return nil, nil, fmt.Errorf("%s has nothing to train, so that there is nothing to test", dir.Preset)
	}
	if err := load(t); err != nil {
		if learn != nil {
			if other := dir.OtherShape(learn.Size()); other != nil {
				return nil, nil, fmt.Errorf("%w: its network takes no others: leave --data and --data-set away, or give pictures of that shape", other)
			}
		}
		return nil, nil, err
	}
	return t, test, nil
}

// evalOther tests a run of another system, or a preset with given masks.
func (a *app) evalOther(ctx context.Context, of *evalSubject, pictures *dataFlags, device *deviceFlags, answers string) error {
	dev, err := device.open()
	if err != nil {
		return err
	}
	defer dev.Close()
	s, set, err := openRunWith(of.dir, pictures, dev, a.loadOther(of.dir, of.given))
	if err != nil {
		return err
	}
	began := time.Now()
	e, err := a.test(ctx, s, set)
	if err != nil {
		return err
	}
	if answers != "" {
		if err := a.writeAnswers(answers, e, s.ClassNames()); err != nil {
			return err
		}
	}
	names := s.ClassNames()
	low, high := e.Interval()
	perplexity := 0.0
	if p, ok := s.(experiment.Perplexed); ok {
		perplexity = p.Perplexity(e.MeanLoss())
	}
	if a.json {
		var matrix [][]int
		if len(e.Confusion) > 0 {
			matrix = confusionRows(e.Confusion, names)
		}
		step, _ := s.Progress()
		return a.write(struct {
			Event      string             `json:"event"`
			Count      int                `json:"count"`
			Accuracy   float64            `json:"test_accuracy"`
			Interval   [2]float64         `json:"test_interval"`
			Loss       float64            `json:"test_loss"`
			Perplexity float64            `json:"test_perplexity,omitempty"`
			Values     map[string]float64 `json:"values,omitempty"`
			Classes    []string           `json:"classes"`
			Confusion  [][]int            `json:"confusion,omitempty"`
			Step       int                `json:"step"`
			Seconds    float64            `json:"seconds"`
		}{"done", e.Count, e.Accuracy(), [2]float64{low, high}, e.MeanLoss(), perplexity, means(e), names, matrix, step, time.Since(began).Seconds()})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s\n\n", of.name(), several(e.Count, "test "+called(s)), dev.Name())
	if t, ok := s.(experiment.Teller); ok {
		loss, right := t.Tells()
		fmt.Fprintf(&b, "  %-28s  %8.4f   mean over the %ss\n  %-28s  %8s   %s of %s\n", experiment.Within(loss), e.MeanLoss(), called(s), experiment.Within(right), percent(e.Accuracy()), thousands(e.Correct), thousands(e.Count))
		b.WriteString(indent(valueLines(means(e))))
		_, err = a.out.Write([]byte(b.String()))
		return err
	}
	fmt.Fprintf(&b, "  accuracy    %8s   %s of %s are right\n", percent(e.Accuracy()), thousands(e.Correct), thousands(e.Count))
	fmt.Fprintf(&b, "  95 %% sure   %s\n", percentRange(low, high)+"   if the "+called(s)+"s were drawn at random (Wilson)")
	fmt.Fprintf(&b, "  loss        %8.4f   mean over the %ss\n", e.MeanLoss(), called(s))
	if perplexity > 0 {
		fmt.Fprintf(&b, "  perplexity  %8.3f   of how many tokens an answer is as uncertain as a fair choice\n", perplexity)
	}
	b.WriteString(indent(valueLines(means(e))))
	if len(e.Confusion) > 0 { // else no classes are told apart
		b.WriteString(confusionText(e.Confusion, names))
	}
	_, err = a.out.Write([]byte(b.String()))
	return err
}

// means are the values of an evaluation by name, each the mean over the examples.
func means(e *experiment.Evaluation) map[string]float64 {
	values := map[string]float64{}
	for _, v := range e.Values {
		values[v.Name] = v.X / float64(max(1, e.Count))
	}
	return values
}

// indent puts two spaces before each line.
func indent(lines string) string {
	if lines == "" {
		return ""
	}
	return "  " + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\n  ") + "\n"
}

// test runs a whole set, nil for the session's own, with a line of progress.
func (a *app) test(ctx context.Context, s experiment.Trainer, set *data.Set) (*experiment.Evaluation, error) {
	l := newLine(a.err)
	defer l.clear()
	test := s.Test(set)
	for began := time.Now(); ; {
		more, err := test.More()
		if err != nil {
			return nil, err
		}
		e, all := test.Result()
		if !more {
			return e, nil
		}
		if ctx.Err() != nil {
			return nil, stopped{"stopped before the end; nothing was kept"}
		}
		if share := float64(e.Count) / float64(max(1, all)); !a.json && share > 0 {
			took := time.Since(began).Seconds()
			l.draw(bar{label: "testing", share: share, notes: []string{clock(took/share-took) + " left"}}, false)
		}
	}
}
