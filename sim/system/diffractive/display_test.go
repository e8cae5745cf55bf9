package diffractive

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"talbot/sim/experiment"
	"talbot/sim/frame"
)

var methods = []string{MethodGumbel, MethodNearest, MethodPTQ, MethodQAT, MethodStraight}

// tinyDisplay is tiny with masks of a display, mixed ones.
func tinyDisplay(method string) Config {
	c := tiny()
	c.Mask, c.Method, c.Curve, c.InitRange, c.Pull = "display", method, "slm-8,tn-5", 0.5, 0.01
	c.Temperature, c.TemperatureStart, c.TemperatureEnd, c.Noise = "exponential", 2, 0.2, 0.2
	if method == MethodGumbel {
		c.LearningRate = 0.2
	}
	if method != MethodGumbel && method != MethodNearest {
		c.InitRange = 3
	}
	return c
}

func TestDevicesLearn(t *testing.T) {
	for _, method := range methods {
		c := tinyDisplay(method)
		c.Epochs = 6
		s := open(t, c, 2, 80)
		l := steps(t, s, 60)
		first, last := l[0], slices.Min(l[50:])
		// Rounding after every update forgets what is less than half a level: the
		// paper's QAT learns little, and that is its point.
		if most := first / 2; last > most && method != MethodQAT {
			t.Errorf("%s: loss went from %g to %g in 60 updates", method, first, last)
		}
		if _, err := s.MaskBytes(); err != nil {
			t.Error(err)
		}
		v := values(t, s)
		for i, x := range v {
			if x != x || math.IsInf(float64(x), 0) {
				t.Fatalf("%s: value %d is %g", method, i, x)
			}
		}
	}
}

// The recipe of QAT moves levels in every epoch, to the last; with a cosine to zero
// rounding would undo all updates of the last epochs.
func TestRoundingMovesToTheEnd(t *testing.T) {
	still := func(end float64) (epochs int) {
		c := tinyDisplay(MethodQAT)
		recipe := onDisplay(small).Fitted(MethodQAT)
		c.LearningRate, c.InitRange, c.Epochs = recipe.LearningRate, recipe.InitRange, 12
		c.Schedule, c.ScheduleEnd = recipe.Schedule, min(end, recipe.ScheduleEnd)
		s := open(t, c, 2, 80)
		var before [][]uint16
		for range c.Epochs {
			steps(t, s, s.Loop.Batches())
			levels, err := s.Levels()
			if err != nil {
				t.Fatal(err)
			}
			if reflect.DeepEqual(before, levels) {
				epochs++
			}
			before = levels
		}
		return epochs
	}
	if n := still(1); n > 0 {
		t.Errorf("no level moves in %d of 12 epochs", n)
	}
	if n := still(0); n < 3 {
		t.Errorf("with a cosine to zero no level moves in %d epochs: this test sees nothing", n)
	}
}

// A display's run that was stopped gives the same numbers as one that was not: noise,
// temperature and all.
func TestDeviceResumeIsUninterrupted(t *testing.T) {
	for _, method := range methods {
		c := tinyDisplay(method)
		whole := open(t, c, 2, 84)
		want := steps(t, whole, 17)
		first := open(t, c, 1, 84)
		got := steps(t, first, 6)
		state, err := first.Loop.State(first.Device)
		if err != nil {
			t.Fatal(err)
		}
		second := open(t, c, 2, 84)
		if err := second.Loop.Restore(second.Device, state); err != nil {
			t.Fatal(err)
		}
		got = append(got, steps(t, second, 11)...)
		if !slices.Equal(got, want) || !slices.Equal(values(t, second), values(t, whole)) {
			t.Errorf("%s: the resumed run ends elsewhere: losses %v, want %v", method, got, want)
		}
	}
}

// Shares of an update draw the same noise as the whole, whoever computes them.
func TestDeviceShares(t *testing.T) {
	for _, method := range methods {
		c := tinyDisplay(method)
		whole, a, b := open(t, c, 1, 29), open(t, c, 1, 29), open(t, c, 2, 29)
		wanted := steps(t, whole, 5)
		others := []*Session{open(t, c, 1, 29)}
		for i := range wanted {
			la, lb := split(t, a, nil, 3, []int{0, 1, 2}), split(t, b, others, 3, []int{2, 1, 0})
			if la != lb {
				t.Fatalf("%s, update %d: loss %v alone and in order, %v with others", method, i, la, lb)
			}
			if d := la/wanted[i] - 1; math.Abs(d) > 1e-3 {
				t.Errorf("%s, update %d: loss %v in shares, %v undivided", method, i, la, wanted[i])
			}
		}
		if !slices.Equal(values(t, a), values(t, b)) {
			t.Errorf("%s: masks depend on who computed the shares", method)
		}
	}
}

