package rundir

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"talbot/sim/experiment"
	"talbot/sim/system/diffractive"
	"talbot/sim/train"
)

// same compares two runs to the last bit, but for their times.
func same(t *testing.T, d, want *Dir, s, wantSession *diffractive.Session) {
	t.Helper()
	state := func(s *diffractive.Session) *train.State {
		st, err := s.Loop.State(s.Device)
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	if !reflect.DeepEqual(state(s), state(wantSession)) {
		t.Error("masks, optimiser or progress differ from those of the run that was not stopped")
	}
	got, wanted := metrics(t, d), metrics(t, want)
	if len(wanted) != tinyEpochs || !reflect.DeepEqual(got, wanted) {
		t.Errorf("metrics\n%+v\nwant\n%+v", got, wanted)
	}
	a, err := d.Checkpoint()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, state(s)) {
		t.Error("the checkpoint is not the run's last state")
	}
}

// metrics are the run's epochs without what a clock said.
func metrics(t *testing.T, d *Dir) []experiment.Event {
	t.Helper()
	events, err := d.Metrics()
	if err != nil {
		t.Fatal(err)
	}
	for i := range events {
		events[i].Seconds, events[i].Rate = 0, 0
	}
	return events
}

func TestResumeIsUninterrupted(t *testing.T) {
	want, wantSession := trained(t, filepath.Join(t.TempDir(), "whole"), false, never)
	for _, step := range []int{1, 3, tinyBatches, tinyBatches + 1, 2 * tinyBatches, 3*tinyBatches - 1} {
		path := filepath.Join(t.TempDir(), "run")
		_, stopped := trained(t, path, false, atStep(step))
		if stopped.Loop.Step != step {
			t.Fatalf("it stopped after update %d, want %d", stopped.Loop.Step, step)
		}
		d, s := trained(t, path, true, never)
		same(t, d, want, s, wantSession)
	}
}

