//go:build !js

package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// How often a trial is tried.
const (
	MaxErrors = 3  // attempts that returned an error
	MaxLost   = 20 // leases that were lost, as workers died or were cut off
)

// Worker takes trials off a queue, one after another.
type Worker struct {
	Name  string
	Queue *Queue
	// Do computes a trial. When ctx is done it keeps a checkpoint by the task, unless the cause is
	// ErrLost, and returns ctx's error.
	Do func(ctx context.Context, t *Task) (*Result, error)
	// Tell is told of what happens, from any goroutine; may be nil.
	Tell func(Event)
	// UntilEmpty ends the work when nothing is left to do.
	UntilEmpty bool
	// Bench is the name of the bench that it works on, "" for none. Then it takes only trials that ask for that, and of all
	// workers of the same bench one has a trial at a time.
	Bench string
	// Adds takes only trials that are shared, whose updates it makes of what others compute.
	Adds bool

	unfit unfit
}

// Event is something that happened to a trial: "taken", "done", "error", "parked", "returned",
// "lost", "cancelled" or "again" (it had its result already).
type Event struct {
	Kind, Key, Worker string
	Why               error
}

// Task is a trial in the hands of a worker.
type Task struct {
	Trial  *Trial
	Key    string
	Record Record // as the trial was taken: its Checkpoint is where to go on, unless ""
	Lost   int    // leases lost so far
	// Helpers says who else computes; it comes into the record with the next Progress.
	Helpers string
	queue   *Queue
	worker  string
	lease   *lease
	began   time.Time
	told    time.Time
}

// Queue is where the task is from, to read objects.
func (t *Task) Queue() *Queue { return t.queue }

// Run works until ctx is done, or nothing is left where that is asked for. It is an error when the
// connection has been closed.
func (w *Worker) Run(ctx context.Context) error {
	trials := w.Queue.workers
	var err error
	switch {
	case w.Adds:
		trials, err = w.Queue.sums(ctx)
	case w.Bench != "":
		trials, err = w.Queue.bench(ctx, w.Bench)
	}
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		asked := time.Now()
		// The wait is short, as the lease of a message counts from when it was asked for.
		wait := max(time.Second, w.Queue.lease/3)
		if w.UntilEmpty {
			wait = 300 * time.Millisecond
		}
		batch, err := trials.Fetch(1, jetstream.FetchMaxWait(wait))
		if err != nil {
			if w.Queue.nc.IsClosed() {
				return w.Queue.closed(err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(w.Queue.retry):
			}
			continue
		}
		select {
		case m, ok := <-batch.Messages():
			if ok {
				w.unfit.rest(ctx, w.take(ctx, m, asked))
			} else if w.UntilEmpty && batch.Error() == nil && w.Queue.empty(ctx, trials) {
				return nil
			} else if batch.Error() != nil {
				if w.Queue.nc.IsClosed() {
					return w.Queue.closed(batch.Error())
				}
				select {
				case <-ctx.Done():
				case <-time.After(w.Queue.retry):
				}
			}
		case <-ctx.Done():
			// A message that comes now is given back by the end of its lease, unless it is here.
			select {
			case m, ok := <-batch.Messages():
				if ok {
					w.take(ctx, m, asked)
				}
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
	return nil
}

// empty tells whether no trial of those waits or runs.
func (q *Queue) empty(ctx context.Context, trials jetstream.Consumer) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	info, err := trials.Info(ctx)
	return err == nil && info.NumPending == 0 && info.NumAckPending == 0
}

func (w *Worker) tell(kind, key string, why error) {
	if w.Tell != nil {
		w.Tell(Event{kind, key, w.Name, why})
	}
}

// take does what a message asks for; false if this worker is unfit for it.
func (w *Worker) take(ctx context.Context, m jetstream.Msg, asked time.Time) (fit bool) {
	q := w.Queue
	l := &lease{q: q, msg: m, ends: asked.Add(q.lease)}
	after := context.WithoutCancel(ctx) // what must be said when the worker is asked to stop, too
	key := keyOf(m.Subject())
	if err := newer(m.Headers()); err != nil {
		return w.pass(after, l, key, "", err)
	}
	trial, err := ParseTrial(m.Data())
	meta, merr := m.Metadata()
	if err == nil && (trial.Key() != key || trial.Bench != w.Bench || trial.Shares > 0 != w.Adds) {
		err = errors.New("not a trial: its name is not the hash of what it is")
	}
	if err = errors.Join(err, merr); err != nil {
		w.tell("parked", key, err)
		_ = l.park(after, key, nil, err)
		return true
	}
	if ctx.Err() != nil {
		w.giveBack(after, l, key, ctx.Err())
		return true
	}
	// Also of the first delivery: a hub that was killed may have forgotten earlier ones.
	bounded, cancelBound := context.WithDeadline(ctx, l.ends)
	old, err := q.Result(bounded, key)
	r := Record{}
	if err == nil && old == nil {
		r, _, err = q.record(bounded, key)
	}
	cancelBound()
	switch {
	case ctx.Err() != nil:
		w.giveBack(after, l, key, ctx.Err())
		return true
	case err != nil: // no hub for so long: who comes next has it
		w.tell("lost", key, err)
		return true
	case old != nil:
		w.tell("again", key, nil)
		_ = q.forget(after, key, old.Checkpoint, old.Curve)
		_ = l.say(after, "+ACK")
		return true
	case r.Cancelled:
		w.tell("cancelled", key, nil)
		_ = l.say(after, "+TERM")
		return true
	}
	t := &Task{Trial: trial, Key: key, Record: r, queue: q, worker: w.Name, lease: l, began: time.Now()}
	t.Lost = max(0, int(meta.NumDelivered)-1-r.Errors-r.Returned)
	if t.Lost > MaxLost {
		err := fmt.Errorf("its worker died or was cut off %d times", t.Lost)
		w.tell("parked", key, err)
		_ = l.park(after, key, trial, err)
		return true
	}
	if why := w.unfit.known(trial.needs()); why != nil {
		return w.pass(after, l, key, trial.needs(), why)
	}
	w.tell("taken", key, nil)
	return w.do(ctx, t)
}

// do computes a task and says how it ended; false if this worker is unfit for it.
func (w *Worker) do(parent context.Context, t *Task) (fit bool) {
	q, l, after := w.Queue, t.lease, context.WithoutCancel(parent)
	ctx, end := context.WithCancelCause(parent)
	var wait sync.WaitGroup
	hold, free := context.WithCancel(after) // also while the last checkpoint is stored
	wait.Go(func() { l.keep(hold, t.Key, end) })
	res, err := w.attempt(ctx, t)
	cause := context.Cause(ctx)
	end(nil)
	defer func() { free(); wait.Wait() }()
	var unfit *Unfit
	switch {
	case err == nil:
		res.Key, res.Worker, res.Lost, res.Errors = t.Key, w.Name, t.Lost, t.Record.Errors
		res.Seconds = time.Since(t.began).Seconds()
		res.Values = finite(res.Values)
		// Also without the lease: the same trial has the same result, whoever had it.
		first, err := q.keep(after, res)
		if err != nil {
			w.tell("error", t.Key, err)
			w.failed(after, t, err)
			return true
		}
		kind := "done"
		if !first {
			kind = "again"
		}
		if t.Record != (Record{}) {
			_ = q.forget(after, t.Key, res.Checkpoint, res.Curve)
		}
		_ = l.say(after, "+ACK")
		w.tell(kind, t.Key, nil)
	case !l.held() || errors.Is(cause, ErrLost):
		w.tell("lost", t.Key, ErrLost)
	case errors.Is(cause, ErrCancelled):
		w.tell("cancelled", t.Key, nil)
		_ = l.say(after, "+TERM")
	case parent.Err() != nil:
		w.giveBack(after, l, t.Key, err)
	case errors.As(err, &unfit):
		return w.pass(after, l, t.Key, t.Trial.needs(), err)
	default:
		w.failed(after, t, err)
	}
	return true
}

// giveBack lets another worker have a trial at once.
func (w *Worker) giveBack(ctx context.Context, l *lease, key string, why error) {
	if _, err := w.Queue.change(ctx, key, func(r *Record) { r.Returned++; r.Worker = "" }); err == nil {
		_ = l.say(ctx, "-NAK")
	}
	w.tell("returned", key, why)
}

// attempt is Do, whose panic is an error of the trial: another one may be well.
func (w *Worker) attempt(ctx context.Context, t *Task) (res *Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			res, err = nil, fmt.Errorf("panic: %v", p)
		}
	}()
	return w.Do(ctx, t)
}

