package virtual

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/rig"
)

// TrueGradient is how a loss of the intensity on the first camera truly changes with each phase that the last panel is
// told to show, dL/dphi, of a load on a bench that New or Of has made: by the adjoint of all that is wrong with
// it, but for what changes from frame to frame. slope is dL/dI. It is for tests, and for figures that compare what a
// method measures; it runs on a CPU.
func TrueGradient(ctx context.Context, b *rig.Bench, load [][]uint16, slope func(intensity []float32) []float32) ([]float32, error) {
	h, ok := b.Clock.(*hardware)
	if !ok {
		return nil, errs.New("virtual: this bench is real, and its truth is not known")
	}
	last := len(h.setup.Panels) - 1
	if len(load) != last+1 || last < 1 {
		return nil, errs.New("virtual: the true gradient is that of the last of two panels or more, and the load is for ", len(load))
	}
	if h.setup.Lenses != nil {
		return nil, errs.New("virtual: the true gradient is known for benches without lenses")
	}
	load = b.Placed(load)
	h, u, err := h.quiet(ctx, load)
	if err != nil {
		return nil, err
	}
	s, t := h.setup, h.truth
	n := s.Plane.Len()
	intensity := make([]float32, n)
	for i := range intensity {
		intensity[i] = u[2*i]*u[2*i] + u[2*i+1]*u[2*i+1]
	}
	for i, d := range slope(intensity) {
		u[2*i], u[2*i+1] = 2*d*u[2*i], 2*d*u[2*i+1] // dL = Re<g, dU>
	}
	way, err := h.taking(t.Panels[last].Pose, t.Cameras[0].Pose, s.Panels[last].Gap)
	if err != nil {
		return nil, err
	}
	g, err := way.back(u)
	if err != nil {
		return nil, err
	}
	before, err := h.upToLast()
	if err != nil {
		return nil, err
	}
	in, err := before.field(floats(load[:last]), 0)
	if err != nil {
		return nil, err
	}
	for i, p := range t.Panels[last].Plate {
		v := complex(float64(in[2*i]), float64(in[2*i+1])) * p
		e := complex(float64(g[2*i]), float64(g[2*i+1])) * cmplx.Conj(v) // with respect to the transmission
		g[2*i], g[2*i+1] = float32(real(e)), float32(imag(e))
	}
	return t.phases(s, last, load[last], g, b.Mounts[last].Curve), nil
}

// quiet is the bench without what changes from frame to frame, and the light on its first camera.
func (h *hardware) quiet(ctx context.Context, load [][]uint16) (*hardware, []float32, error) {
	s, t := h.setup, *h.truth
	t.Faults.Flicker, t.Faults.Drift = 0, 0
	s.Reference = false
	b, err := Of(h.ways[0].dev, s, &t)
	if err != nil {
		return nil, nil, err
	}
	u, err := TrueField(ctx, b, load, 0)
	return b.Clock.(*hardware), u, err
}

// upToLast is a bench with a camera in the place of the last panel, in front of which is what it sees.
func (h *hardware) upToLast() (*hardware, error) {
	s, t := h.setup, *h.truth
	last := len(s.Panels) - 1
	t.Cameras[0].Pose = t.Panels[last].Pose
	s.Panels, t.Panels = s.Panels[:last], t.Panels[:last]
	s.Reference = false
	b, err := Of(h.ways[0].dev, s, &t)
	if err != nil {
		return nil, err
	}
	return b.Clock.(*hardware), nil
}

// phases takes a gradient with respect to a panel's transmissions back to the phases that it is told to show: through
// fringing, cross-talk, the gain and the curve, against the curve that is believed.
func (t *Truth) phases(s Setup, number int, levels []uint16, g []float32, believed modulator.Curve) []float32 {
	panel, truth := t.panel(s, number), t.Panels[number]
	nx, ny, n := panel.Nx, panel.Ny, panel.Nx*panel.Ny
	amplitude, phase := make([]float64, n), make([]float64, n)
	for i, l := range levels {
		amplitude[i], phase[i] = truth.Curve.States[l].Amplitude, float64(truth.Gain[i])*truth.Curve.States[l].Phase
	}
	c := panel.CrossTalk
	around := func(i int) [4]int {
		x, y := i%nx, i/nx
		return [4]int{y*nx + max(x-1, 0), y*nx + min(x+1, nx-1), max(y-1, 0)*nx + x, min(y+1, ny-1)*nx + x}
	}
	mixed := func(v []float64) []float64 {
		w := make([]float64, n)
		for i := range v {
			w[i] = (1 - 4*c) * v[i]
			for _, k := range around(i) {
				w[i] += c * v[k]
			}
		}
		return w
	}
	a, p := mixed(amplitude), mixed(phase)
	parts, reach := panel.Fringe, panel.Reach
	if len(parts) == 0 {
		parts, reach = [][]float32{{1}}, 0
	}
	dp := make([]float64, n)
	for i := range n {
		at := func(j int) int { return i - i%nx + max(0, min(i%nx+j-reach, nx-1)) }
		for _, w := range parts {
			turn := 0.0
			for j, f := range w {
				turn += float64(f) * p[at(j)]
			}
			d := cmplx.Rect(panel.Modulated*a[i]/float64(len(parts)), turn) * 1i
			slope := float64(g[2*i])*real(d) + float64(g[2*i+1])*imag(d)
			for j, f := range w {
				dp[at(j)] += float64(f) * slope
			}
		}
	}
	back := make([]float64, n)
	for i, v := range dp {
		back[i] += (1 - 4*c) * v
		for _, k := range around(i) {
			back[k] += c * v
		}
	}
	out := make([]float32, n)
	for i, l := range levels {
		low, high := max(int(l)-1, 0), min(int(l)+1, panel.Levels-1)
		told := math.Abs(believed.States[high].Phase - believed.States[low].Phase)
		out[i] = float32(back[i] * float64(truth.Gain[i]) * (truth.Curve.States[high].Phase - truth.Curve.States[low].Phase) / told)
	}
	return out
}
