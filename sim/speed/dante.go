package speed

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fft"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/optim"
)

// Suite dante makes steps of the local learning of a 4-f layer (Yuan, Wang, Xu, Zhou and
// Fang, "Training large-scale optoelectronic neural networks with dual-neuron
// optical-artificial learning", Nature Communications 14, 7110 (2023)): light from one
// sample passes a lens, the phase mask in its focal plane and a second lens, and the
// mask learns by Adam to make the field behind that a target.
//
//	u = P L P M c,   c = P L P delta,   L = mean |u - target|^2
//
// P is free space over the focal length, L the lens, and M the mask, which is an SLM in
// the middle of the plane, dark around. The light c in front of the mask is the same in every step,
// and so no part of one. The focal length is the paper's 14.5 cm at 2000 samples, and for
// planes of others in proportion, so that the light always takes as much of them. A step leaves the error of each
// sample: they are added up behind the last of many steps, when the loss is read.
//
// With Model "fresnel" P is paraxial, as in the paper's code, and its loss is that of the region that the
// paper's second layer has, not of the whole plane: light that starts in the mask and ends there is a product of x and y
// and is propagated along lines. With one of network.FourF's ideal limit P L P is a Fourier transform, from the
// mask to that region.
const (
	danteRate  = 1e-5 // so small that every step is the first again
	danteHops  = 4    // two there, two back to the mask
	danteParts = 1024 // numbers that the loss comes in
)

// Window is the side of the mask of suite dante, Region that of the target.
func (c Case) Window() int { return max(1, c.N*3/5) }
func (c Case) Region() int {
	if c.Model == "" {
		return c.N
	}
	return max(1, c.N*49/200)
}

// system is what the suite's light goes through.
func (c Case) system() network.FourF {
	f := network.DANTE
	f.Focus *= float64(c.N) / float64(f.Samples)
	f.Samples, f.Mask, f.Model = c.N, c.Window(), network.Model(c.Model)
	if c.Model == "" {
		f.Model = network.ModelSpectrum
	}
	return f
}

// danteFlops are the operations of a step, given those of a hop.
func (c Case) danteFlops(hop float64) float64 {
	w, r := float64(c.Window()), float64(c.Region())
	switch network.Model(c.Model) {
	case "":
		return danteHops * hop
	case network.ModelProducts:
		return 2 * 8 * (w*w*r + w*r*r)
	}
	m, hops := c.lines()
	return 2 * (w + r) * hops * (2*5*m*math.Log2(m) + 6*m)
}

// lines are the window of the lines along which light goes, and the hops of each.
func (c Case) lines() (window, hops float64) {
	if network.Model(c.Model) == network.ModelFresnel {
		return float64(c.N), 2
	}
	return float64(fft.NextFast(c.Window() + c.Region() - 1)), 1
}

// danteBytes are the least that is moved for a step, given those of a column pass and of
// the rows between two hops: two lenses, the target, the error; of the first and last hop only the mask's rows on one
// side; and for the mask the light in front of it twice, its phase twice, its gradient and Adam. Along lines, rows read the window and leave the region's columns; products have their matrices beside.
func (c Case) danteBytes(columns, rows float64) float64 {
	n2, w, r := float64(c.N*c.N), float64(c.Window()), float64(c.Region())
	n, mask := float64(c.N), (8+2*8+2*8+4*(1+1+2+7))*w*w
	switch network.Model(c.Model) {
	case "":
		return danteHops*columns - 2*8*n*(n-w) + (danteHops-1)*rows + 8*(2+1)*n2 + 4*n2 + 2*8*n*w + (2*8+4*(2+1+7))*w*w
	case network.ModelProducts:
		mask += 2 * 8 * 2 * r * w
	}
	return 8*w*w + 2*8*(w*w+2*w*r+r*r) + (8*2+2*4)*r*r + mask
}

// dante is what a step works on.
type dante struct {
	dev           compute.Device
	mask          *compute.Var
	loss          compute.Buffer
	field, update compute.Runner
	sums          compute.Runner // of the errors that a step leaves
	rates         *optim.Optimiser
}

