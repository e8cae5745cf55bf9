package part

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// point is a corner of a facet, in mm: x to the right and y upwards from the plane's lower left
// corner, z from the bottom of the base.
type point [3]float32

// facets gets triangles, counter-clockwise from outside.
type facets func(a, b, c point)

// body is a plane as a solid.
type body struct {
	*Plane
	z []float32 // of the bottom, then of each level
}

// WriteSTL writes a plane as a closed solid in binary STL, in mm: relief, base and rim. Stepped
// pixels have flat tops and upright walls; sloped ones are joined from centre to centre.
func WriteSTL(w io.Writer, p *Plane, sloped bool) error {
	b, err := newBody(p)
	if err != nil {
		return err
	}
	surface := b.steps
	if sloped {
		surface = b.slopes
	}
	count := 0
	surface(func(_, _, _ point) { count++ })
	if count > math.MaxUint32 {
		return fmt.Errorf("a solid of %d facets is more than STL counts: make the mask smaller", count)
	}
	out := bufio.NewWriterSize(w, 1<<16)
	var head [84]byte
	copy(head[:80], "talbot part, mm, row 0 at the upper edge, relief upwards") // not "solid", which is the form in text
	binary.LittleEndian.PutUint32(head[80:], uint32(count))
	_, err = out.Write(head[:])
	var rec [50]byte
	surface(func(p, q, r point) {
		if err != nil {
			return
		}
		n := normal(p, q, r)
		for i, v := range [4]point{n, p, q, r} {
			for k, x := range v {
				binary.LittleEndian.PutUint32(rec[12*i+4*k:], math.Float32bits(x))
			}
		}
		_, err = out.Write(rec[:])
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

func newBody(p *Plane) (*body, error) {
	switch {
	case p.Openings:
		return nil, fmt.Errorf("openings have no solid, as what stands between them would fall out: take GDSII, OASIS or a picture")
	case !(p.Base > 0):
		return nil, fmt.Errorf("a solid needs a base: give its thickness")
	}
	b := &body{p, make([]float32, p.Levels+1)}
	for k := range p.Levels {
		b.z[k+1] = float32((p.Base + float64(k)*p.Step()) * 1e3)
		if b.z[k+1] <= b.z[k] {
			return nil, fmt.Errorf("a step of %.3g m on a base of %.3g m is lost in STL's single precision: take a thinner base or fewer levels", p.Step(), p.Base)
		}
	}
	return b, nil
}

// normal is the unit vector across a triangle.
func normal(a, b, c point) point {
	var u, v [3]float64
	for k := range 3 {
		u[k], v[k] = float64(b[k])-float64(a[k]), float64(c[k])-float64(a[k])
	}
	n := [3]float64{u[1]*v[2] - u[2]*v[1], u[2]*v[0] - u[0]*v[2], u[0]*v[1] - u[1]*v[0]}
	size := math.Sqrt(n[0]*n[0] + n[1]*n[1] + n[2]*n[2])
	return point{float32(n[0] / size), float32(n[1] / size), float32(n[2] / size)}
}

// mm is where column i begins, or row Side - i from the bottom.
func (b *body) mm(i float64) float32 { return float32(i * b.Pitch * 1e3) }

// at is vertex (i, j), the upper left corner of pixel (i, j), at the height of a level; -1 is
// the bottom.
func (b *body) at(i, j, level int) point {
	return point{b.mm(float64(i)), b.mm(float64(b.Side() - j)), b.z[level+1]}
}

// bottom closes a solid below: triangles from the middle to each piece of the outline, which
// goes round counter-clockwise.
func (b *body) bottom(outline []point, put facets) {
	c := point{b.mm(float64(b.Side()) / 2), b.mm(float64(b.Side()) / 2), 0}
	for i, p := range outline {
		put(c, outline[(i+1)%len(outline)], p)
	}
}

// outline are the points of the bottom at some places along each side.
func (b *body) outline(at []float32) (list []point) {
	n := len(at) - 1
	for i := range n {
		list = append(list, point{at[i], at[0], 0})
	}
	for i := range n {
		list = append(list, point{at[n], at[i], 0})
	}
	for i := range n {
		list = append(list, point{at[n-i], at[n], 0})
	}
	for i := range n {
		list = append(list, point{at[0], at[n-i], 0})
	}
	return list
}
