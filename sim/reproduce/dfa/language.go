package dfa

import (
	"context"
	"fmt"

	"talbot/sim/reproduce"
	"talbot/sim/system/feedback"
	"talbot/sim/system/language"
)

// languages are models of a text, by every way; those of byte pairs, and with feedback to each layer, by some. The small
// version is of dfa-lm-small and a part of the text.
func languages(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "dfa-lm", Title: "A text gone on with, learned by arithmetic and by scattered light", Quick: quick,
		Source: "after Wang et al., \"Optical training of large-scale Transformers and deep neural networks with direct feedback alignment\", arXiv 2409.12965",
		Note: "We know of no published numbers to compare these with. Perplexity is that of the last tenth of the text, after the last epoch; \"test\" is the share of its examples whose last token is predicted rightly. " +
			"Behind the last block, and in the layer of the vocabulary, the gradient is exact; \"last-layer\" trains that layer and its normalisation alone.",
		Draw: "perplexity", Columns: []reproduce.Column{{Name: "perplexity", Unit: "1"}, {Name: "test"}, {Name: "training"}}, Measure: measureLanguage}
	id, alignments := "dfa-lm", 4
	if quick {
		id, alignments = "dfa-lm-small", 2
	}
	for k := range alignments {
		e.Columns = append(e.Columns, reproduce.Column{Name: language.Alignment(k), Unit: "1"})
	}
	add := func(name, way string, change func(*language.Config)) {
		p, ok := language.Find(id)
		if !ok {
			panic("dfa: no preset " + id)
		}
		c := p.Config
		c.Feedback = way
		label := way
		if change != nil {
			change(&c)
			label += ", " + name
		}
		r := reproduce.Row{Name: "lm-" + name + "-" + way, Label: label, Ours: true, Config: &c, Data: c.Data}
		if quick {
			r.Name, r.Limit, r.LimitTest = reproduce.Quickly+r.Name, 100000, 20000
		}
		e.Rows = append(e.Rows, r)
	}
	for _, way := range feedback.Ways {
		add("characters", way, nil)
	}
	if quick {
		e.Seeds = []int{1}
		return e
	}
	for _, way := range []string{"backprop", "dfa", "opu", "last-layer"} {
		add("pairs", way, func(c *language.Config) { c.Tokens, c.Vocabulary, c.Epochs = "pairs", 1024, 20 })
	}
	for _, way := range []string{"dfa", "opu"} {
		add("layers", way, func(c *language.Config) { c.To = "layers" })
	}
	return e
}

// measureLanguage adds the perplexity of the test text, and the alignment after the last epoch.
func measureLanguage(_ context.Context, t *reproduce.Trained) error {
	s := language.Of(t.Session)
	if s == nil {
		return fmt.Errorf("%s is no language model", t.Row.Name)
	}
	ev, err := s.Evaluate(t.Test)
	if err != nil {
		return err
	}
	t.Set("perplexity", language.Perplexity(ev.MeanLoss()))
	all, err := s.Cosines()
	for i, c := range all {
		t.Set(language.Alignment(i), c)
	}
	return err
}
