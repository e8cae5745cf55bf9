package train

import (
	"sync"

	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/network"
)

// Job is a stage that needs nothing of others, such as the fit of one mask. Its result
// must not depend on which device does it.
type Job struct {
	Key  string // its name, which no other of the jobs has
	Open func(dev compute.Device) (Stage, error)
}

// Jobs are independent stages, each on a device of its own, as many at a time as there are
// devices. They are a stage again: the state has the ended ones and those under way.
type Jobs struct {
	Title   string
	List    []Job
	Devices []compute.Device

	ended map[string]*State
	kept  map[string]*State // of jobs that have begun and are not open
	open  []opened          // on each device
}

// opened is the job that a device is at; no stage when it has none.
type opened struct {
	key    string
	stage  Stage
	result network.Result
	err    error
}

func (j *Jobs) Name() string { return j.Title }

// Ended is the last state of a job, nil until it has ended.
func (j *Jobs) Ended(key string) *State { return j.ended[key] }

// Done counts each job as much as the others.
func (j *Jobs) Done() float64 {
	if len(j.ended) >= len(j.List) {
		return 1
	}
	sum := float64(len(j.ended))
	for _, o := range j.open {
		if o.stage != nil {
			sum += min(1, o.stage.Done())
		}
	}
	return min(sum/float64(len(j.List)), 1-1e-9) // not 1 until all states are there
}

// Next does a piece of a job on each device at the same time, and adds up their results in
// the order of the devices. One that fails keeps the others where they are.
func (j *Jobs) Next() (sum network.Result, err error) {
	if err := j.fill(); err != nil {
		return sum, err
	}
	var wait sync.WaitGroup
	for i := range j.open {
		if o := &j.open[i]; o.stage != nil && o.stage.Done() < 1 {
			wait.Go(func() { o.result, o.err = o.stage.Next() })
		}
	}
	wait.Wait()
	for i := range j.open {
		o := &j.open[i]
		if o.stage == nil {
			continue
		}
		sum.Add(o.result)
		if o.result = (network.Result{}); o.err != nil {
			if err == nil {
				err = errs.New("train: ", o.key, ": ", o.err.Error())
			}
			o.err = nil
			continue
		}
		if o.stage.Done() >= 1 {
			state, e := o.stage.State()
			if e != nil {
				return sum, e
			}
			j.ended[o.key], *o = state, opened{}
		}
	}
	return sum, err
}

// fill gives each device that has none the next job.
func (j *Jobs) fill() error {
	if j.open == nil {
		if len(j.Devices) == 0 {
			return errs.New("train: jobs want a device at least")
		}
		keys := map[string]bool{}
		for _, job := range j.List {
			if keys[job.Key] {
				return errs.New("train: two jobs have the name ", job.Key)
			}
			keys[job.Key] = true
		}
		j.open = make([]opened, len(j.Devices))
	}
	if j.ended == nil {
		j.ended = map[string]*State{}
	}
	for i, dev := range j.Devices {
		for _, job := range j.List {
			if j.open[i].stage != nil {
				break
			}
			if j.ended[job.Key] != nil || j.at(job.Key) != nil {
				continue
			}
			stage, err := job.Open(dev)
			if err == nil && j.kept[job.Key] != nil {
				err = stage.Restore(j.kept[job.Key])
			}
			if err != nil {
				return errs.New("train: ", job.Key, ": ", err.Error())
			}
			j.open[i] = opened{key: job.Key, stage: stage}
			delete(j.kept, job.Key)
		}
	}
	return nil
}

// at is the stage of a job that is open, or nil.
func (j *Jobs) at(key string) Stage {
	for _, o := range j.open {
		if o.stage != nil && o.key == key {
			return o.stage
		}
	}
	return nil
}

// State has the states of all jobs that have begun, in the order of the list.
func (j *Jobs) State() (*State, error) {
	all := &State{}
	for _, job := range j.List {
		state, ended := j.ended[job.Key], true
		if state == nil {
			state, ended = j.kept[job.Key], false
		}
		if stage := j.at(job.Key); stage != nil {
			var err error
			if state, err = stage.State(); err != nil {
				return nil, err
			}
		}
		if state != nil {
			all.Parts = append(all.Parts, Part{job.Key, ended, *state})
		}
	}
	return all, nil
}

// Restore takes over the jobs of a state: those under way go on when a device is free.
func (j *Jobs) Restore(s *State) error {
	ended, kept := map[string]*State{}, map[string]*State{}
	for i := range s.Parts {
		part := &s.Parts[i]
		known := false
		for _, job := range j.List {
			known = known || job.Key == part.Key
		}
		if !known {
			return errs.New("train: the checkpoint has a job ", part.Key, ", and here is none of that name")
		}
		if kept[part.Key] = &part.State; part.Ended {
			ended[part.Key] = &part.State
			delete(kept, part.Key)
		}
	}
	if len(s.Arrays) > 0 {
		return errs.New("train: the checkpoint is of one stage, and here are jobs")
	}
	j.ended, j.kept, j.open = ended, kept, nil
	return nil
}

var _ Stage = (*Jobs)(nil)
