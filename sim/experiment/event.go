package experiment

// Event is what a run reports. Every front end consumes the same stream: JSON
// lines in the terminal, messages in the page, values on the desk. In JSON what was
// measured is there, also if it is 0, and what was not is left out.
type Event struct {
	Kind string `json:"event"` // "start", "step", "epoch", "device" (it is another one now; Message says which), "doing" (something long; Message says what), "done" or "error"

	Epoch int `json:"epoch"` // epochs finished
	Step  int `json:"step"`  // updates made
	Steps int `json:"steps,omitempty"`

	Stage string `json:"stage,omitempty"` // that is under way, or has just ended, of a training of several

	*Trained // nil unless the event is of updates
	*Tested  // nil unless the test pictures were run

	Values map[string]float64 `json:"values,omitempty"` // what else a system tells of this, by name

	Seconds float64 `json:"seconds"`        // since the run was started or resumed
	Rate    float64 `json:"rate,omitempty"` // training samples a second; 0 before any time has passed
	Message string  `json:"message,omitempty"`
	Error   string  `json:"error,omitempty"`
}

// Trained is how the samples did since the last event of this kind, as they were
// trained on.
type Trained struct {
	Loss          float64 `json:"loss"`           // mean over the samples
	TrainAccuracy float64 `json:"train_accuracy"` // 0..1
}

// Share is what a share that may not be told is, 0 where it is not.
func Share(of *float64) float64 {
	if of == nil {
		return 0
	}
	return *of
}

// Tested is how the whole test set did.
type Tested struct {
	TestAccuracy float64  `json:"test_accuracy"` // 0..1
	TestLoss     float64  `json:"test_loss"`
	Efficiency   *float64 `json:"efficiency,omitempty"` // share of the encoded light, behind the picture, that lands in the detector regions; nil where no light is told apart

	// Runs of older versions have none of these, nor those that tell no light apart the first.
	SourceEfficiency *float64 `json:"source_efficiency,omitempty"` // share of the source's light, in front of the picture

	Held         bool        `json:"held_out,omitempty"`      // the examples are not of the test set, but held out of training
	TestCount    int         `json:"test_count,omitempty"`    // pictures of the test set
	TestInterval *[2]float64 `json:"test_interval,omitempty"` // 95 % interval of TestAccuracy, as of Wilson
}
