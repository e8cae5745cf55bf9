package webgpu

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
)

// op is a piece of a launch: what one pass over a plane can do. A hop is three: its
// rows forward, its columns, its rows back.
type op struct {
	kind opKind
	name string
	code *compute.Code
	args []compute.Buffer

	form  compute.GPU
	batch bool           // runs once for the batch
	plane *compute.Plane // of kind plane
	hop   *compute.Hop   // of the three kinds of a hop

	nx, ny int // of rows: their aperture
	field  int // of rows back: which of the hop's fields

	// Of the field that the op leaves: whether it has to reach memory, and in which
	// rows, nil for all.
	stored bool
	rows   []bool

	// Of a hop, nil for all: the rows that its rows' pass takes, and those that are lit in front of
	// its columns and wanted behind them. See darken.
	only, lit, wanted []bool
}

type opKind int

const (
	rowsIn opKind = iota
	columns
	rowsOut
	plane
	mapping
	grouping
	multiplying
	lining
)

// in and out are the buffers whose field the op takes and leaves, nil for none.
func (o *op) in() *buffer {
	switch {
	case o.kind == rowsIn:
		return o.args[0].(*buffer)
	case o.kind == plane && o.plane.In >= 0:
		return o.args[o.plane.In].(*buffer)
	}
	return nil
}

func (o *op) out() *buffer {
	switch {
	case o.kind == rowsOut:
		return o.args[1+o.hop.Count()+o.field].(*buffer)
	case o.kind == plane && o.plane.Out >= 0:
		return o.args[o.plane.Out].(*buffer)
	}
	return nil
}

// others calls f for the buffers that the op reads elsewhere than in its field.
func (o *op) others(f func(b *buffer, rows []bool)) {
	for i, a := range o.args {
		b := a.(*buffer)
		switch o.kind {
		case rowsIn, rowsOut:
			continue
		case columns:
			if i < 1 || i > o.hop.Count() {
				continue
			}
		case plane:
			if i == o.plane.In || i == o.plane.Out {
				continue
			}
		}
		if o.code.Partly == i+1 {
			f(b, o.code.Rows)
		} else {
			f(b, nil)
		}
	}
}

// opsOf takes launches of kernels that run for each sample apart.
func opsOf(launches []compute.Launch) ([]*op, error) {
	var ops []*op
	for i := range launches {
		l := &launches[i]
		o := op{name: l.Kernel.Name, args: l.Args, form: l.Kernel.GPU}
		if o.form == nil {
			return nil, errs.New("webgpu: kernel ", o.name, " has no form for a GPU yet; use the cpu device")
		}
		o.code = compute.CodeOf(o.form)
		add := func(k opKind) {
			c := o
			c.kind = k
			ops = append(ops, &c)
		}
		switch f := o.form.(type) {
		case *compute.Hop:
			o.hop, o.nx, o.ny = f, f.Nx, f.Ny
			add(rowsIn)
			add(columns)
			o.nx, o.ny = f.Behind()
			for o.field = range f.Count() {
				add(rowsOut)
			}
		case *compute.Plane:
			o.plane = f
			add(plane)
		case *compute.Map:
			add(mapping)
		case *compute.Group:
			add(grouping)
		case *compute.Lines:
			add(lining)
		}
	}
	return ops, nil
}

// apart has the fields of a hop whose spectrum for a sample has more than most numbers, which are all that a shader sees, made one after another.
func apart(launches []compute.Launch, most int) (all []compute.Launch) {
	for _, l := range launches {
		h, ok := l.Kernel.GPU.(*compute.Hop)
		if !ok || h.Count() == 1 || 2*spectrumRows(h)*h.Columns()*h.Count() <= most {
			all = append(all, l)
			continue
		}
		one, n := *h, h.Count()
		one.Fields = 0
		l.Kernel.GPU = &one
		for k := range n {
			all = append(all, compute.Launch{Kernel: l.Kernel, Args: []compute.Buffer{l.Args[0], l.Args[1+k], l.Args[1+n+k]}})
		}
	}
	return all
}

// fuse cuts the ops into runs, each of which one pass can do.
func fuse(ops []*op) [][]*op {
	var runs [][]*op
	for _, o := range ops {
		if n := len(runs); n > 0 && joins(runs[n-1], o) {
			runs[n-1] = append(runs[n-1], o)
			continue
		}
		runs = append(runs, []*op{o})
	}
	live(runs)
	return runs
}

