package webgpu

import (
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/fft/wgsl"
)

// flatThreads is the workgroup of passes without structure.
const flatThreads = 256

func newPass(run []*op) *pass {
	p := &pass{}
	for i, o := range run {
		if i > 0 {
			p.label += " + "
		}
		p.label += o.name
		switch o.kind {
		case rowsIn:
			p.label += " (rows)"
		case columns:
			p.label += " (columns)"
		case rowsOut:
			p.label += " (rows back)"
		}
	}
	return p
}

// flat writes a pass of plane ops alone: a thread for each sample of the plane.
func (p *rowPass) flat() error {
	p.n = 0
	for _, o := range p.run {
		for _, b := range []*buffer{o.in(), o.out()} {
			if b == nil {
				continue
			}
			if n := b.spec.Len / 2; p.n == 0 || p.n == n {
				p.n = n
			} else {
				return errs.New("webgpu: ", p.label, ": planes of ", n, " and ", p.n, " samples")
			}
		}
	}
	if p.n == 0 {
		p.n = p.nx * p.ny
	}
	p.size = [2]int{flatThreads, 1}
	p.x = (p.n + flatThreads - 1) / flatThreads
	p.slots = []wgsl.Slot{{Threads: flatThreads}}
	w := &p.body
	w.Line("let p = g.x * ", u(flatThreads), " + l.x;")
	w.Line("let ok = p < ", u(p.n), ";")
	if p.nx > 0 {
		w.Line("let x = p % ", u(p.nx), "; let y = p / ", u(p.nx), ";")
	}
	p.openSums(1)
	w.Line("if (ok) { var v = vec2f();")
	if b := p.run[0].in(); b != nil {
		name, err := p.argument(b, "p", true, false)
		if err != nil {
			return err
		}
		w.Line("v = ", name, ";")
	}
	if err := p.steps(0); err != nil {
		return err
	}
	w.Line("}")
	if p.sum {
		w.Line("}")
		w.Line("if (ok) {")
		if err := p.writeSums(0, "p"); err != nil {
			return err
		}
		w.Line("}")
	}
	return nil
}

// maps writes a pass of map ops for each sample.
func maps(run []*op, parts int, alone map[*buffer]bool) (*pass, error) {
	p := &rowPass{pass: newPass(run), run: run}
	p.parts, p.alone = parts, alone
	p.n = run[0].form.(*compute.Map).N
	p.size = [2]int{flatThreads, 1}
	p.x = (p.n + flatThreads - 1) / flatThreads
	p.slots = []wgsl.Slot{{Threads: flatThreads}}
	for _, o := range run {
		for i, a := range o.args {
			if a.Spec().Scope == compute.Sum {
				p.sum = true
				p.accs = append(p.accs, acc{o, i, has(o.code.Pairs, i), "sum" + strconv.Itoa(len(p.accs))})
			}
		}
	}
	w := &p.body
	switch {
	case p.sum && len(run) > 1:
		return nil, errs.New("webgpu: ", p.label, ": sums of several maps")
	case p.sum || p.n >= flatThreads:
		w.Line("let i = g.x * ", u(flatThreads), " + l.x;")
		w.Line("let ok = i < ", u(p.n), ";")
		p.openSums(1)
	default:
		p.linear, p.perSample = true, p.n
		w.Line("let k = g.x * ", u(flatThreads), " + l.x;")
		w.Line("let s = k / ", u(p.n), "; let i = k % ", u(p.n), ";")
		w.Line("let ok = s < run.count;")
	}
	w.Line("if (ok) {")
	for _, o := range run {
		sums := map[int]string{}
		for _, a := range p.accs {
			if a.op == o {
				sums[a.arg] = a.name + "_0"
			}
		}
		text, err := p.expand(o.code.Text, o.code, o.args, sums)
		if err != nil {
			return nil, err
		}
		w.Line("{ ", text, " }")
		p.functions(o.code.Functions)
	}
	w.Line("}")
	if p.sum {
		w.Line("}")
		w.Line("if (ok) {")
		if err := p.writeSums(0, "i"); err != nil {
			return nil, err
		}
		w.Line("}")
	}
	return p.pass, nil
}

