package train

import (
	"testing"

	"talbot/sim/data"
	"talbot/sim/network"
)

// counter is a method that only counts what it is given. Its results come one step
// late, as those of a GPU do.
type counter struct {
	seen  map[int32]int
	rates []float64
	steps []int
	last  network.Result
}

func (c *counter) Step(_ *data.Set, batch []int32, t int, rate float64) (network.Result, error) {
	for _, k := range batch {
		c.seen[k]++
	}
	c.rates = append(c.rates, rate)
	c.steps = append(c.steps, t)
	r, _ := c.Flush()
	c.last = network.Result{Count: len(batch), Loss: float64(len(batch)), Correct: 1}
	return r, nil
}

func (c *counter) Flush() (network.Result, error) {
	r := c.last
	c.last = network.Result{}
	return r, nil
}

func (c *counter) Arrays() []Array { return nil }

func TestLoopVisitsEveryImageOncePerEpoch(t *testing.T) {
	c := &counter{seen: map[int32]int{}}
	l := &Loop{Method: c, Set: &data.Set{Labels: make([]byte, 23)}, Batch: 5, Seed: 4,
		Rate: func(epoch int) float64 { return float64(10 - epoch) }}
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
	for i, r := range c.rates {
		if want := float64(10 - i/5); r != want || c.steps[i] != i+1 {
			t.Errorf("update %d: number %d at rate %g, want %g", i, c.steps[i], r, want)
		}
	}
}

func TestLoopWithNothingToDo(t *testing.T) {
	l := &Loop{Method: &counter{}, Set: &data.Set{}, Batch: 5, Rate: func(int) float64 { return 1 }}
	if _, err := l.Next(); err == nil {
		t.Error("no error for an empty set")
	}
}
