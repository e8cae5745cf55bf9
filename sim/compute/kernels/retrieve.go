package kernels

import (
	"math"

	"talbot/sim/compute"
)

// Retrieve is a step of phase retrieval after Gerchberg and Saxton (Optik 35, 237 (1972)): a mask
// gets the phase of the light behind it once that has been moved so that the target comes of it,
//
//	phi = arg((E - factor g/w^2) conj(light)),
//
// g the gradient with respect to E, and w Matched of m: see MatchedError.
//
//	light  [n] complex  in front of the mask
//	e      [n] complex  E, light behind it
//	g      [n] complex
//	m      [2]
//	phi    [n]          written, for the one sample that there is
func Retrieve(n int, factor, most float64) compute.Kernel {
	f, top := float32(factor), float32(most)
	k := compute.Kernel{Name: "retrieve", Grain: functionGrain, Elements: func(int) int { return n },
		Batch: func(args [][]float32, _ []float32, _, from, to int) {
			light, e, g, m, phi := args[0], args[1], args[2], args[3], args[4]
			v := 1 / Matched(m, top)
			s := float32(f*v) * v
			for i := from; i < to; i++ {
				phi[i] = arg32(mulConj(e[2*i]-float32(s*g[2*i]), e[2*i+1]-float32(s*g[2*i+1]), light[2*i], light[2*i+1]))
			}
		}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Pairs: []int{0, 1, 2}, Writes: []int{4}, Functions: retrieveWGSL,
			Text: "let w = 1.0f / " + matchedWGSL(3, most) + "; let v = cmul($1[i] - " + f32(factor) + " * w * w * $2[i], conj($0[i])); $4[i] = retrieveArg(v.x, v.y);"}}
	}
	return k
}

// arg32 is the angle of x + i y, -pi..pi, within 4e-7; 0 of 0.
func arg32(x, y float32) float32 {
	a, b := float32(math.Abs(float64(x))), float32(math.Abs(float64(y)))
	most := max(a, b)
	if most == 0 {
		return 0
	}
	t := min(a, b) / most
	base := float32(0)
	if t > 0.41421357 { // tan(pi/8)
		t, base = (t-1)/(t+1), math.Pi/4
	}
	z := float32(t * t)
	p := float32(8.05374449538e-2)
	p = float32(p*z) - 1.38776856032e-1
	p = float32(p*z) + 1.99777106478e-1
	p = float32(p*z) - 3.33329491539e-1
	r := base + (float32(float32(p*z)*t) + t)
	if b > a {
		r = math.Pi/2 - r
	}
	if x < 0 {
		r = math.Pi - r
	}
	if y < 0 {
		return -r
	}
	return r
}

// retrieveWGSL is arg32: WGSL promises only 4096 units in the last place of its own atan2.
const retrieveWGSL = `fn retrieveArg(x: f32, y: f32) -> f32 {
let a = abs(x);
let b = abs(y);
let most = max(a, b);
if (most == 0.0f) { return 0.0f; }
var t = min(a, b) / most;
var base = 0.0f;
if (t > 0.41421357f) { t = (t - 1.0f) / (t + 1.0f); base = 0.78539816f; }
let z = t * t;
let p = ((8.05374449538e-2f * z - 1.38776856032e-1f) * z + 1.99777106478e-1f) * z - 3.33329491539e-1f;
var r = base + (p * z * t + t);
if (b > a) { r = 1.57079633f - r; }
if (x < 0.0f) { r = 3.14159265f - r; }
return select(r, -r, y < 0.0f);
}`
