package validate

import (
	"math"
	"math/cmplx"

	"talbot/sim/element"
	"talbot/sim/optics"
	"talbot/sim/source"
)

// The Gaussian beam of 0.5 mm at 532 nm on 512 samples of 10 um.
const (
	beamW      = 0.5e-3
	beamLambda = 532e-9
)

var beamGrid = optics.Square(512, 10e-6)

// notParaxial bounds how much a Gaussian beam differs from a paraxial one: the phase
// k z s^2/8, s = (lambda f)^2, over its spectrum, where <f^4> = 2/(pi w0)^4.
func notParaxial(w0, lambda, z float64) float64 {
	return 2 * math.Pi / lambda * z * math.Pow(lambda/(math.Pi*w0), 4) * 2 / 8
}

func beams() []Case {
	var all []Case
	for _, m := range []struct {
		id, claim string
		zs        []float64
		wide      bool // the exact map, not its paraxial approximation
		run       func(s optics.Space) (*optics.Recipe, error)
	}{
		{"angular-spectrum", "angular spectrum", []float64{0.1, 0.3, 0.5, 1}, true, func(s optics.Space) (*optics.Recipe, error) {
			return s.AngularSpectrum(optics.Window{})
		}},
		{"fresnel-transfer", "Fresnel transfer function", []float64{0.1, 0.3, 0.5, 1}, false, func(s optics.Space) (*optics.Recipe, error) {
			return s.FresnelTransfer(optics.Window{})
		}},
		{"fresnel-impulse", "Fresnel impulse response", []float64{0.3, 0.5, 1}, false, func(s optics.Space) (*optics.Recipe, error) {
			return s.FresnelImpulse(optics.Window{PadX: 256, PadY: 256})
		}},
		{"chirp-z", "Fresnel integral onto 300 x 200 samples of 11 um, off the axis by 0.3 mm", []float64{0.1, 0.3, 1, 3}, false, func(s optics.Space) (*optics.Recipe, error) {
			return s.FresnelChirp(optics.Plane{Grid: optics.Grid{Nx: 300, Ny: 200, Dx: 11e-6, Dy: 12e-6}, X: 0.3e-3, Y: -0.1e-3})
		}},
		{"two-step", "two-step onto samples of 40 um", []float64{0.5, 1}, false, func(s optics.Space) (*optics.Recipe, error) {
			return s.TwoStep(40e-6, 40e-6)
		}},
		{"scaled-spectrum", "angular spectrum by chirp-z onto 300 x 200 samples of 8 um, off the axis by 0.3 mm", []float64{0.1, 0.5, 1}, true, func(s optics.Space) (*optics.Recipe, error) {
			return s.ScaledSpectrum(optics.Window{PadX: 64, PadY: 64}, optics.Plane{Grid: optics.Grid{Nx: 300, Ny: 200, Dx: 8e-6, Dy: 9e-6}, X: 0.3e-3, Y: -0.1e-3})
		}},
		{"scalable-spectrum", "scalable angular spectrum onto its natural samples", []float64{0.5, 1, 10}, true, func(s optics.Space) (*optics.Recipe, error) {
			p := optics.ScalablePitch(s.In.Nx, s.In.Dx, s.Wavelength, s.Z)
			return s.ScalableSpectrum(optics.At(optics.Square(s.In.Nx, p)))
		}},
		{"shifted-spectrum", "angular spectrum onto a plane 0.4 mm aside", []float64{0.1, 0.5}, true, func(s optics.Space) (*optics.Recipe, error) {
			return s.ShiftedSpectrum(optics.Window{PadX: 100, PadY: 100}, 0.4e-3, -0.2e-3)
		}},
	} {
		far, why := m.zs[len(m.zs)-1], "paraxial on both sides; edges of the window, exp(-17)"
		approximation := 5e-8
		if m.wide {
			approximation += notParaxial(beamW, beamLambda, far)
			why = "the beam is not paraxial by k z (lambda/(pi w0))^4/4; edges of the window, exp(-17)"
		}
		hops := 1
		if m.id == "two-step" || m.id == "scaled-spectrum" || m.id == "scalable-spectrum" {
			hops = 2
		}
		all = append(all, Case{"gaussian-" + m.id, "Gaussian beam, waist 0.5 mm, 532 nm, with Gouy phase, 512 samples of 10 um: " + m.claim,
			"largest relative distance of the fields over the distances", why, fixed(approximation, hops, 1024),
			func(e Engine) (float64, error) {
				worst := 0.0
				for _, z := range m.zs {
					r, err := m.run(optics.Space{In: beamGrid, Wavelength: beamLambda, Z: z})
					if err != nil {
						return 0, err
					}
					v, err := e.Apply(r, source.Beam{Waist: beamW, Wavelength: beamLambda}.Gaussian().Samples(beamGrid))
					if err != nil {
						return 0, err
					}
					want := samples(source.Beam{Waist: beamW, Wavelength: beamLambda, Z: z}.Gaussian(), r.Out)
					worst = math.Max(worst, distance(v, want))
				}
				return worst, nil
			}})
	}
	return append(all,
		Case{"gaussian-planes", "the same beam through planes 0.1, 0.3 and 0.5 m behind its waist: 440 x 460 samples of 10 um (cut), 400 x 420 of 12 x 11 um (chirp-z), 520 x 500 of those (in darkness)",
			"largest relative distance of the fields in the planes", "the beam is not paraxial by k z (lambda/(pi w0))^4/4; edges of the planes, exp(-17) each",
			fixed(3*5e-8+notParaxial(beamW, beamLambda, 0.5), 4, 1024), planes},
		Case{"hermite-gauss", "Hermite-Gauss modes (0,0) to (3,2), waist 0.3 mm, over 0.3 m, Fresnel transfer function", "largest relative distance of the fields",
			"paraxial on both sides; edges of the window", fixed(1e-9, 1, 512), modes(func(b source.Beam) []optics.Profile {
				return []optics.Profile{b.HermiteGauss(0, 0), b.HermiteGauss(1, 0), b.HermiteGauss(2, 1), b.HermiteGauss(3, 2)}
			})},
		Case{"laguerre-gauss", "Laguerre-Gauss modes (p,l) = (0,1), (1,-2), (2,0), (1,3), as above", "largest relative distance of the fields",
			"paraxial on both sides; edges of the window", fixed(1e-9, 1, 512), modes(func(b source.Beam) []optics.Profile {
				return []optics.Profile{b.LaguerreGauss(0, 1), b.LaguerreGauss(1, -2), b.LaguerreGauss(2, 0), b.LaguerreGauss(1, 3)}
			})},
		Case{"axicon", "axicon of 2 mrad in a Gaussian beam of 1 mm, 633 nm: on the axis from 50 to 300 mm", "largest error of |U| against the radial integral, over the largest |U|",
			"the window cuts the beam at exp(-9.4)", fixed(math.Exp(-9.4), 1, 4096), axicon},
		Case{"schell", "Gaussian Schell beam, waist 0.4 mm, coherence 0.15 mm, over 0.5 m: its second moment", "relative error of the variance against w(z)^2/4",
			"modes below 1e-6 of the first are left out: 1e-6/(1 - ratio) of the power, with (2 n + 1) of the variance, n = 14", fixed(1e-6/0.3*40, 1, 256), schell},
		Case{"diffuser-volume", "volume of one plane phase screen between two gaps: the same as one gap of both", "relative distance of the fields",
			"the same map in other steps", func(eps float64) float64 { return rounding(eps, 3, 128) }, volume},
	)
}

