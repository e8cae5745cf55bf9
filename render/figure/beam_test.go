package figure

import (
	"math"
	"strconv"

	"talbot/sim/frame"
)

// gaussian is an astigmatism-free Gaussian beam on its way: its complex parameter
// q = z - i z_R under exp(-i omega t), the place and the slope of its axis, m and
// rad, and its power.
type gaussian struct {
	q           complex128
	x, y        float64
	tx, ty      float64
	power, wave float64
}

// radius is where the intensity has fallen to exp(-2).
func (g gaussian) radius() float64 {
	return math.Sqrt(g.wave / (math.Pi * imag(1/g.q)))
}

func (g gaussian) drift(z float64) gaussian {
	g.q += complex(z, 0)
	g.x += g.tx * z
	g.y += g.ty * z
	return g
}

// lens focuses by 1/f and turns the axis by a wedge.
func (g gaussian) lens(f, wedgeX, wedgeY float64) gaussian {
	g.q = 1 / (1/g.q - complex(1/f, 0))
	g.tx += wedgeX - g.x/f
	g.ty += wedgeY - g.y/f
	return g
}

func (g gaussian) intensity(x, y float64) float64 {
	w := g.radius()
	return g.power / (w * w) * math.Exp(-2*((x-g.x)*(x-g.x)+(y-g.y)*(y-g.y))/(w*w))
}

// beamFrame is a frame whose light is known in closed form: two Gaussian beams,
// far enough apart not to interfere, that masks of lenses and wedges collect in
// the detector region of class 5.
func beamFrame(n, layers int) *frame.Frame {
	const (
		wave  = 532e-9
		width = 3.6e-3
		steps = 24
	)
	distance := 0.6 / float64(layers)
	f := &frame.Frame{Wavelength: wave, Label: 5, Predicted: 5}
	pitch := float32(width / float64(n))
	var regions []frame.Region
	at := func(i int) float64 { return (float64(i) + 0.5 - float64(n)/2) * width / float64(n) }
	for row, k := range []int{3, 4, 3} {
		for i := range k {
			side := n / 10
			x := n/2 - side/2 + (2*i-k+1)*n/9
			y := n/2 - side/2 + (row-1)*n*3/10
			regions = append(regions, frame.Region{X0: x, Y0: y, X1: x + side, Y1: y + side, Class: len(regions)})
		}
	}
	goal := regions[5]
	gx, gy := (at(goal.X0)+at(goal.X1-1))/2, (at(goal.Y0)+at(goal.Y1-1))/2

	beams := []gaussian{
		{q: complex(0, -math.Pi*0.28e-3*0.28e-3/wave), x: -0.9e-3, y: 0.1e-3, power: 1, wave: wave},
		{q: complex(0, -math.Pi*0.22e-3*0.22e-3/wave), x: 1.1e-3, y: -0.06e-3, power: 0.5, wave: wave},
	}
	plane := func() ([]byte, float32) {
		v := make([]float64, n*n)
		for i := range v {
			for _, b := range beams {
				v[i] += b.intensity(at(i%n), at(i/n))
			}
		}
		return amplitude(v)
	}
	var peaks []float32
	var slices [][]float64
	record := func() {
		b, peak := plane()
		i := len(f.Planes)
		p := frame.Plane{Kind: frame.Mask, Name: strconv.Itoa(i), Nx: n, Ny: n, Pitch: pitch, Z: float32(float64(i) * distance), Intensity: b}
		switch i {
		case 0:
			p.Kind, p.Name = frame.Source, "source"
		case layers + 1:
			p.Kind, p.Name, p.Regions = frame.Detector, "detector", regions
		}
		peaks = append(peaks, peak)
		power := 0.0
		for _, b := range beams {
			power += b.power
		}
		p.Power = float32(power / 1.5)
		f.Planes = append(f.Planes, p)
	}
	record()
	far := distance * float64(layers)
	for g := range layers + 1 {
		var gap []float64
		for s := range steps {
			for i := range n {
				v := 0.0
				for _, b := range beams {
					v += b.drift(distance*(float64(s)+0.5)/steps).intensity(at(i), at(n/2))
				}
				gap = append(gap, v)
			}
		}
		slices = append(slices, gap)
		for k := range beams {
			beams[k] = beams[k].drift(distance)
		}
		record()
		if g == layers {
			break
		}
		// Every mask is a lens with its axis through the goal; the first is strong.
		focus := far * 5
		if g == 0 {
			focus = far * 1.25
		}
		mask := make([]byte, n*n)
		for i := range mask {
			x, y := at(i%n)-gx, at(i/n)-gy
			phase := -math.Pi / wave / focus * (x*x + y*y)
			mask[i] = byte(int64(math.Floor(phase * 128 / math.Pi)))
		}
		f.Last().Phase = mask
		for k, b := range beams {
			b.power *= 0.96
			beams[k] = b.lens(focus, gx/focus, gy/focus)
		}
	}
	for i, p := range peaks {
		f.Planes[i].Peak = p / peaks[0]
	}
	all := 0.0
	for _, s := range slices {
		for _, v := range s {
			all = max(all, v)
		}
	}
	for g, s := range slices {
		b := make([]byte, len(s))
		for i, v := range s {
			b[i] = byte(255*math.Sqrt(v/all) + 0.5)
		}
		f.Ribbons = append(f.Ribbons, frame.Ribbon{Plane: g, Steps: steps, Nx: n, Pitch: pitch, Values: b})
	}
	f.RibbonPeak = float32(all) / peaks[0]
	f.Readings = make([]float32, 10)
	f.Scores = []float32{0.01, 0.002, 0.03, 0.012, 0.001, 0.87, 0.02, 0.005, 0.03, 0.02}
	return f
}

// amplitude is an intensity as bytes of its root, and its peak.
func amplitude(v []float64) ([]byte, float32) {
	peak := 0.0
	for _, x := range v {
		peak = max(peak, x)
	}
	b := make([]byte, len(v))
	for i, x := range v {
		b[i] = byte(255*math.Sqrt(x/peak) + 0.5)
	}
	return b, float32(peak)
}
