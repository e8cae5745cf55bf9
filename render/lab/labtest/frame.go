// Package labtest makes frames for tests of what draws them: the light of a
// handwritten seven on its way through a few masks, by the angular spectrum in
// complex128, apart from the simulator's own propagation. And it compares pictures.
package labtest

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"strconv"

	"gonum.org/v1/gonum/dsp/fourier"

	"talbot/sim/frame"
)

const (
	pitch      = 8e-6   // m
	wavelength = 532e-9 // m
	distance   = 24e-3  // m
	steps      = 48     // depths in a gap
)

// Frame makes the frame of a network of layers masks of n by n samples, with
// classes regions. Twist turns the masks' phases: different values are different
// moments of a training.
func Frame(n, layers, classes int, twist float64) *frame.Frame {
	f := &frame.Frame{Wavelength: wavelength, Label: -1, Predicted: -1}
	u := seven(n)
	power := total(u)
	keep := func() {
		b, peak := amplitudes(u)
		i := len(f.Planes)
		p := frame.Plane{Kind: frame.Mask, Name: strconv.Itoa(i), Nx: n, Ny: n, Pitch: pitch, Z: float32(float64(i) * distance),
			Intensity: b, Peak: float32(peak), Power: float32(total(u) / power)}
		switch i {
		case 0:
			p.Kind, p.Name = frame.Source, "source"
		case layers + 1:
			p.Kind, p.Name, p.Regions = frame.Detector, "detector", regions(n, classes)
		}
		f.Planes = append(f.Planes, p)
	}
	keep()
	var slices [][]float64
	for gap := range layers + 1 {
		var slice []float64
		for k := range steps {
			v := hop(u, n, distance*(float64(k)+0.5)/steps)
			for _, a := range v[n/2*n : (n/2+1)*n] {
				slice = append(slice, real(a)*real(a)+imag(a)*imag(a))
			}
		}
		slices = append(slices, slice)
		u = hop(u, n, distance)
		keep()
		if gap < layers {
			m := mask(n, layers, gap, twist)
			f.Last().Phase = m
			for i := range u {
				u[i] *= cmplx.Rect(1, float64(m[i])*2*math.Pi/256)
			}
		}
	}
	peak := 0.0
	for _, s := range slices {
		for _, v := range s {
			peak = max(peak, v)
		}
	}
	f.RibbonPeak = float32(peak)
	for g, s := range slices {
		b := make([]byte, len(s))
		for i, v := range s {
			b[i] = byte(255*math.Sqrt(v/peak) + 0.5)
		}
		f.Ribbons = append(f.Ribbons, frame.Ribbon{Plane: g, Steps: steps, Nx: n, Pitch: pitch, Values: b})
	}
	read(f, u)
	return f
}

// read sums the light in the regions, and makes scores of it.
func read(f *frame.Frame, u []complex128) {
	n, regions := f.Last().Nx, f.Last().Regions
	if len(regions) == 0 {
		return
	}
	sum, all := 0.0, 0.0
	for _, r := range regions {
		v := 0.0
		for y := r.Y0; y < r.Y1; y++ {
			for x := r.X0; x < r.X1; x++ {
				a := u[y*n+x]
				v += real(a)*real(a) + imag(a)*imag(a)
			}
		}
		all += v
		f.Readings = append(f.Readings, float32(v))
	}
	best := 0
	for i, v := range f.Readings {
		e := math.Exp(14 * float64(v) / all)
		sum += e
		f.Scores = append(f.Scores, float32(e))
		if v > f.Readings[best] {
			best = i
		}
	}
	for i := range f.Scores {
		f.Scores[i] /= float32(sum)
	}
	f.Predicted, f.Label = best, min(7, len(f.Scores)-1)
}

// regions places up to ten squares in rows of 3, 4 and 3.
func regions(n, classes int) (r []frame.Region) {
	rows := []int{3, 4, 3}
	side := n / 10
	for y, columns := range rows {
		for x := range columns {
			if len(r) == classes {
				return r
			}
			cx, cy := n*(2*x+1)/(2*columns), n*(2*y+1)/6
			if columns == 3 {
				cx = n/2 + (x-1)*n/4
			} else {
				cx = n/2 + (2*x-3)*n/9
			}
			cy = n/2 + (y-1)*n/4
			r = append(r, frame.Region{X0: cx - side/2, Y0: cy - side/2, X1: cx + side - side/2, Y1: cy + side - side/2, Class: len(r)})
		}
	}
	return r
}

