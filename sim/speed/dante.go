package speed

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/optics"
	"talbot/sim/optim"
)

// Suite dante makes steps of the local learning of a 4-f layer (Yuan, Wang, Xu, Zhou and
// Fang, "Training large-scale optoelectronic neural networks with dual-neuron
// optical-artificial learning", Nature Communications 14, 7110 (2023)): light from one
// sample passes a lens, the phase mask in its focal plane and a second lens, and the
// mask learns by Adam to make the field behind that a target.
//
//	u = P L P M P L P delta,   L = mean |u - target|^2
//
// P is free space over the focal length, L the lens, and M the mask, which is an SLM in
// the middle of the plane, dark around.
const (
	dantePitch = 8e-6    // m
	danteFocus = 14.5e-2 // m
	danteRate  = 1e-5    // so small that every step is the first again
	danteHops  = 6       // four there, two back to the mask
	danteParts = 1024    // numbers that the loss comes in
)

// Window is the side of the mask of suite dante.
func (c Case) Window() int { return max(1, c.N*3/5) }

// danteBytes are the least that is moved for a step, given those of a column pass and of
// the rows between two hops: the field at both ends, three lenses, the target, the
// error; and for the mask its transmission, the fields on both sides of its gradient
// and Adam.
func (c Case) danteBytes(columns, rows float64) float64 {
	n2, w2 := float64(c.N*c.N), float64(c.Window()*c.Window())
	return danteHops*columns + (danteHops-1)*rows + 8*(2+1+3+1)*n2 + 2*4*n2 +
		8*w2 + 2*8*w2 + 2*8*w2 + 4*(1+1+2+7)*w2
}

// dante is what a step works on.
type dante struct {
	dev           compute.Device
	mask          *compute.Var
	loss          compute.Buffer
	field, update compute.Runner
	rates         *optim.Optimiser
}

func (t *Talbot) openDante() error {
	c := t.Case
	dev, n, w := t.Variant.device(), c.N, c.Window()
	if n < 2 {
		return errs.New("suite dante needs a plane of at least 2 x 2 samples")
	}
	// Of the power that comes, one delta, so that loss and gradient depend on all.
	target, phase := make([]float32, 2*n*n), make([]float32, w*w)
	input.Uniform(uint32(n), target)
	for i, v := range target {
		target[i] = float32((2*float64(v) - 1) * math.Sqrt(1.5) / float64(n))
	}
	input.Uniform(uint32(n+1), phase)
	d, err := newDante(dev, c, target, phase)
	if err != nil {
		return err
	}
	t.problem = func() (Problem, error) {
		return Problem{Case: c, Field: target, Masks: phase, Rate: danteRate}, nil
	}
	steps := 0
	work := func(reps int) (loss float64, err error) {
		for range reps {
			steps++
			if err := d.step(steps); err != nil {
				return 0, err
			}
		}
		return d.read()
	}
	loss, err := work(1)
	if err != nil {
		return err
	}
	slope := make([]float32, w*w)
	if err := dev.Read(d.mask.Grad, 0, slope); err != nil {
		return err
	}
	size := 0.0
	for _, v := range slope {
		size += float64(v) * float64(v)
	}
	// Both are about 1.
	t.check = []float64{loss * float64(n*n), math.Sqrt(size) * float64(n*n*n)}
	t.units, t.runs = 1, []Run{{d.field, 1}, {d.update, 0}}
	t.run = func(reps int) error {
		_, err := work(reps)
		return err
	}
	return nil
}

