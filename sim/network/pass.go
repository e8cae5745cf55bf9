package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
)

// Kind says what a pass is for.
type Kind int

const (
	Train Kind = iota // has the way back; keeps no field
	Eval              // forward only
	View              // forward only; every field can be read
)

// Pass runs a network for batches of images: the buffers of a batch and the
// program over them.
type Pass struct {
	Net   *Network
	Batch int // largest batch

	image, label    compute.Buffer
	fields          [][]compute.Buffer // of each branch: plane 0 is the source of all, then behind each layer
	readings        compute.Buffer
	logits, out     compute.Buffer
	source          compute.Buffer   // power of the encoded light
	inside          []compute.Buffer // power in the regions of each branch
	run             compute.Runner
	pixels, classes []float32 // what Set has staged
	results         []float32
}

// NewPass makes a pass for batches of up to batch images.
func (n *Network) NewPass(kind Kind, batch int) (*Pass, error) {
	p := &Pass{Net: n, Batch: batch}
	var failed error
	alloc := func(name string, scope compute.Scope, size int) compute.Buffer {
		b, err := n.Device.Alloc(compute.Spec{Name: name, Scope: scope, Len: size, Batch: batch})
		if err != nil && failed == nil {
			failed = err
		}
		return b
	}
	e := n.Encoder
	plane, classes := 2*e.Grid.Len(), n.Classes()
	scope := compute.Scratch
	if kind == View {
		scope = compute.Sample
	}
	p.image = alloc("image", compute.Sample, e.Width*e.Height)
	p.label = alloc("label", compute.Sample, 1)
	source := alloc("field", scope, plane)
	for i := range n.Branches {
		fields := []compute.Buffer{source}
		for l := range n.Branches[i].Layers {
			if kind == Eval && i > 0 && l+1 < len(p.fields[0]) {
				fields = append(fields, p.fields[0][l+1]) // nobody needs the other's any more
				continue
			}
			fields = append(fields, alloc("field", scope, plane))
		}
		p.fields = append(p.fields, fields)
		p.inside = append(p.inside, alloc("power in regions", compute.Sample, 1))
	}
	p.readings = alloc("readings", compute.Sample, n.readings)
	p.logits = alloc("logits", compute.Sample, classes)
	p.out = alloc("loss", compute.Sample, 2)
	p.source = alloc("encoded power", compute.Sample, 1)
	dlogits := alloc("logits gradient", compute.Scratch, classes)
	var dreadings, g compute.Buffer
	if kind == Train {
		dreadings = alloc("readings gradient", compute.Scratch, n.readings)
		g = alloc("field gradient", compute.Scratch, plane)
	}
	if failed != nil {
		return nil, failed
	}
	p.pixels = make([]float32, batch*e.Width*e.Height)
	p.classes = make([]float32, batch)
	p.results = make([]float32, 2*batch)

	var prog compute.Program
	layers := n.layers()
	for _, l := range layers {
		if t, ok := l.(Prepared); ok && kind == Train {
			t.PrepareTrain(&prog)
		} else {
			l.Prepare(&prog)
		}
	}
	e.Record(&prog, p.image, n.light, source)
	for i := range n.Branches {
		b, fields := &n.Branches[i], p.fields[i]
		for l, layer := range b.Layers {
			layer.Forward(&prog, fields[l], fields[l+1])
		}
		last := fields[len(b.Layers)]
		b.Detector.Forward(&prog, last, p.readings)
		if kind != Train {
			prog.Add(kernels.RegionPower(e.Grid.Nx, b.Detector.Regions), last, p.inside[i])
		}
	}
	n.Readout.Forward(&prog, classes, p.readings, p.logits)
	n.Loss.Record(&prog, classes, p.logits, p.label, p.out, dlogits)
	if kind == Train {
		n.Readout.Adjoint(&prog, classes, p.readings, dlogits, dreadings)
		for i := range n.Branches {
			n.Branches[i].backward(&prog, dreadings, g, p.fields[i])
		}
		for _, l := range layers {
			if t, ok := l.(Prepared); ok {
				t.Finish(&prog)
			}
		}
	} else {
		prog.Add(kernels.Power(e.Grid.Len()), source, p.source)
	}
	var err error
	p.run, err = n.Device.Compile(&prog)
	return p, err
}

