package plant_test

import (
	"context"
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/modulator"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rng"
	"talbot/sim/train"
)

var _ train.Gradient = (*plant.FFM)(nil)

// medium is a plant of which nothing is known but what it shows: panels, and a matrix of random numbers behind them. It
// keeps all fields turned by a phase of its own.
type medium struct {
	w      [][]complex128
	panels []plant.Panel
	fields int
}

const mediumSide = 5

func newMedium(t *testing.T, symmetric bool) *medium {
	t.Helper()
	const n = mediumSide * mediumSide
	m := &medium{w: make([][]complex128, n)}
	v := make([]float32, 2*n*n)
	rng.Stream{Seed: 7, Stream: 1011}.Normal(0, v)
	at := func(i, j int) complex128 { return complex(float64(v[2*(i*n+j)]), float64(v[2*(i*n+j)+1])) / mediumSide }
	for i := range m.w {
		for j := range n {
			if symmetric {
				m.w[i] = append(m.w[i], at(min(i, j), max(i, j)))
			} else {
				m.w[i] = append(m.w[i], at(i, j))
			}
		}
	}
	fine := modulator.Curve{Name: "fine amplitude"}
	for k := range modulator.MaxLevels {
		a := float64(k) / (modulator.MaxLevels - 1)
		fine.States = append(fine.States, modulator.State{Drive: float64(k), Amplitude: a, Phase: math.Asin(a)}) // as liquid crystals do
	}
	phase, err := modulator.ParseCurve("phase-4096")
	check(t, err)
	g := optics.Square(mediumSide, 8e-6)
	m.panels = []plant.Panel{{Name: "amplitude", Grid: g, Curve: fine}, {Name: "phase", Grid: g, Curve: phase}}
	return m
}

func (m *medium) Panels() []plant.Panel { return m.panels }
func (m *medium) Camera() optics.Grid   { return m.panels[0].Grid }

func (m *medium) Field(ctx context.Context, loads []plant.Load) (all [][]float32, err error) {
	for _, l := range loads {
		m.fields++
		in := make([]complex128, len(m.w))
		for i := range in {
			a, p := m.panels[0].Curve.States[l[0][i]], m.panels[1].Curve.States[l[1][i]]
			in[i] = cmplx.Rect(a.Amplitude*p.Amplitude, a.Phase+p.Phase+0.8)
		}
		var out []float32
		for _, v := range m.through(in) {
			out = append(out, float32(real(v)), float32(imag(v)))
		}
		all = append(all, out)
	}
	return all, ctx.Err()
}

func (m *medium) through(in []complex128) []complex128 {
	out := make([]complex128, len(in))
	for i, row := range m.w {
		for j, w := range row {
			out[i] += w * in[j]
		}
	}
	return out
}

func (m *medium) Intensity(context.Context, []plant.Load) ([][]float32, error) {
	panic("fully forward mode measures fields")
}

// saturating is the activation y/(1 + |y|^2), which is not analytic.
func saturating(y complex128) (f, slope, conjugate complex128) {
	d := complex(1+real(y)*real(y)+imag(y)*imag(y), 0)
	return 3 * y / d, 3 / (d * d), -3 * y * y / (d * d)
}

// turning is the activation y exp(i |y|^2) of a medium whose index grows with the light. Its slope is not real.
func turning(y complex128) (f, slope, conjugate complex128) {
	s := real(y)*real(y) + imag(y)*imag(y)
	e := cmplx.Rect(1, s)
	return y * e, complex(1, s) * e, complex(0, 1) * y * y * e
}

// loss is the squared difference to a target that depends on the label.
func squared(intensity []float32, label int, slope []float32) (loss float64, right bool) {
	for p, v := range intensity {
		d := float64(v) - 0.1*float64(p%(label+2))
		loss += d * d
		slope[p] = float32(2 * d)
	}
	return loss, loss < 1
}

