// Package run makes the runs of published experiments: each in a folder that can be stopped
// and goes on, several side by side where they are small.
package run

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/experiment/run"
	"talbot/sim/reproduce"
	"talbot/sim/rundir"
)

// Runner makes runs. What is finished in Out is not made again.
type Runner struct {
	Out       string           // folder
	Devices   []compute.Device // each makes one run at a time
	Epochs    int              // in place of each row's own, unless 0
	TestEvery int              // as of experiment/run
	HoldOut   int              // so many training pictures are the test pictures
	Trim      bool             // delete the checkpoint of a run that has ended
	Talbot    string           // version
	// Own says what the user has put in place of the paper's parts, and OwnMark tells the files
	// of such runs from others.
	Own, OwnMark string

	// Pictures loads a data set, and says where from. It is called from one goroutine at a time.
	Pictures func(name string) (learn, test *data.Set, from rundir.Source, err error)
	// Command makes the run of a row from a seed, of so many epochs, or for 0 of the row's own, as its result tells.
	Command func(row reproduce.Row, seed, epochs int) string
	// Progress is told what happens, from one goroutine at a time.
	Progress func(Progress)
	// Kept, unless it is nil, is told of a checkpoint in the folder of a training.
	Kept func(path string, s experiment.Trainer) error
	// SaveEvery is the time between two checkpoints in seconds, 0 for the usual one.
	SaveEvery float64

	mutex, telling sync.Mutex
	read           string // the set that was read last
}

// Progress is where a run stands.
type Progress struct {
	Row          reproduce.Row
	Seed         int
	Number, Runs int      // which run it is, from 1, of how many
	Label        string   // what is done, where it is no training
	Share        float64  // of that, or of the training
	Left         float64  // seconds until the end of that
	Test         *float64 // test accuracy of the last epoch
	// Result is that of a run that has just ended, else nil. All is then about the time in
	// seconds until the last of the runs ends.
	Result *reproduce.Result
	All    float64
}

// job is a run that is to be made.
type job struct {
	row    reproduce.Row
	seed   int
	number int
}

// All makes the runs of e from these seeds, and gives the results of all that there are, by row,
// also when it fails or ctx is done.
func (r *Runner) All(ctx context.Context, e reproduce.Experiment, seeds []int) (map[string][]*reproduce.Result, error) {
	results := map[string][]*reproduce.Result{}
	var todo []job
	for _, seed := range seeds {
		for i, row := range e.Rows {
			done, err := r.Finished(e, row, []int{seed})
			if err != nil {
				return results, err
			}
			if len(done) == 1 {
				if !row.Timed && !e.Small {
					if err := r.same(e, row, seed); err != nil {
						return results, err
					}
				}
				results[row.Name] = append(results[row.Name], done...)
				continue
			}
			number := i + 1
			if e.Small {
				number = len(todo) + 1
			}
			todo = append(todo, job{row, seed, number})
		}
	}
	if len(todo) == 0 {
		return results, nil
	}
	if err := os.MkdirAll(r.Out, 0o777); err != nil {
		return results, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work := make(chan job)
	var wait sync.WaitGroup
	began, ended := time.Now(), 0
	for _, dev := range r.Devices[:min(len(r.Devices), len(todo))] {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for w := range work {
				at := Progress{Row: w.row, Seed: w.seed, Number: w.number, Runs: len(e.Rows)}
				if e.Small {
					at.Runs = len(todo)
				}
				res, err := r.one(ctx, dev, e, w, at)
				if err != nil {
					cancel(err)
					continue
				}
				r.telling.Lock()
				ended++
				results[w.row.Name] = append(results[w.row.Name], res)
				at.Result, at.All = res, time.Since(began).Seconds()/float64(ended)*float64(len(todo)-ended)
				if e.Small {
					at.Number = ended
				}
				r.tell(at)
				r.telling.Unlock()
			}
		}()
	}
	for _, w := range todo {
		select {
		case work <- w:
		case <-ctx.Done():
		}
	}
	close(work)
	wait.Wait()
	if e.Small {
		_ = os.Remove(r.base(e)) // only if it is empty
	}
	for _, runs := range results {
		slices.SortStableFunc(runs, func(a, b *reproduce.Result) int { return slices.Index(seeds, a.Seed) - slices.Index(seeds, b.Seed) })
	}
	return results, context.Cause(ctx)
}

