// Package reproduce is the shape of published experiments that Talbot repeats, as lists of
// runs: what is trained, what is measured, and what the paper got. The lists are in
// packages of their own, one for each paper or group of papers (reproduce/d2nn, reproduce/sa),
// and reproduce/all names them; reproduce/run makes the runs, and the command "talbot
// reproduce" shows the paper's values beside ours.
//
// # A list of one's own
//
// A row takes the settings of any system. This is a whole experiment, trained from each
// seed and tested after every epoch:
//
//	reproduce.Experiment{
//		ID: "dante-table1", Title: "Depth", Source: "Zhu and others, ..., table 1",
//		Columns: []reproduce.Column{{Name: "test"}, {Name: "cosine", Unit: "1"}},
//		Rows: []reproduce.Row{{Name: "two-layers", Label: "2 layers", Config: preset.Config, Paper: []float64{.975, reproduce.None}}},
//		Measure: func(ctx context.Context, t *reproduce.Trained) error {
//			cosine, err := t.Session.(*session).Cosine()
//			t.Set("cosine", cosine)
//			return err
//		},
//	}
//
// What is a Trainer is trained to the end of its plan, in a folder that stops and resumes; a
// session of another kind goes to Measure as it was opened. A run without Measure has the
// values "test", "training", "best" and, where light is told apart, "efficiency" and "of source".
//
// A run is named by what it is, so that experiments which have a run in common share
// it: figure 2's linear schedule is table 1's best row.
package reproduce

import (
	"context"
	"fmt"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"talbot/sim/data"
	"talbot/sim/experiment"
)

// Experiment is one figure or table.
type Experiment struct {
	ID     string
	Title  string
	Source string // paper, and where in it
	Note   string // what to know when comparing
	Rows   []Row
	// Columns are the values of a row, in the order in which a table shows them.
	Columns []Column
	// Draw is the column that the figure compares; "" for the test accuracy, or else the first.
	Draw string
	// Beside is a column whose published values the figure has in the rows where the one that it draws has none, and BesideOf tells
	// what these are of, such as "100 pictures"; "" for no such column.
	Beside, BesideOf string
	// Seeds are those of the runs unless others are asked for; nil for 1, 2 and 3.
	Seeds []int
	Quick bool // the small version
	// Shared rows are called by what they are and nothing else, so that a run stands for the same
	// one of other experiments. Other runs have a folder by the experiment's ID.
	Shared bool
	// Small runs go side by side, one on each core of a processor, and leave nothing behind but
	// their line of results.
	Small bool
	// Heavy ones among them take a GPU in place of the cores, where there is one.
	Heavy bool
	// AtEnd runs read the test pictures once, at their end; until then those that hold some out are tested with these, and
	// others not at all.
	AtEnd bool
	// Measure adds to the values of a run that has ended, unless it is nil.
	Measure func(ctx context.Context, t *Trained) error
	// Tests is about how many tests of the whole set Measure is as long as; nil for none.
	Tests func(experiment.Config) int
	// Takes measures about how many seconds Measure will take of a session for a row that has not been trained, and of its test pictures;
	// nil for none to speak of.
	Takes func(ctx context.Context, s experiment.Session, test *data.Set) (float64, error)
	// EachEpoch adds to the event of an epoch, which is kept in the curve; it may be nil.
	// ev is the evaluation of the epoch, or nil. What the run goes on to must not change.
	EachEpoch func(t *Trained, e *experiment.Event, ev *experiment.Evaluation) error
}

// Column is one value of a row's runs.
type Column struct {
	Name string
	// Unit is that of the value: "" for a share of 1, which is shown in percent, "1" for another
	// pure number.
	Unit string
	// Of is the value; nil for that of the column's name. NaN is what was not measured.
	Of func(*Result) float64
}

// Value is that of a run; NaN for none.
func (c Column) Value(r *Result) float64 {
	if c.Of != nil {
		return c.Of(r)
	}
	return r.Value(c.Name)
}

