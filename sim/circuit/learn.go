package circuit

import (
	"math"
	"math/cmplx"
)

// Machine is a circuit that light is sent through: a chip, or the drawing of one.
type Machine interface {
	Shown(l int, w []float64) []float64
	Read(l int, x []complex128) []complex128
}

// Drawn is a drawing as a machine without faults.
type Drawn struct {
	Design
	cores []Core
}

// Draw is d as a machine.
func Draw(d Design) *Drawn {
	m := &Drawn{Design: d}
	for l := range d.Widths {
		m.cores = append(m.cores, d.Core(l))
	}
	return m
}

// Shown are w.
func (m *Drawn) Shown(_ int, w []float64) []float64 { return w }

// Read is M x.
func (m *Drawn) Read(l int, x []complex128) []complex128 { return m.cores[l].Forward(x) }

// Back takes an error back through the couplers of layer l: r = M^T e.
type Back func(l int, e []complex128) []complex128

// Truly is by the transpose of what is there, which is the exact gradient.
func (c *Chip) Truly(l int, e []complex128) []complex128 { return c.cores[l].Transpose(e) }

// Back is by the transpose of what is drawn.
func (m *Drawn) Back(l int, e []complex128) []complex128 { return m.cores[l].Transpose(e) }

// Forwards is fully forward mode: the error is loaded as data are, and read. Where shifters is set the phases of the
// drawing's shifters are undone before and added behind: M^T = D M D^-1.
func Forwards(m Machine, d Design, shifters bool) Back {
	return func(l int, e []complex128) []complex128 {
		if !shifters || d.symmetric(l) == len(e)/2 {
			return m.Read(l, e)
		}
		phases, turned := d.Shifters(l), make([]complex128, len(e))
		for i, p := range phases {
			turned[i] = e[i] * cmplx.Rect(1, -p)
		}
		r := m.Read(l, turned)
		for i, p := range phases {
			r[i] *= cmplx.Rect(1, p)
		}
		return r
	}
}

// Pass is light on its way through all layers.
type Pass struct {
	In  [][]complex128 // what is loaded before the weights of each layer
	Out []complex128   // before the detectors
}

// Forward sends amplitudes x through the layers with weights w.
func (d Design) Forward(m Machine, w [][]float64, x []float64) *Pass {
	p := &Pass{}
	u := make([]complex128, len(x))
	for i, v := range x {
		u[i] = complex(v, 0)
	}
	for l := range d.Widths {
		p.In = append(p.In, u)
		y := m.Read(l, weighted(u, m.Shown(l, w[l]), d.gain()))
		if d.sums(l) {
			y = added(y)
		}
		u = y
	}
	p.Out = u
	return p
}

// Intensities are what the detectors read.
func (p *Pass) Intensities() []float64 {
	v := make([]float64, len(p.Out))
	for i, u := range p.Out {
		v[i] = real(u)*real(u) + imag(u)*imag(u)
	}
	return v
}

// Gradient adds to g the gradient of the loss with respect to all weights, of slopes dL/dI at the detectors:
//
//	e_L = dL/dI conj(y),  r_l = M^T e_l,  dL/dw_l = 2 Re(r_l u_l),  e_l-1 = r_l w_l
//
// with w the weights as they were asked for: nobody knows better.
func (d Design) Gradient(p *Pass, w [][]float64, slope []float64, back Back, g [][]float64) {
	e := make([]complex128, len(slope))
	for i, s := range slope {
		e[i] = complex(s, 0) * cmplx.Conj(p.Out[i])
	}
	gain := complex(d.gain(), 0)
	for l := len(d.Widths) - 1; l >= 0; l-- {
		if d.sums(l) {
			e = shared(e)
		}
		r := back(l, e)
		e = make([]complex128, len(r))
		for i, v := range r {
			v *= gain
			g[l][i] += 2 * real(v*p.In[l][i])
			e[i] = v * complex(w[l][i], 0)
		}
	}
}

func (d Design) gain() float64 {
	if d.Gain == 0 {
		return 1
	}
	return d.Gain
}

func weighted(u []complex128, w []float64, gain float64) []complex128 {
	m := make([]complex128, len(u))
	for i := range u {
		m[i] = u[i] * complex(gain*w[i], 0)
	}
	return m
}

// added is the light of each two neighbours together.
func added(y []complex128) []complex128 {
	s := make([]complex128, len(y)/2)
	for i := range s {
		s[i] = y[2*i] + y[2*i+1]
	}
	return s
}

// shared is the transpose of added.
func shared(e []complex128) []complex128 {
	s := make([]complex128, 2*len(e))
	for i := range s {
		s[i] = e[i/2]
	}
	return s
}

// CrossEntropy is the loss of intensities straight as logits, as the released program has it, and the slopes by each.
func CrossEntropy(intensity []float64, label int) (loss float64, right bool, slope []float64) {
	top := 0
	for i, v := range intensity {
		if v > intensity[top] {
			top = i
		}
	}
	sum := 0.0
	slope = make([]float64, len(intensity))
	for i, v := range intensity {
		slope[i] = math.Exp(v - intensity[top])
		sum += slope[i]
	}
	for i := range slope {
		slope[i] /= sum
	}
	loss = -math.Log(math.Max(slope[label], 1e-300))
	slope[label]--
	return loss, top == label, slope
}
