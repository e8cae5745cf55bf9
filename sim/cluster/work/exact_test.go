//go:build !js

package work

import (
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/fft"
)

// An exact trial has the same bits with any threads, on a worker with SIMD and on one without; its name says that it is one.
func TestExact(t *testing.T) {
	tr := trial(t, "sa-2d-rings", "epochs", "2")
	plain := tr.Key()
	tr.Exact = true
	if tr.Key() == plain {
		t.Error("an exact trial has the name of one that is not")
	}
	want := ""
	for _, dev := range []*cpu.Device{cpu.OpenScalar(1), cpu.Open(1), cpu.Open(3)} {
		q := queue(t)
		if _, err := q.Submit(t.Context(), tr); err != nil {
			t.Fatal(err)
		}
		(&Bench{Device: dev, SaveEvery: 30}).run(t, q, "a", 0)
		r, err := q.Result(t.Context(), tr.Key())
		if err != nil || r == nil {
			t.Fatalf("%+v, %v", r, err)
		}
		if !r.Exact || !strings.HasPrefix(r.Device, "cpu (") || len(fft.Vectors()) > 0 && strings.Contains(r.Device, fft.Vectors()[0].Name) {
			t.Errorf("by %s: exact %v", r.Device, r.Exact)
		}
		if got := r.Checkpoint + r.Curve; want == "" {
			want = got
		} else if got != want {
			t.Errorf("%s ends in %s, want %s", r.Device, got, want)
		}
	}
}
