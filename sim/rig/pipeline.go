package rig

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"talbot/sim/errs"
)

// Pipeline is a Sequencer that lets nothing wait for what it need not wait for: panels are swapped together, and to the next
// picture so that it arrives at the light as soon as the exposure of the one before is over, while that frame is read out; as light follows a
// swap late, the swap leads by Lead, and may come before that exposure has begun. All cameras of a picture expose together. It is for
// cameras that expose when Grab is called.
//
// A picture and its frame take as long as the longest of these: the panels' settling and an exposure, in whole periods of their
// refresh; an exposure and its read-out. A loop that waits for each thing in turn takes the sum of them and of the latency. One picture is
// ahead at most, so that panels whose latency is longer than two pictures take longer.
//
// How far it is verified: under the clock of package testing/synctest, on a simulated bench whose devices take their time (see
// virtual.Live). On a screen without a monitor it proves bytes, and no rates.
type Pipeline struct {
	Panels  []SLM
	Cameras [2]Camera // the bench's Object and Reference; the latter may be nil
	Clock   Clock
	// Late is how long behind its time an exposure begins at most, s: what a timer and the way of a trigger take.
	Late float64
	// Lead is how long panels still show the picture before behind a swap at least, s: their shortest latency; 0 where it is not known.
	Lead float64
	// Unknown says that nobody has measured both: pictures are shown one after another then.
	Unknown bool

	exposure [2]float64 // s, of the last frame of each camera
}

// Overlap has a bench's pictures shown by a Pipeline of its panels and cameras.
func (b *Bench) Overlap(late, lead float64) error {
	if !(late >= 0) || !(lead >= 0) {
		return errs.New("rig: exposures begin late by 0 s or more, and a swap leads by 0 s or more, not ", late, " and ", lead)
	}
	p := &Pipeline{Cameras: [2]Camera{b.Object.Camera, b.Reference.Camera}, Clock: b.Clock, Late: late, Lead: lead}
	for _, m := range b.Mounts {
		p.Panels = append(p.Panels, m.SLM)
	}
	b.Sequencer = p
	return nil
}

// flow is a sequence on its way.
type flow struct {
	*Pipeline
	shots []Shot
	t     Timing
	all   [][]*Frame
	left  []int
	under [2]*taking // what each camera takes
	next  *swapping
	again int // pictures that were shown again
}

// taking is a frame that is on its way.
type taking struct {
	shot, place    int     // where it belongs
	begin, started float64 // when the exposure was to begin, and when it was told to
	next           *swapping
	done           chan error
	frame          Frame
}

// swapping is a swap of all panels that is to come.
type swapping struct {
	shot   int
	issued atomic.Uint64 // bits of the time when panels were told; NaN before
	at     float64
	err    error
	done   chan struct{}
}

// soon is an instant that clocks do not tell apart, s.
const soon = 1e-6

