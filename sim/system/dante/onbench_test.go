package dante

import (
	"context"
	"math"
	"testing"

	"talbot/sim/data"
	"talbot/sim/rig/fourier"
	"talbot/sim/rig/virtual"
)

// reading is a bench as a session takes it.
type reading struct{ b *fourier.Bench }

func (r reading) Read(ctx context.Context, m Shown, blocks [][]float32) ([][]float32, error) {
	return r.b.Read(ctx, m.Name, m.Side, m.Phase, blocks, m.Tiling.Block(), m.Tiling.Response())
}

// On a bench without faults a network tells as many pictures apart as its simulated light does, before and after its read-out has
// been tuned; a network whose masks have not been fitted is refused.
func TestOnBench(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	c := onBench(t)
	c.FitSteps, c.FitShare = 60, 0.05
	s := open(t, c)
	r, err := virtual.New(s.dev, virtual.Fourier(c.Mask, c.Focus, 40), virtual.Ideal())
	check(t, err)
	b, err := fourier.Of(r, c.Focus, 40)
	check(t, err)
	ctx := context.Background()
	if _, err := s.OnBench(ctx, reading{b}, s.learn, s.test, 1, nil); err == nil {
		t.Error("a bench takes a network before its masks are there")
	}
	finish(t, s.plan)
	told := 0
	got, err := s.OnBench(ctx, reading{b}, some(s.learn, 48), some(s.test, 32), 5, func(done, all int) { told = all - done })
	check(t, err)
	t.Logf("%+v", *got)
	if got.Frames != 3*80 || told != 0 {
		t.Errorf("%d frames, %d pictures left", got.Frames, told)
	}
	if got.Simulated < 0.5 || math.Abs(got.Before-got.Simulated) > 0.1 || got.After < got.Simulated-0.1 {
		t.Errorf("the bench reads %+v", *got)
	}
}

// some are the first examples of all.
func some(all data.Examples, n int) data.Examples {
	p := data.Part{Examples: all}
	for i := range n {
		p.Numbers = append(p.Numbers, int32(i))
	}
	return p
}
