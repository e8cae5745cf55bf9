package circuit

import (
	"math"
	"testing"
)

// The gap is that of the closed form: eigenvalues of all steps are (1 +- h s)^N.
func TestGap(t *testing.T) {
	p := Released
	for _, g := range []float64{0.5, 2, 3.8, 4.5} {
		s := complex(p.Step, 0) * p.Eigenvalue(g)
		up, down := complex(1, 0), complex(1, 0)
		for range p.Steps {
			up, down = up*(1+s), down*(1-s)
		}
		d := (up - down) * (up - down)
		want := math.Hypot(real(d), imag(d))
		if got, _ := p.Gap(g); math.Abs(got-want) > 1e-10*(1+want) {
			t.Errorf("g %g: gap %g, want %g", g, got, want)
		}
	}
	// The distance of the modes falls as the root of the distance to the exceptional point.
	near, _ := p.Gap(3.8 + 1e-4)
	far, _ := p.Gap(3.8 + 1e-2)
	if slope := math.Log(far/near) / math.Log(100) / 2; math.Abs(slope-0.5) > 0.01 {
		t.Errorf("the modes part as the distance to the power %.3f, want 0.5", slope)
	}
}

// Slopes read from light alone are those of differences.
func TestPairSlopes(t *testing.T) {
	p := Released
	const h = 1e-6
	for _, g := range []float64{1, 3, 4.5} {
		_, slope := p.Gap(g)
		up, _ := p.Gap(g + h)
		down, _ := p.Gap(g - h)
		if want := (up*up - down*down) / (2 * h); math.Abs(slope-want) > 1e-5*math.Abs(want) {
			t.Errorf("g %g: d gap^2 %g, want %g", g, slope, want)
		}
		power, released, whole := p.Power(g)
		if side := math.Copysign(power/2, power-8); math.Abs(released-side) > 1e-9*power {
			t.Errorf("g %g: the released slope is %g, want half the power, %g", g, released, side)
		}
		a, _, _ := p.Power(g + h)
		b, _, _ := p.Power(g - h)
		if want := (math.Abs(a-8) - math.Abs(b-8)) / (2 * h); math.Abs(whole-want) > 1e-4*math.Abs(want) {
			t.Errorf("g %g: d power %g, want %g", g, whole, want)
		}
	}
}

// settle goes down by Adam from 4.5 as the released program does.
func settle(slope func(g float64) float64) float64 {
	g, m, v := 4.5, 0.0, 0.0
	for t := 1; t <= 300; t++ {
		s := slope(g)
		m, v = 0.9*m+0.1*s, 0.999*v+0.001*s*s
		g -= 0.03 * m / (1 - math.Pow(0.9, float64(t))) / (math.Sqrt(v/(1-math.Pow(0.999, float64(t)))) + 1e-8)
	}
	return g
}

// The search by the gap ends at the exceptional point, 2 k, also through noise; the released objective ends where the
// power is 8.
func TestSearches(t *testing.T) {
	p := Released
	gap := settle(func(g float64) float64 { _, s := p.Gap(g); return s })
	power := settle(func(g float64) float64 { _, s, _ := p.Power(g); return s })
	whole := settle(func(g float64) float64 { _, _, s := p.Power(g); return s })
	at, _, _ := p.Power(power)
	point, _, _ := p.Power(3.8)
	t.Logf("by the gap %.4f, by the released objective %.4f, by its whole slope %.4f; power there %.2f, at 2k %.1f", gap, power, whole, at, point)
	if math.Abs(gap-3.8) > 0.03 {
		t.Errorf("the search by the gap ends at %.4f, want 3.8", gap)
	}
	if math.Abs(power-2.02) > 0.03 || math.Abs(at-8) > 0.3 || point < 60 {
		t.Errorf("the released objective ends at %.4f with power %.2f", power, at)
	}
	p.Readout = 0.005
	if noisy := settle(func(g float64) float64 { _, s := p.Gap(g); return s }); math.Abs(noisy-3.8) > 0.1 {
		t.Errorf("through noise the search ends at %.4f", noisy)
	}
}
