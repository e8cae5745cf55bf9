package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"talbot/sim/data"
	"talbot/sim/report"
	"talbot/sim/system/diffractive"
)

// taken are the shares of the confidence test, in percent.
var taken = []float64{1, 3, 5}

// evalDisplay has the flags of eval for displays.
type evalDisplay struct {
	curve  string
	faults bool
	draws  int  // of every fault that is random
	levels bool // the masks are levels and nothing that was relaxed
}

// options are what the flags ask for.
func (a *app) options(v evalDisplay, s *diffractive.Session) (o report.Options, err error) {
	if v.faults && s.Displays() == nil && v.curve == "" {
		return o, usage("--faults: these masks are of no display: choose one with --display-curve")
	}
	o = report.Options{Curve: v.curve, Faults: v.faults, Draws: v.draws, Levels: v.levels}
	if v.curve != "" {
		o.Curves, err = a.curvesOf(v.curve, s.Config.Masks())
	}
	return o, err
}

// report evaluates the session's masks as no deployment does: sampled and continuous,
// on another display, with faults.
func (a *app) report(ctx context.Context, v evalDisplay, s *diffractive.Session, set *data.Set) (*report.Report, error) {
	o, err := a.options(v, s)
	if err != nil {
		return nil, err
	}
	show, done := a.testing()
	defer done()
	r, err := report.Of(ctx, o, s, set, show)
	return r, unkept(err)
}

// evaluate runs a set through a network, with a line of progress that has a label.
func (a *app) evaluate(ctx context.Context, label string, s report.Evaluable, set *data.Set) (*diffractive.Testing, error) {
	show, done := a.testing()
	defer done()
	e, err := report.Evaluate(ctx, label, s, set, show)
	return e, unkept(err)
}

// unkept tells of an evaluation that was stopped.
func unkept(err error) error {
	if errors.Is(err, context.Canceled) {
		return stopped{"stopped before the end; nothing was kept"}
	}
	return err
}

// testing shows evaluations on a line of the terminal, until done.
func (a *app) testing() (show report.Progress, done func()) {
	l, last, began := newLine(a.err), "", time.Now()
	return func(label string, count, all int) {
		if label != last {
			last, began = label, time.Now()
		}
		if a.json {
			return
		}
		share, took := float64(count)/float64(all), time.Since(began).Seconds()
		l.draw(bar{label: label, share: share, notes: []string{thousands(int(float64(count)/took)) + "/s", clock(took/share-took) + " left"}}, false)
	}, l.clear
}

// faultLabel says in words what is wrong with the display, and of how many draws the row is.
func faultLabel(f report.Fault) string {
	size := strconv.FormatFloat(100*math.Abs(f.Share), 'g', 3, 64) + " %"
	switch {
	case f.Fault == "phase drift" && f.Share < 0:
		return "phase drift: all phases " + size + " smaller"
	case f.Fault == "phase drift":
		return "phase drift: all phases " + size + " larger"
	case f.Fault == "level errors":
		return "level errors: " + size + " of the pixels one level off, " + count(f.Draws, "draw")
	}
	return "dead pixels: " + size + " of the pixels stay at level 0, " + count(f.Draws, "draw")
}

// reportText is the report in lines that go below the accuracy.
func reportText(r *report.Report) string {
	var b strings.Builder
	line := func(name string, accuracy *float64, what string) {
		if accuracy != nil {
			fmt.Fprintf(&b, "  %-10s  %8s   %s\n", name, percent(*accuracy), what)
		}
	}
	line("sampled", r.Sampled, "one draw of the levels, as training makes it")
	line("continuous", r.Continuous, "what training relaxes the levels to")
	how := "the same levels on the display " + r.Curve
	if r.Mapped != nil && *r.Mapped {
		how = "mapped to the nearest states of " + r.Curve
	}
	line("on display", r.OnCurve, how)
	on := ""
	if r.Curve != "" {
		on = " on " + r.Curve
	}
	if len(r.Faults) > 0 {
		fmt.Fprintf(&b, "\n  accuracy%s with faults, ± the standard deviation over the draws\n", on)
	}
	for _, f := range r.Faults {
		spread := ""
		if f.Draws > 1 {
			spread = fmt.Sprintf("±%.2f", 100*f.Deviation)
		}
		fmt.Fprintf(&b, "  %8s %-6s   %s\n", percent(f.Accuracy), spread, faultLabel(f))
	}
	if len(r.Levels) > 0 && len(r.Levels[0]) <= 32 {
		b.WriteString("\n  pixels at each level" + on + ", in percent\n")
		for l, counts := range r.Levels {
			head := fmt.Sprintf("  mask %-3s", r.Names[l])
			b.WriteString(head)
			total := 0
			for _, n := range counts {
				total += n
			}
			for k, n := range counts {
				if k > 0 && k%8 == 0 { // eight are half of sixteen, and fit
					b.WriteString("\n" + strings.Repeat(" ", len(head)))
				}
				fmt.Fprintf(&b, " %5.1f", 100*float64(n)/float64(max(1, total)))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}
