package kernels

import (
	"math"

	"talbot/sim/compute"
)

// The gate of GELU is 1/(1 + exp(-2u)), u = geluSlope (x + geluCube x^3), x no further from 0 than geluMost: there it is
// 0 or 1 to rounding, and nothing overflows.
const (
	geluCube = 0.044715
	geluMost = 10
)

var geluSlope = math.Sqrt(2 / math.Pi)

// gelu are the gate and its slope.
func gelu(x float32) (gate, slope float64) {
	v := min(max(float64(x), -geluMost), geluMost)
	square := float64(v * v)
	gate = Logistic(2 * geluSlope * v * (1 + float64(geluCube*square)))
	return gate, float64(gate*(1-gate)) * 2 * geluSlope * (1 + float64(3*geluCube*square))
}

const geluWGSL = `
fn geluGate(x: f32) -> vec2f {
let v = clamp(x, -10.0f, 10.0f); let q = v * v;
let e = levelsExp(-1.59576912f * abs(v) * (1.0f + 0.044715f * q));
let up = 1.0f / (1.0f + e);
let gate = select(e * up, up, v >= 0.0f);
return vec2f(gate, e * up * up * 1.59576912f * (1.0f + 0.134145f * q));
}`

// GELU is y = x gate(x), gate(x) = (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))/2, the second form of Hendrycks and
// Gimpel, "Gaussian error linear units" (arXiv 1606.08415).
//
//	x  [n]
//	y  [n]  written
func GELU(n int) compute.Kernel {
	k := compute.Kernel{Name: "gelu", Widths: []int{1, 1}, Each: func(args [][]float32, _ []float32) {
		y := args[1]
		for i, v := range args[0] {
			gate, _ := gelu(v)
			y[i] = float32(float64(v) * gate)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: "$1[i] = $0[i] * geluGate($0[i]).x;", Functions: levelsWGSL + geluWGSL, Writes: []int{1}}}
	}
	return k
}

// GELUAdjoint is dx = (gate(x) + x gate'(x)) dy.
//
//	x   [n]  that GELU was given
//	dy  [n]
//	dx  [n]  written; may be dy
func GELUAdjoint(n int) compute.Kernel {
	k := compute.Kernel{Name: "gelu-adjoint", Widths: []int{1, 1, 1}, Each: func(args [][]float32, _ []float32) {
		dy, dx := args[1], args[2]
		for i, v := range args[0] {
			gate, slope := gelu(v)
			dx[i] = dy[i] * float32(gate+float64(float64(v)*slope))
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: "let q = geluGate($0[i]); $2[i] = $1[i] * (q.x + $0[i] * q.y);", Functions: levelsWGSL + geluWGSL, Writes: []int{2}}}
	}
	return k
}
