package speed

import (
	"strconv"

	"talbot/sim/compute"
	"talbot/sim/errs"
)

// A thread of the copy moves copyPairs pairs that are a workgroup apart: the threads of
// a workgroup read and write without gaps, and each has several reads under way.
const (
	copyPairs = 8
	copyGroup = 256
	copyBlock = copyPairs * copyGroup // pairs of a workgroup
)

// copyKernel copies n pairs, a multiple of copyBlock.
//
//	from  [n] complex
//	to    [n] complex  written
func copyKernel(n int) compute.Kernel {
	u := func(i int) string { return strconv.Itoa(i) + "u" }
	read, write := "", ""
	for k := range copyPairs {
		v, at := "v"+strconv.Itoa(k), "[at + "+u(k*copyGroup)+"]"
		read += "let " + v + " = $0" + at + "; "
		write += "$1" + at + " = " + v + "; "
	}
	at := "let at = i / " + u(copyGroup) + " * " + u(copyBlock) + " + i % " + u(copyGroup) + "; "
	return compute.Kernel{Name: "copy", N: n, Once: func(args [][]float32, _ []float32, from, to int) { copy(args[1][2*from:2*to], args[0][2*from:]) },
		GPU: &compute.Map{N: n / copyPairs, Code: compute.Code{Text: at + read + write, Pairs: []int{0, 1}, Writes: []int{1}}}}
}

// openCopy copies an array of N MiB to another.
func (t *Talbot) openCopy() error {
	const mib = 1 << 20 / 4 // float32
	if t.Case.N < 1 {
		return errs.New("a copy needs an array of at least 1 MiB")
	}
	dev, size := t.Variant.device(), t.Case.N*mib
	from, err := dev.Alloc(compute.Spec{Name: "from", Len: size})
	if err != nil {
		return err
	}
	to, err := dev.Alloc(compute.Spec{Name: "to", Len: size})
	if err != nil {
		return err
	}
	x := make([]float32, mib)
	input.Uniform(uint32(t.Case.N), x)
	for at := 0; at < size; at += mib {
		if err := dev.Write(from, at, x); err != nil {
			return err
		}
	}
	var p compute.Program
	p.Add(copyKernel(size/2), from, to)
	runner, err := dev.Compile(&p)
	if err != nil {
		return err
	}
	t.problem = func() (Problem, error) { return Problem{Case: t.Case, Field: x}, nil }
	t.units = 1
	t.runs = []Run{{runner, 0}}
	t.run = func(reps int) error {
		for range reps {
			if err := runner.Run(0); err != nil {
				return err
			}
		}
		return wait(dev, to)
	}
	if err := runner.Run(0); err != nil {
		return err
	}
	// The first and the last part have to be there, and be the same.
	y := make([]float32, 2*mib)
	if err := dev.Read(to, 0, y[:mib]); err != nil {
		return err
	}
	if err := dev.Read(to, size-mib, y[mib:]); err != nil {
		return err
	}
	t.check = append(overlap(x, y[:mib]), overlap(x, y[mib:])...)
	return nil
}
