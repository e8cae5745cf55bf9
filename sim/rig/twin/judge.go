package twin

import (
	"context"
	"math"
	"sync"

	"gonum.org/v1/gonum/mat"

	"talbot/sim/compute"
	"talbot/sim/errs"
)

// together is how many samples go through the twin at a time.
const together = 8

// judge tells how far samples are from a twin.
type judge struct {
	dev     compute.Device
	samples []*Sample
	field   bool
	light   compute.Buffer
	hop     *hop
}

// newJudge makes one that compares intensities, or fields if these are asked for and known.
func newJudge(dev compute.Device, t *Twin, samples []*Sample, field bool) (*judge, error) {
	if len(samples) == 0 {
		return nil, errs.New("twin: there is no sample")
	}
	g := t.Plan.Plane
	for _, s := range samples {
		if err := s.Check(g); err != nil {
			return nil, err
		}
		if s.field() != samples[0].field() {
			return nil, errs.New("twin: of some samples fields are known, and of others intensities: want one of both")
		}
	}
	j := &judge{dev: dev, samples: samples, field: field && samples[0].field()}
	if !j.field {
		j.samples = intensities(samples)
	}
	var err error
	if j.light, err = dev.Alloc(compute.Spec{Name: "light", Scope: compute.Sample, Len: 2 * g.Len(), Batch: together}); err != nil {
		return nil, err
	}
	j.hop, err = newHop(dev, t, j.light, together)
	return j, err
}

// intensities are samples of which no phases are known.
func intensities(samples []*Sample) (all []*Sample) {
	for _, s := range samples {
		if s.field() {
			c := *s
			c.Seen = make([]float32, len(s.Phase))
			for i := range c.Seen {
				c.Seen[i] = s.Seen[2*i]*s.Seen[2*i] + s.Seen[2*i+1]*s.Seen[2*i+1]
			}
			s = &c
		}
		all = append(all, s)
	}
	return all
}

// parts hands on samples, some at a time.
func (j *judge) parts(ctx context.Context, do func(part []*Sample) error) error {
	for from := 0; from < len(j.samples); from += together {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := do(j.samples[from:min(from+together, len(j.samples))]); err != nil {
			return err
		}
	}
	return nil
}

// seen is what the twin says is seen of samples, as they have it.
func (j *judge) seen(t *Twin, part []*Sample) ([][]float32, error) {
	if err := j.hop.tune(t); err != nil {
		return nil, err
	}
	p, n := t.panels(), t.Plan.Plane.Len()
	behind := make([][]complex128, len(part))
	each(len(part), func(i int) { behind[i] = p.behind(part[i].shown(), false) })
	for i, u := range behind {
		if err := writeAt(j.dev, j.light, i, u); err != nil {
			return nil, err
		}
	}
	if err := j.hop.forth.Run(len(part)); err != nil {
		return nil, err
	}
	all := make([][]float32, len(part))
	for i := range all {
		v := make([]float32, 2*n)
		if err := j.dev.Read(j.light, i*len(v), v); err != nil {
			return nil, err
		}
		if !j.field {
			for k := range n {
				v[k] = v[2*k]*v[2*k] + v[2*k+1]*v[2*k+1]
			}
			v = v[:n]
		}
		all[i] = v
	}
	return all, nil
}

// rests are what is left of each sample behind the twin, divided by its size.
func (j *judge) rests(t *Twin, part []*Sample) ([][]float64, error) {
	said, err := j.seen(t, part)
	if err != nil {
		return nil, err
	}
	all := make([][]float64, len(part))
	each(len(part), func(i int) {
		all[i] = make([]float64, len(said[i]))
		rest(part[i], said[i], all[i])
	})
	return all, nil
}

// rest is (d - f y)/|d|, with f the factor that makes it least: a complex one for fields.
func rest(s *Sample, said []float32, r []float64) {
	var re, im, yy, dd float64
	if s.field() {
		for i := 0; i < len(said); i += 2 {
			a, b, c, d := float64(said[i]), float64(said[i+1]), float64(s.Seen[i]), float64(s.Seen[i+1])
			re, im, yy, dd = re+a*c+b*d, im+a*d-b*c, yy+a*a+b*b, dd+c*c+d*d
		}
	} else {
		for i, y := range said {
			a, c := float64(y), float64(s.Seen[i])
			re, yy, dd = re+a*c, yy+a*a, dd+c*c
		}
	}
	yy, dd = math.Max(yy, math.SmallestNonzeroFloat64), math.Max(math.Sqrt(dd), math.SmallestNonzeroFloat64)
	re, im = re/yy, im/yy
	if !s.field() {
		for i, y := range said {
			r[i] = (float64(s.Seen[i]) - re*float64(y)) / dd
		}
		return
	}
	for i := 0; i < len(said); i += 2 {
		a, b := float64(said[i]), float64(said[i+1])
		r[i], r[i+1] = (float64(s.Seen[i])-re*a+im*b)/dd, (float64(s.Seen[i+1])-re*b-im*a)/dd
	}
}

