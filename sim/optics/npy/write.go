package npy

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Write writes an array of that shape in version 1.0: little-endian, the last index
// fastest. It panics if the shape has not as many values.
func Write[T uint8 | uint16 | float32](w io.Writer, shape []int, v []T) error {
	if count(shape) != len(v) {
		panic("npy: the array does not match its shape")
	}
	if err := writeHeader(w, descr[T](), shape); err != nil {
		return err
	}
	return binary.Write(w, binary.LittleEndian, v)
}

func descr[T uint8 | uint16 | float32]() string {
	switch binary.Size(T(0)) {
	case 1:
		return "|u1"
	case 2:
		return "<u2"
	}
	return "<f4"
}

// descr is a's type as a header has it.
func (a *Array) descr() string {
	order, size := "<", a.size
	switch {
	case a.size == 1 || a.kind == 'S':
		order = "|"
	case a.big:
		order = ">"
	}
	if a.kind == 'U' {
		size /= 4
	}
	return order + string(a.kind) + strconv.Itoa(size)
}

// align is where the values start: at a multiple of so many bytes.
const align = 64

func writeHeader(w io.Writer, descr string, shape []int) error {
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, shapeText(shape))
	used := len(magic) + 4 + len(text) + 1
	text += strings.Repeat(" ", (align-used%align)%align) + "\n"
	b := binary.LittleEndian.AppendUint16([]byte(magic+"\x01\x00"), uint16(len(text)))
	_, err := w.Write(append(b, text...))
	return err
}
