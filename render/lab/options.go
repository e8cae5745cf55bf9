package lab

// Options say how a Scene looks. The zero value is the dark theme with light in
// its own colour.
type Options struct {
	Light     bool // light theme
	Projector bool // large type, for a lecture hall

	// Sequential shows intensities on the sequential map instead of in the
	// light's own colour.
	Sequential bool
	// Exponent is that of the displayed intensity, I^Exponent; 0 stands for 0.5,
	// which shows the amplitude.
	Exponent float64

	// ReducedMotion stops the pulse, and lets pictures change at once.
	ReducedMotion bool

	// Plain marks the selected plane but does not show it enlarged.
	Plain bool

	Classes []string // names of the classes; missing ones are numbered
	Planes  []string // names of the planes, from the source on; where there is none, or "", Words and the frame name it
	Curve   bool     // show the points of SetMetrics
	Panels  bool     // show the panels of the frame
	Words   Words
}

// Words are the texts of the picture. An empty one is in English.
type Words struct {
	Source, Mask, Detector string
	Phase, Transmission    string // of a mask
	Light                  string // the light that arrives at a plane
	PixelsOf               string // between the number of pixels and their size
	Peak, Power            string
	Reads, Correct, Truth  string // of the prediction; Truth is "true:"
	None                   string // of the classes
	Waiting                string // before the first frame
	Loss, Accuracy, Update string // of the curve
	Amplitude, Turns       string // of a display's curve; Turns is the phase in pi
	Drive                  string // what the curve is over
	States, Most           string // of a display; Most is "most pixels: level"
	Brightness             string // of the light in the picture, as a power of its intensity
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func (w Words) english() Words {
	return Words{
		Source: or(w.Source, "source"), Mask: or(w.Mask, "mask"), Detector: or(w.Detector, "detector"),
		Phase: or(w.Phase, "phase"), Transmission: or(w.Transmission, "transmission"),
		Light:    or(w.Light, "arriving light"),
		PixelsOf: or(w.PixelsOf, "pixels of"),
		Peak:     or(w.Peak, "peak"), Power: or(w.Power, "power"),
		Reads: or(w.Reads, "reads"), Correct: or(w.Correct, "correct"), Truth: or(w.Truth, "true:"), None: or(w.None, "none"),
		Waiting: or(w.Waiting, "waiting for light"),
		Loss:    or(w.Loss, "loss"), Accuracy: or(w.Accuracy, "accuracy"), Update: or(w.Update, "update"),
		Brightness: or(w.Brightness, "brightness"),
		Amplitude:  or(w.Amplitude, "amplitude"), Turns: or(w.Turns, "phase, π rad"), Drive: or(w.Drive, "drive"),
		States: or(w.States, "states, complex"), Most: or(w.Most, "most pixels have level"),
	}
}

// Point is one point of the learning curve.
type Point struct {
	Step     int
	Loss     float64
	Accuracy float64 // 0..1
}

// Table is a list of keys and values. Selected is the row to mark, or -1.
type Table struct {
	Title    string
	Rows     [][2]string
	Selected int
	Note     string // below the rows: what the selected row means
}
