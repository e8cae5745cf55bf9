package network_test

import (
	"math"
	"math/cmplx"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/rng"
)

// Of masks of phases 1.999 pi/(1 + exp(-x)), x normal, the mean transmission is 0.368: 13.5 % of the light comes back as
// the picture, the rest is scattered over the reach, of which the picture has its share by area. So does what SinglePlanes gives,
// for the first layer.
func TestShareOutsideTheSpot(t *testing.T) {
	const picture = 24
	f := quarter
	f.Samples, f.Mask = 320, 300 // a plane that is little larger than the reach, for speed
	light := optics.NewField(f.Grid(f.Samples), f.Wavelength)
	phases := make([]float32, picture*picture)
	rng.Stream{Seed: 1, Stream: 1004}.Uniform(1, phases)
	for i, p := range phases {
		light.Set(f.Samples/2-picture/2+i%picture, f.Samples/2-picture/2+i/picture, cmplx.Rect(1, 2*math.Pi*float64(p)))
	}
	mask := make([]float32, f.Mask*f.Mask)
	rng.Stream{Seed: 1, Stream: 1004}.Normal(2, mask)
	for i, x := range mask {
		mask[i] = float32(1.999 * math.Pi / (1 + math.Exp(-float64(x))))
	}
	planes, err := f.SinglePlanes(cpu.Open(2), light, [][]float32{mask, mask})
	check(t, err)
	// The mean of exp(i phase) over the normal distribution.
	mean, weight := complex(0, 0), 0.0
	for x := -8.0; x <= 8; x += 1e-3 {
		w := math.Exp(-x * x / 2)
		mean += complex(w, 0) * cmplx.Rect(1, 1.999*math.Pi/(1+math.Exp(-x)))
		weight += w
	}
	straight := math.Pow(cmplx.Abs(mean)/weight, 2)
	want := (1 - straight) * (1 - math.Pow(picture/f.Reach(), 2))
	got := network.OutsideSpot(planes[0], f.Samples, picture)
	t.Logf("%.4f of the light comes straight through; outside the picture are %.4f, expected %.4f, and %.4f behind the second layer", straight, got, want, network.OutsideSpot(planes[1], f.Samples, picture))
	if math.Abs(straight-0.135) > 0.002 {
		t.Errorf("%.4f of the light are not modulated, want 0.135", straight)
	}
	if math.Abs(got-want) > 0.02 {
		t.Errorf("%.4f of the light lie outside the picture, expected %.4f", got, want)
	}
	if _, err := f.SinglePlanes(cpu.Open(1), light, [][]float32{mask[1:]}); err == nil || !strings.Contains(err.Error(), "mask 1 has") {
		t.Errorf("a mask of another size: %v", err)
	}
	if v := network.OutsideSpot(make([]float32, 4), 2, 1); v != 0 {
		t.Errorf("of no light %g", v)
	}
}
