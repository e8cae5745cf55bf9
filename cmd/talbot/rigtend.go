package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"time"

	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rig/calibrate"
	"talbot/sim/rig/open"
	"talbot/sim/rundir"
)

// tended is a bench that is calibrated, looked after, and opened again when it is gone.
type tended struct {
	*bench
	args    []string               // its file
	file    string                 // keeps its calibration
	anew    bool                   // the calibration that is there does not count
	patient time.Duration          // how long it is waited for
	pause   time.Duration          // between two tries
	use     func(*rig.Bench) error // gives it to whoever runs on it
	hold    func() error           // keeps what there is before a wait; may be nil
	said    func(what string)
	// ready calibrates a bench that has just been opened, and sees tests it now and then; nil for calibrated and check, which want a
	// camera behind a reference beam.
	ready func(ctx context.Context, b *rig.Bench) error
	sees  func(ctx context.Context) error

	lab    *open.Lab
	end    func()
	seen   bool       // its devices have answered once
	before rig.Report // of benches before this one
	losses int        // how often it was gone
	rests  int        // how often it was not well
	first  float64    // light of the load Blank when it was calibrated
	place  float64    // px: how far spots were from the registration then
}

// ill is of a bench that answers, and not as it should.
type ill struct{ error }

// open opens the bench and calibrates it, by the file if there is one.
func (t *tended) open(ctx context.Context) error {
	lab, _, end, err := t.bench.open(ctx, t.args)
	if err != nil {
		return err
	}
	b := lab.Bench
	if b.Reference.Camera == nil && t.ready == nil {
		end()
		return fmt.Errorf("the bench has no camera behind a reference beam, and fields cannot be shown again without one")
	}
	if b.Follow = t.ready == nil; t.direct {
		b.Synchronised = t.ready == nil
	}
	if t.direct || t.ready != nil { // a bench that is not calibrated yet is often dark where it is looked at
		b.Retries = max(b.Retries, 10)
	}
	b.Losing = func(bad, of int, what string) {
		t.said(fmt.Sprintf("of the last %d frames %d went wrong (%s); they are taken again, and all takes longer: see to cable, exposure and network", of, bad, what))
	}
	t.seen = true
	ready := t.ready
	if ready == nil {
		ready = t.calibrated
	}
	t.lab, t.end = lab, end
	if err = ready(ctx, b); err == nil {
		err = t.use(b)
	}
	if err != nil {
		t.close()
	}
	return err
}

// opens opens the bench for the first time. One that is gone while it is being calibrated is waited for, and one that was never there is not.
func (t *tended) opens(ctx context.Context) error {
	var never error
	err := t.do(ctx, func() error {
		if t.lab != nil {
			return nil
		}
		err := t.open(ctx)
		if err != nil && !t.seen {
			never = err
			return nil
		}
		return err
	})
	if never != nil {
		return never
	}
	return err
}

// keptBench is the file of a calibration that a run keeps: see calibrate.Read.
type keptBench struct {
	calibrate.Result
	Place float64 `json:"place"` // px: how far spots were from the registration
}

// calibrated gives the bench its calibration, or makes it and keeps it. One that was kept is verified by the frames of a look, and made anew where
// it does not hold.
func (t *tended) calibrated(ctx context.Context, b *rig.Bench) error {
	file, err := os.ReadFile(t.file)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	if err == nil && !t.anew {
		var kept keptBench
		if kept.Result, err = calibrate.Read(b, file); err != nil {
			return fmt.Errorf("%s: %w, or add --recalibrate", t.file, err)
		}
		if err := json.Unmarshal(file, &kept); err != nil {
			return err
		}
		t.said("calibrating: exposure")
		if err := b.Expose(ctx, 1e-4); err != nil {
			return err
		}
		if t.first != 0 { // check tells what has changed since this run began
			return nil
		}
		if t.first, t.place, err = t.state(ctx, b); err != nil {
			return err
		}
		if t.place <= kept.Place+placeLimit {
			return nil
		}
		t.said(fmt.Sprintf("the calibration of %s does not hold any more, and is made anew: spots are %.2f pixels from where the camera had them", kept.Made, t.place))
		b.Reference.Still = nil
	}
	if b.Reference.Still == nil || t.anew {
		if err := b.MeasureAll(ctx, func(what string) { t.said("calibrating: " + what) }); err != nil {
			return fmt.Errorf("the bench could not be calibrated: %w", err)
		}
		t.first = 0
	}
	if t.first == 0 {
		if t.first, t.place, err = t.state(ctx, b); err != nil {
			return err
		}
	}
	t.anew = false
	r := calibrate.Result{Kind: "all", Made: time.Now().UTC().Format(time.RFC3339), Devices: calibrate.Devices(b), Calibration: b.Calibration()}
	return rundir.WriteFile(t.file, func(w io.Writer) error { return json.NewEncoder(w).Encode(keptBench{r, t.place}) })
}

