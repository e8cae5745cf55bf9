package dfa

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/network"
	"talbot/sim/system/feedback"
)

// judging is a small network that tells digits apart, trained from seed 1 on pictures as small as the samples that it
// judges, by the numbers of its last hidden layer.
type judging struct {
	session  *feedback.Session
	pass     *network.Pass
	accuracy float64 // on test pictures
}

const judgeBatch = 100

// openJudge trains one.
func openJudge(dev compute.Device, learn, test *data.Set) (*judging, error) {
	p, ok := feedback.Find("dfa-mnist")
	if !ok {
		return nil, fmt.Errorf("there is no preset dfa-mnist to judge samples with")
	}
	c := p.Config
	c.Feedback, c.Hidden, c.Layers, c.Epochs, c.Seed = "backprop", 64, 2, 10, 1
	s, err := feedback.Open(dev, c, learn, nil)
	if err != nil {
		return nil, err
	}
	for s.Stage.Done() < 1 {
		if _, err := s.Stage.Next(); err != nil {
			return nil, err
		}
	}
	e, err := s.Evaluate(test)
	if err != nil {
		return nil, err
	}
	pass, err := s.Net.NewPass(network.View, judgeBatch)
	return &judging{s, pass, e.Accuracy()}, err
}

// moments are those of the features of pictures.
func (j *judging) moments(set *data.Set) (*moments, error) {
	var all []float64
	wide := 0
	for from := 0; from < set.Len(); from += judgeBatch {
		n := min(judgeBatch, set.Len()-from)
		for i := range n {
			set.Read(from+i, j.pass.Stage(i, 0))
		}
		if err := j.pass.Run(n); err != nil {
			return nil, err
		}
		layers, err := j.pass.Read(network.Behind, n)
		if err != nil {
			return nil, err
		}
		last := layers[len(layers)-2] // before the answer
		wide = len(last) / n
		for _, v := range last {
			all = append(all, float64(v))
		}
	}
	return momentsOf(all, wide)
}

// moments are mean and covariance.
type moments struct {
	mean       []float64
	covariance *mat.SymDense
}

// momentsOf are those of rows of so many numbers.
func momentsOf(rows []float64, wide int) (*moments, error) {
	if wide < 1 || len(rows)/wide < 2 {
		return nil, fmt.Errorf("moments want two rows or more, not %d numbers", len(rows))
	}
	n := len(rows) / wide
	m := &moments{make([]float64, wide), mat.NewSymDense(wide, nil)}
	for i, v := range rows {
		m.mean[i%wide] += v / float64(n)
	}
	for r := range n {
		for i := range wide {
			for k := i; k < wide; k++ {
				m.covariance.SetSym(i, k, m.covariance.At(i, k)+(rows[r*wide+i]-m.mean[i])*(rows[r*wide+k]-m.mean[k])/float64(n-1))
			}
		}
	}
	return m, nil
}

// distance is the square of Frechet's between normal distributions of such moments,
//
//	|m - m'|^2 + tr(C + C' - 2 (C^(1/2) C' C^(1/2))^(1/2))
//
// (Dowson, Landau, Journal of Multivariate Analysis 12, 450 (1982)).
func (m *moments) distance(o *moments) (float64, error) {
	d := 0.0
	for i, v := range m.mean {
		d += (v - o.mean[i]) * (v - o.mean[i])
	}
	var own mat.EigenSym
	if !own.Factorize(m.covariance, true) {
		return 0, fmt.Errorf("the covariance of the samples has no eigenvalues")
	}
	n := len(m.mean)
	var vectors, scaled, root, both mat.Dense
	own.VectorsTo(&vectors)
	values := own.Values(nil)
	scaled.Apply(func(_, k int, v float64) float64 { return v * math.Sqrt(math.Max(0, values[k])) }, &vectors)
	root.Mul(&scaled, vectors.T())
	both.Product(&root, o.covariance, &root)
	inner := mat.NewSymDense(n, nil)
	for i := range n {
		for k := i; k < n; k++ {
			inner.SetSym(i, k, (both.At(i, k)+both.At(k, i))/2)
		}
	}
	var of mat.EigenSym
	if !of.Factorize(inner, false) {
		return 0, fmt.Errorf("the covariances of samples and pictures have no common root")
	}
	d += mat.Trace(m.covariance) + mat.Trace(o.covariance)
	for _, v := range of.Values(nil) {
		d -= 2 * math.Sqrt(math.Max(0, v))
	}
	return d, nil
}
