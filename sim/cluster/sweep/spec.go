//go:build !js

// Package sweep makes trials of a description: which parameters of a preset take which values.
package sweep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"talbot/sim/cluster"
	"talbot/sim/experiment"
)

// Spec describes a sweep.
type Spec struct {
	Preset string           `json:"preset"`
	Method string           `json:"method,omitempty"` // "grid" (the usual), "random" or "halving"
	Trials int              `json:"trials,omitempty"` // of random and halving: how many are drawn
	Draw   int              `json:"draw,omitempty"`   // seed of what is drawn
	Set    map[string]Value `json:"set,omitempty"`    // parameters that are the same in all trials
	Vary   map[string]Vary  `json:"vary,omitempty"`
	Seeds  Seeds            `json:"seeds,omitempty"` // a number n for seeds 1 to n, or a list

	// Test is "held-out", the usual, or "test"; HoldOut is how many of the training pictures
	// are held out then, a tenth where it is 0.
	Test       string `json:"test,omitempty"`
	HoldOut    int    `json:"hold_out,omitempty"`
	LimitTrain int    `json:"limit_train,omitempty"`
	LimitTest  int    `json:"limit_test,omitempty"`
	By         string `json:"by,omitempty"` // what is best: "accuracy" (the usual), "loss" (the least), or one of a result's values

	// Bench is the name of the bench that the trials are made on, one after another, by the worker that has it; "" for none.
	Bench string `json:"bench,omitempty"`

	// Shares cuts every update of a trial into so many shares, for all workers and pages of a hub; 0 for none.
	Shares int `json:"shares,omitempty"`

	// Exact has every trial computed without SIMD on processors, so that its bits are the same whatever worker or page does it.
	Exact bool `json:"exact,omitempty"`

	// Of halving: the first round trains for FirstEpochs, 1 where it is 0, each further one Factor
	// times as long, 3 where it is 0, with the best of every Factor; the last for the epochs set.
	FirstEpochs int `json:"first_epochs,omitempty"`
	Factor      int `json:"factor,omitempty"`
}

// Value is a parameter's value, as text, number or truth.
type Value string

// UnmarshalJSON takes any of these.
func (v *Value) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err == nil {
		*v = Value(text)
		return nil
	}
	switch c := b[0]; {
	case c == 't', c == 'f', c == '-', c >= '0' && c <= '9':
		*v = Value(b)
		return nil
	}
	return fmt.Errorf("%s is no value: want a text, a number, true or false", b)
}

// Seeds is a list of seeds.
type Seeds []int

// UnmarshalJSON takes a list, or how many.
func (s *Seeds) UnmarshalJSON(b []byte) error {
	var n int
	if err := json.Unmarshal(b, &n); err != nil {
		return json.Unmarshal(b, (*[]int)(s))
	}
	if n < 1 || n > 10000 {
		return fmt.Errorf("seeds: %d is outside 1 to 10000", n)
	}
	for i := range n {
		*s = append(*s, i+1)
	}
	return nil
}

// Vary is the values of a parameter: a list, or a range.
type Vary struct {
	List     []Value
	From, To Value
	Steps    int  // of a grid
	Log      bool // equal factors instead of equal steps
}

// UnmarshalJSON takes a list, or an object with from, to, steps and scale.
func (v *Vary) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		if err := json.Unmarshal(b, &v.List); err != nil {
			return err
		}
		if len(v.List) == 0 {
			return errors.New("a list of values is empty")
		}
		return nil
	}
	var r struct {
		From, To Value
		Steps    int
		Scale    string
	}
	if err := strict(b, &r); err != nil {
		return fmt.Errorf("a range wants from, to, and if need be steps and scale: %w", err)
	}
	if r.From == "" || r.To == "" || r.Scale != "" && r.Scale != "linear" && r.Scale != "log" {
		return errors.New("a range wants from and to, and a scale of linear or log")
	}
	v.From, v.To, v.Steps, v.Log = r.From, r.To, r.Steps, r.Scale == "log"
	return nil
}

func strict(b []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more after its end")
	}
	return nil
}

