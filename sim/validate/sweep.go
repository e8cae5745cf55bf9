package validate

import (
	"math"
	"sync"
	"time"

	"talbot/sim/optics"
	"talbot/sim/optics/exact"
)

// The sweep: a smooth aperture, exp(-(r/a)^8), on 128 samples of 10 um at 532 nm. Its
// critical distance N dx^2/lambda is 24 mm, its Fresnel number a^2/(lambda z) there
// 9.6.
const (
	sweepA      = 0.35e-3
	sweepLambda = 532e-9
)

var sweepGrid = optics.Square(128, 10e-6)

// SweepNumbers are the Fresnel numbers of the sweep.
var SweepNumbers = []float64{30, 10, 3, 1, 0.3, 0.1, 0.03}

func sweepAperture(x, y float64) complex128 {
	q := (x*x + y*y) / (sweepA * sweepA)
	return complex(math.Exp(-q*q*q*q), 0)
}

// Row is one propagator at one distance.
type Row struct {
	Method  string  `json:"method"`
	Fresnel float64 `json:"fresnel_number"`
	Z       float64 `json:"z_m"`
	Error   float64 `json:"error"`      // relative distance from the Rayleigh-Sommerfeld integral
	Bound   float64 `json:"bound"`      // what it may be where the method holds; 0 where it does not
	Points  int     `json:"fft_points"` // points transformed, there and back
	Seconds float64 `json:"seconds"`    // of one propagation
}

// method is a propagator of the sweep. holds says whether its sampling conditions are
// met, and bound what it may be wrong by then, beyond rounding.
type method struct {
	name  string
	hops  int
	holds func(z, pitch float64) bool
	bound func(z float64) float64
	make  func(s optics.Space, out optics.Plane) (*optics.Recipe, error)
}

func sweepMethods() []method {
	w := optics.Window{PadX: 64, PadY: 64}
	limited := optics.Window{PadX: 64, PadY: 64, BandLimit: true}
	n, d := float64(sweepGrid.Nx), sweepGrid.Dx
	critical := n * d * d / sweepLambda
	near := func(z, _ float64) bool { return z <= 2*critical } // the window's critical distance
	far := func(z, _ float64) bool { return z >= critical }
	exactly := func(float64) float64 { return leak() }
	// The estimates are of the whole plane; it is looked at in 144 points: twice them.
	paraxially := func(z float64) float64 { return leak() + 2*paraxial(z) }
	return []method{
		{"angular spectrum", 1, near, exactly, func(s optics.Space, _ optics.Plane) (*optics.Recipe, error) {
			return s.AngularSpectrum(w)
		}},
		{"band-limited angular spectrum", 1, near, exactly, func(s optics.Space, _ optics.Plane) (*optics.Recipe, error) {
			return s.AngularSpectrum(limited)
		}},
		{"angular spectrum by chirp-z", 2, near, exactly, func(s optics.Space, out optics.Plane) (*optics.Recipe, error) {
			return s.ScaledSpectrum(limited, out)
		}},
		{"impulse response", 1, func(z, _ float64) bool { return z >= 2*critical }, exactly, func(s optics.Space, _ optics.Plane) (*optics.Recipe, error) {
			return s.ImpulseResponse(optics.Window{}, optics.At(s.In))
		}},
		{"scalable angular spectrum", 2, far, exactly, func(s optics.Space, out optics.Plane) (*optics.Recipe, error) {
			return s.ScalableSpectrum(out)
		}},
		{"Fresnel transfer function", 1, near, paraxially, func(s optics.Space, _ optics.Plane) (*optics.Recipe, error) {
			return s.FresnelTransfer(w)
		}},
		{"Fresnel impulse response", 1, func(z, _ float64) bool { return z >= 2*critical }, paraxially, func(s optics.Space, _ optics.Plane) (*optics.Recipe, error) {
			return s.FresnelImpulse(w)
		}},
		{"Fresnel by chirp-z", 1, far, paraxially, func(s optics.Space, out optics.Plane) (*optics.Recipe, error) {
			return s.FresnelChirp(out)
		}},
		{"two-step Fresnel", 2, func(z, pitch float64) bool { return z/(1+pitch/d) >= critical }, paraxially, func(s optics.Space, out optics.Plane) (*optics.Recipe, error) {
			return s.TwoStep(out.Dx, out.Dy)
		}},
		// The phase pi r^2/(lambda z) is left out, whose root mean square over a disc of
		// radius a is pi N_F/sqrt 3.
		{"Fraunhofer", 1, func(z, _ float64) bool { return z > 2*sweepA*sweepA/sweepLambda }, func(z float64) float64 {
			return math.Pi / math.Sqrt(3) * sweepA * sweepA / (sweepLambda * z)
		}, func(s optics.Space, out optics.Plane) (*optics.Recipe, error) {
			return s.Fraunhofer(out)
		}},
	}
}

// sweepSpectrum is the aperture's spectrum by the squared sine of its angle,
// s = (lambda f)^2, with the share of the band, 0 to 1, at which it lies.
var sweepSpectrum = sync.OnceValue(func() (all []struct{ power, s, share float64 }) {
	g := sweepGrid
	r, err := optics.Space{In: g, Wavelength: 1, Z: 1}.FourierLens(optics.At(optics.Grid{Nx: g.Nx, Ny: g.Ny,
		Dx: 1 / (float64(g.Nx) * g.Dx), Dy: 1 / (float64(g.Ny) * g.Dy)}))
	if err != nil {
		panic(err)
	}
	v, err := exact.Apply(r, optics.Profile(sweepAperture).Samples(g))
	if err != nil {
		panic(err)
	}
	for i, a := range v {
		x, y := r.Out.Grid.X(i%g.Nx), r.Out.Grid.Y(i/g.Nx)
		all = append(all, struct{ power, s, share float64 }{square(a), sq(sweepLambda) * (x*x + y*y), 2 * g.Dx * math.Max(math.Abs(x), math.Abs(y))})
	}
	return all
})

