package diffractive

import (
	"math"
	"strconv"
	"strings"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/fmath"
	"talbot/sim/modulator"
	"talbot/sim/rng"
)

// Methods of training masks of type "display": see Config.Params.
const (
	MethodGumbel   = "gumbel"       // Gumbel-Softmax
	MethodNearest  = "nearest"      // ours: a free complex number, and the state nearest to it
	MethodPTQ      = "ptq"          // fitted curve, rounded at the end
	MethodQAT      = "qat"          // fitted curve, rounded after every update
	MethodStraight = "qat-straight" // fitted curve, rounded in the forward pass only
)

// Displayed tells whether the masks are of a display with discrete states.
func (c *Config) Displayed() bool { return c.Mask == "display" }

// Curves are the displays of the masks, one a mask.
func (c *Config) Curves() ([]modulator.Curve, error) {
	texts := strings.Split(c.Curve, ",")
	if len(texts) != 1 && len(texts) != c.Masks() {
		if c.Masks() == 1 {
			return nil, experiment.Wrong("curve", "there are "+itoa(len(texts))+" displays for one mask")
		}
		return nil, experiment.Wrong("curve", "there are "+itoa(len(texts))+" displays for "+itoa(c.Masks())+" masks: want one for all, or one for each")
	}
	curves := make([]modulator.Curve, c.Masks())
	for l := range curves {
		var err error
		if curves[l], err = modulator.ParseCurve(texts[l%len(texts)]); err != nil {
			return nil, experiment.Wrong("curve", err.Error())
		}
	}
	return curves, nil
}

func checkCurve(text string) error {
	for _, t := range strings.Split(text, ",") {
		if _, err := modulator.ParseCurve(t); err != nil {
			return err
		}
	}
	return nil
}

// newDisplay makes a mask, counted from 0, of a network of displays.
func newDisplay(control *modulator.Control, c *Config, mask int, curve modulator.Curve) (modulator.Display, error) {
	name, g := "mask "+c.MaskNumber(mask), c.MaskGrid(mask)
	var m modulator.Display
	var err error
	switch c.Method {
	case MethodGumbel:
		mix := kernels.MixSeparate
		if c.Mixing == "complex" {
			mix = kernels.MixComplex
		}
		m, err = modulator.NewGumbel(control, name, mask, g, curve, c.Gain, mix, c.AmplitudeGradient)
	case MethodNearest:
		m, err = modulator.NewNearest(control, name, g, curve, c.Gain)
	default:
		var f *modulator.Fitted
		if f, err = modulator.NewFitted(control, name, g, curve, c.Gain, c.FitOrder, c.Method == MethodQAT); err == nil && c.ProcessBlur > 0 {
			err = f.Blur(c.ProcessBlur)
		}
		m = f
	}
	if err != nil {
		return nil, err
	}
	v := make([]float32, m.Var().Len())
	rng.Stream{Seed: uint64(c.Seed), Stream: rng.Init}.Uniform(uint32(mask), v)
	start(c, curve, v)
	return m, control.Write(m.Var().Value, v)
}

// start turns numbers in [0, 1) into the values that training starts from: logits
// between minus and plus InitRange; numbers in the disc of that radius around the mean
// state; drives all over the curve, or within InitRange of its middle.
func start(c *Config, curve modulator.Curve, v []float32) {
	last := float64(curve.Levels() - 1)
	switch c.Method {
	case MethodGumbel:
		for i := range v {
			v[i] = float32(c.InitRange) * (2*v[i] - 1)
		}
	case MethodNearest:
		var re, im float64
		for _, s := range curve.States {
			sin, cos := sincos(s.Phase)
			re += float64(s.Amplitude*cos) * c.Gain / (last + 1)
			im += float64(s.Amplitude*sin) * c.Gain / (last + 1)
		}
		for i := 0; i+1 < len(v); i += 2 {
			sin, cos := sincos(2 * math.Pi * float64(v[i]))
			r := c.InitRange * math.Sqrt(float64(v[i+1]))
			v[i], v[i+1] = float32(re+float64(r*cos)), float32(im+float64(r*sin))
		}
	default:
		for i := range v {
			half := math.Min(last/2, c.InitRange)
			v[i] = float32(last/2 + half*(2*float64(v[i])-1))
		}
	}
}

// draw is how training draws for update t, when a share of the run is done, over so
// many images.
func (c *Config) draw(share float64, t, images int) modulator.Draw {
	d := modulator.Draw{Temperature: 1, Hard: true, Step: uint32(t), Seed: uint64(c.Seed)}
	switch c.Method {
	case MethodGumbel:
		d.Temperature = c.TemperatureAt(share)
		d.Noise, d.Hard = c.Noise, c.Forward == "hard"
	case MethodNearest:
		d.Temperature = c.TemperatureAt(share)
		d.Pull, d.Hard = c.Pull*float64(images), c.Forward == "hard"
	case MethodPTQ:
		d.Hard = false
	case MethodQAT, MethodStraight:
	}
	return d
}

