package main

import (
	"context"
	"fmt"
	"math"

	"talbot/sim/experiment"
)

// evalSeveral tests runs and presets one after another, and puts them side by side: a row each. Where
// two have the same examples, McNemar's test says whether they differ from the first one.
func (a *app) evalSeveral(ctx context.Context, args []string, pictures dataFlags, device *deviceFlags) error {
	rows := [][]string{{"run", "preset", "examples", "loss", "accuracy", "95 % sure", "against the first"}}
	var first *experiment.Evaluation
	for _, arg := range args {
		preset, e, err := a.testOne(ctx, arg, pictures, device)
		if err != nil {
			return fmt.Errorf("%s: %w", arg, err)
		}
		low, high := e.Interval()
		if a.json {
			if err := a.write(map[string]any{"event": "done", "run": arg, "preset": preset, "count": e.Count, "test_accuracy": e.Accuracy(), "test_interval": [2]float64{low, high}, "test_loss": e.MeanLoss()}); err != nil {
				return err
			}
		}
		against := ""
		if first == nil {
			first = e
		} else if p, ok := mcnemar(first, e); ok {
			against = fmt.Sprintf("%+.1f points, p = %.2g", 100*(e.Accuracy()-first.Accuracy()), p)
		}
		rows = append(rows, []string{arg, preset, thousands(e.Count), fmt.Sprintf("%.4f", e.MeanLoss()), percent(e.Accuracy()), percentRange(low, high), against})
	}
	if a.json {
		return nil
	}
	return writeRows(a.out, rows)
}

// testOne tests one run or preset; the flags of pictures are a copy, as each has its own.
func (a *app) testOne(ctx context.Context, arg string, pictures dataFlags, device *deviceFlags) (preset string, e *experiment.Evaluation, err error) {
	dir, err := otherRun(arg)
	if err != nil {
		return "", nil, err
	}
	dev, err := device.open()
	if err != nil {
		return "", nil, err
	}
	defer dev.Close()
	if dir != nil {
		s, set, err := openRun(dir, &pictures, dev)
		if err != nil {
			return "", nil, err
		}
		e, err := a.test(ctx, s, set)
		return dir.Preset, e, err
	}
	t, err := a.findWith(arg, &maskFlags{})
	if err != nil {
		return "", nil, err
	}
	if t.dir != nil {
		pictures.kept, pictures.run = t.dir.Source.Folder, t.dir
	}
	_, set, err := pictures.load(t.config.Data)
	if err != nil {
		return "", nil, err
	}
	s, err := t.session(dev, set)
	if err != nil {
		return "", nil, err
	}
	got, err := a.evaluate(ctx, "testing", s, set)
	if err != nil {
		return "", nil, err
	}
	return t.preset, &got.Evaluation, nil
}

// mcnemar is the two-sided p of McNemar's exact test (1947) that two networks are right as often, of
// the examples of which just one is; false where the examples are not the same.
func mcnemar(a, b *experiment.Evaluation) (p float64, ok bool) {
	if len(a.Right) != len(b.Right) || len(a.Right) == 0 {
		return 0, false
	}
	n, k := 0, 0
	for i, right := range a.Right {
		if len(a.Truth) != len(b.Truth) || a.Truth[i] != b.Truth[i] {
			return 0, false
		}
		if right != b.Right[i] {
			n++
			if right {
				k++
			}
		}
	}
	k = min(k, n-k)
	log := func(n int) float64 { v, _ := math.Lgamma(float64(n + 1)); return v }
	for i := 0; i <= k; i++ {
		p += math.Exp(log(n) - log(i) - log(n-i) - float64(n)*math.Ln2)
	}
	return min(1, 2*p), true
}
