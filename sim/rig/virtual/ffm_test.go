package virtual

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/optics"
	"talbot/sim/optim"
	"talbot/sim/plant"
	"talbot/sim/rng"
	"talbot/sim/train"
)

// only is a bench of which nothing is left but what a lab sees.
type only struct{ plant.FieldPlant }

// shapes are two pictures, one of vertical and one of horizontal bars.
func shapes(n int) *data.Set {
	set := &data.Set{Name: "bars", Width: n, Height: n, Labels: []uint16{0, 1}, Images: make([]byte, 2*n*n)}
	for i := range set.Images {
		x, y := i%n, i/n%n
		if v := [2]int{x, y}[i/(n*n)]; x > n/8 && x < n-n/8 && y > n/8 && y < n-n/8 && v*10/n%2 == 0 {
			set.Images[i] = 255
		}
	}
	return set
}

// halves is cross-entropy of the light on the left and the right half.
func halves(intensity []float32, label int, slope []float32) (float64, bool) {
	n := int(math.Sqrt(float64(len(intensity))))
	var sum [2]float64
	for p, v := range intensity {
		sum[2*(p%n)/n] += float64(v)
	}
	total := sum[0] + sum[1]
	share := sum[label] / total
	for p := range slope {
		d := -1 / total
		if 2*(p%n)/n == label {
			d += 1 / sum[label]
		}
		slope[p] = float32(-d)
	}
	return -math.Log(share), share > 0.5
}

// smoothMask is the authors' start: random phases, blurred.
func smoothMask(n int, seed uint32) []float32 {
	v := make([]float32, n*n)
	for i, w := range waves(Free(n).Plane, rng.Stream{Seed: 11, Stream: 1014}, seed, 6) {
		v[i] = float32(math.Pi + 1.5*w)
	}
	return v
}

func masksOf(t *testing.T, dev compute.Device, n, layers int) (all []*compute.Var) {
	t.Helper()
	for l := range layers {
		v := &compute.Var{Name: "mask", Shape: []int{n, n}}
		var err error
		v.Value, err = dev.Alloc(compute.Spec{Name: "mask", Len: n * n})
		check(t, err)
		v.Grad, err = dev.Alloc(compute.Spec{Name: "mask gradient", Len: n * n})
		check(t, err)
		check(t, dev.Write(v.Value, 0, smoothMask(n, uint32(l))))
		all = append(all, v)
	}
	return all
}

func ffm(b plant.FieldPlant, dev compute.Device, masks []*compute.Var) *plant.FFM {
	f := plant.NewFFM(dev, masks)
	f.Plant, f.Loss = b, halves
	f.Encode = func(x, a []float32) {
		for i, v := range x {
			a[i] = v / 255
		}
	}
	return f
}

// exact is the gradient by the adjoint of the way itself, of each mask, with masks and pictures not rounded to levels.
func exact(t *testing.T, way *optics.Recipe, masks []*compute.Var, dev compute.Device) (all [][]float32) {
	t.Helper()
	m, err := optics.NewMap(dev, way, 1)
	check(t, err)
	set := shapes(side)
	var phase [][]float32
	for _, v := range masks {
		p := make([]float32, v.Len())
		check(t, dev.Read(v.Value, 0, p))
		phase, all = append(phase, p), append(all, make([]float32, v.Len()))
	}
	turn := func(f *optics.Field, phase []float32, sign float64) {
		for i, p := range phase {
			u := complex(float64(f.U[2*i]), float64(f.U[2*i+1])) * cmplx.Rect(1, sign*float64(p))
			f.U[2*i], f.U[2*i+1] = float32(real(u)), float32(imag(u))
		}
	}
	for k := range set.Len() {
		x := make([]float32, side*side)
		set.Read(k, x)
		f := optics.NewField(small(0).Plane, 532e-9)
		for i, v := range x {
			f.U[2*i] = v / 255
		}
		var behind [][]float32
		for l := range masks {
			turn(f, phase[l], 1)
			behind = append(behind, append([]float32(nil), f.U...))
			f, err = optics.Apply(dev, m, f)
			check(t, err)
		}
		slope := make([]float32, side*side)
		halves(f.Intensity(), int(set.Labels[k]), slope)
		for i, s := range slope {
			f.U[2*i], f.U[2*i+1] = 2*s*f.U[2*i], 2*s*f.U[2*i+1] // dL = Re<g, dy>
		}
		for l := len(masks) - 1; l >= 0; l-- {
			f, err = optics.ApplyAdjoint(dev, m, f)
			check(t, err)
			for i := range all[l] {
				all[l][i] += f.U[2*i+1]*behind[l][2*i] - f.U[2*i]*behind[l][2*i+1] // Im(g conj E)
			}
			turn(f, phase[l], -1)
		}
	}
	return all
}

func cosines(t *testing.T, dev compute.Device, masks []*compute.Var, want [][]float32) (all []float64) {
	t.Helper()
	for l, v := range masks {
		got := make([]float32, v.Len())
		check(t, dev.Read(v.Grad, 0, got))
		var ab, aa, bb float64
		for i := range got {
			ab += float64(got[i]) * float64(want[l][i])
			aa += float64(got[i]) * float64(got[i])
			bb += float64(want[l][i]) * float64(want[l][i])
		}
		all = append(all, ab/math.Sqrt(aa*bb))
	}
	return all
}

