package npy

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sbinet/npyio/npy"
)

func file(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What numpy.load reads from these files, ReadPlane and Read read too.
func TestFilesOfNumPy(t *testing.T) {
	files, err := filepath.Glob("testdata/*.npy")
	if err != nil || len(files) < 40 {
		t.Fatal(files, err)
	}
	refused := map[string]string{
		"objects":    "its values are Python objects (a pickle)",
		"text":       "its values are text",
		"dates":      "its values are dates",
		"records":    "its values are records of several fields",
		"longdouble": `its values have NumPy type "<f16": convert it with a.astype('float64')`,
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".npy")
		b := file(t, name+".npy")
		p, err := ReadPlane(b)
		if want := refused[name]; want != "" {
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: error %v, want %q", name, err, want)
			}
			continue
		}
		if err != nil || p.Nx != 3 || p.Ny != 2 || p.Dims != 2 {
			t.Errorf("%s: %+v %v", name, p, err)
			continue
		}
		a, err := Read(b)
		if err != nil {
			t.Fatal(err)
		}
		for i, u := range p.U {
			x := float64(i)
			want := complex(x, 0)
			switch {
			case a.Type() == "bool":
				want = complex(float64(i%2), 0)
			case a.Complex():
				want = complex(x, -x)
			case !a.Integers():
				want = complex(x/2, 0)
			}
			if u != want {
				t.Errorf("%s (%s): value %d is %v, want %v", name, a.Type(), i, u, want)
			}
		}
		if !a.Complex() {
			if v := Values[float32](a); len(v) != 6 || float64(v[5]) != real(p.U[5]) {
				t.Errorf("%s: as float32 %v", name, v)
			}
		}
	}
}

// Light keeps all digits that a file has, and does not pretend to more.
func TestPlaneTypes(t *testing.T) {
	for name, want := range map[string]string{"bool": "float32", "uint16": "float32", "float16": "float32", "float32": "float32", "int32": "float64", "uint64": "float64",
		"big-f8": "float64", "big-c8": "complex64", "fortran-complex128": "complex128"} {
		if p, err := ReadPlane(file(t, name+".npy")); err != nil || p.Type != want {
			t.Errorf("%s: %v, want %s (%v)", name, p, want, err)
		}
	}
}

func TestArchivesOfNumPy(t *testing.T) {
	for name, want := range map[string]string{"stored.npz": `{"preset": "d2nn-mnist-64", "note": "2π 𝜋"}`, "deflated.npz": `{"preset": "d2nn-mnist-64"}`} {
		list, err := ReadZip(file(t, name))
		if err != nil || len(list) != 2 || list[0].Name != "radians" || list[1].Name != "meta" {
			t.Fatalf("%s: %v %v", name, list, err)
		}
		if text, err := list[1].Text(); text != want || err != nil {
			t.Errorf("%s: meta is %q, want %q (%v)", name, text, want, err)
		}
	}
	list, err := ReadZip(file(t, "mixed.npz"))
	if err != nil || len(list) != 3 || list[0].Err != nil || list[1].Err == nil || !strings.Contains(list[2].Err.Error(), `array "history": its values are Python objects`) {
		t.Errorf("an archive of numbers and pickles: %v %v", list, err)
	}
	p, err := ReadPlane(file(t, "nameless.npz"))
	if err != nil || p.Nx != 3 || p.U[3] != 1.5 {
		t.Errorf("light of an archive: %v %v", p, err)
	}
	if _, err := ReadPlane(file(t, "stored.npz")); err == nil || !strings.Contains(err.Error(), "it has 2 arrays (radians, meta)") {
		t.Errorf("an archive of two arrays: %v", err)
	}
	b := file(t, "deflated.npz")
	for cut := range len(b) {
		if _, err := ReadZip(b[:cut]); err == nil {
			t.Fatalf("an archive that ends at byte %d of %d is read", cut, len(b))
		}
	}
}

// Integers keep their sign, halves their limits, in either order of bytes.
func TestNumbers(t *testing.T) {
	for bits, want := range map[uint16]float64{0: 0, 0x8000: 0, 1: 0x1p-24, 0x03ff: 1023 * 0x1p-24, 0x0400: 0x1p-14, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x7c00: math.Inf(1), 0xfc00: math.Inf(-1)} {
		if got := half(bits); got != want || math.Signbit(got) != (bits > 0x7fff) {
			t.Errorf("half %#x is %v, want %v", bits, got, want)
		}
	}
	if !math.IsNaN(half(0x7e00)) {
		t.Error("a half that is no number is one")
	}
	for descr, want := range map[string]float64{"<i2": -2, ">i2": -257, "<u2": 65534, ">u2": 65279} {
		a, err := Read(fake("{'descr': '"+descr+"', 'fortran_order': False, 'shape': (), }\n", []byte{0xfe, 0xff}))
		if err != nil || Values[float64](a)[0] != want {
			t.Errorf("%s: %v, want %v (%v)", descr, a, want, err)
		}
	}
}

