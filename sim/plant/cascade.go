package plant

import (
	"context"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/network"
)

// Cascade is a network of phase masks that light meets one after another, each followed by the same way: one bench on which
// all layers are shown in turn, what is measured behind the one as the light of the next (Xue et al., Nature 632, 280 (2024)),
//
//	m_l = u_l exp(i phi_l),  y_l = W m_l,  u_l+1 = f(y_l)
//
// and its gradient, g with dL = Re<g, dy>:
//
//	dL/dphi_l += Im(r conj m_l),  r = W^H g,  and on through exp(-i phi_l) and the slope of f at y_l-1
//
// Who takes light along W, and gradients back, is a Way's affair: a bench, or a model of it. All fields of a batch lie on the
// device.
type Cascade struct {
	Device compute.Device
	Nx, Ny int
	Masks  []*compute.Var // [Ny][Nx] rad each
	Batch  int            // examples at a time
	// Numbers is how many an example has, and Classes how many logits.
	Numbers, Classes int
	// Encode records how they become light in front of the first mask, from [Numbers] to [Ny][Nx] complex.
	Encode func(p *compute.Program, example, field compute.Buffer)
	// Loss records what is made of the light behind the last mask: logits, [Classes]; the loss and whether the answer is
	// right, [2]; and the gradient g with respect to the field.
	Loss func(p *compute.Program, field, label, logits, out, g compute.Buffer)
	// Activation is what happens between two masks; nil for nothing.
	Activation *kernels.FieldActivation
	// Confine records, in place, what any field that a bench has measured behind a mask must be, so that what it is not is noise: see
	// optics.Space.Confined. It is done to what is handed on to the next mask, and to errors, but not to the field behind the last mask, whose
	// loss is that of the light as it is seen. Nil leaves all as they are measured.
	Confine func(p *compute.Program, field compute.Buffer)
	// Compensate has what a plant's phase panel leaves as it is (see Leaking) made up for by what is shown of the last mask, behind which a camera
	// sees all of the light: see kernels.CompensateZeroOrder.
	Compensate bool
	// Even gives the gradients of each example and mask the same largest size, before they are added up (the
	// authors take 0.02); 0 leaves them as they are.
	Even float64

	light, spare              compute.Buffer   // the fields under way
	rise, most                compute.Buffer   // of one mask and example, and its largest parts
	shown, seen, through      []compute.Buffer // of each mask m_l and y_l, and exp(i phi_l)
	example, label            compute.Buffer
	logits, out               compute.Buffer
	begin, end                compute.Runner
	into, slope               []compute.Runner
	staged, labels, read, two []float32
}

// Way takes the fields of a batch in place, those of a cascade's Light.
type Way interface {
	Forth(ctx context.Context, fields int) error // y = W m
	Back(ctx context.Context, fields int) error  // g = W^H g
}

// Handing is a Way that tells what it hands to the next mask otherwise than what is behind the last one: see Forward.
type Handing interface {
	Way
	Hand(ctx context.Context, fields int) error
}

// Seeing is a Way that tells the light's magnitude behind the last mask by less than what else is to be known of it: see Forward.
type Seeing interface {
	Way
	See(ctx context.Context, fields int) error
}

// hand takes the light to the next mask.
func hand(ctx context.Context, w Way, fields int) error {
	if h, ok := w.(Handing); ok {
		return h.Hand(ctx, fields)
	}
	return w.Forth(ctx, fields)
}

// parts is how many a field is cut into to find its largest value.
const parts = 64

