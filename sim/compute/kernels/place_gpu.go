package kernels

import (
	"strconv"

	"talbot/sim/compute"
)

// placeGPU is a product at every sample of a plane where the sizes are the same, so
// that it joins the hops beside it; else a map over the samples of the plane out.
func placeGPU(inX, inY, outX, outY int, sign float32) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	factor := func(at string) string {
		if sign < 0 {
			return "conj($1[" + at + "])"
		}
		return "$1[" + at + "]"
	}
	if inX == outX && inY == outY {
		return &compute.Plane{In: 0, Out: 2, Code: compute.Code{Text: "v = cmul(v, " + factor("p") + ");",
			Pairs: []int{0, 1, 2}, Writes: []int{2}}}
	}
	u := func(n int) string { return strconv.Itoa(n) + "u" }
	tx, ty := min(inX, outX), min(inY, outY)
	ix, iy := inX/2-tx/2, inY/2-ty/2
	ox, oy := outX/2-tx/2, outY/2-ty/2
	// Counted from the overlap's first sample, samples before it wrap to large numbers.
	text := "let x = i % " + u(outX) + " - " + u(ox) + "; let y = i / " + u(outX) + " - " + u(oy) + "; var v = vec2f(0.0f, 0.0f); " +
		"if (x < " + u(tx) + " && y < " + u(ty) + ") { v = cmul($0[(y + " + u(iy) + ") * " + u(inX) + " + x + " + u(ix) + "], " +
		factor("y * "+u(tx)+" + x") + "); } $2[i] = v;"
	return &compute.Map{N: outX * outY, Code: compute.Code{Text: text, Pairs: []int{0, 1, 2}, Writes: []int{2}}}
}
