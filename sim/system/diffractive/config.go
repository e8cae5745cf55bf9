// Package experiment has the presets, the one table of their parameters, and the
// run that every front end drives: terminal, page and desk.
package diffractive

import (
	"math"

	"talbot/sim/experiment"
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
func (c *Config) Params() []experiment.Param {
	return []experiment.Param{
		{Name: "data-set", Label: "Data set", Group: "Data", Kind: experiment.Choice, Choices: c.dataSets(),
			Doc: "The labelled pictures to train and test on.", Var: &c.Data},
		{Name: "classes", Label: "Classes", Group: "Data", Kind: experiment.Int, Min: 0, Max: maxClasses,
			Doc: "Classes that the detector tells apart; 0 stands for those of the data set.", Var: &c.Classes},

		{Name: "samples", Label: "Samples", Group: "Optics", Kind: experiment.Int, Min: 16, Max: 2048,
			Doc: "Samples along each side of every plane; one sample is one pixel of a mask.", Var: &c.Samples},
		{Name: "pitch", Label: "Pixel pitch", Group: "Optics", Unit: "m", Kind: experiment.Float, Min: 1e-7, Max: 1e-2,
			Doc: "Spacing of the samples.", Var: &c.Pitch},
		{Name: "wavelength", Label: "Wavelength", Group: "Optics", Unit: "m", Kind: experiment.Float, Min: 1e-8, Max: 1e-2,
			Doc: "Wavelength of the light; 532 nm is a green laser.", Var: &c.Wavelength},
		{Name: "distance", Label: "Distance", Group: "Optics", Unit: "m", Kind: experiment.Float, Min: 0, Max: 1e3,
			Doc: "Free space before each mask and before the detector.", Var: &c.Distance},
		{Name: "padding", Label: "Padding", Group: "Optics", Kind: experiment.Int, Min: 0, Max: 2048,
			Doc: "Dark samples added on each side while light propagates, so that light leaving the aperture is lost instead of coming back on the other side.", Var: &c.Padding},
		{Name: "band-limit", Label: "Band limit", Group: "Optics", Kind: experiment.Bool,
			Doc: "Drop the angles that the window cannot sample over this distance (Matsushima and Shimobaba 2009).", Var: &c.BandLimit},

		{Name: "illumination", Label: "Illumination", Group: "Source", Kind: experiment.Choice, Choices: []string{"plane", "gaussian"},
			Doc: "Light on the source plane: a plane wave, or a Gaussian beam at its waist.", Var: &c.Illumination},
		{Name: "waist", Label: "Beam waist", Group: "Source", Unit: "m", Kind: experiment.Float, Min: 1e-7, Max: 1,
			Doc: "Radius of the Gaussian beam, where the amplitude has fallen to 1/e.", Var: &c.Waist},
		{Name: "encoding", Label: "Encoding", Group: "Source", Kind: experiment.Choice, Choices: []string{"amplitude", "phase"},
			Doc: "What a picture's grey value does to the light.", Var: &c.Encoding},
		{Name: "phase-depth", Label: "Phase depth", Group: "Source", Unit: "rad", Kind: experiment.Float, Min: 0, Max: 50,
			Doc: "Phase that a white pixel adds, for phase encoding.", Var: &c.PhaseDepth},
		{Name: "image-size", Label: "Picture size", Group: "Source", Kind: experiment.Int, Min: 4, Max: 2048,
			Doc: "Samples along each side of the picture, in the middle of the source plane.", Var: &c.ImageSize},

		{Name: "networks", Label: "Networks", Group: "Network", Kind: experiment.Choice, Choices: []string{"1", "2", "5", "10"},
			Doc: "Networks side by side, each with an even share of the source's power and of the classes.", Var: &c.Networks},
		{Name: "layers", Label: "Masks", Group: "Network", Kind: experiment.Int, Min: 1, Max: 20,
			Doc: "Number of trainable masks of a network.", Var: &c.Layers},
		{Name: "mask", Label: "Mask type", Group: "Network", Kind: experiment.Choice, Choices: []string{"phase", "amplitude", "device"},
			Doc: "What a mask changes: the light's phase, its amplitude, or both as a device with discrete states can.", Var: &c.Mask},
		{Name: "gain", Label: "Gain", Group: "Network", Kind: experiment.Float, Min: 1e-3, Max: 1e3,
			Doc: "Factor on the amplitude behind every mask; LightRidge's amplitude factor. 1 for a real mask.", Var: &c.Gain},
		{Name: "init-range", Label: "Initial range", Group: "Network", Kind: experiment.Float, Min: 0, Max: 10,
			Doc: "Masks start with values drawn evenly between minus and plus this: radians for phase masks, logits, transmissions or levels for devices.", Var: &c.InitRange},

		{Name: "curve", Label: "Device", Group: "Device", Kind: experiment.Text, Choices: []string{"slm-8", "slm-16", "slm-86", "phase-8", "tn-16", "binary"}, Check: checkCurve, File: "curve",
			Doc: "States of a device's pixel: slm-8 (a measured display at 8 levels), phase-8, tn-8 or binary; a table of drive, amplitude and phase, a calibration; or one for each mask, separated by commas.", Var: &c.Curve},
		{Name: "method", Label: "Method", Group: "Device", Kind: experiment.Choice, Choices: []string{MethodGumbel, MethodNearest, MethodPTQ, MethodQAT, MethodStraight},
			Doc: "How a device's levels are trained: Gumbel-Softmax; the state nearest to a free number; or drives on a fitted curve, rounded at the end, after every update, or in the forward pass.", Var: &c.Method},
		{Name: "forward", Label: "Forward", Group: "Device", Kind: experiment.Choice, Choices: []string{"hard", "soft"},
			Doc: "Whether light meets single states in training, or mixtures of states. For the methods gumbel and nearest, as the temperature.", Var: &c.Forward},
		{Name: "noise", Label: "Noise", Group: "Device", Kind: experiment.Float, Min: 0, Max: 100,
			Doc: "For gumbel, factor on the noise: 1 draws by the softmax, 0 draws nothing.", Var: &c.Noise},
		{Name: "temperature", Label: "Temperature", Group: "Device", Kind: experiment.Choice, Choices: []string{"linear", "cosine", "step", "constant", "exponential", "list"},
			Doc: "How the temperature changes over the run; linear, cosine and step are the paper's.", Var: &c.Temperature},
		{Name: "temperature-start", Label: "First temperature", Group: "Device", Kind: experiment.Float, Min: 1e-3, Max: 1e6,
			Doc: "Temperature at the start; the paper's is 50, and its cosine and step lists are scaled by it.", Var: &c.TemperatureStart},
		{Name: "temperature-end", Label: "Last temperature", Group: "Device", Kind: experiment.Float, Min: 1e-3, Max: 1e6,
			Doc: "Lowest temperature of linear and exponential.", Var: &c.TemperatureEnd},
		{Name: "temperatures", Label: "Temperatures", Group: "Device", Kind: experiment.Text, Check: checkParts,
			Doc: "For the list: temperature:share of the run, separated by commas.", Var: &c.Temperatures},
		{Name: "mixing", Label: "Mixing", Group: "Device", Kind: experiment.Choice, Choices: []string{"separate", "complex"},
			Doc: "For gumbel, what mixtures of states are: amplitude and phase mixed separately, as in the paper, or complex transmissions mixed.", Var: &c.Mixing},
		{Name: "amplitude-gradient", Label: "Amplitude gradient", Group: "Device", Kind: experiment.Float, Min: 0, Max: 1e3,
			Doc: "For gumbel, factor on the gradient that comes through the amplitude: 1/lambda in the paper's text. Its code has lambda as the gain.", Var: &c.AmplitudeGradient},
		{Name: "fit-order", Label: "Fit order", Group: "Device", Kind: experiment.Int, Min: 1, Max: 15,
			Doc: "Order of the polynomials fitted to the curve, for the methods ptq and qat.", Var: &c.FitOrder},
		{Name: "pull", Label: "Pull", Group: "Device", Kind: experiment.Float, Min: 0, Max: 10,
			Doc: "Strength with which the method nearest pulls its free numbers to their states.", Var: &c.Pull},

		{Name: "region-size", Label: "Detector size", Group: "Detector", Kind: experiment.Int, Min: 1, Max: 512,
			Doc: "Samples along each side of a detector region.", Var: &c.RegionSize},
		{Name: "region-spread", Label: "Detector spread", Group: "Detector", Kind: experiment.Float, Min: 0.05, Max: 1,
			Doc: "Share of the plane's width and height that the regions divide evenly, in its middle.", Var: &c.RegionSpread},
		{Name: "reading", Label: "Reading", Group: "Detector", Kind: experiment.Choice, Choices: []string{"intensity", "amplitude"},
			Doc: "What a region reads: the mean intensity, as a camera does, or the mean amplitude.", Var: &c.Reading},
		{Name: "logits", Label: "Logits", Group: "Detector", Kind: experiment.Choice, Choices: []string{"share", "scale", "differential"},
			Doc: "Logits are made of each reading's share of all readings, of the readings as they are, or of two readings a class: their difference over their sum.", Var: &c.Logits},
		{Name: "logit-scale", Label: "Logit scale", Group: "Detector", Kind: experiment.Float, Min: 1e-3, Max: 1e6,
			Doc: "Factor from reading, share or difference to logit: the softmax's inverse temperature.", Var: &c.LogitScale},

		{Name: "loss", Label: "Loss", Group: "Training", Kind: experiment.Choice, Choices: []string{"cross-entropy", "softmax-mse"},
			Doc: "What training makes small. The squared error is summed over a batch, as in LightRidge; cross-entropy is averaged.", Var: &c.Loss},
		{Name: "optimiser", Label: "Optimiser", Group: "Training", Kind: experiment.Choice, Choices: []string{"adam", "sgd"},
			Doc: "The rule that changes the masks.", Var: &c.Optimiser},
		{Name: "learning-rate", Label: "Learning rate", Group: "Training", Kind: experiment.Float, Min: 0, Max: 1e3, Live: true,
			Doc: "Size of a step.", Var: &c.LearningRate},
		{Name: "momentum", Label: "Momentum", Group: "Training", Kind: experiment.Float, Min: 0, Max: 0.999,
			Doc: "Share of the last step that SGD keeps.", Var: &c.Momentum},
		{Name: "schedule", Label: "Schedule", Group: "Training", Kind: experiment.Choice, Choices: []string{"constant", "step", "cosine"},
			Doc: "How the learning rate falls: not at all, by a factor every few epochs, or along half a cosine to its end.", Var: &c.Schedule},
		{Name: "schedule-epochs", Label: "Step every", Group: "Training", Kind: experiment.Int, Min: 1, Max: 100000,
			Doc: "Epochs between two steps of the step schedule.", Var: &c.ScheduleEpochs},
		{Name: "schedule-factor", Label: "Step factor", Group: "Training", Kind: experiment.Float, Min: 0, Max: 1,
			Doc: "What each step multiplies the learning rate by.", Var: &c.ScheduleFactor},
		{Name: "schedule-end", Label: "Cosine's end", Group: "Training", Kind: experiment.Float, Min: 0, Max: 1e3,
			Doc: "Learning rate at which the cosine ends.", Var: &c.ScheduleEnd},
		{Name: "batch", Label: "Batch", Group: "Training", Kind: experiment.Int, Min: 1, Max: 4096,
			Doc: "Pictures per update.", Var: &c.Batch},
		{Name: "epochs", Label: "Epochs", Group: "Training", Kind: experiment.Int, Min: 1, Max: 100000,
			Doc: "Times that training visits every picture.", Var: &c.Epochs},
		{Name: "shift", Label: "Shift pictures", Group: "Training", Kind: experiment.Int, Min: 0, Max: 100,
			Doc: "Training pictures are moved at random by up to so many of their pixels along each axis, anew for every update.", Var: &c.Shift},
		{Name: "flip", Label: "Mirror pictures", Group: "Training", Kind: experiment.Bool,
			Doc: "Half of the training pictures, chosen anew for every update, are mirrored left to right.", Var: &c.Flip},
		{Name: "seed", Label: "Seed", Group: "Training", Kind: experiment.Int, Min: 0, Max: math.MaxInt32,
			Doc: "Number that all randomness of a run comes from.", Var: &c.Seed},
	}
}

// Param returns the knob of that name, or an error that says there is none.
func (c *Config) Param(name string) (experiment.Param, error) {
	for _, p := range c.Params() {
		if p.Name == name {
			return p, nil
		}
	}
	return experiment.Param{}, experiment.Wrong(name, "there is no such parameter")
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
