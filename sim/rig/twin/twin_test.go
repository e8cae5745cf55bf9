package twin

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rng"
)

// bent is a twin with all its numbers off.
func bent(t *testing.T, n int) *Twin {
	t.Helper()
	w, err := New(Plan{532e-9, optics.Square(n, 8e-6), 3e-3, n / 2})
	if err != nil {
		t.Fatal(err)
	}
	u := make([]float32, numbers+4*n*n)
	rng.Stream{Seed: 5}.Uniform(0, u)
	for i, p := range w.Plan.Numbers() {
		w.Values[i] = (2*float64(u[i]) - 1) * p.most / 4
	}
	w.Values[atBlur], w.Values[atSoft] = 0.01, 0.02
	w.Panel, w.Reading = make([]complex128, n*n), make([]complex128, n*n)
	for i := range w.Panel {
		v := u[numbers+4*i:]
		w.Panel[i], w.Reading[i] = complex(0.5+float64(v[0]), float64(v[1])), complex(0.5+float64(v[2]), float64(v[3]))
	}
	return w
}

// cascade is two masks whose loss is half the squared distance of the last light from a given one.
func cascade(t *testing.T, n, batch int) *plant.Cascade {
	t.Helper()
	dev := cpu.Open(1)
	c := &plant.Cascade{Device: dev, Nx: n, Ny: n, Batch: batch, Numbers: 1, Classes: 1}
	var err error
	alloc := func(name string, s compute.Spec) compute.Buffer {
		s.Name = name
		b, e := dev.Alloc(s)
		if e != nil {
			err = e
		}
		return b
	}
	for range 2 {
		c.Masks = append(c.Masks, &compute.Var{Name: "mask", Shape: []int{n, n}, Value: alloc("mask", compute.Spec{Len: n * n}), Grad: alloc("gradient", compute.Spec{Scope: compute.Sum, Len: n * n})})
	}
	if err != nil {
		t.Fatal(err)
	}
	each := func(name string, do func(args [][]float32)) compute.Kernel {
		return compute.Kernel{Name: name, Each: func(args [][]float32, _ []float32) { do(args) }}
	}
	c.Encode = func(p *compute.Program, example, field compute.Buffer) {
		p.Add(each("encode", func(a [][]float32) {
			for i := range n * n {
				x := float64(i%n-n/2) / float64(n)
				a[1][2*i], a[1][2*i+1] = float32(0.6+0.3*math.Cos(9*x+float64(a[0][0]))), 0.1
			}
		}), example, field)
	}
	c.Loss = func(p *compute.Program, field, label, logits, out, g compute.Buffer) {
		p.Add(each("loss", func(a [][]float32) {
			sum := 0.0
			for i, v := range a[0] {
				d := float64(v) - math.Sin(float64(i))
				sum += d * d / 2
				a[2][i] = float32(d)
			}
			a[1][0], a[1][1] = float32(sum), 0
		}), field, out, g)
	}
	if err := c.Ready(); err != nil {
		t.Fatal(err)
	}
	return c
}

// one is a set of numbers.
type one []float32

func (o one) Len() int                             { return len(o) }
func (o one) Read(i int, into []float32)           { into[0] = o[i] }
func (o one) Target(int) int                       { return 0 }
func (o one) Shape() (channels, height, width int) { return 1, 1, 1 }
func (o one) ClassNames() []string                 { return nil }
func (o one) all() (list []int32)                  { return []int32{0, 1}[:len(o)] }

