package train

import (
	"reflect"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/network"
	"talbot/sim/optim"
)

// counter is a gradient that only counts what it is given. Its results come one step
// late, as those of a GPU do.
type counter struct {
	seen map[int32]int
	rule *rates
}

func (c *counter) Vars() []*compute.Var { return nil }

func (c *counter) Gradient(data.Examples, []int32, int) (network.Result, error) {
	panic("not this way")
}

func (c *counter) start(_ data.Examples, batch []int32, t int) error {
	for _, k := range batch {
		c.seen[k]++
	}
	return nil
}

func (c *counter) later(images int) (func() (network.Result, error), error) {
	return func() (network.Result, error) {
		return network.Result{Count: images, Loss: float64(images), Correct: 1}, nil
	}, nil
}

func (c *counter) result(int) (network.Result, error) { panic("not this way") }

// rates is a rule that keeps what it is told.
type rates struct {
	optim.SGD
	steps []int
	rates []float32
}

func (r *rates) Rates(now []float32, t int) {
	r.steps, r.rates = append(r.steps, t), append(r.rates, now[kernels.RateStep])
}

func countingLoop(t *testing.T, set *data.Set) (*Loop, *counter) {
	t.Helper()
	c := &counter{seen: map[int32]int{}, rule: &rates{}}
	d, err := NewDescent(cpu.Open(1), c, c.rule, false)
	check(t, err)
	return &Loop{Descent: d, Set: set, Batch: 5, Seed: 4, Rate: func(epoch int) float64 { return float64(10 - epoch) }}, c
}

func TestLoopVisitsEveryImageOncePerEpoch(t *testing.T) {
	l, c := countingLoop(t, &data.Set{Labels: make([]uint16, 23)})
	for range 3 * l.Batches() {
		if _, err := l.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if l.Epoch != 3 || l.Index != 0 || l.Step != 15 || l.Sum.Count != 23 || l.Sum.Correct != 5 {
		t.Errorf("progress is %+v", l.Progress)
	}
	for k := range int32(23) {
		if c.seen[k] != 3 {
			t.Errorf("image %d was seen %d times in 3 epochs", k, c.seen[k])
		}
	}
	if len(c.rule.rates) != 15 {
		t.Errorf("%d updates", len(c.rule.rates))
	}
	for i, r := range c.rule.rates {
		if want := float32(10 - i/5); r != want || c.rule.steps[i] != i+1 {
			t.Errorf("update %d: number %d at rate %g, want %g", i, c.rule.steps[i], r, want)
		}
	}
}

func TestLoopWithNothingToDo(t *testing.T) {
	l, _ := countingLoop(t, &data.Set{})
	if _, err := l.Next(); err == nil {
		t.Error("no error for an empty set")
	}
}

// A loop that leads through from one epoch to the next has the results of each update told once, in order, and none of
// another epoch in a sum; at rest its state is that of a loop that waits.
func TestLoopThroughEpochs(t *testing.T) {
	for _, together := range []int{1, 3, 8} {
		set := &data.Set{Labels: make([]uint16, 23)} // four batches of 5 and one of 3
		waits, _ := countingLoop(t, set)
		through, _ := countingLoop(t, set)
		through.Through, through.Descent.Together = true, together
		var told []int
		count := 0
		through.Descent.Told = func(n int, r network.Result) {
			told = append(told, n)
			count += r.Count
		}
		for k := range 17 {
			for _, l := range []*Loop{waits, through} {
				if _, err := l.Next(); err != nil {
					t.Fatal(err)
				}
			}
			if late := k + 1 - len(told); late > 2*together-1 {
				t.Errorf("%d together: after update %d %d are told", together, k+1, len(told))
			}
			if k == 4 && len(told) == 5 {
				t.Error("it waits at the end of an epoch")
			}
			if k%7 == 6 { // not where an epoch ends
				check(t, waits.Settle())
				check(t, through.Settle())
				if !reflect.DeepEqual(waits.Progress, through.Progress) {
					t.Errorf("%d together: after update %d at %+v, want %+v", together, k+1, through.Progress, waits.Progress)
				}
			}
		}
		check(t, waits.Settle())
		check(t, through.Settle())
		if !reflect.DeepEqual(waits.Progress, through.Progress) || count != 3*23+10 {
			t.Errorf("%d together: at %+v with %d images told, want %+v", together, through.Progress, count, waits.Progress)
		}
		for i, n := range told {
			if n != i+1 {
				t.Fatalf("%d together: told of %v", together, told)
			}
		}
		for through.Index != 0 {
			if _, err := through.Next(); err != nil {
				t.Fatal(err)
			}
		}
		if check(t, through.Settle()); through.Sum.Count != 23 || through.Sum.Correct != 5 {
			t.Errorf("%d together: the sum of an epoch that has ended is %+v", together, through.Sum)
		}
	}
}
