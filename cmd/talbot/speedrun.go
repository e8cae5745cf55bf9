package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"talbot/sim/speed"
	"talbot/sim/speed/nets"
	"talbot/sim/speed/rivals"
)

// speedRow is what one contender showed in one case: a line of the table, or of
// JSON. Times are seconds a unit.
type speedRow struct {
	Event   string       `json:"event"`
	Suite   string       `json:"suite"`
	Case    string       `json:"case"`
	N       int          `json:"n"`
	Pad     int          `json:"pad"`
	Batch   int          `json:"batch,omitempty"`
	Chain   int          `json:"chain,omitempty"`
	Levels  int          `json:"levels,omitempty"`
	Device  string       `json:"device,omitempty"` // the GPU's name
	By      string       `json:"by"`               // "talbot", or a rival's id
	Variant string       `json:"variant"`          // Talbot's instruction set, a rival's version
	Threads int          `json:"threads,omitempty"`
	Unit    string       `json:"unit"`
	Samples int          `json:"samples"`
	Seconds speed.Spread `json:"time"`
	Flops   float64      `json:"gflop_per_s"`
	Bytes   float64      `json:"gb_per_s"`
	Share   float64      `json:"limit_share"`
	Allocs  *float64     `json:"allocs,omitempty"` // allocations of memory for one repetition, such as a step
	// Moved are the bytes of a unit, Peak the most that buffers on the GPU took.
	Moved  float64   `json:"bytes,omitempty"`
	Peak   int       `json:"device_peak_bytes,omitempty"`
	Passes []gpuPass `json:"passes,omitempty"`
	// Ratio is Talbot's time over a rival's with as many threads, by rival; in suite plane also over its own with one
	// thread, as oneThread.
	Ratio map[string]speed.Spread `json:"ratio,omitempty"`
}

const oneThread = "one thread"

// opponent is a rival that runs, with some threads.
type opponent struct {
	*rivals.Process
	quit bool // after an error that a later case would meet too
}

// run does all cases.
func (b *benchmark) run(ctx context.Context, chosen []rivals.Rival) error {
	const half = 512 // MiB; fewer where the GPU's limits ask for it
	cases, err := b.cases(half)
	if err != nil {
		return err
	}
	out := newSpeedOutput(b.app)
	defer out.line.clear()
	began := time.Now()
	clock := func() float64 { return time.Since(began).Seconds() }
	if b.working {
		clock = processorTime
		if err := os.Setenv("TALBOT_PROCESSOR_TIME", "1"); err != nil { // for rivals
			return err
		}
	}
	limits := map[int]speed.Limits{}
	if b.gpu() {
		m, err := b.measureGPU(clock, half, out)
		if err != nil {
			return err
		}
		limits[gpuThreads] = m.limits()
		if err := out.gpu(m); err != nil {
			return err
		}
		if cases, err = b.cases(m.MiB); err != nil {
			return err
		}
	} else {
		for _, n := range b.threadCounts() {
			out.progress("measuring the machine", 0)
			limits[n] = speed.MeasureLimits(clock, n, min(b.seconds, 0.05))
		}
		debug.FreeOSMemory() // what that took is not counted below
		forgetPeak()
		if err := out.machine(limits, b.threadCounts()); err != nil {
			return err
		}
	}
	opponents, closeAll, err := b.start(ctx, chosen, out)
	if err != nil {
		return err
	}
	defer closeAll()
	for i, c := range cases {
		if ctx.Err() != nil {
			break
		}
		if err := b.do(ctx, c, clock, limits, opponents, out, float64(i)/float64(len(cases)), 1/float64(len(cases))); err != nil {
			return err
		}
		runtime.GC()
	}
	if ctx.Err() != nil {
		return stopped{fmt.Sprintf("stopped early, with %s", count(out.rows, "row"))}
	}
	return out.done(time.Since(began), opponents)
}

// start starts the rivals that are here and says which are not.
func (b *benchmark) start(ctx context.Context, chosen []rivals.Rival, out *speedOutput) ([]*opponent, func(), error) {
	var list []*opponent
	closeAll := func() {
		for _, o := range list {
			_ = o.Close() // its answers are in already
		}
	}
	if len(chosen) == 0 {
		return nil, closeAll, nil
	}
	dir, err := os.MkdirTemp("", "talbot-speed")
	if err != nil {
		return nil, nil, err
	}
	closeAndRemove := func() {
		closeAll()
		os.RemoveAll(dir)
	}
	for _, r := range chosen {
		for _, n := range b.threadCounts() {
			if ctx.Err() != nil || !r.Does(r.Suites[0], max(1, n)) {
				continue
			}
			out.progress("starting "+r.Name, 0)
			p, err := r.Start(dir, max(1, n))
			var missing *rivals.MissingError
			if errors.As(err, &missing) {
				if err := out.skipped(r, missing); err != nil {
					return nil, closeAndRemove, err
				}
				break
			}
			if err != nil {
				return nil, closeAndRemove, err
			}
			list = append(list, &opponent{Process: p})
		}
	}
	return list, closeAndRemove, nil
}