// backward records the way back through a branch, given the gradient with respect to
// the readings; g is the gradient with respect to its fields.
func (b *Branch) backward(p *compute.Program, dreadings, g compute.Buffer, fields []compute.Buffer) {
	b.Detector.Adjoint(p, fields[len(b.Layers)], dreadings, g)
	for l := len(b.Layers) - 1; l >= 0; l-- {
		if t, ok := b.Layers[l].(Prepared); ok {
			t.BackwardFrom(p, g, fields[l], l > 0)
		} else {
			b.Layers[l].Backward(p, g, fields[l+1], l > 0)
		}
	}
}

// grey is a grey value as a number from 0 to 1.
var grey = func() (g [256]float32) {
	for v := range g {
		g[v] = float32(v) / 255
	}
	return g
}()

// Set stages an image, [Height][Width] grey values 0..255, and its class as
// sample i of the next batch. A negative label counts as class 0.
func (p *Pass) Set(i int, image []byte, label int) {
	e := p.Net.Encoder
	size := e.Width * e.Height
	if len(image) != size {
		panic("network: image has the wrong size")
	}
	dst := p.pixels[i*size : (i+1)*size]
	for k, v := range image {
		dst[k] = grey[v]
	}
	p.classes[i] = float32(max(label, 0))
}

// Run runs the pass on the first batch staged samples. A training pass leaves the
// gradients, summed over the batch, in the network's variables.
func (p *Pass) Run(batch int) error {
	if batch < 1 || batch > p.Batch {
		return errs.New("network: a batch of ", batch, " images does not fit a pass for ", p.Batch)
	}
	dev := p.Net.Device
	if err := dev.Write(p.image, 0, p.pixels[:batch*len(p.pixels)/p.Batch]); err != nil {
		return err
	}
	if err := dev.Write(p.label, 0, p.classes[:batch]); err != nil {
		return err
	}
	return p.run.Run(batch)
}

// Result is what a batch gave, summed over its images.
type Result struct {
	Count   int
	Loss    float64
	Correct int
}

// Result reads the loss and the number of right answers of the last batch.
func (p *Pass) Result(batch int) (Result, error) {
	if err := p.Net.Device.Read(p.out, 0, p.results[:2*batch]); err != nil {
		return Result{}, err
	}
	return sumUp(p.results[:2*batch]), nil
}

// Later is Result for devices that work on while the host does other things: it
// starts to read, and the function that it returns waits and gives the result. It is
// nil for other devices.
func (p *Pass) Later(batch int) (func() (Result, error), error) {
	dev, ok := p.Net.Device.(compute.Later)
	if !ok {
		return nil, nil
	}
	wait, err := dev.Later(p.out, 0, 2*batch)
	if err != nil {
		return nil, err
	}
	return func() (Result, error) {
		results := make([]float32, 2*batch)
		if err := wait(results); err != nil {
			return Result{}, err
		}
		return sumUp(results), nil
	}, nil
}

// sumUp adds up pairs of a loss and whether the answer was right.
func sumUp(results []float32) Result {
	r := Result{Count: len(results) / 2}
	for i := range r.Count {
		r.Loss += float64(results[2*i])
		r.Correct += int(results[2*i+1])
	}
	return r
}

// Add adds what another batch gave.
func (r *Result) Add(o Result) {
	r.Count += o.Count
	r.Loss += o.Loss
	r.Correct += o.Correct
}

// Logits reads [batch][classes] of the last batch.
func (p *Pass) Logits(batch int) ([]float32, error) { return p.read(p.logits, batch) }

// Readings reads the detectors' readings, [batch][readings], of the last batch.
func (p *Pass) Readings(batch int) ([]float32, error) { return p.read(p.readings, batch) }

// Field reads the field of sample 0 in plane i of a branch: 0 is the source, i the
// plane behind layer i. Only for passes of kind View.
func (p *Pass) Field(branch, i int) ([]float32, error) { return p.read(p.fields[branch][i], 1) }

// Power reads the power of the encoded light and that in the detector regions, [batch]
// each, in units of full-scale samples. Each branch gets all of the source's light here: the
// sum over their regions is to be divided by their number. Not for training passes.
func (p *Pass) Power(batch int) (source, inside []float32, err error) {
	if source, err = p.read(p.source, batch); err != nil {
		return nil, nil, err
	}
	inside = make([]float32, batch)
	for _, b := range p.inside {
		part, err := p.read(b, batch)
		if err != nil {
			return nil, nil, err
		}
		for i, v := range part {
			inside[i] += v
		}
	}
	return source, inside, nil
}

func (p *Pass) read(b compute.Buffer, batch int) ([]float32, error) {
	v := make([]float32, batch*b.Spec().Len)
	return v, p.Net.Device.Read(b, 0, v)
}

// Runner is the program of the pass, for who measures it.
func (p *Pass) Runner() compute.Runner { return p.run }
