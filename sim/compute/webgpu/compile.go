package webgpu

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
)

// Compile checks p, joins its launches to passes and compiles them, segment by segment.
func (d *Device) Compile(p *compute.Program) (compute.Runner, error) {
	r := &runner{dev: d, most: -1, lists: map[int]list{}}
	if err := r.check(p.Launches); err != nil {
		return nil, err
	}
	d.pack(p.Launches)
	parts := d.tune.Groups
	if r.most >= 0 {
		parts = max(1, min(parts, r.most))
	}
	summed := map[*buffer]bool{} // Sum buffers that something was added to
	for all := p.Launches; len(all) > 0; {
		n := 1
		for n < len(all) && (all[n].Kernel.Each != nil) == (all[0].Kernel.Each != nil) {
			n++
		}
		var err error
		if all[0].Kernel.Each != nil {
			err = r.samples(all[:n], parts, summed)
		} else {
			err = r.calls(all[:n], summed)
		}
		if err != nil {
			return nil, err
		}
		all = all[n:]
	}
	return r, nil
}

// check checks the buffers of launches, and finds the largest batch and the chunk.
func (r *runner) check(launches []compute.Launch) error {
	d, segment := r.dev, 0
	home := map[*buffer]int{} // of Scratch
	for i, l := range launches {
		k := &l.Kernel
		if i > 0 && (k.Each != nil) != (launches[i-1].Kernel.Each != nil) {
			segment++
		}
		for _, a := range l.Args {
			b, ok := a.(*buffer)
			if !ok || b.dev != d {
				return errs.New("webgpu: buffer ", a.Spec().Name, " of kernel ", k.Name, " belongs to another device")
			}
			switch s := b.spec.Scope; {
			case k.Once != nil && b.perSample():
				return errs.New("webgpu: kernel ", k.Name, " runs once but its buffer ", b.spec.Name, " belongs to samples")
			case k.Batch != nil && s == compute.Scratch:
				return errs.New("webgpu: kernel ", k.Name, " runs for the batch but its buffer ", b.spec.Name, " is scratch")
			case s == compute.Scratch:
				if in, ok := home[b]; ok && in != segment && !l.Anew(b) {
					return errs.New("webgpu: scratch buffer ", b.spec.Name, " of kernel ", k.Name, " is used in two segments, and the second does not begin by writing it whole; make it of scope Sample")
				}
				home[b] = segment
			case s == compute.Sample && (r.most < 0 || b.spec.Batch < r.most):
				r.most = b.spec.Batch
			}
		}
	}
	r.chunk = d.chunk
	if r.most >= 0 && r.most < r.chunk {
		r.chunk = max(1, r.most)
	}
	for _, l := range launches {
		for _, a := range l.Args {
			b := a.(*buffer)
			if !b.perSample() || l.Kernel.Each == nil || 4*b.spec.Len*r.chunk <= d.info.Limits.Binding {
				continue
			}
			r.chunk = d.info.Limits.Binding / (4 * b.spec.Len)
			if r.chunk < r.most {
				r.chunk = r.chunk / 64 * 64
			}
			if most := d.info.Limits.Binding / (4 * b.spec.Len); r.chunk < 1 && most > 0 {
				return errs.New("webgpu: a shader of this GPU may see ", d.info.Limits.Binding>>20, " MiB, ", b.spec.Name, " of ", most,
					" samples: make the batch no larger, take fewer samples, or use the cpu device")
			}
			if r.chunk < 1 {
				return errs.New("webgpu: ", b.spec.Name, " of one sample is larger than what a shader of this GPU may see; take fewer samples, or the cpu device")
			}
		}
	}
	return nil
}

// calls adds the passes of launches that run once, or once for the batch.
func (r *runner) calls(launches []compute.Launch, summed map[*buffer]bool) error {
	var ops []*op
	for _, l := range launches {
		k := &l.Kernel
		o := &op{kind: mapping, name: k.Name, args: l.Args, form: k.GPU, batch: k.Batch != nil}
		switch k.GPU.(type) {
		case *compute.Map:
		case *compute.Product:
			o.kind = multiplying
		default:
			return errs.New("webgpu: kernel ", k.Name, " has no form for a GPU yet; use the cpu device")
		}
		o.code = compute.CodeOf(o.form)
		for i, a := range l.Args {
			b := a.(*buffer)
			if !o.batch || b.spec.Scope != compute.Sum {
				continue
			}
			if !summed[b] {
				summed[b] = true
				zero := &compute.Map{N: b.spec.Len, Code: compute.Code{Text: "$0[i] = 0.0f;", Writes: []int{0}}}
				ops = append(ops, &op{kind: mapping, name: "zero", code: &zero.Code, args: []compute.Buffer{b}, form: zero})
			}
			c := *o.code
			c.Writes = append(c.Writes[:len(c.Writes):len(c.Writes)], i)
			o.code = &c
		}
		ops = append(ops, o)
	}
	for len(ops) > 0 {
		if ops[0].kind == multiplying {
			if err := r.product(ops[0]); err != nil {
				return err
			}
			ops = ops[1:]
			continue
		}
		maps := 1
		for maps < len(ops) && ops[maps].kind == mapping {
			maps++
		}
		p, n, err := r.dev.onceMaps(ops[:maps])
		if err == nil {
			err = r.add(p)
		}
		if err != nil {
			return err
		}
		ops = ops[n:]
	}
	return nil
}

// samples adds the passes of launches that run for each sample, and of the sums after
// them.
func (r *runner) samples(launches []compute.Launch, parts int, summed map[*buffer]bool) error {
	sums, err := r.each(launches, parts, summed)
	for err == nil && len(sums) > 0 {
		var p *pass
		var n int
		if p, n, err = r.dev.reduce(sums, parts, summed); err == nil {
			err = r.add(p)
		}
		sums = sums[n:]
	}
	return err
}

// each adds the passes for samples and returns the Sum buffers that are to be reduced
// after them: those with more than one part, or with sums of segments before.
func (r *runner) each(launches []compute.Launch, parts int, summed map[*buffer]bool) ([]*buffer, error) {
	ops, err := opsOf(apart(launches, r.dev.info.Limits.Binding/(4*max(1, r.chunk))))
	if err != nil {
		return nil, err
	}
	var sums []*buffer
	alone := map[*buffer]bool{}
	for _, l := range launches {
		for _, a := range l.Args {
			b := a.(*buffer)
			if b.spec.Scope == compute.Sum && parts == 1 && !summed[b] {
				alone[b] = true
			}
			if b.spec.Scope == compute.Sum && !alone[b] && !contains(sums, b) {
				sums = append(sums, b)
				if parts > b.parts {
					if b.partial, err = r.dev.alloc(b.spec.Name+" in parts", parts*b.spec.Len); err != nil {
						return nil, err
					}
					b.parts = parts
				}
			}
		}
	}
	runs := fuse(ops)
	r.dev.darken(runs)
	for _, run := range runs {
		var p *pass
		switch run[0].kind {
		case columns:
			p, err = r.dev.columns(run[0])
		case mapping:
			p, err = maps(run, parts, alone)
		case grouping:
			p, err = group(run[0])
		case lining:
			p, err = r.dev.lines(run[0])
		default:
			p, err = r.dev.rows(run, parts, alone)
		}
		if err == nil {
			err = r.add(p)
		}
		if err != nil {
			return nil, err
		}
	}
	for b := range alone {
		summed[b] = true
	}
	return sums, nil
}
