package experiment

// Event is what a run reports. Every front end consumes the same stream: JSON
// lines in the terminal, messages in the page, values on the desk.
type Event struct {
	Kind string `json:"event"` // "start", "step", "epoch", "device" (it is another one now; Message says which), "done" or "error"

	Epoch int `json:"epoch"`          // epochs finished
	Step  int `json:"step,omitempty"` // updates made
	Steps int `json:"steps,omitempty"`

	Loss          float64 `json:"loss,omitempty"`           // mean over the samples since the last event of this kind
	TrainAccuracy float64 `json:"train_accuracy,omitempty"` // 0..1, over the same samples, as they were trained on
	TestAccuracy  float64 `json:"test_accuracy,omitempty"`  // 0..1, over the whole test set
	TestLoss      float64 `json:"test_loss,omitempty"`
	TestCount     int     `json:"test_count,omitempty"` // pictures of the test set

	TestInterval *[2]float64 `json:"test_interval,omitempty"` // 95 % interval of TestAccuracy, as of Wilson
	Efficiency   float64     `json:"efficiency,omitempty"`    // share of the source's power that lands in the detector regions

	Seconds float64 `json:"seconds,omitempty"` // since the run was started or resumed
	Rate    float64 `json:"rate,omitempty"`    // training samples a second
	Message string  `json:"message,omitempty"`
	Error   string  `json:"error,omitempty"`
}
