package source

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/optics"
)

// Pillow 9.4.0, Image.resize(BILINEAR) in mode F, of v(x, y) = (37 x + 91 y) mod
// 256 on 5 x 4 pixels.
var pillow = []struct {
	w, h int
	want []float32
}{
	{3, 2, []float32{80.857, 110.556, 160.571, 114.143, 86.952, 120.714}},
	{5, 11, []float32{0, 37, 74, 111, 148, 4.136, 41.136, 78.136, 115.136, 152.136, 37.227, 74.227, 111.227, 148.227, 185.227,
		70.318, 107.318, 144.318, 181.318, 218.318, 103.409, 140.409, 142.5, 179.5, 216.5, 136.5, 173.5, 82.5, 119.5, 156.5,
		169.591, 206.591, 22.5, 59.5, 96.5, 144.5, 181.5, 20.682, 57.682, 94.682, 84.5, 121.5, 53.773, 90.773, 127.773,
		24.5, 61.5, 86.864, 123.864, 160.864, 17, 54, 91, 128, 165}},
	{9, 7, []float32{0, 12.333, 32.889, 53.444, 74, 94.556, 115.111, 135.667, 148, 32.5, 44.833, 65.389, 85.944, 106.5, 127.056,
		147.611, 168.167, 180.5, 84.5, 96.833, 117.389, 137.944, 158.5, 179.056, 199.611, 220.167, 232.5, 136.5, 148.833,
		169.389, 133.056, 82.5, 103.056, 123.611, 144.167, 156.5, 170.214, 182.548, 203.103, 118.008, 6.5, 27.056, 47.611,
		68.167, 80.5, 75.929, 88.262, 108.817, 88.738, 58.5, 79.056, 99.611, 120.167, 132.5, 17, 29.333, 49.889, 70.444, 91,
		111.556, 132.111, 152.667, 165}},
}

func TestBilinearMatchesPillow(t *testing.T) {
	for _, c := range pillow {
		x, y := Bilinear(5, c.w, c.w), Bilinear(4, c.h, c.h)
		for j := range c.h {
			for i := range c.w {
				v := 0.0
				for a, wy := range y.Weight[j] {
					for b, wx := range x.Weight[i] {
						v += float64(wx) * float64(wy) * float64((37*(x.First[i]+b)+91*(y.First[j]+a))%256)
					}
				}
				// The table has three decimals.
				if want := float64(c.want[j*c.w+i]); math.Abs(v-want) > 6e-4 {
					t.Fatalf("%d x %d, sample (%d, %d): %.3f, want %.3f", c.w, c.h, i, j, v, want)
				}
			}
		}
	}
}

func TestBilinearCentresTheSpan(t *testing.T) {
	taps := Bilinear(28, 40, 64)
	for i := range 64 {
		if inside := i >= 12 && i < 52; inside != (len(taps.Weight[i]) > 0) {
			t.Errorf("sample %d: inside the picture is %v, has weights is %v", i, inside, !inside)
		}
	}
}

func TestGaussianWaist(t *testing.T) {
	f := Gaussian(optics.Square(64, 10e-6), 532e-9, 100e-6)
	if got := real(f.At(32, 32)); got != 1 {
		t.Errorf("on the axis %g, want 1", got)
	}
	if got := real(f.At(42, 32)); math.Abs(got-math.Exp(-1)) > 1e-7 {
		t.Errorf("at the waist %g, want 1/e", got)
	}
}

func TestEncoderWritesOnTheLight(t *testing.T) {
	dev := cpu.Open(1)
	g := optics.Square(8, 1e-5)
	e := Encoder{Grid: g, Width: 2, Height: 2, Span: 4, Coding: Phase, Depth: math.Pi}
	alloc := func(s compute.Scope, n int) compute.Buffer {
		b, err := dev.Alloc(compute.Spec{Scope: s, Len: n, Batch: 1})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	image, light, field := alloc(compute.Sample, 4), alloc(compute.Shared, 128), alloc(compute.Sample, 128)
	dev.Write(image, 0, []float32{1, 1, 1, 1})
	dev.Write(light, 0, Plane(g, 532e-9).U)
	var p compute.Program
	e.Record(&p, image, light, field)
	r, err := dev.Compile(&p)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Run(1); err != nil {
		t.Fatal(err)
	}
	u := make([]float32, 128)
	dev.Read(field, 0, u)
	for j := range 8 {
		for i := range 8 {
			want := float32(1) // no picture there: no delay
			if i >= 2 && i < 6 && j >= 2 && j < 6 {
				want = -1
			}
			if math.Abs(float64(u[2*(8*j+i)]-want)) > 1e-6 {
				t.Errorf("sample (%d, %d) is %g, want %g", i, j, u[2*(8*j+i)], want)
			}
		}
	}
}

func TestCheckSaysWhatDoesNotFit(t *testing.T) {
	for _, e := range []Encoder{
		{Grid: optics.Square(8, 1e-5), Width: 0, Height: 2, Span: 4},
		{Grid: optics.Square(8, 1e-5), Width: 2, Height: 2, Span: 9},
		{Grid: optics.Square(8, 1e-5), Width: 2, Height: 2, Span: 0},
	} {
		if e.Check() == nil {
			t.Errorf("%+v: no error", e)
		}
	}
}
