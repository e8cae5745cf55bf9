package forward

import (
	"context"
	"errors"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
)

// Calibration tells what it does and ends when it is asked to; then nothing has been learned, and training can go on.
func TestCalibrationStops(t *testing.T) {
	c := tiny()
	c.Bench, c.Calibrate, c.Elsewhere = "mild", true, 0
	s, err := Open(cpu.Open(2), c, bars(20, 1))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var told []string
	s.Attend(ctx, func(what string) {
		told = append(told, what)
		if len(told) == 2 {
			stop()
		}
	})
	if _, err := s.Next(); !errors.Is(err, context.Canceled) {
		t.Fatalf("asked to stop: %v", err)
	}
	if s.Stage.Step != 0 || s.bench != nil || len(told) != 2 || !slices.Contains(told, "calibrating: exposure") {
		t.Errorf("%d updates, told %q", s.Stage.Step, told)
	}
	if more, err := s.Evaluate(bars(20, 1), true).More(); more || !errors.Is(err, context.Canceled) {
		t.Errorf("a test goes on: %v", err)
	}
	s.Attend(context.Background(), nil)
	if _, err := s.Next(); err != nil || s.Stage.Step != 1 {
		t.Errorf("going on: %v", err)
	}
}
