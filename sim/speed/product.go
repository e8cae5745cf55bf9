package speed

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
)

// openProduct multiplies two matrices of N x N numbers.
func (t *Talbot) openProduct() error {
	dev, n := t.Variant.device(), t.Case.N
	x := make([]float32, 2*n*n)
	input.Uniform(uint32(n), x)
	t.problem = func() (Problem, error) { return Problem{Case: t.Case, Field: x}, nil }
	var bufs [3]compute.Buffer
	for i, name := range []string{"a", "b", "c"} {
		b, err := dev.Alloc(compute.Spec{Name: name, Len: n * n})
		if err == nil && i < 2 {
			err = dev.Write(b, 0, x[i*n*n:(i+1)*n*n])
		}
		if err != nil {
			return err
		}
		bufs[i] = b
	}
	var p compute.Program
	p.Add(kernels.Product{Name: "product", A: kernels.Dense(n, n), B: kernels.Dense(n, n), C: kernels.Dense(n, n)}.Kernel(), bufs[:]...)
	runner, err := dev.Compile(&p)
	if err != nil {
		return err
	}
	t.units, t.runs = 1, []Run{{runner, 1}}
	t.run = func(reps int) error {
		for range reps {
			if err := runner.Run(1); err != nil {
				return err
			}
		}
		return wait(dev, bufs[2])
	}
	if err := runner.Run(1); err != nil {
		return err
	}
	c := make([]float32, n*n)
	if err := dev.Read(bufs[2], 0, c); err != nil {
		return err
	}
	// Of numbers between 0 and 1: the size of all elements, and one of them; both are about 1.
	size := 0.0
	for _, v := range c {
		size += float64(v) * float64(v)
	}
	t.check = []float64{4 * math.Sqrt(size) / float64(n*n), 4 * float64(c[n-1]) / float64(n)}
	return nil
}
