package kernels

import (
	"math"
	"strings"

	"talbot/sim/compute"
)

// FittedCurve turns trainable drives into transmissions by polynomials fitted to a
// display's curve, once for the whole batch: with v the drive in levels, kept to 0 to
// K-1, and x = 2 v/(K-1) - 1,
//
//	t = A(x) exp(i P(x)),  A = sum_j a_j x^j,  P = sum_j p_j x^j
//
// With ControlHard it is the state of the nearest level instead, as a display shows it.
//
//	v        [n]
//	fit      [2][order+1]       a_j, then p_j
//	states   [K][StateNumbers]
//	control  [Controls]
//	t        [n] complex        written
func FittedCurve(n, levels, order int) compute.Kernel {
	return compute.Kernel{Name: "fitted-curve", N: n, Grain: functionGrain / 2, GPU: fittedGPU(n, levels, order), Once: func(args [][]float32, _ []float32, from, to int) {
		v, fit, states, control, t := args[0], args[1], args[2], args[3], args[4]
		hard, m := control[ControlHard] != 0, len(fit)/2
		for i := from; i < to; i++ {
			x := v[i]
			if hard {
				s := states[StateNumbers*NearestLevel(x, levels):][:StateNumbers]
				t[2*i], t[2*i+1] = s[0]*s[2], s[0]*s[3]
				continue
			}
			x = centred(x, levels)
			a, _ := polynomial(fit[:m], x)
			p, _ := polynomial(fit[m:], x)
			s, c := sincos32(p)
			t[2*i], t[2*i+1] = float32(a*c), float32(a*s)
		}
	}}
}

// FittedCurveAdjoint takes the gradient back to the drives by the polynomials'
// slopes, at the nearest level if the forward way was hard:
//
//	dL/dv = (2/(K-1)) Re(conj(dt) (A' + i A P') exp(i P))
//
// A drive outside the curve has the gradient of its end, so that it can come back.
//
//	dt       [n] complex        gradient with respect to t, summed over the batch
//	v        [n]
//	fit      [2][order+1]
//	control  [Controls]
//	dv       [n]                written
func FittedCurveAdjoint(n, levels, order int) compute.Kernel {
	return compute.Kernel{Name: "fitted-curve-adjoint", N: n, Grain: functionGrain / 2, GPU: fittedAdjointGPU(n, levels, order), Once: func(args [][]float32, _ []float32, from, to int) {
		dt, v, fit, control, dv := args[0], args[1], args[2], args[3], args[4]
		hard, m := control[ControlHard] != 0, len(fit)/2
		slope := 2 / float32(max(1, levels-1))
		for i := from; i < to; i++ {
			x := v[i]
			if hard {
				x = float32(NearestLevel(x, levels))
			}
			x = centred(x, levels)
			a, da := polynomial(fit[:m], x)
			p, dp := polynomial(fit[m:], x)
			s, c := sincos32(p)
			re, im := mulConj(dt[2*i], dt[2*i+1], c, s)
			dv[i] = slope * (float32(re*da) + float32(im*float32(a*dp)))
		}
	}}
}

// RoundLevels rounds drives to the nearest level, in place, once for the whole batch.
//
//	v  [n]
func RoundLevels(n, levels int) compute.Kernel {
	return compute.Kernel{Name: "round-levels", N: n, Grain: functionGrain / 2, GPU: roundGPU(n, levels), Once: func(args [][]float32, _ []float32, from, to int) {
		for i := from; i < to; i++ {
			args[0][i] = float32(NearestLevel(args[0][i], levels))
		}
	}}
}

// NearestLevel is the level nearest to the drive v, upward from half way.
func NearestLevel(v float32, levels int) int {
	return int(math.Floor(float64(min(max(v, 0), float32(levels-1)) + 0.5)))
}

// centred is v, kept to 0..levels-1, as a number from -1 to 1.
func centred(v float32, levels int) float32 {
	if levels < 2 {
		return 0
	}
	return float32(2*min(max(v, 0), float32(levels-1))/float32(levels-1)) - 1
}

// polynomial is sum_j c_j x^j and its slope.
func polynomial(c []float32, x float32) (y, slope float32) {
	for j := len(c) - 1; j >= 0; j-- {
		slope = float32(slope*x) + y
		y = float32(y*x) + c[j]
	}
	return y, slope
}

// fittedWGSL evaluates the polynomial that begins at number at of the fit, and its
// slope, into variables of that name and of d and that name.
func fittedWGSL(at, name, fit string) string {
	return "var " + name + " = 0.0f;\nvar d" + name + " = 0.0f;\nfor (var j = COUNT; j > 0u; j--) { d" + name + " = d" + name + " * x + " + name + "; " +
		name + " = " + name + " * x + " + fit + "[" + at + " + j - 1u]; }\n"
}

// levelWGSL puts the numbers of a curve in place of their names.
func levelWGSL(text string, levels, order int) string {
	last := max(levels-1, 1)
	text = strings.ReplaceAll(text, "COUNT", u32(order+1))
	text = strings.ReplaceAll(text, "LAST", f32(float64(levels-1)))
	return strings.ReplaceAll(text, "HALF", f32(2/float64(last)))
}

func fittedGPU(n, levels, order int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := levelWGSL(`if ($3[`+u32(ControlHard)+`] != 0.0f) {
let k = 4u * u32(floor(clamp($0[i], 0.0f, LAST) + 0.5f));
$4[i] = $2[k] * vec2f($2[k + 2u], $2[k + 3u]);
} else {
let x = clamp($0[i], 0.0f, LAST) * HALF - 1.0f;
`+fittedWGSL("0u", "a", "$1")+fittedWGSL("COUNT", "b", "$1")+`$4[i] = a * cisWGSL(b);
}`, levels, order)
	return &compute.Map{N: n, Code: compute.Code{Text: text, Functions: sincosWGSL, Pairs: []int{4}, Writes: []int{4}}}
}

func fittedAdjointGPU(n, levels, order int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := levelWGSL(`var v = clamp($1[i], 0.0f, LAST);
if ($3[`+u32(ControlHard)+`] != 0.0f) { v = floor(v + 0.5f); }
let x = v * HALF - 1.0f;
`+fittedWGSL("0u", "a", "$2")+fittedWGSL("COUNT", "b", "$2")+`let c = cmul($0[i], conj(cisWGSL(b)));
$4[i] = HALF * (c.x * da + c.y * a * db);`, levels, order)
	return &compute.Map{N: n, Code: compute.Code{Text: text, Functions: sincosWGSL, Pairs: []int{0}, Writes: []int{4}}}
}

func roundGPU(n, levels int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Map{N: n, Code: compute.Code{Text: levelWGSL("$0[i] = floor(clamp($0[i], 0.0f, LAST) + 0.5f);", levels, 0), Writes: []int{0}}}
}