// newDante records a step.
func newDante(dev compute.Device, c Case, target, phase []float32) (*dante, error) {
	d := &dante{dev: dev}
	n, w := c.N, c.Window()
	grid := optics.Square(n, dantePitch)
	hop, err := optics.NewAngularSpectrum(dev, grid, Wavelength, danteFocus, optics.Window{})
	if err != nil {
		return nil, err
	}
	alloc := func(name string, scope compute.Scope, size int, fill []float32) compute.Buffer {
		b, e := dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: size, Batch: 1})
		if e == nil && fill != nil {
			e = dev.Write(b, 0, fill)
		}
		if err == nil {
			err = e
		}
		return b
	}
	plane := 2 * n * n
	spot := make([]float32, plane)
	spot[2*(n/2*n+n/2)] = 1
	lens, back := danteLens(grid)
	in := alloc("source", compute.Sample, plane, spot)
	glass := alloc("lens", compute.Shared, plane, lens)
	glassBack := alloc("conjugate lens", compute.Shared, plane, back)
	wanted := alloc("target", compute.Shared, plane, target)
	slm := alloc("transmission", compute.Shared, plane, nil)
	u := alloc("field", compute.Scratch, plane, nil)
	behind := alloc("field behind the mask", compute.Scratch, plane, nil)
	e := alloc("error", compute.Scratch, n*n, nil)
	parts := min(n*n, 64*danteParts)
	some := alloc("error in parts", compute.Scratch, parts, nil)
	d.loss = alloc("loss", compute.Sample, danteParts, nil)
	d.mask = &compute.Var{Name: "mask", Shape: []int{w, w}, Value: alloc("mask", compute.Shared, w*w, phase), Grad: alloc("gradient", compute.Sum, w*w, nil)}
	if err != nil {
		return nil, err
	}
	var p compute.Program
	p.Add(kernels.WindowPhase(n, w), d.mask.Value, slm)
	hop.Forward(&p, in, u)
	p.Add(kernels.Modulate(), u, glass)
	hop.Forward(&p, u, behind)
	p.Add(kernels.Modulate(), behind, slm)
	hop.Forward(&p, behind, u)
	p.Add(kernels.Modulate(), u, glass)
	hop.Forward(&p, u, u)
	p.Add(kernels.SquaredError(1/float64(n*n)), u, wanted, e, u)
	hop.Adjoint(&p, u, u)
	p.Add(kernels.Modulate(), u, glassBack)
	hop.Adjoint(&p, u, u)
	p.Add(kernels.WindowPhaseAdjoint(n, w), u, behind, d.mask.Grad)
	p.Add(kernels.Fold(n*n, parts), e, some)
	p.Add(kernels.Fold(parts, danteParts), some, d.loss)
	if d.field, err = dev.Compile(&p); err != nil {
		return nil, err
	}
	d.rates, err = optim.New(dev, optim.DefaultAdam, []*compute.Var{d.mask})
	if err == nil {
		d.update = d.rates.Runner()
	}
	return d, err
}

// danteLens is a thin lens, exp(-i pi r^2 / (lambda f)), and its conjugate.
func danteLens(g optics.Grid) (lens, back []float32) {
	for j := range g.Ny {
		for i := range g.Nx {
			x, y := float64(i-g.Nx/2)*g.Dx, float64(j-g.Ny/2)*g.Dy
			sin, cos := fmath.Sincos(math.Mod(-math.Pi*(float64(x*x)+float64(y*y))/(Wavelength*danteFocus), 2*math.Pi))
			lens = append(lens, float32(cos), float32(sin))
			back = append(back, float32(cos), float32(-sin))
		}
	}
	return lens, back
}

// step makes update number t, counted from 1.
func (d *dante) step(t int) error {
	if err := d.rates.Prepare(t, danteRate, 1); err != nil {
		return err
	}
	if err := d.field.Run(1); err != nil {
		return err
	}
	return d.rates.Run()
}

// read is the loss of the last step.
func (d *dante) read() (float64, error) {
	parts := make([]float32, danteParts)
	if err := d.dev.Read(d.loss, 0, parts); err != nil {
		return 0, err
	}
	sum := 0.0
	for _, v := range parts {
		sum += float64(v)
	}
	return sum, nil
}
