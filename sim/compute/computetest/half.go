package computetest

import (
	"slices"

	"talbot/sim/compute"
	"talbot/sim/compute/half"
)

// Half is a processor that keeps fields and spectra as a GPU does that keeps them in half
// the bytes (webgpu.Tune.Half): the light between the rows and the columns of a hop is
// rounded, and a field that lies in Scratch where another step reads it.
func Half(dev compute.Device) compute.Device { return halved{dev} }

type halved struct{ compute.Device }

func (h halved) Compile(p *compute.Program) (compute.Runner, error) {
	q := compute.Program{Launches: slices.Clone(p.Launches)}
	for i := range q.Launches {
		l := &q.Launches[i]
		if l.Kernel.Each == nil {
			continue
		}
		if hop, ok := l.Kernel.GPU.(*compute.Hop); ok {
			l.Kernel = halfHop(l.Kernel, hop)
			continue
		}
		var reads []int
		code := compute.CodeOf(l.Kernel.GPU)
		for k, a := range l.Args {
			if a.Spec().Scope == compute.Scratch && slices.Contains(code.Pairs, k) && !slices.Contains(code.Writes, k) {
				reads = append(reads, k)
			}
		}
		if len(reads) == 0 {
			continue
		}
		k, each := l.Kernel, l.Kernel.Each
		k.Each = func(args [][]float32, work []float32) {
			for _, r := range reads {
				half.Round(args[r])
			}
			each(args, work)
		}
		k.Vector, k.Parts, k.VectorParts, k.Widths = nil, nil, nil, nil
		l.Kernel = k
	}
	return h.Device.Compile(&q)
}

// halfHop is a hop with its spectrum, which lies at the end of the working memory, rounded
// behind the rows and behind the columns.
func halfHop(k compute.Kernel, hop *compute.Hop) compute.Kernel {
	parts, plane := k.Parts, 2*hop.Ny*hop.Mx
	k.Each = func(args [][]float32, work []float32) {
		work = work[:k.Work]
		for i, p := range parts {
			own := make([]float32, p.Own)
			for from := 0; from < p.N; from += p.Grain {
				p.Run(args, work, own, from, min(from+p.Grain, p.N))
			}
			if i < len(parts)-1 {
				half.Round(work[len(work)-plane:])
			}
		}
	}
	k.Vector, k.Parts, k.VectorParts = nil, nil, nil
	return k
}