// Row is one configuration, which is trained from several seeds.
type Row struct {
	Name   string // of its runs, without the seed
	Label  string // what distinguishes it in this experiment
	Ours   bool   // the paper has no such row
	Config experiment.Config
	Data   string // name of the pictures that it is for, "" for none
	// From is the row whose run, from the same seed and of its own number of epochs, has trained the masks that a run of this one
	// begins with; nil for none. It is made first where it is not there.
	From *Row
	// Paper has the paper's value for each column, None where it has none; nil for none at all.
	Paper []float64
	// Timed rows are not trained to an end: only their updates are timed.
	Timed bool
	// Limit and LimitTest are the numbers of pictures to train and to test with, 0 for all.
	Limit, LimitTest int
}

// None stands for a value that the paper does not have.
var None = math.NaN()

// At are the settings of a row's run from a seed, of so many epochs, or for 0 of the row's own.
func (r Row) At(seed, epochs int) (experiment.Config, error) {
	c := r.Config.Clone()
	for _, p := range c.Params() {
		to := 0
		switch {
		case p.Name == "seed":
			to = seed
		case p.Role == experiment.RoleEpochs && epochs > 0:
			to = epochs
		default:
			continue
		}
		if err := p.Set(strconv.Itoa(to)); err != nil {
			return nil, err
		}
	}
	_, err := c.Check()
	return c, err
}

// Epochs are how many the row's own settings have, 0 for none.
func (r Row) Epochs() int {
	n, _ := strconv.Atoi(experiment.ValueOf(r.Config, experiment.RoleEpochs)) // "" for none
	return n
}

// Published is the paper's value for column i.
func (r Row) Published(i int) float64 {
	if i < len(r.Paper) {
		return r.Paper[i]
	}
	return None
}

// Trained is a run that has come to its end, or in EachEpoch to that of an epoch.
type Trained struct {
	Session     experiment.Session
	Row         Row
	Seed        int
	Learn, Test *data.Set // of the run; nil where the session has examples of its own
	Result      *Result   // what is known so far
	// Progress tells what is being done, and how much of it is; it may be nil.
	Progress func(label string, done, all int)
}

// Set adds a value to the result; one that is not finite was not measured.
func (t *Trained) Set(name string, v float64) {
	if !math.IsNaN(v) && !math.IsInf(v, 0) {
		t.Result.Values[name] = v
	}
}

// Pick keeps the rows whose names match one of the patterns, where * stands for any
// part of a name, and the "quick-" before it may be left out.
func (e *Experiment) Pick(patterns []string) error {
	if len(patterns) == 0 {
		return nil
	}
	var rows []Row
	for _, r := range e.Rows {
		for _, p := range patterns {
			ok, err := path.Match(p, r.Name)
			if err != nil {
				return fmt.Errorf("%q is not a name of rows: %w", p, err)
			}
			if short, quick := strings.CutPrefix(r.Name, Quickly); quick && !ok {
				ok, _ = path.Match(p, short) // the pattern is a good one
			}
			if ok {
				rows = append(rows, r)
				break
			}
		}
	}
	if rows == nil {
		var names []string
		for _, r := range e.Rows {
			names = append(names, r.Name)
		}
		return fmt.Errorf("no row of %s is called %s; the rows are %s", e.ID, strings.Join(patterns, " or "), strings.Join(names, ", "))
	}
	e.Rows = rows
	return nil
}

// Quickly begins the names of quick rows, where those of both sizes have folders side by side.
const Quickly = "quick-"

// Find returns one of a list by its id.
func Find(list []Experiment, id string) (Experiment, error) {
	i := slices.IndexFunc(list, func(e Experiment) bool { return e.ID == id })
	if i >= 0 {
		return list[i], nil
	}
	var known []string
	for _, e := range list {
		known = append(known, e.ID)
	}
	return Experiment{}, fmt.Errorf("there is nothing called %q to reproduce; want one of %s", id, strings.Join(known, ", "))
}
