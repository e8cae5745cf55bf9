package webgpu

import (
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

// memory declares workgroup memory of some elements for lines of n, and the twiddles.
func (d *Device) memory(p *pass, n, elements int, split bool) (wgsl.Memory, error) {
	element := "vec2f"
	if split {
		element = "f32"
	}
	p.globals.Line("var<workgroup> sh: array<", element, ", ", strconv.Itoa(elements), ">;")
	tw, err := p.use(bind{table: d.twiddles(n), pairs: true})
	return wgsl.Memory{Thread: "t", Split: split, Twiddle: func(i string) string { return tw + "[" + i + "]" }}, err
}