// joins tells whether a pass that does run can do o too, taking the field from a
// register.
func joins(run []*op, o *op) bool {
	last := run[len(run)-1]
	if last.kind == mapping && o.kind == mapping {
		// A thread has a sample of its own, so it sees what it wrote.
		a, b := last.form.(*compute.Map), o.form.(*compute.Map)
		return a.N == 1 && b.N == 1 && arguments(run, o) <= maxArguments
	}
	if last.kind != rowsOut && last.kind != plane || last.out() == nil || o.in() != last.out() {
		return false
	}
	if arguments(run, o) > maxArguments {
		return false
	}
	first := run[0]
	switch o.kind {
	case plane:
		// Elsewhere than in the field, o may only read what no op of the run writes,
		// or what this thread has written, and write what no other thread of the run still reads.
		if overwrites(o, run) {
			return false
		}
		nx, _ := dims(run)
		return o.plane.Nx == 0 || nx == 0 || o.plane.Nx == nx
	case rowsIn:
		if first.kind == rowsOut {
			if first.hop.Count() > 1 || o.hop.Count() > 1 {
				return false
			}
			return first.nx == o.nx && first.ny == o.ny && first.hop.Mx == o.hop.Mx && first.hop.Columns() == o.hop.Columns() && spectrumRows(first.hop) == spectrumRows(o.hop)
		}
		nx, ny := dims(run)
		return (nx == 0 || nx == o.nx && (ny == 0 || ny == o.ny)) && o.in().spec.Len == 2*o.nx*o.ny
	}
	return false
}

// overwrites tells whether o writes a buffer of which an op of the run reads elements of other threads.
func overwrites(o *op, run []*op) bool {
	for _, r := range run {
		if r.kind != plane {
			continue
		}
		for _, i := range r.plane.Anywhere {
			if o.out() != nil && o.args[o.plane.Out] == r.args[i] {
				return true
			}
			for _, w := range o.code.Writes {
				if o.args[w] == r.args[i] {
					return true
				}
			}
		}
	}
	return false
}

// maxArguments is how many buffers a pass binds at most, beside its own: WebGPU
// promises 8 in all.
const maxArguments = 6

func arguments(run []*op, more *op) int {
	seen := map[*buffer]bool{}
	tables := 0
	for _, o := range append(run[:len(run):len(run)], more) {
		tables += len(o.code.Tables)
		switch o.kind {
		case rowsIn: // from a register, if it is to be joined
		case rowsOut:
			seen[o.out()] = true
		default:
			for _, a := range o.args {
				seen[a.(*buffer)] = true
			}
		}
	}
	return len(seen) + tables
}

// dims is the plane's size, 0 where no op of the run says it.
func dims(run []*op) (nx, ny int) {
	for _, o := range run {
		switch {
		case o.hop != nil:
			return o.nx, o.ny
		case o.plane != nil && o.plane.Nx > 0:
			nx = o.plane.Nx
		}
	}
	return nx, 0
}

// spectrumRows is how many rows lie between the passes of a hop: those in front of it are replaced by those behind.
func spectrumRows(h *compute.Hop) int {
	_, ny := h.Behind()
	return max(h.Ny, ny)
}

// live finds out which fields have to reach memory: those that a later op reads there,
// and the last ones of buffers that the host reads.
func live(runs [][]*op) {
	type place struct {
		op  *op
		run int
		at  int // within the run
	}
	var all []place
	for r, run := range runs {
		for i, o := range run {
			all = append(all, place{o, r, i})
		}
	}
	for i, w := range all {
		b := w.op.out()
		if b == nil {
			continue
		}
		killed := false
		var rows []bool
		everywhere := false
		read := func(part []bool) {
			w.op.stored = true
			if part == nil {
				everywhere = true
				return
			}
			if rows == nil {
				rows = make([]bool, len(part))
			}
			for y, v := range part {
				rows[y] = rows[y] || v
			}
		}
		for _, r := range all[i+1:] {
			r.op.others(func(other *buffer, part []bool) {
				if other == b {
					read(part)
				}
			})
			if r.op.in() == b && !(r.run == w.run && r.at > 0) {
				read(nil)
			}
			if r.op.out() == b {
				killed = true
				break
			}
		}
		if !killed && b.spec.Scope == compute.Sample {
			read(nil)
		}
		if !everywhere {
			w.op.rows = rows
		}
	}
}
