package kernels

import "talbot/sim/compute"

// Numbers of the rates buffer that Adam and SGD read, set by the host before each
// update.
const (
	RateStep  = iota // learning rate
	RateScale        // what the gradient is multiplied by: 1/batch for a mean
	RateBias1        // Adam: 1 - beta1^t
	RateBias2        // Adam: 1 - beta2^t
	Rates            // how many there are
)

// Adam is one update of Kingma and Ba, "Adam: a method for stochastic
// optimization" (2015), algorithm 1:
//
//	m = beta1 m + (1-beta1) g,  v = beta2 v + (1-beta2) g^2,
//	x = x - rate (m/bias1) / (sqrt(v/bias2) + eps)
//
//	x      [n]      trainable array, updated
//	grad   [n]      sum over the batch; g is grad times RateScale
//	m, v   [n]      moments, updated
//	rates  [Rates]
func Adam(n int, beta1, beta2, eps float64) compute.Kernel {
	b1, b2, e := float32(beta1), float32(beta2), float32(eps)
	c1, c2 := float32(1-beta1), float32(1-beta2)
	update := func(args [][]float32, _ []float32, from, to int) {
		x, grad, m, v, rates := args[0], args[1], args[2], args[3], args[4]
		rate, scale := rates[RateStep], rates[RateScale]
		i1, i2 := 1/rates[RateBias1], 1/rates[RateBias2]
		for i := from; i < to; i++ {
			g := scale * grad[i]
			m[i] = float32(b1*m[i]) + float32(c1*g)
			v[i] = float32(b2*v[i]) + float32(c2*float32(g*g))
			x[i] -= float32(rate*float32(m[i]*i1)) / (sqrt(v[i]*i2) + e)
		}
	}
	k := compute.Kernel{Name: "adam", N: n, Grain: updateGrain, GPU: adamGPU(n, beta1, beta2, eps), Once: update}
	if vectorAdam != nil {
		k.VectorOnce = func(args [][]float32, work []float32, from, to int) {
			done := vectorAdam(args[0][from:to], args[1][from:], args[2][from:], args[3][from:], args[4], b1, b2, c1, c2, e)
			update(args, work, from+done, to)
		}
	}
	return k
}

// SGD is stochastic gradient descent with momentum: v = momentum v + g,
// x = x - rate v.
//
//	x      [n]      trainable array, updated
//	grad   [n]      sum over the batch; g is grad times RateScale
//	v      [n]      velocity, updated
//	rates  [Rates]
func SGD(n int, momentum float64) compute.Kernel {
	mu := float32(momentum)
	return compute.Kernel{Name: "sgd", N: n, Grain: updateGrain, GPU: sgdGPU(n, momentum), Once: func(args [][]float32, _ []float32, from, to int) {
		x, grad, v, rates := args[0], args[1], args[2], args[3]
		rate, scale := rates[RateStep], rates[RateScale]
		for i := from; i < to; i++ {
			v[i] = float32(mu*v[i]) + float32(scale*grad[i])
			x[i] -= float32(rate * v[i])
		}
	}}
}

// Decay takes a share of its numbers off an array, in front of an update that knows nothing of it:
// x = x - rate decay x (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2).
//
//	x      [n]      trainable array, updated
//	rates  [Rates]
func Decay(n int, decay float64) compute.Kernel {
	d := float32(decay)
	k := compute.Kernel{Name: "decay", N: n, Grain: updateGrain, Once: func(args [][]float32, _ []float32, from, to int) {
		keep := 1 - float32(args[1][RateStep]*d)
		for i := from; i < to; i++ {
			args[0][i] *= keep
		}
	}}
	if compute.WithGPU {
		k.GPU = &compute.Map{N: n, Code: compute.Code{Text: `$0[i] *= 1.0f - $1[` + u32(RateStep) + `] * ` + f32(decay) + `;`, Writes: []int{0}}}
	}
	return k
}

func adamGPU(n int, beta1, beta2, eps float64) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := `let g = $4[` + u32(RateScale) + `] * $1[i];
let m = ` + f32(beta1) + ` * $2[i] + ` + f32(1-beta1) + ` * g;
let v = ` + f32(beta2) + ` * $3[i] + ` + f32(1-beta2) + ` * (g * g);
$2[i] = m;
$3[i] = v;
$0[i] -= $4[` + u32(RateStep) + `] * (m / $4[` + u32(RateBias1) + `]) / (sqrt(v / $4[` + u32(RateBias2) + `]) + ` + f32(eps) + `);`
	return &compute.Map{N: n, Code: compute.Code{Text: text, Writes: []int{0, 2, 3}}}
}

func sgdGPU(n int, momentum float64) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := `let v = ` + f32(momentum) + ` * $2[i] + $3[` + u32(RateScale) + `] * $1[i];
$2[i] = v;
$0[i] -= $3[` + u32(RateStep) + `] * v;`
	return &compute.Map{N: n, Code: compute.Code{Text: text, Writes: []int{0, 2}}}
}
