package npy

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
)

// Plane is light on an array of one or two dimensions; one dimension is a line along x.
type Plane struct {
	Nx, Ny int
	Dims   int    // 1 or 2
	Type   string // that holds the file's numbers exactly: float32, float64, complex64 or complex128
	U      []complex128
}

// types are those of planes.
var types = map[string]string{"float32": "<f4", "float64": "<f8", "complex64": "<c8", "complex128": "<c16"}

// planeType is the smallest type of a plane that holds all numbers of a.
func (a *Array) planeType() string {
	switch {
	case a.kind == 'c':
		return a.Type()
	case a.size <= 2 || a.kind == 'f' && a.size == 4:
		return "float32"
	}
	return "float64"
}

// ReadPlane reads a plane from the bytes of a whole NPY file, or of an NPZ file with one
// array; numbers of any type, in any order. It allocates no more than a few times what
// the file holds, whatever its header says. A value that is not a finite number is an
// error that says where.
func ReadPlane(b []byte) (*Plane, error) {
	a, err := only(b)
	if err != nil {
		return nil, err
	}
	if a.IsText() {
		return nil, fmt.Errorf("its values are text, and light is numbers")
	}
	p := &Plane{Nx: 1, Ny: 1, Dims: len(a.Shape), Type: a.planeType()}
	if n := a.Len(); p.Dims < 1 || p.Dims > 2 || n == 0 || n > math.MaxInt32 {
		return nil, fmt.Errorf("its shape is %s; a plane of light is (Ny, Nx), or (Nx,) for light that does not vary along y", shapeText(a.Shape))
	}
	for _, n := range a.Shape {
		p.Ny, p.Nx = p.Nx, n
	}
	p.U = a.complexes()
	for i, v := range p.U {
		if s := real(v) + imag(v); math.IsNaN(s-s) || math.Abs(real(v))+math.Abs(imag(v)) > math.MaxFloat32 {
			return nil, fmt.Errorf("its value at [%d, %d] is %v: light must be finite numbers below 3e38", i/p.Nx, i%p.Nx, v)
		}
	}
	return p, nil
}

// only reads an NPY file, or the one array of an NPZ file.
func only(b []byte) (*Array, error) {
	if !IsZip(b) {
		return Read(b)
	}
	list, err := ReadZip(b)
	if err != nil {
		return nil, err
	}
	if len(list) != 1 {
		var names []string
		for _, m := range list {
			names = append(names, m.Name)
		}
		return nil, fmt.Errorf("it has %d arrays (%s) and should have one: save the light alone, with numpy.save", len(list), strings.Join(names, ", "))
	}
	return list[0].Array, list[0].Err
}

// Write writes a plane as its type says, in version 1.0.
func (p *Plane) Write(w io.Writer) error {
	if types[p.Type] == "" {
		panic("npy: no type " + p.Type)
	}
	shape := []int{p.Ny, p.Nx}[2-p.Dims:]
	if err := writeHeader(w, types[p.Type], shape); err != nil {
		return err
	}
	buf := make([]byte, 0, 1<<16)
	for _, v := range p.U {
		parts := []float64{real(v), imag(v)}
		if !strings.HasPrefix(p.Type, "complex") {
			parts = parts[:1]
		}
		for _, x := range parts {
			if strings.HasSuffix(types[p.Type], "f4") || p.Type == "complex64" {
				buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(float32(x)))
			} else {
				buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(x))
			}
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
