// Package loss has the quantities that training makes small. A loss gives its
// value and its gradient together.
package loss

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// Loss is a function of one sample's logits and true class.
type Loss int

const (
	CrossEntropy Loss = iota // -ln softmax(z)_t
	SquaredError             // sum_k (softmax(z)_k - [k = t])^2
)

// Record records the loss of logits z for the class in label: out is [2], the
// loss and whether the top logit is right; dz the gradient, [classes].
func (l Loss) Record(p *compute.Program, classes int, z, label, out, dz compute.Buffer) {
	if l == SquaredError {
		p.Add(kernels.SoftmaxSquaredError(classes), z, label, out, dz)
		return
	}
	p.Add(kernels.SoftmaxCrossEntropy(classes), z, label, out, dz)
}
