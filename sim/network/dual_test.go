package network_test

import (
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/loss"
	"talbot/sim/network"
	"talbot/sim/optics"
)

// quarter is the paper's system a quarter as large, so that a point lights as large a share of the mask.
var quarter = network.FourF{Samples: 500, Pitch: 8e-6, Wavelength: 532e-9, Focus: 14.5e-2 / 4, Mask: 300, Model: network.ModelFresnel}

// small is one that tests can differentiate.
var small = network.FourF{Samples: 64, Pitch: 8e-6, Wavelength: 532e-9, Focus: 14.5e-2 / 24, Mask: 48, Model: network.ModelFresnel}

var models = []network.Model{network.ModelFresnel, network.ModelSpectrum, network.ModelProducts, network.ModelChirpZ}

// seen is what a system with that mask makes of light, both of side samples.
func seen(t *testing.T, f network.FourF, light *optics.Field, mask []float32, side int) *optics.Field {
	t.Helper()
	dev := cpu.Open(2)
	front, err := f.Front(dev, light.Nx, 1)
	check(t, err)
	back, err := f.Back(dev, side, 1)
	check(t, err)
	u, err := optics.Apply(dev, front, light)
	check(t, err)
	for i, phi := range mask {
		v := cmplx.Rect(1, float64(phi)) * complex(float64(u.U[2*i]), float64(u.U[2*i+1]))
		u.U[2*i], u.U[2*i+1] = float32(real(v)), float32(imag(v))
	}
	u, err = optics.Apply(dev, back, u)
	check(t, err)
	return u
}

func point(f network.FourF, side, x, y int) *optics.Field {
	u := optics.NewField(f.Grid(side), f.Wavelength)
	u.Set(side/2+x, side/2+y, 1)
	return u
}

// A point at (10, 20) comes to (-10, -20) through a mask that does nothing, with the share of the
// light that the mask lets pass: an amplitude of (mask/reach)^2, upside down as -1.
func TestPointComesOutUpsideDown(t *testing.T) {
	for _, m := range models {
		f := quarter
		f.Model = m
		u := seen(t, f, point(f, 41, 10, 20), nil, 101)
		want, tolerance := -math.Pow(float64(f.Mask)/f.Reach(), 2), 1e-5
		if m == network.ModelFresnel {
			tolerance = 0.02
		}
		if m == network.ModelSpectrum { // where the lens, which is a parabola, is not the ideal one
			tolerance = 0.2
		}
		got := u.At(50-10, 50-20)
		if cmplx.Abs(got-complex(want, 0)) > tolerance {
			t.Errorf("%s: the point comes with %.4f, want %.4f", m, got, want)
		}
		best, at := 0.0, 0
		for i := range u.Nx * u.Ny {
			if a := cmplx.Abs(u.At(i%u.Nx, i/u.Nx)); a > best {
				best, at = a, i
			}
		}
		if at != 30*u.Nx+40 {
			t.Errorf("%s: the brightest sample is (%d, %d), want (40, 30)", m, at%u.Nx, at/u.Nx)
		}
	}
}

// impulse is the response to a point on the axis, of side samples.
func impulse(t *testing.T, f network.FourF, mask []float32, side int) []float32 {
	return seen(t, f, point(f, 1, 0, 0), mask, side).U
}

// The light of a point on the axis, which all but one model have from one line of the plane.
func TestPointLight(t *testing.T) {
	dev := cpu.Open(2)
	for _, m := range models {
		f := quarter
		f.Model = m
		front, err := f.Front(dev, 1, 1)
		check(t, err)
		want, err := optics.Apply(dev, front, point(f, 1, 0, 0))
		check(t, err)
		got, err := f.PointLight(dev)
		check(t, err)
		if d := off(got.U, want.U); d > 3e-6 {
			t.Errorf("%s: %.2g from the way of the light", m, d)
		}
	}
}

func off(a, b []float32) float64 {
	d := make([]float32, len(a))
	for i := range d {
		d[i] = a[i] - b[i]
	}
	return math.Sqrt(dot(d, d) / dot(b, b))
}

// The ideal limit by products and by chirp-z transforms is the same, and full propagation comes
// to it within 3 % for a random mask on half of the reach (at full size within 1 %: see below).
func TestModelsOfAFourFAgree(t *testing.T) {
	f := quarter
	mask := random(f.Mask*f.Mask, 30, math.Pi)
	f.Model = network.ModelProducts
	ideal := impulse(t, f, mask, 150)
	f.Model = network.ModelChirpZ
	if d := off(impulse(t, f, mask, 150), ideal); d > 3e-6 {
		t.Errorf("chirp-z transforms are %.2g from products", d)
	}
	f.Model = network.ModelFresnel
	d := off(impulse(t, f, mask, 150), ideal)
	t.Logf("full propagation is %.4f from the ideal limit", d)
	if d > 0.03 {
		t.Errorf("full propagation is %.4f from the ideal limit", d)
	}
}

