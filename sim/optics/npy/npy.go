// Package npy reads and writes NumPy's files of arrays: NPY, versions 1.0 to 3.0, and
// NPZ, an archive of them. It reads what numpy.load reads without a pickle, of numbers
// and text. A Plane is an array of light: what talbot propagate takes and gives.
package npy

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Array is an array as it lies in a file.
type Array struct {
	Shape []int // the last index is that along x

	kind    byte // b, i, u, f or c for numbers, U or S for text
	size    int  // bytes of a value
	big     bool // the most significant byte comes first
	fortran bool // the first index runs fastest
	data    []byte
}

// magic is what every file begins with; its version follows.
const magic = "\x93NUMPY"

// Read reads an array from the bytes of a whole file. It allocates next to nothing,
// whatever the header says, and keeps b.
func Read(b []byte) (*Array, error) {
	text, data, err := split(b)
	if err != nil {
		return nil, err
	}
	h, err := parseHeader(text)
	if err != nil {
		return nil, err
	}
	a := &Array{Shape: h.shape, fortran: h.fortran, data: data}
	if a.kind, a.size, a.big, err = parseType(h.descr); err != nil {
		return nil, err
	}
	if n := count(a.Shape); n < 0 || n > 0 && a.size > 0 && n > math.MaxInt/a.size || n*a.size != len(data) {
		return nil, fmt.Errorf("its header promises the shape %s of %s, but it holds %d bytes of them: the file is cut short or damaged", shapeText(a.Shape), a.Type(), len(data))
	}
	return a, nil
}

// shapeText is a shape in Python's notation.
func shapeText(shape []int) string {
	text := strings.Trim(strings.ReplaceAll(fmt.Sprint(shape), " ", ", "), "[]")
	if len(shape) == 1 {
		text += ","
	}
	return "(" + text + ")"
}

// split takes the header from the values.
func split(b []byte) (text string, values []byte, err error) {
	if len(b) < 10 || string(b[:6]) != magic {
		return "", nil, fmt.Errorf("it is not an array in NumPy's format: save it with numpy.save")
	}
	start, size := 10, int64(binary.LittleEndian.Uint16(b[8:]))
	switch b[6] {
	case 1:
	case 2, 3:
		if len(b) < 12 {
			return "", nil, fmt.Errorf("it is cut short in its header")
		}
		start, size = 12, int64(binary.LittleEndian.Uint32(b[8:]))
	default:
		return "", nil, fmt.Errorf("it is in version %d.%d of NumPy's format, want 1 to 3", b[6], b[7])
	}
	if size > int64(len(b)-start) {
		return "", nil, fmt.Errorf("it is cut short in its header")
	}
	return string(b[start : start+int(size)]), b[start+int(size):], nil
}

// Type is NumPy's name of the values' type, such as float32.
func (a *Array) Type() string {
	if name, ok := names[string(a.kind)+fmt.Sprint(a.size)]; ok {
		return name
	}
	return "text"
}

// Len is the number of values.
func (a *Array) Len() int { return count(a.Shape) }

// Integers tells whether the values are of an integer type or truth values.
func (a *Array) Integers() bool { return a.kind == 'i' || a.kind == 'u' || a.kind == 'b' }

// Complex tells whether the values are complex.
func (a *Array) Complex() bool { return a.kind == 'c' }

// IsText tells whether the values are text.
func (a *Array) IsText() bool { return a.kind == 'U' || a.kind == 'S' }

// Values are the numbers of a in C order, converted to type T: exactly if T can hold
// them, truth as 0 and 1. It panics for complex values and text.
func Values[T uint8 | uint16 | float32 | float64](a *Array) []T {
	if a.Complex() || a.IsText() {
		panic("npy: the values are no real numbers")
	}
	v := make([]T, a.Len())
	a.places(func(i, at int) { v[i] = T(a.number(a.data[at*a.size:], a.size)) })
	return v
}

