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