// planes takes a Gaussian beam through planes of different samples, one after the other.
func planes(e Engine) (float64, error) {
	g, z, worst := beamGrid, 0.0, 0.0
	u := source.Beam{Waist: beamW, Wavelength: beamLambda}.Gaussian().Samples(g)
	for _, next := range []struct {
		z    float64
		grid optics.Grid
	}{{0.1, optics.Grid{Nx: 440, Ny: 460, Dx: 10e-6, Dy: 10e-6}}, {0.3, optics.Grid{Nx: 400, Ny: 420, Dx: 12e-6, Dy: 11e-6}}, {0.5, optics.Grid{Nx: 520, Ny: 500, Dx: 12e-6, Dy: 11e-6}}} {
		s := optics.Space{In: g, Wavelength: beamLambda, Z: next.z - z}
		var err error
		if u, err = then(e, u)(s.SpectrumOnto(optics.Window{PadX: 64, PadY: 64}, next.grid)); err != nil {
			return 0, err
		}
		g, z = next.grid, next.z
		worst = math.Max(worst, distance(u, source.Beam{Waist: beamW, Wavelength: beamLambda, Z: z}.Gaussian().Samples(g)))
	}
	return worst, nil
}

func modes(list func(source.Beam) []optics.Profile) func(Engine) (float64, error) {
	return func(e Engine) (float64, error) {
		const w, z = 0.3e-3, 0.3
		worst := 0.0
		before := list(source.Beam{Waist: w, Wavelength: beamLambda})
		behind := list(source.Beam{Waist: w, Wavelength: beamLambda, Z: z})
		for i, p := range before {
			v, err := then(e, p.Samples(beamGrid))(optics.Space{In: beamGrid, Wavelength: beamLambda, Z: z}.FresnelTransfer(optics.Window{}))
			if err != nil {
				return 0, err
			}
			worst = math.Max(worst, distance(v, behind[i].Samples(beamGrid)))
		}
		return worst, nil
	}
}