// A kill leaves the folder as it is at some moment: here after each event.
func TestResumeAfterKill(t *testing.T) {
	want, wantSession := trained(t, filepath.Join(t.TempDir(), "whole"), false, never)
	path, copies := filepath.Join(t.TempDir(), "run"), t.TempDir()
	var moments []string
	trained(t, path, false, func(e experiment.Event) bool {
		if _, err := os.Stat(filepath.Join(path, CheckpointFile)); err != nil {
			return false // before the first checkpoint there is nothing to resume
		}
		moment := filepath.Join(copies, string(rune('a'+len(moments))))
		if err := os.CopyFS(moment, os.DirFS(path)); err != nil {
			t.Fatal(err)
		}
		moments = append(moments, moment)
		return false
	})
	if len(moments) < 3*tinyEpochs {
		t.Fatalf("%d moments with a checkpoint, want more", len(moments))
	}
	for _, moment := range moments {
		// A writer was killed as well, and so was the line after the last.
		put(t, filepath.Join(moment, ".checkpoint.npz.123.part"), "half")
		f, err := os.OpenFile(filepath.Join(moment, MetricsFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString(`{"event":"epoch","epo`)
		f.Close()
		d, s := trained(t, moment, true, never)
		same(t, d, want, s, wantSession)
		if left, _ := filepath.Glob(filepath.Join(moment, ".*")); len(left) > 0 {
			t.Errorf("%v is still there", left)
		}
	}
}

// Between the checkpoint of an epoch and its event the folder has neither, or the
// line alone: then Resume drops it.
func TestEpochIsRecordedBeforeItsCheckpoint(t *testing.T) {
	info, trainSet, _ := tinyInfo(t)
	d, err := Create(filepath.Join(t.TempDir(), "run"), info)
	if err != nil {
		t.Fatal(err)
	}
	s := tinySession(t, info.Network(), trainSet)
	start, err := s.Loop.State(s.Device)
	if err != nil {
		t.Fatal(err)
	}
	rec := d.Record(0)
	end := *start
	end.Epoch, end.Step = 1, tinyBatches
	for _, st := range []*train.State{start, &end} {
		if err := rec.Save(st); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := d.Checkpoint(); err != nil || got.Epoch != 0 {
		t.Fatalf("before the event the checkpoint is of epoch %d (%v), want 0", got.Epoch, err)
	}
	if err := d.record(experiment.Event{Kind: "epoch", Epoch: 1}); err != nil {
		t.Fatal(err)
	}
	if err := d.Resume(s); err != nil {
		t.Fatal(err)
	}
	if left := metrics(t, d); len(left) != 0 {
		t.Errorf("after resuming at epoch 0 the metrics have %v", left)
	}
	if err := rec.Event(experiment.Event{Kind: "epoch", Epoch: 1}); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Checkpoint(); err != nil || got.Epoch != 1 {
		t.Errorf("after the event the checkpoint is of epoch %d (%v), want 1", got.Epoch, err)
	}
}

func TestResumeRefusesOtherNetworks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run")
	d, _ := trained(t, path, false, atStep(5))
	before := read(t, d.file(CheckpointFile))
	for what, change := range map[string]func(*diffractive.Config){
		"another network":  func(c *diffractive.Config) { c.Layers = 3 },
		"[16 16] where":    func(c *diffractive.Config) { c.Samples = 20 },
		"it has 6 arrays":  func(c *diffractive.Config) { c.Optimiser = "sgd" },
		"an epoch has 1":   func(c *diffractive.Config) { c.Batch = 35 },
		"at update 1 of e": func(c *diffractive.Config) { c.Batch = 12 },
	} {
		info, trainSet, _ := tinyInfo(t)
		c := info.Network()
		change(&c)
		s := tinySession(t, c, trainSet)
		fresh, err := s.Loop.State(s.Device)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Resume(s); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: error %v", what, err)
		}
		if now, _ := s.Loop.State(s.Device); !reflect.DeepEqual(now, fresh) {
			t.Errorf("%s: the session has changed", what)
		}
	}
	if read(t, d.file(CheckpointFile)) != before {
		t.Error("the checkpoint has changed")
	}
}

func TestWriteMasks(t *testing.T) {
	d, s := trained(t, filepath.Join(t.TempDir(), "run"), false, never)
	m, err := MasksOf(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.WriteMasks(m); err != nil {
		t.Fatal(err)
	}
	shape, b, err := readNPY[byte]([]byte(read(t, d.file(MasksFile))))
	if err != nil || !reflect.DeepEqual(shape, []int{2, 16, 16}) || !reflect.DeepEqual(b, m.Bytes) {
		t.Errorf("masks.npy: shape %v, error %v", shape, err)
	}
	_, v, err := readNPY[float32]([]byte(read(t, d.file(PhaseFile))))
	if err != nil {
		t.Fatal(err)
	}
	for i := range v {
		if turns := float64(v[i]) / 6.283185307179586; v[i] < 0 || turns >= 1 || byte(int(256*turns+0.5)) != b[i] {
			t.Fatalf("value %d: phase %v rad and byte %d", i, v[i], b[i])
		}
	}
	// The masks as bytes, put back, are the same bytes.
	if err := s.SetMaskBytes(b); err != nil {
		t.Fatal(err)
	}
	if again, err := s.MaskBytes(); err != nil || !reflect.DeepEqual(again, b) {
		t.Errorf("the masks put back differ (%v)", err)
	}
}

func TestWrap(t *testing.T) {
	for phi, want := range map[float32]float32{0: 0, 1: 1, -1: 5.2831855, 7: 0.7168147, -1e-9: 0} {
		if got := Wrap(phi); got < 0 || got >= 6.2831855 || got-want > 1e-6 || want-got > 1e-6 {
			t.Errorf("Wrap(%v) = %v, want %v", phi, got, want)
		}
	}
}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
