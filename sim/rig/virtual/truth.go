package virtual

import (
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/element"
	"talbot/sim/fmath"
	"talbot/sim/modulator"
	"talbot/sim/optics"
	"talbot/sim/rig"
	"talbot/sim/rng"
)

// Truth is all that is wrong with a bench, in numbers. It is for who makes a bench, for tests and for figures that compare: no
// method gets it.
type Truth struct {
	Panels    []PanelTruth
	Cameras   [2]CameraTruth
	Light     []complex128 // on the first panel, [Ny][Nx]; its mean intensity is 1
	Reference []complex128 // on the second camera's plane
	Faults    Faults       // the sizes of what changes from frame to frame
}

// PanelTruth is what is wrong with a panel.
type PanelTruth struct {
	Pose        Pose
	Curve       modulator.Curve
	Gain        []float32    // of the phase, [Ny][Nx]
	Plate       []complex128 // what the light meets on it besides: aberrations, and the angle at which it leaves
	Unmodulated complex128   // amplitude that the panel does not change
}

// CameraTruth is what is wrong with a camera.
type CameraTruth struct {
	Pose     Pose
	Response []float32 // see kernels.Sensor.Counts
}

// Pose is where a plane stands against where it should.
type Pose struct {
	X, Y, Z      float64 // m
	TiltX, TiltY float64 // rad: the plane is TiltX x + TiltY y nearer to the light's end
	Rotation     float64 // rad, from x to y
	Scale        float64 // of its image: 1 for none
}

// There is the matrix, by rows, that takes a place on the plane to one of the bench, and the shift behind it.
func (p Pose) There() (m [4]float64, x, y float64) {
	s, c := fmath.Sincos(p.Rotation)
	_, cx := fmath.Sincos(p.TiltX)
	_, cy := fmath.Sincos(p.TiltY)
	return [4]float64{p.Scale * c * cx, -p.Scale * s * cy, p.Scale * s * cx, p.Scale * c * cy}, p.X, p.Y
}

// Between takes a place on plane b to that of plane a that lies on the same line along the axis.
func Between(a, b Pose) (m [4]float64, x, y float64) {
	am, ax, ay := a.There()
	bm, bx, by := b.There()
	det := am[0]*am[3] - am[1]*am[2]
	i := [4]float64{am[3] / det, -am[1] / det, -am[2] / det, am[0] / det}
	m = [4]float64{i[0]*bm[0] + i[1]*bm[2], i[0]*bm[1] + i[1]*bm[3], i[2]*bm[0] + i[3]*bm[2], i[2]*bm[1] + i[3]*bm[3]}
	return m, i[0]*(bx-ax) + i[1]*(by-ay), i[2]*(bx-ax) + i[3]*(by-ay)
}

// What is drawn of the stream rng.Hidden; the number of the plane is added.
const (
	drawPose = 16 * iota
	drawGain
	drawPlate
	drawUnmodulated
	drawPixels
	drawLight
)

// Draw makes the truth of a setup with these faults. Equal seeds give equal truths.
func Draw(s Setup, f Faults) *Truth {
	t := &Truth{Faults: f}
	for i, p := range s.Panels {
		q := PanelTruth{Pose: Pose{Scale: 1}, Curve: f.curve(p), Gain: make([]float32, s.Plane.Len())}
		if i > 0 {
			q.Pose = f.pose(s.Plane, i)
		}
		wave := waves(s.Plane, f.stream(), drawGain+uint32(i), 3)
		top := 0.0
		for _, v := range wave {
			top = math.Max(top, math.Abs(v))
		}
		for k, v := range wave {
			q.Gain[k] = float32(1 + f.Spread*v/top)
		}
		q.Plate = f.plate(s.Plane, drawPlate+uint32(i))
		angle := 2 * math.Pi * f.uniform(drawUnmodulated+uint32(i), 0)
		sin, cos := fmath.Sincos(angle)
		q.Unmodulated = complex(math.Sqrt(f.leak(p.Kind)), 0) * complex(cos, sin)
		if f.Pointing != 0 {
			sin, cos := fmath.Sincos(2 * math.Pi * f.uniform(drawUnmodulated+uint32(i), 1))
			multiply(q.Plate, element.Prism(f.Pointing*cos, f.Pointing*sin, s.Wavelength).Samples(s.Plane))
		}
		t.Panels = append(t.Panels, q)
	}
	for c := range t.Cameras {
		t.Cameras[c] = CameraTruth{f.pose(s.Plane, 8+c), f.response(s.Plane, c)}
	}
	t.Light = f.light(s.Plane)
	for i := range t.Light {
		x, y := i%s.Plane.Nx-s.Plane.Nx/2+s.Stop/2, i/s.Plane.Nx-s.Plane.Ny/2+s.Stop/2
		if s.Stop > 0 && (x < 0 || y < 0 || x >= s.Stop || y >= s.Stop) {
			t.Light[i] = 0
		}
	}
	t.Reference = f.plate(s.Plane, drawPlate+8)
	multiply(t.Reference, element.Prism(math.Asin(s.Carrier[0]*s.Wavelength), math.Asin(s.Carrier[1]*s.Wavelength), s.Wavelength).Samples(s.Plane))
	if s.Blocked {
		clear(t.Light)
		clear(t.Reference)
	}
	return t
}

