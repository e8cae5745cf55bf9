// Package check tests a bench, real or simulated, by showing pictures and taking frames: what a lab asks before it trusts one, and
// what a test of all drivers together asks.
package check

import (
	"context"
	"errors"
	"math"
	"slices"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// Line is the result of one test.
type Line struct {
	Name  string  `json:"name"`
	Good  bool    `json:"good"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit,omitempty"`
	Most  float64 `json:"most,omitempty"` // that Value may be; 0 for a test that only measures, or of which the text says all
	Text  string  `json:"text"`
}

// What is good enough.
const (
	Pictures     = 20
	MostResidual = 0.2  // pixels, root mean square
	MostBent     = 0.02 // of a straight line, as a share of its top
)

// Run makes all tests of a bench, and says the result of each as it comes. An error is for a bench that could not be
// tested any further; a test that was not passed is none. The bench's registration is left as it was.
func Run(ctx context.Context, b *rig.Bench, said func(Line)) error {
	if err := b.Check(); err != nil {
		return err
	}
	one := *b
	one.Mounts = slices.Clone(b.Mounts)
	defer func() { b.Report = one.Report }()
	for _, test := range []func(context.Context, *rig.Bench) (Line, error){tagged, latency, offset, rate, linearity, sign, registration, lost} {
		l, err := test(ctx, &one)
		if err != nil {
			return err
		}
		said(l)
	}
	if p, ok := b.Sequencer.(*rig.Pipeline); ok {
		said(overlap(p))
	}
	return nil
}

// overlap says whether a bench whose pictures are to overlap knows by how much they may.
func overlap(p *rig.Pipeline) Line {
	l := Line{Name: "pipeline", Good: !p.Unknown, Value: 1e3 * p.Lead, Unit: "ms", Text: errs.New("a swap leads by so much at most, and exposures begin up to ", round(1e3*p.Late), " ms late").Error()}
	if p.Unknown {
		l.Text = "pictures are shown one after another, as nobody has measured how soon a swap may come: talbot rig calibrate timing does, and its file goes with --calibration"
	}
	return l
}

// loads are some that differ: halves of the plane dark and bright, in turn.
func loads(b *rig.Bench, n int) (all []plant.Load) {
	for range n {
		all = append(all, b.Blank())
	}
	return all
}

func hasTag(b *rig.Bench) bool {
	return slices.ContainsFunc(b.Mounts, func(m rig.Mount) bool { return m.Tag != rig.Tag{} })
}

// tagged shows pictures, whose numbers the frames must have at the first try.
func tagged(ctx context.Context, b *rig.Bench) (Line, error) {
	l := Line{Name: "tagged frames", Unit: "of 20"}
	if !hasTag(b) {
		l.Text = "no panel has a tag: no frame can prove what it saw"
		return l, nil
	}
	before := b.Report
	_, err := b.Intensity(ctx, loads(b, Pictures))
	bad := b.Report.Stale - before.Stale + b.Report.Lost - before.Lost + b.Report.Incomplete - before.Incomplete
	l.Value = float64(max(0, Pictures-bad))
	if l.Good = err == nil && bad == 0; l.Good {
		l.Text = "each frame shows the picture that it was taken of"
		return l, nil
	}
	if bad == 0 { // what ended it is none of these
		l.Value, l.Text = 0, err.Error()
		return l, soft(err)
	}
	l.Text = errs.New(b.Report.Stale-before.Stale, " frames show another picture, ", b.Report.Lost-before.Lost, " were lost and ", b.Report.Incomplete-before.Incomplete, " incomplete").Error()
	return l, soft(err)
}

// soft keeps the errors that end the tests: the rest is their result.
func soft(err error) error {
	if errors.Is(err, rig.ErrGone) || errors.Is(err, rig.ErrClosed) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// show puts a blank load on the panels, with a number in their tags.
func show(ctx context.Context, b *rig.Bench, seq uint64) (at float64, err error) {
	blank := b.Blank()
	g := b.Design.Plane
	for i, m := range b.Mounts {
		info := m.SLM.Info()
		levels := make([]uint16, info.Grid.Len())
		for y := range g.Ny {
			copy(levels[(y+m.Y)*info.Grid.Nx+m.X:], blank[i][y*g.Nx:(y+1)*g.Nx])
		}
		m.Tag.Write(levels, info.Grid.Nx, info.Levels, info.Kind, seq)
		s, err := m.SLM.Show(ctx, levels)
		if err != nil {
			return 0, err
		}
		at = max(at, s.Time)
	}
	return at, nil
}

// sees is the number of a frame's tags, and whether all are there and say the same.
func sees(b *rig.Bench, f *rig.Frame) (seq uint64, ok bool) {
	first := true
	for _, m := range b.Mounts {
		if m.Tag == (rig.Tag{}) {
			continue
		}
		n, good := m.Tag.Read(f.Counts, b.Object.Camera.Info().Grid.Nx)
		if !good || !first && n != seq {
			return 0, false
		}
		seq, first = n, false
	}
	return seq, !first
}

// latency takes frames from the moment when panels have swapped until one shows the new picture.
func latency(ctx context.Context, b *rig.Bench) (Line, error) {
	wait := 0.0
	for _, m := range b.Mounts {
		wait = max(wait, m.SLM.Info().Latency+m.SLM.Info().Settle)
	}
	if b.Wait > 0 {
		wait = b.Wait
	}
	l := Line{Name: "latency", Unit: "ms"}
	if !hasTag(b) {
		l.Text = "no panel has a tag"
		return l, nil
	}
	var all []float64
	frame := 0.0
	for k := range 10 {
		seq := uint64(100 + 37*k)
		at, err := show(ctx, b, seq)
		if err != nil {
			return l, err
		}
		if err := b.Object.Camera.Flush(ctx); err != nil {
			return l, err
		}
		late := math.NaN()
		for range 50 {
			var f rig.Frame
			if err := b.Object.Camera.Grab(ctx, &f); errors.Is(err, rig.ErrTimeout) {
				continue
			} else if err != nil {
				return l, err
			}
			frame = math.Max(frame, f.Exposure)
			if n, ok := sees(b, &f); ok && f.Status == rig.Complete && n == seq%(1<<rig.TagBits) {
				late = max(0, f.Time-at)
				break
			}
		}
		if math.IsNaN(late) {
			l.Text = "a picture was not seen in 50 frames"
			return l, nil
		}
		all = append(all, 1e3*late)
	}
	slices.Sort(all)
	l.Value = all[len(all)/2]
	worst, most := all[len(all)-1], 1e3*wait
	// The first frame that shows a picture is one at the soonest, which began a frame's time behind the swap.
	l.Good = worst <= most+1e3*(frame+b.Object.Camera.Info().Readout)
	l.Text = errs.New("from swap to the first frame that shows it, at most ", round(worst), " ms; the bench waits ", round(most), " ms").Error()
	return l, nil
}

// offset shows a sequence from its first picture on, without a second try: a sequence that begins some frames off is seen by
// its numbers.
func offset(ctx context.Context, b *rig.Bench) (Line, error) {
	l := Line{Name: "first-frame offset", Unit: "frames"}
	if !hasTag(b) {
		l.Text = "no panel has a tag"
		return l, nil
	}
	wait := b.Wait
	if wait == 0 {
		for _, m := range b.Mounts {
			wait = max(wait, m.SLM.Info().Latency+m.SLM.Info().Settle)
		}
	}
	worst := 0
	for k := range uint64(8) {
		if _, err := show(ctx, b, 200+k); err != nil {
			return l, err
		}
		if err := b.Clock.Sleep(ctx, wait); err != nil {
			return l, err
		}
		if err := b.Object.Camera.Flush(ctx); err != nil {
			return l, err
		}
		var f rig.Frame
		if err := b.Object.Camera.Grab(ctx, &f); errors.Is(err, rig.ErrTimeout) {
			l.Text = errs.New("frame ", int(k)+1, " was lost").Error()
			return l, nil
		} else if err != nil {
			return l, err
		}
		n, ok := sees(b, &f)
		if !ok {
			l.Text = errs.New("frame ", int(k)+1, " shows no number").Error()
			return l, nil
		}
		if d := int((200 + k - n) % (1 << rig.TagBits)); d > worst {
			worst = d
		}
	}
	l.Value, l.Good = float64(worst), worst == 0
	l.Text = "of 8 pictures in a row, the first not shown twice"
	return l, nil
}

// rate is how many pictures with a frame each the bench makes in a second.
func rate(ctx context.Context, b *rig.Bench) (Line, error) {
	began := b.Clock.Now()
	_, err := b.Intensity(ctx, loads(b, Pictures))
	took := b.Clock.Now() - began
	l := Line{Name: "rate", Unit: "1/s", Good: err == nil && took > 0, Text: "pictures, each with a frame, one after another"}
	if took > 0 {
		l.Value = Pictures / took
	}
	if err != nil {
		l.Text = err.Error()
	}
	return l, soft(err)
}

func round(v float64) float64 { return math.Round(v*100) / 100 }
