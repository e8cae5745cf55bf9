package dfa

import (
	"context"
	"fmt"
	"math"

	"talbot/sim/data"
	"talbot/sim/reproduce"
	"talbot/sim/system/diffusion"
	"talbot/sim/system/feedback"
)

// Names of the values of a run.
const (
	left    = "test loss"
	frechet = "frechet"       // distance of the samples from the test pictures
	floor   = "frechet floor" // of as many training pictures, which are as good as samples can be
	judged  = "judge"         // test accuracy of the network whose features these are
)

// made is how many samples are judged, and kept how many of them are kept for the picture.
const made, kept = 2000, reproduce.SamplesKept

// samples is the name of the list of the kept ones, [kept][side][side] from 0 to 255.
const samples = reproduce.Samples

// diffusions are networks that make digits of noise, by every way.
func diffusions(quick bool) reproduce.Experiment {
	e := reproduce.Experiment{ID: "dfa-diffusion", Title: "Digits made of noise, learned by arithmetic and by scattered light", Quick: quick,
		Source: "after Wang et al., \"Optical training of large-scale Transformers and deep neural networks with direct feedback alignment\", arXiv 2409.12965",
		Note: "Networks and pictures are ours. The Frechet distance compares features of our own MNIST network, seed 1, on pictures of the same size, so it is no FID; its floor is the distance of training pictures. " +
			"The loss of an answer of zeros is 1; a picture counts as right where less than a quarter of its noise is left. On the last 5,000 training pictures of 16 x 16, after 30 epochs, " +
			"rectified layers at 1e-3 and 3e-4 left 0.32 and more by feedback, tanh at 1e-3 and 3e-4 left 0.287 and 0.275, 0.301 and 0.283 through the unit.",
		Columns: []reproduce.Column{{Name: left, Unit: "1"}, {Name: frechet, Unit: "1"}, {Name: floor, Unit: "1"}}, Measure: judge}
	for k := range 3 {
		e.Columns = append(e.Columns, reproduce.Column{Name: diffusion.Alignment(k), Unit: "1"})
	}
	for _, side := range []int{8, 16} {
		for _, way := range feedback.Ways {
			p, ok := diffusion.Find("dfa-diffusion")
			if !ok {
				panic("dfa: no preset dfa-diffusion")
			}
			c := p.Config
			c.Feedback = way
			if c.Side = side; side == 16 {
				c.Hidden, c.LearningRate, c.Epochs = 1024, 3e-4, 60 // see the note
			}
			r := reproduce.Row{Name: fmt.Sprintf("side-%d-%s", side, way), Label: fmt.Sprintf("%s, %d x %d", way, side, side), Config: &c, Data: c.Data}
			if quick {
				if side == 16 {
					continue
				}
				c.Hidden, c.Epochs = 256, 20
				r.Name, r.Label, r.Limit, r.LimitTest = reproduce.Quickly+r.Name, way, 12000, 2000
			}
			e.Rows = append(e.Rows, r)
		}
	}
	if quick {
		e.Seeds = []int{1}
	}
	return e
}

// judge adds the loss, the alignment, samples and how far they are from pictures.
func judge(_ context.Context, t *reproduce.Trained) error {
	s := diffusion.Of(t.Session)
	if s == nil {
		return fmt.Errorf("%s makes no pictures of noise", t.Row.Name)
	}
	e, err := s.Evaluate(t.Test)
	if err != nil {
		return err
	}
	t.Set(left, e.MeanLoss())
	angles, err := s.Cosines()
	if err != nil {
		return err
	}
	for i, c := range angles {
		t.Set(diffusion.Alignment(i), c)
	}
	x, err := s.Sample(made, s.Steps, 1)
	if err != nil {
		return err
	}
	learn, test := diffusion.Shrink(t.Learn.Grey(), s.Side), diffusion.Shrink(t.Test.Grey(), s.Side)
	network, err := openJudge(t.Session.Device(), learn, test)
	if err != nil {
		return err
	}
	t.Set(judged, network.accuracy)
	if t.Result.Lists == nil {
		t.Result.Lists = map[string][]float64{}
	}
	pixels := s.Side * s.Side
	sheet := make([]float64, kept*pixels)
	for i := range sheet {
		sheet[i] = math.Round(255 * float64(x[i]))
	}
	t.Result.Lists[samples] = sheet
	of, err := network.moments(test)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		name string
		set  *data.Set
	}{{frechet, pictures(x, s.Side)}, {floor, learn}} {
		m, err := network.moments(first(c.set, made))
		if err != nil {
			return err
		}
		d, err := m.distance(of)
		if err != nil {
			return err
		}
		t.Set(c.name, d)
	}
	return nil
}

// pictures are samples as a set.
func pictures(x []float32, side int) *data.Set {
	s := &data.Set{Name: "samples", Width: side, Height: side, Images: make([]byte, len(x)), Labels: make([]uint16, len(x)/(side*side))}
	for i, v := range x {
		s.Images[i] = byte(255*v + 0.5)
	}
	return s
}

func first(s *data.Set, n int) *data.Set {
	n = min(n, s.Len())
	some := *s
	some.Images, some.Labels = s.Images[:n*s.Pixels()], s.Labels[:n]
	return &some
}