// View says how the masks of a display are evaluated.
type View int

const (
	Deployed   View = iota // every pixel has the state of its best level: what the display shows
	Sampled                // one noisy draw, as training makes it
	Continuous             // the relaxation itself: mixtures, or drives and numbers between states
)

// Evaluates sets how the session's masks are evaluated and looked at from now on: with
// the temperature of the epochs that are done, or of the end for masks that come from
// elsewhere. It begins with Deployed, and means nothing for masks that are no display.
func (s *Session) Evaluates(v View) error {
	if s.control == nil {
		return nil
	}
	d := modulator.Deployed
	if v != Deployed {
		share := 1.0
		if s.Loop.Step > 0 && !s.Trained {
			share = float64(s.Loop.Epoch) / float64(s.Config.Epochs)
		}
		d = s.Config.draw(share, s.Loop.Step, 1)
		d.Step |= 1 << 31 // not the noise of an update
		d.Hard = v == Sampled
		if v == Continuous {
			d.Noise = 0
		}
	}
	return s.control.Eval(d)
}

// Displays are the session's masks if they are of a display, else nil.
func (s *Session) Displays() []modulator.Display { return s.displays }

// Levels is which level each pixel of each mask has on the display, [mask][y][x].
func (s *Session) Levels() ([][]uint16, error) {
	var all [][]uint16
	for _, d := range s.displays {
		l, err := d.Levels()
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

// displayBytes is MaskBytes for displays: levels, which must be at most 256.
func (s *Session) displayBytes() ([]byte, error) {
	levels, err := s.Levels()
	if err != nil {
		return nil, err
	}
	var out []byte
	for i, d := range s.displays {
		if k := d.Curve().Levels(); k > 256 {
			return nil, errs.New("masks of ", k, " levels do not fit bytes")
		}
		for _, k := range levels[i] {
			out = append(out, byte(k))
		}
	}
	return out, nil
}

// beforeGradient is what a session of displays does before each gradient.
func (s *Session) beforeGradient(t, images int) error {
	return s.control.Train(s.Config.draw(s.share(t-1), t, images))
}

// part is a stretch of a temperature schedule.
type part struct{ temperature, share float64 }

// The paper's schedules for 100 epochs (Li et al. 2022, section 4.1), from 50 to 1.
const (
	cosineParts = "50:10,40:10,30:10,20:10,40:10,30:10,20:10,30:8,15:7,5:5,10:5,1:5"
	stepParts   = "50:25,40:20,30:20,20:15,10:10,5:5,1:5"
)

// TemperatureAt is the softmax's temperature when a share of the run, 0 to 1, is done.
// It changes at hundredths of the run, which are the epochs of the paper's runs.
func (c *Config) TemperatureAt(share float64) float64 {
	done := math.Min(math.Floor(100*share+1e-9), 99)
	scale := c.TemperatureStart / 50
	list := c.Temperatures
	switch c.Temperature {
	case "linear":
		return math.Max(c.TemperatureEnd, c.TemperatureStart*(1-done/100))
	case "exponential":
		return c.TemperatureStart * fmath.Exp(done/99*fmath.Log(c.TemperatureEnd/c.TemperatureStart))
	case "constant":
		return c.TemperatureStart
	case "cosine":
		list = cosineParts
	case "step":
		list = stepParts
	default:
		scale = 1
	}
	parts, err := parseParts(list)
	if err != nil {
		panic("experiment: " + err.Error()) // Set has checked it
	}
	total := 0.0
	for _, p := range parts {
		total += p.share
	}
	for _, p := range parts {
		if done < 100*p.share/total-1e-9 {
			return p.temperature * scale
		}
		done -= 100 * p.share / total
	}
	return parts[len(parts)-1].temperature * scale
}

func parseParts(text string) ([]part, error) {
	var list []part
	for _, f := range strings.Split(text, ",") {
		a, b, ok := strings.Cut(f, ":")
		t, err1 := strconv.ParseFloat(a, 64)
		share, err2 := strconv.ParseFloat(b, 64)
		if !ok || err1 != nil || err2 != nil || !(t >= 1e-3 && t <= 1e6) || !(share > 0 && share <= 1e6) {
			return nil, errs.New(strconv.Quote(f), " is not temperature:share, such as 50:25 for 25 parts of the run at 50")
		}
		list = append(list, part{t, share})
	}
	return list, nil
}

func checkParts(text string) error {
	_, err := parseParts(text)
	return err
}
