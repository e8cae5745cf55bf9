package forward

import (
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

// Basis is all that the calibration of a bench depends on. How many loads are computed at a time is not in it.
type Basis struct {
	Device  string
	Setup   virtual.Setup
	Faults  virtual.Faults
	Reading rig.Reading
	Follow  bool
}

// Keeper keeps calibrations for other runs, such as in files, by keys that stand for all on which they depend. Kept is nil for none.
type Keeper interface {
	Key(b Basis) (string, error)
	Kept(key string) *Calibrated
	Keep(key string, c *Calibrated) error
}

// most is how many calibrations a program with a Keeper keeps by itself.
const most = 4

// Calibrations are those of this program, where it has a Keeper: networks whose bench is the same have one.
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

// KeepCalibrations has calibrations kept by this program and by k; nil for none to be kept.
func KeepCalibrations(k Keeper) {
	calibrations.Lock()
	defer calibrations.Unlock()
	calibrations.keeper = k
}

// basis is that of a bench.
func basis(dev compute.Device, s virtual.Setup, f virtual.Faults, reading rig.Reading, follow bool) Basis {
	s.Batch = 0
	return Basis{dev.Name(), s, f, reading, follow}
}

// calibrate gives a bench the calibration that is kept of its basis, or calibrates it by measure and keeps what it finds out.
func calibrate(b *rig.Bench, on Basis, said func(what string), measure func() error) error {
	c := &calibrations
	c.Lock()
	keeper := c.keeper
	c.Unlock()
	if keeper == nil {
		return measure()
	}
	key, err := keeper.Key(on)
	if err != nil {
		return err
	}
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
	c.Unlock()
	e.Lock()
	defer e.Unlock()
	if e.found == nil {
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
