package kernels

import "talbot/sim/compute"

// NormMoments has of each channel of a sample the sums of g and of g xhat, g the gradient
// with respect to what Normalise gives.
//
//	x  [channels][places]       that Normalise was given
//	s  [channels][NormNumbers]
//	g  [channels][places]
//	m  [channels][2]            written
func NormMoments(channels, places int) compute.Kernel {
	k := compute.Kernel{Name: "norm-moments", Each: func(args [][]float32, _ []float32) {
		for c := range channels {
			s := args[1][NormNumbers*c:]
			mean, f := s[0], s[1]
			x, g := args[0][c*places:(c+1)*places], args[2][c*places:(c+1)*places]
			sum, along := 0.0, 0.0
			for p, v := range g {
				sum += float64(v)
				along += float64(float64(v) * float64(f*(x[p]-mean)))
			}
			args[3][2*c], args[3][2*c+1] = float32(sum), float32(along)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Group{Threads: normThreads, Code: compute.Code{Writes: []int{3}, Text: rowsWGSL(channels, places) + `
let mean = $1[3u * c]; let f = $1[3u * c + 1u];
var sum = 0.0f; var along = 0.0f;
for (var p = lid; p < places; p += threads) { let g = $2[c * places + p]; sum += g; along += g * f * ($0[c * places + p] - mean); }
sum = total(lid, sum);
along = total(lid, along);
if (lid == 0u) { $3[2u * c] = sum; $3[2u * c + 1u] = along; }
}`}}
	}
	return k
}

// NormGradient has the gradients with respect to gain and shift, sums of NormMoments over
// the batch, and their shares of a place, which NormAdjoint reads.
//
//	m       [batch][channels][2]
//	dgain   [channels]            added to
//	dshift  [channels]            added to
//	d       [channels][2]         written: means of g and of g xhat
func NormGradient(channels, places int) compute.Kernel {
	k := compute.Kernel{Name: "norm-gradient", Grain: 16, Elements: func(int) int { return channels },
		Batch: func(args [][]float32, _ []float32, batch, from, to int) {
			for c := from; c < to; c++ {
				sum, along := 0.0, 0.0
				for b := range batch {
					sum += float64(args[0][2*(b*channels+c)])
					along += float64(args[0][2*(b*channels+c)+1])
				}
				args[1][c] += float32(along)
				args[2][c] += float32(sum)
				n := float64(max(batch, 1) * places)
				args[3][2*c], args[3][2*c+1] = float32(sum/n), float32(along/n)
			}
		}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels, Code: compute.Code{Writes: []int{1, 2, 3}, Text: `const channels = ` + u32(channels) + `;
var sum = 0.0f; var along = 0.0f;
for (var b = 0u; b < run.count; b++) { sum += $0[2u * (b * channels + i)]; along += $0[2u * (b * channels + i) + 1u]; }
$1[i] += along; $2[i] += sum;
let n = f32(max(run.count, 1u)) * ` + f32(float64(places)) + `;
$3[2u * i] = sum / n; $3[2u * i + 1u] = along / n;`}}
	}
	return k
}

// NormAdjoint is the way back through Normalise and the statistics of its batch,
//
//	dx = gain (g - mean(g) - xhat mean(g xhat))/sqrt(variance + eps).
//
//	x     [channels][places]       that Normalise was given
//	s     [channels][NormNumbers]
//	gain  [channels]
//	d     [channels][2]            of NormGradient
//	g     [channels][places]
//	dx    [channels][places]       written; may be g
func NormAdjoint(channels, places int) compute.Kernel {
	k := compute.Kernel{Name: "norm-adjoint", Each: func(args [][]float32, _ []float32) {
		for c := range channels {
			s, d := args[1][NormNumbers*c:], args[3][2*c:]
			mean, f, gain := s[0], s[1], args[2][c]*s[1]
			x, g, dx := args[0][c*places:(c+1)*places], args[4][c*places:(c+1)*places], args[5][c*places:(c+1)*places]
			for p, v := range g {
				dx[p] = gain * (v - d[0] - float32(float32(f*(x[p]-mean))*d[1]))
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * places, Code: compute.Code{Writes: []int{5}, Text: `let c = i / ` + u32(places) + `; let f = $1[3u * c + 1u];
$5[i] = $2[c] * f * ($4[i] - $3[2u * c] - f * ($0[i] - $1[3u * c]) * $3[2u * c + 1u]);`}}
	}
	return k
}
