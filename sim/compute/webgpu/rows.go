package webgpu

import (
	"strconv"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/fft/wgsl"
)

// rowPass writes a pass over the rows of planes: from the spectrum (transform back)
// or a field or nothing, through what happens at every sample, to the spectrum
// (transform) or nowhere.
type rowPass struct {
	*pass
	dev    *Device
	run    []*op
	nx, ny int
	pad    int
	slots  []wgsl.Slot
	all    bool   // every thread has a row
	only   []bool // rows that there are; nil for all
	t      string // expression: the thread on its line
	n      int    // samples of the plane
	back   *compute.Hop
	into   *compute.Hop
	accs   []acc
	aheads []ahead
}

func (d *Device) rows(run []*op, parts int, alone map[*buffer]bool) (*pass, error) {
	p := &rowPass{pass: newPass(run), dev: d, run: run}
	p.parts, p.alone = parts, alone
	p.nx, p.ny = dims(run)
	first, last := run[0], run[len(run)-1]
	if first.kind == rowsOut {
		p.back = first.hop
	}
	if last.kind == rowsIn {
		p.into = last.hop
	}
	for _, o := range run {
		for i, a := range o.args {
			if a.Spec().Scope == compute.Sum && o.kind == plane {
				p.sum = true
				p.accs = append(p.accs, acc{o, i, has(o.code.Pairs, i), "sum" + strconv.Itoa(len(p.accs))})
			}
		}
	}
	hop := p.back
	if hop == nil {
		hop = p.into
	}
	if hop == nil {
		return p.pass, p.flat()
	}
	p.n = p.nx * p.ny
	p.pad = hop.Mx/2 - p.nx/2
	line, split, err := d.rowLine(hop.Mx)
	if err != nil {
		return nil, err
	}
	if l := d.busier(line); l.Threads != line.Threads {
		line, split = l, d.tune.RowSplit
	}
	p.slots = line.First()
	p.only = last.only
	count := p.ny
	if p.only != nil {
		count = countOf(p.only)
	}
	rows := d.rowsAtOnce(line, count, p.back != nil && p.into != nil)
	p.size = [2]int{line.Threads, rows}
	p.x = (count + rows - 1) / rows
	p.t = "t"
	split = split || d.info.Limits.SharedBytes < 8*pitchOf(hop.Mx)
	pitch := pitchOf(hop.Mx)
	mem, err := d.memory(p.pass, line, rows*pitch, split)
	if err != nil {
		return nil, err
	}
	// inRow is the memory for a transform that begins with radix r, whose twiddles begin at from.
	inRow := func(r, from int) wgsl.Memory {
		mem.From = from
		gap := gapOf(r, split)
		mem.At = func(i string) string {
			if gap > 0 {
				return "sh[l.y * " + u(pitch) + " + " + i + " + (" + i + ") / " + u(gap) + "]"
			}
			return "sh[l.y * " + u(pitch) + " + " + i + "]"
		}
		return mem
	}
	w := &p.body
	w.Line("let t = l.x; let j = g.x * ", u(rows), " + l.y;")
	w.Line("let y = ", rowOf(p.only, "j"), ";")
	p.all = count%rows == 0
	if !p.all {
		w.Line("let ok = j < ", u(count), ";")
	}
	line.Declare(w, mem)
	p.readAhead()
	if err := p.loadAhead(true); err != nil {
		return nil, err
	}
	p.openSums(len(p.slots))
	s, err := p.use(bind{source: spectrum, floats: 2 * spectrumRows(hop) * hop.Columns() * hop.Count(), pairs: true, packed: d.tune.Half, write: p.into != nil})
	if err != nil {
		return nil, err
	}
	if p.back != nil {
		back := line.Reverse()
		for _, q := range back.First() {
			v := "v" + strconv.Itoa(q.Register)
			if hop.Columns() < hop.Mx {
				w.Line(v, " = vec2f();")
			}
			p.kept(hop, s, q, func(element, open string) { w.Line(open, v, " = ", unpacked(element, d.tune.Half), "; }") })
		}
		if err := p.loadAhead(false); err != nil {
			return nil, err
		}
		back.Transform(w, inRow(first1(back.Radices), reversed(line)), true)
	}
	if err := p.load(); err != nil {
		return nil, err
	}
	for i, q := range p.slots {
		if err := p.at(i, q); err != nil {
			return nil, err
		}
	}
	if err := p.store(); err != nil {
		return nil, err
	}
	if p.into != nil {
		line.Transform(w, inRow(first1(line.Radices), 0), false)
		for _, q := range line.Last() {
			p.kept(hop, s, q, func(element, open string) {
				w.Line(open, element, " = ", packed("v"+strconv.Itoa(q.Register), d.tune.Half), "; }")
			})
		}
	}
	return p.pass, p.closeSums()
}

// when opens a block for the threads that have a row and hold the slot, if the other
// conditions are true too.
func (p *rowPass) when(q wgsl.Slot, more ...string) string {
	if !p.all {
		more = append(more, "ok")
	}
	if q.Threads < p.size[0] {
		more = append(more, p.t+" < "+u(q.Threads))
	}
	if len(more) == 0 {
		return "{ "
	}
	return "if (" + strings.Join(more, " && ") + ") { "
}

// inside are the conditions for the slot's element to lie in the aperture.
func (p *rowPass) inside(q wgsl.Slot) (cond []string) {
	if q.Offset < p.pad {
		cond = append(cond, p.t+" >= "+u(p.pad-q.Offset))
	}
	if q.Offset+q.Threads > p.pad+p.nx {
		cond = append(cond, p.t+" < "+u(p.pad+p.nx-q.Offset))
	}
	return cond
}

// outside tells whether no thread's element of the slot is in the aperture.
func (p *rowPass) outside(q wgsl.Slot) bool {
	return q.Offset >= p.pad+p.nx || q.Offset+q.Threads <= p.pad
}

// load reads the field that the run begins with into the registers. All loads come
// before what is done with them, and none depends on a condition, so that they are
// under way together.
func (p *rowPass) load() error {
	b := p.run[0].in()
	if p.back != nil || b == nil {
		return nil
	}
	for _, q := range p.slots {
		if p.outside(q) {
			continue
		}
		name, err := p.argument(b, p.clamped(q), true, false)
		if err != nil {
			return err
		}
		p.body.Line("v", strconv.Itoa(q.Register), " = ", name, ";")
	}
	return nil
}

// store writes the field behind the run's last plane op, if it has to reach memory,
// when all registers hold it: a store between loads would hold them up.
func (p *rowPass) store() error {
	o := p.lastField()
	if o == nil || !o.stored {
		return nil
	}
	w := &p.body
	masked := o.rows != nil && p.only == nil
	if masked {
		w.Line("if (", p.rowMask(o.rows), ") {")
	}
	for _, q := range p.slots {
		if p.outside(q) {
			continue
		}
		put, err := p.put(o.out(), "y * "+u(p.nx)+" + "+p.t+" + "+u(q.Offset)+" - "+u(p.pad), "v"+strconv.Itoa(q.Register))
		if err != nil {
			return err
		}
		w.Line(p.when(q, p.inside(q)...), put, " }")
	}
	if masked {
		w.Line("}")
	}
	return nil
}

// lastField is the op that leaves the field which the registers hold in the end.
func (p *rowPass) lastField() *op {
	for k := len(p.run) - 1; k >= 0; k-- {
		if o := p.run[k]; o.kind == plane || o.kind == rowsOut {
			return o
		}
	}
	return nil
}
