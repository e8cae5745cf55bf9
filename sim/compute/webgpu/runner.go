package webgpu

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/errs"
)

// runner is a program as passes.
type runner struct {
	dev    *Device
	passes []*shader
	most   int // largest batch that all buffers serve; -1 for any
	chunk  int
	lists  map[int]list // by batch
}

// shader is a pass with its pipeline.
type shader struct {
	*pass
	pipeline Handle
	used     []int // binds that the code uses
	uniform  bool
}

// list is the recorded steps of one batch size.
type list struct {
	Handle Handle
	labels []string
}

// Compile checks p, joins its launches to passes and compiles them.
func (d *Device) Compile(p *compute.Program) (compute.Runner, error) {
	r := &runner{dev: d, most: -1, lists: map[int]list{}}
	var before, each, after []compute.Launch
	for _, l := range p.Launches {
		for _, a := range l.Args {
			b, ok := a.(*buffer)
			if !ok || b.dev != d {
				return nil, errs.New("webgpu: buffer ", a.Spec().Name, " of kernel ", l.Kernel.Name, " belongs to another device")
			}
			s := b.spec.Scope
			if l.Kernel.Once != nil && b.perSample() {
				return nil, errs.New("webgpu: kernel ", l.Kernel.Name, " runs once but its buffer ", b.spec.Name, " belongs to samples")
			}
			if s == compute.Sample && (r.most < 0 || b.spec.Batch < r.most) {
				r.most = b.spec.Batch
			}
		}
		switch {
		case l.Kernel.Each != nil && len(after) > 0:
			return nil, errs.New("webgpu: kernel ", l.Kernel.Name, " runs for each sample after one that runs once; keep them together")
		case l.Kernel.Each != nil:
			each = append(each, l)
		case len(each) == 0:
			before = append(before, l)
		default:
			after = append(after, l)
		}
	}
	r.chunk = d.chunk
	if r.most >= 0 && r.most < r.chunk {
		r.chunk = max(1, r.most)
	}
	for _, l := range each {
		for _, a := range l.Args {
			if b := a.(*buffer); b.perSample() && 4*b.spec.Len*r.chunk > d.info.Limits.Binding {
				r.chunk = d.info.Limits.Binding / (4 * b.spec.Len)
				if r.chunk < r.most {
					r.chunk = r.chunk / 64 * 64
				}
				if most := d.info.Limits.Binding / (4 * b.spec.Len); r.chunk < 1 && most > 0 {
					return nil, errs.New("webgpu: a shader of this GPU may see ", d.info.Limits.Binding>>20, " MiB, ", b.spec.Name, " of ", most,
						" samples: make the batch no larger, take fewer samples, or use the cpu device")
				}
				if r.chunk < 1 {
					return nil, errs.New("webgpu: ", b.spec.Name, " of one sample is larger than what a shader of this GPU may see; take fewer samples, or the cpu device")
				}
			}
		}
	}
	parts := d.tune.Groups
	if r.most >= 0 {
		parts = max(1, min(parts, r.most))
	}
	if err := r.once(before); err != nil {
		return nil, err
	}
	sums, err := r.each(each, parts)
	if err != nil {
		return nil, err
	}
	for len(sums) > 0 {
		p, n, err := d.reduce(sums, parts)
		if err == nil {
			err = r.add(p)
		}
		if err != nil {
			return nil, err
		}
		sums = sums[n:]
	}
	return r, r.once(after)
}

