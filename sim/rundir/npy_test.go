package rundir

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"strings"
	"testing"

	"github.com/sbinet/npyio/npy"
)

func npyBytes[T byte | float32](t testing.TB, shape []int, v []T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteNPY(&b, shape, v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNPYRoundTrip(t *testing.T) {
	for _, shape := range [][]int{{}, {1}, {5}, {2, 3}, {2, 3, 4}, {3, 0, 2}} {
		v := make([]float32, count(shape))
		for i := range v {
			v[i] = float32(i) - 1.5
		}
		b := npyBytes(t, shape, v)
		if end := len(b) - 4*len(v); end%npyAlign != 0 {
			t.Errorf("%v: the values begin at %d, want a multiple of %d", shape, end, npyAlign)
		}
		gotShape, got, err := ReadNPY[float32](b)
		if err != nil || len(gotShape) != len(shape) || count(gotShape) != count(shape) || !reflect.DeepEqual(got, v) {
			t.Errorf("%v: read as %v (%v)", shape, gotShape, err)
		}
		// Another reader agrees.
		r, err := npy.NewReader(bytes.NewReader(b))
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
}

func TestNPYOfBytes(t *testing.T) {
	b := npyBytes(t, []int{2, 2}, []byte{0, 1, 128, 255})
	shape, v, err := ReadNPY[byte](b)
	if err != nil || !reflect.DeepEqual(shape, []int{2, 2}) || !bytes.Equal(v, []byte{0, 1, 128, 255}) {
		t.Errorf("%v %v %v", shape, v, err)
	}
	if _, _, err := ReadNPY[float32](b); err == nil || !strings.Contains(err.Error(), "want <f4") {
		t.Errorf("bytes read as floats: %v", err)
	}
}

func TestNPYRefusals(t *testing.T) {
	file := func(header string, values int) []byte {
		b := binary.LittleEndian.AppendUint16([]byte(npyMagic), uint16(len(header)+1))
		return append(append(b, header+"\n"...), make([]byte, values)...)
	}
	const good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
	if _, _, err := ReadNPY[float32](file(good, 24)); err != nil {
		t.Fatal(err)
	}
	edit := func(old, new string) []byte { return file(strings.Replace(good, old, new, 1), 24) }
	for _, c := range []struct {
		want string
		b    []byte
	}{
		{"not an array", nil},
		{"not an array", []byte("PK\x03\x04 archive")},
		{"version 2.0", bytes.Replace(file(good, 24), []byte("Y\x01"), []byte("Y\x02"), 1)},
		{"cut short", file(good, 24)[:40]},
		{"header is damaged", edit("'shape'", "'shame'")},
		{"header is damaged", edit("'<f4'", "[('a', '<f4')]")},
		{"in C order", edit("False", "True")},
		{"want <f4", edit("<f4", "<f8")},
		{"want <f4", edit("<f4", ">f4")},
		{"24 bytes of values", edit("(2, 3)", "(2, 4)")},
		{"23 bytes of values", file(good, 23)},
		{"25 bytes of values", file(good, 25)},
		{"24 bytes of values", edit("(2, 3)", "(65536, 65536)")},
		{"is impossible", edit("(2, 3)", "(99999999999, 3)")},
		{"is impossible", edit("(2, 3)", "(1, 1, 1, 1, 1, 1, 1, 2, 3)")},
	} {
		if _, _, err := ReadNPY[float32](c.b); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
}

func TestWriteNPYPanicsOnWrongShape(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("3 values of the shape 2 x 2: no panic")
		}
	}()
	_ = WriteNPY(&bytes.Buffer{}, []int{2, 2}, make([]byte, 3))
}

func FuzzReadNPY(f *testing.F) {
	f.Add(npyBytes(f, []int{2, 3}, make([]float32, 6)))
	f.Add(npyBytes(f, []int{1}, []byte{7}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if shape, v, err := ReadNPY[byte](b); err == nil {
			_, again, err := ReadNPY[byte](npyBytes(t, shape, v))
			if err != nil || !bytes.Equal(again, v) {
				t.Errorf("cannot write and read again: %v", err)
			}
		}
		if _, v, err := ReadNPY[float32](b); err == nil && 4*len(v) > len(b) {
			t.Errorf("%d values from %d bytes", len(v), len(b))
		}
	})
}