// leak is the root of the share of the power in the outer fifth of the band: what the
// samples may have folded, and rays that steep reach the edges of the windows.
func leak() float64 {
	var outer, all float64
	for _, p := range sweepSpectrum() {
		all += p.power
		if p.share > 0.8 {
			outer += p.power
		}
	}
	return math.Sqrt(outer / all)
}

// paraxial is the relative distance that the paraxial approximation makes, from
// kz - k + k s/2 = -k s^2/(2 (1 + sqrt(1-s))^2) over the spectrum.
func paraxial(z float64) float64 {
	var off, all float64
	for _, p := range sweepSpectrum() {
		q := 1 + math.Sqrt(1-p.s)
		phase := math.Pi / sweepLambda * z * p.s * p.s / (q * q)
		all += p.power
		off += p.power * sq(2*math.Sin(phase/2))
	}
	return math.Sqrt(off / all)
}

// Sweep runs every propagator on e at every distance. now reads a clock.
func Sweep(e Engine, now func() time.Time) ([]Row, error) {
	var rows []Row
	for _, n := range SweepNumbers {
		z := sweepA * sweepA / (sweepLambda * n)
		s := optics.Space{In: sweepGrid, Wavelength: sweepLambda, Z: z}
		// The light's width grows by its diffraction angle, about lambda/a.
		wide := 2 * (sweepA*1.3 + 1.2*sweepLambda*z/sweepA)
		pitch := math.Max(sweepGrid.Dx, wide/float64(sweepGrid.Nx))
		u := optics.Profile(sweepAperture).Samples(sweepGrid)
		for _, m := range sweepMethods() {
			r, err := m.make(s, optics.At(optics.Square(sweepGrid.Nx, pitch)))
			if err != nil {
				return nil, err
			}
			v, err := e.Apply(r, u)
			if err != nil {
				return nil, err
			}
			seconds, err := e.Cost(r, u, now)
			if err != nil {
				return nil, err
			}
			var num, den float64
			for _, p := range sweepPoints(r.Out.Grid, wide) {
				want := oracle(s, r.Out.Grid.X(p[0]), r.Out.Grid.Y(p[1]))
				num += square(v[p[1]*r.Out.Nx+p[0]] - want)
				den += square(want)
			}
			row := Row{Method: m.name, Fresnel: n, Z: z, Error: math.Sqrt(num / den), Points: points(r), Seconds: seconds}
			if m.holds(z, pitch) {
				row.Bound = m.bound(z) + rounding(e.Eps, m.hops, 256) + turned(1000)
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// points is how many points a recipe transforms, there and back.
func points(r *optics.Recipe) (n int) {
	for _, s := range r.Steps {
		n += 2 * s.Mx * s.My
	}
	return n
}

// sweepPoints are some 12 x 12 samples of g within the light's width, not on a
// lattice that could hide a repetition.
func sweepPoints(g optics.Grid, wide float64) (p [][2]int) {
	half := math.Min(wide/2/g.Dx, float64(g.Nx/2-1))
	for j := range 12 {
		for i := range 12 {
			x := int(math.Round(half * (float64(2*i)/11 - 1) * 0.99))
			y := int(math.Round(half * (float64(2*((j*7+i)%12))/11 - 1) * 0.98))
			p = append(p, [2]int{g.Nx/2 + x, g.Ny/2 + y})
		}
	}
	return p
}

// sweepHalf is where the aperture ends, for the integral: it is exp(-37) there.
const sweepHalf = 0.55e-3

var oracles, fineApertures sync.Map

// fineAperture is the aperture on 2 steps + 1 samples along each axis.
func fineAperture(steps int) (optics.Grid, []complex128) {
	g := optics.Square(2*steps+1, sweepHalf/float64(steps))
	v, ok := fineApertures.Load(steps)
	if !ok {
		v, _ = fineApertures.LoadOrStore(steps, optics.Profile(sweepAperture).Samples(g))
	}
	return g, v.([]complex128)
}

// oracle is the Rayleigh-Sommerfeld integral at (x, y), with samples so fine that no
// ray within the light is folded: dx D/(lambda z) is at most 1/2, D the farthest
// sideways. The aperture and its samples are alike in all four quarters, and so is the
// light: it is summed for points of one of them. Samples serve all points that want up to
// 16 steps fewer.
func oracle(s optics.Space, x, y float64) complex128 {
	x, y = math.Abs(x), math.Abs(y)
	key := [3]float64{s.Z, x, y}
	if v, ok := oracles.Load(key); ok {
		return v.(complex128)
	}
	far := sweepHalf + math.Max(x, y)
	pitch := math.Min(s.In.Dx, 0.5*s.InMedium()*s.Z/far)
	fine := s
	var u []complex128
	fine.In, u = fineAperture(16 * int(math.Ceil(sweepHalf/pitch/16)))
	at, err := exact.Integral(fine, u, false, false)
	if err != nil {
		panic(err)
	}
	v := at(x, y)
	oracles.Store(key, v)
	return v
}