func (f Faults) stream() rng.Stream { return rng.Stream{Seed: uint64(f.Seed), Stream: rng.Hidden} }

func (f Faults) uniform(step, index uint32) float64 {
	return float64(f.stream().Block(step, index)[0]) / (1 << 32)
}

func (f Faults) sign(step, index uint32) float64 {
	if f.uniform(step, index) < 0.5 {
		return -1
	}
	return 1
}

// leak is the share of the power that a panel does not change. Of an amplitude panel the polariser behind it stops
// most: we take the square to pass, which on a typical bench is a contrast of 400 to 1.
func (f Faults) leak(k rig.Kind) float64 {
	if k == rig.Amplitude {
		return f.Unmodulated * f.Unmodulated
	}
	return f.Unmodulated
}

// pose is that of plane number i: each fault has its full size, and the seed says which way.
func (f Faults) pose(g optics.Grid, i int) Pose {
	at := drawPose + uint32(i)
	sin, cos := fmath.Sincos(2 * math.Pi * f.uniform(at, 0))
	tiltSin, tiltCos := fmath.Sincos(2 * math.Pi * f.uniform(at, 1))
	tilt := f.Tilt * math.Pi / 180
	return Pose{f.Shift * g.Dx * cos, f.Shift * g.Dy * sin, f.Axial * f.sign(at, 2), tilt * tiltCos, tilt * tiltSin,
		f.Rotation * f.sign(at, 3), 1 + f.Scale*f.sign(at, 4)}
}

// curve is what a panel's levels do instead of what is meant.
func (f Faults) curve(p Panel) modulator.Curve {
	c := modulator.Curve{Name: p.Curve.Name, States: append([]modulator.State(nil), p.Curve.States...)}
	n := float64(len(c.States))
	for k, s := range c.States {
		if p.Kind == rig.Amplitude {
			c.States[k].Amplitude = f.Depth * math.Pow(s.Amplitude, f.Bend)
		} else if k > 0 {
			c.States[k].Phase = s.Phase * f.Depth * math.Pow(float64(k)/n, f.Bend-1)
		}
	}
	return c
}

// plate has aberrations: Zernike's polynomials 4 to 15 in Noll's order, of the plane's corner circle, with normal
// weights, and the root mean square that is asked for over the plane.
func (f Faults) plate(g optics.Grid, step uint32) []complex128 {
	u := ones(g.Len())
	if f.Aberration == 0 {
		return u
	}
	weights := make([]float32, 12)
	f.stream().Normal(step, weights)
	phase := make([]float64, g.Len())
	radius := math.Hypot(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy) / 2
	for k, nm := range [12][2]int{{2, 0}, {2, -2}, {2, 2}, {3, -1}, {3, 1}, {3, -3}, {3, 3}, {4, 0}, {4, 2}, {4, -2}, {4, 4}, {4, -4}} {
		for i := range phase {
			phase[i] += float64(weights[k]) * element.ZernikeAt(nm[0], nm[1], g.X(i%g.Nx)/radius, g.Y(i/g.Nx)/radius)
		}
	}
	normalise(phase, 2*math.Pi*f.Aberration)
	for i, p := range phase {
		s, c := fmath.Sincos(math.Mod(p, 2*math.Pi))
		u[i] = complex(c, s)
	}
	return u
}