// Sequence implements Sequencer. A camera whose exposure is not known yet is waited for; a picture that panels may have left before its
// exposure was over, as that began later than it was to, or was longer than the one before, is shown again.
func (p *Pipeline) Sequence(ctx context.Context, shots []Shot, t Timing) ([][]*Frame, error) {
	f := &flow{Pipeline: p, shots: shots, t: t, all: make([][]*Frame, len(shots)), left: make([]int, len(shots))}
	for i, s := range shots {
		f.all[i], f.left[i] = make([]*Frame, len(s.Cameras)), i
		if len(s.Levels) != len(p.Panels) {
			return nil, errs.New("rig: a picture has levels for ", len(s.Levels), " panels, the bench has ", len(p.Panels))
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer func() { // nothing is left on its way
		cancel()
		_ = errors.Join(f.arrived(0), f.arrived(1))
		if f.next != nil {
			<-f.next.done
		}
	}()
	for {
		if f.next == nil {
			f.swap(ctx, 0)
		}
		if f.next == nil { // all have been shown
			if err := errors.Join(f.arrived(0), f.arrived(1)); err != nil {
				return nil, err
			}
			if len(f.left) == 0 {
				return f.all, ctx.Err()
			}
			continue
		}
		s := f.next
		<-s.done
		if f.next = nil; s.err != nil {
			return nil, s.err
		}
		if err := f.expose(ctx, s); err != nil {
			return nil, err
		}
	}
}

// expose takes the frames of a picture that has been swapped to, and lets the next swap come as early as it may.
func (f *flow) expose(ctx context.Context, s *swapping) error {
	cameras := f.shots[s.shot].Cameras
	begin, longest, known := max(f.t.After(s.at), f.Clock.Now()), 0.0, !f.Unknown
	for _, c := range cameras {
		longest, known = max(longest, f.exposure[c]), known && f.exposure[c] > 0
		if k := f.under[c]; k != nil {
			begin = max(begin, k.started+f.exposure[c]+f.Cameras[c].Info().Readout)
		}
	}
	begin = Timing{0, f.t.Period}.After(begin)
	if known {
		f.swap(ctx, begin+f.Late+longest-f.Lead)
	}
	for _, c := range cameras {
		if err := f.arrived(c); err != nil {
			return err
		}
	}
	now := f.Clock.Now()
	if now > begin+soon { // a frame was longer on its way
		now = Timing{0, f.t.Period}.After(now)
	}
	if err := f.until(ctx, max(begin, now)); err != nil {
		return err
	}
	started := f.Clock.Now()
	for place, c := range cameras {
		f.under[c] = &taking{shot: s.shot, place: place, begin: begin, started: started, next: f.next, done: make(chan error, 1)}
		go f.under[c].take(ctx, f.Cameras[c])
	}
	if known {
		return nil
	}
	return errors.Join(f.arrived(0), f.arrived(1))
}

// swap has panels go to the next picture at a time, if there is one.
func (f *flow) swap(ctx context.Context, at float64) {
	if len(f.left) == 0 {
		return
	}
	s := &swapping{shot: f.left[0], done: make(chan struct{})}
	s.issued.Store(math.Float64bits(math.NaN()))
	f.next, f.left = s, f.left[1:]
	go func() {
		defer close(s.done)
		if s.err = f.until(ctx, at); s.err == nil {
			s.issued.Store(math.Float64bits(f.Clock.Now()))
			s.at, s.err = f.show(ctx, f.shots[s.shot].Levels)
		}
	}()
}

// arrived waits for the frame that a camera takes. One that did not come is nil.
func (f *flow) arrived(c int) error {
	k := f.under[c]
	if k == nil {
		return nil
	}
	f.under[c] = nil
	switch err := <-k.done; {
	case errors.Is(err, ErrTimeout):
		return nil
	case err != nil:
		return err
	}
	f.exposure[c] = k.frame.Exposure
	end := k.begin + f.Late + k.frame.Exposure
	if k.started > k.begin+f.Late {
		end = k.started + f.Late + k.frame.Exposure
	}
	end = max(end, k.frame.Time+k.frame.Exposure) // by when the camera says that it began
	if k.next != nil && math.Float64frombits(k.next.issued.Load())+f.Lead < end-soon {
		if f.again++; f.again > 2*len(f.shots)+8 {
			return errs.New("rig: exposures are not over when panels move: they begin later than ", f.Late, " s behind their time, or panels lead by less than ", f.Lead, " s")
		}
		if !slices.Contains(f.left, k.shot) {
			f.left = append(f.left, k.shot)
		}
		return nil
	}
	f.all[k.shot][k.place] = &k.frame
	return nil
}

func (k *taking) take(ctx context.Context, c Camera) {
	err := c.Flush(ctx)
	if err == nil {
		err = c.Grab(ctx, &k.frame)
	}
	k.done <- err
}

// until waits until a time.
func (p *Pipeline) until(ctx context.Context, at float64) error {
	if s := at - p.Clock.Now(); s > 0 {
		return p.Clock.Sleep(ctx, s)
	}
	return ctx.Err()
}

// show swaps all panels together; it tells when the last one was.
func (p *Pipeline) show(ctx context.Context, levels [][]uint16) (at float64, err error) {
	var all sync.WaitGroup
	shown, failed := make([]Shown, len(levels)), make([]error, len(levels))
	for k, m := range p.Panels {
		all.Go(func() { shown[k], failed[k] = m.Show(ctx, levels[k]) })
	}
	all.Wait()
	at = math.Inf(-1)
	for k, s := range shown {
		if failed[k] != nil {
			return 0, failed[k]
		}
		at = max(at, s.Time)
	}
	return at, nil
}
