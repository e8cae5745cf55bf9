package optics

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fft"
)

// Map is a Recipe made ready on a device. It implements Propagator.
type Map struct {
	Recipe *Recipe
	ops    []op
	whole  bool // its hops keep all columns of their windows, so that it can be retuned
}

// op is a step on the device. to is where it leaves the light, nil for the map's
// own output; from likewise.
type op struct {
	forward, adjoint compute.Kernel
	table            compute.Buffer
	keep             int // columns of the window that the table leaves light in; 0 for all
	from, to         compute.Buffer
}

// NewMap makes r ready on dev, for batches of up to batch samples. The float64
// factors are rounded to float32 once, here. A recipe for which dev has no room is a
// *compute.MemoryError. What a band limit drops of a window is not transformed.
func NewMap(dev compute.Device, r *Recipe, batch int) (*Map, error) {
	return newMap(dev, r, batch, false)
}

// NewRetunable is NewMap for a map that Retune will make that of other recipes, whatever their band limits.
func NewRetunable(dev compute.Device, r *Recipe, batch int) (*Map, error) {
	return newMap(dev, r, batch, true)
}

func newMap(dev compute.Device, r *Recipe, batch int, whole bool) (*Map, error) {
	if err := r.fits(dev); err != nil {
		return nil, err
	}
	m := &Map{Recipe: r, whole: whole}
	nx, ny := r.In.Nx, r.In.Ny
	for _, s := range r.Steps {
		var o op
		var table []float32
		if s.H != nil {
			if s.Same == 0 {
				table = sample(s.H, s.Mx, s.My, 1/(float64(s.Mx)*float64(s.My)))
				o.keep = kept(table, s.Mx, s.My)
			} else {
				o.keep = m.ops[s.Same-1].keep
			}
			if whole {
				o.keep = 0
			}
			x, y := fft.NewPlan(s.Mx), fft.NewPlan(s.My)
			o.forward, o.adjoint = kernels.PropagateBand(x, y, nx, ny, o.keep), kernels.PropagateBandAdjoint(x, y, nx, ny, o.keep)
		} else {
			o.forward, o.adjoint = kernels.Place(nx, ny, s.Nx, s.Ny), kernels.PlaceAdjoint(nx, ny, s.Nx, s.Ny)
			table = sample(s.T, min(nx, s.Nx), min(ny, s.Ny), 1)
		}
		if s.Same > 0 {
			o.table = m.ops[s.Same-1].table
		} else {
			var err error
			if o.table, err = dev.Alloc(compute.Spec{Name: r.Method, Scope: compute.Shared, Len: len(table)}); err != nil {
				return nil, err
			}
			if err := dev.Write(o.table, 0, table); err != nil {
				return nil, err
			}
		}
		nx, ny = s.Nx, s.Ny
		m.ops = append(m.ops, o)
	}
	return m, m.planes(dev, batch)
}

// Retune makes the map, one of NewRetunable, that of another recipe of the same sizes, by its factors alone; programs that were recorded stay.
func (m *Map) Retune(dev compute.Device, r *Recipe) error {
	if !m.whole {
		return errs.New("optics: a map is retuned if NewRetunable has made it")
	}
	if r.In != m.Recipe.In || len(r.Steps) != len(m.ops) {
		return errs.New("optics: a map is retuned to a recipe of the same steps")
	}
	for i, s := range r.Steps {
		if old := m.Recipe.Steps[i]; s.Mx != old.Mx || s.My != old.My || s.Nx != old.Nx || s.Ny != old.Ny || s.Same != old.Same || (s.H == nil) != (old.H == nil) {
			return errs.New("optics: a map is retuned to a recipe of the same steps")
		}
		var table []float32
		switch {
		case s.Same > 0:
			continue
		case s.H != nil:
			table = sample(s.H, s.Mx, s.My, 1/(float64(s.Mx)*float64(s.My)))
		default:
			nx, ny := r.In.Nx, r.In.Ny
			if i > 0 {
				nx, ny = r.Steps[i-1].Nx, r.Steps[i-1].Ny
			}
			table = sample(s.T, min(nx, s.Nx), min(ny, s.Ny), 1)
		}
		if err := dev.Write(m.ops[i].table, 0, table); err != nil {
			return err
		}
	}
	m.Recipe = r
	return nil
}

