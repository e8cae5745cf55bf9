//go:build !js

package work

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"talbot/sim/cluster"
	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/reproduce"
	"talbot/sim/reproduce/all"
	"talbot/sim/reproduce/run"
	"talbot/sim/rng"
	"talbot/sim/rundir"
)

// pictures are n drawn ones.
func pictures(n int) *data.Set {
	set := &data.Set{Name: "mnist", Width: 28, Height: 28, Channels: 1, Classes: data.ClassNames("mnist"), Images: make([]byte, 784*n), Labels: make([]uint16, n)}
	draw := rng.Stream{Seed: 7}
	for i := range set.Images {
		set.Images[i] = byte(draw.Block(uint32(i/784), uint32(i%784))[0])
	}
	for i := range set.Labels {
		set.Labels[i] = uint16(i % 10)
	}
	return set
}

// A run of a published experiment that workers make in turns gives the values of one that was made here; its result is
// taken over as it would have been kept here.
func TestPieceIsExact(t *testing.T) {
	set := pictures(160)
	load := func(string) (*data.Set, *data.Set, error) { return set, set.First(20), nil }
	for _, c := range []struct {
		experiment, row string
		epochs          int
		stops           []int   // after so many checkpoints
		every           float64 // s
	}{{"sa-2d", "arches-depth-1-exact", 6, []int{7, 31}, 1e-6}, {"dfa-mnist", "quick-mlp-backprop", 2, []int{1}, 30}} { // a small one, and one with a folder and pictures
		t.Run(c.experiment, func(t *testing.T) {
			e, err := all.Find(c.experiment, true)
			if err == nil {
				err = e.Pick([]string{c.row})
			}
			if err != nil {
				t.Fatal(err)
			}
			runner := func() *run.Runner {
				return &run.Runner{Out: t.TempDir(), Devices: []compute.Device{cpu.Open(1)}, Epochs: c.epochs, HoldOut: 10, Command: func(reproduce.Row, int, int) string { return "talbot reproduce" },
					Pictures: func(name string) (learn, test *data.Set, from rundir.Source, err error) {
						learn, test, err = Cut(set, set.First(20), cluster.Pictures{HoldOut: 10})
						return learn, test, rundir.Source{Folder: "here"}, err
					}}
			}
			here, there := runner(), runner()
			want, err := here.All(t.Context(), e, []int{2})
			if err != nil {
				t.Fatal(err)
			}
			tr, err := Piece(there, e, e.Rows[0], 2, cluster.Pictures{HoldOut: 10})
			if err != nil {
				t.Fatal(err)
			}
			q := queue(t)
			if isNew, err := q.Submit(t.Context(), tr); err != nil || !isNew {
				t.Fatal(isNew, err)
			}
			bench := &Bench{Device: cpu.Open(1), SaveEvery: c.every, Temp: t.TempDir(), Load: load}
			for i, after := range append(c.stops, 0) { // checkpoints
				ctx, stop := context.WithCancel(t.Context())
				bench.kept = func() {
					if after--; after == 0 {
						stop()
					}
				}
				w := &cluster.Worker{Name: string(rune('a' + i)), Queue: q, UntilEmpty: true, Do: bench.Do}
				if err := w.Run(ctx); err != nil {
					t.Fatal(err)
				}
				stop()
				if r, err := q.Record(t.Context(), tr.Key()); err != nil || i < len(c.stops) && (r.Checkpoint == "" || r.Returned != i+1) {
					t.Fatalf("after worker %d: %+v, %v", i, r, err)
				}
			}
			res, err := q.Result(t.Context(), tr.Key())
			if err != nil || res == nil {
				t.Fatal(res, err)
			}
			if _, err := TakePiece(context.Background(), q, there, e, e.Rows[0], 2, res); err != nil {
				t.Fatal(err)
			}
			got, err := there.Finished(e, e.Rows[0], []int{2})
			if err != nil || len(got) != 1 {
				t.Fatalf("%d runs are there: %v", len(got), err)
			}
			a, b := *want[c.row][0], *got[0]
			for _, r := range []*reproduce.Result{&a, &b} { // times are of the machine
				r.Seconds, r.StepMS = 0, 0
				for i := range r.Curve {
					r.Curve[i].Seconds, r.Curve[i].Rate = 0, 0
				}
			}
			one, _ := json.Marshal(a)
			other, _ := json.Marshal(b)
			if !bytes.Equal(one, other) {
				t.Errorf("made here\n%s\nelsewhere\n%s", one, other)
			}
			if path := there.Folder(e, e.Rows[0], 2); !e.Small {
				d, err := rundir.Open(path)
				if err != nil || d.Source.Folder != "here" {
					t.Errorf("the folder is of %+v, %v", d, err)
				}
				was, err := os.ReadFile(filepath.Join(here.Folder(e, e.Rows[0], 2), rundir.CheckpointFile))
				now, err2 := os.ReadFile(filepath.Join(path, rundir.CheckpointFile))
				if err != nil || err2 != nil || !bytes.Equal(was, now) {
					t.Errorf("the checkpoint has other bits: %v, %v", err, err2)
				}
			}
			again, err := Piece(there, e, e.Rows[0], 2, cluster.Pictures{HoldOut: 10})
			if err != nil || again.Key() != tr.Key() {
				t.Errorf("the same run has another name: %v", err)
			}
		})
	}
}