// complexes are the numbers of a in C order.
func (a *Array) complexes() []complex128 {
	v := make([]complex128, a.Len())
	a.places(func(i, at int) {
		b := a.data[at*a.size:]
		if a.kind == 'c' {
			v[i] = complex(a.number(b, a.size/2), a.number(b[a.size/2:], a.size/2))
		} else {
			v[i] = complex(a.number(b, a.size), 0)
		}
	})
	return v
}

// places calls f for each value in C order with its place in the file.
func (a *Array) places(f func(i, at int)) {
	n := a.Len()
	if !a.fortran {
		for i := range n {
			f(i, i)
		}
		return
	}
	index, stride := make([]int, len(a.Shape)), make([]int, len(a.Shape))
	for k, s := 0, 1; k < len(a.Shape); k++ {
		stride[k], s = s, s*a.Shape[k]
	}
	at := 0
	for i := range n {
		f(i, at)
		for k := len(index) - 1; k >= 0; k-- {
			if index[k]++; index[k] < a.Shape[k] {
				at += stride[k]
				break
			}
			at -= (a.Shape[k] - 1) * stride[k]
			index[k] = 0
		}
	}
}

// number reads a real number of so many bytes.
func (a *Array) number(b []byte, size int) float64 {
	var bits uint64
	for k := range size {
		if a.big {
			bits = bits<<8 | uint64(b[k])
		} else {
			bits |= uint64(b[k]) << (8 * k)
		}
	}
	switch a.kind {
	case 'b':
		return float64(min(bits, 1))
	case 'u':
		return float64(bits)
	case 'i':
		shift := 64 - 8*size
		return float64(int64(bits<<shift) >> shift)
	}
	switch size {
	case 2:
		return half(uint16(bits))
	case 4:
		return float64(math.Float32frombits(uint32(bits)))
	}
	return math.Float64frombits(bits)
}

// half is a number of 16 bits: sign, 5 bits of exponent, 10 of fraction.
func half(bits uint16) float64 {
	exponent, fraction := int(bits>>10&31), float64(bits&1023)
	x := math.Ldexp(1024+fraction, exponent-25)
	switch {
	case exponent == 0:
		x = math.Ldexp(fraction, -24)
	case exponent == 31 && fraction == 0:
		x = math.Inf(1)
	case exponent == 31:
		x = math.NaN()
	}
	return math.Copysign(x, 1-2*float64(bits>>15))
}

// Text is the text that an array of text or of bytes (uint8) holds.
func (a *Array) Text() (string, error) {
	switch {
	case a.kind == 'U':
		var text []rune
		for i := 0; i+4 <= len(a.data); i += 4 {
			r := rune(binary.LittleEndian.Uint32(a.data[i:]))
			if a.big {
				r = rune(binary.BigEndian.Uint32(a.data[i:]))
			}
			text = append(text, r)
		}
		return strings.TrimRight(string(text), "\x00"), nil
	case (a.kind == 'S' || a.kind == 'u' && a.size == 1) && utf8.Valid(a.data):
		return strings.TrimRight(string(a.data), "\x00"), nil
	}
	return "", fmt.Errorf("it is of type %s and holds no text", a.Type())
}

// textArray is an array of no dimensions with one text, as numpy.array("...") is.
func textArray(text string) *Array {
	a := &Array{Shape: []int{}, kind: 'U'}
	for _, r := range text {
		if !utf16.IsSurrogate(r) {
			a.data = binary.LittleEndian.AppendUint32(a.data, uint32(r))
		}
	}
	a.size = len(a.data)
	return a
}

// Same tells whether a has that shape and, exactly, these values and their type.
func Same[T uint8 | uint16 | float32](a *Array, shape []int, v []T) bool {
	return a.descr() == descr[T]() && slices.Equal(a.Shape, shape) && slices.Equal(Values[T](a), v)
}
