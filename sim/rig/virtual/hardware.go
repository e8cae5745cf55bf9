package virtual

import (
	"context"
	"math"
	"slices"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/rig"
	"talbot/sim/rng"
)

const (
	refresh                  = 60.0 // pictures a second
	minExposure, maxExposure = 1e-5, 10.0
	readout                  = 0.024  // s
	flux                     = 5.25e6 // electrons that an intensity of 1 gives a pixel in a second: half a well in a millisecond
	tagStrip, tagSpots       = 8, 2   // rows of a panel's strip, and of its spots on a camera
)

// hardware is what panels and cameras have in common: light, time and the truth.
type hardware struct {
	setup   Setup
	truth   *Truth
	ways    [2]*way
	slms    []*slm
	cameras [2]*camera
	now     float64
	taken   uint32 // frames
	walks   map[uint32][]float64
	counts  []float32 // of a batch of frames, as they are read
}

// job is one exposure: what decides it, and what comes of it.
type job struct {
	camera int
	levels [][]float32 // of each panel's load
	cells  [][]float32 // brightness of each panel's tag
	frame  []float32
	out    *rig.Frame
}

// Now and Sleep are the bench's clock: it goes as far as it is asked to, at once.
func (h *hardware) Now() float64 { return h.now }

func (h *hardware) Sleep(ctx context.Context, seconds float64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	h.now += max(seconds, 0)
	return nil
}

// expose begins an exposure now and ends when the frame is there.
func (h *hardware) expose(camera int, exposure float64) job {
	middle := h.now + exposure/2
	j := job{camera: camera, out: &rig.Frame{ID: uint64(h.taken + 1), Time: h.now, Exposure: exposure}}
	for _, m := range h.slms {
		levels, cells := m.at(middle)
		j.levels, j.cells = append(j.levels, levels), append(j.cells, cells)
	}
	j.frame = h.numbers(camera, exposure)
	return j
}

// numbers are those of an exposure that begins now, and ends when the frame is there.
func (h *hardware) numbers(camera int, exposure float64) []float32 {
	s, f := h.setup, h.truth.Faults
	h.taken++
	number, middle := h.taken%(1<<24), h.now+exposure/2
	var z [1]float32
	rng.Stream{Seed: uint64(f.Seed), Stream: rng.Drift}.Normal(number, z[:])
	power := math.Max(0, 1+f.Power/math.Sqrt2*(float64(z[0])+h.slow(middle, walkPower)))
	if f.Auto {
		power *= math.Max(0, 1+wandering*h.slow(middle, walkGain))
	}
	v := make([]float32, kernels.FrameNumbers(len(s.Panels)))
	v[kernels.FrameNumber], v[kernels.FrameSeconds] = float32(number), float32(exposure)
	v[kernels.FrameElectrons] = float32(flux * exposure * power)
	sin, cos := fmath.Sincos(math.Mod(2*math.Pi*h.walk(walkPiston, middle), 2*math.Pi))
	v[kernels.FrameReference], v[kernels.FrameReference+1] = float32(cos), float32(-sin)
	matrix, _, _ := Between(h.truth.Panels[len(s.Panels)-1].Pose, h.truth.Cameras[camera].Pose)
	copy(v[kernels.FrameWarp:], warpOf(s.Plane, matrix, h.walk(walkX, middle), h.walk(walkY, middle)))
	// Panels flicker with the period of their refresh; an exposure has the mean over its length.
	turn, mean := 2*math.Pi*math.Mod(middle*refresh, 1), math.Pi*exposure*refresh
	s0, _ := fmath.Sincos(math.Mod(mean, 2*math.Pi))
	sin, cos = fmath.Sincos(turn)
	v[kernels.FrameRipple], v[kernels.FrameRipple+1] = float32(cos*s0/mean), float32(sin*s0/mean)
	for i := range s.Panels {
		sin, _ := fmath.Sincos(math.Mod(turn+2*math.Pi*f.uniform(drawUnmodulated+uint32(i), 2), 2*math.Pi))
		v[kernels.FramePhase+i] = float32(f.Flicker * sin * s0 / mean) // of root mean square Flicker/sqrt(2)
	}
	h.now += exposure + readout
	return v
}

