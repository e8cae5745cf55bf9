package frame

import (
	"encoding/binary"
	"math"

	"talbot/sim/errs"
)

// UnmarshalBinary reads what AppendBinary wrote. Arrays of bytes alias b.
func (f *Frame) UnmarshalBinary(b []byte) error {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return errs.New("frame: not a frame: want the magic ", magic)
	}
	// The bytes begin where the words end, which only reading the words tells: their texts
	// and arrays are cut out afterwards.
	r := reader{words: b[len(magic):]}
	planes, ribbons, panels := r.count(), r.count(), r.count()
	g := Frame{Network: r.int(), Networks: r.int(), Label: r.int(), Predicted: r.int(), Wavelength: r.float(), RibbonPeak: r.float()}
	g.Readings, g.Scores = r.floats(), r.floats()
	g.Planes = make([]Plane, r.fits(planes, 12))
	for i := range g.Planes {
		r.plane(&g.Planes[i])
	}
	g.Ribbons = make([]Ribbon, r.fits(ribbons, 5))
	for i := range g.Ribbons {
		p := &g.Ribbons[i]
		p.Plane, p.Steps, p.Nx, p.Pitch = r.int(), r.int(), r.int(), r.float()
		r.array(&p.Values)
	}
	g.Panels = make([]Panel, r.fits(panels, 20))
	for i := range g.Panels {
		r.panel(&g.Panels[i])
	}
	if !r.bad {
		r.cut()
	}
	if r.bad {
		return errs.New("frame: the ", len(b), " bytes are not what its header asks for")
	}
	if err := g.Check(); err != nil {
		return err
	}
	*f = g
	return nil
}

// reader takes words off; what goes wrong shows in bad alone.
type reader struct {
	words []byte
	bad   bool
	later []piece // of the bytes, in their order
}

// piece is a text or an array that the bytes hold.
type piece struct {
	n     int
	text  *string
	array *[]byte
}

func (r *reader) int() int {
	if len(r.words) < 4 {
		r.bad = true
		return 0
	}
	v := int(int32(binary.LittleEndian.Uint32(r.words)))
	r.words = r.words[4:]
	return v
}

func (r *reader) float() float32 { return math.Float32frombits(uint32(r.int())) }

// count is a number of things that each have at least a word.
func (r *reader) count() int { return r.fits(r.int(), 1) }

// fits is n where so many things of so many words may still come; else nothing does.
func (r *reader) fits(n, words int) int {
	if n < 0 || n > len(r.words)/(4*words) {
		r.bad = true
	}
	if r.bad {
		return 0
	}
	return n
}

func (r *reader) floats() []float32 {
	v := make([]float32, r.count())
	for i := range v {
		v[i] = r.float()
	}
	return v
}

func (r *reader) array(to *[]byte) { r.later = append(r.later, piece{n: r.int(), array: to}) }

func (r *reader) text(to ...*string) {
	for _, s := range to {
		r.later = append(r.later, piece{n: r.int(), text: s})
	}
}

func (r *reader) plane(p *Plane) {
	kind := r.int()
	if kind < 0 || kind >= int(kinds) {
		r.bad = true
		return
	}
	p.Kind, p.Nx, p.Ny = Kind(kind), r.int(), r.int()
	p.Pitch, p.Z, p.Peak, p.Power = r.float(), r.float(), r.float(), r.float()
	r.text(&p.Name)
	r.array(&p.Intensity)
	r.array(&p.Phase)
	r.array(&p.Amplitude)
	p.Regions = make([]Region, r.fits(r.int(), 6))
	for i := range p.Regions {
		p.Regions[i] = Region{r.int(), r.int(), r.int(), r.int(), r.int(), r.int() != 0}
	}
}

func (r *reader) panel(p *Panel) {
	r.text(&p.ID)
	p.Shape = Shape(r.int())
	r.text(&p.Title, &p.Note)
	for _, a := range [2]*Axis{&p.X, &p.Y} {
		r.text(&a.Label, &a.Unit)
		a.Min, a.Max = r.float(), r.float()
	}
	p.Nx, p.Ny = r.int(), r.int()
	m := r.int()
	p.Map, p.X.Log, p.Y.Log = Map(m&(logX-1)), m&logX != 0, m&logY != 0
	r.bad = r.bad || m&^(2*logY-1) != 0
	p.Lo, p.Hi = r.float(), r.float()
	r.array(&p.Image)
	p.Names = make([]string, r.count())
	for i := range p.Names {
		r.text(&p.Names[i])
	}
	p.Series = make([]Series, r.fits(r.int(), 5))
	for i := range p.Series {
		s := &p.Series[i]
		r.text(&s.Name)
		s.Points, s.Class = r.int() != 0, r.int()
		s.X, s.Y = r.floats(), r.floats()
	}
}

// cut gives the texts and arrays their bytes, of which none may be left or lack.
func (r *reader) cut() {
	b := r.words
	for _, p := range r.later {
		if p.n < 0 || p.n > len(b) {
			r.bad = true
			return
		}
		if p.text != nil {
			*p.text = string(b[:p.n])
		} else if p.n > 0 {
			*p.array = b[:p.n:p.n]
		}
		b = b[p.n:]
	}
	r.bad = r.bad || len(b) > 0
}
