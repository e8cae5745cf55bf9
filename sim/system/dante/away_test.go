package dante

import (
	"bytes"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/train"
)

// Fits that are made elsewhere, in any order, each stopped in the middle, give the training of one that makes them
// itself, bit for bit.
func TestAway(t *testing.T) {
	for _, display := range []string{noDisplay, "phase-16"} {
		c := small("mnist")
		c.Maps, c.Held, c.Batch, c.Epochs, c.FitSteps, c.FitWarm, c.Display, c.DisplayRule = "4,4", 0, 20, 1, 4, 2, display, "level"
		digits := &data.Set{Name: "mnist", Width: 28, Height: 28, Channels: 1, Classes: data.ClassNames("mnist"), Images: make([]byte, 40*784), Labels: make([]uint16, 40)}
		for i := range digits.Images {
			digits.Images[i] = byte(i * i >> 5)
		}
		for i := range digits.Labels {
			digits.Labels[i] = uint16(i % 10)
		}
		open := func() *Session {
			s, err := Open(cpu.Open(2), c, digits, digits)
			check(t, err)
			return s
		}
		here, there := open(), open()
		finish(t, here.plan)

		type made struct {
			state *train.State
			asked int
		}
		fits := []*made{}
		there.Away(func(number int, kernels []float32) (func() (Fit, error), error) {
			m := &made{}
			fits = append(fits, m)
			return func() (Fit, error) {
				if m.asked++; m.asked < 2+len(there.masks)-number { // the last comes first
					return Fit{Done: 0.5}, nil
				}
				own := c
				one, err := own.OpenFit(cpu.Open(1), number, kernels)
				if err != nil {
					return Fit{}, err
				}
				if _, err := one.Next(); err != nil {
					return Fit{}, err
				}
				half, err := one.State()
				if err != nil {
					return Fit{}, err
				}
				other, err := own.OpenFit(cpu.Open(1), number, kernels)
				if err == nil {
					err = other.Restore(half)
				}
				if err != nil {
					return Fit{}, err
				}
				for other.Done() < 1 {
					if _, err := other.Next(); err != nil {
						return Fit{}, err
					}
				}
				m.state, err = other.State()
				return Fit{State: m.state, Done: 1}, err
			}, nil
		})
		finish(t, there.plan)
		if len(fits) != len(here.masks) {
			t.Fatalf("%d fits were asked for, want %d", len(fits), len(here.masks))
		}
		want, err := here.plan.Pack()
		check(t, err)
		got, err := there.plan.Pack()
		check(t, err)
		if !bytes.Equal(want, got) {
			t.Errorf("on %s the states differ", display)
		}
		a, _ := here.progress()
		if b, _ := there.progress(); a != b || a == 0 {
			t.Errorf("%d updates, and %d elsewhere", a, b)
		}
	}
	c := small("mnist")
	if _, err := c.OpenFit(cpu.Open(1), 99, nil); err == nil {
		t.Error("a mask that is not there is fitted")
	}
	if _, err := c.OpenFit(cpu.Open(1), 0, []float32{1}); err == nil {
		t.Error("kernels of another size are taken")
	}
}