// cost is the sum of what is left, squared.
func (j *judge) cost(ctx context.Context, t *Twin) (sum float64, err error) {
	err = j.parts(ctx, func(part []*Sample) error {
		all, err := j.rests(t, part)
		for _, r := range all {
			for _, v := range r {
				sum += v * v
			}
		}
		return err
	})
	return sum, err
}

// slopes are the normal equations of small steps: J^T J, -J^T r, and the cost where the twin is.
func (j *judge) slopes(ctx context.Context, t *Twin, all []Number, free []int) (m *mat.SymDense, down []float64, cost float64, err error) {
	n := len(free)
	m, down = mat.NewSymDense(n, nil), make([]float64, n)
	err = j.parts(ctx, func(part []*Sample) error {
		here, err := j.rests(t, part)
		if err != nil {
			return err
		}
		slope := make([][]float64, n)
		for a, i := range free {
			if err := ctx.Err(); err != nil {
				return err
			}
			there, err := j.rests(t.aside(i, all[i].step), part)
			if err != nil {
				return err
			}
			for k, r := range there {
				for x, v := range r {
					slope[a] = append(slope[a], (v-here[k][x])/all[i].step)
				}
			}
		}
		rest := make([]float64, 0, len(slope[0]))
		for _, r := range here {
			rest = append(rest, r...)
		}
		for _, v := range rest {
			cost += v * v
		}
		rows := make([][]float64, n)
		each(n, func(a int) {
			rows[a] = make([]float64, n+1)
			for b := a; b < n; b++ {
				rows[a][b] = dot(slope[a], slope[b])
			}
			rows[a][n] = dot(slope[a], rest)
		})
		for a, row := range rows {
			for b := a; b < n; b++ {
				m.SetSym(a, b, m.At(a, b)+row[b])
			}
			down[a] -= row[n]
		}
		return nil
	})
	return m, down, cost, err
}

func dot(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// reach is how many pixels to each side a camera is looked for.
const reach = 16

// nearest moves the twin's camera by whole pixels to where its intensities are most like those that are seen, so that what is left is
// little enough for slopes to tell. Tilts and distances hardly matter there.
func (j *judge) nearest(t *Twin) error {
	g := t.Plan.Plane
	part := j.samples[:min(together, len(j.samples))]
	said, err := j.seen(t, part)
	if err != nil {
		return err
	}
	light := func(v []float32) []float64 {
		out, mean := make([]float64, g.Len()), 0.0
		for i := range out {
			if j.field {
				out[i] = float64(v[2*i]*v[2*i] + v[2*i+1]*v[2*i+1])
			} else {
				out[i] = float64(v[i])
			}
			mean += out[i] / float64(len(out))
		}
		for i := range out {
			out[i] -= mean
		}
		return out
	}
	side := 2*reach + 1
	sums := make([]float64, side*side)
	for k, s := range part {
		y, d := light(said[k]), light(s.Seen)
		each(side*side, func(at int) {
			dx, dy := at%side-reach, at/side-reach
			var both, yy, dd float64
			for r := max(0, -dy); r < min(g.Ny, g.Ny-dy); r++ {
				for c := max(0, -dx); c < min(g.Nx, g.Nx-dx); c++ {
					a, b := d[r*g.Nx+c], y[(r+dy)*g.Nx+c+dx]
					both, yy, dd = both+a*b, yy+b*b, dd+a*a
				}
			}
			sums[at] += both / math.Max(math.Sqrt(yy*dd), math.SmallestNonzeroFloat64)
		})
	}
	best := side*reach + reach
	for at, v := range sums {
		if v > sums[best] {
			best = at
		}
	}
	t.Values[atX] += float64(best%side-reach) * g.Dx
	t.Values[atY] += float64(best/side-reach) * g.Dy
	return nil
}

// each does n things side by side.
func each(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}
