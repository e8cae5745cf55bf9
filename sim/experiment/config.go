// Package experiment has the presets, the one table of their parameters, and the
// run that every front end drives: terminal, page and desk.
package experiment

import (
	"math"
)

// Config is everything that determines a run: the same Config and data give the
// same run, bit for bit, on the same kind of device. Package-level documentation
// of each field is its row in Params.
type Config struct {
	Data    string
	Classes int

	Samples    int
	Pitch      float64
	Wavelength float64
	Distance   float64
	Padding    int
	BandLimit  bool

	Illumination string
	Waist        float64
	Encoding     string
	PhaseDepth   float64
	ImageSize    int

	Networks  int
	Layers    int
	Mask      string
	Gain      float64
	InitRange float64

	Curve             string
	Method            string
	Forward           string
	Mixing            string
	AmplitudeGradient float64
	Noise             float64
	Temperature       string
	TemperatureStart  float64
	TemperatureEnd    float64
	Temperatures      string
	FitOrder          int
	Pull              float64

	RegionSize   int
	RegionSpread float64
	Reading      string
	Logits       string
	LogitScale   float64

	Loss           string
	Optimiser      string
	LearningRate   float64
	Momentum       float64
	Schedule       string
	ScheduleEpochs int
	ScheduleFactor float64
	ScheduleEnd    float64
	Batch          int
	Epochs         int
	Shift          int
	Flip           bool
	Seed           int
}