// compute fills the frames of jobs of each camera, a batch at a time. What cameras see of the same pictures is one light.
func (h *hardware) compute(ctx context.Context, jobs ...[]job) error {
	for left := true; left; {
		left = false
		var before []job
		for c, all := range jobs {
			if len(all) == 0 {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			part := all[:min(len(all), h.setup.Batch)]
			jobs[c], left = all[len(part):], true
			if err := h.batch(part, before); err != nil {
				return err
			}
			before = part
		}
	}
	return nil
}

// batch fills the frames of as many jobs of one camera as are computed together, behind those of another camera, which may be of the
// same pictures.
func (h *hardware) batch(part, before []job) error {
	n, spots := h.setup.Plane.Len(), h.setup.spotRows()*h.setup.Plane.Nx
	w, there := h.ways[part[0].camera], behind
	if !slices.EqualFunc(part, before, job.alike) {
		there = dark
		if err := w.load(part); err != nil {
			return err
		}
	}
	if err := w.expose(framesOf(part), there); err != nil {
		return err
	}
	h.counts = slices.Grow(h.counts[:0], len(part)*n)[:len(part)*n]
	if err := w.dev.Read(w.counts, 0, h.counts); err != nil { // all at once, as each read waits for a GPU
		return err
	}
	for i, j := range part {
		f := j.out
		if len(f.Counts) != spots+n {
			f.Counts = make([]float32, spots+n)
		}
		h.tag(j, w.sensor, f.Counts[:spots])
		copy(f.Counts[spots:], h.counts[i*n:])
		f.Saturated = 0
		if most := float32(w.sensor.Most()); most > 0 {
			for _, v := range f.Counts {
				if v >= most {
					f.Saturated++
				}
			}
		}
	}
	return nil
}

// alike tells whether the panels show the same in two jobs.
func (j job) alike(k job) bool { return slices.EqualFunc(j.levels, k.levels, slices.Equal[[]float32]) }

// load writes the levels of a batch.
func (w *way) load(part []job) error {
	for i, j := range part {
		for k, levels := range j.levels {
			if err := w.dev.Write(w.levels[k], i*len(levels), levels); err != nil {
				return err
			}
		}
	}
	return nil
}

func framesOf(part []job) (all [][]float32) {
	for _, j := range part {
		all = append(all, j.frame)
	}
	return all
}

// tag is the light of the tags' first orders on their spots.
func (h *hardware) tag(j job, s kernels.Sensor, counts []float32) {
	nx := h.setup.Plane.Nx
	for i := range counts {
		light := float32(0)
		if cell := rig.TagCell(i%nx, nx); cell >= 0 {
			light = j.cells[i/(tagSpots*nx)][cell] * j.frame[kernels.FrameElectrons]
		}
		counts[i] = s.Count(light, uint32(j.frame[kernels.FrameNumber]), uint32(h.setup.Plane.Len()+i))
	}
}

// spotRows is how many rows of a camera lie before the plane, for the tags.
func (s Setup) spotRows() int {
	if s.Plane.Nx < rig.TagCells*rig.TagPeriod {
		return 0 // too narrow for a tag
	}
	return tagSpots * len(s.Panels)
}

func (s Setup) stripRows() int {
	if s.spotRows() == 0 {
		return 0
	}
	return tagStrip
}

// What wanders.
const (
	walkX = iota
	walkY
	walkPiston
	walkPower
	walkGain
)

// walk is a random walk whose standard deviation after an hour is Drift; straight between minutes.
func (h *hardware) walk(what uint32, t float64) float64 {
	f := h.truth.Faults
	if f.Drift == 0 {
		return 0
	}
	at := t / 60
	steps := h.walks[what]
	if steps == nil {
		steps = []float64{0}
	}
	for len(steps) < int(at)+2 {
		var z [1]float32
		rng.Stream{Seed: uint64(f.Seed), Stream: rng.Drift + rng.MaskStream*(1+what)}.Normal(uint32(len(steps)), z[:])
		steps = append(steps, steps[len(steps)-1]+f.Drift/math.Sqrt(60)*float64(z[0]))
	}
	h.walks[what] = steps
	k := int(at)
	return steps[k] + (at-float64(k))*(steps[k+1]-steps[k])
}

// wandering is the standard deviation of an automatic gain, as a share.
const wandering = 0.2

// slow is a normal number that changes over minutes.
func (h *hardware) slow(t float64, what uint32) float64 {
	at := t / 60
	k := math.Floor(at)
	knot := func(k float64) float64 {
		var z [1]float32
		rng.Stream{Seed: uint64(h.truth.Faults.Seed), Stream: rng.Drift + rng.MaskStream*(1+what)}.Normal(uint32(k), z[:])
		return float64(z[0])
	}
	// The weights' squares add up to 1.
	s, c := fmath.Sincos(math.Pi / 2 * (at - k))
	return knot(k)*c + knot(k+1)*s
}

// Sequence shows pictures and takes frames of each; all that one camera sees is computed together.
func (h *hardware) Sequence(ctx context.Context, shots []rig.Shot, wait rig.Timing) ([][]*rig.Frame, error) {
	all := make([][]*rig.Frame, len(shots))
	var jobs [2][]job
	for i, s := range shots {
		if len(s.Levels) != len(h.slms) {
			return nil, errs.New("virtual: a picture has levels for ", len(s.Levels), " panels, the bench has ", len(h.slms))
		}
		for k, m := range h.slms {
			if _, err := m.Show(ctx, s.Levels[k]); err != nil {
				return nil, err
			}
		}
		h.now = wait.After(h.now)
		start, end := h.now, h.now
		for _, c := range s.Cameras {
			if h.ways[c] == nil {
				return nil, errs.New("virtual: the bench has no camera ", c)
			}
			if err := h.gone(); err != nil {
				return nil, err
			}
			h.now = start // they expose together
			j := h.expose(c, h.cameras[c].exposure)
			jobs[c] = append(jobs[c], j)
			all[i] = append(all[i], j.out)
			end = max(end, h.now)
		}
		h.now = end
	}
	if err := h.compute(ctx, jobs[0], jobs[1]); err != nil {
		return nil, err
	}
	for i, s := range shots {
		for k, c := range s.Cameras {
			if h.cameras[c].send(all[i][k]) != nil {
				all[i][k] = nil
			}
		}
	}
	return all, nil
}

// field is the light on a camera without its reference beam, as it truly is: for tests and figures. No frame is
// counted and no time passes.
func (h *hardware) field(levels [][]float32, camera int) ([]float32, error) {
	taken, now := h.taken, h.now
	j := h.expose(camera, h.setup.Exposure)
	j.levels = levels
	h.taken, h.now = taken, now
	w := h.ways[camera]
	if err := w.load([]job{j}); err != nil {
		return nil, err
	}
	if err := w.expose([][]float32{j.frame}, dark); err != nil {
		return nil, err
	}
	return w.see()
}
