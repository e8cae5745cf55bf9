package network_test

import (
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/network"
)

// The optical face with phases of its inputs does to fields what it does without to fields that have them; and kernels that
// are turned do to these what they did before to those without.
func TestPhasesOfInputs(t *testing.T) {
	dev, phases := cpu.Open(2), []float32{0.7, -2.1}
	in, out := network.Fields(tiny.In, tiny.Side, tiny.Side), network.Fields(tiny.Out, tiny.Valid(), tiny.Valid())
	x, g := random(batch*in.Len(), 36, 1), make([]float32, batch*out.Len())
	turned, size := make([]float32, len(x)), tiny.Side*tiny.Side
	for b := range batch {
		for c, phase := range phases {
			for k := range size {
				re, im := b*in.Len()+2*c*size+k, b*in.Len()+(2*c+1)*size+k
				v := complex(float64(x[re]), float64(x[im])) * cmplx.Rect(1, float64(phase))
				turned[re], turned[im] = float32(real(v)), float32(imag(v))
			}
		}
	}
	f := small
	f.Model = network.ModelChirpZ
	d := dual(t, dev, f, tiny)
	want, _ := apply(t, dev, d, in, turned, g)
	check(t, d.PhaseInputs(phases))
	got, _ := apply(t, dev, d, in, x, g)
	if e := off(got, want); e > 1e-6 {
		t.Errorf("the optical face: %.2g apart", e)
	}
	check(t, d.PhaseInputs(nil))
	if back, _ := apply(t, dev, d, in, turned, g); off(back, want) > 0 {
		t.Error("phases stay when they are taken away")
	}

	check(t, d.Show(network.FaceArtificial))
	want, _ = apply(t, dev, d, in, x, g)
	k := make([]float32, d.Conv.K.Len())
	check(t, dev.Read(d.Conv.K.Value, 0, k))
	check(t, dev.Write(d.Conv.K.Value, 0, tiny.TurnInputs(k, phases)))
	got, _ = apply(t, dev, d, in, turned, g)
	if e := off(got, want); e > 1e-6 {
		t.Errorf("kernels that are turned: %.2g apart", e)
	}
	if err := d.PhaseInputs(phases[:1]); err == nil || !strings.Contains(err.Error(), "2 input channels, and here are 1") {
		t.Errorf("one phase for two channels: %v", err)
	}
}

// Light of 64 things that are the same has no peak by Schroeder's phases: all sums of a grating are of one size.
func TestSchroeder(t *testing.T) {
	phases := network.Schroeder(64)
	for ky := range 8 {
		for kx := range 8 {
			var sum complex128
			for i, p := range phases {
				sum += cmplx.Rect(1, float64(p)+math.Pi/4*float64(i%8*kx+i/8*ky))
			}
			if d := math.Abs(cmplx.Abs(sum) - 8); d > 1e-4 {
				t.Errorf("order %d, %d: an amplitude of %g, want 8", kx, ky, cmplx.Abs(sum))
			}
		}
	}
}
