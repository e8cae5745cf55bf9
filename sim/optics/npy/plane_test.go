package npy

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func encoded(t testing.TB, p *Plane) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	for _, typ := range []string{"float32", "float64", "complex64", "complex128"} {
		for _, dims := range []int{1, 2} {
			in := &Plane{Nx: 5, Ny: 1, Dims: dims, Type: typ}
			if dims == 2 {
				in.Ny = 3
			}
			for i := range in.Nx * in.Ny {
				v := complex(float64(i)/8, 0)
				if strings.HasPrefix(typ, "complex") {
					v += complex(0, -float64(i))
				}
				in.U = append(in.U, v)
			}
			b := encoded(t, in)
			if (len(b)-len(in.U)*map[string]int{"float32": 4, "float64": 8, "complex64": 8, "complex128": 16}[typ])%64 != 0 {
				t.Errorf("%s: values do not begin at a multiple of 64", typ)
			}
			out, err := ReadPlane(b)
			if err != nil {
				t.Fatal(err)
			}
			if out.Nx != in.Nx || out.Ny != in.Ny || out.Dims != dims || out.Type != typ {
				t.Errorf("%+v became %+v", in, out)
			}
			for i := range in.U {
				if in.U[i] != out.U[i] {
					t.Errorf("%s: value %d became %v", typ, i, out.U[i])
				}
			}
		}
	}
}

// fake is a file with any header and values.
func fake(text string, values []byte) []byte {
	b := binary.LittleEndian.AppendUint16([]byte("\x93NUMPY\x01\x00"), uint16(len(text)))
	return append(append(b, text...), values...)
}

func TestBadFiles(t *testing.T) {
	head := func(descr, order, shape string) string {
		return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': (" + shape + "), }\n"
	}
	nan := binary.LittleEndian.AppendUint32(make([]byte, 4), math.Float32bits(float32(math.NaN())))
	inf := binary.LittleEndian.AppendUint64(make([]byte, 8), math.Float64bits(math.Inf(-1)))
	good := encoded(t, &Plane{Nx: 2, Ny: 2, Dims: 2, Type: "complex64", U: make([]complex128, 4)})
	for want, b := range map[string][]byte{
		"not an array in NumPy's format":      []byte("hello, world"),
		"save it with numpy.save":             nil,
		"cut short in its header":             good[:40],
		"it holds 31 bytes":                   good[:len(good)-1],
		"version 9.0":                         append([]byte("\x93NUMPY\x09\x00"), good[8:]...),
		"its header is damaged":               fake("{'descr': ", nil),
		"its values are text":                 fake(head("|S8", "False", "1, 1"), make([]byte, 8)),
		"its shape is (2, 2, 2)":              fake(head("<f4", "False", "2, 2, 2"), make([]byte, 32)),
		"its shape is ()":                     fake(head("<f4", "False", ""), make([]byte, 4)),
		"its shape is (0, 4)":                 fake(head("<f4", "False", "0, 4"), nil),
		"promises the shape (99999999999, 1)": fake(head("<f4", "False", "99999999999, 1"), nil),
		"promises the shape (2000000000, 2000000000) of complex128": fake(head("<c16", "False", "2000000000, 2000000000"), make([]byte, 64)),
		"its value at [0, 1] is (NaN+0i)":                           fake(head("<f4", "False", "1, 2"), nan),
		"its value at [1, 0] is (-Inf+0i)":                          fake(head("<f8", "False", "2, 1"), inf),
		"its value at [0, 0] is (1e+300+0i): ":                      fake(head("<f8", "False", "1,"), binary.LittleEndian.AppendUint64(nil, math.Float64bits(1e300))),
	} {
		_, err := ReadPlane(b)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// A header that promises more than there is must not make room for it.
func TestPromisesAllocateNothing(t *testing.T) {
	b := fake("{'descr': '<c16', 'fortran_order': False, 'shape': (40000, 40000), }\n", make([]byte, 1024))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := ReadPlane(b); err == nil {
		t.Fatal("no error")
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
		t.Errorf("reading 1 KB allocated %d bytes", n)
	}
}

func FuzzReadPlane(f *testing.F) {
	f.Add(encoded(f, &Plane{Nx: 3, Ny: 2, Dims: 2, Type: "complex64", U: make([]complex128, 6)}))
	f.Add(encoded(f, &Plane{Nx: 4, Ny: 1, Dims: 1, Type: "float64", U: make([]complex128, 4)}))
	f.Add([]byte("\x93NUMPY\x02\x00\xff\xff\xff\xff"))
	files, _ := filepath.Glob("testdata/*.np?")
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ReadPlane(b)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("not one line: %q", err)
			}
			return
		}
		if len(p.U) != p.Nx*p.Ny || len(p.U) > len(b) && !IsZip(b) {
			t.Fatalf("%d x %d values, %d read from %d bytes", p.Nx, p.Ny, len(p.U), len(b))
		}
		q, err := ReadPlane(encoded(t, p))
		if err != nil || q.Nx != p.Nx || q.Ny != p.Ny || q.Dims != p.Dims {
			t.Fatalf("what was read cannot be written and read: %v", err)
		}
	})
}
