package scaling

import (
	"context"
	"math"
	"testing"
	"time"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/rng"
)

// Sizes count what a network of theirs has, and WidthOf is the other way round.
func TestParams(t *testing.T) {
	for _, s := range []Size{{32, 1, 4}, {48, 3, 4}, {8, 6, 1}} {
		n, err := s.build(cpu.Open(1), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, v := range n.Vars() {
			sum += v.Len()
		}
		if float64(sum) != s.Params() {
			t.Errorf("%v: %d numbers, and not %g", s, sum, s.Params())
		}
		if w := WidthOf(s.Params(), s.Depth); w != s.Width {
			t.Errorf("%v: width %d", s, w)
		}
	}
}

// The account is what the formula of the prediction says, the billion is one, and no array is above 2 GiB.
func TestAccount(t *testing.T) {
	for _, s := range []Size{Billion, {256, 8, 64}} {
		m, err := s.Account()
		if err != nil {
			t.Fatal(err)
		}
		p := s.Params()
		if m.Weights != 4*p || m.Gradients != 4*p || math.Abs(m.Moments-8*p) > 1000 {
			t.Errorf("%v: %+v", s, m)
		}
		if formula := LightOn().Predict(Laws{}, s).Memory; math.Abs(m.All()/formula-1) > 0.3 {
			t.Errorf("%v: %g bytes, by the formula %g", s, m.All(), formula)
		}
		if s == Billion && (p < 1e9 || m.Longest >= 1<<31 || m.All() > 24e9) {
			t.Errorf("%g numbers, %g bytes, arrays of up to %g", p, m.All(), m.Longest)
		}
	}
}

// Laws that made the times are found again, also beyond them, and times with noise give some that are near.
func TestFit(t *testing.T) {
	forward := Law{2e-4, 1e-5, 3e-9, 2e-11, 0}
	want := Laws{Forward: forward, Update: Law{1e-5, 2e-6, 0, 0, 1e-10}}
	for i, c := range forward {
		want.Feedback[i], want.Backprop[i] = 2*c, 3*c
	}
	want.Feedback[4], want.Backprop[4] = 1e-10, 1e-10
	var sizes []Size
	for _, task := range Tasks(false) {
		if task.Row == "widths" || task.Row == "depths" {
			sizes = append(sizes, task.Size)
		}
	}
	noise := make([]float32, 4*len(sizes))
	rng.Stream{Seed: 1, Stream: 1000}.Uniform(0, noise)
	for _, size := range []float64{0, 0.05} {
		var times []Times
		for i, s := range sizes {
			e := func(k int) float64 { return 1 + size*float64(2*noise[4*i+k]-1) }
			times = append(times, Times{want.Forward.Seconds(s) * e(0), want.Feedback.Seconds(s) * e(1), want.Backprop.Seconds(s) * e(2), want.Update.Seconds(s) * e(3)})
		}
		got, err := Fit(sizes, times)
		if err != nil {
			t.Fatal(err)
		}
		far := Size{1 << 15, 8, 512}
		for i, pair := range [][2]Law{{got.Forward, want.Forward}, {got.Feedback, want.Feedback}, {got.Backprop, want.Backprop}, {got.Update, want.Update}} {
			if off := pair[0].Seconds(far)/pair[1].Seconds(far) - 1; math.Abs(off) > 1e-6+3*size {
				t.Errorf("noise %g: law %d, %v, is off by %g at %v", size, i, pair[0], off, far)
			}
		}
		widest, deepest, err := Test(sizes, times)
		if err != nil || math.Abs(widest) > 1e-6+3*size || math.Abs(deepest) > 1e-6+3*size {
			t.Errorf("noise %g: off by %g and %g, %v", size, widest, deepest, err)
		}
	}
	if _, err := Fit(sizes[:2], make([]Times, 2)); err == nil {
		t.Error("two sizes make a law")
	}
}

// The crossing is where both steps are as long: in closed form where the frames are all of the optical step's
// excess, 4 n/rate = n P (c of back - c of own).
func TestCrossing(t *testing.T) {
	l := Laws{Forward: Law{3: 1e-13}, Feedback: Law{3: 2e-13}, Backprop: Law{3: 3e-13}}
	o := LightOn()
	o.Link, o.Card = math.Inf(1), 0
	want := 4 / o.Rate / 1e-13 // 1.2e11
	for _, batch := range []int{1, 64} {
		got, ok := o.Crossing(l, 4, batch) // few numbers a layer: one go of the camera
		if !ok || math.Abs(got/want-1) > 0.06 {
			t.Errorf("batch %d: from %g on, want %g", batch, got, want)
		}
	}
	o.Rate, o.Speed = 10*o.Rate, 10*o.Speed // the same pixels, ten times as fast
	if got, ok := o.Crossing(l, 4, 8); !ok || math.Abs(got/(want/10)-1) > 0.06 {
		t.Errorf("ten times the frames: from %g on, want %g", got, want/10)
	}
	l.Backprop = l.Feedback
	if got, ok := o.Crossing(l, 4, 8); ok {
		t.Errorf("the way back takes nothing, and the light wins from %g on", got)
	}
	// Off-loading: one passage of the weights is saved, 4 P/link, where arithmetic takes nothing.
	o = LightOn()
	o.Card = 1
	want = 4 / o.Rate * 8 * o.Link / 4
	if got, ok := o.Crossing(Laws{}, 4, 8); !ok || math.Abs(got/want-1) > 0.06 {
		t.Errorf("off-loading: from %g on, want %g", got, want)
	}
}

// Every part of a step is measured, and none is taken for nothing.
func TestMeasure(t *testing.T) {
	began := time.Now()
	clock := func() float64 { return time.Since(began).Seconds() }
	dev := cpu.Open(1)
	parts, err := Size{32, 2, 16}.Measure(context.Background(), dev, clock, 0.02)
	if err != nil {
		t.Fatal(err)
	}
	if !(parts.Forward > 0 && parts.Feedback > 0 && parts.Backprop > 0 && parts.Update > 0) {
		t.Errorf("%+v", parts)
	}
	if seconds, loss, err := (Size{32, 2, 16}).Step(context.Background(), dev, clock); err != nil || !(seconds > 0 && loss[1] < loss[0]) {
		t.Errorf("a step: %g s, loss %v, %v", seconds, loss, err)
	}
}

// Both ways learn, and a report has the loss beside the time and says what is known of it.
func TestReport(t *testing.T) {
	set := &data.Set{Name: "halves", Width: 28, Height: 28, Classes: data.Numbered(10)}
	for i := range 200 {
		p := make([]byte, 784)
		for k := range 78 {
			p[78*(i%10)+k] = 200
		}
		set.Images, set.Labels = append(set.Images, p...), append(set.Labels, uint16(i%10))
	}
	law := Laws{Forward: Law{3: 1e-11}, Feedback: Law{3: 2e-11}, Backprop: Law{3: 3e-11}, Update: Law{4: 1e-10}}
	var lines []Line
	for _, task := range Tasks(true) {
		l := Line{Row: task.Row, Width: task.Width, Depth: task.Depth, Batch: task.Batch, Device: "test"}
		switch {
		case task.Row == "widths" || task.Row == "depths":
			l.Times = &Times{law.Forward.Seconds(task.Size), law.Feedback.Seconds(task.Size), law.Backprop.Seconds(task.Size), law.Update.Seconds(task.Size)}
		case task.Row == "loss" && task.Width == 32:
			loss, err := task.Size.Learn(context.Background(), cpu.Open(1), task.Way, 60, set, set)
			if err != nil {
				t.Fatal(err)
			}
			if loss.Accuracy < 0.9 || loss.Pictures != 200 {
				t.Errorf("%+v", loss)
			}
			l.Loss = &loss
		default:
			continue
		}
		if task.Done(lines, "test") {
			t.Errorf("%v is there twice", task)
		}
		lines = append(lines, l)
		if !task.Done(lines, "test") || task.Done(lines, "other") {
			t.Errorf("%v is not known", task)
		}
	}
	r, err := NewReport(lines, "test", LightOn())
	if err != nil {
		t.Fatal(err)
	}
	if r.Laws == nil || len(r.Steps) != 7 || len(r.Wins) != 6 || math.Abs(r.Widest)+math.Abs(r.Deepest) > 1e-3 || r.Finding == "" {
		t.Errorf("%+v", r)
	}
	t.Log(r.Table())
}

// The Transformer has as many numbers as its formula says; that of 1e9 takes less than 24 GB, in arrays below 2 GiB, and
// a step of a small one is one.
func TestText(t *testing.T) {
	small := Text{Width: 16, Blocks: 2, Heads: 2, Tokens: 12, Vocabulary: 10}
	n, err := small.build(cpu.Open(1), 1)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, v := range n.Vars() {
		sum += v.Len()
	}
	if float64(sum) != small.Params() {
		t.Errorf("%d numbers, and not %g", sum, small.Params())
	}
	began := time.Now()
	seconds, loss, err := small.Step(context.Background(), cpu.Open(1), func() float64 { return time.Since(began).Seconds() })
	if err != nil || !(seconds > 0 && loss[1] < loss[0]) {
		t.Errorf("a step: %g s, loss %v, %v", seconds, loss, err)
	}
	small.Blocks = 5 // of which three are not built
	dev := &compute.Counter{}
	whole, err := small.build(dev, 1)
	if err != nil {
		t.Fatal(err)
	}
	want, err := account(dev, whole, 1)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := small.Account(); err != nil || m != want || m.Weights != 4*small.Params() {
		t.Errorf("%+v, want %+v, %v", m, want, err)
	}
	if !testing.Short() {
		m, err := BillionText.Account()
		if err != nil || m.All() > 24e9 || m.Longest >= 1<<31 || m.Weights != 4*BillionText.Params() {
			t.Errorf("%+v, %g bytes, %v", m, m.All(), err)
		}
		t.Logf("%+v", m)
	}
	if BillionText.Params() < 1e9 {
		t.Errorf("%g numbers", BillionText.Params())
	}
}