// The same at the paper's size, 2000 x 2000 samples: 0.95 %.
func TestModelsOfAFourFAgreeAtFullSize(t *testing.T) {
	if testing.Short() {
		t.Skip("eight transforms of 2000 x 2000")
	}
	f := network.DANTE
	mask := random(f.Mask*f.Mask, 31, math.Pi)
	full := impulse(t, f, mask, 600)
	f.Model = network.ModelChirpZ
	d := off(full, impulse(t, f, mask, 600))
	t.Logf("full propagation is %.5f from the ideal limit", d)
	if d > 0.0105 {
		t.Errorf("full propagation is %.4f from the ideal limit", d)
	}
}

// dual is a small layer with drawn kernels and mask, and its optical face shown.
func dual(t *testing.T, dev compute.Device, f network.FourF, tiling network.Tiling) *network.Dual {
	t.Helper()
	d, err := network.NewDual(dev, "layer", tiling, f)
	check(t, err)
	check(t, d.Conv.Draw(3, 0, 0.5))
	check(t, d.Show(network.FaceOptical))
	check(t, dev.Write(d.Mask.Var().Value, 0, random(f.Mask*f.Mask, 32, 3)))
	check(t, dev.Write(d.Gain.W.Value, 0, []float32{7}))
	return d
}

var tiny = network.Tiling{In: 2, Out: 3, Side: 4, Pad: 1, Kernel: 3}

// The optical face is the correlation with the impulse response of its mask: what is read of channel o is
//
//	y = sum over c, u of x_c(u) p(that is there)
//
// in the order of Tiling, for each sample of a batch; exactly in the ideal limit, and within 2 % in full propagation
// on planes of 500 x 500.
func TestOpticalFaceIsACorrelation(t *testing.T) {
	dev := cpu.Open(2)
	for _, m := range models {
		f, tolerance := small, 2e-6
		if m == network.ModelFresnel || m == network.ModelSpectrum {
			f, tolerance = quarter, 0.02
		}
		f.Model = m
		d := dual(t, dev, f, tiny)
		in := network.Fields(tiny.In, tiny.Side, tiny.Side)
		out := network.Fields(tiny.Out, tiny.Valid(), tiny.Valid())
		x := random(batch*in.Len(), 33, 1)
		y, _ := apply(t, dev, d, in, x, make([]float32, batch*out.Len()))
		n := tiny.Region()
		p := impulse(t, f, random(f.Mask*f.Mask, 32, 3), n)
		want := make([]float32, len(y))
		size, valid := tiny.Side*tiny.Side, tiny.Valid()*tiny.Valid()
		for b := range batch {
			for o := range tiny.Out {
				row, col := tiny.SuperCell(o)
				for i := range valid {
					var sum complex128
					for c := range tiny.In {
						for k := range size {
							// A padded place of cell c, less the place that is read, from the corner of the kernel.
							cy := c/2*tiny.Cell() + k/tiny.Side + tiny.Pad - i/tiny.Valid() + (tiny.Cell()-tiny.Kernel)/2
							cx := c%2*tiny.Cell() + k%tiny.Side + tiny.Pad - i%tiny.Valid() + (tiny.Cell()-tiny.Kernel)/2
							at := 2 * ((row+cy)*n + col + cx)
							v := x[b*in.Len():]
							sum += complex(float64(p[at]), float64(p[at+1])) * complex(float64(v[2*c*size+k]), float64(v[(2*c+1)*size+k]))
						}
					}
					want[b*out.Len()+2*o*valid+i], want[b*out.Len()+(2*o+1)*valid+i] = float32(7*real(sum)), float32(7*imag(sum))
				}
			}
		}
		e := off(y, want)
		t.Logf("%s: %.2g", m, e)
		if e > tolerance {
			t.Errorf("%s: %.2g from the correlation", m, e)
		}
	}
}

// <y(x), g> = <x, dx(g)> through both faces.
func TestDualDotProducts(t *testing.T) {
	dev := cpu.Open(2)
	in, out := network.Fields(tiny.In, tiny.Side, tiny.Side), network.Fields(tiny.Out, tiny.Valid(), tiny.Valid())
	x, g := random(batch*in.Len(), 34, 1), random(batch*out.Len(), 35, 1)
	for _, m := range models {
		f := small
		f.Model = m
		if m == network.ModelChirpZ {
			f.Unmodulated = 0.2
		}
		d := dual(t, dev, f, tiny)
		if m == network.ModelProducts {
			check(t, d.PhaseInputs(network.Schroeder(tiny.In)))
		}
		for _, face := range []network.Face{network.FaceOptical, network.FaceArtificial} {
			check(t, d.Show(face))
			y, dx := apply(t, dev, d, in, x, g)
			a, b := dot(y, g), dot(x, dx)
			if dot(y, y) == 0 || math.Abs(a-b) > 1e-5*math.Sqrt(dot(y, y)*dot(g, g)) {
				t.Errorf("%s, face %d: <y, g> = %g, <x, dx> = %g", m, face, a, b)
			}
		}
	}
}