// On an ideal bench the gradient of fully forward mode, with panels of 256 levels and fields from three steps, is that
// of the exact adjoint.
func TestFFMOnAnIdealBench(t *testing.T) {
	s, dev := small(0.02), cpu.Open(2)
	b := only{open(t, s, Ideal())}
	way, err := optics.Space{In: s.Plane, Wavelength: s.Wavelength, Z: 0.02}.AngularSpectrum(optics.Window{PadX: s.Padding, PadY: s.Padding, BandLimit: true})
	check(t, err)
	for _, layers := range []int{1, 2, 4} {
		masks := masksOf(t, dev, side, layers)
		f := ffm(b, dev, masks)
		_, err := f.Gradient(shapes(side), []int32{0, 1}, 1)
		check(t, err)
		for l, c := range cosines(t, dev, masks, exact(t, way, masks, dev)) {
			t.Logf("%d layers, mask %d: cosine %.6f", layers, l, c)
			if c < 0.9999 {
				t.Errorf("%d layers, mask %d: the cosine to the exact adjoint is %.6f", layers, l, c)
			}
		}
	}
}

// A camera that lies aside spoils the symmetry, and half a turn of what the error shows and measures mends it: the transpose
// of a way to the right is one to the left. The truth is that of the misplaced bench.
func TestHalfTurnMendsAShift(t *testing.T) {
	s, dev := small(0.02), cpu.Open(2)
	const dx, dy = 4.3 * 8e-6, -2.6 * 8e-6
	b := only{with(t, s, Ideal(), func(tr *Truth) {
		for c := range tr.Cameras {
			tr.Cameras[c].Pose.X, tr.Cameras[c].Pose.Y = dx, dy
		}
	})}
	way, err := optics.Space{In: s.Plane, Wavelength: s.Wavelength, Z: 0.02}.ShiftedSpectrum(optics.Window{PadX: s.Padding, PadY: s.Padding, BandLimit: true}, dx, dy)
	check(t, err)
	masks := masksOf(t, dev, side, 2)
	want := exact(t, way, masks, dev)
	f := ffm(b, dev, masks)
	for _, f.Symmetry = range []plant.Symmetry{plant.Direct, plant.HalfTurn} {
		_, err := f.Gradient(shapes(side), []int32{0, 1}, 1)
		check(t, err)
		c := cosines(t, dev, masks, want)
		t.Logf("symmetry %d: cosines %.5f", f.Symmetry, c)
		for l := range c {
			if f.Symmetry == plant.Direct && c[l] > 0.9 {
				t.Errorf("mask %d has a cosine of %.5f though the camera lies aside", l, c[l])
			}
			if f.Symmetry == plant.HalfTurn && c[l] < 0.999 {
				t.Errorf("mask %d has a cosine of %.5f behind half a turn", l, c[l])
			}
		}
	}
}

// An error that is overdriven and clipped still points down, and examples can be made even.
func TestOverdrive(t *testing.T) {
	s, dev := small(0.02), cpu.Open(2)
	masks := masksOf(t, dev, side, 2)
	f := ffm(only{open(t, s, Ideal())}, dev, masks)
	gradient := func(batch ...int32) (all [][]float32) {
		_, err := f.Gradient(shapes(side), batch, 1)
		check(t, err)
		for _, v := range masks {
			g := make([]float32, v.Len())
			check(t, dev.Read(v.Grad, 0, g))
			all = append(all, g)
		}
		return all
	}
	plain := gradient(0, 1)
	f.Overdrive = 1.5
	gradient(0, 1)
	for l, c := range cosines(t, dev, masks, plain) {
		if c < 0.98 || c > 0.999999 {
			t.Errorf("clipped at two thirds, the gradient of mask %d has a cosine of %.6f to the one that is not", l, c)
		}
	}
	f.Overdrive, f.Even = 0, 0.02
	for l, g := range gradient(1) {
		most := float32(0)
		for _, v := range g {
			most = max(most, v, -v)
		}
		if math.Abs(float64(most)-0.02) > 1e-7 {
			t.Errorf("an example made even to 0.02 gives mask %d a gradient of up to %g", l, most)
		}
	}
}

// On a typical bench that has been calibrated by its own means a network learns to tell bars by what is measured alone.
func TestFFMLearnsOnATypicalBench(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	f, err := Grade("typical")
	check(t, err)
	s, dev := small(0.02), cpu.Open(2)
	s.Panels[1].Gap, s.Exposure, s.Carrier = 0.388*side*side/(400*400), 2.5e-4, [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	f.Axial *= side * side / (400. * 400) // of a way that is so much shorter
	b := open(t, s, f)
	b.Retries, b.Synchronised = 10, true
	check(t, b.MeasureAll(ctx, nil))
	masks := masksOf(t, dev, side, 2)
	g := ffm(b, dev, masks)
	d, err := train.NewDescent(dev, g, optim.DefaultAdam, false)
	check(t, err)
	var first, last float64
	for k := range 24 {
		r, err := d.Step(shapes(side), []int32{0, 1}, k+1, 0.15)
		check(t, err)
		if k == 0 {
			first = r.Loss / 2
		}
		last = r.Loss / 2
	}
	t.Logf("the loss falls from %.3f to %.3f; %+v", first, last, b.Report)
	if last > first/2 {
		t.Errorf("the loss falls from %.3f to %.3f only", first, last)
	}
}
