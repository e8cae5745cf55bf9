package absorber

import (
	"math"
	"slices"
	"testing"

	"talbot/sim/frame"
)

// TestLook: a frame has the bench's planes in their order and sizes, the curves' operating
// points lie on them, and the map of answers agrees with what the network answers.
func TestLook(t *testing.T) {
	p, _ := Find("sa-2d-rings")
	s := open(t, p.Config, nil, nil)
	if got := learned(t, s); got < 0.95 {
		t.Fatal(got)
	}
	x := make([]float32, 3)
	s.learn.Read(1, x)
	f, err := s.Look(x, s.learn.Target(1))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		kind   frame.Kind
		nx, ny int
	}{{frame.Source, 3, 1}, {frame.Mask, 3, 5}, {frame.Absorber, 5, 1}, {frame.Mask, 5, 2}, {frame.Camera, 2, 1}}
	if len(f.Planes) != len(want) {
		t.Fatalf("%d planes", len(f.Planes))
	}
	for i, w := range want {
		q := f.Planes[i]
		if q.Kind != w.kind || q.Nx != w.nx || q.Ny != w.ny || len(q.Intensity) != q.Nx*q.Ny {
			t.Errorf("plane %d is a %s of %d x %d with %d samples", i, q.Kind, q.Nx, q.Ny, len(q.Intensity))
		}
	}
	// Light that meets the first weights is the input's, shared by the rows, and the absorbers' light is
	// what the weights make of it.
	if got := f.Planes[1].Power; f.Planes[0].Power != 1 || math.Abs(float64(got)-1) > 1e-4 {
		t.Errorf("the first weights get %v of the light, want all of it, shared by the rows", got)
	}
	if f.Predicted != f.Label {
		t.Errorf("the answer is %d, want %d", f.Predicted, f.Label)
	}
	panels := map[string]frame.Panel{}
	for _, q := range f.Panels {
		panels[q.ID] = q
	}
	curves := panels["curves"]
	for i, z := range curves.Series[3].X {
		want := float64(z) * math.Exp(-s.Depth/2/(1+float64(z)*float64(z)))
		if got := float64(curves.Series[3].Y[i]); math.Abs(got-want) > 1e-5 {
			t.Errorf("at %v the pump is %v, want %v", z, got, want)
		}
	}
	if len(curves.Series[3].X) != 5 {
		t.Errorf("%d operating points", len(curves.Series[3].X))
	}
	b, wrong, points := panels["boundary"], 0, 0
	for class, c := range b.Series[:2] {
		for i := range c.X {
			at := func(v float32) int { return min(b.Nx-1, max(0, int((v+1)/2*float32(b.Nx)))) }
			if (b.Image[at(-c.Y[i])*b.Nx+at(c.X[i])] > 127) != (class == 1) {
				wrong++
			}
			points++
		}
	}
	if points != 300 || wrong > 15 {
		t.Errorf("the map is wrong at %d of %d points", wrong, points)
	}
	if c := panels["confusion"]; c.Nx != 2 || len(c.Series[0].Y) != 4 {
		t.Errorf("confusion %+v", c)
	}
	if _, err := s.Look(x[:2], 0); err == nil {
		t.Error("two numbers for three: want an error")
	}
}

// TestMosaic: channels stand side by side, each a picture as it is.
func TestMosaic(t *testing.T) {
	v := make([]float32, 6*4)
	for i := range v {
		v[i] = float32(i)
	}
	nx, ny, got := mosaic(v, 6)
	want := []float32{0, 1, 4, 5, 8, 9, 2, 3, 6, 7, 10, 11, 12, 13, 16, 17, 20, 21, 14, 15, 18, 19, 22, 23}
	if nx != 6 || ny != 4 || !slices.Equal(got, want) {
		t.Errorf("%d x %d: %v", nx, ny, got)
	}
	for channels, want := range map[int][2]int{128: {16, 8}, 10: {5, 2}, 7: {7, 1}, 1: {1, 1}} {
		if nx, ny, _ := mosaic(make([]float32, channels), channels); nx != want[0] || ny != want[1] {
			t.Errorf("%d numbers are %d x %d", channels, nx, ny)
		}
	}
}

// TestLookPictures: the networks for pictures can be looked at, trained or not.
func TestLookPictures(t *testing.T) {
	for id, planes := range map[string]int{"sa-mlp": 7, "sa-cnn": 9} {
		p, _ := Find(id)
		for _, activate := range []string{"absorber", "relu", "none"} {
			c := p.Config
			c.Held, c.Activate = 10, activate
			s := open(t, c, squaresSet(20, 1), squaresSet(20, 2))
			x := make([]float32, 784)
			s.learn.Read(0, x)
			f, err := s.Look(x, -1)
			if err != nil {
				t.Fatalf("%s, %s: %v", id, activate, err)
			}
			if activate != "none" && len(f.Planes) != planes {
				t.Errorf("%s, %s: %d planes, want %d", id, activate, len(f.Planes), planes)
			}
		}
	}
}
