// Package npy reads and writes planes of light as NumPy files (format NPY, versions
// 1.0 to 3.0): what talbot propagate takes and gives.
package npy

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Plane is an array of one or two dimensions; one dimension is a line along x.
type Plane struct {
	Nx, Ny int
	Dims   int    // 1 or 2
	Type   string // of the file: float32, float64, complex64 or complex128
	U      []complex128
}

// types are the numbers that light can be made of.
var types = map[string]struct {
	name string
	size int
}{
	"<f4": {"float32", 4}, "<f8": {"float64", 8}, "<c8": {"complex64", 8}, "<c16": {"complex128", 16},
}

var header = regexp.MustCompile(`^\{'descr': '([<>|=]?[a-zA-Z][0-9]{1,3})', 'fortran_order': (True|False), 'shape': \(([0-9, ]*)\), ?\} *\n?$`)

// Read reads a plane from the bytes of a whole file. It allocates no more than a few
// times what the file holds, whatever its header says. A value that is not a finite
// number is an error that says where.
func Read(b []byte) (*Plane, error) {
	text, values, err := split(b)
	if err != nil {
		return nil, err
	}
	m := header.FindStringSubmatch(text)
	if m == nil {
		return nil, fmt.Errorf("its header is damaged, or it is not a plain array: save it with numpy.save")
	}
	t, ok := types[m[1]]
	switch {
	case !ok:
		return nil, fmt.Errorf("its values have NumPy type %s; light is complex64, complex128, float32 or float64, little-endian: convert it with a.astype('complex64')", m[1])
	case m[2] == "True":
		return nil, fmt.Errorf("it is in Fortran order: convert it with numpy.ascontiguousarray(a)")
	}
	p := &Plane{Nx: 1, Ny: 1, Type: t.name}
	for _, word := range strings.FieldsFunc(m[3], func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.ParseUint(word, 10, 31)
		if err != nil || p.Dims == 2 || n == 0 {
			return nil, shapeError(m[3])
		}
		p.Ny, p.Nx = p.Nx, int(n)
		p.Dims++
	}
	if p.Dims == 0 {
		return nil, shapeError(m[3])
	}
	if want := int64(p.Nx) * int64(p.Ny); want > int64(len(values))/int64(t.size) || int64(len(values)) != want*int64(t.size) {
		return nil, fmt.Errorf("its header promises %d x %d values of %s, but it holds %d bytes of them: the file is cut short or damaged", p.Nx, p.Ny, t.name, len(values))
	}
	p.U = make([]complex128, p.Nx*p.Ny)
	for i := range p.U {
		v := values[i*t.size:]
		switch t.name {
		case "float32":
			p.U[i] = complex(f32(v), 0)
		case "float64":
			p.U[i] = complex(f64(v), 0)
		case "complex64":
			p.U[i] = complex(f32(v), f32(v[4:]))
		case "complex128":
			p.U[i] = complex(f64(v), f64(v[8:]))
		}
		if s := real(p.U[i]) + imag(p.U[i]); math.IsNaN(s-s) || math.Abs(real(p.U[i]))+math.Abs(imag(p.U[i])) > math.MaxFloat32 {
			return nil, fmt.Errorf("its value at [%d, %d] is %v: light must be finite numbers below 3e38", i/p.Nx, i%p.Nx, p.U[i])
		}
	}
	return p, nil
}

func shapeError(shape string) error {
	return fmt.Errorf("its shape is (%s); a plane of light is (Ny, Nx), or (Nx,) for light that does not vary along y", shape)
}

// split takes the header from the values.
func split(b []byte) (text string, values []byte, err error) {
	const magic = "\x93NUMPY"
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

func f32(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) }
func f64(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

// Write writes a plane as its type says, in version 1.0.
func (p *Plane) Write(w io.Writer) error {
	descr := ""
	for d, t := range types {
		if t.name == p.Type {
			descr = d
		}
	}
	shape := strconv.Itoa(p.Nx) + ","
	if p.Dims == 2 {
		shape = strconv.Itoa(p.Ny) + ", " + strconv.Itoa(p.Nx)
	}
	text := "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }"
	text += strings.Repeat(" ", 63-(10+len(text))%64) + "\n"
	b := binary.LittleEndian.AppendUint16([]byte("\x93NUMPY\x01\x00"), uint16(len(text)))
	if _, err := w.Write(append(b, text...)); err != nil {
		return err
	}
	buf := make([]byte, 0, 1<<16)
	for _, v := range p.U {
		switch p.Type {
		case "float32":
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(float32(real(v))))
		case "float64":
			buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(real(v)))
		case "complex64":
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(float32(real(v))))
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(float32(imag(v))))
		case "complex128":
			buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(real(v)))
			buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(imag(v)))
		default:
			panic("npy: no type " + p.Type)
		}
		if len(buf) > 1<<16-16 {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	_, err := w.Write(buf)
	return err
}
