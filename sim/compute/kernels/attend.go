package kernels

import (
	"math"

	"talbot/sim/compute"
)

// Attend is attention of several heads (Vaswani et al., "Attention is all you need", NeurIPS 2017, equation 1): of rows
// x_t = (q_t, k_t, v_t), each [Heads][Width/Heads], head by head
//
//	p_tj = softmax over j of q_t.k_j/sqrt(Width/Heads),   y_t = sum_j p_tj v_j,
//
// j to t where it is Causal, else of all tokens. x is [Tokens][3][Width], p [Heads][Tokens][Tokens].
type Attend struct {
	Tokens, Heads, Width int
	Causal               bool
}

// width is that of a head.
func (a Attend) width() int { return a.Width / a.Heads }

func (a Attend) scale() float64 { return 1 / math.Sqrt(float64(a.width())) }

// seen is how many tokens token t sees.
func (a Attend) seen(t int) int {
	if a.Causal {
		return t + 1
	}
	return a.Tokens
}

// of is q (0), k (1) or v (2) of token t for head h.
func (a Attend) of(x []float32, part, t, h int) []float32 {
	d := a.width()
	return x[(3*t+part)*a.Width+h*d:][:d]
}

// row is what token t sees for head h, and all of its row.
func (a Attend) row(p []float32, h, t int) (seen, all []float32) {
	all = p[(h*a.Tokens+t)*a.Tokens:][:a.Tokens]
	return all[:a.seen(t)], all
}

// wgsl declares the sizes.
func (a Attend) wgsl() string {
	s := "const T = " + u32(a.Tokens) + "; const W = " + u32(a.Width) + "; const D = " + u32(a.width()) + ";\n"
	if a.Causal {
		return s + "const causal = true;\n"
	}
	return s + "const causal = false;\n"
}

// Weights is p.
//
//	x  [Tokens][3][Width]
//	p  [Heads][Tokens][Tokens]  written; 0 where nothing is seen
func (a Attend) Weights() compute.Kernel {
	scale := float32(a.scale())
	k := compute.Kernel{Name: "attention-weights", Each: func(args [][]float32, _ []float32) {
		for h := range a.Heads {
			for t := range a.Tokens {
				seen, all := a.row(args[1], h, t)
				q := a.of(args[0], 0, t, h)
				for j := range seen {
					seen[j] = scale * dot32(q, a.of(args[0], 1, j, h))
				}
				softmax(seen, seen)
				clear(all[len(seen):])
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = a.weightsGPU()
	}
	return k
}

// Values is y.
//
//	p  [Heads][Tokens][Tokens]
//	x  [Tokens][3][Width]
//	y  [Tokens][Width]          written
func (a Attend) Values() compute.Kernel {
	k := compute.Kernel{Name: "attention-values", Each: func(args [][]float32, _ []float32) {
		d := a.width()
		for h := range a.Heads {
			for t := range a.Tokens {
				seen, _ := a.row(args[0], h, t)
				y := args[2][t*a.Width+h*d:][:d]
				clear(y)
				for j, w := range seen {
					axpy(y, w, a.of(args[1], 2, j, h))
				}
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: a.Tokens * a.Width, Code: compute.Code{Writes: []int{2}, Text: a.wgsl() + `let t = i / W; let c = i % W; let at = (c / D * T + t) * T;
let seen = select(T, t + 1u, causal);
var y = 0.0f;
for (var j = 0u; j < seen; j++) { y += $0[at + j] * $1[(3u * j + 2u) * W + c]; }
$2[i] = y;`}}
	}
	return k
}

// dot32 and axpy are sums of products, and y += w x.
func dot32(a, b []float32) float32 {
	b = b[:len(a)]
	var s, t, u, v float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s += float32(a[i] * b[i])
		t += float32(a[i+1] * b[i+1])
		u += float32(a[i+2] * b[i+2])
		v += float32(a[i+3] * b[i+3])
	}
	for ; i < len(a); i++ {
		s += float32(a[i] * b[i])
	}
	return (s + t) + (u + v)
}

func axpy(y []float32, w float32, x []float32) {
	x = x[:len(y)]
	for i := range y {
		y[i] += float32(w * x[i])
	}
}