// failed counts an attempt that returned an error.
func (w *Worker) failed(ctx context.Context, t *Task, why error) {
	r, err := w.Queue.change(ctx, t.Key, func(r *Record) { r.Errors++; r.Why = why.Error() })
	switch {
	case err != nil: // the lease ends, and it counts as lost
		w.tell("error", t.Key, err)
	case r.Errors >= MaxErrors:
		w.tell("parked", t.Key, why)
		_ = t.lease.park(ctx, t.Key, t.Trial, why)
	default:
		w.tell("error", t.Key, why)
		_ = t.lease.say(ctx, `-NAK {"delay": `+strconv.FormatInt(int64(w.Queue.retry), 10)+`}`)
	}
}

// park keeps why a trial is not tried any more, and then takes it from the queue, where the server
// would leave it for ever.
func (l *lease) park(ctx context.Context, key string, t *Trial, why error) error {
	_, err := l.q.change(ctx, key, func(r *Record) { r.Parked, r.Why, r.Trial = true, why.Error(), t })
	if err != nil {
		return err
	}
	return l.say(ctx, "+TERM")
}

// Progress keeps where a trial stands, now and then, for whoever looks.
func (t *Task) Progress(ctx context.Context, epoch, done, accuracy float64) {
	if time.Since(t.told) < time.Second || !t.lease.held() {
		return
	}
	t.told = time.Now()
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_, _ = t.queue.change(ctx, t.Key, func(r *Record) { // only to be looked at
		r.Worker, r.Helpers, r.Epoch, r.Done, r.Accuracy = t.worker, t.Helpers, epoch, done, accuracy
	})
	t.Record.Worker = t.worker
}

// Save keeps a checkpoint, and the curve up to it, from which another worker can go on. The one
// before is dropped.
func (t *Task) Save(ctx context.Context, epoch, done float64, checkpoint, curve []byte) error {
	state, err := t.queue.Put(ctx, t.Key, checkpoint)
	if err != nil {
		return err
	}
	events, err := t.queue.Put(ctx, t.Key, curve)
	if err != nil {
		return err
	}
	if !t.lease.held() {
		return ErrLost
	}
	before := t.Record
	if t.Record, err = t.queue.change(ctx, t.Key, func(r *Record) {
		before.Checkpoint, before.Curve = r.Checkpoint, r.Curve
		r.Worker, r.Epoch, r.Done, r.Checkpoint, r.Curve = t.worker, epoch, done, state, events
	}); err != nil {
		return err
	}
	return errors.Join(t.queue.drop(ctx, before.Checkpoint, state), t.queue.drop(ctx, before.Curve, events))
}

// finite leaves out what JSON cannot hold.
func finite(values map[string]float64) map[string]float64 {
	for name, v := range values {
		if _, err := json.Marshal(v); err != nil {
			delete(values, name)
		}
	}
	return values
}
