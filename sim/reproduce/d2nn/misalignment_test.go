package d2nn

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
	"talbot/sim/system/diffractive"
)

// A mask that is tilted by s pixels a hop moves light by s pixels in one hop: the centroid of a Gaussian beam.
func TestTiltSteers(t *testing.T) {
	c := must("d2nn-mnist")
	c.Samples, c.Distance = 64, 0.02
	const n = 64
	for _, size := range []float64{0.5, 2, -3} {
		m := wrong{kind: "tilt", size: size}.mask(make([]float32, n*n), n, 1, -1, c)
		for i := range n * n {
			x, y := float64(i%n-n/2), float64(i/n-n/2)
			a := float32(math.Exp(-(x*x + y*y) / 100))
			m[2*i], m[2*i+1] = a*m[2*i], a*m[2*i+1]
		}
		out := hop(t, m, c)
		var power, x, y float64
		for i := range n * n {
			p := float64(out[2*i])*float64(out[2*i]) + float64(out[2*i+1])*float64(out[2*i+1])
			power, x, y = power+p, x+p*float64(i%n-n/2), y+p*float64(i/n-n/2)
		}
		if x /= power; math.Abs(x-size) > 0.01 || math.Abs(y/power+size) > 0.01 {
			t.Errorf("tilt %g px: the beam is at %.3f, %.3f", size, x, y/power)
		}
	}
}

// What is not wrong at all is as it was, sides are fair, and hops add up to the bench's length.
func TestMisalignedPlanes(t *testing.T) {
	c := must("d2nn-mnist")
	c.Samples = 4
	phases := []float32{0, 1, 2, 3, 4, 5, 6, -1, -2, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 0.25}
	for _, w := range []wrong{{kind: "shift"}, {kind: "tilt"}, {steps: 1 << 20}} {
		for i, v := range w.mask(phases, 4, 1, -1, c) {
			want := math.Cos(float64(phases[i/2]))
			if i%2 == 1 {
				want = math.Sin(float64(phases[i/2]))
			}
			if math.Abs(float64(v)-want) > 1e-5 {
				t.Errorf("%s: number %d is %g, want %g", w.name(), i, v, want)
			}
		}
	}
	// One bit is 0 or pi.
	for i, v := range (wrong{steps: 2}).mask(phases, 4, 1, 1, c) {
		if want := math.Copysign(1, math.Cos(float64(phases[i/2]))); i%2 == 0 && math.Abs(float64(v)-want) > 1e-6 {
			t.Errorf("phase %g of one bit has cosine %g", phases[i/2], v)
		}
	}
	plus := 0
	for draw := range 200 {
		for _, s := range sides(7, draw, 5) {
			if s > 0 {
				plus++
			}
		}
	}
	if plus < 430 || plus > 570 {
		t.Errorf("%d of 1,000 sides are positive", plus)
	}
	sum := 0.0
	hops := strings.Split(wrong{kind: "axial", size: 0.01}.distances(c, []float64{1, -1, -1, 1, 1}), ",")
	for _, h := range hops {
		v, err := strconv.ParseFloat(h, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += v
	}
	if first, _ := strconv.ParseFloat(hops[0], 64); len(hops) != 6 || math.Abs(sum/(6*c.Distance)-1) > 1e-9 || math.Abs(first/c.Distance-1.01) > 1e-9 {
		t.Errorf("hops %v of %g m", hops, c.Distance)
	}
}

// hop is light behind free space, with a margin of as many samples as the plane has.
func hop(t *testing.T, field []float32, c diffractive.Config) []float32 {
	t.Helper()
	dev := cpu.Open(1)
	defer dev.Close()
	f := optics.NewField(optics.Square(c.Samples, c.Pitch), c.Wavelength)
	copy(f.U, field)
	p, err := optics.NewAngularSpectrum(dev, f.Grid, c.Wavelength, c.Distance, optics.Window{PadX: c.Samples, PadY: c.Samples})
	if err != nil {
		t.Fatal(err)
	}
	out, err := optics.Apply(dev, p, f)
	if err != nil {
		t.Fatal(err)
	}
	return out.U
}
