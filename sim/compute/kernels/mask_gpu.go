package kernels

import "talbot/sim/compute"

func transmissionGPU(n int, text string) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Map{N: n, Code: compute.Code{Text: text, Functions: sincosWGSL, Pairs: []int{1}, Writes: []int{1}}}
}

func phaseWGSL(gain float64) string {
	return "let c = cisWGSL($0[i]); $1[i] = " + f32(gain) + " * c;"
}

// sincosWGSL has cisWGSL(x) = exp(i x) to about 1e-7 for phases of some thousand
// turns: WGSL promises only 2^-11 for its own sine and cosine. The phase is reduced to
// -pi/4..pi/4 with pi/2 in three parts (Cody and Waite), then come Taylor's series.
const sincosWGSL = `fn cisWGSL(x: f32) -> vec2f {
let k = round(x * 0.63661977f);
var r = fma(k, -1.5703125f, x);
r = fma(k, -4.8375129699707031e-4f, r);
r = fma(k, -7.5497899548918e-8f, r);
let z = r * r;
let s = r + r * z * (-0.16666667f + z * (8.3333333e-3f + z * (-1.98412698e-4f + z * 2.7557319e-6f)));
let c = 1.0f + z * (-0.5f + z * (4.16666667e-2f + z * (-1.38888889e-3f + z * 2.48015873e-5f)));
let q = i32(k) & 3;
let a = select(vec2f(c, s), vec2f(-s, c), (q & 1) == 1);
return select(a, -a, q >= 2);
}`

func modulateGPU() compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Plane{In: 0, Out: 0, Code: compute.Code{Text: "v = cmul(v, $1[p]);", Pairs: []int{0, 1}, Writes: []int{0}}}
}

// adjointGPU adds to the sum in terms of the gradient v behind the mask, the field e
// there and the transmission t, and takes the gradient back.
func adjointGPU(sum string) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	return &compute.Plane{In: 0, Out: 0, Code: compute.Code{
		Text:  "let e = $1[p]; let t = $2[p]; " + sum + " v = cmul(v, conj(t));",
		Pairs: []int{0, 1, 2}, Writes: []int{0}}}
}