func (r *Runner) tell(p Progress) {
	if r.Progress != nil {
		r.Progress(p)
	}
}

// pictures are those of a row's runs.
func (r *Runner) pictures(row reproduce.Row) (learn, test *data.Set, from rundir.Source, err error) {
	if row.Data == "" {
		return nil, nil, from, nil
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.read != row.Data {
		r.telling.Lock()
		r.tell(Progress{Row: row, Label: "reading " + row.Data})
		r.telling.Unlock()
	}
	if learn, test, from, err = r.Pictures(row.Data); err != nil {
		return nil, nil, from, err
	}
	r.read = row.Data
	if row.Limit > 0 && row.Limit < learn.Len() {
		learn = learn.First(row.Limit)
		if row.LimitTest > 0 {
			test = test.First(min(test.Len(), row.LimitTest))
		}
	}
	from.LimitTrain, from.LimitTest, from.HoldOut = learn.Len()+r.HoldOut, test.Len(), r.HoldOut
	return learn, test, from, nil
}

// described are the pictures as a folder knows them.
func described(learn, test *data.Set) rundir.Data {
	if learn == nil {
		return rundir.Data{}
	}
	return rundir.Describe(learn, test)
}

// same checks that a run that has ended is what the row is now.
func (r *Runner) same(e reproduce.Experiment, row reproduce.Row, seed int) error {
	c, err := row.At(seed, r.Epochs)
	if err != nil {
		return err
	}
	learn, test, _, err := r.pictures(row)
	if err != nil {
		return err
	}
	_, err = like(r.Folder(e, row, seed), c, described(learn, test))
	return err
}

// one makes a run.
func (r *Runner) one(ctx context.Context, dev compute.Device, e reproduce.Experiment, w job, at Progress) (*reproduce.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := r.before(ctx, dev, e, w, at); err != nil {
		return nil, err
	}
	began := time.Now()
	c, err := w.row.At(w.seed, r.Epochs)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.row.Name, err)
	}
	learn, test, from, err := r.pictures(w.row)
	if err != nil {
		return nil, err
	}
	s, err := c.Open(dev, learn)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.row.Name, err)
	}
	path := r.Folder(e, w.row, w.seed)
	given, err := r.begin(e, w, s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.row.Name, err)
	}
	t := &reproduce.Trained{Session: s, Row: w.row, Seed: w.seed, Learn: learn, Test: test,
		Result: &reproduce.Result{Experiment: e.ID, Row: w.row.Name, Seed: w.seed, Quick: e.Quick, Own: r.Own, HoldOut: r.HoldOut, Values: map[string]float64{},
			Lists: map[string][]float64{}, Device: dev.Name(), Talbot: r.Talbot, Command: r.Command(w.row, w.seed, r.Epochs)},
		Progress: func(label string, done, all int) {
			at := at
			at.Label, at.Share = label, float64(done)/float64(max(1, all))
			r.telling.Lock()
			r.tell(at)
			r.telling.Unlock()
		}}
	if learn != nil {
		t.Result.Learned = learn.Len()
	}
	if some, ok := s.(experiment.Selecting); ok {
		t.Result.Learned = some.LearnsFrom()
	}
	trainer, trains := s.(experiment.Trainer)
	switch {
	case w.row.Timed && trains:
		err = r.time(ctx, trainer, t.Result)
	case trains:
		err = r.train(ctx, e, trainer, t, path, c, from, given, at)
	}
	if err != nil {
		return nil, err
	}
	if e.Measure != nil && !w.row.Timed {
		if a, ok := s.(run.Attended); ok {
			a.Attend(ctx, func(what string) { t.Progress(what, 0, 0) })
		}
		if err := e.Measure(ctx, t); err != nil {
			return nil, err
		}
	}
	if t.Result.Seconds == 0 {
		t.Result.Seconds = time.Since(began).Seconds()
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, err
	}
	return t.Result, r.keep(e, path, t.Result)
}

// time makes the updates of one epoch.
func (r *Runner) time(ctx context.Context, s experiment.Trainer, res *reproduce.Result) error {
	var times []float64
	for {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		began := time.Now()
		if _, err := s.Plan().Next(); err != nil {
			return err
		}
		times = append(times, 1e3*time.Since(began).Seconds())
		step, epoch := s.Progress()
		if epoch >= 1 {
			slices.Sort(times)
			res.Epochs, res.Steps, res.StepMS = 1, step, times[len(times)/2]
			return nil
		}
	}
}