// Params lists every knob of c once, in the order in which a form shows them.
// The values point into c.
func (c *Config) Params() []Param {
	return []Param{
		{Name: "data-set", Label: "Data set", Group: "Data", Kind: Choice, Choices: c.dataSets(),
			Doc: "The labelled pictures to train and test on.", value: &c.Data},
		{Name: "classes", Label: "Classes", Group: "Data", Kind: Int, Min: 0, Max: maxClasses,
			Doc: "Classes that the detector tells apart; 0 stands for those of the data set.", value: &c.Classes},

		{Name: "samples", Label: "Samples", Group: "Optics", Kind: Int, Min: 16, Max: 2048,
			Doc: "Samples along each side of every plane; one sample is one pixel of a mask.", value: &c.Samples},
		{Name: "pitch", Label: "Pixel pitch", Group: "Optics", Unit: "m", Kind: Float, Min: 1e-7, Max: 1e-2,
			Doc: "Spacing of the samples.", value: &c.Pitch},
		{Name: "wavelength", Label: "Wavelength", Group: "Optics", Unit: "m", Kind: Float, Min: 1e-8, Max: 1e-2,
			Doc: "Wavelength of the light; 532 nm is a green laser.", value: &c.Wavelength},
		{Name: "distance", Label: "Distance", Group: "Optics", Unit: "m", Kind: Float, Min: 0, Max: 1e3,
			Doc: "Free space before each mask and before the detector.", value: &c.Distance},
		{Name: "padding", Label: "Padding", Group: "Optics", Kind: Int, Min: 0, Max: 2048,
			Doc: "Dark samples added on each side while light propagates, so that light leaving the aperture is lost instead of coming back on the other side.", value: &c.Padding},
		{Name: "band-limit", Label: "Band limit", Group: "Optics", Kind: Bool,
			Doc: "Drop the angles that the window cannot sample over this distance (Matsushima and Shimobaba 2009).", value: &c.BandLimit},

		{Name: "illumination", Label: "Illumination", Group: "Source", Kind: Choice, Choices: []string{"plane", "gaussian"},
			Doc: "Light on the source plane: a plane wave, or a Gaussian beam at its waist.", value: &c.Illumination},
		{Name: "waist", Label: "Beam waist", Group: "Source", Unit: "m", Kind: Float, Min: 1e-7, Max: 1,
			Doc: "Radius of the Gaussian beam, where the amplitude has fallen to 1/e.", value: &c.Waist},
		{Name: "encoding", Label: "Encoding", Group: "Source", Kind: Choice, Choices: []string{"amplitude", "phase"},
			Doc: "What a picture's grey value does to the light.", value: &c.Encoding},
		{Name: "phase-depth", Label: "Phase depth", Group: "Source", Unit: "rad", Kind: Float, Min: 0, Max: 50,
			Doc: "Phase that a white pixel adds, for phase encoding.", value: &c.PhaseDepth},
		{Name: "image-size", Label: "Picture size", Group: "Source", Kind: Int, Min: 4, Max: 2048,
			Doc: "Samples along each side of the picture, in the middle of the source plane.", value: &c.ImageSize},

		{Name: "networks", Label: "Networks", Group: "Network", Kind: Choice, Choices: []string{"1", "2", "5", "10"},
			Doc: "Networks side by side, each with an even share of the source's power and of the classes.", value: &c.Networks},
		{Name: "layers", Label: "Masks", Group: "Network", Kind: Int, Min: 1, Max: 20,
			Doc: "Number of trainable masks of a network.", value: &c.Layers},
		{Name: "mask", Label: "Mask type", Group: "Network", Kind: Choice, Choices: []string{"phase", "amplitude", "device"},
			Doc: "What a mask changes: the light's phase, its amplitude, or both as a device with discrete states can.", value: &c.Mask},
		{Name: "gain", Label: "Gain", Group: "Network", Kind: Float, Min: 1e-3, Max: 1e3,
			Doc: "Factor on the amplitude behind every mask; LightRidge's amplitude factor. 1 for a real mask.", value: &c.Gain},
		{Name: "init-range", Label: "Initial range", Group: "Network", Kind: Float, Min: 0, Max: 10,
			Doc: "Masks start with values drawn evenly between minus and plus this: radians for phase masks, logits, transmissions or levels for devices.", value: &c.InitRange},

		{Name: "curve", Label: "Device", Group: "Device", Kind: Text, Choices: []string{"slm-8", "slm-16", "slm-86", "phase-8", "tn-16", "binary"}, check: checkCurve, File: "curve",
			Doc: "States of a device's pixel: slm-8 (a measured display at 8 levels), phase-8, tn-8 or binary; a table of drive, amplitude and phase, a calibration; or one for each mask, separated by commas.", value: &c.Curve},
		{Name: "method", Label: "Method", Group: "Device", Kind: Choice, Choices: []string{MethodGumbel, MethodNearest, MethodPTQ, MethodQAT, MethodStraight},
			Doc: "How a device's levels are trained: Gumbel-Softmax; the state nearest to a free number; or drives on a fitted curve, rounded at the end, after every update, or in the forward pass.", value: &c.Method},
		{Name: "forward", Label: "Forward", Group: "Device", Kind: Choice, Choices: []string{"hard", "soft"},
			Doc: "Whether light meets single states in training, or mixtures of states. For the methods gumbel and nearest, as the temperature.", value: &c.Forward},
		{Name: "noise", Label: "Noise", Group: "Device", Kind: Float, Min: 0, Max: 100,
			Doc: "For gumbel, factor on the noise: 1 draws by the softmax, 0 draws nothing.", value: &c.Noise},
		{Name: "temperature", Label: "Temperature", Group: "Device", Kind: Choice, Choices: []string{"linear", "cosine", "step", "constant", "exponential", "list"},
			Doc: "How the temperature changes over the run; linear, cosine and step are the paper's.", value: &c.Temperature},
		{Name: "temperature-start", Label: "First temperature", Group: "Device", Kind: Float, Min: 1e-3, Max: 1e6,
			Doc: "Temperature at the start; the paper's is 50, and its cosine and step lists are scaled by it.", value: &c.TemperatureStart},
		{Name: "temperature-end", Label: "Last temperature", Group: "Device", Kind: Float, Min: 1e-3, Max: 1e6,
			Doc: "Lowest temperature of linear and exponential.", value: &c.TemperatureEnd},
		{Name: "temperatures", Label: "Temperatures", Group: "Device", Kind: Text, check: checkParts,
			Doc: "For the list: temperature:share of the run, separated by commas.", value: &c.Temperatures},
		{Name: "mixing", Label: "Mixing", Group: "Device", Kind: Choice, Choices: []string{"separate", "complex"},
			Doc: "For gumbel, what mixtures of states are: amplitude and phase mixed separately, as in the paper, or complex transmissions mixed.", value: &c.Mixing},
		{Name: "amplitude-gradient", Label: "Amplitude gradient", Group: "Device", Kind: Float, Min: 0, Max: 1e3,
			Doc: "For gumbel, factor on the gradient that comes through the amplitude: 1/lambda in the paper's text. Its code has lambda as the gain.", value: &c.AmplitudeGradient},
		{Name: "fit-order", Label: "Fit order", Group: "Device", Kind: Int, Min: 1, Max: 15,
			Doc: "Order of the polynomials fitted to the curve, for the methods ptq and qat.", value: &c.FitOrder},
		{Name: "pull", Label: "Pull", Group: "Device", Kind: Float, Min: 0, Max: 10,
			Doc: "Strength with which the method nearest pulls its free numbers to their states.", value: &c.Pull},

		{Name: "region-size", Label: "Detector size", Group: "Detector", Kind: Int, Min: 1, Max: 512,
			Doc: "Samples along each side of a detector region.", value: &c.RegionSize},
		{Name: "region-spread", Label: "Detector spread", Group: "Detector", Kind: Float, Min: 0.05, Max: 1,
			Doc: "Share of the plane's width and height that the regions divide evenly, in its middle.", value: &c.RegionSpread},
		{Name: "reading", Label: "Reading", Group: "Detector", Kind: Choice, Choices: []string{"intensity", "amplitude"},
			Doc: "What a region reads: the mean intensity, as a camera does, or the mean amplitude.", value: &c.Reading},
		{Name: "logits", Label: "Logits", Group: "Detector", Kind: Choice, Choices: []string{"share", "scale", "differential"},
			Doc: "Logits are made of each reading's share of all readings, of the readings as they are, or of two readings a class: their difference over their sum.", value: &c.Logits},
		{Name: "logit-scale", Label: "Logit scale", Group: "Detector", Kind: Float, Min: 1e-3, Max: 1e6,
			Doc: "Factor from reading, share or difference to logit: the softmax's inverse temperature.", value: &c.LogitScale},

		{Name: "loss", Label: "Loss", Group: "Training", Kind: Choice, Choices: []string{"cross-entropy", "softmax-mse"},
			Doc: "What training makes small. The squared error is summed over a batch, as in LightRidge; cross-entropy is averaged.", value: &c.Loss},
		{Name: "optimiser", Label: "Optimiser", Group: "Training", Kind: Choice, Choices: []string{"adam", "sgd"},
			Doc: "The rule that changes the masks.", value: &c.Optimiser},
		{Name: "learning-rate", Label: "Learning rate", Group: "Training", Kind: Float, Min: 0, Max: 1e3, Live: true,
			Doc: "Size of a step.", value: &c.LearningRate},
		{Name: "momentum", Label: "Momentum", Group: "Training", Kind: Float, Min: 0, Max: 0.999,
			Doc: "Share of the last step that SGD keeps.", value: &c.Momentum},
		{Name: "schedule", Label: "Schedule", Group: "Training", Kind: Choice, Choices: []string{"constant", "step", "cosine"},
			Doc: "How the learning rate falls: not at all, by a factor every few epochs, or along half a cosine to its end.", value: &c.Schedule},
		{Name: "schedule-epochs", Label: "Step every", Group: "Training", Kind: Int, Min: 1, Max: 100000,
			Doc: "Epochs between two steps of the step schedule.", value: &c.ScheduleEpochs},
		{Name: "schedule-factor", Label: "Step factor", Group: "Training", Kind: Float, Min: 0, Max: 1,
			Doc: "What each step multiplies the learning rate by.", value: &c.ScheduleFactor},
		{Name: "schedule-end", Label: "Cosine's end", Group: "Training", Kind: Float, Min: 0, Max: 1e3,
			Doc: "Learning rate at which the cosine ends.", value: &c.ScheduleEnd},
		{Name: "batch", Label: "Batch", Group: "Training", Kind: Int, Min: 1, Max: 4096,
			Doc: "Pictures per update.", value: &c.Batch},
		{Name: "epochs", Label: "Epochs", Group: "Training", Kind: Int, Min: 1, Max: 100000,
			Doc: "Times that training visits every picture.", value: &c.Epochs},
		{Name: "shift", Label: "Shift pictures", Group: "Training", Kind: Int, Min: 0, Max: 100,
			Doc: "Training pictures are moved at random by up to so many of their pixels along each axis, anew for every update.", value: &c.Shift},
		{Name: "flip", Label: "Mirror pictures", Group: "Training", Kind: Bool,
			Doc: "Half of the training pictures, chosen anew for every update, are mirrored left to right.", value: &c.Flip},
		{Name: "seed", Label: "Seed", Group: "Training", Kind: Int, Min: 0, Max: math.MaxInt32,
			Doc: "Number that all randomness of a run comes from.", value: &c.Seed},
	}
}

// Param returns the knob of that name, or an error that says there is none.
func (c *Config) Param(name string) (Param, error) {
	for _, p := range c.Params() {
		if p.Name == name {
			return p, nil
		}
	}
	return Param{}, &ParamError{name, "there is no such parameter"}
}

// Rate is the learning rate of an epoch, counted from 0. A cosine run that goes on
// after its last epoch keeps the last rate.
func (c *Config) Rate(epoch int) float64 {
	switch c.Schedule {
	case "step":
		r := c.LearningRate
		for k := c.ScheduleEpochs; k <= epoch; k += c.ScheduleEpochs {
			r *= c.ScheduleFactor
		}
		return r
	case "cosine":
		// The cosine of the middle of the epoch, so that the last one still learns.
		_, cos := sincos(math.Pi * (float64(min(epoch, c.Epochs-1)) + 0.5) / float64(c.Epochs))
		return c.ScheduleEnd + (c.LearningRate-c.ScheduleEnd)*(1+cos)/2
	}
	return c.LearningRate
}
