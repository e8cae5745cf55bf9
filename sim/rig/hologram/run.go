package hologram

import (
	"context"
	"errors"
	"math"
	"slices"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// Methods are the ways to find a hologram; each begins with what the one before has found.
var Methods = []string{"gs", "weighted", "camera"}

// Options say how a hologram is found.
type Options struct {
	Method  string // the last of Methods that is used
	Steps   int    // of each method without the camera
	Rounds  int    // of the camera's
	Shots   int    // frames of each look, of which the mean is taken
	Seed    uint64
	Padding int // samples of darkness around the plane in the simulation
}

// inner is how many steps are made with new weights of the camera, and power how much of what is off they take up.
const inner, power = 3, 0.7

// Stage is what came of a method, or of a round of the camera's.
type Stage struct {
	Method    string  `json:"method"`
	Round     int     `json:"round,omitempty"`
	Simulated Figures `json:"simulated"`
	Measured  Figures `json:"measured"`
}

// Result is a hologram and what it makes.
type Result struct {
	Stages []Stage `json:"stages"`
	Best   int     `json:"best"` // the stage that Levels are of: the one with the least measured error
	// Registered tells whether the camera has been registered here, and Residual how far spots were from the registration, m,
	// root mean square.
	Registered bool    `json:"registered"`
	Residual   float64 `json:"residual_m,omitempty"`
	Exposure   float64 `json:"exposure_s"` // of the last look

	Phase     []float64 `json:"-"` // rad, [Ny][Nx] of the panel: what its curve says that Levels do
	Levels    []uint16  `json:"-"`
	Simulated []float32 `json:"-"` // light on the camera of Levels, flat light being 1
	Before    []float32 `json:"-"` // measured of the last method without the camera
	After     []float32 `json:"-"` // and of Levels, anew
	// Final is the judgement of After: of frames that chose nothing.
	Final Figures `json:"final"`
}

type run struct {
	b      *rig.Bench
	t      *Target
	o      Options
	way    *Way
	levels rig.Levels
	flat   [2]float64 // light of a flat panel, simulated and measured
	dim    float64    // amplitude of the panel that has one, by its curve
	r      *Result
	said   func(Stage)
}

// Run finds a hologram for a bench and shows it there. Said is told of each stage. A camera that has no registration is registered first.
// When ctx ends between two stages the result has what came until then, beside ctx's error.
func Run(ctx context.Context, dev compute.Device, b *rig.Bench, t *Target, o Options, said func(Stage)) (*Result, error) {
	at := -1
	for i, m := range Methods {
		if m == o.Method {
			at = i
		}
	}
	switch {
	case at < 0:
		return nil, errs.New("hologram: there is no method ", o.Method, ": want gs, weighted or camera")
	case o.Steps < 1 || o.Rounds < 0 || o.Shots < 1:
		return nil, errs.New("hologram: want 1 step and 1 shot or more, and 0 rounds or more, not ", o.Steps, ", ", o.Shots, " and ", o.Rounds)
	case t.Grid != b.Design.Plane:
		return nil, errs.New("hologram: the target is on a plane of ", t.Grid.String(), ", and the bench has ", b.Design.Plane.String())
	case b.Stepper < 0 || b.Stepper >= len(b.Mounts):
		return nil, errs.New("hologram: no panel of the bench turns the phase")
	}
	if err := b.Check(); err != nil {
		return nil, err
	}
	z := 0.0
	for i, gap := range b.Design.Gaps {
		if i >= b.Stepper {
			z += gap
		}
	}
	way, err := NewWay(dev, t.Grid, b.Design.Wavelength, z, o.Padding)
	if err != nil {
		return nil, err
	}
	x := &run{b: b, t: t, o: o, way: way, levels: rig.LevelsOf(b.Mounts[b.Stepper].Curve), r: new(Result), said: said}
	defer func(was float64) { b.Saturated = was }(b.Saturated)
	b.Saturated = 1e-5
	return x.r, x.all(ctx, at)
}

func (x *run) all(ctx context.Context, last int) error {
	if x.b.Object.Registration == (rig.Homography{}) {
		far, err := x.b.Register(ctx, 0)
		if err != nil {
			return err
		}
		x.r.Registered, x.r.Residual = true, far
	}
	flat, err := x.way.Made(make([]float64, x.t.Grid.Len()))
	if err != nil {
		return err
	}
	x.flat[0], x.dim = total(flat), 1
	if err := x.measureFlat(ctx); err != nil {
		return err
	}
	s, err := NewSearch(x.way, x.t, x.o.Seed)
	if err != nil {
		return err
	}
	for m := 0; m <= min(last, 1); m++ {
		for range x.o.Steps {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := s.Step(m == 1); err != nil {
				return err
			}
		}
		if x.r.Before, err = x.stage(ctx, s, Methods[m], 0); err != nil {
			return err
		}
	}
	if last == 2 {
		s.Hold()
		seen := x.r.Before
		for round := 1; round <= x.o.Rounds; round++ {
			s.Weigh(seen, power)
			for range inner {
				if err := s.Step(false); err != nil {
					return err
				}
			}
			if seen, err = x.stage(ctx, s, Methods[2], round); err != nil {
				return err
			}
		}
	}
	return x.final(ctx)
}

// stage shows the hologram as it is, judges it and keeps it when it is the best.
func (x *run) stage(ctx context.Context, s *Search, method string, round int) ([]float32, error) {
	levels, phase := x.shown(s.Phase)
	made, err := x.way.Made(phase)
	if err != nil {
		return nil, err
	}
	seen, err := x.look(ctx, levels)
	if err != nil {
		return nil, err
	}
	st := Stage{method, round, x.t.Judge(made, x.flat[0]), x.t.Judge(seen, x.flat[1])}
	r := x.r
	r.Stages = append(r.Stages, st)
	if k := len(r.Stages) - 1; k == 0 || st.Measured.Error < r.Stages[r.Best].Measured.Error {
		r.Best, r.Levels, r.Phase, r.Simulated, r.After, r.Final = k, levels, phase, made, seen, st.Measured
	}
	if x.said != nil {
		x.said(st)
	}
	return seen, nil
}

// final looks at the best anew.
func (x *run) final(ctx context.Context) error {
	seen, err := x.look(ctx, x.r.Levels)
	if err != nil {
		return err
	}
	x.r.After, x.r.Final = seen, x.t.Judge(seen, x.flat[1])
	return nil
}

// shown are the levels for phases, and what they do by the panel's curve, rad.
func (x *run) shown(phase []float64) (levels []uint16, does []float64) {
	levels, does = make([]uint16, len(phase)), make([]float64, len(phase))
	for i, p := range phase {
		levels[i] = x.levels.Nearest(p)
		does[i] = x.b.Mounts[x.b.Stepper].Curve.States[levels[i]].Phase
	}
	return levels, does
}

func (x *run) load(levels []uint16) plant.Load {
	l := x.b.Blank()
	l[x.b.Stepper] = levels
	if m := x.b.Mounts[0]; m.SLM.Info().Kind == rig.Amplitude && x.dim < 1 {
		grey := slices.Repeat([]uint16{dimmed(m.Curve, x.dim)}, len(levels))
		l[0] = grey
	}
	return l
}

// dimmed is the level of an amplitude panel for a share of its brightest amplitude.
func dimmed(c modulator.Curve, share float64) uint16 {
	most := 0.0
	for _, s := range c.States {
		most = math.Max(most, s.Amplitude)
	}
	best, off := 0, math.Inf(1)
	for i, s := range c.States {
		if d := math.Abs(s.Amplitude - share*most); d < off {
			best, off = i, d
		}
	}
	return uint16(best)
}

// measureFlat finds out how much light comes of a flat panel: the mean of four phases, in which light that the panel does not change
// has no interference.
func (x *run) measureFlat(ctx context.Context) error {
	x.flat[1] = 0
	for k := range 4 {
		levels := make([]uint16, x.t.Grid.Len())
		for i := range levels {
			levels[i] = x.levels.Nearest(float64(k) * math.Pi / 2)
		}
		all, err := x.exposed(ctx, x.load(levels), x.shorter)
		if err != nil {
			return err
		}
		x.flat[1] += total(all) / 4
	}
	if !(x.flat[1] > 0) {
		return errs.New("hologram: the camera sees no light of a flat panel: see to the laser, the shutter and the exposure")
	}
	return nil
}

// look is the mean of frames of levels of the phase panel. Where they are saturated a panel in front is dimmed, if there is one, so that
// the tags' spots stay as bright as they were, and else the exposure is halved.
func (x *run) look(ctx context.Context, levels []uint16) ([]float32, error) {
	for {
		v, err := x.exposed(ctx, x.load(levels), func(ctx context.Context) error {
			if x.b.Mounts[0].SLM.Info().Kind == rig.Amplitude && x.dim > least {
				x.dim /= math.Sqrt2
				return errDimmed
			}
			return x.shorter(ctx)
		})
		if !errors.Is(err, errDimmed) {
			return v, err
		}
		if err := x.measureFlat(ctx); err != nil {
			return nil, err
		}
	}
}

// least is the amplitude below which a panel is not dimmed further: what it leaks would be seen.
const least = 0.2

var errDimmed = errs.New("dimmed")

// exposed is the mean of frames of a load, none of which has saturated pixels, before which brighter is called.
func (x *run) exposed(ctx context.Context, l plant.Load, brighter func(context.Context) error) ([]float32, error) {
	loads := make([]plant.Load, x.o.Shots)
	for i := range loads {
		loads[i] = l
	}
	for {
		all, err := x.b.Intensity(ctx, loads)
		if err == nil {
			mean := all[0]
			for i := range mean {
				for _, v := range all[1:] {
					mean[i] += v[i]
				}
				mean[i] /= float32(len(all))
			}
			x.r.Exposure, err = exposure(ctx, x.b.Object.Camera)
			return mean, err
		}
		if !errors.Is(err, rig.ErrSaturated) {
			return nil, err
		}
		if err := brighter(ctx); err != nil {
			return nil, err
		}
	}
}

// shorter halves the exposure.
func (x *run) shorter(ctx context.Context) error {
	camera := x.b.Object.Camera
	now, err := exposure(ctx, camera)
	if err != nil {
		return err
	}
	if now/2 < camera.Info().MinExposure {
		return errs.New("hologram: at the shortest exposure of ", now, " s the camera is still saturated: take less light: ", rig.ErrSaturated)
	}
	_, err = camera.Configure(ctx, rig.CameraConfig{Exposure: now / 2})
	return err
}

// exposure is that of a frame of the camera, s. A frame that is lost says nothing: another one is taken.
func exposure(ctx context.Context, c rig.Camera) (float64, error) {
	for range 5 {
		if err := c.Flush(ctx); err != nil {
			return 0, err
		}
		var f rig.Frame
		switch err := c.Grab(ctx, &f); {
		case err == nil:
			return f.Exposure, nil
		case !errors.Is(err, rig.ErrTimeout):
			return 0, err
		}
	}
	return 0, rig.ErrTimeout
}

func total(v []float32) float64 {
	sum := 0.0
	for _, x := range v {
		sum += math.Max(0, float64(x))
	}
	return sum
}
