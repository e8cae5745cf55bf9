package webgpu

import (
	"strconv"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/fft/wgsl"
)

// ahead is an argument that a pass reads before it transforms, into registers, so
// that the reads are done when the transform is.
type ahead struct {
	op   *op
	arg  int
	name string
}

// readAhead finds the arguments that plane ops behind a transform read at their
// sample alone.
func (p *rowPass) readAhead() {
	if p.back == nil {
		return
	}
	for i, o := range p.run {
		if o.kind != plane || o.code.Partly > 0 {
			continue
		}
		for k, a := range o.args {
			name := "$" + strconv.Itoa(k) + "["
			n := strings.Count(o.code.Text, name)
			if n == 0 || n != strings.Count(o.code.Text, name+"p]") || a.Spec().Scope == compute.Sum || p.writes(a.(*buffer)) {
				continue
			}
			p.aheads = append(p.aheads, ahead{o, k, "q" + strconv.Itoa(i) + "_" + strconv.Itoa(k)})
		}
	}
}

// writes tells whether an op of the run writes b.
func (p *rowPass) writes(b *buffer) bool {
	for _, o := range p.run {
		if o.out() == b {
			return true
		}
		for _, k := range o.code.Writes {
			if o.kind == plane && o.args[k] == compute.Buffer(b) {
				return true
			}
		}
	}
	return false
}

// loadAhead reads the arguments that all samples share, or those of the sample s.
func (p *rowPass) loadAhead(shared bool) error {
	for _, a := range p.aheads {
		b := a.op.args[a.arg].(*buffer)
		if b.perSample() == shared {
			continue
		}
		for i, q := range p.slots {
			if p.outside(q) {
				continue
			}
			from, err := p.argument(b, p.clamped(q), has(a.op.code.Pairs, a.arg), false)
			if err != nil {
				return err
			}
			p.body.Line("let ", a.name, "_", strconv.Itoa(i), " = ", from, ";")
		}
	}
	return nil
}

// clamped is the index of the slot's sample, or of some other one for threads that
// have none there.
func (p *rowPass) clamped(q wgsl.Slot) string {
	x, y := p.t+" + "+u(q.Offset)+" - "+u(p.pad), "y"
	if len(p.inside(q)) > 0 || q.Threads < p.size[0] {
		x = "min(" + x + ", " + u(p.nx-1) + ")"
	}
	if !p.all {
		y = "min(y, " + u(p.ny-1) + ")"
	}
	return y + " * " + u(p.nx) + " + " + x
}
