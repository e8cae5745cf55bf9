package virtual

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/optics"
)

// hop is the light's way from one plane to the next, whose poses are not what they should be: to the side
// and along the axis exactly, by the angular spectrum; through a tilt by the light's first and second derivative
// along the axis, as far as they matter (see enough), which is right where the tilted plane lies less than some depths of focus of
// the finest pixels before or behind; and by resampling to axes that are turned and stretched.
type hop struct {
	nx, ny int
	way    *optics.Map      // nil for a relay without faults
	slopes []*optics.Map    // derivatives, for a tilted plane
	depth  []compute.Buffer // what they are multiplied by
	light  []compute.Buffer // and where they are
	axes   compute.Buffer   // a frame's numbers for the resampling; nil for none
	seen   compute.Buffer
	one    compute.Buffer // a table of ones
}

// hop makes one ready. Where the image wanders, and for a camera, its axes are the frame's.
func (m *maker) hop(s Setup, a, b Pose, gap float64, wanders bool, frame compute.Buffer) (*hop, error) {
	g := s.Plane
	h := &hop{nx: g.Nx, ny: g.Ny}
	matrix, x, y := Between(a, b)
	z := gap + b.Z - a.Z
	tx, ty := math.Tan(b.TiltX-a.TiltX), math.Tan(b.TiltY-a.TiltY)
	tilted := tx != 0 || ty != 0
	if z != 0 || x != 0 || y != 0 || tilted {
		r, err := optics.Space{In: g, Wavelength: s.Wavelength, Z: z}.ShiftedSpectrum(s.window(z, x, y), x, y)
		if err != nil {
			return nil, err
		}
		if h.way, err = optics.NewMap(m.dev, r, s.Batch); err != nil {
			return nil, err
		}
		for order := 1; order <= 2 && tilted && !enough(r, s.Wavelength, tx, ty, order); order++ {
			slope, err := optics.NewMap(m.dev, derivative(r, s.Wavelength, order), s.Batch)
			if err != nil {
				return nil, err
			}
			depth := make([]complex128, g.Len())
			for i := range depth {
				d := tx*g.X(i%g.Nx) + ty*g.Y(i/g.Nx)
				depth[i] = complex(d, 0)
				if order == 2 {
					depth[i] = complex(d*d/2, 0)
				}
			}
			h.slopes = append(h.slopes, slope)
			h.depth = append(h.depth, m.plane("depth", depth))
			h.light = append(h.light, m.alloc("tilt", compute.Scratch, 2*g.Len()))
		}
	}
	if matrix != [4]float64{1, 0, 0, 1} || wanders {
		if frame == nil {
			warp := make([]float32, kernels.FrameNumbers(len(s.Panels)))
			copy(warp[kernels.FrameWarp:], warpOf(g, matrix, 0, 0))
			frame = m.table("axes", warp)
		}
		h.axes, h.seen = frame, m.alloc("resampled", compute.Scratch, 2*g.Len())
	}
	h.one = m.plane("one", ones(g.Len()))
	return h, m.err
}

// forward takes light along from one buffer into another, or in place.
func (h *hop) forward(p *compute.Program, in, out compute.Buffer) {
	light := out
	if h.axes != nil {
		light = h.seen
	}
	if h.way != nil {
		optics.ForwardEach(p, append(h.slopes[:len(h.slopes):len(h.slopes)], h.way), in, append(h.light[:len(h.light):len(h.light)], light))
	} else if in != light {
		p.Add(kernels.ModulateTo(), in, h.one, light)
	}
	for k := range h.slopes {
		p.Add(kernels.AddProduct(), h.light[k], h.depth[k], light)
	}
	if h.axes != nil {
		p.Add(kernels.Resample(h.nx, h.ny), light, h.axes, out)
	}
}

// adjoint takes a gradient back, in place.
func (h *hop) adjoint(p *compute.Program, g compute.Buffer) {
	if h.axes != nil {
		p.Add(kernels.ResampleAdjoint(h.nx, h.ny), g, h.axes, h.seen)
		p.Add(kernels.ModulateTo(), h.seen, h.one, g)
	}
	for k, s := range h.slopes {
		p.Add(kernels.ModulateTo(), g, h.depth[k], h.light[k]) // depths are real
		s.Adjoint(p, h.light[k], h.light[k])
	}
	if h.way != nil {
		h.way.Adjoint(p, g, g)
	}
	for k := range h.slopes {
		p.Add(kernels.AddProduct(), h.light[k], h.one, g)
	}
}

func ones(n int) []complex128 {
	u := make([]complex128, n)
	for i := range u {
		u[i] = 1
	}
	return u
}

// negligible is the relative error of the light, root mean square over a plane that is evenly lit and a band that is evenly filled,
// of which a hop takes no notice: a count of 12 bits is 2.4e-4.
const negligible = 1e-4

// enough tells whether the light's derivative of some order along the axis changes nothing: on the plane z = tx x + ty y it turns
// light of each frequency by s z, s = 2 pi/wavelength q/(1 + sqrt(1-q)), and term n of the exponential's row is (s z)^n/n!. Only the
// frequencies count that the way lets pass.
func enough(r *optics.Recipe, wavelength, tx, ty float64, order int) bool {
	step, g := r.Steps[0], r.In
	depth, slope, passed := 0.0, 0.0, 0
	power := func(v float64) float64 { return math.Pow(v*v, float64(order)) }
	for i := range g.Len() {
		depth += power(tx*g.X(i%g.Nx)+ty*g.Y(i/g.Nx)) / float64(g.Len())
	}
	// Every eighth frequency tells the mean of a smooth function.
	for j := 0; j < step.My; j += 8 {
		for i := 0; i < step.Mx; i += 8 {
			if step.H(i, j) == 0 {
				continue
			}
			slope += power(axial(i, j, step, g, wavelength))
			passed++
		}
	}
	term := math.Sqrt(depth * slope / float64(max(passed, 1)))
	for n := 2; n <= order; n++ {
		term /= float64(n)
	}
	return term < negligible
}

// axial is k - kz, rad/m, of frequency (i, j) in FFT order.
func axial(i, j int, step optics.Step, g optics.Grid, wavelength float64) float64 {
	frequency := func(i, m int, d float64) float64 {
		if 2*i >= m {
			i -= m
		}
		return float64(i) / (float64(m) * d) * wavelength
	}
	u, v := frequency(i, step.Mx, g.Dx), frequency(j, step.My, g.Dy)
	q := min(u*u+v*v, 1)
	return 2 * math.Pi / wavelength * q / (1 + math.Sqrt(1-q))
}

// derivative is a recipe of one convolution for the light's derivative of some order along the axis.
func derivative(r *optics.Recipe, wavelength float64, order int) *optics.Recipe {
	step := r.Steps[0]
	h, g := step.H, r.In
	step.H = func(i, j int) complex128 {
		slope := complex(0, -axial(i, j, r.Steps[0], g, wavelength)) // i (kz - k)
		t := h(i, j)
		for range order {
			t *= slope
		}
		return t
	}
	return &optics.Recipe{Method: "slope along the axis", In: r.In, Out: r.Out, Steps: []optics.Step{step}}
}

// warpOf are the numbers of kernels.Resample of a matrix in metres and a shift in samples.
func warpOf(g optics.Grid, m [4]float64, x, y float64) []float32 {
	return []float32{float32(m[0]), float32(m[1] * g.Dy / g.Dx), float32(x), float32(m[2] * g.Dx / g.Dy), float32(m[3]), float32(y)}
}
