package check

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// sign shows a lens that focuses on the camera, and its negative: by the wrong sign of the phases, or levels that a graphics card turns
// round, the negative is the brighter.
func sign(ctx context.Context, b *rig.Bench) (Line, error) {
	l := Line{Name: "sign of phases"}
	z := 0.0
	for i, gap := range b.Design.Gaps {
		if i >= b.Stepper {
			z += gap
		}
	}
	if b.Stepper < 0 || b.Stepper >= len(b.Mounts) || z == 0 {
		l.Good, l.Text = true, "not tested: no light goes on from a phase panel to the camera"
		return l, nil
	}
	var peaks [2]float64
	var full [2]int
	for k, s := range []float64{-1, 1} {
		// Without a look at the tags, which a wrong sign sends elsewhere.
		levels, _ := b.Picture(lens(b, s*math.Pi/(b.Design.Wavelength*z)))
		for i, m := range b.Mounts {
			if _, err := m.SLM.Show(ctx, levels[i]); err != nil {
				return l, err
			}
		}
		if err := b.Clock.Sleep(ctx, b.Waits()); err != nil {
			return l, err
		}
		var f rig.Frame
		if err := grab(ctx, b.Object.Camera, &f); err != nil {
			l.Text = err.Error()
			return l, soft(err)
		}
		full[k] = f.Saturated
		for _, v := range b.Light(0, &f) {
			peaks[k] = math.Max(peaks[k], float64(v))
		}
	}
	l.Value = peaks[0] / math.Max(peaks[1], 1e-9)
	l.Good, l.Unit = l.Value > 1, "x"
	l.Text = "a lens is so many times as bright as its negative"
	switch {
	case !l.Good && full[0] > 0: // the other is as bright at least: both are cut off
		l.Text = errs.New("not to be told while ", full[0], " pixels are full: expose for a shorter time").Error()
	case !l.Good:
		l.Text = errs.New("a lens spreads the light, and its negative is the brighter: levels mean less phase where the curve says more. Turn the curve's sign, or have the graphics card send levels as they are").Error()
	}
	return l, nil
}

// lens has the phase a (x^2 + y^2) in a hole of a fifth of the plane, beyond which panels that can are dark.
func lens(b *rig.Bench, a float64) plant.Load {
	l, g := b.Blank(), b.Design.Plane
	radius := 0.2 * math.Min(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy)
	for p, m := range b.Mounts {
		phases, dark := rig.LevelsOf(m.Curve), 0
		for i, s := range m.Curve.States {
			if s.Amplitude < m.Curve.States[dark].Amplitude {
				dark = i
			}
		}
		for k := range l[p] {
			x, y := g.X(k%g.Nx), g.Y(k/g.Nx)
			switch in := x*x+y*y < radius*radius; {
			case m.SLM.Info().Kind == rig.Amplitude && !in:
				l[p][k] = uint16(dark)
			case p == b.Stepper && in:
				l[p][k] = phases.Nearest(a * (x*x + y*y))
			}
		}
	}
	return l
}
