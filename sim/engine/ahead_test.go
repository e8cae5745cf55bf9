package engine_test

import (
	"encoding/binary"
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	. "talbot/sim/engine"
	"talbot/sim/system/diffractive"
)

// card is a GPU that computes as the processor does: what is read later comes later, and it is lost at its call number losing, if
// that is not 0.
type card struct {
	compute.Device
	calls, losing int
	reads         int // that were waited for
	most          int // reads that were on their way at a time
	under         int
}

func (c *card) lost() error {
	if c.calls++; c.losing > 0 && c.calls >= c.losing {
		return &compute.LostError{Why: "a test took it away"}
	}
	return nil
}

func (c *card) Failed() error {
	if c.losing > 0 && c.calls >= c.losing {
		return &compute.LostError{Why: "a test took it away"}
	}
	return nil
}

func (c *card) Gather(bool) {}

func (c *card) Write(b compute.Buffer, at int, src []float32) error {
	if err := c.lost(); err != nil {
		return err
	}
	return c.Device.Write(b, at, src)
}

func (c *card) Read(b compute.Buffer, at int, dst []float32) error {
	if err := c.lost(); err != nil {
		return err
	}
	c.reads++
	return c.Device.Read(b, at, dst)
}

func (c *card) Later(b compute.Buffer, at, n int) (func([]float32) error, error) {
	if err := c.lost(); err != nil {
		return nil, err
	}
	v := make([]float32, n)
	err := c.Device.Read(b, at, v)
	c.under++
	c.most = max(c.most, c.under)
	return func(dst []float32) error {
		c.under--
		copy(dst, v)
		return c.lost()
	}, err
}

func (c *card) Compile(p *compute.Program) (compute.Runner, error) {
	r, err := c.Device.Compile(p)
	return run{r, c}, err
}

type run struct {
	compute.Runner
	c *card
}

func (r run) Run(batch int) error {
	if err := r.c.lost(); err != nil {
		return err
	}
	return r.Runner.Run(batch)
}

// onCard is an engine whose network is on c, with data, and whose clock goes tick s between two looks at it.
func onCard(t *testing.T, c *card, tick float64) *Engine {
	t.Helper()
	if !compute.WithGPU {
		t.Skip("this program has nothing for a GPU")
	}
	dev := cpu.Open(1)
	dev.SetRoom(1e8, "for a test")
	c.Device = dev
	now := 0.0
	e := New(Host{Processor: dev, Now: func() float64 { now += tick; return now },
		OpenGPU: func(bool) (GPU, string, error) { return c, "card", nil }}, diffractive.System)
	r := ask(t, e, "open", Fields{"preset": "d2nn-mnist-64", "values": small, "workers": 1, "device": "webgpu"})[0]
	if r["gpu"] != "card" {
		t.Fatalf("the network is not on the GPU: %v", r["note"])
	}
	give(t, e, "train", 44) // six updates an epoch, the last of which is smaller
	return e
}

// curve is what a front end keeps of metrics: updates that are made again take the place of what was.
type curve []Reply

func (c *curve) add(t *testing.T, replies []Reply) (metrics int) {
	t.Helper()
	for _, r := range replies {
		if r["kind"] != "metrics" {
			continue
		}
		metrics++
		n := r["step"].(int)
		if n > len(*c)+1 {
			t.Fatalf("update %d is told after %d", n, len(*c))
		}
		own := Reply{}
		for k, v := range r {
			own[k] = v
		}
		*c = append((*c)[:n-1], own)
	}
	return metrics
}

func (c curve) same(t *testing.T, what string, want curve) {
	t.Helper()
	if len(c) != len(want) {
		t.Fatalf("%s: %d updates are told, want %d", what, len(c), len(want))
	}
	for i := range c {
		for _, k := range []string{"step", "epoch", "loss", "accuracy"} {
			if c[i][k] != want[i][k] {
				t.Fatalf("%s: %s of update %d is %v, want %v", what, k, i+1, c[i][k], want[i][k])
			}
		}
	}
}

// alone is the curve and the masks of so many steps that are each waited for, on the processor.
func alone(t *testing.T, steps int) (c curve, m []float32) {
	t.Helper()
	e := newEngine()
	open(t, e, 1)
	give(t, e, "train", 44)
	for range steps {
		c.add(t, ask(t, e, "step", nil))
	}
	return c, append(m, masks(t, e)...)
}

// Updates that go ahead are told each once, in order, with their own numbers, and leave the masks of those that are
// waited for, however often they are settled and whether a state is kept between.
func TestAheadTellsEachUpdate(t *testing.T) {
	const steps = 61
	want, after := alone(t, steps)
	for _, k := range []struct {
		tick   float64
		settle int // after so many
	}{{1e-6, steps}, {1e-6, 7}, {1e-6, 1}, {0.01, 20}, {0.3, steps}} {
		c := &card{}
		e := onCard(t, c, k.tick)
		var got curve
		late, reads := 0, c.reads
		for i := range steps {
			got.add(t, ask(t, e, "step", Fields{"ahead": true}))
			late = max(late, i+1-len(got))
			if i%k.settle == k.settle-1 {
				got.add(t, ask(t, e, "settle", nil))
				if len(got) != i+1 {
					t.Errorf("%d of %d updates are told when all are settled", len(got), i+1)
				}
			}
		}
		if reads = c.reads - reads; k.tick < 1e-3 && reads > 0 {
			t.Errorf("%d reads were waited for at once", reads)
		}
		got.add(t, ask(t, e, "settle", nil))
		got.same(t, "ahead", want)
		if !same(masks(t, e), after) {
			t.Errorf("settled after %d: other masks", k.settle)
		}
		if wanted := map[int]int{steps: 40, 7: 7, 1: 1}[k.settle]; k.tick == 1e-6 && (c.most < wanted || late > 63) {
			t.Errorf("settled after %d: results of %d updates were on their way, told %d late; want %d, at most 63", k.settle, c.most, late, wanted)
		}
		if k.tick == 0.3 && late > 1 {
			t.Errorf("%d updates of over 0.3 s are on their way: a pause would wait for them", late)
		}
		if n := len(ask(t, e, "settle", nil)); n != 0 {
			t.Errorf("settling again tells of %d", n)
		}
	}
}