// The deployed network is that of the levels alone: shown by a deployment, put back
// as bytes, and looked at.
func TestDeployedIsOfTheLevels(t *testing.T) {
	for _, method := range methods {
		c := tinyDisplay(method)
		c.Gain = 1.5
		s := open(t, c, 1, 80)
		steps(t, s, 8)
		evaluate := func(more func(*Testing) (bool, error), e *Testing) *Testing {
			for {
				again, err := more(e)
				if err != nil {
					t.Fatal(err)
				}
				if !again {
					return e
				}
			}
		}
		set := pictures(70)
		want := evaluate(s.More, s.Evaluate(set))
		levels, err := s.Levels()
		if err != nil {
			t.Fatal(err)
		}
		d, err := NewDeployment(s.Device, c, set.Width, set.Height)
		if err != nil {
			t.Fatal(err)
		}
		for l, m := range s.Displays() {
			if err := d.Set(l, Faults{}.Transmission(m.Curve(), levels[l], l)); err != nil {
				t.Fatal(err)
			}
		}
		got := evaluate(d.More, d.Evaluate(set))
		if got.Correct != want.Correct || math.Abs(got.MeanLoss()/want.MeanLoss()-1) > 1e-4 || math.Abs(got.Efficiency/want.Efficiency-1) > 1e-4 {
			t.Errorf("%s: a deployment of the levels gives %d right, loss %g, efficiency %g; the session %d, %g, %g",
				method, got.Correct, got.MeanLoss(), got.Efficiency, want.Correct, want.MeanLoss(), want.Efficiency)
		}
		f, err := s.Look(set.Image(3), 3)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(f.Planes); i++ {
			if got, before := f.Planes[i].Power, f.Planes[i-1].Power; got > before*1.00001 || got <= 0 {
				t.Errorf("%s: plane %d has %g of the power after %g", method, i, got, before)
			}
		}
		for l, m := range s.Displays() {
			drawn := &f.Planes[l+1]
			for i, k := range levels[l] {
				state := m.Curve().States[k]
				if math.Abs(float64(drawn.Amplitude[i])-255*state.Amplitude) > 0.51 || drawn.Phase[i] != frame.PhaseByte(state.Phase) {
					t.Fatalf("%s: pixel %d of mask %d is drawn with amplitude %d and phase %d, its state is %v", method, i, l, drawn.Amplitude[i], drawn.Phase[i], state)
				}
			}
		}
		b, err := s.MaskBytes()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SetMaskBytes(b); err != nil {
			t.Fatal(err)
		}
		if e := evaluate(s.More, s.Evaluate(set)); e.Correct != want.Correct {
			t.Errorf("%s: the levels put back give %d right, before %d", method, e.Correct, want.Correct)
		}
		b[5] = 200
		if s.SetMaskBytes(b) == nil {
			t.Errorf("%s: a level that the display lacks is accepted", method)
		}
	}
}

func TestTemperatures(t *testing.T) {
	c := paperCodesign
	for e, want := range map[int]float64{0: 50, 1: 49.5, 50: 25, 98: 1, 99: 1} {
		if got := c.TemperatureAt(float64(e) / 100); math.Abs(got-want) > 1e-9 {
			t.Errorf("linear, epoch %d: %g, want %g", e, got, want)
		}
	}
	for schedule, runs := range map[string][][2]float64{
		"cosine": {{50, 10}, {40, 10}, {30, 10}, {20, 10}, {40, 10}, {30, 10}, {20, 10}, {30, 8}, {15, 7}, {5, 5}, {10, 5}, {1, 5}},
		"step":   {{50, 25}, {40, 20}, {30, 20}, {20, 15}, {10, 10}, {5, 5}, {1, 5}},
		"list":   {{3, 75}, {0.5, 25}},
	} {
		c.Temperature, c.Temperatures = schedule, "3:3,0.5:1"
		e := 0
		for _, r := range runs {
			for range int(r[1]) {
				if got := c.TemperatureAt(float64(e) / 100); math.Abs(got-r[0]) > 1e-9 {
					t.Errorf("%s, epoch %d: %g, want %g", schedule, e, got, r[0])
				}
				e++
			}
		}
		if e != 100 {
			t.Errorf("%s has %d epochs", schedule, e)
		}
	}
	c.Temperature, c.TemperatureStart, c.TemperatureEnd = "exponential", 8, 2
	if a, b := c.TemperatureAt(0), c.TemperatureAt(1); a != 8 || math.Abs(b-2) > 1e-9 {
		t.Errorf("exponential from %g to %g", a, b)
	}
	c.Temperature = "constant"
	if c.TemperatureAt(0.7) != 8 {
		t.Error("a constant temperature changes")
	}
	for _, bad := range []string{"5", "5:0", "0:1", "a:1", "5:1,", "1:1e9"} {
		if checkParts(bad) == nil {
			t.Errorf("%q is taken for temperatures", bad)
		}
	}
}

func TestCurvesFitTheMasks(t *testing.T) {
	c := tinyDisplay(MethodGumbel)
	c.Layers = 3
	var pe *experiment.ParamError
	if _, err := c.Check(); !errors.As(err, &pe) || pe.Name != "curve" || !strings.Contains(pe.Why, "2 displays for 3 masks") {
		t.Errorf("two curves for three masks: %v", err)
	}
	c.Layers = 1
	if _, err := c.Check(); !errors.As(err, &pe) || pe.Why != "there are 2 displays for one mask" {
		t.Errorf("two curves for one mask: %v", err)
	}
	p, _ := c.Param("curve")
	if err := p.Set("slm-8,nonsense,binary"); !errors.As(err, &pe) || !strings.Contains(pe.Why, `"nonsense" is not a display`) {
		t.Errorf("an unknown curve: %v", err)
	}
	if err := p.Set("states:1@0;0.5@2.5,slm-8,binary"); err != nil {
		t.Error(err)
	}
}
