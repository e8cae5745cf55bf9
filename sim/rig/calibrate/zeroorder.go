package calibrate

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// ZeroOrder is the light that the phase panel does not change: of an even wave it makes
//
//	sqrt(1-Share) exp(i phase) + sqrt(Share) exp(i Phase).
//
// With a blaze of Period pixels along x, whose phase rises by a turn, what is changed lands Aside, m, beside the rest, which stays in Mask: there
// nothing is read of it. Period is 0 for a bench whose phase panel is imaged onto the camera.
type ZeroOrder struct {
	Share      float64 `json:"share"`
	Phase      float64 `json:"phase"` // rad
	Period     int     `json:"period,omitempty"`
	Efficiency float64 `json:"efficiency,omitempty"` // of the blaze: share of the light that comes there
	Aside      float64 `json:"aside,omitempty"`
	// Mask is where the camera sees what is not changed, in pixels of the plane, of a beam in its middle.
	Mask rig.Rect `json:"mask,omitzero"`
}

func (z ZeroOrder) text() string {
	s := errs.New("zero order: ", round(100*z.Share, 2), " % of the power, at ", round(z.Phase, 3), " rad").Error()
	if z.Period > 0 {
		s += errs.New("; a blaze of ", z.Period, " pixels takes ", round(100*z.Efficiency, 1), " % of the light ", round(1e6*z.Aside, 1), " um aside").Error()
	}
	return s
}

// zeroOrder measures it by phases that are the same all over the panel, on which the light depends only by its interference with what
// does not change; and finds a blaze that takes both apart.
func zeroOrder(ctx context.Context, b *rig.Bench, r *Result) error {
	if b.Stepper < 0 || b.Stepper >= len(b.Mounts) {
		return errs.New("calibrate: no panel of the bench turns the phase")
	}
	phases, light, err := turns(ctx, b, 0)
	if err != nil {
		return err
	}
	z := ZeroOrder{}
	a, contrast, phase := ripple(phases, light)
	if !(a > 0) {
		return errs.New("calibrate: no light comes to the camera")
	}
	z.Share, z.Phase = (1-math.Sqrt(math.Max(0, 1-contrast*contrast)))/2, phase
	phases, light, err = turns(ctx, b, 0.5)
	if err != nil {
		return err
	}
	var before, after float64
	mean := 0.0
	for _, l := range light {
		mean += l / float64(len(light))
	}
	for i, l := range light {
		before += math.Pow(l/mean-1, 2) / float64(len(light))
		after += math.Pow(l/a-1-contrast*math.Cos(phases[i]-phase), 2) / float64(len(light))
	}
	r.Verified = append(r.Verified, Test{"light of even phases, beside what is expected", 100 * math.Sqrt(before), 100 * math.Sqrt(after), "% rms", 0.2})
	if way(b) > 0 {
		if err := blaze(ctx, b, &z, r); err != nil {
			return err
		}
	}
	r.ZeroOrder = &z
	return nil
}

// way is how far the light goes behind the phase panel, m.
func way(b *rig.Bench) (z float64) {
	for i, gap := range b.Design.Gaps {
		if i >= b.Stepper {
			z += gap
		}
	}
	return z
}

// turns are the light on the camera for levels that are the same all over the phase panel, every sixteenth of them from a part of that step
// on, and their phases: the mean of times up and down.
func turns(ctx context.Context, b *rig.Bench, part float64) (phases, light []float64, err error) {
	const steps, times = 16, 4
	curve := b.Mounts[b.Stepper].Curve
	var loads []plant.Load
	for k := range steps {
		level := int((float64(k) + part) / steps * float64(curve.Levels()))
		l := b.Blank()
		for i := range l[b.Stepper] {
			l[b.Stepper][i] = uint16(level)
		}
		loads, phases = append(loads, l), append(phases, curve.States[level].Phase)
	}
	light = make([]float64, steps)
	for t := range times {
		order := make([]plant.Load, steps)
		for k, l := range loads {
			order[turned(k, steps, t)] = l
		}
		sums, err := powers(ctx, b, order, rig.Rect{Nx: b.Design.Plane.Nx, Ny: b.Design.Plane.Ny})
		if err != nil {
			return nil, nil, err
		}
		for k := range light {
			light[k] += sums[turned(k, steps, t)] / times
		}
	}
	return phases, light, nil
}

// turned is the place of k of n on the way there, and for odd t on the way back.
func turned(k, n, t int) int {
	if t%2 == 1 {
		return n - 1 - k
	}
	return k
}

