package scaling

import (
	"fmt"
	"strings"

	"talbot/sim/compute"
)

// Finding is what the authors of the unit say about its use, which stands below every table and figure.
const Finding = "A shorter step is not a shorter training: for Transformers that learn language, the unit's maker found no regime in which direct feedback " +
	"alignment makes up in computation for its higher loss (arXiv 2210.14593)."

// Report is all that follows of the lines of a device.
type Report struct {
	Device  string    `json:"device"`
	Lines   []Line    `json:"lines"`
	Laws    *Laws     `json:"laws,omitempty"`
	Widest  float64   `json:"widest_off"`  // see Test
	Deepest float64   `json:"deepest_off"` // likewise
	Optics  Optics    `json:"optics"`
	Depth   int       `json:"depth"` // of the networks that are predicted
	Steps   []Step    `json:"steps,omitempty"`
	Wins    []Winning `json:"wins,omitempty"`
	Billion Memory    `json:"billion"` // the account of a step of Billion
	Text    Memory    `json:"text"`    // and of BillionText
	Finding string    `json:"finding"`
}

// Winning is from which size on the optical step is the shorter one.
type Winning struct {
	Batch   int     `json:"batch"`
	Fits    bool    `json:"fits"` // all fits the card, however large
	Params  float64 `json:"params"`
	Ever    bool    `json:"ever"`    // up to 1e15
	Seconds float64 `json:"seconds"` // of the step there
}

// Predicted is the depth of the networks that are predicted.
const Predicted = 24

// NewReport draws what follows from lines; there are no laws before enough sizes are timed.
func NewReport(lines []Line, device string, o Optics) (*Report, error) {
	r := &Report{Device: device, Optics: o, Depth: Predicted, Finding: Finding}
	for _, l := range lines {
		if l.Device == device {
			r.Lines = append(r.Lines, l)
		}
	}
	var err error
	if r.Billion, err = Billion.Account(); err != nil {
		return nil, err
	}
	if r.Text, err = BillionText.Account(); err != nil {
		return nil, err
	}
	sizes, times := Timed(lines, device)
	if len(sizes) < 7 {
		return r, nil
	}
	laws, err := Fit(sizes, times)
	if err != nil {
		return nil, err
	}
	r.Laws = &laws
	if r.Widest, r.Deepest, err = Test(sizes, times); err != nil {
		return nil, err
	}
	for _, p := range []float64{1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12} {
		r.Steps = append(r.Steps, o.Predict(laws, Size{Width: WidthOf(p, Predicted), Depth: Predicted, Batch: 32}))
	}
	for _, fits := range []bool{true, false} {
		for _, batch := range []int{1, 32, 512} {
			with := o
			if fits {
				with.Card = 0
			} else if o.Card == 0 {
				continue
			}
			w := Winning{Batch: batch, Fits: fits}
			if w.Params, w.Ever = with.Crossing(laws, Predicted, batch); w.Ever {
				w.Seconds = with.Predict(laws, Size{WidthOf(w.Params, Predicted), Predicted, batch}).Optical
			}
			r.Wins = append(r.Wins, w)
		}
	}
	return r, nil
}

// Table is the report as text, at most 80 columns wide.
func (r *Report) Table() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("on %s, ms, the fastest of several\n", r.Device)
	line("  %-7s %6s %6s %9s %9s %9s %9s %8s", "row", "width", "depth", "forward", "feedback", "backprop", "update", "numbers")
	for _, l := range r.Lines {
		if t := l.Times; t != nil {
			line("  %-7s %6d %6d %9.3g %9.3g %9.3g %9.3g %8.2g", l.Row, l.Width, l.Depth, 1e3*t.Forward, 1e3*t.Feedback, 1e3*t.Backprop, 1e3*t.Update, l.Size().Params())
		}
	}
	for _, l := range r.Lines {
		if w := l.Whole; w != nil {
			what := l.Size().String()
			if l.Row == "transformer" {
				what = BillionText.String()
			}
			line("\na whole step of %s: %.3g s, loss %.4f to %.4f", what, w.Seconds, w.Loss[0], w.Loss[1])
		}
	}
	r.losses(line)
	if r.Laws == nil {
		line("\nno law yet: it wants the rows widths and depths")
	} else {
		r.predicted(line)
	}
	for _, x := range []struct {
		what   string
		params float64
		Memory
	}{{Billion.String(), Billion.Params(), r.Billion}, {"a Transformer of " + BillionText.String(), BillionText.Params(), r.Text}} {
		line("\na step of %s,\n%.3g numbers to train, takes %s: weights %s, gradients %s,\nmoments %s, a batch %s; the longest array has %s", x.what, x.params,
			compute.Bytes(x.All()), compute.Bytes(x.Weights), compute.Bytes(x.Gradients), compute.Bytes(x.Moments), compute.Bytes(x.Batch), compute.Bytes(x.Longest))
	}
	return b.String()
}