// do measures one case: Talbot's variants and the rivals in turns.
func (b *benchmark) do(ctx context.Context, c speed.Case, clock speed.Clock, limits map[int]speed.Limits,
	opponents []*opponent, out *speedOutput, share, step float64) error {
	label := c.Suite + " " + c.Label()
	out.progress(label, share)
	var list []speed.Contender
	var rows []*speedRow
	row := func(by, variant string, threads int, x speed.Contender) {
		list = append(list, x)
		w := &speedRow{Event: "row", Suite: c.Suite, Case: c.Label(), N: c.N, Pad: c.Pad, Batch: c.Batch,
			By: by, Variant: variant, Threads: threads, Unit: c.Unit(), Samples: b.samples}
		if c.GPU {
			w.Chain, w.Levels, w.Moved, w.Threads = c.Chain, c.Levels, c.Bytes(), gpuThreads
		}
		rows = append(rows, w)
	}
	variants := b.variants()
	if c.GPU {
		variants = nil
		for _, way := range b.ways() {
			dev, err := openGPU(true, b.card, way.Half) // one of its own, so that memory counts for this case
			if err != nil {
				return err
			}
			defer dev.Close()
			dev.SetTune(way.Tune)
			variants = append(variants, speed.Variant{GPU: dev, Tuning: way.Name, Steps: way.Steps})
		}
	}
	var first *speed.Talbot
	for _, v := range variants {
		if v.Scalar && c.Suite == "product" && c.N > 512 && speed.HasSIMD() {
			continue // tens of seconds for a sample
		}
		open := speed.Open
		if slices.Contains(nets.Suites, c.Suite) {
			open = nets.Open
		}
		t, err := open(c, v, clock)
		if err != nil {
			return fmt.Errorf("%s: %w", label, err)
		}
		if first == nil {
			first = t
		}
		if err := speed.Agree(first.Check(), t.Check()); err != nil {
			return fmt.Errorf("%s, %s: %w", label, v.Name(), err)
		}
		row("talbot", v.On(c), v.Threads, t)
	}
	for _, o := range opponents {
		if ctx.Err() != nil || o.quit && !c.GPU || !o.Rival.Does(c.Suite, o.Threads) {
			continue
		}
		out.progress(label+": "+o.Rival.Name+" prepares", share)
		if err := o.face(ctx, first); err != nil {
			o.quit = true
			if ctx.Err() == nil {
				out.note("%s, %s: %v: its row is left out", label, o.Rival.Name, err)
			}
			continue
		}
		row(o.Rival.ID, o.Version, o.Threads, o)
	}
	ticks := float64(len(list) * b.samples)
	tick := 0.0
	results, _ := speed.Compare(list, speed.Plan{Samples: b.samples, Seconds: b.seconds,
		Stop: func() bool { return ctx.Err() != nil },
		Tick: func() { tick++; out.progress(label, share+step*tick/ticks) }})
	out.line.clear()
	var ratios []*trainingRow
	for i, r := range results {
		if r.Err != nil && rows[i].By == "talbot" {
			return r.Err
		}
		if r.Err != nil {
			out.note("%s: %v: its row is left out", label, r.Err)
		}
		if len(r.Seconds) == 0 {
			continue
		}
		w := rows[i]
		w.Samples, w.Seconds = len(r.Seconds), speed.NewSpread(r.Seconds)
		w.Flops, w.Bytes = c.Flops()/w.Seconds.Median/1e9, c.Bytes()/w.Seconds.Median/1e9
		w.Share = limits[w.Threads].Share(c, w.Seconds.Median)
		if c.GPU {
			if err := b.tellGPU(w, list[i], out); err != nil {
				return err
			}
		}
		if t, ok := list[i].(*speed.Talbot); ok && !c.GPU { // whose driver allocates while it waits
			n := t.Allocs()
			w.Allocs = &n
		}
		for j, other := range results {
			if w.By == "talbot" && c.Suite == "plane" && w.Threads > 1 && rows[j].By == "talbot" && rows[j].Threads == 1 && rows[j].Variant == w.Variant {
				w.Ratio = map[string]speed.Spread{oneThread: speed.Ratio(r.Seconds, other.Seconds)}
			}
			if w.By == "talbot" && rows[j].By != "talbot" && rows[j].Threads == w.Threads && len(other.Seconds) > 0 {
				if w.Ratio == nil {
					w.Ratio = map[string]speed.Spread{}
				}
				w.Ratio[rows[j].By] = speed.Ratio(r.Seconds, other.Seconds)
			}
		}
		if err := out.row(w); err != nil {
			return err
		}
		if t := out.trained(c, w); t != nil {
			ratios = append(ratios, t)
		}
	}
	for _, t := range ratios { // behind all rows of the case
		if err := out.training(t); err != nil {
			return err
		}
	}
	return nil
}

// face opens Talbot's case for the rival, and checks that both compute the same.
func (o *opponent) face(ctx context.Context, t *speed.Talbot) error {
	defer context.AfterFunc(ctx, o.Kill)() // planning can take long
	p, err := t.Problem()
	if err != nil {
		return err
	}
	if err := o.Open(p); err != nil {
		return err
	}
	return speed.Agree(t.Check(), o.Check())
}
