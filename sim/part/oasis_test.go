package part

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// outline is a polygon's corners in nanometres, sorted, so that files can be compared.
func outline(points [][2]float64) string {
	var q [][2]int
	for _, p := range points {
		q = append(q, [2]int{int(math.Round(p[0] / grid)), int(math.Round(p[1] / grid))})
	}
	slices.SortFunc(q, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return fmt.Sprint(slices.Compact(q))
}

// drawn is all that a file's cells draw, by layer.
func drawn(t *testing.T, read func([]byte) (map[string]*structure, error), b []byte) []string {
	t.Helper()
	cells, err := read(b)
	var list []string
	if err == nil {
		err = flatten(cells, &effort{1 << 20, 1 << 20}, func(f shape) error {
			list = append(list, fmt.Sprint(f.layer, outline(f.points)))
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

// records are an OASIS file with every kind of shape, list of points, repetition and reference that
// is read: cell A with shapes, cell TOP, named later, with references to it.
func records() []byte {
	b := append([]byte(oasMagic), oasStart)
	b = append(oasText(b, "1.0"), 0)
	b = append(unsigned(b, 1000), 0)
	b = append(b, make([]byte, 12)...)
	b = append(b, 4)
	b = append(oasText(b, "A"), 7)
	b = append(b, 13, 7)                              // cell 7
	b = append(b, 28, 0x14, 1, 'P', 8, 3)             // a property, of one whole number
	b = append(b, 20, 0xDB, 1, 0, 10, 20, 40)         // square
	b = append(b, 20, 0x30|4, 5, 60, 1, 0, 1, 30, 50) // 2 x 3 of another height
	for i, info := range []byte{0x7B, 0xFB} {         // trapezoids lying and standing
		for k := range byte(3) {
			b = append(b, 23+k, info, 2+byte(i), 0)
			b = unsigned(unsigned(b, 100), 60)
			if k != 2 {
				b = signed(b, 11)
			}
			if k != 1 {
				b = signed(b, -7)
			}
			b = signed(signed(b, 400+200*int(k)), 10*i)
		}
	}
	polygon := func(kind byte, deltas ...[]byte) {
		b = append(b, 21, 0x3B, 4, 0, kind, byte(len(deltas)))
		for _, d := range deltas {
			b = append(b, d...)
		}
		b = signed(signed(b, 200*int(kind)), 1000)
	}
	one := func(v int) []byte { return signed(nil, v) }
	free := func(x, y int) []byte {
		v := uint64(max(x, -x))<<2 | 1
		if x < 0 {
			v |= 2
		}
		return signed(unsigned(nil, v), y)
	}
	polygon(0, one(50), one(30), one(-20), one(15))
	polygon(1, one(50), one(30), one(-20), one(15))
	polygon(2, unsigned(nil, 40<<2), unsigned(nil, 30<<2|1), unsigned(nil, 40<<2|2))
	polygon(3, unsigned(nil, 40<<3|4), unsigned(nil, 30<<3|2), unsigned(nil, 10<<3|3))
	polygon(4, free(40, 7), free(-3, 30), unsigned(nil, 9<<4|2<<1))
	polygon(5, free(40, 7), free(-43, 30), free(-7, -30))
	lists := [][]byte{{0}, {2, 1, 70}, {3, 1, 70}, {4, 1, 70, 80}, {5, 1, 4, 20, 21}, {6, 1, 70, 80}, {7, 1, 4, 20, 21},
		slices.Concat([]byte{8, 1, 0}, free(60, 5), free(-4, 70)), slices.Concat([]byte{9, 1}, free(60, 50)),
		slices.Concat([]byte{10, 1}, free(60, 50), free(-9, 70)), slices.Concat([]byte{11, 1, 3}, free(30, 20), free(-9, 20))}
	b = append(b, 16) // from here on each place counts from the one before
	for i, r := range lists {
		b = append(b, 20, 0x7F, 5, 0, 10, 12)
		b = signed(signed(b, 300), 300*(i&1))
		b = append(b, r...)
	}
	b = oasText(append(b, 14), "TOP")
	b = append(b, 17, 0xF0, 7, 0, 0) // as it is
	b = append(b, 17, 0x37)          // the same again, turned by 270 degrees and mirrored
	b = signed(signed(b, 9000), 100)
	b = append(b, 18, 0x36|8) // twice as large, turned by 90 degrees, twice
	b = append(b, 0, 2, 0, 90)
	b = signed(signed(b, -9000), 100)
	b = append(unsigned(append(b, 2, 0), 20000), oasEnd)
	b = unsigned(b, 252)
	return append(append(b, make([]byte, 252)...), 0)
}

// TestOASISRecords compares what is read of hand-made records with what KLayout reads of them.
func TestOASISRecords(t *testing.T) {
	if _, err := readOASIS(records()); err != nil {
		t.Fatal(err)
	}
	need(t, "klayout")
	in := file(t, "a.oas", func(w io.Writer) error { _, err := w.Write(records()); return err })
	gds := convert(t, in, "b.gds", 0)
	want := drawn(t, readGDSII, gds)
	got := drawn(t, readOASIS, records())
	if !slices.Equal(got, want) {
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("of %d and %d shapes, number %d differs:\n%s\n%s", len(got), len(want), i, got[min(i, len(got)-1)], want[min(i, len(want)-1)])
			}
		}
	}
}

// convert saves a layout in another form by KLayout.
func convert(t *testing.T, in, name string, compression int) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), name)
	s := file(t, "convert.py", func(w io.Writer) error {
		_, err := io.WriteString(w, `
import pya, os
ly = pya.Layout()
ly.read(os.environ["IN"])
o = pya.SaveLayoutOptions()
o.set_format_from_filename(os.environ["OUT"])
o.oasis_compression_level = int(os.environ["LEVEL"])
o.oasis_write_cblocks = int(os.environ["LEVEL"]) > 0
ly.write(os.environ["OUT"], o)
`)
		return err
	})
	cmd := exec.Command("klayout", "-b", "-zz", "-r", s)
	cmd.Env = append(os.Environ(), "IN="+in, "OUT="+out, fmt.Sprintf("LEVEL=%d", compression), "QT_QPA_PLATFORM=offscreen", "HOME="+t.TempDir())
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("klayout: %v\n%s", err, text)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestSavedByKLayout reads masks that KLayout has saved as OASIS.
func TestSavedByKLayout(t *testing.T) {
	need(t, "klayout")
	if testing.Short() {
		t.Skip("long")
	}
	for _, stack := range []bool{false, true} {
		s := &Sheet{Form: OASIS, Stack: stack, Packed: true, Process: *process(8)}
		n := 21
		values := make([]float32, n*n)
		for i, k := range random(n, 8, 4) {
			values[i] = float32(2 * math.Pi * float64(k) / 8)
		}
		made, err := s.Make([]MaskIn{{Number: "1", N: n, Pitch: s.Pitch, Values: values}})
		if err != nil {
			t.Fatal(err)
		}
		in := file(t, "a.oas", func(w io.Writer) error { return s.Write(w, made[0].Plane) })
		level := 0
		if stack {
			level = 10
		}
		b := convert(t, in, "b.oas", level)
		if bytes.Contains(b, []byte{oasBlock, 0}) != stack {
			t.Error("KLayout has not compressed as it should")
		}
		m, err := s.Read(func(string) ([]byte, error) { return b, nil })
		if err != nil || len(m.Notes) > 0 {
			t.Fatalf("stack %v, compression %d: %v %v", stack, level, err, m)
		}
		for i, v := range m.Values {
			if math.Abs(float64(v-values[i])) > 1e-4 {
				t.Fatalf("stack %v, compression %d: pixel %d has %v rad, want %v", stack, level, i, v, values[i])
			}
		}
	}
}