// losses puts the losses beside the times of the same sizes: never one without the other.
func (r *Report) losses(line func(string, ...any)) {
	first := true
	for _, l := range r.Lines {
		if l.Loss == nil {
			continue
		}
		if first {
			line("\nloss beside the time, MNIST, %d pictures, %d epochs, %d hidden layers", l.Loss.Pictures, l.Loss.Epochs, l.Depth)
			line("  %-9s %6s %8s %10s %10s %16s", "way", "width", "numbers", "test loss", "test", "step by the law")
			first = false
		}
		step := "-"
		if r.Laws != nil {
			p := r.Optics.Predict(*r.Laws, l.Size())
			t := p.Backprop
			if l.Loss.Way != "backprop" {
				t = p.Optical
			}
			step = fmt.Sprintf("%.3g ms", 1e3*t)
		}
		line("  %-9s %6d %8.2g %10.4f %8.2f %% %16s", l.Loss.Way, l.Width, l.Size().Params(), l.Loss.Test, 100*l.Loss.Accuracy, step)
	}
}

func (r *Report) predicted(line func(string, ...any)) {
	l, o := r.Laws, r.Optics
	line("\nlaw: t = c0 + c1 D + c2 n W D + c3 n P + c4 P, seconds, for D layers of width W,\nP weights, n examples")
	for _, x := range []struct {
		name string
		Law
	}{{"forward", l.Forward}, {"feedback", l.Feedback}, {"backprop", l.Backprop}, {"update", l.Update}} {
		line("  %-9s %10.3g %10.3g %10.3g %10.3g %10.3g", x.name, x.Law[0], x.Law[1], x.Law[2], x.Law[3], x.Law[4])
	}
	line("fitted without the widest network it is off there by %+.0f %%, without the deepest\nby %+.0f %%", 100*r.Widest, 100*r.Deepest)
	card := "all fits the card"
	if o.Card > 0 {
		card = "card of " + compute.Bytes(o.Card)
	}
	line("\npredicted, %d layers, batch 32; camera %.4g frames/s, %.4g TeraOPS\n(%.3g pixels), link %.3g GB/s, %s", r.Depth, o.Rate, o.Speed, float64(o.Machine().Pixels), o.Link/1e9, card)
	line("  %8s %7s %12s %12s %12s %10s", "numbers", "width", "backprop, s", "optical, s", "of it light", "memory")
	for _, s := range r.Steps {
		mark := ""
		if s.Streamed {
			mark = " *"
		}
		line("  %8.0e %7d %12.3g %12.3g %12.3g %10s%s", s.Params, s.Width, s.Backprop, s.Optical, s.Light, compute.Bytes(s.Memory), mark)
	}
	line("  * does not fit: its weights come over the link")
	line("\nthe optical step is the shorter one")
	for _, w := range r.Wins {
		where := "all on the card"
		if !w.Fits {
			where = "with off-loading"
		}
		if w.Ever {
			line("  batch %3d, %-17s from %.2g numbers on, %.3g s a step", w.Batch, where+":", w.Params, w.Seconds)
		} else {
			line("  batch %3d, %-17s never, up to 1e15 numbers", w.Batch, where+":")
		}
	}
}