// Through all that a twin can have, gradients are those of differences of the loss: panels that blur, leak, stretch and stand aside, the way
// aside, turned and tilted, and both plates.
func TestGradientAgainstDifferences(t *testing.T) {
	const n = 12
	w, c := bent(t, n), cascade(t, n, 2)
	w.Values[atRange] = 0 // where phases begin a new turn there is a step otherwise: TestPanelsBack has that
	way, err := w.Way(c)
	if err != nil {
		t.Fatal(err)
	}
	phases := make([][]float32, 2)
	for l, v := range c.Masks {
		phases[l] = make([]float32, n*n)
		rng.Stream{Seed: 6}.Uniform(uint32(l), phases[l])
		for i := range phases[l] {
			phases[l][i] = 1 + 2*phases[l][i] // no phase steps over a turn
		}
		if err := c.Device.Write(v.Value, 0, phases[l]); err != nil {
			t.Fatal(err)
		}
	}
	set := one{0.3, 1.1}
	loss := func() float64 {
		t.Helper()
		if err := c.Put(set, set.all()); err != nil {
			t.Fatal(err)
		}
		r, err := c.Forth(t.Context(), way, 2, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r.Loss
	}
	loss()
	if err := c.Back(t.Context(), way, 2); err != nil {
		t.Fatal(err)
	}
	for l, v := range c.Masks {
		g := make([]float32, n*n)
		if err := c.Device.Read(v.Grad, 0, g); err != nil {
			t.Fatal(err)
		}
		for k := range 3 { // along three random directions
			d, want := make([]float32, n*n), 0.0
			rng.Stream{Seed: 7}.Normal(uint32(2*k+l), d)
			for i := range d {
				want += float64(g[i]) * float64(d[i])
			}
			at := func(by float32) float64 {
				p := make([]float32, n*n)
				for i := range p {
					p[i] = phases[l][i] + by*d[i]
				}
				if err := c.Device.Write(v.Value, 0, p); err != nil {
					t.Fatal(err)
				}
				return loss()
			}
			const h = 4e-3
			got := (8*(at(h)-at(-h)) - (at(2*h) - at(-2*h))) / (12 * h)
			if math.Abs(got-want) > 2e-3*math.Abs(want)+1e-3 {
				t.Errorf("mask %d, direction %d: %g by differences, %g by the gradient", l, k, got, want)
			}
			if err := c.Device.Write(v.Value, 0, phases[l]); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// So they are through panels whose phases are stretched, where no turn begins anew.
func TestPanelsBack(t *testing.T) {
	const n = 8
	p := bent(t, n).panels()
	v := make([]float32, 6*n*n)
	rng.Stream{Seed: 10}.Uniform(0, v)
	u, d, g := make([]complex128, n*n), make([]complex128, n*n), make([]complex128, n*n)
	for i := range u {
		u[i] = cmplx.Rect(0.3+float64(v[i]), 1+4*float64(v[n*n+i]))
		d[i], g[i] = complex(float64(v[2*n*n+i]), float64(v[3*n*n+i])-0.5), complex(float64(v[4*n*n+i])-0.5, float64(v[5*n*n+i]))
	}
	for _, modulated := range []bool{false, true} {
		loss := func(by float64) (sum float64) {
			at := make([]complex128, n*n)
			for i := range at {
				at[i] = u[i] + complex(by, 0)*d[i]
			}
			for i, e := range p.behind(meant(at), modulated) {
				sum += real(cmplx.Conj(g[i]) * e)
			}
			return sum
		}
		want := 0.0
		for i, r := range p.back(meant(u), modulated, g) {
			want += real(cmplx.Conj(r) * d[i])
		}
		if got := (loss(1e-5) - loss(-1e-5)) / 2e-5; math.Abs(got-want) > 1e-7*math.Abs(want) {
			t.Errorf("%g by differences, %g by the gradient", got, want)
		}
	}
}

// The way behind the panels is linear, and its adjoint is one: <W x, y> = <x, W^H y>.
func TestHopDotProduct(t *testing.T) {
	const n = 16
	w := bent(t, n)
	dev := cpu.Open(1)
	light, err := dev.Alloc(compute.Spec{Name: "light", Scope: compute.Sample, Len: 2 * n * n, Batch: 1})
	if err != nil {
		t.Fatal(err)
	}
	h, err := newHop(dev, w, light, 1)
	if err != nil {
		t.Fatal(err)
	}
	v := make([]float32, 4*n*n)
	rng.Stream{Seed: 8}.Normal(0, v)
	x, y := complexOf(v[:2*n*n]), complexOf(v[2*n*n:])
	through := func(r compute.Runner, u []complex128) []complex128 {
		if err := write(dev, light, u); err != nil {
			t.Fatal(err)
		}
		if err := r.Run(1); err != nil {
			t.Fatal(err)
		}
		out, err := readAt(dev, light, 0, n*n)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	inner := func(a, b []complex128) (sum complex128) {
		for i, v := range a {
			sum += complex(real(v), -imag(v)) * b[i]
		}
		return sum
	}
	left, right := inner(through(h.forth, x), y), inner(x, through(h.back, y))
	if d := left - right; math.Hypot(real(d), imag(d)) > 1e-5*math.Sqrt(real(inner(x, x))*real(inner(y, y))) {
		t.Errorf("%v and %v", left, right)
	}
}
