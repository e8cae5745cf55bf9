package webgpu

import (
	"math"
	"strconv"

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
	about  []Pass // without their times
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
	Flops   float64 // multiplications and additions of a product; 0 for others
	Bytes   float64 // of the arrays that it binds, as many as it sees, each once
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
		p := l.about[i]
		p.Seconds = s
		out = append(out, p)
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
	params := make([]float32, stride*(chunks+1))
	for c := range chunks {
		params[stride*c] = math.Float32frombits(uint32(min(r.chunk, batch-c*r.chunk)))
		params[stride*c+1] = math.Float32frombits(uint32(c))
	}
	params[stride*chunks] = math.Float32frombits(uint32(batch)) // for passes that see all samples
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
		about := Pass{Label: s.label}
		for _, b := range binds {
			about.Bytes += float64(b.Size)
		}
		if s.product != nil {
			m, n, k := s.product.Rows.Of(count), s.product.Cols.Of(count), s.product.Depth.Of(count)
			about.Label += " " + strconv.Itoa(m) + " x " + strconv.Itoa(n) + " by " + strconv.Itoa(k)
			about.Flops = 2 * float64(m) * float64(n) * float64(k)
		}
		l.about = append(l.about, about)
		return err
	}
	for i := 0; i < len(r.passes); {
		s := r.passes[i]
		if s.once {
			count := 0
			if s.whole {
				count = batch
			}
			if err := add(s, 0, count); err != nil {
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