// Parse reads a description strictly, and fills in what is usual.
func Parse(b []byte) (*Spec, error) {
	var s Spec
	if err := strict(b, &s); err != nil {
		return nil, err
	}
	def := func(p *string, usual string, known ...string) error {
		if *p == "" {
			*p = usual
		}
		if len(known) > 0 && !slices.Contains(known, *p) {
			return fmt.Errorf("%q is not one of %s", *p, strings.Join(known, ", "))
		}
		return nil
	}
	err := errors.Join(def(&s.Method, "grid", "grid", "random", "halving"), def(&s.Test, "held-out", "held-out", "test"), def(&s.By, "accuracy"))
	if err != nil {
		return nil, err
	}
	if s.FirstEpochs == 0 {
		s.FirstEpochs = 1
	}
	if s.Factor == 0 {
		s.Factor = 3
	}
	switch {
	case s.Preset == "":
		return nil, errors.New("it names no preset")
	case s.Method == "grid" && s.Trials != 0:
		return nil, errors.New("a grid has as many trials as its lists give: leave \"trials\" away, or draw them with \"method\": \"random\"")
	case s.Method != "grid" && (s.Trials < 1 || s.Trials > MaxTrials):
		return nil, fmt.Errorf("\"trials\" says how many are drawn: want 1 to %d", MaxTrials)
	case s.HoldOut < 0 || s.LimitTrain < 0 || s.LimitTest < 0 || s.FirstEpochs < 1 || s.Factor < 2:
		return nil, errors.New("a limit, hold_out or first_epochs is below 0, or factor below 2")
	case s.Shares != 0 && (s.Shares < 2 || s.Shares > cluster.MaxShares):
		return nil, fmt.Errorf("\"shares\" says into how many each update is cut: want 2 to %d", cluster.MaxShares)
	case s.Exact && (s.Bench != "" || s.Shares != 0):
		return nil, errors.New("shares are exact by themselves, and a bench is not: leave \"exact\" away")
	case s.Shares != 0 && s.Bench != "":
		return nil, errors.New("what is made on a bench cannot be shared: leave \"shares\" or \"bench\" away")
	case s.Test == "test" && s.HoldOut > 0:
		return nil, errors.New("hold_out and \"test\": \"test\": choose one")
	}
	return &s, nil
}

// MaxTrials bounds a sweep.
const MaxTrials = 20000

// values are those of a grid, in the parameter's own units.
func (v *Vary) values(p experiment.Param, set Setter) ([]string, error) {
	one := func(text Value) (string, error) {
		err := set(p, string(text))
		return p.Value(), err
	}
	if v.List != nil {
		var list []string
		for _, text := range v.List {
			x, err := one(text)
			if err != nil {
				return nil, err
			}
			if !slices.Contains(list, x) {
				list = append(list, x)
			}
		}
		return list, nil
	}
	from, to, err := v.ends(p, set)
	if err != nil {
		return nil, err
	}
	if v.Steps < 2 || v.Steps > MaxTrials {
		return nil, &experiment.ParamError{Name: p.Name, Why: "a range in a grid wants steps, 2 or more"}
	}
	var list []string
	for i := range v.Steps {
		x := v.at(from, to, float64(i)/float64(v.Steps-1), p.Kind == experiment.Int)
		if !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list, nil
}

// ends are a range's.
func (v *Vary) ends(p experiment.Param, set Setter) (from, to float64, err error) {
	if p.Kind != experiment.Int && p.Kind != experiment.Float || p.Each != "" {
		return 0, 0, &experiment.ParamError{Name: p.Name, Why: "it takes no range, as it is no number: give a list"}
	}
	for _, e := range []struct {
		text Value
		x    *float64
	}{{v.From, &from}, {v.To, &to}} {
		if err := set(p, string(e.text)); err != nil {
			return 0, 0, err
		}
		*e.x, _ = strconv.ParseFloat(p.Value(), 64) // Set has checked it
	}
	if v.Log && (from <= 0 || to <= 0) {
		return 0, 0, &experiment.ParamError{Name: p.Name, Why: "the ends of a logarithmic range must be above 0"}
	}
	return from, to, nil
}

// at is the value at a share of the way.
func (v *Vary) at(from, to, share float64, whole bool) string {
	x := from + (to-from)*share
	if v.Log {
		x = from * math.Pow(to/from, share)
	}
	switch {
	case share == 0:
		x = from
	case share == 1:
		x = to
	}
	if whole {
		return strconv.Itoa(int(math.Round(x)))
	}
	return strconv.FormatFloat(x, 'g', 6, 64)
}

// Setter sets a parameter to what a person wrote, such as a length with a unit.
type Setter func(p experiment.Param, text string) error
