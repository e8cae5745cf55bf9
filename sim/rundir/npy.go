package rundir

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// NumPy's NPY format, version 1.0: magic, the length of a header, and the header,
// a Python dictionary padded with spaces so that the values start at a multiple
// of 64; then the values, the last index fastest. Package npyio, which the tests
// compare with, writes at most two dimensions and panics on a damaged header.
const (
	npyMagic = "\x93NUMPY\x01\x00"
	npyAlign = 64
	maxDims  = 8
)

var npyDict = regexp.MustCompile(`^\{'descr': '([<>|][a-z][0-9])', 'fortran_order': (True|False), 'shape': \(([0-9, ]*)\), \} *\n$`)

// WriteNPY writes an array of that shape: bytes (NumPy's uint8), or
// little-endian uint16 or float32. It panics if the shape has not as many values.
func WriteNPY[T byte | uint16 | float32](w io.Writer, shape []int, v []T) error {
	if count(shape) != len(v) {
		panic("rundir: the array does not match its shape")
	}
	var text strings.Builder
	for _, n := range shape {
		text.WriteString(strconv.Itoa(n) + ",")
	}
	dims := strings.ReplaceAll(text.String(), ",", ", ")
	if dims = strings.TrimSuffix(dims, " "); len(shape) > 1 {
		dims = strings.TrimSuffix(dims, ",")
	}
	header := "{'descr': '" + descr[T]() + "', 'fortran_order': False, 'shape': (" + dims + "), }"
	used := len(npyMagic) + 2 + len(header) + 1
	header += strings.Repeat(" ", (npyAlign-used%npyAlign)%npyAlign) + "\n"
	b := binary.LittleEndian.AppendUint16([]byte(npyMagic), uint16(len(header)))
	if _, err := w.Write(append(b, header...)); err != nil {
		return err
	}
	return binary.Write(w, binary.LittleEndian, v)
}

// ReadNPY reads an array from the bytes of a whole file. Anything but version
// 1.0, the type T, row-major order and exactly as many values as the shape says
// is an error.
func ReadNPY[T byte | uint16 | float32](b []byte) (shape []int, v []T, err error) {
	head := len(npyMagic) + 2
	if len(b) < head || string(b[:6]) != npyMagic[:6] {
		return nil, nil, fmt.Errorf("not an array in NumPy's format")
	}
	if string(b[:8]) != npyMagic {
		return nil, nil, fmt.Errorf("an array in version %d.%d of NumPy's format, want 1.0", b[6], b[7])
	}
	end := head + int(binary.LittleEndian.Uint16(b[head-2:]))
	if end > len(b) {
		return nil, nil, fmt.Errorf("cut short in its header")
	}
	m := npyDict.FindSubmatch(b[head:end])
	if m == nil {
		return nil, nil, fmt.Errorf("its header is damaged, or not of a plain array")
	}
	if string(m[1]) != descr[T]() || string(m[2]) != "False" {
		return nil, nil, fmt.Errorf("values of type %s (fortran order: %s), want %s in C order", m[1], m[2], descr[T]())
	}
	for _, word := range strings.FieldsFunc(string(m[3]), func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.ParseUint(word, 10, 31)
		if err != nil || len(shape) == maxDims {
			return nil, nil, fmt.Errorf("its shape (%s) is impossible", m[3])
		}
		shape = append(shape, int(n))
	}
	values := b[end:]
	n := len(values) / size[T]()
	if count(shape) != n || len(values) != n*size[T]() {
		return nil, nil, fmt.Errorf("shape (%s), but %d bytes of values", m[3], len(values))
	}
	v = make([]T, n)
	return shape, v, binary.Read(bytes.NewReader(values), binary.LittleEndian, v)
}

// count is the number of values of a shape, or -1 if no array can have so many.
func count(shape []int) int {
	n := 1
	for _, d := range shape {
		if d != 0 && n > math.MaxInt32/d {
			return -1
		}
		n *= d
	}
	return n
}

func descr[T byte | uint16 | float32]() string {
	switch size[T]() {
	case 1:
		return "|u1"
	case 2:
		return "<u2"
	}
	return "<f4"
}

func size[T byte | uint16 | float32]() int { return binary.Size(T(0)) }
