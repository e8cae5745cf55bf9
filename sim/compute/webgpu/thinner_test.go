package webgpu

import (
	"testing"

	"talbot/sim/fft/wgsl"
)

// Passes of single lines take fewer numbers a thread where that was measured to be faster, and where
// two such lines fit a workgroup; rows of whole planes take others.
func TestThinner(t *testing.T) {
	for _, c := range []struct {
		points, invocations int
		software            bool
		threads             int
	}{
		{2000, 1024, false, 250}, {2000, 512, false, 250},
		{2000, 256, false, 0}, {2000, 1024, true, 0}, {400, 1024, false, 0}, {1024, 1024, false, 0},
	} {
		usual, ok := wgsl.New(c.points)
		if !ok {
			t.Fatal(c.points)
		}
		want := c.threads
		if want == 0 {
			want = usual.Threads
		} else if want == usual.Threads {
			t.Errorf("%d points: the usual line has %d threads too", c.points, want)
		}
		d := &Device{info: Info{Software: c.software, Limits: Limits{Invocations: c.invocations}}}
		if l := d.thinner(usual); l.N != c.points || l.Threads != want {
			t.Errorf("%+v: a line of %d points and %d threads", c, l.N, l.Threads)
		}
		if c.threads > 0 || c.points == 2000 && !c.software {
			want = 200
		}
		if l := d.busier(usual); l.N != c.points || l.Threads != want {
			t.Errorf("%+v: a row of %d points and %d threads", c, l.N, l.Threads)
		}
		d.tune.RowLines = wgsl.Thin
		if l := d.busier(usual); wgsl.Thin[c.points].N > 0 && l.Threads != usual.Threads {
			t.Errorf("%+v: a row of %d threads, where one was chosen", c, l.Threads)
		}
	}
}

// Columns of 800 points have half the numbers a thread and change places whole where four fit a workgroup, and rows take the same line; other lengths, smaller devices
// and those of software do not, nor where lines are chosen.
func TestJoined(t *testing.T) {
	const shared = 48 << 10
	for _, c := range []struct {
		points, shared, invocations int
		software, tuned             bool
		threads, wide               int
		split                       bool
	}{
		{800, shared, 1024, false, false, 100, 4, false}, {800, shared, 512, false, false, 100, 4, false},
		{800, 16 << 10, 1024, false, false, 100, 4, true}, // whole numbers of four columns do not fit its memory
		{800, shared, 256, false, false, 40, 4, true}, {800, shared, 1024, true, false, 40, 8, true}, {800, shared, 1024, false, true, 40, 8, true},
		{400, shared, 1024, false, false, 20, 8, true},
	} {
		d := &Device{info: Info{Software: c.software, Limits: Limits{Invocations: c.invocations, SharedBytes: c.shared}}}
		if c.tuned {
			l, _ := wgsl.New(800)
			d.tune.ColumnLines = map[int]wgsl.Line{800: l}
		}
		l, err := d.columnLine(c.points)
		if err != nil {
			t.Fatal(err)
		}
		if wide, split := d.columnsAtOnce(l, 200); l.Threads != c.threads || wide != c.wide || split != c.split {
			t.Errorf("%+v: %d threads, %d columns, apart %v", c, l.Threads, wide, split)
		}
		row, split, err := d.rowLine(c.points)
		if err != nil || c.points == 800 && (row.Threads != l.Threads || split != (c.threads == 40)) {
			t.Errorf("%+v: rows of %d threads, apart %v, %v", c, row.Threads, split, err)
		}
	}
}
