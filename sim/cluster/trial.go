//go:build !js

package cluster

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Trial is all that determines a training and its test: what gives the same result wherever it
// is computed, but for the rounding of another kind of device.
type Trial struct {
	Preset     string            `json:"preset"`
	Parameters map[string]string `json:"parameters"` // every one, as experiment.Param.Value has it
	Pictures   *Pictures         `json:"pictures,omitempty"`
	// Test says what the score is measured on: "held-out", or "test" for the test examples.
	Test string `json:"test"`
	// From is the key of a trial of fewer epochs, from whose end this one goes on; "" for none.
	From string `json:"from,omitempty"`
	// Piece is a run of a published experiment, whose settings Parameters are: it is measured as that says. Nil for none.
	Piece *Piece `json:"piece,omitempty"`
	// Fit is the fit of one mask of the network, in place of its training; nil for none.
	Fit *Fit `json:"fit,omitempty"`
	// Bench is the name of the bench that the trial is to be made on: only its worker takes it. "" for none.
	Bench string `json:"bench,omitempty"`
	// Shares cuts every update into so many shares, each of which whoever is free computes, without SIMD, so that the bits are
	// the same whoever it was; the hub adds them in their order. 0 for a trial that one worker computes.
	Shares int `json:"shares,omitempty"`
	// Exact has a training without shares computed without SIMD, on a processor, so that its bits are the same whatever
	// worker or page computes it.
	Exact bool `json:"exact,omitempty"`
}

// MaxShares bounds Trial.Shares.
const MaxShares = 64

// Piece names a run of a published experiment.
type Piece struct {
	Experiment string `json:"experiment"`
	Row        string `json:"row"`
	Seed       int    `json:"seed"`
	Quick      bool   `json:"quick,omitempty"`
	Epochs     int    `json:"epochs,omitempty"`     // in place of the row's own
	TestEvery  int    `json:"test_every,omitempty"` // epochs
}

// Fit names a fit of a mask to its kernels.
type Fit struct {
	Mask    int    `json:"mask"`    // its number, from 0
	Kernels string `json:"kernels"` // object: float32, little-endian, real and imaginary parts in turns
}

// The values of Trial.Test.
const (
	HeldOut  = "held-out"
	TestData = "test"
)

// Pictures are those that a trial learns from and is tested on.
type Pictures struct {
	Set        string `json:"set"`
	LimitTrain int    `json:"limit_train,omitempty"` // only the first so many, 0 for all
	LimitTest  int    `json:"limit_test,omitempty"`
	HoldOut    int    `json:"hold_out,omitempty"` // the last so many of the training pictures are the test pictures
	Train      int    `json:"train"`              // how many there are
	Test       int    `json:"test"`
	SHA256     string `json:"sha256"` // of the training pictures, as rundir.Describe has it
}

// encode is the trial as JSON, always the same for the same trial.
func (t *Trial) encode() []byte {
	b, err := json.Marshal(t) // sorts the parameters
	if err != nil {
		panic(err) // it has texts and numbers alone
	}
	return b
}

// Key names the trial: 32 hexadecimal digits of the SHA-256 of what it is.
func (t *Trial) Key() string {
	h := sha256.Sum256(t.encode())
	return hex.EncodeToString(h[:16])
}

// ParseTrial reads a trial strictly.
func ParseTrial(b []byte) (*Trial, error) {
	var t Trial
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	err := dec.Decode(&t)
	if err == nil {
		if _, more := dec.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("there is more after its end")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("not a trial: %w: submit it with this version of talbot", err)
	}
	if t.Preset == "" || t.Test != HeldOut && t.Test != TestData {
		return nil, errors.New("not a trial: it wants a preset, and a test of \"held-out\" or \"test\"")
	}
	if t.Shares != 0 {
		if t.Shares < 2 || t.Shares > MaxShares || t.Bench != "" || t.Piece != nil || t.Fit != nil {
			return nil, fmt.Errorf("not a trial: %d shares, where 2 to %d can be, of a training without a bench", t.Shares, MaxShares)
		}
		return &t, nil
	}
	if t.Exact && (t.Bench != "" || t.Piece != nil || t.Fit != nil) {
		return nil, errors.New("not a trial: \"exact\" is for a training without a bench")
	}
	if t.Bench != "" {
		return &t, CheckBench(t.Bench)
	}
	return &t, nil
}

// Result is how a trial ended.
type Result struct {
	Key     string            `json:"trial"`
	Preset  string            `json:"preset"`
	Changed map[string]string `json:"changed,omitempty"` // parameters that are not the preset's
	Test    string            `json:"test"`              // what it was tested on: "test" where there was nothing to hold out

	Epochs   int                `json:"epochs"`
	Steps    int                `json:"steps"`
	Loss     float64            `json:"loss"`     // of the test
	Accuracy float64            `json:"accuracy"` // 0..1
	Count    int                `json:"count"`    // examples of the test
	Train    float64            `json:"train_accuracy"`
	Values   map[string]float64 `json:"values,omitempty"` // what else the system tells

	Piece *Piece `json:"piece,omitempty"` // as the trial's
	Fit   *Fit   `json:"fit,omitempty"`   // likewise
	Bench string `json:"bench,omitempty"` // likewise

	Exact bool `json:"exact,omitempty"` // likewise

	Shares int            `json:"shares,omitempty"` // likewise
	Helped map[string]int `json:"helped,omitempty"` // of a shared trial: how many shares each helper has computed since the last start, the hub's own under its name

	Checkpoint string `json:"checkpoint,omitempty"` // object of the last state; of a piece of its packed folder, "" for none
	Curve      string `json:"curve,omitempty"`      // object of the events of all epochs, JSON lines
	Report     string `json:"report,omitempty"`     // object of the result of a piece, as package reproduce has it

	Worker  string  `json:"worker"` // who computed it
	Device  string  `json:"device"`
	Talbot  string  `json:"talbot"`
	Seconds float64 `json:"seconds"` // since this worker took it
	Lost    int     `json:"lost,omitempty"`
	Errors  int     `json:"errors,omitempty"`
}

// What names what was computed, in words.
func (r *Result) What() string {
	switch {
	case r.Piece != nil:
		return fmt.Sprintf("%s: %s, seed %d", r.Piece.Experiment, r.Piece.Row, r.Piece.Seed)
	case r.Fit != nil:
		return fmt.Sprintf("%s: fit of mask %d", r.Preset, r.Fit.Mask+1)
	case r.Bench != "":
		return r.Preset + " on " + r.Bench
	}
	return r.Preset
}

// Record is what is known of a trial while it has no result.
type Record struct {
	Worker     string  `json:"worker,omitempty"`  // who has it, or had it last
	Helpers    string  `json:"helpers,omitempty"` // of a shared trial: who computes shares with it
	Epoch      float64 `json:"epoch"`
	Done       float64 `json:"done"` // share
	Accuracy   float64 `json:"accuracy,omitempty"`
	Checkpoint string  `json:"checkpoint,omitempty"` // object to go on from
	Curve      string  `json:"curve,omitempty"`
	Errors     int     `json:"errors,omitempty"`   // attempts that returned one
	Returned   int     `json:"returned,omitempty"` // times that a worker gave it back: to stop, or as unfit
	Why        string  `json:"why,omitempty"`      // last error, or why a worker was unfit
	Parked     bool    `json:"parked,omitempty"`   // no worker tries any more
	Cancelled  bool    `json:"cancelled,omitempty"`
	Trial      *Trial  `json:"trial,omitempty"` // of a parked one
}