// axicon compares with U(0, z) = k/(i z) times the integral of exp(-r^2/w^2 - i k sin(a) r
// + i k r^2/(2 z)) r dr, by Simpson's rule.
func axicon(e Engine) (float64, error) {
	const lambda, angle, w = 633e-9, 2e-3, 1e-3
	k := 2 * math.Pi / lambda
	g := optics.Square(1536, 4e-6)
	u := element.Contact(element.Axicon(angle, lambda), source.Beam{Waist: w, Wavelength: lambda}.Gaussian()).Samples(g)
	var worst, top float64
	for _, z := range []float64{0.05, 0.1, 0.2, 0.3} {
		const steps, far = 40000, 5e-3
		h := far / steps
		var sum complex128
		for i := 1; i < steps; i++ {
			r := float64(i) * h
			sum += complex(float64(2+2*(i%2))*r*math.Exp(-r*r/w/w), 0) * cmplx.Rect(1, k*r*r/2/z-k*math.Sin(angle)*r)
		}
		want := cmplx.Abs(sum) * h / 3 * k / z
		v, err := then(e, u)(optics.Space{In: g, Wavelength: lambda, Z: z}.FresnelChirp(optics.At(optics.Square(1, 1e-6))))
		if err != nil {
			return 0, err
		}
		worst, top = math.Max(worst, math.Abs(cmplx.Abs(v[0])-want)), math.Max(top, want)
	}
	return worst / top, nil
}

// schell: the beam spreads as w(z)^2 = w^2 + (lambda z/pi)^2 (1/w^2 + 1/coherence^2).
func schell(e Engine) (float64, error) {
	const w, coherence, z = 0.4e-3, 0.15e-3, 0.5
	list, _, err := source.GaussianSchell(w, coherence, beamLambda, 30)
	if err != nil {
		return 0, err
	}
	g := optics.Grid{Nx: 1, Ny: 512, Dx: 1, Dy: 16e-6}
	r, err := optics.Space{In: g, Wavelength: beamLambda, Z: z}.FresnelTransfer(optics.Window{})
	if err != nil {
		return 0, err
	}
	var sum, second float64
	for i, m := range list {
		if i > 0 && list[i-1].Weight < m.Weight {
			break // the modes (0, m) come first: one axis
		}
		v, err := e.Apply(r, m.Profile.Samples(g))
		if err != nil {
			return 0, err
		}
		for k, a := range v {
			sum += m.Weight * square(a)
			second += m.Weight * square(a) * sq(g.Y(k))
		}
	}
	want := (w*w + sq(beamLambda*z/math.Pi)*(1/(w*w)+1/(coherence*coherence))) / 4
	return math.Abs(second/sum/want - 1), nil
}

func volume(e Engine) (float64, error) {
	g := optics.Square(128, 5e-6)
	u := source.Beam{Waist: 80e-6, Wavelength: beamLambda}.Gaussian().Samples(g)
	clear := func(float64, float64) complex128 { return 1i }
	s := optics.Space{In: g, Wavelength: beamLambda, Z: 2e-3}
	a, err := then(e, u)(element.Volume(s, optics.Window{}, clear, clear, clear))
	if err != nil {
		return 0, err
	}
	s.Z *= 2
	b, err := then(e, u)(s.AngularSpectrum(optics.Window{}))
	if err != nil {
		return 0, err
	}
	for i := range b {
		b[i] *= -1i
	}
	return distance(a, b), nil
}
