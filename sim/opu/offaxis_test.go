package opu_test

import (
	"math"
	"math/cmplx"
	"testing"

	"talbot/sim/opu"
	"talbot/sim/rng"
)

// light is speckle of mean intensity 1 and grains of so many pixels, at n of them: waves of frequencies up to half
// a grain, one in each of so many parts of them, as much of it beyond the line as on it.
func light(grain float64, n, draw int) []complex128 {
	const waves = 256
	numbers, places := make([]float32, 2*waves), make([]float32, waves)
	rng.Stream{Seed: 5, Stream: rng.Table}.Normal(uint32(2*draw), numbers)
	rng.Stream{Seed: 5, Stream: rng.Table}.Uniform(uint32(2*draw+1), places)
	y := make([]complex128, n)
	for k := range waves {
		f := ((float64(k)+float64(places[k]))/waves - 0.5) / grain
		wave, turn := complex(float64(numbers[2*k]), float64(numbers[2*k+1]))/complex(math.Sqrt(2*waves), 0), cmplx.Rect(1, 2*math.Pi*f)
		for p := range y {
			y[p] += wave
			wave *= turn
		}
	}
	return y
}

func seen(o opu.OffAxis, y []complex128, beam float64) []float64 {
	all := make([]float64, len(y))
	for p, v := range y {
		v += complex(beam, 0) * o.Wave(p)
		all[p] = real(v)*real(v) + imag(v)*imag(v)
	}
	return all
}

// Without noise one frame gives the light but for what the closed form says of the camera's edge and the other orders:
// little with grains of 5 pixels and a guard, a great part where grains are too small for the orders to be apart.
func TestOffAxisLoss(t *testing.T) {
	const draws, beam = 600, 1.5
	losses := map[opu.OffAxis]float64{}
	for _, o := range []opu.OffAxis{{Grain: 3, Numbers: 6, Guard: 4}, {Grain: 4, Numbers: 6}, {Grain: 4, Numbers: 6, Guard: 4}, {Grain: 4, Numbers: 6, Guard: 16},
		{Grain: 5, Numbers: 6}, {Grain: 5, Numbers: 6, Guard: 4}, {Grain: 8, Numbers: 6, Guard: 2}, {Grain: 8, Numbers: 6, Guard: 4}} {
		want, sum, square := 0.0, 0.0, 0.0
		for j := range o.Numbers {
			want += o.Loss(j, 1/(beam*beam)) / float64(o.Numbers)
		}
		for k := range draws {
			y := light(float64(o.Grain), o.Pixels(), k)
			off := 0.0
			for j, v := range o.Field(seen(o, y, beam), beam) {
				v -= y[(o.Guard+j)*o.Grain]
				off += (real(v)*real(v) + imag(v)*imag(v)) / float64(o.Numbers)
			}
			sum, square = sum+off/draws, square+off*off/draws
		}
		sigma := math.Sqrt((square - sum*sum) / draws)
		t.Logf("%+v: %.6f, by the closed form %.6f", o, sum, want)
		if math.Abs(sum-want) > 5*sigma || sigma == 0 {
			t.Errorf("%+v: an error of %.6g +- %.2g, want %.6g", o, sum, sigma, want)
		}
		losses[o] = want
	}
	if l := losses[opu.OffAxis{Grain: 3, Numbers: 6, Guard: 4}]; l < 0.1 {
		t.Errorf("grains of 3 pixels lose %g alone", l)
	}
	sharp, soft := losses[opu.OffAxis{Grain: 4, Numbers: 6, Guard: 4}], losses[opu.OffAxis{Grain: 5, Numbers: 6, Guard: 4}]
	if far := losses[opu.OffAxis{Grain: 4, Numbers: 6, Guard: 16}]; far > sharp/2 || sharp > losses[opu.OffAxis{Grain: 4, Numbers: 6}]/2 {
		t.Errorf("the error does not fall with the guard: %g, then %g", sharp, far)
	}
	if soft > sharp/20 || soft > 1e-3 {
		t.Errorf("soft edges lose %g, sharp ones %g", soft, sharp)
	}
}

// The matrices are what Field says: light between grains from those in their middle, and real parts.
func TestOffAxisMatrices(t *testing.T) {
	o := opu.OffAxis{Grain: 5, Numbers: 7, Guard: 3}
	y, spread := light(float64(o.Grain), o.Pixels(), 9), o.Light()
	for i := range o.Modes() {
		for k := range o.Modes() {
			if v := spread[i*o.Pixels()+k*o.Grain]; math.Abs(v) > 1e-15 && k != i || k == i && v != 1 {
				t.Fatalf("grain %d has %g in the middle of grain %d", i, v, k)
			}
		}
	}
	frame, read := seen(o, y, 2), o.Reading()
	for j, v := range o.Field(frame, 2) {
		sum := 0.0
		for p, x := range frame {
			sum += (x - 4) / 2 * read[p*o.Numbers+j]
		}
		if math.Abs(sum-real(v)) > 1e-12 {
			t.Errorf("number %d is %.15g, want %.15g", j, sum, real(v))
		}
		if at := o.Column(j) * o.Grain; cmplx.Abs(v-y[at]) > 0.2 {
			t.Errorf("number %d is %.3f, and pixel %d %.3f", j, v, at, y[at])
		}
	}
	if o.Column(7) != 13+3 || o.Lines(8) != 2 || o.Lines(7) != 1 {
		t.Error("numbers of the second line are elsewhere")
	}
	for _, bad := range []opu.OffAxis{{Grain: 3, Numbers: 1}, {Grain: 4}, {Grain: 4, Numbers: 1, Guard: -1}} {
		if bad.Check() == nil {
			t.Errorf("%+v passes", bad)
		}
	}
	if err := opu.Holograms().Check(); err != nil {
		t.Error(err)
	}
}
