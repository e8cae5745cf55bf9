package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/optics"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
	"talbot/sim/system/forward"
	"talbot/sim/train"
)

// forwardBench makes a simulated bench one for masks of these settings.
func forwardBench(c *forward.Config) func(*virtual.Setup, *virtual.Faults) {
	return func(s *virtual.Setup, _ *virtual.Faults) {
		s.Wavelength, s.Plane, s.Padding = c.Wavelength, optics.Square(c.Samples, c.Pitch), c.Padding
		s.Panels[1].Gap, s.Exposure = c.Distance, c.Exposure
		s.Carrier = [2]float64{0.3 / c.Pitch, 0.25 / c.Pitch}
		s.Batch = max(c.Batch, 10)
	}
}

// elsewhere is a training whose checkpoints may be of another bench than that which it goes on on: what is in them of that one's clock
// and noise is left out.
type elsewhere struct{ train.Stage }

// withoutBench takes out of a checkpoint's arrays those that are of its bench.
func withoutBench(all []train.Values) []train.Values {
	return slices.DeleteFunc(slices.Clone(all), func(v train.Values) bool { return forward.OfBench(v.Name) })
}

func (e elsewhere) Restore(st *train.State) error {
	s := *st
	s.Arrays = withoutBench(st.Arrays)
	return e.Stage.Restore(&s)
}

func (e elsewhere) State() (*train.State, error) {
	st, err := e.Stage.State()
	if err == nil {
		st.Arrays = withoutBench(st.Arrays)
	}
	return st, err
}

// tending are the flags of runs that look after their bench.
func (t *tended) tending(c *cobra.Command, every *int) {
	t.running(c)
	c.Flags().BoolVar(&t.anew, "recalibrate", false, "calibrate the bench anew, and do not take the calibration of the folder")
	c.Flags().DurationVar(&t.patient, "patience", 10*time.Minute, "wait so `long` for a bench that is gone or not well")
	c.Flags().IntVar(every, "check-every", *every, "look after so many `pieces` whether the bench is well; 0 for never")
	t.pause = 5 * time.Second
}

// forwardOnly is an error for runs that cannot be shown layer by layer on one bench.
func forwardOnly(id string) error {
	return usage("%s is not shown layer by layer on one bench: want a run of ffm-small, ffm-mnist-1, ffm-fashion-N, d2nn-mnist-64 or another whose layers are all alike (talbot list)", id)
}

// learnsElsewhere is an error for what "talbot rig run train" does not train.
func learnsElsewhere(id string) error {
	return usage("%s does not learn on a bench of panels and cameras: ffm-small, ffm-mnist-1 or another preset ffm-... of masks does; talbot rig run heal has the masks of a diffractive network go on there", id)
}

// learnsThere is an error for masks that go on in no other way than they have learned.
func learnsThere(id string) error {
	return usage("%s has masks that learn on the bench itself: talbot rig run train does that, and talbot rig run infer asks them; this is for a diffractive network whose layers are all alike, such as d2nn-mnist-64", id)
}

// untrained is an error for a preset whose masks nobody has made yet.
func untrained(id string) error {
	return usage("%s has no masks of its own: train it (talbot rig run train %s BENCH.json, or in the simulation talbot train %s --method in-silico), and name the run's folder", id, id, id)
}

// suits refuses a bench whose file says that it is not what a run is for, before it is opened.
func (t *tended) suits(fits func(*rig.Design) error) error {
	if t.virtual != "" || len(t.args) == 0 {
		return nil // a simulated one is made as it is wanted
	}
	f, err := benchFile(t.args[0])
	if err != nil {
		return err
	}
	d := f.Design()
	if err := fits(&d); err != nil {
		return usage("%s: %w", t.args[0], err)
	}
	return nil
}

// onPlane tells which bench masks want.
func onPlane(masks int, g optics.Grid, distance float64) string {
	return fmt.Sprintf("%s of %d x %d pixels of %s, %s of light behind each", several(masks, "mask"), g.Nx, g.Ny, lengthText(g.Dx), lengthText(distance))
}