// seven is the field of a seven drawn with a broad pen.
func seven(n int) []complex128 {
	u := make([]complex128, n*n)
	strokes := [][4]float64{{0.30, 0.27, 0.68, 0.25}, {0.68, 0.25, 0.45, 0.77}}
	for y := range n {
		for x := range n {
			px, py := (float64(x)+0.5)/float64(n), (float64(y)+0.5)/float64(n)
			d := 1.0
			for _, s := range strokes {
				d = min(d, toSegment(px, py, s))
			}
			u[y*n+x] = complex(1/(1+math.Exp((d-0.035)/0.006)), 0)
		}
	}
	return u
}

func toSegment(x, y float64, s [4]float64) float64 {
	dx, dy := s[2]-s[0], s[3]-s[1]
	t := min(max(((x-s[0])*dx+(y-s[1])*dy)/(dx*dx+dy*dy), 0), 1)
	return math.Hypot(x-s[0]-t*dx, y-s[1]-t*dy)
}

// mask is a part of a lens that takes the light to the eighth region, with smooth
// random bumps: it looks like a trained mask.
func mask(n, layers, layer int, twist float64) []byte {
	r := rand.New(rand.NewPCG(7, uint64(layer)))
	type wave struct{ kx, ky, phase, size float64 }
	var waves []wave
	for range 60 {
		k := 3 + 26*r.Float64()
		a := 2 * math.Pi * r.Float64()
		waves = append(waves, wave{k * math.Cos(a), k * math.Sin(a), 2 * math.Pi * r.Float64(), 1.3 / math.Sqrt(k)})
	}
	size := pitch * float64(n)
	focal := float64(layers) * distance * 1.25
	b := make([]byte, n*n)
	for y := range n {
		for x := range n {
			px, py := (float64(x)+0.5)/float64(n)-0.5, (float64(y)+0.5)/float64(n)-0.5
			v := 0.0
			for _, w := range waves {
				v += w.size * math.Sin(2*math.Pi*(w.kx*px+w.ky*py)+w.phase+twist)
			}
			edge := min(8*max(math.Hypot(px, py)-0.3, 0), 1)
			ph := 0.55*v*(0.25+edge) - math.Pi/wavelength/focal*size*size*(px*px+py*py-2*py*0.16/float64(layers))
			ph = math.Mod(ph, 2*math.Pi)
			if ph < 0 {
				ph += 2 * math.Pi
			}
			b[y*n+x] = byte(ph / (2 * math.Pi) * 256)
		}
	}
	return b
}

// hop is the field after z metres: U exp(i kz z), kz = sqrt(k^2 - kx^2 - ky^2).
func hop(u []complex128, n int, z float64) []complex128 {
	v := append([]complex128(nil), u...)
	t := fourier.NewCmplxFFT(n)
	line := make([]complex128, n)
	pass := func(f func(dst, src []complex128) []complex128) {
		for y := range n {
			copy(v[y*n:], f(line, v[y*n:(y+1)*n]))
		}
		column := make([]complex128, n)
		for x := range n {
			for y := range n {
				column[y] = v[y*n+x]
			}
			f(line, column)
			for y := range n {
				v[y*n+x] = line[y]
			}
		}
	}
	pass(t.Coefficients)
	frequency := func(i int) float64 {
		if i >= n/2 {
			i -= n
		}
		return float64(i) / (float64(n) * pitch)
	}
	for y := range n {
		for x := range n {
			fx, fy := frequency(x), frequency(y)
			kz := 2 * math.Pi * (math.Sqrt(1/(wavelength*wavelength)-fx*fx-fy*fy) - 1/wavelength)
			v[y*n+x] *= cmplx.Rect(1/float64(n*n), kz*z)
		}
	}
	pass(t.Sequence)
	return v
}

func total(u []complex128) (sum float64) {
	for _, a := range u {
		sum += real(a)*real(a) + imag(a)*imag(a)
	}
	return sum
}

// amplitudes are the bytes 255 sqrt(I/peak) of u, and the peak.
func amplitudes(u []complex128) ([]byte, float64) {
	peak := 0.0
	for _, a := range u {
		peak = max(peak, real(a)*real(a)+imag(a)*imag(a))
	}
	b := make([]byte, len(u))
	for i, a := range u {
		b[i] = byte(255*cmplx.Abs(a)/math.Sqrt(peak) + 0.5)
	}
	return b, peak
}