// group writes a pass with a workgroup, or several, for each sample.
func group(o *op) (*pass, error) {
	p := newPass([]*op{o})
	form := o.form.(*compute.Group)
	n := form.Threads
	p.size = [2]int{n, 1}
	p.x = max(1, form.N)
	p.globals.Line("var<workgroup> sh: array<f32, ", strconv.Itoa(n), ">;")
	p.globals.Line(`fn total(lid: u32, x: f32) -> f32 {
workgroupBarrier();
sh[lid] = x;
workgroupBarrier();
for (var h = `, u(n/2), `; h > 0u; h /= 2u) {
if (lid < h) { sh[lid] += sh[lid + h]; }
workgroupBarrier();
}
return sh[0];
}`)
	p.functions(o.code.Functions)
	p.body.Line("let lid = l.x; let s = g.y;")
	if form.N > 0 {
		p.body.Line("let i = g.x;")
	}
	text, err := p.expand(o.code.Text, o.code, o.args, nil)
	p.body.Line(text)
	return p, err
}

// onceMaps writes one pass for map ops that run once, or once for the batch, and do not
// depend on each other: each has workgroups of its own. It returns how many of them fit.
func (d *Device) onceMaps(ops []*op) (*pass, int, error) {
	p := &pass{once: true, size: [2]int{flatThreads, 1}}
	for k, o := range ops {
		if k > 0 && (len(p.binds)+d.newBinds(p, o) > d.info.Limits.Storage || depends(ops[:k], o)) {
			return p, k, nil
		}
		m := o.form.(*compute.Map)
		if k > 0 {
			p.label += " + "
		}
		p.label += o.name
		groups := (m.N + flatThreads - 1) / flatThreads
		p.whole = p.whole || o.batch
		text, err := p.expand(m.Text, o.code, o.args, nil)
		if err != nil {
			return nil, 0, err
		}
		p.functions(o.code.Functions)
		p.part(groups, m.N, text)
	}
	return p, len(ops), nil
}

// part gives the next workgroups to text, which is for i below n.
func (p *pass) part(groups, n int, text string) {
	if p.x == 0 {
		p.body.Line("let w = g.y * ", u(maxGroups), " + g.x;")
	}
	p.body.Line("if (w >= ", u(p.x), " && w < ", u(p.x+groups), ") { let i = (w - ", u(p.x), ") * ", u(flatThreads), " + l.x;")
	p.body.Line("if (i < ", u(n), ") { ", text, " } }")
	p.x += groups
}

// newBinds is how many arrays more a pass would bind for o.
func (d *Device) newBinds(p *pass, o *op) int {
	n := len(o.code.Tables)
	for i, a := range o.args {
		if contains(o.args[:i], a) {
			continue
		}
		known := false
		for _, b := range p.binds {
			known = known || b.buf != nil && compute.Buffer(b.buf) == a && b.source == data
		}
		if !known {
			n++
		}
	}
	return n
}

// depends tells whether o writes what the others use, or uses what they write.
func depends(others []*op, o *op) bool {
	for _, p := range others {
		for _, k := range p.code.Writes {
			if contains(o.args, p.args[k]) {
				return true
			}
		}
		for _, k := range o.code.Writes {
			if contains(p.args, o.args[k]) {
				return true
			}
		}
	}
	return false
}

// reduce writes one pass that adds up the partial sums of buffers, in their order, and
// to what segments before gave to those in summed. It returns how many of the buffers fit.
func (d *Device) reduce(sums []*buffer, parts int, summed map[*buffer]bool) (*pass, int, error) {
	p := &pass{label: "sums", once: true, size: [2]int{flatThreads, 1}}
	fit := max(1, min(len(sums), d.info.Limits.Storage/2))
	for _, b := range sums[:fit] {
		n := b.spec.Len
		from, err := p.use(bind{buf: b, source: partial})
		if err != nil {
			return nil, 0, err
		}
		to, err := p.use(bind{buf: b, write: true})
		if err != nil {
			return nil, 0, err
		}
		start := "0.0f"
		if summed[b] {
			start = to + "[i]"
		}
		summed[b] = true
		p.part((n+flatThreads-1)/flatThreads, n, "var sum = "+start+";\nfor (var k = 0u; k < "+u(parts)+"; k++) { sum += "+from+"[k * "+u(n)+" + i]; }\n"+to+"[i] = sum;")
	}
	return p, fit, nil
}
