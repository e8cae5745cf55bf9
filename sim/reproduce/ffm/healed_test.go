package ffm

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/reproduce"
	"talbot/sim/reproduce/run"
	"talbot/sim/rundir"
	"talbot/sim/system/forward"
)

// A row that heals has the masks of the row in silico, which is made first and is a run of its own, however many epochs are asked for;
// stopped and gone on with it ends with the masks of one that was not.
func TestHealedRow(t *testing.T) {
	pictures := func(string) (learn, test *data.Set, from rundir.Source, err error) {
		return spots(60), spots(20), from, nil
	}
	e := fig2(true)
	r := healedRow(0, 2, 0, true)
	for _, c := range []*forward.Config{r.Config.(*forward.Config), r.From.Config.(*forward.Config)} {
		c.PerClass, c.Batch, c.Bench, c.Calibrate, c.LearningRate = 6, 10, "ideal", false, 0.2
	}
	r.From.Config.(*forward.Config).Epochs = 3
	e.Rows = []reproduce.Row{r}
	make := func(ctx context.Context, out string, told func(run.Progress)) (map[string][]*reproduce.Result, error) {
		runner := &run.Runner{Out: out, Devices: []compute.Device{cpu.Open(2)}, Epochs: 2, Trim: true, Pictures: pictures, Progress: told, SaveEvery: 1e-9,
			Command: func(r reproduce.Row, _, epochs int) string {
				return "talbot " + r.Name + map[bool]string{true: " of its own"}[epochs == 0]
			}}
		return runner.All(ctx, e, []int{1})
	}
	out := t.TempDir()
	all, err := make(context.Background(), out, nil)
	if err != nil || len(all[r.Name]) != 1 {
		t.Fatal(all, err)
	}
	folder := filepath.Join(out, "ffm-fig2-quick")
	source, healed := filepath.Join(folder, r.From.Name+"-seed1"), filepath.Join(folder, r.Name+"-seed1-epochs2")
	dir, err := rundir.Open(healed)
	if err != nil {
		t.Fatal(err)
	}
	if dir.Masks == nil || dir.Masks.File != filepath.Join(source, rundir.PhaseFile) || len(dir.Masks.SHA256) != 64 {
		t.Fatalf("the run says that it began with %+v", dir.Masks)
	}
	lines, err := run.ReadLines(filepath.Join(out, "ffm-fig2-quick.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if l := lines[r.From.Name]; len(l) != 1 || l[0].Epochs != 3 || l[0].Command != "talbot "+r.From.Name+" of its own" {
		t.Errorf("the row in silico: %+v", l)
	}
	if l := lines[r.Name]; len(l) != 1 || l[0].Epochs != 2 || l[0].Values[framesUsed] == 0 {
		t.Errorf("the healed row: %+v", l)
	}
	// What it begins with is right on a bench without faults, and random masks are not.
	before, after := masks(t, source), masks(t, healed)
	if bytes.Equal(before, after) {
		t.Error("nothing has been learned on the bench")
	}
	if got := lines[r.Name][0].Curve[0].TestAccuracy; got < lines[r.From.Name][0].Values[bench]-0.15 {
		t.Errorf("%g are right behind the first epoch, and %g of the row in silico", got, lines[r.From.Name][0].Values[bench])
	}

	again := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	told := func(p run.Progress) {
		if p.Row.Name == r.Name && p.Label == "" && p.Result == nil && p.Share > 0.4 {
			stop()
		}
	}
	if _, err := make(ctx, again, told); !errors.Is(err, context.Canceled) {
		t.Fatalf("it was not stopped: %v", err)
	}
	if _, err := os.Stat(filepath.Join(again, "ffm-fig2-quick", r.Name+"-seed1-epochs2", rundir.CheckpointFile)); err != nil {
		t.Fatal(err)
	}
	var rows []string
	if _, err := make(context.Background(), again, func(p run.Progress) { rows = append(rows, p.Row.Name) }); err != nil {
		t.Fatal(err)
	}
	for _, name := range rows {
		if name != r.Name {
			t.Errorf("%s is made again", name)
		}
	}
	if !bytes.Equal(masks(t, filepath.Join(again, "ffm-fig2-quick", r.Name+"-seed1-epochs2")), after) {
		t.Error("stopped and gone on with, it has other masks")
	}
}

func masks(t *testing.T, run string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(run, rundir.PhaseFile))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
