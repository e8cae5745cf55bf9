package kernels

import (
	"strings"

	"talbot/sim/compute"
)

// Scale makes logits of readings by a constant: z = scale r.
//
//	r  [classes]
//	z  [classes]  written
func Scale(classes int, scale float64) compute.Kernel {
	s := float32(scale)
	return compute.Kernel{Name: "scale", GPU: soloGPU(classes, 1,
		"for (var k = 0u; k < CLASSES; k++) { $1[k] = "+f32(scale)+" * $0[k]; }"), Each: func(args [][]float32, _ []float32) {
		for k, r := range args[0] {
			args[1][k] = s * r
		}
	}}
}

// ScaleAdjoint: dr = scale dz.
//
//	r   [classes]  not read
//	dz  [classes]
//	dr  [classes]  written
func ScaleAdjoint(classes int, scale float64) compute.Kernel {
	s := float32(scale)
	return compute.Kernel{Name: "scale-adjoint", GPU: soloGPU(classes, 2,
		"for (var k = 0u; k < CLASSES; k++) { $2[k] = "+f32(scale)+" * $1[k]; }"), Each: func(args [][]float32, _ []float32) {
		for k, d := range args[1] {
			args[2][k] = s * d
		}
	}}
}

// Share makes logits of the readings' shares: z_k = scale r_k / sum_j r_j, so that
// they do not depend on how much light arrives. All logits are 0 in the dark: see darkness.
//
//	r  [classes]  not negative
//	z  [classes]  written
func Share(classes int, scale float64) compute.Kernel {
	dark := darkness(scale)
	return compute.Kernel{Name: "share", GPU: soloGPU(classes, 1, totalWGSL+`
let f = select(0.0f, `+f32(scale)+` / sum, sum > `+f32(darkness(scale))+`);
for (var k = 0u; k < CLASSES; k++) { $1[k] = f * $0[k]; }`), Each: func(args [][]float32, _ []float32) {
		r, z := args[0], args[1]
		f := perTotal(scale, r, dark)
		for k := range z {
			z[k] = f * r[k]
		}
	}}
}

// ShareAdjoint: dr_k = (scale/sum r) (dz_k - sum_j dz_j r_j / sum r).
//
//	r   [classes]
//	dz  [classes]
//	dr  [classes]  written
func ShareAdjoint(classes int, scale float64) compute.Kernel {
	dark := darkness(scale)
	return compute.Kernel{Name: "share-adjoint", GPU: soloGPU(classes, 2, totalWGSL+`
let one = select(0.0f, 1.0f / sum, sum > `+f32(darkness(scale))+`);
var mean = 0.0f;
for (var k = 0u; k < CLASSES; k++) { mean += $1[k] * ($0[k] * one); }
for (var k = 0u; k < CLASSES; k++) { $2[k] = `+f32(scale)+` * one * ($1[k] - mean); }`), Each: func(args [][]float32, _ []float32) {
		r, dz, dr := args[0], args[1], args[2]
		f, one := perTotal(scale, r, dark), perTotal(1, r, dark)
		var mean float32
		for k := range r {
			mean += float32(dz[k] * float32(r[k]*one))
		}
		for k := range dr {
			dr[k] = f * (dz[k] - mean)
		}
	}}
}

// Differential makes a logit of each pair of readings, the positive one of class k at
// 2k and the negative one behind it: z_k = scale (r+ - r-) / (r+ + r-), 0 where the pair
// is dark (Li et al., Advanced Photonics 1, 046001 (2019), with scale 10).
//
//	r  [2 classes]  not negative
//	z  [classes]    written
func Differential(classes int, scale float64) compute.Kernel {
	s, dark := float32(scale), darkness(scale)
	return compute.Kernel{Name: "differential", GPU: soloGPU(classes, 1, pairsWGSL(dark)+
		"$1[k] = "+f32(scale)+" * one * (p - m); }"), Each: func(args [][]float32, _ []float32) {
		r, z := args[0], args[1]
		for k := range z {
			p, m, one := pair(r, k, dark)
			z[k] = float32(s*one) * (p - m)
		}
	}}
}

// DifferentialAdjoint: dr+ = 2 scale dz r- / (r+ + r-)^2, dr- = -2 scale dz r+ / (r+ + r-)^2.
//
//	r   [2 classes]
//	dz  [classes]
//	dr  [2 classes]  written
func DifferentialAdjoint(classes int, scale float64) compute.Kernel {
	s, dark := float32(2*scale), darkness(scale)
	return compute.Kernel{Name: "differential-adjoint", GPU: soloGPU(classes, 2, pairsWGSL(dark)+
		"let f = "+f32(2*scale)+" * one * $1[k]; $2[2u * k] = f * (one * m); $2[2u * k + 1u] = -f * (one * p); }"), Each: func(args [][]float32, _ []float32) {
		r, dz, dr := args[0], args[1], args[2]
		for k, d := range dz {
			p, m, one := pair(r, k, dark)
			f := float32(s*one) * d
			dr[2*k], dr[2*k+1] = f*float32(one*m), -f*float32(one*p)
		}
	}}
}

// darkness is the sum of readings up to which there is no light: what a scale over less
// is too near the largest number of float32.
func darkness(scale float64) float64 { return 1e-37 * max(1, 2*scale) }

// pair is the readings of class k, and 1 over their sum, or 0 in the dark.
func pair(r []float32, k int, dark float64) (p, m, one float32) {
	if p, m = r[2*k], r[2*k+1]; p+m > float32(dark) {
		one = 1 / (p + m)
	}
	return p, m, one
}

// pairsWGSL begins a loop over the classes in which p, m and one are what pair gives.
func pairsWGSL(dark float64) string {
	return `for (var k = 0u; k < CLASSES; k++) {
let p = $0[2u * k]; let m = $0[2u * k + 1u]; let one = select(0.0f, 1.0f / (p + m), p + m > ` + f32(dark) + `);
`
}

func perTotal(scale float64, r []float32, dark float64) float32 {
	var sum float64
	for _, v := range r {
		sum += float64(v)
	}
	if sum <= dark {
		return 0
	}
	return float32(scale / sum)
}

// totalWGSL sums the readings.
const totalWGSL = "var sum = 0.0f; for (var k = 0u; k < CLASSES; k++) { sum += $0[k]; }"

// soloGPU is a form with one thread for a sample.
func soloGPU(classes, writes int, text string) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Map{N: 1, Code: compute.Code{Text: strings.ReplaceAll(text, "CLASSES", u32(classes)), Writes: []int{writes}}}
}