// state is how much light comes of the load Blank, and how far spots are from where the registration has them, px.
func (t *tended) state(ctx context.Context, b *rig.Bench) (light, place float64, err error) {
	all, err := b.Intensity(ctx, []plant.Load{b.Blank(), b.Blank()})
	if err != nil {
		return 0, 0, err
	}
	for _, v := range all {
		for _, x := range v {
			light += float64(x) / float64(len(v)*len(all))
		}
	}
	e, err := b.RegistrationErrors(ctx, 0, b.Object)
	if err != nil {
		return 0, 0, err
	}
	return light, e[0] / b.Design.Plane.Dx, nil
}

// Limits of a bench that is well: light may change by a third, and spots be so many pixels further away than they were.
const lightLimit, placeLimit = 1.0 / 3, 1.0

// check tells whether the bench is as it was when it was calibrated.
func (t *tended) check(ctx context.Context) error {
	light, place, err := t.state(ctx, t.lab.Bench)
	switch {
	case errors.Is(err, rig.ErrUncalibrated):
		return ill{fmt.Errorf("no spot is seen: %w", err)}
	case err != nil:
		return err
	case math.Abs(light/t.first-1) > lightLimit:
		return ill{fmt.Errorf("the light is %.3g of what it was: see to laser and shutter", light/t.first)}
	case place > t.place+placeLimit:
		return ill{fmt.Errorf("spots are %.2f pixels from where the camera had them: it was pushed; put it back, or stop and go on with --recalibrate", place)}
	}
	return nil
}

// well returns once the bench is well: while it is not, it is looked at again and again, and what there is is kept.
func (t *tended) well(ctx context.Context) error {
	began, sees := time.Now(), t.sees
	if sees == nil {
		sees = t.check
	}
	for first := true; ; first = false {
		err := t.do(ctx, func() error { return sees(ctx) })
		if !errors.As(err, new(ill)) {
			if err == nil && !first {
				t.said("the bench is well again: going on")
			}
			return err
		}
		if first {
			t.rests++
			if t.hold != nil {
				if err := t.hold(); err != nil {
					return err
				}
			}
		}
		if time.Since(began) > t.patient {
			return fmt.Errorf("the bench is not well: %w", err)
		}
		t.said(fmt.Sprintf("suspended: %v", err))
		if err := wait(ctx, t.pause); err != nil {
			return err
		}
	}
}

// do does something on the bench, and again on the same bench opened anew when it was gone. What fails must leave all as it was.
func (t *tended) do(ctx context.Context, what func() error) error {
	for try := 0; ; try++ {
		err := what()
		if err == nil || ctx.Err() != nil || !gone(err) || try == tries {
			return err
		}
		t.losses++
		if t.hold != nil {
			if err := t.hold(); err != nil {
				return err
			}
		}
		t.said(fmt.Sprintf("suspended: %v", err))
		t.close()
		began := time.Now()
		for {
			why := t.open(ctx)
			if why == nil {
				t.said("the bench is back: going on")
				break
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if time.Since(began) > t.patient {
				return fmt.Errorf("the bench is gone (%w), and has not come back: %v", err, why)
			}
			if err := wait(ctx, t.pause); err != nil {
				return err
			}
		}
	}
}

// tries is how often the same piece is begun again: a bench that loses it each time is broken otherwise.
const tries = 5

// gone tells whether an error is of a bench that does not answer.
func gone(err error) bool {
	for _, e := range []error{rig.ErrGone, rig.ErrTimeout, rig.ErrClosed, rig.ErrStale, rig.ErrIncomplete} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// report is what the bench has done in all.
func (t *tended) report() rig.Report {
	r := t.before
	if t.lab != nil {
		add(&r, t.lab.Bench.Report)
	}
	return r
}

func add(to *rig.Report, r rig.Report) {
	to.Shots, to.Frames, to.Lost, to.Incomplete = to.Shots+r.Shots, to.Frames+r.Frames, to.Lost+r.Lost, to.Incomplete+r.Incomplete
	to.Stale, to.Saturated = to.Stale+r.Stale, to.Saturated+r.Saturated
}

func (t *tended) close() {
	if t.lab != nil {
		add(&t.before, t.lab.Bench.Report)
		t.end()
		t.lab = nil
	}
}

// wait sleeps unless ctx is done.
func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// tell is what draws what is said on a line, with the share that is done.
func (t *tended) tell(l *line, share func() float64) func(what string) {
	return func(what string) {
		if l.live {
			l.draw(bar{label: what, share: share()}, true)
		} else if t.json {
			_ = t.app.write(map[string]any{"event": "note", "note": what})
		} else {
			fmt.Fprintf(t.err, "talbot: note: %s\n", what)
		}
	}
}

// benchName is the bench's file, or the grade of a simulated one.
func (t *tended) benchName() string {
	if t.virtual != "" {
		return t.virtual
	}
	return t.args[len(t.args)-1]
}
