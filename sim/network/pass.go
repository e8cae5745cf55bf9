package network

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
)

// Pass runs a network for batches of examples: the buffers of a batch and the
// program over them.
type Pass struct {
	Net   *Network
	Batch int // largest batch
	Step  int // number of the update that the next runs are for, from 1; 0 for none

	input, label    compute.Buffer
	logits, out     compute.Buffer
	tape            *Tape
	run             compute.Runner
	inputs, classes []float32 // what has been staged
	results         []float32
	fetched         []fetched
}

// fetched is what a buffer held, nil when it was read.
type fetched struct {
	buffer compute.Buffer
	values []float32
}

// NewPass makes a pass for batches of up to batch examples.
func (n *Network) NewPass(kind Kind, batch int) (*Pass, error) {
	p := &Pass{Net: n, Batch: batch, tape: NewTape(n.Device, kind, batch)}
	t := p.tape
	t.lean = n.Lean
	input, label := t.New("input", n.Input), t.New("label", Vector(1))
	logits, back, err := n.Layers.Forward(t, input)
	if err != nil {
		return nil, err
	}
	out, dlogits := t.New("loss", Vector(2)), t.New("logits gradient", logits.Shape)
	for _, v := range []Value{input, label, logits, out} {
		t.Keep("", v)
	}
	if n.Loses != nil {
		if err := n.Loses.Record(t, input, logits, label, out, dlogits); err != nil {
			return nil, err
		}
	} else {
		n.Loss.Record(&t.Main, logits.Len(), logits.Buf, label.Buf, out.Buf, dlogits.Buf)
	}
	if kind == Train {
		if _, err := back(dlogits, false); err != nil {
			return nil, err
		}
	}
	if p.run, err = t.Compile(); err != nil {
		return nil, err
	}
	p.input, p.label, p.logits, p.out = input.Buffer(), label.Buffer(), logits.Buffer(), out.Buffer()
	p.inputs = make([]float32, batch*n.Input.Len())
	p.classes = make([]float32, batch)
	p.results = make([]float32, 2*batch)
	return p, nil
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
	dst := p.Stage(i, label)
	if len(image) != len(dst) {
		panic("network: image has the wrong size")
	}
	for k, v := range image {
		dst[k] = grey[v]
	}
}

// Stage is where sample i of the next batch goes, of the network's Input, whose class is
// label; a negative one counts as class 0.
func (p *Pass) Stage(i, label int) []float32 {
	p.classes[i] = float32(max(label, 0))
	size := p.Net.Input.Len()
	return p.inputs[i*size : (i+1)*size]
}

// Run runs the pass on the first batch staged samples. A training pass leaves the
// gradients, summed over the batch, in the network's variables.
func (p *Pass) Run(batch int) error {
	if batch < 1 || batch > p.Batch {
		return errs.New("network: a batch of ", batch, " examples does not fit a pass for ", p.Batch)
	}
	if err := p.Feed(batch); err != nil {
		return err
	}
	return p.Go(batch)
}

// Feed and Go are Run in two parts: Feed brings what is staged to the device, Go runs. A device that works while the
// host does other things can so be fed the next batch while it is at one.
func (p *Pass) Feed(batch int) error {
	dev := p.Net.Device
	if err := dev.Write(p.input, 0, p.inputs[:batch*p.Net.Input.Len()]); err != nil {
		return err
	}
	return dev.Write(p.label, 0, p.classes[:batch])
}

func (p *Pass) Go(batch int) error {
	p.fetched = nil
	for _, hook := range p.tape.hooks {
		if err := hook(p.Step, batch); err != nil {
			return err
		}
	}
	return p.run.Run(batch)
}

// Show runs the pass on one example, of the network's Input and of a class as in Stage, and reads its logits, [classes].
func (p *Pass) Show(x []float32, class int) ([]float32, error) {
	copy(p.Stage(0, class), x)
	if err := p.Run(1); err != nil {
		return nil, err
	}
	return p.Logits(1)
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

// Logits reads [batch][classes] of the last batch.
func (p *Pass) Logits(batch int) ([]float32, error) { return p.read(p.logits, batch) }

// Read reads what the layers have kept under a name for the last batch, [batch][...] of each
// in their order: see Tape.Keep.
func (p *Pass) Read(name string, batch int) (all [][]float32, err error) {
	for _, m := range p.tape.marks {
		if m.name == name && err == nil {
			var v []float32
			v, err = p.read(m.Buffer(), batch)
			all = append(all, v)
		}
	}
	if all == nil {
		return nil, errs.New("network: this pass keeps no ", name)
	}
	return all, err
}

func (p *Pass) one(name string, batch int) ([]float32, error) {
	all, err := p.Read(name, batch)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// Readings reads the detectors' readings, [batch][readings], of the last batch.
func (p *Pass) Readings(batch int) ([]float32, error) { return p.one("readings", batch) }

// Field reads the field of sample 0 in plane i of a branch: 0 is the source, i the
// plane behind layer i. Only for passes of kind View.
func (p *Pass) Field(branch, i int) ([]float32, error) { return p.one(PlaneName(branch, i), 1) }

// Power reads the power of the encoded light and that in the detector regions, [batch]
// each, in units of full-scale samples. Each branch gets all of the source's light here: the
// sum over their regions is to be divided by their number. Not for training passes.
func (p *Pass) Power(batch int) (source, inside []float32, err error) {
	if source, err = p.one("encoded power", batch); err != nil {
		return nil, nil, err
	}
	parts, err := p.Read("power in regions", batch)
	if err != nil {
		return nil, nil, err
	}
	inside = make([]float32, batch)
	for _, part := range parts {
		for i, v := range part {
			inside[i] += v
		}
	}
	return source, inside, nil
}

// Fetch reads what the layers have kept under these names, the logits and the readings of the last batch in one go: the
// reads of each then give what was fetched, once. With them go variables, whose values it returns.
func (p *Pass) Fetch(batch int, names []string, vars []*compute.Var) (values [][]float32, err error) {
	var from []compute.Buffer
	var to [][]float32
	add := func(b compute.Buffer, n int) {
		from, to = append(from, b), append(to, make([]float32, n))
	}
	add(p.logits, batch*p.logits.Spec().Len)
	for _, m := range p.tape.marks {
		for _, name := range append(names, "readings") {
			if m.name == name {
				add(m.Buffer(), batch*m.Buffer().Spec().Len)
			}
		}
	}
	n := len(from)
	for _, v := range vars {
		add(v.Value, v.Len())
	}
	if err := compute.ReadAll(p.Net.Device, from, to); err != nil {
		return nil, err
	}
	for i, b := range from[:n] {
		p.fetched = append(p.fetched, fetched{b, to[i]})
	}
	return to[n:], nil
}

func (p *Pass) read(b compute.Buffer, batch int) ([]float32, error) {
	n := batch * b.Spec().Len
	for i, f := range p.fetched {
		if f.buffer == b && len(f.values) == n {
			p.fetched[i].values = nil // they are the reader's
			return f.values, nil
		}
	}
	v := make([]float32, n)
	return v, p.Net.Device.Read(b, 0, v)
}

// Kept are the arrays that runs of the pass change beside the network's variables, without a gradient:
// see Tape.Keeps.
func (p *Pass) Kept() []*compute.Var { return p.tape.kept }

// Runner is the program of the pass, for who measures it.
func (p *Pass) Runner() compute.Runner { return p.run }