// A step that does not go ahead tells of itself alone; and those that do stop at the end of their epochs.
func TestAheadEnds(t *testing.T) {
	want, _ := alone(t, 40)
	e := onCard(t, &card{}, 1e-6)
	var got curve
	for i := range 10 {
		if n := got.add(t, ask(t, e, "step", nil)); n != 1 || len(got) != i+1 {
			t.Fatalf("step %d told of %d updates", i+1, n)
		}
	}
	for range 200 { // as a front end that has not been told yet
		got.add(t, ask(t, e, "step", Fields{"ahead": true, "until": 4}))
		if last := got[len(got)-1]["epoch"].(float64); last >= 4 {
			break
		}
	}
	got.same(t, "until the fourth epoch", want[:24])
	if n := got.add(t, ask(t, e, "step", Fields{"ahead": true, "until": 4})); n != 0 {
		t.Errorf("behind the end %d updates are told", n)
	}
	for range 16 {
		got.add(t, ask(t, e, "step", Fields{"ahead": true}))
	}
	// What waits is told also when other requests need it: a state has the sum of its own epoch.
	state := ask(t, e, "state", nil)[0]["bytes"].([]byte)
	b := newEngine()
	open(t, b, 1)
	give(t, b, "train", 44)
	if r := ask(t, b, "restore", Fields{"bytes": state})[0]; r["step"] != 40 {
		t.Errorf("the state is of %v", r["step"])
	}
	if again := ask(t, b, "state", nil)[0]["bytes"].([]byte); string(again) != string(state) {
		t.Error("a state that was restored is another")
	}
	got.add(t, ask(t, e, "settle", nil))
	got.same(t, "after a state", want)
}

// A GPU that is lost at any of its calls leaves the curve and the masks of a run without a loss: no update is told twice in the end
// or lost. Both compute alike here.
func TestAheadOfALoss(t *testing.T) {
	const steps = 12 // two epochs
	want, after := alone(t, steps)
	whole := &card{}
	onCard(t, whole, 1e-3)
	begin := whole.calls
	lost := 0
	for at := begin + 1; ; at += 5 {
		c := &card{losing: at}
		e := onCard(t, c, 0.08)
		var got curve
		devices := 0
		see := func(replies []Reply) {
			got.add(t, replies)
			for i, r := range replies {
				if r["kind"] == "device" {
					devices++
					if i != 0 || r["gpu"] != "" || r["note"] != "the device was lost: a test took it away" {
						t.Fatalf("lost at call %d: reply %d is %v", at, i, r)
					}
					if n := r["step"].(int); n > len(got) {
						t.Fatalf("lost at call %d: it goes on behind update %d, and %d were told", at, n, len(got))
					}
				}
			}
		}
		for i := 0; len(got) < steps; i++ {
			see(ask(t, e, "step", Fields{"ahead": true, "until": 2}))
			if i%5 == 4 {
				see(ask(t, e, "settle", nil))
			}
			if i > 3*steps {
				t.Fatalf("lost at call %d: it trains on and on", at)
			}
		}
		see(ask(t, e, "settle", Fields{"keep": true}))
		got.same(t, "lost", want)
		replies := ask(t, e, "export", nil)
		see(replies)
		if !same(replies[len(replies)-1]["values"].([]float32), after) {
			t.Fatalf("lost at call %d: other masks", at)
		}
		if devices == 0 {
			break // after the end
		}
		lost++
	}
	if lost < 20 {
		t.Errorf("it was lost at %d calls only", lost)
	}
}

// A loss that is not a number is told once, behind those that were, and the experiment can be reset.
func TestAheadOfNoNumber(t *testing.T) {
	e := onCard(t, &card{}, 1e-6)
	for range 3 {
		ask(t, e, "step", nil)
	}
	state := append([]byte(nil), ask(t, e, "state", nil)[0]["bytes"].([]byte)...)
	for i := 32; i+4 <= len(state); i += 4 { // behind the progress
		binary.LittleEndian.PutUint32(state[i:], math.Float32bits(float32(math.NaN())))
	}
	ask(t, e, "restore", Fields{"bytes": state})
	told := 0
	for range 40 {
		if _, err := e.Do("step", Fields{"ahead": true}); err != nil {
			told++
		}
	}
	if _, err := e.Do("settle", nil); err != nil {
		told++
	}
	if told < 1 || told > 40 {
		t.Errorf("no number was told %d times", told)
	}
	if r := ask(t, e, "reset", nil)[0]; r["step"] != 0 {
		t.Errorf("after reset at step %v", r["step"])
	}
	var got curve
	for range 5 {
		got.add(t, ask(t, e, "step", Fields{"ahead": true}))
	}
	if got.add(t, ask(t, e, "settle", nil)); len(got) != 5 {
		t.Errorf("after reset %d of 5 updates are told", len(got))
	}
}
