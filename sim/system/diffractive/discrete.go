package diffractive

import (
	"talbot/sim/experiment"
	"talbot/sim/modulator"
)

// Discrete is the group of masks that displays with discrete states show, and of how their
// levels are trained.
type Discrete struct {
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
	ProcessBlur       float64
	Pull              float64
}

// Params lists the group.
func (d *Discrete) Params() []experiment.Param {
	return []experiment.Param{
		{Name: "curve", Label: "Display", Group: "Display", Role: experiment.RoleMasks, Needs: "mask=display", Kind: experiment.Text, Choices: []string{"slm-8", "slm-16", "slm-86", "phase-8", "tn-16", "binary"}, Check: checkCurve, File: "curve",
			Doc: "States of a display's pixel: slm-8 (a measured display at 8 levels), phase-8, tn-8 or binary; a table of drive, amplitude and phase, a calibration; or one for each mask, separated by commas.", Var: &d.Curve},
		{Name: "method", Label: "Method", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display", Kind: experiment.Choice, Choices: []string{MethodGumbel, MethodNearest, MethodPTQ, MethodQAT, MethodStraight},
			Doc: "How a display's levels are trained: Gumbel-Softmax; the state nearest to a free number; or drives on a fitted curve, rounded at the end, after every update, or in the forward pass.", Var: &d.Method},
		{Name: "forward", Label: "Forward", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display method=gumbel|nearest", Kind: experiment.Choice, Choices: []string{"hard", "soft"},
			Doc: "Whether light meets single states in training, or mixtures of states. For the methods gumbel and nearest, as the temperature.", Var: &d.Forward},
		{Name: "noise", Label: "Noise", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display method=gumbel", Kind: experiment.Float, Min: 0, Max: 100,
			Doc: "For gumbel, factor on the noise: 1 draws by the softmax, 0 draws nothing.", Var: &d.Noise},
		{Name: "temperature", Label: "Temperature", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display method=gumbel|nearest", Kind: experiment.Choice, Choices: []string{"linear", "cosine", "step", "constant", "exponential", "list"},
			Doc: "How the temperature changes over the run; linear, cosine and step are the paper's.", Var: &d.Temperature},
		{Name: "temperature-start", Label: "First temperature", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display method=gumbel|nearest temperature=linear|cosine|step|constant|exponential", Kind: experiment.Float, Min: 1e-3, Max: 1e6,
			Doc: "Temperature at the start; the paper's is 50, and its cosine and step lists are scaled by it.", Var: &d.TemperatureStart},
		{Name: "temperature-end", Label: "Last temperature", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display method=gumbel|nearest temperature=linear|exponential", Kind: experiment.Float, Min: 1e-3, Max: 1e6,
			Doc: "Lowest temperature of linear and exponential.", Var: &d.TemperatureEnd},
		{Name: "temperatures", Label: "Temperatures", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display method=gumbel|nearest temperature=list", Kind: experiment.Text, Check: checkParts,
			Doc: "For the list: temperature:share of the run, separated by commas.", Var: &d.Temperatures},
		{Name: "mixing", Label: "Mixing", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display method=gumbel", Kind: experiment.Choice, Choices: []string{"separate", "complex"},
			Doc: "For gumbel, what mixtures of states are: amplitude and phase mixed separately, as in the paper, or complex transmissions mixed.", Var: &d.Mixing},
		{Name: "amplitude-gradient", Label: "Amplitude gradient", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display method=gumbel", Kind: experiment.Float, Min: 0, Max: 1e3,
			Doc: "For gumbel, factor on the gradient that comes through the amplitude: 1/lambda in the paper's text. Its code has lambda as the gain.", Var: &d.AmplitudeGradient},
		{Name: "fit-order", Label: "Fit order", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display method=ptq|qat|qat-straight", Kind: experiment.Int, Min: 1, Max: 15,
			Doc: "Order of the polynomials fitted to the curve, for the methods ptq and qat.", Var: &d.FitOrder},
		{Name: "process-blur", Label: "Blur of the process", Group: "Display", Needs: "mask=display method=ptq|qat|qat-straight", Kind: experiment.Float, Min: 0, Max: modulator.MaxBlur,
			Doc: "Sigma, in pixels, of the blur of levels by the process that makes the masks: light meets the curve between its states.", Var: &d.ProcessBlur},
		{Name: "pull", Label: "Pull", Group: "Display", Role: experiment.RoleTraining, Needs: "mask=display method=nearest", Kind: experiment.Float, Min: 0, Max: 10,
			Doc: "Strength with which the method nearest pulls its free numbers to their states.", Var: &d.Pull},
	}
}
