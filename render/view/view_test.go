package view

import (
	"image"
	"image/color"
	"math"
	"testing"

	"talbot/render/colormap"
)

func picture(w, h int) *image.RGBA { return image.NewRGBA(image.Rect(0, 0, w, h)) }

func TestPhaseOfBytesAndRadiansAgree(t *testing.T) {
	bytes, radians := make([]byte, 256), make([]float32, 256)
	for i := range bytes {
		bytes[i] = byte(i)
		radians[i] = float32(2*math.Pi*float64(i)/256 + 2*math.Pi*float64(i%7-3))
	}
	p, q := picture(16, 16), picture(16, 16)
	Phase(p, bytes, 16, Nearest)
	Phase(q, radians, 16, Nearest)
	for i := range bytes {
		if got := p.RGBAAt(i%16, i/16); got != colormap.Phase[i] {
			t.Fatalf("byte %d is %v, want %v", i, got, colormap.Phase[i])
		}
		if got := q.RGBAAt(i%16, i/16); got != colormap.Phase[i] {
			t.Fatalf("%v rad is %v, want %v", radians[i], got, colormap.Phase[i])
		}
	}
}

// Between 250 and 6 of 256 lies 0, not 128.
func TestSmoothPhaseTakesTheShortWay(t *testing.T) {
	p := picture(8, 1)
	Phase(p, []byte{250, 6}, 2, Smooth)
	for x := range 8 {
		c := p.RGBAAt(x, 0)
		near := false
		for i := 250; i <= 262; i++ {
			near = near || c == colormap.Phase[i%256]
		}
		if !near {
			t.Errorf("pixel %d is %v, a colour from the long way", x, c)
		}
	}
}

func TestIntensityTone(t *testing.T) {
	// A quarter of the peak has half the amplitude, in both kinds of array.
	p, q := picture(2, 1), picture(2, 1)
	Intensity(p, []byte{128, 255}, 2, Tone{Map: &colormap.Gray}, Nearest)
	Intensity(q, []float32{0.25, 1}, 2, Tone{Map: &colormap.Gray}, Nearest)
	if p.RGBAAt(0, 0) != colormap.Gray[128] || q.RGBAAt(0, 0) != colormap.Gray[128] || q.RGBAAt(1, 0) != colormap.Gray[255] {
		t.Errorf("got %v and %v, want %v", p.Pix, q.Pix, colormap.Gray[128])
	}
	Intensity(p, []byte{128, 255}, 2, Tone{Map: &colormap.Gray, Gamma: 1}, Nearest)
	if p.RGBAAt(0, 0) != colormap.Gray[64] {
		t.Errorf("linear tone gives %v, want %v", p.RGBAAt(0, 0), colormap.Gray[64])
	}
	Intensity(q, []float32{-1, float32(math.NaN())}, 2, Tone{Peak: 1}, Nearest)
	if q.RGBAAt(0, 0) != colormap.Intensity[0] || q.RGBAAt(1, 0) != colormap.Intensity[0] {
		t.Errorf("negative and NaN are %v, want black", q.Pix)
	}
	Intensity(q, []float32{0, 0}, 2, Tone{}, Smooth)
	if q.RGBAAt(0, 0) != colormap.Intensity[0] {
		t.Errorf("darkness is %v", q.RGBAAt(0, 0))
	}
}

func TestScalingKeepsPlaceAndMean(t *testing.T) {
	a := make([]byte, 8*8)
	for i := range a {
		a[i] = byte(30 * (i % 8))
	}
	for _, size := range []int{4, 8, 31, 64} {
		for _, s := range []Scaling{Nearest, Smooth} {
			p := picture(size, size)
			Intensity(p, a, 8, Tone{Map: &colormap.Gray}, s)
			last := uint8(0)
			for x := range size {
				if v := p.RGBAAt(x, size/2).R; v < last {
					t.Errorf("size %d scaling %d: a rising ramp falls at %d", size, s, x)
				} else {
					last = v
				}
			}
		}
	}
	// A destination that is a part of a larger picture leaves the rest alone.
	p := picture(20, 20)
	Intensity(p.SubImage(image.Rect(5, 5, 10, 10)).(*image.RGBA), []byte{255}, 1, Tone{}, Nearest)
	if p.RGBAAt(4, 5).A != 0 || p.RGBAAt(5, 5).A != 255 || p.RGBAAt(9, 9).A != 255 || p.RGBAAt(10, 9).A != 0 {
		t.Error("a part of a picture is not filled exactly")
	}
}

func TestRegionsAreOutlinedInPlace(t *testing.T) {
	p := picture(100, 100)
	Regions{N: 50, Rects: []image.Rectangle{image.Rect(10, 10, 20, 20), image.Rect(30, 40, 40, 50)}, Names: []string{"0", "1"}, Strong: 1, Size: 10}.Draw(p)
	if c := p.RGBAAt(20, 30); c != (color.RGBA{225, 228, 235, 255}) {
		t.Errorf("the first region's edge is %v", c)
	}
	if c := p.RGBAAt(60, 90); c != (color.RGBA{90, 225, 255, 255}) {
		t.Errorf("the strong region's edge is %v", c)
	}
	if c := p.RGBAAt(30, 30); c.A != 0 {
		t.Errorf("the inside of a region is covered: %v", c)
	}
	// The name of the first region is below it, that of the second above.
	count := func(r image.Rectangle) (n int) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if p.RGBAAt(x, y).G > 200 {
					n++
				}
			}
		}
		return n
	}
	if count(image.Rect(20, 43, 40, 54)) < 5 || count(image.Rect(60, 66, 80, 77)) < 3 {
		t.Error("a name is missing")
	}
}

func TestTranspose(t *testing.T) {
	got := Transpose([]byte{1, 2, 3, 4, 5, 6}, 3)
	if string(got) != string([]byte{1, 4, 2, 5, 3, 6}) {
		t.Errorf("got %v", got)
	}
}

func TestBadShapePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("5 samples in rows of 2 do not panic")
		}
	}()
	Phase(picture(4, 4), make([]byte, 5), 2, Nearest)
}

func BenchmarkIntensity200To400(b *testing.B) {
	a, p := make([]byte, 200*200), picture(400, 400)
	for b.Loop() {
		Intensity(p, a, 200, Tone{}, Smooth)
	}
}