func (r *runner) once(launches []compute.Launch) error {
	var ops []*op
	for _, l := range launches {
		m, ok := l.Kernel.GPU.(*compute.Map)
		if !ok {
			return errs.New("webgpu: kernel ", l.Kernel.Name, " has no form for a GPU yet; use the cpu device")
		}
		ops = append(ops, &op{kind: mapping, name: l.Kernel.Name, code: &m.Code, args: l.Args, form: m})
	}
	for len(ops) > 0 {
		p, n, err := r.dev.onceMaps(ops)
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

// each adds the passes for samples and returns the Sum buffers that are to be reduced
// after them.
func (r *runner) each(launches []compute.Launch, parts int) ([]*buffer, error) {
	ops, err := opsOf(launches)
	if err != nil {
		return nil, err
	}
	var sums []*buffer
	for _, l := range launches {
		for _, a := range l.Args {
			if b := a.(*buffer); b.spec.Scope == compute.Sum && !contains(sums, b) {
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
	for _, run := range fuse(ops) {
		var p *pass
		switch run[0].kind {
		case columns:
			p, err = r.dev.columns(run[0])
		case mapping:
			p, err = maps(run, parts)
		case grouping:
			p, err = group(run[0])
		default:
			p, err = r.dev.rows(run, parts)
		}
		if err == nil {
			err = r.add(p)
		}
		if err != nil {
			return nil, err
		}
	}
	return sums, nil
}

func contains[T comparable](list []T, b T) bool {
	for _, o := range list {
		if o == b {
			return true
		}
	}
	return false
}

// add compiles a pass, or finds it among those that are compiled.
func (r *runner) add(p *pass) error {
	d := r.dev
	s := &shader{pass: p}
	code := p.code()
	s.used, s.uniform = p.uses()
	if len(s.used) > d.info.Limits.Storage {
		return errs.New("webgpu: ", p.label, " needs ", len(s.used), " buffers, this GPU has ", d.info.Limits.Storage, " for a shader")
	}
	h, ok := d.shaders[code]
	if !ok {
		var err error
		if h, err = d.drv.Pipeline(p.label, code); err != nil {
			return err
		}
		d.shaders[code] = h
	}
	s.pipeline = h
	r.passes = append(r.passes, s)
	return nil
}

// Run submits the program for a batch of samples.
func (r *runner) Run(batch int) error {
	l, err := r.list(batch)
	if err != nil {
		return err
	}
	return r.dev.drv.Submit(l.Handle)
}

// Pass is how long one pass of a program took.
type Pass struct {
	Label   string
	Seconds float64
}

// Profile runs a program of this package's devices for a batch and says how long
// each pass took; nil where the GPU cannot say.
func Profile(run compute.Runner, batch int) ([]Pass, error) {
	r := run.(*runner)
	l, err := r.list(batch)
	if err != nil {
		return nil, err
	}
	seconds, err := r.dev.drv.Profile(l.Handle)
	var out []Pass
	for i, s := range seconds {
		out = append(out, Pass{l.labels[i], s})
	}
	return out, err
}

func (r *runner) list(batch int) (list, error) {
	if batch < 0 || r.most >= 0 && batch > r.most {
		return list{}, errs.New("webgpu: batch of ", batch, " does not fit buffers for ", r.most)
	}
	l, ok := r.lists[batch]
	if !ok {
		var err error
		if l, err = r.record(batch); err != nil {
			return l, err
		}
		r.lists[batch] = l
	}
	return l, nil
}

// record lays out the steps for a batch: launches that run once as they are, those
// between them for each chunk of samples.
func (r *runner) record(batch int) (list, error) {
	d := r.dev
	var l list
	chunks := max(1, (batch+r.chunk-1)/r.chunk)
	const stride = 256 / 4 // WebGPU's alignment of uniforms, in numbers
	params := make([]float32, stride*chunks)
	for c := range chunks {
		params[stride*c] = math.Float32frombits(uint32(min(r.chunk, batch-c*r.chunk)))
		params[stride*c+1] = math.Float32frombits(uint32(c))
	}
	uniform, err := d.drv.Buffer("run", 4*len(params), true)
	if err == nil {
		err = d.drv.Write(uniform, 0, params)
	}
	if err != nil {
		return l, err
	}
	var steps []Step
	add := func(s *shader, c, count int) error {
		x, y := s.groups(count)
		if x == 0 || y == 0 {
			return nil
		}
		if x > 65535 || y > 65535 {
			return errs.New("webgpu: ", s.label, " needs more than 65535 workgroups; take fewer samples or a smaller batch")
		}
		binds, err := r.bindings(s, c, count, uniform)
		if err != nil {
			return err
		}
		g, err := d.drv.Group(s.label, s.pipeline, binds)
		steps = append(steps, Step{s.pipeline, g, x, y})
		l.labels = append(l.labels, s.label)
		return err
	}
	for i := 0; i < len(r.passes); {
		s := r.passes[i]
		if s.once {
			if err := add(s, 0, 0); err != nil {
				return l, err
			}
			i++
			continue
		}
		end := i
		for end < len(r.passes) && !r.passes[end].once {
			end++
		}
		for c := range chunks {
			for _, s := range r.passes[i:end] {
				if err := add(s, c, min(r.chunk, batch-c*r.chunk)); err != nil {
					return l, err
				}
			}
		}
		i = end
	}
	l.Handle, err = d.drv.Record(steps)
	return l, err
}
