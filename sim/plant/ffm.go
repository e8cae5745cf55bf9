package plant

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
)

// FFM is the gradient of a network of phase masks by fully forward mode (Xue, Zhou, Xu, Yu, Dai and Fang,
// "Fully forward mode training for optical neural networks", Nature 632, 280 (2024)): light that carries the data
// and light that carries the error both go through the same bench in the same direction, and are measured. It
// knows nothing of the way between panels and camera but that it is symmetric, as free space is:
//
//	data    m_l = u_l exp(i phi_l),  y_l = W m_l,  u_l+1 = f(y_l)     shown and measured, layer by layer
//	error   e_L = dL/dI conj(y_L),   r_l = W e_l                       shown and measured: W^T = W
//	        e_l-1 = r_l exp(i phi_l), through the slope of f
//	        dL/dphi_l = -2 Im(r_l m_l)
//
// with dL = 2 Re sum(e dy). Masks of other numbers than phases have a Law each, and dL/dv = 2 Re(r_l u_l dt/dv). The bench is one pass: what it measures is shown again for the next layer. Its panels are
// one that changes the amplitude and one behind it that changes the phase, each of as many levels as it has; both
// see the same plane as the camera. A field is shown as large as the panel can, and the factor is kept.
// A plant that is Separating hands on from mask to mask the part of the light that it modulates: see Forward.
// A phase that is common to all fields which the plant tells, such as that of its reference beam, cancels.
type FFM struct {
	Plant FieldPlant
	// Encode writes an example's light on the first mask, amplitudes of 0 or more, [Ny][Nx].
	Encode func(example, amplitude []float32)
	// Light, unless nil, tells example number k's complex light on the first mask in Encode's place, [Ny][Nx]: light of which
	// something else has measured the field, such as that of an object far from the mask.
	Light func(ctx context.Context, k int) ([]complex128, error)
	// Loss is that of what is measured behind the last mask, and whether the answer is right; it writes dL/dI
	// into slope, [Ny][Nx].
	Loss func(intensity []float32, label int, slope []float32) (loss float64, right bool)
	// Activation is what happens between two masks; nil for nothing.
	Activation Activation
	// Laws are what the numbers of each mask do to the light; nil, of all or of one, is for phases in rad.
	Laws []Law
	// Symmetry is how W^T is made of W.
	Symmetry Symmetry
	// Overdrive is how much brighter than the panel can the error is asked to be: what is brighter than
	// the panel is clipped there, and what is dim is shown in more levels (the authors take 1.5). 0 is 1.
	Overdrive float64
	// Compensate has what the phase panel leaves as it is made up for by what is shown of the last mask: see Cascade.Compensate.
	Compensate bool
	// Even gives the gradients of each example and mask the same largest size, before they are added up (the authors
	// take 0.02); 0 leaves them as they are.
	Even float64
	// Before, unless nil, is called before each gradient: a place to calibrate what has drifted.
	Before func(ctx context.Context) error
	// Context ends measurements when it is done; nil is for no end.
	Context context.Context

	dev  compute.Device
	vars []*compute.Var
	show *shower
}

// Activation is a function of the field between two masks, and its derivatives by y and by conj(y).
type Activation func(y complex128) (f, slope, conjugate complex128)

// Symmetry is S in W^T = S W S, what is done to the error before it is shown, and to what is measured of it.
type Symmetry int

const (
	Direct   Symmetry = iota // nothing: all planes are right in front of each other
	HalfTurn                 // half a turn about the middle: also when the camera lies to some side
	Mirrored                 // right and left exchanged
)

// NewFFM is a gradient for masks, [Ny][Nx] numbers each, on dev. Its other fields are to be set.
func NewFFM(dev compute.Device, masks []*compute.Var) *FFM { return &FFM{dev: dev, vars: masks} }

// Vars are the masks.
func (f *FFM) Vars() []*compute.Var { return f.vars }

