package webgpu

import (
	"talbot/sim/compute"
	"talbot/sim/fft/wgsl"
)

// kept calls do with the place in the spectrum of a slot's element and what opens the block in which there is one, for each of the
// two ends of the band that the slot reaches into: the spectrum has the columns of the frequencies 0 to Columns/2-1, and behind them
// those of -Columns/2 to -1, which are the last of a row of Mx. Of a slot between them it is not called.
func (p *rowPass) kept(hop *compute.Hop, spectrum string, q wgsl.Slot, do func(element, open string)) {
	at, half, cut := p.t+" + "+u(q.Offset), hop.Columns()/2, hop.Mx-hop.Columns()
	element := func(x string) string {
		return spectrum + "[" + p.dev.spectrumAt(hop, p.run[0].field, "y", x) + "]"
	}
	if cut == 0 {
		do(element(at), p.when(q))
		return
	}
	if q.Offset < half {
		var cond []string
		if q.Offset+q.Threads > half {
			cond = append(cond, at+" < "+u(half))
		}
		do(element(at), p.when(q, cond...))
	}
	if q.Offset+q.Threads > half+cut {
		var cond []string
		if q.Offset < half+cut {
			cond = append(cond, at+" >= "+u(half+cut))
		}
		do(element("("+at+" - "+u(cut)+")"), p.when(q, cond...))
	}
}
