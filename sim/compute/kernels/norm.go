package kernels

import "talbot/sim/compute"

// Batch normalisation (Ioffe and Szegedy, "Batch normalization", ICML 2015): each channel of
// a batch is moved and stretched to mean 0 and variance 1, and then to a mean and a
// deviation that are trained,
//
//	y = gain xhat + shift,   xhat = (x - mean)/sqrt(variance + eps),
//
// the mean over all places and samples. On the way forward that is Moments, NormStatistics
// and Normalise, and in training RunningStatistics; where nothing is trained,
// FixedStatistics and Normalise. The way back is NormMoments, NormGradient and
// NormAdjoint. All sums are made sample by sample and then over the samples, in their
// order, so that they do not depend on threads.

// NormNumbers is how many numbers of a channel NormStatistics leaves: its mean,
// 1/sqrt(variance + eps), and the variance.
const NormNumbers = 3

// normThreads share a sample on a GPU.
const normThreads = 64

// Moments has of each channel of a sample the mean, and the sum of the squares of what
// is left without it.
//
//	x  [channels][places]
//	m  [channels][2]       written
func Moments(channels, places int) compute.Kernel {
	k := compute.Kernel{Name: "moments", Each: func(args [][]float32, _ []float32) {
		for c := range channels {
			row := args[0][c*places : (c+1)*places]
			mean := 0.0
			for _, v := range row {
				mean += float64(v)
			}
			mean /= float64(places)
			squares := 0.0
			for _, v := range row {
				d := float64(v) - mean
				squares += float64(d * d)
			}
			args[1][2*c], args[1][2*c+1] = float32(mean), float32(squares)
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Group{Threads: normThreads, Code: compute.Code{Writes: []int{1}, Text: rowsWGSL(channels, places) + `
var mean = 0.0f;
for (var p = lid; p < places; p += threads) { mean += $0[c * places + p]; }
mean = total(lid, mean) / f32(places);
var squares = 0.0f;
for (var p = lid; p < places; p += threads) { let d = $0[c * places + p] - mean; squares += d * d; }
squares = total(lid, squares);
if (lid == 0u) { $1[2u * c] = mean; $1[2u * c + 1u] = squares; }
}`}}
	}
	return k
}

// rowsWGSL begins a loop over channels.
func rowsWGSL(channels, places int) string {
	return "const places = " + u32(places) + "; const threads = " + u32(normThreads) + ";\nfor (var c = 0u; c < " + u32(channels) + "; c++) {"
}

// NormStatistics are those of each channel of a whole batch, from Moments.
//
//	m  [batch][channels][2]
//	s  [channels][NormNumbers]  written
func NormStatistics(channels, places int, eps float64) compute.Kernel {
	k := compute.Kernel{Name: "norm-statistics", Grain: 16, Elements: func(int) int { return channels },
		Batch: func(args [][]float32, _ []float32, batch, from, to int) {
			for c := from; c < to; c++ {
				m, s := args[0], args[1][NormNumbers*c:]
				mean, squares := 0.0, 0.0
				for b := range batch {
					mean += float64(m[2*(b*channels+c)])
				}
				mean /= float64(max(batch, 1))
				for b := range batch {
					d := float64(m[2*(b*channels+c)]) - mean
					squares += float64(m[2*(b*channels+c)+1]) + float64(float64(places)*float64(d*d))
				}
				s[0] = float32(mean)
				s[2] = float32(squares / float64(max(batch, 1)*places))
				s[1] = 1 / sqrt(s[2]+float32(eps))
			}
		}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels, Code: compute.Code{Writes: []int{1}, Text: `const channels = ` + u32(channels) + `; const places = ` + f32(float64(places)) + `;
var mean = 0.0f;
for (var b = 0u; b < run.count; b++) { mean += $0[2u * (b * channels + i)]; }
mean /= f32(max(run.count, 1u));
var squares = 0.0f;
for (var b = 0u; b < run.count; b++) { let d = $0[2u * (b * channels + i)] - mean; squares += $0[2u * (b * channels + i) + 1u] + places * d * d; }
let variance = squares / (f32(max(run.count, 1u)) * places);
$1[3u * i] = mean; $1[3u * i + 1u] = 1.0f / sqrt(variance + ` + f32(eps) + `); $1[3u * i + 2u] = variance;`}}
	}
	return k
}

// RunningStatistics moves averages of the mean and the variance towards those of a batch,
// once: r += rate (s - r).
//
//	s  [channels][NormNumbers]
//	r  [channels][2]            mean and variance; changed
func RunningStatistics(channels int, rate float64) compute.Kernel {
	f := float32(rate)
	k := compute.Kernel{Name: "running-statistics", N: channels, Grain: updateGrain, Once: func(args [][]float32, _ []float32, from, to int) {
		for c := from; c < to; c++ {
			s, r := args[0][NormNumbers*c:], args[1][2*c:]
			r[0] += float32(f * (s[0] - r[0]))
			r[1] += float32(f * (s[2] - r[1]))
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels, Code: compute.Code{Writes: []int{1},
			Text: "$1[2u * i] += " + f32(rate) + " * ($0[3u * i] - $1[2u * i]); $1[2u * i + 1u] += " + f32(rate) + " * ($0[3u * i + 2u] - $1[2u * i + 1u]);"}}
	}
	return k
}

// FixedStatistics are RunningStatistics' as Normalise reads them, once.
//
//	r  [channels][2]
//	s  [channels][NormNumbers]  written
func FixedStatistics(channels int, eps float64) compute.Kernel {
	e := float32(eps)
	k := compute.Kernel{Name: "fixed-statistics", N: channels, Grain: updateGrain, Once: func(args [][]float32, _ []float32, from, to int) {
		for c := from; c < to; c++ {
			r, s := args[0][2*c:], args[1][NormNumbers*c:]
			s[0], s[1], s[2] = r[0], 1/sqrt(r[1]+e), r[1]
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels, Code: compute.Code{Writes: []int{1},
			Text: "let v = $0[2u * i + 1u]; $1[3u * i] = $0[2u * i]; $1[3u * i + 1u] = 1.0f / sqrt(v + " + f32(eps) + "); $1[3u * i + 2u] = v;"}}
	}
	return k
}

// Normalise is y = gain (x - mean)/sqrt(variance + eps) + shift, channel by channel.
//
//	x      [channels][places]
//	s      [channels][NormNumbers]
//	gain   [channels]
//	shift  [channels]
//	y      [channels][places]       written; may be x
func Normalise(channels, places int) compute.Kernel {
	k := compute.Kernel{Name: "normalise", Each: func(args [][]float32, _ []float32) {
		for c := range channels {
			s := args[1][NormNumbers*c:]
			mean, f, shift := s[0], args[2][c]*s[1], args[3][c]
			x, y := args[0][c*places:(c+1)*places], args[4][c*places:(c+1)*places]
			for p, v := range x {
				y[p] = float32(f*(v-mean)) + shift
			}
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: channels * places, Code: compute.Code{Writes: []int{4},
			Text: "let c = i / " + u32(places) + "; $4[i] = $2[c] * $1[3u * c + 1u] * ($0[i] - $1[3u * c]) + $3[c];"}}
	}
	return k
}