// normalise moves the mean to 0 and the root mean square to rms.
func normalise(v []float64, rms float64) {
	var mean, square float64
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		square += (x - mean) * (x - mean) / float64(len(v))
	}
	for i, x := range v {
		v[i] = (x - mean) * rms / math.Sqrt(square)
	}
}

// waves is a smooth function of mean 0 and mean square about 1: eight waves of up to so many periods over the plane.
func waves(g optics.Grid, s rng.Stream, step uint32, periods float64) []float64 {
	const count = 8
	draws := make([]float32, 3*count)
	s.Uniform(step, draws)
	v := make([]float64, g.Len())
	for k := range count {
		fx, fy := periods*(2*float64(draws[3*k])-1), periods*(2*float64(draws[3*k+1])-1)
		for i := range v {
			_, c := fmath.Sincos(2 * math.Pi * (fx*float64(i%g.Nx)/float64(g.Nx) + fy*float64(i/g.Nx)/float64(g.Ny) + float64(draws[3*k+2])))
			v[i] += c * math.Sqrt(2.0/count)
		}
	}
	return v
}

// light is the illumination: a Gaussian beam with fringes and speckle.
func (f Faults) light(g optics.Grid) []complex128 {
	speckle := waves(g, f.stream(), drawLight, float64(g.Nx)/8)
	period, angle := 5+5*f.uniform(drawLight+1, 0), 2*math.Pi*f.uniform(drawLight+1, 1)
	sin, cos := fmath.Sincos(angle)
	a, square := make([]float64, g.Len()), 0.0
	for i := range a {
		x, y := 2*float64(i%g.Nx-g.Nx/2)/float64(g.Nx), 2*float64(i/g.Nx-g.Ny/2)/float64(g.Ny)
		_, fringe := fmath.Sincos(math.Pi * period * (x*cos + y*sin))
		a[i] = fmath.Exp(math.Log(f.Edge)/2*(x*x+y*y)) * math.Max(0, 1+f.Ripple*(fringe+speckle[i]))
		square += a[i] * a[i] / float64(len(a))
	}
	u := make([]complex128, len(a))
	for i, v := range a {
		u[i] = complex(v/math.Sqrt(square), 0)
	}
	return u
}

// hotElectrons is what a hot pixel counts in a second.
const hotElectrons = 1e6

// response is that of a camera's pixels.
func (f Faults) response(g optics.Grid, camera int) []float32 {
	n := g.Len()
	r, z, u := make([]float32, 2*n), make([]float32, n), make([]float32, n)
	f.stream().Normal(drawPixels+uint32(2*camera), z)
	f.stream().Uniform(drawPixels+uint32(2*camera+1), u)
	for i := range n {
		r[2*i] = float32(math.Max(0, 1+f.Uneven*float64(z[i])))
		if float64(u[i]) < f.Hot {
			r[2*i+1] = hotElectrons
		}
	}
	return r
}

// panel is the truth about panel number i as its kernels take it.
func (t *Truth) panel(s Setup, i int) kernels.Panel {
	f := t.Faults
	p := kernels.Panel{Nx: s.Plane.Nx, Ny: s.Plane.Ny, Levels: s.Panels[i].Curve.Levels(), Number: i,
		Flicker: f.Flicker / math.Sqrt2, Seed: uint64(f.Seed), Stream: rng.Flicker + rng.MaskStream*uint32(i),
		CrossTalk: f.CrossTalk, Modulated: math.Sqrt(1 - f.leak(s.Panels[i].Kind)), Unmodulated: t.Panels[i].Unmodulated}
	if s.Panels[i].Kind == rig.Phase {
		p.Fringe, p.Reach = kernels.Fringes(f.Fringing, 4)
	}
	return p
}

func multiply(u, v []complex128) {
	for i := range u {
		u[i] *= v[i]
	}
}

func asin(a float64) float64 { return math.Atan2(a, math.Sqrt(1-a*a)) }
