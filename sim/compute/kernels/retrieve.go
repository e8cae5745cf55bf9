package kernels

import "math"

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
