package forward

import (
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
)

// Of a hundred pictures the first three of each class are learned from, and that is what is told.
func TestLearnsFrom(t *testing.T) {
	c := small()
	c.PerClass = 3
	s, err := c.Open(cpu.Open(1), bars(100, 1))
	if err != nil {
		t.Fatal(err)
	}
	if n := s.(experiment.Selecting).LearnsFrom(); n != 30 {
		t.Errorf("it learns from %d pictures, want 30", n)
	}
	if err := s.(experiment.Trainer).Learn(bars(200, 2)); err != nil {
		t.Fatal(err)
	}
	if n := s.(experiment.Selecting).LearnsFrom(); n != 30 {
		t.Errorf("of others it learns from %d, want 30", n)
	}
}
