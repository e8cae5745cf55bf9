//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"context"
	"testing"

	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/rigtest"
	"talbot/sim/rig/virtual"
	"talbot/sim/rng"
)

// Fields that stay on a GPU, whose passes are joined, are those that go through the host, on a bench that follows what drifts and whose
// light goes on between its panels.
func TestFieldsStay(t *testing.T) {
	s := virtual.Free(32)
	s.Panels[1].Gap, s.Batch = 0.01, 4
	n := s.Plane.Len()
	var loads []plant.Load
	for k := range 3 {
		l := plant.Load{make([]uint16, n), make([]uint16, n)}
		for i := range l[0] {
			bits := rng.Stream{Seed: 3, Stream: 1020}.Block(uint32(k), uint32(i/4))
			l[0][i], l[1][i] = uint16(bits[0]>>24), uint16(bits[1]>>24)
		}
		loads = append(loads, l)
	}
	f, err := virtual.Grade("typical")
	if err != nil {
		t.Fatal(err)
	}
	f.Loss, f.Photons, f.Read, f.Bits = 0, false, 0, 0
	dev := open(t)
	defer dev.Close()
	rigtest.Resident(t, func() *rig.Bench {
		b, err := virtual.New(dev, s, f)
		if err != nil {
			t.Fatal(err)
		}
		b.Wait, b.Synchronised, b.Follow = 0.16, true, true
		b.Object.Registration = rig.Homography{1, 0.001, 8e-6, -0.001, 0.999, -3e-6, 0, 0, 1}
		b.Reference.Registration = rig.Homography{1, 0.002, 5e-6, -0.002, 1.001, 3e-6, 1e-3, 0, 1}
		b.Reference.Still, b.Reference.Blank = make([]float32, n), make([]float32, 2*n)
		for i := range n {
			b.Reference.Blank[2*i] = 1
		}
		for _, step := range []func(*rig.Bench) error{
			func(b *rig.Bench) error { return b.MeasureBeam(context.Background(), 1) },
			func(b *rig.Bench) error { return b.MeasureBlank(context.Background(), nil, 8) },
		} {
			if err := step(b); err != nil {
				t.Fatal(err)
			}
		}
		b.Mounts[0].Axial = 8e-4
		return b
	}, loads, 1e-2)
}