// A sound header may be written in many ways.
func TestHeaders(t *testing.T) {
	entries := [][2]string{{"descr", "'<f4'"}, {"fortran_order", "False"}, {"shape", "(2, 3)"}}
	for order := range 6 {
		for _, space := range []string{"", " ", "\n\t "} {
			for _, quote := range []string{"'", `"`} {
				for _, end := range []string{"}", ",}", " , }   \n", "}\x00\x00"} {
					list := slices.Clone(entries)
					first := order % 3
					list[0], list[first] = list[first], list[0]
					if order > 2 {
						list[1], list[2] = list[2], list[1]
					}
					text := space + "{" + space
					for i, e := range list {
						if i > 0 {
							text += space + "," + space
						}
						text += quote + e[0] + quote + space + ":" + space + strings.ReplaceAll(e[1], "'", quote)
					}
					text += space + end
					if a, err := Read(fake(text, make([]byte, 24))); err != nil || !reflect.DeepEqual(a.Shape, []int{2, 3}) {
						t.Errorf("%q: %v", text, err)
					}
				}
			}
		}
	}
	const good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
	for _, c := range [][3]string{
		{"'shape'", "'shame'", "damaged"}, {"'<f4'", "[('a', '<f4')]", "records"}, {"'<f4'", "('<f4', (2,))", "records"}, {"False", "0", "damaged"},
		{"(2, 3)", "(2 3)", "damaged"}, {"(2, 3)", "[2, 3]", "damaged"}, {"(2, 3)", "(6)", "damaged"}, {"(2, 3)", "(-2, -3)", "damaged"}, {"(2, 3)", "(,)", "damaged"},
		{"(2, 3)", "(2.0, 3)", "damaged"}, {"'<f4'", "'<<f4'", "damaged"}, {"'<f4'", "f4", "damaged"}, {", }", ", 'x': 1}", "damaged"}, {", }", "", "damaged"}, {", }", "} x", "damaged"},
		{"'<f4'", "'<f3'", `type "<f3"`}, {"'<f4'", "''", `type ""`}, {"'<f4'", "'<U99999999999999999999'", "damaged"}, {"'<f4'", "'|V4'", `type "|V4"`},
		{"(2, 3)", "(2, 4)", "24 bytes of them"}, {"(2, 3)", "(4294967296, 4294967296)", "promises the shape"}, {"(2, 3)", "(" + strings.Repeat("1, ", 40) + "6)", "damaged"},
	} {
		if _, err := Read(fake(strings.Replace(good, c[0], c[1], 1), make([]byte, 24))); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("%s for %s: error %v, want %q", c[1], c[0], err, c[2])
		}
	}
}

// Other readers agree with what is written.
func TestWrite(t *testing.T) {
	for _, shape := range [][]int{{}, {1}, {5}, {2, 3}, {2, 3, 4}, {3, 0, 2}} {
		v := make([]float32, count(shape))
		for i := range v {
			v[i] = float32(i) - 1.5
		}
		var b bytes.Buffer
		if err := Write(&b, shape, v); err != nil {
			t.Fatal(err)
		}
		if end := b.Len() - 4*len(v); end%align != 0 {
			t.Errorf("%v: the values begin at %d, want a multiple of %d", shape, end, align)
		}
		a, err := Read(b.Bytes())
		if err != nil || fmt.Sprint(a.Shape) != fmt.Sprint(shape) || !slices.Equal(Values[float32](a), v) {
			t.Errorf("%v: read as %v (%v)", shape, a, err)
		}
		r, err := npy.NewReader(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%v: npyio: %v", shape, err)
		}
		if len(shape) > 0 && !reflect.DeepEqual(r.Header.Descr.Shape, shape) {
			t.Errorf("%v: npyio reads the shape %v", shape, r.Header.Descr.Shape)
		}
		var other []float32
		if err := r.Read(&other); len(v) > 0 && (err != nil || !reflect.DeepEqual(other, v)) {
			t.Errorf("%v: npyio reads %v (%v)", shape, other, err)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("3 values of the shape 2 x 2: no panic")
		}
	}()
	_ = Write(&bytes.Buffer{}, []int{2, 2}, make([]byte, 3))
}

func TestArchiveRoundTrip(t *testing.T) {
	var b bytes.Buffer
	z := NewArchive(&b)
	if err := Add(z, "levels", []int{1, 2, 2}, []uint16{0, 1, 7, 300}); err != nil {
		t.Fatal(err)
	}
	if err := z.AddText("meta", `{"of": "2π"}`); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := ReadZip(b.Bytes())
	if err != nil || len(list) != 2 || !Same(list[0].Array, []int{1, 2, 2}, []uint16{0, 1, 7, 300}) || Same(list[0].Array, []int{1, 2, 2}, []float32{0, 1, 7, 300}) {
		t.Fatal(list, err)
	}
	if text, err := list[1].Text(); text != `{"of": "2π"}` || err != nil {
		t.Errorf("%q %v", text, err)
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.np?")
	for _, name := range files {
		f.Add(file(f, filepath.Base(name)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		list, _ := ReadZip(b)
		if a, err := Read(b); err == nil {
			list = append(list, Member{Array: a})
		} else if strings.ContainsAny(err.Error(), "\n\r") {
			t.Errorf("not one line: %q", err)
		}
		for _, m := range list {
			if m.Err != nil {
				continue
			}
			if m.IsText() || m.Complex() {
				_, _ = m.Text()
				continue
			}
			v := Values[float32](m.Array)
			var again bytes.Buffer
			if err := Write(&again, m.Shape, v); err != nil {
				t.Fatal(err)
			}
			if a, err := Read(again.Bytes()); err != nil || fmt.Sprint(Values[float32](a)) != fmt.Sprint(v) {
				t.Fatalf("what was read cannot be written and read: %v", err)
			}
		}
	})
}
