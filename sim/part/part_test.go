package part

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestHeights holds heights against h = phase lambda/(2 pi (n - n0)).
func TestHeights(t *testing.T) {
	p := process(4)
	phases := []float32{0, math.Pi / 2, math.Pi, 1.5 * math.Pi, 2 * math.Pi, -math.Pi / 2, 6}
	levels, c := p.Quantise(phases)
	if want := []uint16{0, 1, 2, 3, 0, 3, 0}; !slices.Equal(levels, want) {
		t.Errorf("levels %v, want %v", levels, want)
	}
	if c.Rounded != 1 || c.Clipped != 0 || math.Abs(c.MaxPhase-(2*math.Pi-6)) > 1e-6 {
		t.Errorf("counted %+v", c)
	}
	if h, want := p.Heights([]uint16{3})[0], 0.75*532e-9/0.46; math.Abs(h/want-1) > 1e-12 {
		t.Errorf("height %g m, want %g", h, want)
	}
	p.Limit = p.Heights([]uint16{1})[0] // a quarter of a turn
	if levels, c = p.Quantise(phases); c.Clipped != 4 || !slices.Equal(levels, []uint16{0, 3, 3, 0, 0, 0, 0}) {
		t.Errorf("with a limit: levels %v, %+v", levels, c)
	}
	p.Limit, p.Index, p.Ambient = 0, 1, 1.46 // a hollow
	if levels, _ = p.Quantise(phases); levels[1] != 3 || math.Abs(math.Mod(p.Phase(p.Heights(levels)[1])-math.Pi/2, 2*math.Pi)) > 1e-9 {
		t.Errorf("a hollow has levels %v", levels)
	}
}

// TestRoundTrip writes and reads each form that is read, from both sides and turned.
func TestRoundTrip(t *testing.T) {
	for _, form := range Forms {
		for _, v := range []Sheet{{}, {Stack: true, Cells: true}, {Cells: true}, {Sloped: true}} {
			if v.Sloped && form != STL || v.Stack && form != GDSII && form != OASIS || v.Cells && !v.Stack && form != GDSII {
				continue
			}
			for _, away := range []bool{false, true} {
				v.Form, v.Process, v.Away = form, *process(16), away
				s := v
				n := 33
				phases := make([]float32, n*n)
				for i, k := range random(n, 16, 5) {
					phases[i] = float32(2 * math.Pi * float64(k) / 16)
				}
				s.Pitch, s.Away, s.Packed = 5.3005e-6, away, form == OASIS && !away
				made, err := s.Make([]MaskIn{{Number: "1", N: n, Pitch: s.Pitch, Values: phases}})
				if err != nil {
					t.Fatal(err)
				}
				var b, j bytes.Buffer
				if err := s.Write(&b, made[0].Plane); err != nil {
					t.Fatal(err)
				}
				if err := s.WriteJSON(&j); err != nil {
					t.Fatal(err)
				}
				r, err := ReadSheet(j.Bytes())
				if err != nil {
					t.Fatal(err)
				}
				if form == Table { // a shop has turned it over
					r.Away = !r.Away
				}
				m, err := r.Read(func(string) ([]byte, error) { return b.Bytes(), nil })
				if err != nil {
					t.Fatalf("%s %+v: %v", form, s.layout(), err)
				}
				if (len(m.Notes) > 0) != (form == Table) {
					t.Errorf("%s: notes %q", form, m.Notes)
				}
				for i, got := range m.Values {
					if math.Abs(float64(got-phases[i])) > 1e-4 {
						t.Fatalf("%s, away %v, sloped %v, %+v: pixel %d has %v rad, want %v", form, away, s.Sloped, s.layout(), i, got, phases[i])
					}
				}
			}
		}
	}
}

// TestEdges counts that each edge of a solid is passed as often one way as the other, and that
// facets enclose the volume of the pixels.
func TestEdges(t *testing.T) {
	for _, sloped := range []bool{false, true} {
		plane := NewPlane(process(5), random(20, 5, 2), 20)
		b, err := newBody(plane)
		if err != nil {
			t.Fatal(err)
		}
		surface := b.steps
		if sloped {
			surface = b.slopes
		}
		edges, volume := map[[2]point]int{}, 0.0
		surface(func(p, q, r point) {
			for _, e := range [3][2]point{{p, q}, {q, r}, {r, p}} {
				edges[e]++
				edges[[2]point{e[1], e[0]}]--
			}
			d := func(v point, k int) float64 { return float64(v[k]) }
			volume += (d(p, 0)*(d(q, 1)*d(r, 2)-d(q, 2)*d(r, 1)) + d(p, 1)*(d(q, 2)*d(r, 0)-d(q, 0)*d(r, 2)) + d(p, 2)*(d(q, 0)*d(r, 1)-d(q, 1)*d(r, 0))) / 6
		})
		for e, n := range edges {
			if n != 0 {
				t.Fatalf("sloped %v: edge %v is open (%d)", sloped, e, n)
			}
		}
		if want := plane.Volume(); !sloped && math.Abs(volume/want-1) > 1e-6 || volume <= 0 {
			t.Errorf("sloped %v: volume %v, want %v", sloped, volume, want)
		}
	}
}

// sizer counts bytes.
type sizer int

func (s *sizer) Write(b []byte) (int, error) { *s += sizer(len(b)); return len(b), nil }

// TestSizes holds the sizes of a mask of 1200 x 1200 random levels, and that rows are read and
// nothing kept.
func TestSizes(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	r := rand.New(rand.NewPCG(9, 1))
	levels := make([]uint16, 1200*1200) // 1.35 million rectangles: one pixel in 16 goes on with its neighbour's
	for i := range levels {
		levels[i] = uint16(r.IntN(16))
	}
	p := process(16)
	p.Pitch = 5e-6
	plane := NewPlane(p, levels, 1200)
	for _, c := range []struct {
		name  string
		most  int
		write func(io.Writer) error
	}{
		{"GDSII", 90e6, func(w io.Writer) error { return WriteGDSII(w, plane, Layout{}) }},
		{"GDSII with cells", 40e6, func(w io.Writer) error { return WriteGDSII(w, plane, Layout{Cells: true}) }},
		{"OASIS", 8e6, func(w io.Writer) error { return WriteOASIS(w, plane, Layout{}, false) }},
		{"OASIS, compressed", 5e6, func(w io.Writer) error { return WriteOASIS(w, plane, Layout{}, true) }},
	} {
		var n sizer
		if err := c.write(&n); err != nil || int(n) > c.most {
			t.Errorf("%s has %d bytes, want at most %d (%v)", c.name, n, c.most, err)
		}
		t.Logf("%s: %d bytes", c.name, n)
	}
}

// TestBlur keeps sums and shifts by whole pixels.
func TestBlur(t *testing.T) {
	k, err := Gaussian(1e-6, 1e-6)
	if err != nil {
		t.Fatal(err)
	}
	h := make([]float64, 21*21)
	h[10*21+10] = 1
	sum := 0.0
	for _, v := range k.Blur(h, 21) {
		sum += v
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("a blurred point has %v", sum)
	}
	v := make([]float32, 2*9)
	v[2*4] = 1
	if got := Shift(v, 3, 1, -1); got[2*2] != 1 {
		t.Errorf("shifted: %v", got)
	}
	if got := Shift(v, 3, 0.25, 0); fmt.Sprint(got[2*4], got[2*5]) != "0.75 0.25" {
		t.Errorf("shifted by a quarter: %v", got)
	}
}
