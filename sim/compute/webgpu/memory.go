package webgpu

import (
	"slices"
	"strconv"

	"talbot/sim/fft/wgsl"
)

// Workgroup memory has 32 banks of 4 bytes. The first stage of a transform of radix r
// has neighbouring threads write r elements apart: without gaps they would meet in few
// banks if r is even.

// gapOf is after how many elements of a row one is left out, 0 for never.
func gapOf(r int, split bool) int {
	if r%2 == 1 {
		return 0
	}
	banks := 16 // for pairs
	if split {
		banks = 32
	}
	for k := banks; ; k += banks {
		if k%r == 0 {
			return k
		}
	}
}

// pitchOf is the room of a row of n elements with its gaps.
func pitchOf(n int) int { return n + n/16 + 1 }

// first1 is the first radix, 1 for none.
func first1(radices []int) int {
	if len(radices) == 0 {
		return 1
	}
	return radices[0]
}

// memory declares workgroup memory of some elements for a line and its reverse, and the twiddles of both.
func (d *Device) memory(p *pass, line wgsl.Line, elements int, split bool) (wgsl.Memory, error) {
	element := "vec2f"
	if split {
		element = "f32"
	}
	p.globals.Line("var<workgroup> sh: array<", element, ", ", strconv.Itoa(elements), ">;")
	tw, err := p.use(bind{table: d.twiddles(line), pairs: true})
	return wgsl.Memory{Thread: "t", Split: split, Twiddle: func(i string) string { return tw + "[" + i + "]" }}, err
}

// twiddles are the factors that a line and its reverse need, in pairs, stage by stage.
func (d *Device) twiddles(l wgsl.Line) []float32 {
	key := strconv.Itoa(l.N)
	for _, r := range l.Radices {
		key += " " + strconv.Itoa(r)
	}
	t, ok := d.roots[key]
	if !ok {
		if t = append(l.Stages(), l.Reverse().Stages()...); len(t) == 0 {
			t = []float32{1, 0} // of one stage, which needs none
		}
		d.roots[key] = t
	}
	return t
}

// reversed is where the factors of a line's reverse begin.
func reversed(l wgsl.Line) int {
	if slices.Equal(l.Radices, l.Reverse().Radices) {
		return 0
	}
	return len(l.Stages()) / 2
}
