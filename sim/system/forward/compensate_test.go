//go:build (linux || darwin) && (amd64 || arm64)

package forward

import (
	"testing"

	"talbot/sim/plant"
	"talbot/sim/rig/virtual"
)

// A bench whose panels leave light as it is, the phase panel a twentieth, shows what one without does, and measures its gradients, where the zero order
// that its calibration has measured is made up for; otherwise it does not. It is the same on a bench whose light stays on the device, and on one that
// shows loads and takes frames.
func TestCompensatedZeroOrder(t *testing.T) {
	const n = 64
	set, batch := bars(20, 1), []int32{0, 1}
	bench := func(share float64) *Session {
		c := fashion(2)
		c.Samples, c.Padding, c.ImageSize, c.RegionSize, c.Blur, c.Distance = n, n/2, 62, 6, 0.32, c.Distance*n*n/(400*400)
		c.Bench, c.Own, c.Calibrate, c.Blank = own, virtual.Ideal(), share > 0, 0
		c.Own.Unmodulated = share
		s := open(t, c, set)
		check(t, s.ready(t.Context()))
		return s
	}
	seen := func(s *Session, b plant.FieldPlant) (all [][]float32) {
		way, err := plant.NewForward(s.Net, b, s.symmetry(), s.Overdrive)
		check(t, err)
		check(t, s.Net.Put(set, batch))
		intensity := make([]float32, n*n)
		_, err = s.Net.Answer(t.Context(), way, len(batch), func(mask int) error {
			if mask == 1 {
				light := numbers(t, s.dev, s.Net.Light(), 0, 2*n*n)
				for i := range intensity {
					intensity[i] = light[2*i]*light[2*i] + light[2*i+1]*light[2*i+1]
				}
			}
			return nil
		})
		check(t, err)
		g, _ := gradients(t, s, b, batch)
		return append([][]float32{intensity}, g...)
	}
	s := bench(0)
	if !s.Net.Compensate {
		t.Fatal("the preset does not compensate")
	}
	want := seen(s, s.bench)
	s = bench(0.05)
	for _, of := range []struct {
		name       string
		compensate bool
		bench      plant.FieldPlant
		low, high  [2]float64 // cosines of light and of gradients
	}{{"as it is", false, s.bench, [2]float64{}, [2]float64{0.97, 0.88}},
		{"compensated", true, s.bench, [2]float64{0.995, 0.91}, [2]float64{1.001, 1.001}},
		{"compensated, by loads", true, &recorder{FieldPlant: s.bench}, [2]float64{0.995, 0.91}, [2]float64{1.001, 1.001}}} {
		s.Net.Compensate = of.compensate
		for k, v := range seen(s, of.bench) {
			cosine, _ := alike(v, want[k])
			t.Logf("%s: %d: %.4f", of.name, k, cosine)
			if low, high := of.low[min(k, 1)], of.high[min(k, 1)]; cosine < low || cosine > high {
				t.Errorf("%s: light (0) or gradient %d has a cosine of %.4f to that of a bench without a zero order; %.3f to %.3f are wanted", of.name, k, cosine, low, high)
			}
		}
	}
}
