// Package measure turns planes of light into numbers: where it is, how wide, how
// like another. Intensities are [Ny][Nx] on an optics.Grid, in W/m2 or any unit;
// results are in metres, watts or pure numbers.
package measure

import (
	"math"

	"talbot/sim/optics"
)

// Phase is the phase of a field at every sample, rad, in (-pi, pi], [Ny][Nx].
func Phase(f *optics.Field) []float32 {
	v := make([]float32, f.Len())
	for i := range v {
		v[i] = float32(math.Atan2(float64(f.U[2*i+1]), float64(f.U[2*i])))
	}
	return v
}

// Power is the integral of an intensity over the plane, W.
func Power(g optics.Grid, intensity []float32) float64 {
	check(g, intensity)
	sum := 0.0
	for _, v := range intensity {
		sum += float64(v)
	}
	return sum * g.Dx * g.Dy
}

// Centroid is the mean position of the light, m. In the dark it is on the axis.
func Centroid(g optics.Grid, intensity []float32) (x, y float64) {
	check(g, intensity)
	sum := 0.0
	for i, v := range intensity {
		sum += float64(v)
		x += float64(v) * g.X(i%g.Nx)
		y += float64(v) * g.Y(i/g.Nx)
	}
	if sum == 0 {
		return 0, 0
	}
	return x / sum, y / sum
}

// Row is the line of an intensity at row j, Column that at column i.
func Row(g optics.Grid, intensity []float32, j int) []float32 {
	return intensity[j*g.Nx : (j+1)*g.Nx]
}

// Column is the line of an intensity at column i.
func Column(g optics.Grid, intensity []float32, i int) []float32 {
	line := make([]float32, g.Ny)
	for j := range line {
		line[j] = intensity[j*g.Nx+i]
	}
	return line
}

// FWHM is the full width at half of the maximum of a line of samples d metres apart:
// the distance between the two half heights next to the highest sample, between
// samples by straight lines. It is NaN when the line does not fall to half on both
// sides.
func FWHM(line []float32, d float64) float64 {
	top := 0
	for i, v := range line {
		if v > line[top] {
			top = i
		}
	}
	if len(line) == 0 {
		return math.NaN()
	}
	half := float64(line[top]) / 2
	side := func(step int) float64 {
		for i := top; i+step >= 0 && i+step < len(line); i += step {
			a, b := float64(line[i]), float64(line[i+step])
			if b <= half && a > b {
				return math.Abs(float64(i-top)) + (a-half)/(a-b)
			}
		}
		return math.NaN()
	}
	return (side(1) + side(-1)) * d
}

// Encircled is the share of the power within the radius, m, around (x, y).
func Encircled(g optics.Grid, intensity []float32, x, y, radius float64) float64 {
	check(g, intensity)
	inside, all := 0.0, 0.0
	for i, v := range intensity {
		dx, dy := g.X(i%g.Nx)-x, g.Y(i/g.Nx)-y
		all += float64(v)
		if dx*dx+dy*dy <= radius*radius {
			inside += float64(v)
		}
	}
	if all == 0 {
		return 0
	}
	return inside / all
}

// EncircledRadius is the radius, m, around (x, y) that holds the given share of the
// power.
func EncircledRadius(g optics.Grid, intensity []float32, x, y, share float64) float64 {
	low, high := 0.0, math.Hypot(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy)+math.Hypot(x, y)
	for high-low > 1e-3*math.Min(g.Dx, g.Dy) {
		if mid := (low + high) / 2; Encircled(g, intensity, x, y, mid) < share {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// Strehl is the Strehl ratio of an aberrated focus: its peak over that of the
// perfect focus of the same power on the same grid.
func Strehl(g optics.Grid, intensity, perfect []float32) float64 {
	peak := func(v []float32) float64 {
		p := float32(0)
		for _, x := range v {
			p = max(p, x)
		}
		return float64(p) / Power(g, v)
	}
	return peak(intensity) / peak(perfect)
}

func check(g optics.Grid, v []float32) {
	if len(v) != g.Len() {
		panic("measure: the array does not have the grid's size")
	}
}