// Gradient measures all examples forth, and their errors. It shows two loads a mask and example.
func (f *FFM) Gradient(ex data.Examples, batch []int32, t int) (r network.Result, err error) {
	ctx := f.Context
	if ctx == nil {
		ctx = context.Background()
	}
	if f.Before != nil {
		if err := f.Before(ctx); err != nil {
			return r, err
		}
	}
	if f.show == nil || f.show.plant != f.Plant {
		if f.show, err = newShower(f.Plant); err != nil {
			return r, err
		}
	}
	show := f.show
	masks, slopes, err := f.masks(show.n)
	if err != nil {
		return r, err
	}
	channels, height, width := ex.Shape()
	x, amplitude := make([]float32, channels*height*width), make([]float32, show.n)
	u := make([][]complex128, len(batch))
	for i, k := range batch {
		if f.Light != nil {
			if u[i], err = f.Light(ctx, int(k)); err != nil {
				return r, err
			}
			if len(u[i]) != show.n {
				return r, errs.New("plant: light of ", len(u[i]), " pixels on a mask of ", show.n)
			}
			continue
		}
		ex.Read(int(k), x)
		f.Encode(x, amplitude)
		u[i] = make([]complex128, show.n)
		for p, a := range amplitude {
			u[i][p] = complex(float64(a), 0)
		}
	}
	rest := unmodulated(f.Plant)
	made, compensate := compensated(f.Compensate, f.Plant)
	// In and y are, of each mask and example, the light in front of it and what has been measured behind.
	in, y := make([][][]complex128, len(masks)), make([][][]complex128, len(masks))
	for l, mask := range masks {
		in[l] = append([][]complex128(nil), u...)
		for i := range u {
			u[i] = times(u[i], mask)
		}
		part := Whole
		if l+1 < len(masks) {
			part = Modulated
		} else if compensate {
			lessZeroOrder(u, made)
			show.rest = made
		}
		y[l], err = show.fields(ctx, u, 1, part)
		show.rest = 0
		if err != nil {
			return r, err
		}
		for i := range u {
			u[i] = f.activate(y[l][i])
		}
	}
	e, intensity, slope := make([][]complex128, len(batch)), make([]float32, show.n), make([]float32, show.n)
	for i, k := range batch {
		last := y[len(y)-1][i]
		for p, v := range last {
			intensity[p] = float32(real(v)*real(v) + imag(v)*imag(v))
		}
		loss, right := f.Loss(intensity, ex.Target(int(k)), slope)
		r.Count++
		r.Loss += loss
		if right {
			r.Correct++
		}
		e[i] = make([]complex128, show.n)
		for p, v := range last {
			e[i][p] = complex(float64(slope[p]), 0) * cmplx.Conj(v)
		}
	}
	gradient := make([]float32, show.n)
	known, fringes := fringed(f.Plant, f.Plant.Camera().Nx, f.Plant.Camera().Ny)
	between := known
	between.Steps = stepping(f.Plant)
	for l := len(masks) - 1; l >= 0; l-- {
		for i := range e {
			e[i] = f.turn(e[i], show)
		}
		back, err := show.fields(ctx, e, max(f.Overdrive, 1), Modulated)
		if err != nil {
			return r, err
		}
		clear(gradient)
		for i := range e {
			back[i] = f.turn(back[i], show)
			m := times(in[l][i], masks[l])
			if f.Laws == nil && fringes {
				by := between
				if l+1 == len(masks) { // the loss is that of a frame of the first step
					by = known
				}
				f.addFringed(gradient, by, back[i], m)
			}
			if l+1 == len(masks) && rest != 0 && !compensate {
				addUnmodulated(rest, back[i], m) // which is in no gradient of phases
			}
			if f.Laws != nil || !fringes {
				f.add(gradient, back[i], times(in[l][i], slopes[l]))
			}
			e[i] = times(back[i], masks[l])
			if l > 0 {
				f.activateBack(e[i], y[l-1][i])
			}
		}
		if err := f.dev.Write(f.vars[l].Grad, 0, gradient); err != nil {
			return r, err
		}
	}
	return r, nil
}

