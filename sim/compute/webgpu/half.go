package webgpu

import "talbot/sim/compute"

// pack finds the Scratch buffers of a program that can be kept in half the bytes: complex
// fields that launches for each sample read, and that only steps of the light write.
func (d *Device) pack(launches []compute.Launch) {
	for _, l := range launches {
		for _, a := range l.Args {
			if b := a.(*buffer); b.spec.Scope == compute.Scratch {
				b.packed = d.tune.Half
			}
		}
	}
	for _, l := range launches {
		for i, a := range l.Args {
			if b := a.(*buffer); b.packed && !packs(l.Kernel.GPU, i) {
				b.packed = false
			}
		}
	}
}

// packs tells whether a form can do with argument i in half the bytes.
func packs(g compute.GPU, i int) bool {
	switch f := g.(type) {
	case *compute.Hop:
		return true
	case *compute.Plane:
		return has(f.Pairs, i) && (i == f.Out || !has(f.Writes, i))
	case *compute.Group, *compute.Map:
		c := compute.CodeOf(g)
		return has(c.Pairs, i) && !has(c.Writes, i)
	}
	return false
}
