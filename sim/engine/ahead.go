package engine

import (
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/network"
	"talbot/sim/train"
)

// ahead is updates that a GPU makes while the engine goes on: their results come some updates later.
type ahead struct {
	behind int     // updates whose results are not there yet
	told   []Reply // metrics of those that are, until they are given away
	wrong  error   // what was not a number in them

	took, of  float64 // s that updates took lately, and how many these were
	lot, lots int     // how many therefore go to the GPU together, and how many such lots may be on their way
}

const (
	lotTime  = 0.01 // s that updates may take which go to a GPU together
	lotMost  = 16   // and how many they may be
	lotAfter = 16   // updates by whose time this is chosen
	wayTime  = 0.05 // s that updates may take which are on their way: a pause waits for them
	lotsMost = 4    // more would not help: a browser tells of results ms late, and a look keeps the engine busy
)

// queue is the loop whose updates are made ahead of their results, nil where there is none.
func (e *Engine) queue() *train.Loop {
	if e.gpu != "" && e.trainer != nil {
		if s, ok := e.trainer.Plan().(*train.Epochs); ok {
			return s.Loop
		}
	}
	return nil
}

// leap makes the next update of the loop, unless its epochs are until or more, and tells of those whose results are there:
// of all, if the message does not let it go ahead, and at the end.
func (e *Engine) leap(l *train.Loop, m Message) ([]Reply, error) {
	if err := e.learnable(); err != nil {
		return nil, err
	}
	start, goes, until := e.host.Now(), m.Flag("ahead"), m.Number("until", 0)
	ended := func() bool { return goes && until > 0 && l.Epoch >= until }
	if !ended() {
		if e.images == 0 && e.behind == 0 {
			e.started = start
		}
		l.Through, l.Descent.Told, l.Descent.Together, l.Descent.Lots = true, e.tell, 1, e.lots // 0 until it is known, which is 2
		if goes {
			l.Descent.Together = max(1, e.lot)
		}
		e.evaluation = nil
		if _, err := l.Next(); err != nil {
			return nil, err
		}
		e.behind++
		e.of++
	}
	if !goes || ended() {
		if err := l.Settle(); err != nil {
			return nil, err
		}
	}
	e.pace(e.host.Now() - start)
	if err := e.keepOften(); err != nil {
		return nil, err
	}
	if ended() {
		if err := e.keepAll(l); err != nil {
			return nil, err
		}
	}
	return e.tells()
}

// keepAll keeps the state, unless it is kept.
func (e *Engine) keepAll(l *train.Loop) error {
	if e.kept != nil && e.kept.Step == l.Step {
		return nil
	}
	return e.keep()
}

// pace chooses how many updates go to the GPU together, and how many are on their way.
func (e *Engine) pace(seconds float64) {
	if e.took += seconds; e.of >= lotAfter {
		each := max(e.took/e.of, 1e-7)
		e.lot = max(1, min(lotMost, int(lotTime/each)))
		e.lots = max(2, min(lotsMost, int(wayTime/(each*float64(e.lot)))))
		e.took, e.of = e.took/2, e.of/2
	}
}

// settle waits for the results of all updates, and may keep the state behind them.
func (e *Engine) settle(m Message) ([]Reply, error) {
	l := e.queue()
	if l != nil && e.behind > 0 {
		start := e.host.Now()
		if err := l.Settle(); err != nil {
			return nil, err
		}
		e.pace(e.host.Now() - start)
	}
	if l != nil && m.Flag("keep") {
		if err := e.keepAll(l); err != nil {
			return nil, err
		}
	}
	return e.tells()
}

// calm waits for the results of all updates, of which the next step tells.
func (e *Engine) calm() error {
	if l := e.queue(); l != nil && e.behind > 0 {
		return l.Settle()
	}
	return nil
}

// Beside answers a request to look, a message with the flag "beside", while steps and "settle" are being answered: on a GPU a look waits
// for what it reads, and updates go on. It is false where that cannot be, or went wrong: then the request is for Do, in its turn,
// without the flag. All other requests must wait for it.
func (e *Engine) Beside(op string, m Message) (replies []Reply, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	s, can := e.session.(experiment.Beside)
	if !can || e.queue() == nil || !s.LookBeside() {
		return nil, false
	}
	replies, err := operation(op)(e, m)
	return replies, err == nil
}

// tell takes the result of update number t.
func (e *Engine) tell(t int, r network.Result) {
	e.behind--
	if e.wrong != nil {
		return
	}
	l := e.queue()
	batches := l.Batches()
	at := l.Epoch*batches + l.Index + t - l.Step // of all updates of all epochs
	m := reply("metrics")
	if e.wrong = e.measure(m, r); e.wrong == nil {
		m["step"], m["epoch"] = t, float64(at/batches)+float64(at%batches)/float64(batches)
		e.told = append(e.told, m)
	}
}

// tells gives away what was told.
func (e *Engine) tells() ([]Reply, error) {
	if l := e.queue(); l != nil && e.wrong != nil { // so is all that comes behind
		if err := l.Settle(); err != nil {
			return nil, err
		}
	}
	told, wrong := e.told, e.wrong
	e.told, e.wrong = nil, nil
	return told, wrong
}

// forget leaves of what was told that of updates up to number step.
func (e *Engine) forget(step int) {
	e.wrong = nil
	for i, m := range e.told {
		if m["step"].(int) > step {
			e.told = e.told[:i]
			return
		}
	}
}

// measure fills in what a result of updates says, of a batch and of the pace.
func (e *Engine) measure(m Reply, r network.Result) error {
	if r.Loss != r.Loss {
		return errs.New("the loss is not a number any more; ", e.trainer.NotANumber(), ", and reset")
	}
	e.images += r.Count
	seconds := e.host.Now() - e.started
	rate := float64(e.images) / seconds
	if seconds > 4 { // the rate is that of the last seconds
		e.started += 0.5 * seconds
		e.images /= 2
	}
	m["loss"], m["accuracy"], m["rate"] = r.Loss/float64(r.Count), float64(r.Correct)/float64(r.Count), rate
	return nil
}