// masks are what each mask multiplies the light by, and how that changes with its numbers.
func (f *FFM) masks(n int) (all, slopes [][]complex128, err error) {
	if f.Encode == nil && f.Light == nil || f.Loss == nil || len(f.vars) == 0 {
		return nil, nil, errs.New("plant: FFM wants a mask at least, an encoding and a loss")
	}
	if f.Laws != nil && len(f.Laws) != len(f.vars) {
		return nil, nil, errs.New("plant: ", len(f.Laws), " laws are for as many masks, and there are ", len(f.vars))
	}
	all, slopes = make([][]complex128, len(f.vars)), make([][]complex128, len(f.vars))
	v := make([]float32, n)
	for l, w := range f.vars {
		if w.Len() != n {
			return nil, nil, errs.New("plant: mask ", w.Name, " has ", w.Len(), " numbers, and the camera ", n, " pixels")
		}
		if err := f.dev.Read(w.Value, 0, v); err != nil {
			return nil, nil, err
		}
		law := Law(Phase)
		if f.Laws != nil && f.Laws[l] != nil {
			law = f.Laws[l]
		}
		all[l], slopes[l] = make([]complex128, n), make([]complex128, n)
		for p, x := range v {
			all[l][p], slopes[l][p] = law(float64(x))
		}
	}
	return all, slopes, nil
}

// add adds 2 Re(r s) of an example, s the light in front of the mask times the slope of what the mask does to it.
func (f *FFM) add(gradient []float32, r, s []complex128) {
	size := 1.0
	if f.Even > 0 {
		most := 0.0
		for p, v := range r {
			most = math.Max(most, math.Abs(2*real(v*s[p])))
		}
		if most > 0 {
			size = f.Even / most
		}
	}
	for p, v := range r {
		gradient[p] += float32(2 * size * real(v*s[p]))
	}
}

// addFringed is add for phases that run into each other, m the field that the mask makes.
func (f *FFM) addFringed(gradient []float32, known kernels.Fringed, r, m []complex128) {
	one := make([]float32, len(gradient))
	fringe(known, one, r, m)
	size, most := float32(1), float32(0)
	for _, v := range one {
		most = max(most, v, -v)
	}
	if f.Even > 0 && most > 0 {
		size = float32(f.Even) / most
	}
	for p, v := range one {
		gradient[p] += size * v
	}
}

func (f *FFM) activate(y []complex128) []complex128 {
	if f.Activation == nil {
		return y
	}
	u := make([]complex128, len(y))
	for p, v := range y {
		u[p], _, _ = f.Activation(v)
	}
	return u
}

// activateBack takes the error back through the activation at what was measured before it: e f_y + conj(e conj-slope).
func (f *FFM) activateBack(e, y []complex128) {
	if f.Activation == nil {
		return
	}
	for p, v := range y {
		_, s, c := f.Activation(v)
		e[p] = e[p]*s + cmplx.Conj(e[p]*c)
	}
}

// turn does the symmetry's S, which is its own inverse.
func (f *FFM) turn(u []complex128, s *shower) []complex128 {
	if f.Symmetry == Direct {
		return u
	}
	g, v := s.plant.Camera(), make([]complex128, len(u))
	for p := range u {
		x, y := g.Nx-1-p%g.Nx, p/g.Nx
		if f.Symmetry == HalfTurn {
			y = g.Ny - 1 - y
		}
		v[y*g.Nx+x] = u[p]
	}
	return v
}

func times(u, v []complex128) []complex128 {
	w := make([]complex128, len(u))
	for p := range u {
		w[p] = u[p] * v[p]
	}
	return w
}
