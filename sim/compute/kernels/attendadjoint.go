package kernels

import "talbot/sim/compute"

// WeightsAdjoint is the way back through the softmax, g the gradient with respect to y:
//
//	ds_tj = p_tj (g_t.v_j - sum_i p_ti g_t.v_i)/sqrt(Width/Heads).
//
//	p   [Heads][Tokens][Tokens]
//	x   [Tokens][3][Width]
//	g   [Tokens][Width]
//	ds  [Heads][Tokens][Tokens]  written
func (a Attend) WeightsAdjoint() compute.Kernel {
	scale := float32(a.scale())
	k := compute.Kernel{Name: "attention-weights-adjoint", Each: func(args [][]float32, _ []float32) {
		d := a.width()
		for h := range a.Heads {
			for t := range a.Tokens {
				p, _ := a.row(args[0], h, t)
				ds, all := a.row(args[3], h, t)
				g := args[2][t*a.Width+h*d:][:d]
				mean := 0.0
				for j, w := range p {
					ds[j] = dot32(g, a.of(args[1], 2, j, h))
					mean += float64(float64(w) * float64(ds[j]))
				}
				for j, w := range p {
					ds[j] = scale * float32(w*(ds[j]-float32(mean)))
				}
				clear(all[len(ds):])
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = a.weightsAdjointGPU()
	}
	return k
}

// Adjoint is the gradient with respect to x:
//
//	dq_t = sum_j ds_tj k_j,   dk_j = sum_t ds_tj q_t,   dv_j = sum_t p_tj g_t.
//
//	p   [Heads][Tokens][Tokens]
//	ds  [Heads][Tokens][Tokens]
//	x   [Tokens][3][Width]
//	g   [Tokens][Width]
//	dx  [Tokens][3][Width]       written
func (a Attend) Adjoint() compute.Kernel {
	k := compute.Kernel{Name: "attention-adjoint", Each: func(args [][]float32, _ []float32) {
		x, g, dx, d := args[2], args[3], args[4], a.width()
		clear(dx)
		for h := range a.Heads {
			for t := range a.Tokens {
				p, _ := a.row(args[0], h, t)
				ds, _ := a.row(args[1], h, t)
				g, q, dq := g[t*a.Width+h*d:][:d], a.of(x, 0, t, h), a.of(dx, 0, t, h)
				for j, w := range p {
					axpy(dq, ds[j], a.of(x, 1, j, h))
					axpy(a.of(dx, 1, j, h), ds[j], q)
					axpy(a.of(dx, 2, j, h), w, g)
				}
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: 3 * a.Tokens * a.Width, Code: compute.Code{Writes: []int{4}, Text: a.wgsl() + `let t = i / (3u * W); let part = i / W % 3u; let c = i % W; let at = c / D * T * T;
let first = select(0u, t, causal); let seen = select(T, t + 1u, causal);
var d = 0.0f;
if (part == 0u) {
for (var j = 0u; j < seen; j++) { d += $1[at + t * T + j] * $2[(3u * j + 1u) * W + c]; }
} else if (part == 1u) {
for (var j = first; j < T; j++) { d += $1[at + j * T + t] * $2[3u * j * W + c]; }
} else {
for (var j = first; j < T; j++) { d += $0[at + j * T + t] * $3[j * W + c]; }
}
$4[i] = d;`}}
	}
	return k
}