// Mask and gain, and a layer in front of them, against differences of the loss: what a network of
// single neurons is trained by.
func TestOpticalGradientsAgainstDifferences(t *testing.T) {
	dev := cpu.Open(2)
	for _, m := range models {
		f := small
		f.Model = m
		if m == network.ModelProducts {
			f.Unmodulated = 0.2
		}
		d := dual(t, dev, f, tiny)
		first, err := network.NewDense(dev, "first", 5, tiny.In*tiny.Side*tiny.Side, false)
		check(t, err)
		check(t, first.Draw(5, 0, 2))
		dense, err := network.NewDense(dev, "dense", tiny.Out*tiny.Valid()*tiny.Valid(), 3, false)
		check(t, err)
		check(t, dense.Draw(5, 1, 2))
		shape := &network.Arrange{Title: "channels", In: network.Vector(32), Out: network.Shape{Channels: 2, Ny: 4, Nx: 4}}
		for i := range 32 {
			shape.Index = append(shape.Index, int32(i))
		}
		n := &network.Network{Device: dev, Input: network.Vector(5), Loss: loss.CrossEntropy,
			Layers: network.Chain{first, shape, network.PhaseCode{Most: 1.999 * math.Pi}, d, network.Intensity{}, dense}}
		check(t, n.Init())
		if len(n.Vars()) != 4 {
			t.Fatalf("%d variables, want those of both dense layers, mask and gain", len(n.Vars()))
		}
		differences(t, string(m), n, func(p *network.Pass) {
			for i := range batch {
				copy(p.Stage(i, i%3), random(5, uint32(250+i), 1))
			}
		}, 0.05)
	}
}

// The light that a mask does not change comes to an image of the input upside down, in a square of its size
// around the axis, beside what the mask makes of the rest.
func TestZeroOrderIsTheInputUpsideDown(t *testing.T) {
	dev := cpu.Open(2)
	f := quarter
	f.Model, f.Mask = network.ModelChirpZ, int(quarter.Reach())
	one := network.Tiling{In: 1, Out: 9, Side: 13, Kernel: 1}
	in, out := network.Fields(1, 13, 13), network.Fields(9, 13, 13)
	x := random(in.Len(), 36, 1)
	zero := func(share float64) []float32 {
		f.Unmodulated = share
		d, err := network.NewDual(dev, "layer", one, f)
		check(t, err)
		check(t, d.Show(network.FaceOptical))
		check(t, dev.Write(d.Mask.Var().Value, 0, random(f.Mask*f.Mask, 37, 3)))
		y, _ := apply(t, dev, d, in, x, make([]float32, out.Len()))
		return y
	}
	y, without := zero(0.25), zero(0)
	for o := range 9 {
		var all, image float64
		for k := range 2 * 169 {
			rest := float64(y[2*o*169+k]) - math.Sqrt(0.75)*float64(without[2*o*169+k])
			all += rest * rest
			d := rest + 0.5*float64(x[k]) // of a lens and a lens, -1
			image += d * d
		}
		switch whole := 0.25 * dot(x, x); {
		case o == 4 && image > 0.01*whole:
			t.Errorf("in the middle is %.3f of the power that is no image of the input", image/whole)
		case o != 4 && all > 0.01*whole:
			t.Errorf("channel %d has %.3f of the zero order", o, all/whole)
		}
	}
}

func TestSystemsThatDoNotFit(t *testing.T) {
	for _, c := range []struct {
		want   string
		change func(*network.FourF)
		side   int
	}{
		{"computed by fresnel, spectrum", func(f *network.FourF) { f.Model = "ray" }, 10},
		{"must be above 0", func(f *network.FourF) { f.Focus = 0 }, 10},
		{"a mask and light of 1 sample", func(f *network.FourF) { f.Mask = 0 }, 10},
		{"share of 0 up to 1", func(f *network.FourF) { f.Unmodulated = 1 }, 10},
		{"is wider than the 50 that", func(f *network.FourF) {}, 51},
		{"do not hold a mask of 65", func(f *network.FourF) { f.Mask = 65 }, 10},
		{"too small for this focal length", func(f *network.FourF) { f.Samples = 50 }, 10},
	} {
		f := small
		c.change(&f)
		if err := f.Check(c.side); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want an error with %q, got %v", c.want, err)
		}
	}
	if _, err := network.NewDual(cpu.Open(1), "layer", network.Tiling{In: 2, Out: 3, Side: 4, Kernel: 5}, small); err == nil || !strings.Contains(err.Error(), "no larger than a padded channel") {
		t.Errorf("kernels larger than pictures: %v", err)
	}
	if _, err := network.NewDual(cpu.Open(1), "layer", network.Tiling{In: 9, Out: 9, Side: 8, Kernel: 3}, small); err == nil || !strings.Contains(err.Error(), "layer layer: network: a plane of 96") {
		t.Errorf("kernels wider than the light: %v", err)
	}
}
