package own

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// sound checks what Read makes of a file that anybody may have written.
func sound(t *testing.T, fsys fs.FS, p string) {
	learn, test, err := Read(fsys, p, "fuzz")
	if err != nil {
		if learn != nil || err.Error() == "" {
			t.Fatalf("a set with %v", err)
		}
		return
	}
	for _, s := range []interface {
		Len() int
		Shape() (int, int, int)
		Target(int) int
		ClassNames() []string
		Read(int, []float32)
	}{learn, test} {
		c, h, w := s.Shape()
		dst := make([]float32, c*h*w)
		for i := range s.Len() {
			s.Read(i, dst)
			_ = s.ClassNames()[s.Target(i)]
			for _, v := range dst {
				if !(v >= 0 && v <= 1) {
					t.Fatalf("picture %d has the value %g", i, v)
				}
			}
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add(flowers)
	f.Add("label;a\n0;1\n1;2\n0;3\n1;4\n")
	f.Add("0\t1\n1\t2\n0\t1e38\n1\t-1e38\n")
	f.Add("\ufeff\"a\",1\nb,2\r\na,3\r\nb,4")
	f.Fuzz(func(t *testing.T, text string) {
		sound(t, fstest.MapFS{"x.csv": {Data: []byte(text)}}, "x.csv")
	})
}

func FuzzNPZ(f *testing.F) {
	for _, name := range []string{"keras.npz", "floats.npz", "deep.npz", "colour.npz", "rows.npz", "one-hot.npz", "objects.npz"} {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { sound(t, fstest.MapFS{"x.npz": {Data: b}}, "x.npz") })
}

func FuzzPNG(f *testing.F) {
	for _, name := range []string{"shades/low/0.png", "shades/low/palette.png", "shades/high/0.png"} {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m := fstest.MapFS{}
		for _, p := range strings.Fields("a/1.png a/2.png b/1.png b/2.png") {
			m[p] = &fstest.MapFile{Data: b}
		}
		sound(t, m, ".")
	})
}