// powers is the light of each load in a part of the plane, as the Object sees it.
func powers(ctx context.Context, b *rig.Bench, loads []plant.Load, in rig.Rect) (all []float64, err error) {
	g := b.Design.Plane
	for len(loads) > 0 {
		n := min(len(loads), 32)
		frames, err := b.Frames(ctx, loads[:n], 0)
		if err != nil {
			return nil, err
		}
		loads = loads[n:]
		for _, f := range frames {
			sum, v := 0.0, b.Light(0, f)
			for y := max(in.Y, 0); y < min(in.Y+in.Ny, g.Ny); y++ {
				for x := max(in.X, 0); x < min(in.X+in.Nx, g.Nx); x++ {
					sum += float64(v[y*g.Nx+x])
				}
			}
			all = append(all, sum)
		}
	}
	return all, nil
}

// ripple is the fit a (1 + contrast cos(phase_k - phase)) to the light of phases.
func ripple(phases, light []float64) (a, contrast, phase float64) {
	var rows [][]float64
	for i, p := range phases {
		rows = append(rows, []float64{1, math.Cos(p), math.Sin(p), light[i]})
	}
	v, ok := least(rows)
	if !ok {
		return 0, 0, 0
	}
	return v[0], math.Hypot(v[1], v[2]) / v[0], math.Atan2(v[2], v[1])
}

// blaze sends a beam with soft edges aside, and compares how much of the light there depends on a phase that all of the panel turns by:
// where nothing interferes, none does.
func blaze(ctx context.Context, b *rig.Bench, z *ZeroOrder, r *Result) error {
	g := b.Design.Plane
	for z.Period = 4; b.Design.Wavelength*way(b)/(float64(z.Period)*g.Dx) > 0.45*float64(g.Nx)*g.Dx; z.Period++ {
	}
	aside := b.Design.Wavelength * way(b) / (float64(z.Period) * g.Dx) // m
	if aside < 0.25*float64(g.Nx)*g.Dx {
		return errs.New("calibrate: a blaze of 4 pixels sends the light ", round(1e6*aside, 1), " um aside, and the beams would not be apart: the camera is too near")
	}
	radius := 0.15 * float64(min(g.Nx, g.Ny)) * g.Dx
	beam := func(x float64, blazed bool, turn float64) plant.Load {
		l := b.Blank()
		for p, m := range b.Mounts {
			amplitude, near, phases := m.SLM.Info().Kind == rig.Amplitude, nearest(m), rig.LevelsOf(m.Curve)
			for k := range l[p] {
				px, py := g.X(k%g.Nx)-x, g.Y(k/g.Nx)
				if amplitude {
					a := 0.0
					if d := math.Hypot(px, py) / radius; d < 1 {
						a = math.Pow(math.Cos(math.Pi/2*d), 2)
					}
					l[p][k] = near(a)
				} else if p == b.Stepper {
					slope := 0.0
					if blazed {
						slope = 2 * math.Pi * float64(k%g.Nx) / float64(z.Period)
					}
					l[p][k] = phases.Nearest(slope + turn)
				}
			}
		}
		return l
	}
	half := int(math.Round(aside / 2 / g.Dx))
	window := rig.Rect{X: g.Nx/2 + half - half*2/3, Y: g.Ny/2 - half, Nx: half*2/3*2 + 1, Ny: 2*half + 1}
	const times = 4
	var loads [2][]plant.Load
	var phases []float64
	for t := range 4 * times {
		turn := float64(t%4) * math.Pi / 2
		phases = append(phases, turn)
		loads[0] = append(loads[0], beam(aside/2, false, turn))
		loads[1] = append(loads[1], beam(-aside/2, true, turn))
	}
	var mean, contrast [2]float64
	for k := range loads {
		light, err := powers(ctx, b, loads[k], window)
		if err != nil {
			return err
		}
		mean[k], contrast[k], _ = ripple(phases, light)
	}
	if !(mean[1] > 0.2*mean[0]) {
		return errs.New("calibrate: a blaze of ", z.Period, " pixels brings ", round(100*mean[1]/mean[0], 1), " % of the light to where it should: see to the panel's curve and the camera's place")
	}
	z.Efficiency, z.Aside = mean[1]/mean[0], aside
	z.Mask = rig.Rect{X: g.Nx/2 - half*2/3, Y: g.Ny/2 - half, Nx: half*2/3*2 + 1, Ny: 2*half + 1}
	r.Verified = append(r.Verified, Test{"light that interferes with the zero order, blazed", 100 * contrast[0], 100 * contrast[1], "%", 1})
	return nil
}