// Through a medium that nobody has a model of the gradient of fully forward mode is that of central differences, if the
// medium is symmetric; and is not, if it is not. So it needs nothing else, and it needs that. Masks are of phases, of amplitudes and of
// refractive indices.
func TestFFMThroughAnUnknownMedium(t *testing.T) {
	const n, layers = mediumSide * mediumSide, 3
	set := &data.Set{Name: "noise", Width: mediumSide, Height: mediumSide, Labels: []uint16{0, 1}, Images: make([]byte, 2*n)}
	for i := range set.Images {
		set.Images[i] = byte(rng.Stream{Seed: 8, Stream: 1012}.Block(0, uint32(i))[0])
	}
	index := plant.Index(2e-6, 532e-9, 1e5) // of which a number of 1 is 3.8 turns
	every := [][]plant.Law{nil, {plant.Amplitude, nil, plant.Amplitude}, {index, plant.Phase, plant.Amplitude}}
	for k, activation := range []plant.Activation{nil, saturating, turning} {
		laws := every[k]
		law := func(l int) plant.Law {
			if laws == nil || laws[l] == nil {
				return plant.Phase
			}
			return laws[l]
		}
		for _, symmetric := range []bool{true, false} {
			m, dev := newMedium(t, symmetric), cpu.Open(1)
			var masks []*compute.Var
			phases := make([][]float32, layers)
			for l := range phases {
				phases[l] = make([]float32, n)
				rng.Stream{Seed: 9, Stream: 1013}.Uniform(uint32(l), phases[l])
				for p := range phases[l] {
					if k == 0 || l == 1 { // others are amplitudes and indices, of 0 to 1
						phases[l][p] *= 2 * math.Pi
					}
				}
				masks = append(masks, mask(t, dev, "mask", phases[l]))
			}
			f := plant.NewFFM(dev, masks)
			f.Plant, f.Activation, f.Loss, f.Laws = m, activation, squared, laws
			f.Encode = func(x, a []float32) {
				for i, v := range x {
					a[i] = v // 0 to 1: bright enough that the activation is far from a line
				}
			}
			r, err := f.Gradient(set, []int32{0, 1}, 1)
			check(t, err)
			if r.Count != 2 || m.fields != 2*2*layers {
				t.Errorf("%d examples take %d fields, want %d", r.Count, m.fields, 4*layers)
			}
			total := func() (sum float64) {
				x, slope, intensity := make([]float32, n), make([]float32, n), make([]float32, n)
				for k := range 2 {
					set.Read(k, x)
					u := make([]complex128, n)
					for p, v := range x {
						u[p] = complex(float64(v), 0)
					}
					for l := range layers {
						for p := range u {
							t, _ := law(l)(float64(phases[l][p]))
							u[p] *= t
						}
						u = m.through(u)
						if l < layers-1 && activation != nil {
							for p := range u {
								u[p], _, _ = activation(u[p])
							}
						}
					}
					for p, v := range u {
						intensity[p] = float32(real(v)*real(v) + imag(v)*imag(v))
					}
					loss, _ := squared(intensity, k, slope)
					sum += loss
				}
				return sum
			}
			if want := total(); math.Abs(r.Loss-want) > 1e-2*want {
				t.Errorf("the loss is %g, want %g", r.Loss, want)
			}
			got := make([]float32, n)
			for l := range layers {
				check(t, dev.Read(masks[l].Grad, 0, got))
				want := make([]float32, n)
				for p := range want {
					const h = 2e-3
					old := phases[l][p]
					phases[l][p] = old + h
					up := total()
					phases[l][p] = old - h
					want[p] = float32((up - total()) / (2 * h))
					phases[l][p] = old
				}
				c := cosine(got, want)
				t.Logf("activation %d, symmetric %t, mask %d: cosine %.6f", k, symmetric, l, c)
				if symmetric && c < 0.999 {
					t.Errorf("the gradient of mask %d has a cosine of %.5f to differences", l, c)
				}
				if size := norm(got) / norm(want); symmetric && math.Abs(size-1) > 0.01 {
					t.Errorf("the gradient of mask %d is %.4f times that of differences", l, size)
				}
				if !symmetric && c > 0.9 {
					t.Errorf("through a medium that is not symmetric the cosine is %.5f all the same", c)
				}
			}
		}
	}
}

func mask(t *testing.T, dev compute.Device, name string, phases []float32) *compute.Var {
	t.Helper()
	v := &compute.Var{Name: name, Shape: []int{len(phases)}}
	var err error
	v.Value, err = dev.Alloc(compute.Spec{Name: name, Len: len(phases)})
	check(t, err)
	v.Grad, err = dev.Alloc(compute.Spec{Name: name + " gradient", Len: len(phases)})
	check(t, err)
	check(t, dev.Write(v.Value, 0, phases))
	return v
}

func norm(v []float32) (size float64) {
	for _, x := range v {
		size = math.Hypot(size, float64(x))
	}
	return size
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

// What does not fit is said.
func TestFFMSaysWhatIsMissing(t *testing.T) {
	dev := cpu.Open(1)
	m := newMedium(t, true)
	set := &data.Set{Name: "dark", Width: mediumSide, Height: mediumSide, Labels: []uint16{0}, Images: make([]byte, mediumSide*mediumSide)}
	f := plant.NewFFM(dev, []*compute.Var{mask(t, dev, "small", make([]float32, 3))})
	f.Plant = m
	if _, err := f.Gradient(set, []int32{0}, 1); err == nil {
		t.Error("a gradient without an encoding and a loss is measured")
	}
	f.Encode, f.Loss = func(_, a []float32) { clear(a) }, squared
	if _, err := f.Gradient(set, []int32{0}, 1); err == nil {
		t.Error("a mask of 3 phases is shown on 25 pixels")
	}
	one := *m
	one.panels = m.panels[1:]
	f = plant.NewFFM(dev, []*compute.Var{mask(t, dev, "mask", make([]float32, 25))})
	f.Plant, f.Encode, f.Loss = &one, func(_, a []float32) { clear(a) }, squared
	if _, err := f.Gradient(set, []int32{0}, 1); err == nil {
		t.Error("fields are shown without an amplitude panel")
	}
	f.Plant = m
	if _, err := f.Gradient(set, []int32{0}, 1); err != nil {
		t.Errorf("a dark example gives %v", err)
	}
	f.Laws = []plant.Law{plant.Amplitude, plant.Phase}
	if _, err := f.Gradient(set, []int32{0}, 1); err == nil {
		t.Error("two laws are taken for one mask")
	}
	f.Laws = nil
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	f.Context = ctx
	if _, err := f.Gradient(set, []int32{0}, 1); err != context.Canceled {
		t.Errorf("a bench that is stopped gives %v", err)
	}
}