// Ready makes the buffers and programs.
func (c *Cascade) Ready() (err error) {
	n := c.Nx * c.Ny
	if len(c.Masks) == 0 || c.Batch < 1 || c.Encode == nil || c.Loss == nil {
		return errs.New("plant: a cascade wants a mask, a batch, a way to encode and a loss")
	}
	for _, v := range c.Masks {
		if v.Len() != n {
			return errs.New("plant: mask ", v.Name, " has ", v.Len(), " phases, and the plane ", n, " samples")
		}
	}
	alloc := func(name string, scope compute.Scope, n int) (b compute.Buffer) {
		if err == nil {
			b, err = c.Device.Alloc(compute.Spec{Name: name, Scope: scope, Len: n, Batch: c.Batch})
		}
		return b
	}
	c.light, c.spare = alloc("light", compute.Sample, 2*n), alloc("light aside", compute.Sample, 2*n)
	c.example, c.label = alloc("example", compute.Sample, c.Numbers), alloc("label", compute.Sample, 1)
	c.logits, c.out = alloc("logits", compute.Sample, c.Classes), alloc("loss", compute.Sample, 2)
	c.rise, c.most = alloc("slope", compute.Scratch, n), alloc("largest slope", compute.Scratch, parts)
	for range c.Masks {
		c.shown = append(c.shown, alloc("shown", compute.Sample, 2*n))
		c.through = append(c.through, alloc("mask", compute.Shared, 2*n))
		y := c.spare
		if c.Activation != nil {
			y = alloc("measured", compute.Sample, 2*n)
		}
		c.seen = append(c.seen, y)
	}
	one := alloc("one", compute.Shared, 2*n)
	if err != nil {
		return err
	}
	ones := make([]float32, 2*n)
	for i := 0; i < len(ones); i += 2 {
		ones[i] = 1
	}
	if err := c.Device.Write(one, 0, ones); err != nil {
		return err
	}
	compile := func(record func(p *compute.Program)) (r compute.Runner) {
		var p compute.Program
		record(&p)
		if err == nil {
			r, err = c.Device.Compile(&p)
		}
		return r
	}
	c.begin = compile(func(p *compute.Program) {
		for l, v := range c.Masks {
			p.Add(kernels.PhaseTransmission(n, 1), v.Value, c.through[l])
		}
		c.Encode(p, c.example, c.light)
	})
	for l := range c.Masks {
		c.into = append(c.into, compile(func(p *compute.Program) {
			if l > 0 && c.Activation != nil {
				p.Add(kernels.ModulateTo(), c.light, one, c.seen[l-1])
				p.Add(c.Activation.Forward(), c.seen[l-1], c.light)
			}
			p.Add(kernels.ModulateTo(), c.light, c.through[l], c.shown[l])
			p.Add(kernels.ModulateTo(), c.shown[l], one, c.light)
		}))
	}
	if err == nil {
		c.slope, err = c.slopes(c.straight, 0)
	}
	c.end = compile(func(p *compute.Program) {
		c.Loss(p, c.light, c.label, c.logits, c.out, c.spare)
		p.Add(kernels.ModulateTo(), c.spare, one, c.light)
	})
	c.staged, c.labels = make([]float32, c.Numbers), make([]float32, 1)
	c.read, c.two = make([]float32, c.Batch*c.Classes), make([]float32, 2*c.Batch)
	return err
}

// straight is the slope of masks each of whose phases is shown by a pixel of its own.
func (c *Cascade) straight(p *compute.Program, shown compute.Buffer) {
	p.Add(kernels.PhaseGradient(c.Nx*c.Ny), c.light, shown, c.rise)
}

