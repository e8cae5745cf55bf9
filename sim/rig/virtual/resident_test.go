package virtual

import (
	"math"
	"strings"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/rigtest"
)

// settledWait is long enough for a typical bench's panels to forget.
const settledWait = 0.16

// Fields that stay on the device are those that are measured one by one: on an ideal bench, and on a typical one that is
// registered, aligned, has a tilted reference beam, loses frames and drifts.
func TestResident(t *testing.T) {
	s := small(0.02)
	loads := []plant.Load{random(s, 1), load(s, beam(1e-4)), random(s, 3), flat(s, 9), random(s, 5), random(s, 6)}
	for _, reading := range []rig.Reading{rig.ThreeSteps, rig.FourSteps} {
		rigtest.Resident(t, func() *rig.Bench {
			b := open(t, s, Ideal())
			b.Reading, b.Wanders = reading, true
			return b
		}, loads, 1e-5)
	}
	f, err := Grade("typical")
	check(t, err)
	f.Loss = 0.1
	s.Carrier = [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	rigtest.Resident(t, func() *rig.Bench {
		b := open(t, s, f)
		b.Wait, b.Retries, b.Wanders = settledWait, 20, true
		b.Object.Registration = rig.Homography{1, 0.001, 8e-6, -0.001, 0.999, -3e-6, 0, 0, 1}
		b.Reference.Registration = rig.Homography{1, 0.002, 5e-6, -0.002, 1.001, 3e-6, 1e-3, 0, 1}
		b.Mounts[0].Registration = rig.Homography{1, 0.002, 5e-6, -0.002, 1.001, 3e-6, 0, 0, 1}
		check(t, b.MeasureBlank(ctx, plain(t, s, flat(s, 0)).U, 8))
		b.Follow, b.Reference.Blank, b.Reference.Still = true, plain(t, s, flat(s, 0)).U, make([]float32, s.Plane.Len())
		return b
	}, loads, 2e-3) // electrons that fall to the next count
	// And with the zero order told apart, on a plane that is made even, synchronised.
	f.Loss = 0
	rigtest.Resident(t, func() *rig.Bench {
		b := open(t, s, f)
		b.Wait, b.Synchronised, b.Wanders = settledWait, true, true
		b.Object.Registration = rig.Homography{1, 0.001, 8e-6, -0.001, 0.999, -3e-6, 0, 0, 1}
		b.Mounts[0].Flat = make([]float32, s.Plane.Len())
		for i := range b.Mounts[0].Flat {
			b.Mounts[0].Flat[i] = 0.7 + 0.3*float32(i%side)/side
		}
		check(t, b.MeasureBeam(ctx, 2))
		return b
	}, loads, 2e-3)
	// And with light that goes on between the panels, whose levels are rounded otherwise here and there.
	rigtest.Resident(t, func() *rig.Bench {
		b := open(t, s, f)
		b.Wait, b.Mounts[0].Axial = settledWait, 8e-4
		return b
	}, loads, 1e-2)
	// And with levels that turn the light, each otherwise, on a plane that is registered and made even, and where light goes on between the panels.
	for _, way := range []float64{0, 1e-4} {
		rigtest.Resident(t, func() *rig.Bench {
			b := open(t, s, f)
			b.Wait, b.Mounts[0].Axial, b.Mounts[0].Curve = settledWait, way, Amplitudes(256, true)
			b.Mounts[0].Registration = rig.Homography{1, 0.002, 5e-6, -0.002, 1.001, 3e-6, 0, 0, 1}
			b.Mounts[0].Flat = make([]float32, s.Plane.Len())
			for i := range b.Mounts[0].Flat {
				b.Mounts[0].Flat[i] = 0.4 + 0.6*float32(i%side)/side
			}
			return b
		}, loads, 1e-2)
	}
}

// What cannot stay says why.
func TestNotResident(t *testing.T) {
	for want, change := range map[string]func(*Faults, *rig.Bench){
		"picture before": func(f *Faults, b *rig.Bench) { b.Wait = 0.05 },
		"graphics card":  func(f *Faults, b *rig.Bench) { f.Link = "gamma" },
		"saturated":      func(f *Faults, b *rig.Bench) { b.Saturated = 0.1 },
		"off axis":       func(f *Faults, b *rig.Bench) { b.Reading = rig.OffAxis },
	} {
		f, err := Grade("typical")
		check(t, err)
		change(&f, new(rig.Bench))
		b := open(t, small(0.02), f)
		b.Wait = settledWait
		change(&f, b)
		if _, _, err := b.Home(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a bench that %s keeps from staying says %v", want, err)
		}
	}
}

// A pass shows fields as large as the panels can, and tells them as large as they were: what it
// measures is the way's linear map of them, to the rounding of levels.
func TestPass(t *testing.T) {
	s, dev := small(0.02), cpu.Open(2)
	b, err := New(dev, s, Ideal())
	check(t, err)
	n := s.Plane.Len()
	in, err := dev.Alloc(compute.Spec{Name: "in", Scope: compute.Sample, Len: 2 * n, Batch: 3})
	check(t, err)
	out, err := dev.Alloc(compute.Spec{Name: "out", Scope: compute.Sample, Len: 2 * n, Batch: 3})
	check(t, err)
	r, err := optics.Space{In: s.Plane, Wavelength: s.Wavelength, Z: s.Panels[1].Gap}.AngularSpectrum(optics.Window{PadX: s.Padding, PadY: s.Padding, BandLimit: true})
	check(t, err)
	// Phases are rounded to 256 a turn, which is 2 pi/256/sqrt(12) = 0.007 root mean square.
	for over, tolerance := range map[float64]float64{1: 0.008, 1.5: 0.3} {
		pass, err := plant.NewPass(b, in, out, over, plant.Whole)
		check(t, err)
		for i, size := range []float32{1e-3, 30} {
			u := truly(t, b, random(s, uint64(i)))
			f := optics.NewField(s.Plane, s.Wavelength)
			for p, v := range u {
				f.U[2*p], f.U[2*p+1] = size*float32(real(v)), size*float32(imag(v))
			}
			check(t, dev.Write(in, i*2*n, f.U))
		}
		check(t, pass.Run(ctx, 3)) // the third is dark
		for i, size := range []float32{1e-3, 30, 0} {
			got := make([]float32, 2*n)
			check(t, dev.Read(out, i*2*n, got))
			if size == 0 {
				for _, v := range got {
					if v != 0 {
						t.Fatalf("a dark field is measured as %g", v)
					}
				}
				continue
			}
			f := optics.NewField(s.Plane, s.Wavelength)
			check(t, dev.Read(in, i*2*n, f.U))
			f, err = r.Propagate(dev, f)
			check(t, err)
			far := off(turned(got, f.U), f.U)
			if !(far < tolerance) || over > 1 && far < 0.01 {
				t.Errorf("a field of size %g, overdriven by %g, is measured with an error of %.3g", size, over, far)
			}
		}
	}
	if _, err := plant.NewPass(b, in, out, 0.5, plant.Whole); err == nil {
		t.Error("a field is shown half as bright as the panel can")
	}
}

// The blank wave is the same, whether its levels stay on the device, or go one by one, as where saturated pixels are counted; also
// once the bench is known better.
func TestBlankStays(t *testing.T) {
	s := small(0.02)
	f, err := Grade("typical")
	check(t, err)
	s.Carrier = [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	var phases [2][2][]float32
	var frames [2]int
	for k, most := range []float64{1, 0.9} {
		b := open(t, s, f)
		b.Wait, b.Retries, b.Saturated = settledWait, 20, most
		check(t, b.MeasureBeam(ctx, 2))
		for i, axial := range []float64{0, 8e-4} {
			b.Mounts[0].Axial = axial
			check(t, b.MeasureBlank(ctx, plain(t, s, flat(s, 0)).U, 8))
			phases[k][i] = b.Reference.Phase
		}
		frames[k] = b.Report.Frames
	}
	far := func(a, b []float32) (square float64) {
		for i := range a {
			d := math.Remainder(float64(a[i]-b[i]), 2*math.Pi)
			square += d * d / float64(len(a))
		}
		return math.Sqrt(square)
	}
	for i := range 2 {
		if d := far(phases[0][i], phases[1][i]); !(d < 0.01) {
			t.Errorf("blank wave %d is %.3g rad from that of frames one by one", i, d)
		}
	}
	if d := far(phases[0][0], phases[0][1]); !(d > 0.03) {
		t.Errorf("the blank wave is the same with another way between the panels: %.3g rad", d)
	}
	if frames[0] != frames[1] {
		t.Errorf("%d frames are counted, and %d one by one", frames[0], frames[1])
	}
}
