package optim_test

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/optim"
)

// Without a gradient, decay is (1 - rate decay)^t, which is exact here, of arrays of two dimensions, and biases stay.
func TestDecay(t *testing.T) {
	dev := cpu.Open(1)
	array := func(name string, shape ...int) *compute.Var {
		v := &compute.Var{Name: name, Shape: shape}
		var err error
		if v.Value, err = dev.Alloc(compute.Spec{Name: name, Len: v.Len()}); err != nil {
			t.Fatal(err)
		}
		if v.Grad, err = dev.Alloc(compute.Spec{Name: name + " gradient", Len: v.Len(), Scope: compute.Sum}); err != nil {
			t.Fatal(err)
		}
		x := make([]float32, v.Len())
		for i := range x {
			x[i] = float32(i + 1)
		}
		if err := dev.Write(v.Value, 0, x); err != nil {
			t.Fatal(err)
		}
		return v
	}
	for name, rule := range map[string]optim.Rule{"adam": optim.DefaultAdam, "sgd": optim.SGD{Momentum: 0.9}} {
		weights, bias := array("weights", 2, 3), array("bias", 3)
		o, err := optim.New(dev, optim.Decayed{Rule: rule, Decay: 2}, []*compute.Var{weights, bias})
		if err != nil {
			t.Fatal(err)
		}
		if len(o.States()) != 2*len(rule.States()) {
			t.Errorf("%s: %d arrays of state", name, len(o.States()))
		}
		for step := 1; step <= 3; step++ {
			if err := o.Step(step, 0.125, 1); err != nil {
				t.Fatal(err)
			}
		}
		for _, v := range []*compute.Var{weights, bias} {
			want := 1.0
			if v == weights {
				want = math.Pow(1-0.125*2, 3)
			}
			x := make([]float32, v.Len())
			if err := dev.Read(v.Value, 0, x); err != nil {
				t.Fatal(err)
			}
			for i, got := range x {
				if float64(got) != want*float64(i+1) {
					t.Errorf("%s: %s %d is %v, want %v", name, v.Name, i, got, want*float64(i+1))
				}
			}
		}
	}
}
