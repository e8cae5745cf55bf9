package forward

import (
	"encoding/json"
	"sync"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// Calibrated is what a virtual bench is after its calibration: what has been found out, and where its clock, its noise and its cameras' exposures
// are. A bench of the same settings goes on from there as the one that was calibrated does, bit for bit.
type Calibrated struct {
	Calibration rig.Calibration
	State       []float32 // see virtual.Remember
	Report      rig.Report
}

// Keeper keeps calibrations for other runs, such as in files, by keys that are all on which they depend. Kept is nil for none.
type Keeper interface {
	Kept(key string) *Calibrated
	Keep(key string, c *Calibrated) error
}

// most is how many calibrations a program keeps by itself.
const most = 4

// Calibrations are those of this program: networks whose bench is the same have one.
var calibrations struct {
	sync.Mutex
	keeper Keeper
	all    map[string]*entry
	order  []string
}

// entry is a calibration, nil before it is there; who makes it holds the lock.
type entry struct {
	sync.Mutex
	found *Calibrated
}

// KeepCalibrations has calibrations kept by k too, nil for this program alone.
func KeepCalibrations(k Keeper) {
	calibrations.Lock()
	defer calibrations.Unlock()
	calibrations.keeper = k
}

// keyOf is all that the calibration of a bench depends on. How many loads are computed at a time is not in it.
func keyOf(dev compute.Device, s virtual.Setup, f virtual.Faults, reading rig.Reading, follow bool) (string, error) {
	s.Batch = 0
	key, err := json.Marshal(struct {
		Device  string
		Setup   virtual.Setup
		Faults  virtual.Faults
		Reading rig.Reading
		Follow  bool
	}{dev.Name(), s, f, reading, follow})
	return string(key), err
}

// calibrate gives a bench the calibration that is kept by a key, or calibrates it by measure and keeps what it finds out.
func calibrate(b *rig.Bench, key string, said func(what string), measure func() error) error {
	c := &calibrations
	c.Lock()
	if c.all == nil {
		c.all = map[string]*entry{}
	}
	e := c.all[key]
	if e == nil {
		if len(c.order) == most {
			delete(c.all, c.order[0])
			c.order = c.order[1:]
		}
		e = new(entry)
		c.all[key], c.order = e, append(c.order, key)
	}
	keeper := c.keeper
	c.Unlock()
	e.Lock()
	defer e.Unlock()
	if e.found == nil && keeper != nil {
		e.found = keeper.Kept(key)
	}
	if e.found != nil && e.found.give(b) == nil {
		said("as it was calibrated before")
		return nil
	}
	if err := measure(); err != nil {
		return err
	}
	state, err := virtual.Remember(b)
	if err != nil {
		return err
	}
	e.found = &Calibrated{b.Calibration(), state, b.Report}
	if keeper == nil {
		return nil
	}
	if err := keeper.Keep(key, e.found); err != nil {
		return errs.New("forward: the calibration cannot be kept: ", err)
	}
	return nil
}

// give takes a bench there. Nothing changes on error.
func (f *Calibrated) give(b *rig.Bench) error {
	was := b.Calibration()
	if err := b.Calibrate(f.Calibration); err != nil {
		return err
	}
	if err := virtual.Recall(b, f.State); err != nil {
		if again := b.Calibrate(was); again != nil {
			return again
		}
		return err
	}
	b.Report = f.Report
	return nil
}
