package kernels

import (
	"strings"

	"talbot/sim/compute"
	"talbot/sim/fmath"
)

// SoftmaxCrossEntropy is the loss -ln p_t of the true class t, p = softmax(z).
//
//	z      [classes]  logits
//	label  [1]        the class t, a whole number
//	out    [2]        written: the loss, and 1 if the highest logit is t, else 0
//	dz     [classes]  written: dL/dz_k = p_k - [k = t]
func SoftmaxCrossEntropy(classes int) compute.Kernel {
	return compute.Kernel{Name: "softmax-cross-entropy", GPU: lossGPU(classes, `
$2[0] = log(total) + top - $0[t];
$2[1] = select(0.0f, 1.0f, best == t);
$3[t] -= 1.0f;`), Each: func(args [][]float32, work []float32) {
		z, t, out, dz := args[0], int(args[1][0]), args[2], args[3]
		logSum := softmax(z, dz)
		out[0] = float32(logSum - float64(z[t]))
		out[1] = correct(z, t)
		dz[t]--
	}}
}

// SmoothedCrossEntropy is the loss -sum_k q_k ln p_k, p = softmax(z), of labels that are sure of the true class t but
// for a share of 1, which all classes divide evenly: q_k = (1-share) [k = t] + share/classes (Szegedy et al., "Rethinking the
// Inception architecture", CVPR 2016, section 7). Arguments as SoftmaxCrossEntropy; dL/dz_k = p_k - q_k.
func SmoothedCrossEntropy(classes int, share float64) compute.Kernel {
	sure, each := float32(1-share), float32(share/float64(classes))
	return compute.Kernel{Name: "smoothed-cross-entropy", GPU: lossGPU(classes, `
var sum = 0.0f;
for (var k = 0u; k < CLASSES; k++) {
sum += $0[k] - top;
$3[k] -= `+f32(float64(each))+`;
}
$2[0] = log(total) - `+f32(float64(sure))+` * ($0[t] - top) - `+f32(float64(each))+` * sum;
$2[1] = select(0.0f, 1.0f, best == t);
$3[t] -= `+f32(float64(sure))+`;`), Each: func(args [][]float32, work []float32) {
		z, t, out, dz := args[0], int(args[1][0]), args[2], args[3]
		logSum := softmax(z, dz)
		var sum float64
		for k, v := range z {
			sum += logSum - float64(v)
			dz[k] -= each
		}
		out[0] = float32(float64(float64(sure)*(logSum-float64(z[t]))) + float64(float64(each)*sum))
		out[1] = correct(z, t)
		dz[t] -= sure
	}}
}

// SoftmaxSquaredError is the loss sum_k (p_k - [k = t])^2 with p = softmax(z), the
// one LightRidge trains with. Arguments as SoftmaxCrossEntropy;
// dL/dz_k = 2 p_k (d_k - sum_j p_j d_j), d_k = p_k - [k = t].
func SoftmaxSquaredError(classes int) compute.Kernel {
	return compute.Kernel{Name: "softmax-squared-error", GPU: lossGPU(classes, `
var loss = 0.0f;
var mean = 0.0f;
for (var k = 0u; k < CLASSES; k++) {
let p = $3[k];
let d = p - select(0.0f, 1.0f, k == t);
loss += d * d;
mean += p * d;
}
for (var k = 0u; k < CLASSES; k++) {
let p = $3[k];
$3[k] = 2.0f * p * (p - select(0.0f, 1.0f, k == t) - mean);
}
$2[0] = loss;
$2[1] = select(0.0f, 1.0f, best == t);`), Each: func(args [][]float32, work []float32) {
		z, t, out, dz := args[0], int(args[1][0]), args[2], args[3]
		softmax(z, dz)
		var loss, mean float64
		for k, p := range dz {
			d := float64(p)
			if k == t {
				d--
			}
			loss += float64(d * d)
			mean += float64(float64(p) * d)
		}
		for k, p := range dz {
			d := float64(p)
			if k == t {
				d--
			}
			dz[k] = float32(2 * float64(p) * (d - mean))
		}
		out[0] = float32(loss)
		out[1] = correct(z, t)
	}}
}

// MeanSquares is the loss mean_k (z_k - [k = t])^2 of logits that are amplitudes, which light can
// be compared with by interference. Arguments as SoftmaxCrossEntropy; dL/dz_k = 2 (z_k - [k = t])/classes.
func MeanSquares(classes int) compute.Kernel {
	twice := 2 / float32(classes)
	k := compute.Kernel{Name: "mean-squares", Each: func(args [][]float32, _ []float32) {
		z, t, out, dz := args[0], int(args[1][0]), args[2], args[3]
		var loss float64
		for k, v := range z {
			d := float64(v)
			if k == t {
				d--
			}
			loss += float64(d * d)
			dz[k] = twice * float32(d)
		}
		out[0] = float32(loss / float64(classes))
		out[1] = correct(z, t)
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: 1, Code: compute.Code{Writes: []int{2, 3}, Text: strings.ReplaceAll(`let t = u32($1[0]);
var best = 0u;
for (var k = 1u; k < CLASSES; k++) { if ($0[k] > $0[best]) { best = k; } }
var loss = 0.0f;
for (var k = 0u; k < CLASSES; k++) {
let d = $0[k] - select(0.0f, 1.0f, k == t);
loss += d * d;
$3[k] = `+f32(float64(twice))+` * d;
}
$2[0] = loss / f32(CLASSES);
$2[1] = select(0.0f, 1.0f, best == t);`, "CLASSES", u32(classes))}}
	}
	return k
}

// softmax writes softmax(z) to p and returns ln sum_k exp(z_k).
func softmax(z, p []float32) (logSum float64) {
	top := z[0]
	for _, v := range z {
		top = max(top, v)
	}
	var sum float64
	for k, v := range z {
		e := fmath.Exp(float64(v - top))
		p[k] = float32(e)
		sum += e
	}
	for k := range p {
		p[k] = float32(float64(p[k]) / sum)
	}
	return float64(top) + fmath.Log(sum)
}

// Softmax returns exp(z_k) / sum_j exp(z_j).
func Softmax(z []float32) []float32 {
	p := make([]float32, len(z))
	softmax(z, p)
	return p
}

// ArgMax is the index of the largest number, the first of equals.
func ArgMax(z []float32) int {
	best := 0
	for k, v := range z {
		if v > z[best] {
			best = k
		}
	}
	return best
}

func correct(z []float32, t int) float32 {
	if ArgMax(z) == t {
		return 1
	}
	return 0
}

// lossGPU leaves softmax(z) in dz, with the true class t, the highest logit top and
// its class best, and then runs rest.
func lossGPU(classes int, rest string) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := `let t = u32($1[0]);
var best = 0u;
for (var k = 1u; k < CLASSES; k++) { if ($0[k] > $0[best]) { best = k; } }
let top = $0[best];
var total = 0.0f;
for (var k = 0u; k < CLASSES; k++) { total += exp($0[k] - top); }
for (var k = 0u; k < CLASSES; k++) { $3[k] = exp($0[k] - top) / total; }
` + rest
	return &compute.Map{N: 1, Code: compute.Code{Text: strings.ReplaceAll(text, "CLASSES", u32(classes)), Writes: []int{2, 3}}}
}
