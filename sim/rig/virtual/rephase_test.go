package virtual

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/rig"
	"talbot/sim/rng"
)

// Levels of a panel that leaks turn the light each otherwise: where a load is made darker other levels come on the panel, and the light behind both panels
// has the phase of the load all the same. So it has where a load is placed, but for what lies between pixels.
func TestPlacedLightKeepsItsPhase(t *testing.T) {
	b := known(t)
	n := b.Design.Plane.Len()
	m := &b.Mounts[0]
	m.Flat = make([]float32, n)
	for i := range m.Flat {
		m.Flat[i] = 0.3 + 0.7*float32(i%side)/side
	}
	amplitude, phase := m.Curve.States, b.Mounts[1].Curve.States
	load := random(b.Clock.(*hardware).setup, 8)
	for i := range load[0] { // smooth, so that what lies between pixels is like them
		x, y := float64(i%side), float64(i/side)
		load[0][i] = uint16(60 + 40*math.Sin(x/9)*math.Cos(y/7))
	}
	off := func(r rig.Homography) float64 {
		m.Registration = r
		sum, count := 0.0, 0.0
		placed := b.Placed(load)
		for i, l := range load[1] {
			if c, r := i%side, i/side; c < 4 || r < 4 || c >= side-4 || r >= side-4 {
				continue
			}
			was := amplitude[load[0][i]].Phase + phase[l].Phase
			x, y := m.Registration.At(b.Design.Plane.X(i%side), b.Design.Plane.Y(i/side))
			k := int(math.Round(y/b.Design.Plane.Dy))*side + int(math.Round(x/b.Design.Plane.Dx)) + side/2*side + side/2
			is := amplitude[placed[0][k]].Phase + phase[placed[1][i]].Phase
			d := math.Remainder(is-was, 2*math.Pi)
			sum, count = sum+d*d, count+1
		}
		return math.Sqrt(sum / count)
	}
	if got := off(rig.Same); got > 0.06 {
		t.Errorf("the light's phase is off by %.3f rad, want 0.06 at most, as a panel whose phases end at 1.8 pi rounds them", got)
	}
	shift := rig.Homography{1, 0, 1.4 * b.Design.Plane.Dx, 0, 1, -0.7 * b.Design.Plane.Dy, 0, 0, 1}
	if got := off(shift); got > 0.08 {
		t.Errorf("placed aside, its phase is off by %.3f rad, want 0.08 at most", got)
	}
}

// A load that is refocused by nothing is the load, and so is the adjoint of how it is placed, also where levels turn the light.
func TestPlacedAdjointOfNoWay(t *testing.T) {
	b := known(t)
	n := b.Design.Plane.Len()
	load := random(b.Clock.(*hardware).setup, 9)
	draws, g := make([]float32, 2*n), make([]complex128, n)
	rng.Stream{Seed: 1, Stream: 1033}.Normal(0, draws)
	for i := range g {
		g[i] = complex(float64(draws[2*i]), float64(draws[2*i+1]))
	}
	want := b.PlacedAdjoint(load, append([]complex128(nil), g...))
	b.Mounts[0].Axial = 1e-12
	for i, v := range b.PlacedAdjoint(load, append([]complex128(nil), g...)) {
		if cmplx.Abs(v-want[i]) > 1e-3 {
			t.Fatalf("pixel %d has %.4f by a way of nothing, want %.4f", i, v, want[i])
		}
	}
}