// slopes take the gradient back through each mask; what record writes into rise is that of its phases. Beside what the last mask shows a
// camera sees as much of its amplitude unchanged as unmodulated says.
func (c *Cascade) slopes(record func(p *compute.Program, shown compute.Buffer), unmodulated complex128) (all []compute.Runner, err error) {
	n := c.Nx * c.Ny
	for l := range c.Masks {
		var p compute.Program
		record(&p, c.shown[l])
		if c.Even > 0 {
			p.Add(kernels.LargestOf(n, parts), c.rise, c.most)
		}
		p.Add(kernels.AddEvened(n, parts, c.Even), c.rise, c.most, c.Masks[l].Grad)
		if l > 0 {
			if unmodulated != 0 && l+1 == len(c.Masks) {
				p.Add(kernels.AddZeroOrder(n, unmodulated), c.light, c.shown[l])
			}
			p.Add(kernels.ModulateConj(n), c.light, c.through[l])
			if c.Activation != nil {
				p.Add(c.Activation.Adjoint(), c.seen[l-1], c.light)
			}
		}
		r, err := c.Device.Compile(&p)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// Light is where fields are under way, [Batch][Ny][Nx] complex of scope Sample, and Spare another such buffer that a Way may use.
func (c *Cascade) Light() compute.Buffer { return c.light }
func (c *Cascade) Spare() compute.Buffer { return c.spare }

// Shown is what was to be shown of each mask in the last run, u exp(i phi).
func (c *Cascade) Shown(mask int) compute.Buffer { return c.shown[mask] }

// Put writes examples, as many as Batch at most.
func (c *Cascade) Put(ex data.Examples, batch []int32) error {
	for i, k := range batch {
		ex.Read(int(k), c.staged)
		c.labels[0] = float32(ex.Target(int(k)))
		if err := c.Device.Write(c.example, i*c.Numbers, c.staged); err != nil {
			return err
		}
		if err := c.Device.Write(c.label, i, c.labels); err != nil {
			return err
		}
	}
	return nil
}

// Forth takes the examples that Put has written through all masks, and leaves in Light the gradient of the loss behind the last.
// After, unless nil, is called behind each way, while Light has what came of it.
func (c *Cascade) Forth(ctx context.Context, w Way, count int, after func(mask int) error) (r network.Result, err error) {
	return c.forth(ctx, w, count, w.Forth, after)
}

// Answer is Forth for answers alone: what is left in Light is no gradient, as only the light's magnitude is measured behind the last mask,
// where the way can tell it so.
func (c *Cascade) Answer(ctx context.Context, w Way, count int, after func(mask int) error) (r network.Result, err error) {
	last := w.Forth
	if s, ok := w.(Seeing); ok {
		last = s.See
	}
	return c.forth(ctx, w, count, last, after)
}

// forth goes through all masks, through the last by a way of its own.
func (c *Cascade) forth(ctx context.Context, w Way, count int, last func(ctx context.Context, fields int) error, after func(mask int) error) (r network.Result, err error) {
	if err := c.begin.Run(count); err != nil {
		return r, err
	}
	for l := range c.Masks {
		if err := c.into[l].Run(count); err != nil {
			return r, err
		}
		forth := last
		if l+1 < len(c.Masks) {
			forth = func(ctx context.Context, fields int) error { return hand(ctx, w, fields) }
		}
		if err := forth(ctx, count); err != nil {
			return r, err
		}
		if after != nil {
			if err := after(l); err != nil {
				return r, err
			}
		}
	}
	if err := c.end.Run(count); err != nil {
		return r, err
	}
	if err := c.Device.Read(c.out, 0, c.two[:2*count]); err != nil {
		return r, err
	}
	for i := range count {
		r.Count++
		r.Loss += float64(c.two[2*i])
		r.Correct += int(c.two[2*i+1])
	}
	return r, nil
}

// Back takes the gradient in Light back through all masks, and leaves theirs in their variables, summed over the examples.
func (c *Cascade) Back(ctx context.Context, w Way, count int) error {
	slope := c.slope
	if s, ok := w.(Sloping); ok {
		if own := s.Slopes(); own != nil {
			slope = own
		}
	}
	for l := len(c.Masks) - 1; l >= 0; l-- {
		if err := w.Back(ctx, count); err != nil {
			return err
		}
		if err := slope[l].Run(count); err != nil {
			return err
		}
	}
	return nil
}

// Logits are those of the last examples that went Forth, [count][Classes].
func (c *Cascade) Logits(count int) ([]float32, error) {
	out := c.read[:count*c.Classes]
	return out, c.Device.Read(c.logits, 0, out)
}
