package part

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// Masks are what Read gives.
type Masks struct {
	N         int
	Amplitude bool      // of openings
	Values    []float32 // [mask][y][x], seen along the light: radians, or amplitudes from 0 to 1
	Notes     []string
}

// Read takes the masks out of the files of a sheet, which open reads by their names. Files may
// have been turned or mirrored, as long as their marks tell.
func (s *Sheet) Read(open func(name string) ([]byte, error)) (*Masks, error) {
	m := &Masks{N: s.N, Amplitude: s.Openings}
	for _, f := range s.Files {
		b, err := open(f.Name)
		if err != nil {
			return nil, err
		}
		p := s.Process
		if f.Pitch > 0 {
			p.Pitch = f.Pitch
		}
		h, note, err := s.heights(&p, b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		if note != "" {
			m.Notes = append(m.Notes, f.Name+": "+note)
		}
		for _, v := range h {
			if !s.Openings {
				v = p.Phase(v)
			}
			m.Values = append(m.Values, float32(v))
		}
	}
	return m, nil
}

// heights are those of a mask in a file, or the shares of its openings.
func (s *Sheet) heights(p *Process, b []byte) (h []float64, note string, err error) {
	side := s.N + 2*s.Margin
	switch s.Form {
	case GDSII, OASIS:
		h, err = s.layers(p, b, side)
	case STL:
		if h, err = readSTL(b, side, p.Pitch); err == nil {
			for i := range h {
				h[i] -= p.Base
			}
		}
	case TIFF, BMP:
		h, err = s.greys(p, b, side)
	default:
		h, err = s.table(p, b, side)
	}
	if err != nil {
		return nil, "", err
	}
	h, note, err = s.orient(p, h, side)
	if err != nil {
		return nil, "", err
	}
	out := make([]float64, 0, s.N*s.N)
	for y := range s.N {
		out = append(out, h[(y+s.Margin)*side+s.Margin:][:s.N]...)
	}
	return out, note, nil
}

// last is the height of the last level, or a whole share.
func (p *Process) last() float64 {
	if p.Openings {
		return 1
	}
	return p.Relief()
}

// orient turns a plane so that its marks stand as along the light.
func (s *Sheet) orient(p *Process, h []float64, side int) ([]float64, string, error) {
	if s.Margin == 0 {
		if s.Away {
			h = turned(h, side, 4)
		}
		return h, "", nil
	}
	q := *p
	q.Away = false
	plane := PlaneOf(&q, s.N, func(int, []uint16) {})
	usual := 0
	if s.Away {
		usual = 4
	}
	row := make([]uint16, side)
	for i := range 8 {
		way := (usual + i) % 8
		t := turned(h, side, way)
		wrong := 0
		for y := plane.Rim(); y < s.Margin; y++ { // the marks above row 0
			plane.Row(y, row)
			for x := plane.Rim(); x < side-plane.Rim(); x++ {
				if (row[x] > 0) != (t[y*side+x] > p.last()/2) {
					wrong++
				}
			}
		}
		if wrong > plane.unit*plane.unit { // about a twentieth of the letter
			continue
		}
		if way == usual {
			return t, "", nil
		}
		return t, "its marks stand otherwise than the sheet says: it was " + ways[way] + " and has been set right", nil
	}
	return nil, "", errors.New("its marks are not to be found: compare pixel, mask and margin of the sheet with the file, and give margin_pixels 0 for a file of the mask alone")
}

// ways are what turned does.
var ways = [8]string{"upright", "turned by 90 degrees", "turned by 180 degrees", "turned by 270 degrees",
	"mirrored", "mirrored and turned by 90 degrees", "mirrored and turned by 180 degrees", "mirrored and turned by 270 degrees"}

// turned is a square turned by quarters, way modulo 4, and mirrored left to right before that
// if way is 4 or more.
func turned(h []float64, n, way int) []float64 {
	if way == 0 {
		return h
	}
	out := make([]float64, len(h))
	for y := range n {
		for x := range n {
			u, v := x, y
			for range way % 4 {
				u, v = v, n-1-u
			}
			if way >= 4 {
				u = n - 1 - u
			}
			out[y*n+x] = h[v*n+u]
		}
	}
	return out
}

// greys are the heights of a grey picture; where a grey value is that of a level, exactly that
// level's.
func (s *Sheet) greys(p *Process, b []byte, side int) ([]float64, error) {
	size, decode := tiff.DecodeConfig, tiff.Decode
	if s.Form == BMP {
		size, decode = bmp.DecodeConfig, bmp.Decode
	}
	c, err := size(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	if c.Width != side || c.Height != side { // before anything of that size is made
		return nil, fmt.Errorf("it has %d x %d pixels, and the part %d x %d", c.Width, c.Height, side, side)
	}
	m, err := decode(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	bits := 8
	if s.Form == TIFF {
		bits = 16
	}
	levelOf := make(map[uint16]uint16, p.Levels)
	for k := range p.Levels {
		levelOf[p.Grey(uint16(k), bits)] = uint16(k)
	}
	h, r := make([]float64, side*side), m.Bounds().Min
	for i := range h {
		v, _, _, _ := m.At(r.X+i%side, r.Y+i/side).RGBA() // 16 bits, of 8 repeated
		g := uint16(v >> (16 - bits))
		if k, ok := levelOf[g]; ok {
			h[i] = p.Heights([]uint16{k})[0]
		} else {
			h[i] = p.last() * float64(g) / float64(int(1)<<bits-1)
		}
	}
	return h, nil
}

// table reads the heights in nanometres, or shares, of a table.
func (s *Sheet) table(p *Process, b []byte, side int) ([]float64, error) {
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	if len(lines) != side {
		return nil, fmt.Errorf("it has %d lines, and the part %d rows", len(lines), side)
	}
	var h []float64
	for y, line := range lines {
		fields := strings.Split(strings.TrimSpace(line), ",")
		if len(fields) != side {
			return nil, fmt.Errorf("line %d has %d values, and the part %d columns", y+1, len(fields), side)
		}
		for _, f := range fields {
			v, err := strconv.ParseFloat(strings.TrimSpace(f), 64)
			if err != nil || v-v != 0 {
				return nil, fmt.Errorf("line %d has %q, which is no number", y+1, f)
			}
			if !p.Openings {
				v *= 1e-9
			}
			h = append(h, v)
		}
	}
	return h, nil
}
