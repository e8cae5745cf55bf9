package kernels

import (
	"math"

	"talbot/sim/compute"
)

// Region is a rectangle of samples, X0 <= x < X1 and Y0 <= y < Y1.
type Region struct{ X0, Y0, X1, Y1 int }

// Area is the number of samples in r.
func (r Region) Area() int { return (r.X1 - r.X0) * (r.Y1 - r.Y0) }

// DetectIntensity reads the mean intensity |E|^2 of each region. Several detectors can
// share the readings: those of this one begin at number first.
//
//	field     [n][n] complex
//	readings  [at least first + len(regions)]  len(regions) written
//
// DetectAmplitude reads the mean of |E| instead, as LightRidge does.
func DetectIntensity(n int, regions []Region, first int) compute.Kernel {
	return detect("detect-intensity", n, regions, first, func(i float32) float32 { return i }, "dot(e, e)")
}

// DetectAmplitude reads the mean of |E|; arguments as DetectIntensity.
func DetectAmplitude(n int, regions []Region, first int) compute.Kernel {
	return detect("detect-amplitude", n, regions, first, sqrt, "length(e)")
}

func detect(name string, n int, regions []Region, first int, value func(float32) float32, code string) compute.Kernel {
	return compute.Kernel{Name: name, GPU: detectGPU(n, regions, first, code), Each: func(args [][]float32, _ []float32) {
		field, readings := args[0], args[1][first:]
		for k, r := range regions {
			var sum float32
			for y := r.Y0; y < r.Y1; y++ {
				row := field[2*(y*n+r.X0) : 2*(y*n+r.X1)]
				for i := 0; i+1 < len(row); i += 2 {
					sum += value(float32(row[i]*row[i]) + float32(row[i+1]*row[i+1]))
				}
			}
			readings[k] = sum / float32(r.Area())
		}
	}}
}

// DetectIntensityAdjoint spreads the readings' gradient over the field:
// g = 2 E d/area inside region k, summed over the regions, and 0 outside.
//
//	field  [n][n] complex
//	d      [at least first + len(regions)]  gradient with respect to the readings
//	g      [n][n] complex  written; must not be field
func DetectIntensityAdjoint(n int, regions []Region, first int) compute.Kernel {
	return detectAdjoint("detect-intensity-adjoint", n, regions, first, func(re, im float32) float32 { return 2 }, "2.0f")
}

// DetectAmplitudeAdjoint does the same for DetectAmplitude: g = E/|E| d/area, and
// 0 where E is 0.
func DetectAmplitudeAdjoint(n int, regions []Region, first int) compute.Kernel {
	return detectAdjoint("detect-amplitude-adjoint", n, regions, first, func(re, im float32) float32 {
		if a := sqrt(float32(re*re) + float32(im*im)); a > 0 {
			return 1 / a
		}
		return 0
	}, "select(0.0f, inverseSqrt(dot(e, e)), dot(e, e) > 0.0f)")
}

func detectAdjoint(name string, n int, regions []Region, first int, slope func(re, im float32) float32, code string) compute.Kernel {
	return compute.Kernel{Name: name, GPU: detectAdjointGPU(n, regions, first, code), Each: func(args [][]float32, _ []float32) {
		field, d, g := args[0], args[1][first:], args[2]
		clear(g)
		for k, r := range regions {
			scale := d[k] / float32(r.Area())
			for y := r.Y0; y < r.Y1; y++ {
				for i := 2 * (y*n + r.X0); i < 2*(y*n+r.X1); i += 2 {
					s := scale * slope(field[i], field[i+1])
					g[i] += float32(s * field[i])
					g[i+1] += float32(s * field[i+1])
				}
			}
		}
	}}
}

// Power sums the intensity of a whole plane of n samples.
//
//	field  [n] complex
//	power  [1]  written
func Power(n int) compute.Kernel {
	return compute.Kernel{Name: "power", GPU: powerGPU(n), Each: func(args [][]float32, _ []float32) {
		var sum float64
		for _, v := range args[0] {
			sum += float64(v) * float64(v)
		}
		args[1][0] = float32(sum)
	}}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// RegionPower sums the intensity over all regions.
//
//	field  [n][n] complex
//	power  [1]  written
func RegionPower(n int, regions []Region) compute.Kernel {
	return compute.Kernel{Name: "region-power", GPU: regionPowerGPU(n, regions), Each: func(args [][]float32, _ []float32) {
		field := args[0]
		var sum float64
		for _, r := range regions {
			for y := r.Y0; y < r.Y1; y++ {
				for _, v := range field[2*(y*n+r.X0) : 2*(y*n+r.X1)] {
					sum += float64(v) * float64(v)
				}
			}
		}
		args[1][0] = float32(sum)
	}}
}
