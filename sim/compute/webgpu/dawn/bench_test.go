//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"context"
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
	"talbot/sim/rig/virtual"
	"talbot/sim/rng"
)

// A bench with hidden faults measures on a GPU what it measures on a processor: the same light, and of its counts
// few that differ, where a mean falls between two.
func TestVirtualBench(t *testing.T) {
	s := virtual.Free(60)
	s.Panels[1].Gap, s.Batch = 0.02, 3
	var loads []plant.Load
	for k := range 5 {
		l := plant.Load{make([]uint16, s.Plane.Len()), make([]uint16, s.Plane.Len())}
		for i := range l[0] {
			bits := rng.Stream{Seed: 3, Stream: 1020}.Block(uint32(k), uint32(i))
			l[0][i], l[1][i] = uint16(bits[0]>>24), uint16(bits[1]>>24)
		}
		loads = append(loads, l)
	}
	for _, photons := range []bool{false, true} {
		f, err := virtual.Grade("typical")
		if err != nil {
			t.Fatal(err)
		}
		f.Photons, f.Loss = photons, 0
		if !photons {
			f.Read, f.Bits = 0, 0
		}
		measure := func(dev compute.Device) (all [][]float32) {
			defer dev.Close()
			b, err := virtual.New(dev, s, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, read := range []func(context.Context, []plant.Load) ([][]float32, error){b.Intensity, b.Field} {
				v, err := read(context.Background(), loads)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, v...)
			}
			return all
		}
		want, got := measure(cpu.Open(1)), measure(open(t))
		for k := range want {
			var d, n, differ float64
			for i, v := range want[k] {
				e := float64(got[k][i]) - float64(v)
				d, n = d+e*e, n+float64(v)*float64(v)
				if e != 0 {
					differ++
				}
			}
			off := math.Sqrt(d / n)
			t.Logf("photons %t, load %d: %.2g off, %.2g of the numbers differ", photons, k, off, differ/float64(len(want[k])))
			if off > 2e-3 || !photons && off > 1e-4 {
				t.Errorf("photons %t, load %d: the GPU is %.2g off", photons, k, off)
			}
		}
	}
}
