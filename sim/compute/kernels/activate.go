package kernels

import (
	"talbot/sim/compute"
)

// Activation is an electronic non-linearity.
type Activation int

const (
	ReLU    Activation = iota // max(x, 0)
	Tanh                      // (1 - exp(-2x))/(1 + exp(-2x))
	Sigmoid                   // 1/(1 + exp(-x))
)

// Activate is y = f(x), number by number.
//
//	x  [n]
//	y  [n]  written
func Activate(f Activation, n int) compute.Kernel {
	text := "$1[i] = max($0[i], 0.0f);"
	switch f {
	case Tanh:
		text = "let e = levelsExp(-2.0f * abs($0[i])); $1[i] = sign($0[i]) * (1.0f - e) / (1.0f + e);"
	case Sigmoid:
		text = "$1[i] = 1.0f / (1.0f + levelsExp(-$0[i]));"
	}
	k := compute.Kernel{Name: "activate", Widths: []int{1, 1}, Each: func(args [][]float32, _ []float32) {
		x, y := args[0], args[1]
		switch f {
		case ReLU:
			for i, v := range x {
				y[i] = max(v, 0)
			}
		case Tanh:
			for i, v := range x {
				y[i] = float32(2*Logistic(2*float64(v)) - 1)
			}
		default:
			for i, v := range x {
				y[i] = float32(Logistic(float64(v)))
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: text, Functions: levelsWGSL, Writes: []int{1}}}
	}
	return k
}

// ActivateAdjoint is dx = f'(x) dy, by y: 1 where it is above 0, 1 - y^2 or y (1 - y).
//
//	y   [n]
//	dy  [n]
//	dx  [n]  written; may be dy
func ActivateAdjoint(f Activation, n int) compute.Kernel {
	text := [...]string{"select(0.0f, 1.0f, y > 0.0f)", "(1.0f - y * y)", "(y * (1.0f - y))"}[f]
	k := compute.Kernel{Name: "activate-adjoint", Widths: []int{1, 1, 1}, Each: func(args [][]float32, _ []float32) {
		dy, dx := args[1], args[2]
		for i, y := range args[0] {
			switch f {
			case ReLU:
				if y > 0 {
					dx[i] = dy[i]
				} else {
					dx[i] = 0
				}
			case Tanh:
				dx[i] = (1 - float32(y*y)) * dy[i]
			default:
				dx[i] = float32(y*(1-y)) * dy[i]
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: "let y = $0[i]; $2[i] = " + text + " * $1[i];", Writes: []int{2}}}
	}
	return k
}

// Times multiplies by a constant: y = factor x.
//
//	x  [n]
//	y  [n]  written; may be x
func Times(n int, factor float64) compute.Kernel {
	f := float32(factor)
	k := compute.Kernel{Name: "times", Widths: []int{1, 1}, Each: func(args [][]float32, _ []float32) {
		y := args[1]
		for i, v := range args[0] {
			y[i] = f * v
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: "$1[i] = " + f32(factor) + " * $0[i];", Writes: []int{1}}}
	}
	return k
}