func (t *Talbot) openDante() error {
	c := t.Case
	dev, w, r := t.Variant.device(), c.Window(), c.Region()
	if c.N < 5 {
		return errs.New("suite dante needs a plane of at least 5 x 5 samples")
	}
	// Of the power that comes, so that loss and gradient depend on all.
	target, phase := make([]float32, 2*r*r), make([]float32, w*w)
	input.Uniform(uint32(c.N), target)
	for i, v := range target {
		target[i] = float32((2*float64(v) - 1) * math.Sqrt(1.5) / float64(r))
	}
	input.Uniform(uint32(c.N+1), phase)
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
	t.check = []float64{loss * float64(r*r), math.Sqrt(size) * float64(r*r) * float64(c.N)}
	t.units, t.runs = 1, []Run{{d.field, 1}, {d.update, 0}}
	t.run = func(reps int) error {
		_, err := work(reps)
		return err
	}
	return nil
}

// newDante records a step.
func newDante(dev compute.Device, c Case, target, phase []float32) (*dante, error) {
	d, system, w, r := &dante{dev: dev}, c.system(), c.Window(), c.Region()
	var back optics.Propagator
	lit, light, err := system.Lit(dev)
	if err == nil && c.Model == "" {
		back, err = system.Whole(dev, 1)
	} else if err == nil {
		back, err = system.Back(dev, r, 1)
	}
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
	// The plane of the mask has the light behind it and then the gradient there. Products are launches for
	// the batch, which scratch does not outlive, and so is what is done at a lit mask.
	scope, grad, behind := compute.Scratch, compute.Shared, compute.Sample
	if network.Model(c.Model) == network.ModelProducts {
		scope = compute.Sample
	} else if c.Model == "" {
		grad, behind = compute.Sum, compute.Scratch
	}
	shone := alloc("light at the mask", compute.Shared, len(light), light)
	wanted := alloc("target", compute.Shared, len(target), target)
	u := alloc("field", scope, 2*r*r, nil)
	at := alloc("at the mask", behind, 2*w*w, nil)
	e := alloc("error", compute.Sample, r*r, nil) // is read behind the step
	parts := min(r*r, 16*danteParts)
	some := alloc("error in parts", scope, parts, nil)
	d.loss = alloc("loss", compute.Sample, danteParts, nil)
	d.mask = &compute.Var{Name: "mask", Shape: []int{w, w}, Value: alloc("mask", compute.Shared, w*w, phase), Grad: alloc("gradient", grad, w*w, nil)}
	var p compute.Program
	if err != nil {
		return nil, err
	}
	if c.Model == "" { // steps of the light, which are joined to hops
		p.Add(lit.Shine(), d.mask.Value, shone, at)
	} else {
		p.Add(lit.Illuminate(), d.mask.Value, shone, at)
	}
	back.Forward(&p, at, u)
	p.Add(kernels.SquaredError(1/float64(r*r)), u, wanted, e, u)
	back.Adjoint(&p, u, at)
	if c.Model == "" {
		p.Add(lit.ShineAdjoint(), at, d.mask.Value, shone, d.mask.Grad)
	} else {
		p.Add(lit.Adjoint(), at, d.mask.Value, shone, d.mask.Grad)
	}
	if d.field, err = dev.Compile(&p); err != nil {
		return nil, err
	}
	var sums compute.Program
	sums.Add(kernels.Fold(r*r, parts), e, some)
	sums.Add(kernels.Fold(parts, danteParts), some, d.loss)
	if d.sums, err = dev.Compile(&sums); err != nil {
		return nil, err
	}
	d.rates, err = optim.New(dev, optim.DefaultAdam, []*compute.Var{d.mask})
	if err == nil {
		d.update = d.rates.Runner()
	}
	return d, err
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
	if err := d.sums.Run(1); err != nil {
		return 0, err
	}
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