// planes allocates what lies between the steps.
func (m *Map) planes(dev compute.Device, batch int) error {
	nx, ny := m.Recipe.In.Nx, m.Recipe.In.Ny
	var at compute.Buffer
	for i, s := range m.Recipe.Steps {
		o := &m.ops[i]
		o.from, o.to = at, nil
		switch last := i == len(m.ops)-1; {
		case last:
		case at != nil && (s.H != nil || s.Nx == nx && s.Ny == ny): // in place
			o.to = at
		default:
			var err error
			if o.to, err = dev.Alloc(compute.Spec{Name: m.Recipe.Method, Scope: compute.Scratch, Len: 2 * s.Nx * s.Ny, Batch: batch}); err != nil {
				return err
			}
		}
		at, nx, ny = o.to, s.Nx, s.Ny
	}
	return nil
}

// banded is what numbers of kept columns are multiples of: a GPU takes so many together.
const banded = 8

// kept is how many columns of an mx x my table are kept, those of the lowest frequencies of both signs, so that all others are 0; 0
// for all.
func kept(table []float32, mx, my int) int {
	dark := func(i int) bool {
		for j := range my {
			if k := 2 * (j*mx + i); table[k] != 0 || table[k+1] != 0 {
				return false
			}
		}
		return true
	}
	half := (mx + 1) / 2
	for half > 0 && dark(half-1) && dark(mx-half) {
		half--
	}
	keep := (2*half + banded - 1) / banded * banded
	if keep == 0 { // nothing passes
		keep = banded
	}
	if keep >= mx {
		return 0
	}
	return keep
}

// sample is the float32 table of f over nx x ny indices, times scale.
func sample(f func(i, j int) complex128, nx, ny int, scale float64) []float32 {
	t := make([]float32, 2*nx*ny)
	for j := range ny {
		for i := range nx {
			v, k := f(i, j), 2*(j*nx+i)
			t[k], t[k+1] = float32(scale*real(v)), float32(scale*imag(v))
		}
	}
	return t
}

func (m *Map) In() Grid  { return m.Recipe.In }
func (m *Map) Out() Grid { return m.Recipe.Out.Grid }

// Forward records the propagation.
func (m *Map) Forward(p *compute.Program, in, out compute.Buffer) {
	for _, o := range m.ops {
		p.Add(o.forward, either(o.from, in), o.table, either(o.to, out))
	}
}

// ForwardEach records the propagation of one field by several maps of one hop each, between the same planes and in the same
// window, each into a buffer of its own, of which the last may be in: a GPU transforms the field once for all of them.
func ForwardEach(p *compute.Program, maps []*Map, in compute.Buffer, out []compute.Buffer) {
	if len(maps) == 1 {
		maps[0].Forward(p, in, out[0])
		return
	}
	first := maps[0].Recipe
	step := first.Steps[0]
	args, keep := []compute.Buffer{in}, 0
	for k, m := range maps {
		s := m.Recipe.Steps[0]
		if len(m.ops) != 1 || s.H == nil || m.Recipe.In != first.In || s.Mx != step.Mx || s.My != step.My {
			panic("optics: maps propagate one field together if they are of one hop each, from one plane in one window")
		}
		if own := m.ops[0].keep; own == 0 || k > 0 && keep == 0 {
			keep = 0
		} else {
			keep = max(keep, own)
		}
		args = append(args, m.ops[0].table)
	}
	p.Add(kernels.PropagateEach(fft.NewPlan(step.Mx), fft.NewPlan(step.My), first.In.Nx, first.In.Ny, keep, len(maps)), append(args, out...)...)
}

// Adjoint records the adjoint: the steps backwards, each with its conjugate.
func (m *Map) Adjoint(p *compute.Program, in, out compute.Buffer) {
	for i := len(m.ops) - 1; i >= 0; i-- {
		o := m.ops[i]
		p.Add(o.adjoint, either(o.to, in), o.table, either(o.from, out))
	}
}

func either(b, end compute.Buffer) compute.Buffer {
	if b == nil {
		return end
	}
	return b
}

// Propagate makes r ready on dev and applies it to one field.
func (r *Recipe) Propagate(dev compute.Device, f *Field) (*Field, error) {
	if f.Grid != r.In {
		return nil, errs.New("optics: the field has ", f.Grid.String(), ", the propagator wants ", r.In.String())
	}
	m, err := NewMap(dev, r, 1)
	if err != nil {
		return nil, err
	}
	return Apply(dev, m, f)
}
