// Package dfa has experiments on direct feedback alignment by scattered light as lists of runs: the same
// network by every way in which the error can come to its layers.
package dfa

import (
	"context"
	"fmt"

	"talbot/sim/reproduce"
	"talbot/sim/system/feedback"
)

const source = "after Launay et al., \"Hardware beyond backpropagation\", arXiv 2012.06373, and Wang et al., \"Optical training of large-scale Transformers and deep neural networks with direct feedback alignment\", arXiv 2409.12965"

// All are the experiments, or their small versions.
func All(quick bool) []reproduce.Experiment {
	mnist := reproduce.Experiment{ID: "dfa-mnist", Title: "Digits and clothes by direct feedback alignment", Source: source,
		Note: "The errors reach the layers by arithmetic or by scattered light. Accuracy is that after the last epoch; we know of no published numbers to compare it with. Alignment is the cosine between what a layer is sent and what backpropagation would send it."}
	cifar := mnist
	cifar.ID, cifar.Title = "dfa-cifar", "Colour pictures by direct feedback alignment"
	for _, way := range feedback.Ways {
		mnist.Rows = append(mnist.Rows, row("dfa-mnist", "mlp-", way))
		cifar.Rows = append(cifar.Rows, row("dfa-cifar", "cnn-", way))
	}
	for _, way := range feedback.Ways {
		cifar.Rows = append(cifar.Rows, dense(way))
	}
	vision := mnist
	vision.ID, vision.Title, vision.Rows = "dfa-vision", "A vision Transformer by direct feedback alignment", nil
	for _, way := range feedback.Ways {
		vision.Rows = append(vision.Rows, row("dfa-vision", "vit-", way))
	}
	aligned := row("dfa-mnist", "mlp-prealigned-", "dfa")
	aligned.Config.(*feedback.Config).Align = true
	aligned.Label = "dfa, with an aligned start"
	signs := row("dfa-mnist", "mlp-threshold-", "opu")
	signs.Config.(*feedback.Config).Show = "threshold"
	signs.Label = "opu, signs above a threshold"
	stepped := row("dfa-mnist", "mlp-stepped-", "opu")
	stepped.Config.(*feedback.Config).Method = "stepped"
	stepped.Label = "opu, with a reference beam"
	tilted := row("dfa-mnist", "mlp-off-axis-", "opu")
	tilted.Config.(*feedback.Config).Method = "off-axis"
	tilted.Label = "opu, by off-axis holography"
	mnist.Rows = append(mnist.Rows, aligned, signs, stepped, tilted)
	for _, way := range []string{"backprop", "dfa", "opu", "last-layer"} {
		mnist.Rows = append(mnist.Rows, row("dfa-mnist-cnn", "cnn-", way))
	}
	for _, way := range feedback.Ways {
		mnist.Rows = append(mnist.Rows, row("dfa-fashion", "fashion-", way))
	}
	for _, way := range feedback.Ways {
		mnist.Rows = append(mnist.Rows, moved(way))
	}
	all := []reproduce.Experiment{mnist, cifar, vision}
	for i := range all {
		e := &all[i]
		e.Quick, e.Measure = quick, measure
		e.Columns = []reproduce.Column{{Name: "test"}, {Name: "training"}}
		hidden := map[string]int{"dfa-mnist": 2, "dfa-cifar": 4, "dfa-vision": 3}[e.ID]
		if e.ID == "dfa-vision" && !quick {
			hidden = 7 // patches and six blocks
		}
		for k := range hidden {
			e.Columns = append(e.Columns, reproduce.Column{Name: feedback.Alignment(k), Unit: "1"})
		}
		if !quick {
			continue
		}
		e.Seeds = []int{1}
		for k := range e.Rows {
			r := &e.Rows[k]
			c := r.Config.(*feedback.Config)
			r.Name, r.Limit, r.LimitTest = reproduce.Quickly+r.Name, 6000, 1000
			switch c.Epochs = 3; c.Network {
			case "cnn":
				c.Epochs, c.Channels = 2, min(c.Channels, 8)
			case "vit":
				c.Epochs, c.Hidden, c.Layers, c.Patch, c.Batch, c.LearningRate = 4, 32, 2, 8, 32, 2e-3
			}
		}
	}
	return append(all, diffusions(quick), languages(quick))
}

// row is a preset's network by a way.
func row(id, prefix, way string) reproduce.Row {
	p, ok := feedback.Find(id)
	if !ok {
		panic("dfa: no preset " + id)
	}
	c := p.Config
	c.Feedback = way
	label := way
	switch id {
	case "dfa-mnist-cnn":
		label += ", convolutions"
	case "dfa-fashion":
		label += ", clothes"
	}
	return reproduce.Row{Name: prefix + way, Label: label, Config: &c, Data: c.Data}
}

// moved is the row of MNIST's dense network that learns digits moved by up to two pixels: as they are it has all of them by heart, by
// feedback as by backpropagation, and the two hardly differ.
func moved(way string) reproduce.Row {
	r := row("dfa-mnist", "moved-", way)
	r.Config.(*feedback.Config).Shift = 2
	r.Label += ", moved digits"
	return r
}

// dense is the row of a network of dense layers for colours: 3072-800-800-800-10 of tanh, which pictures as they are
// teach (the networks of github.com/lightonai/principled-dfa-training, 2019).
func dense(way string) reproduce.Row {
	r := row("dfa-cifar", "mlp-", way)
	c := r.Config.(*feedback.Config)
	c.Network, c.Layers, c.Hidden, c.Activate, c.Shift, c.Flip, c.LearningRate = "mlp", 3, 800, "tanh", 0, false, 3e-4
	r.Label += ", dense layers"
	return r
}

// measure adds the alignment after the last epoch.
func measure(_ context.Context, t *reproduce.Trained) error {
	s := feedback.Of(t.Session)
	if s == nil {
		return fmt.Errorf("%s has no feedback", t.Row.Name)
	}
	all, err := s.Cosines()
	for i, c := range all {
		t.Set(feedback.Alignment(i), c)
	}
	return err
}
