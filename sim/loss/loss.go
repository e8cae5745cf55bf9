// Package loss has the quantities that training makes small. A loss gives its
// value and its gradient together.
package loss

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// Loss is a function of one sample's logits and true class: the kernel of it, with the
// arguments of kernels.SoftmaxCrossEntropy. nil is CrossEntropy.
type Loss func(classes int) compute.Kernel

// CrossEntropy is -ln softmax(z)_t.
func CrossEntropy(classes int) compute.Kernel { return kernels.SoftmaxCrossEntropy(classes) }

// Smoothed is CrossEntropy of labels that are not sure by a share: see kernels.SmoothedCrossEntropy.
func Smoothed(share float64) Loss {
	if share == 0 {
		return CrossEntropy
	}
	return func(classes int) compute.Kernel { return kernels.SmoothedCrossEntropy(classes, share) }
}

// SquaredError is sum_k (softmax(z)_k - [k = t])^2.
func SquaredError(classes int) compute.Kernel { return kernels.SoftmaxSquaredError(classes) }

// MeanSquares is mean_k (z_k - [k = t])^2.
func MeanSquares(classes int) compute.Kernel { return kernels.MeanSquares(classes) }

// Record records the loss of logits z for the class in label: out is [2], the
// loss and whether the top logit is right; dz the gradient, [classes].
func (l Loss) Record(p *compute.Program, classes int, z, label, out, dz compute.Buffer) {
	if l == nil {
		l = CrossEntropy
	}
	p.Add(l(classes), z, label, out, dz)
}
