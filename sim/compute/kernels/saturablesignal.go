package kernels

import (
	"strings"

	"talbot/sim/compute"
)

// Signals of a strength of their own on the way back through absorbers, as a bench sends them:
// a gradient's numbers are scaled so that their root mean square over the sample is that
// strength, and what comes out is scaled back.

// FiniteProbe is Adjoint for probes that saturate the absorber themselves: of a mean intensity
// power, in units of saturation,
//
//	dx_i = t(I_i + P_i) dy_i,   P_i = power dy_i^2 / mean dy^2
//
// In the Medium that is what a slab does with light in both directions: absorber.Slab.
//
//	x   [N]
//	dy  [N]
//	dx  [N]  written; may be dy
func (s Saturable) FiniteProbe(power float64) compute.Kernel {
	s.check()
	e, p := s.element(), float32(power)
	return compute.Kernel{Name: "saturable-finite-probe", GPU: s.signalGPU(`
let f = ` + f32(power) + ` / (sum / COUNT);
for (var i = lid; i < NUMBERS; i += THREADS) {
let d = $1[i];
let x = $0[i];
let l = LIGHT + f * (d * d);
LAW
$2[i] = SHARE * d;
}`), Each: func(args [][]float32, _ []float32) {
		x, dy, dx := args[0], args[1], args[2]
		mean := meanSquare(dy)
		if mean == 0 {
			clear(dx)
			return
		}
		f := p / mean
		for i, d := range dy {
			dx[i] = e.share(e.light(x[i])+float32(f*float32(d*d))) * d
		}
	}}
}

// Scatter is Adjoint by two experiments with weak signals, added to the light of the forward
// way, that need no model of the absorber: with e the scale of the signals, whose root mean
// square is strength,
//
//	dx = (y(x + e dy) - y(x - e dy)) / (2 e)
//
// It is the slope for weak signals, as an absorber is the same in both directions.
//
//	x   [N]
//	dy  [N]
//	dx  [N]  written; may be dy
func (s Saturable) Scatter(strength float64) compute.Kernel {
	s.check()
	e, size := s.element(), float32(strength)
	return compute.Kernel{Name: "saturable-scatter", GPU: s.signalGPU(`
let e = ` + f32(strength) + ` / sqrt(sum / COUNT);
for (var i = lid; i < NUMBERS; i += THREADS) {
let d = e * $1[i];
var y = 0.0f;
for (var way = 0u; way < 2u; way++) {
let x = select($0[i] + d, $0[i] - d, way == 1u);
let l = LIGHT;
LAW
let v = PASSES;
y = select(v, y - v, way == 1u);
}
$2[i] = y / (2.0f * e);
}`), Each: func(args [][]float32, _ []float32) {
		x, dy, dx := args[0], args[1], args[2]
		mean := meanSquare(dy)
		if mean == 0 {
			clear(dx)
			return
		}
		scale := size / sqrt(mean)
		for i, d := range dy {
			d = float32(scale * d)
			dx[i] = (e.pass(x[i]+d) - e.pass(x[i]-d)) / (2 * scale)
		}
	}}
}

// meanSquare is the mean of the squares; 0 if it is too small for a scale.
func meanSquare(x []float32) float32 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	if mean := float32(sum / float64(max(1, len(x)))); mean > darkest {
		return mean
	}
	return 0
}

// darkest is the mean square from which on a gradient has a size.
const darkest = 1e-30

// signalThreads is how many threads share a sample.
const signalThreads = 64

// signalGPU is a form that has summed the squares of argument 1 before text.
func (s *Saturable) signalGPU(text string) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	light, share, passes := s.lightWGSL("x"), "sqrt(share)", "x * sqrt(share)"
	if s.Intensity {
		share, passes = "share", "l * share"
	}
	text = `var own = 0.0f;
for (var i = lid; i < NUMBERS; i += THREADS) { own += $1[i] * $1[i]; }
let sum = total(lid, own);
if (sum / COUNT <= ` + f32(darkest) + `) {
for (var i = lid; i < NUMBERS; i += THREADS) { $2[i] = 0.0f; }
} else {` + text + "}"
	text = strings.NewReplacer("NUMBERS", u32(s.N), "COUNT", f32(float64(s.N)), "THREADS", u32(signalThreads),
		"LIGHT", light, "LAW", s.lawWGSL(), "SHARE", share, "PASSES", passes).Replace(text)
	c := compute.Code{Text: text, Functions: levelsWGSL, Writes: []int{2}}
	if s.Law == Measured {
		c.Tables = [][]float32{s.Table.I, s.Table.T, s.Table.slope}
	}
	return &compute.Group{Threads: signalThreads, Code: c}
}
