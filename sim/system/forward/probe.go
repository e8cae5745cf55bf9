package forward

import (
	"talbot/sim/compute"
	"talbot/sim/data"
)

// probe watches how a few examples do while training goes on.
type probe struct {
	s                      *Session
	updates                []float32
	bench, kept, simulated []float32 // shares of right answers
	deployed               float32   // of the simulation's masks, on the bench
	on                     any       // this one
}

const (
	probed     = 40 // examples
	probeEvery = 20 // updates
)

// some are the examples to watch, from the end of those to learn from: what is learned from them is little, and they are the same for all.
type some struct {
	data.Examples
	from int
}

func (s some) Len() int                { return s.Examples.Len() - s.from }
func (s some) Read(i int, x []float32) { s.Examples.Read(s.from+i, x) }
func (s some) Target(i int) int        { return s.Examples.Target(s.from + i) }

// next looks when it is time.
func (p *probe) next() error {
	s := p.s
	if !s.watch || s.Stage.Step%probeEvery != 0 {
		return nil
	}
	of := some{s.Stage.Set, max(0, s.Stage.Set.Len()-probed)}
	last := s.tested // of the test set, which this is not
	defer func() { s.tested = last }()
	share := func(bench bool, masks []*compute.Var) (float32, error) {
		e := s.Evaluate(of, bench)
		run := func() error {
			for {
				if more, err := e.More(); err != nil || !more {
					return err
				}
			}
		}
		err := error(nil)
		if masks != nil {
			err = s.with(masks, run)
		} else {
			err = run()
		}
		return float32(e.Accuracy()), err
	}
	now, err := share(true, nil)
	if err != nil {
		return err
	}
	simulated, err := share(false, nil)
	if err != nil {
		return err
	}
	kept := now
	if !s.inModel() {
		if p.on != any(s.bench) {
			if p.deployed, err = share(true, s.before); err != nil {
				return err
			}
			p.on = s.bench
		}
		kept = p.deployed
	}
	p.updates = append(p.updates, float32(s.Stage.Step))
	p.bench, p.kept, p.simulated = append(p.bench, now), append(p.kept, kept), append(p.simulated, simulated)
	return nil
}
