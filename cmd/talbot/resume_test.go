package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"talbot/assets"
	"talbot/sim/data"
	"talbot/sim/data/open"
	"talbot/sim/rundir"
)

// files are the contents of a folder's files, and when they were written.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range list {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name()] = info.ModTime().String() + read(t, dir, f.Name())
	}
	return all
}

func unchanged(t *testing.T, dir string, before map[string]string) {
	t.Helper()
	now := files(t, dir)
	for name := range before {
		if now[name] != before[name] {
			t.Errorf("%s has changed", name)
		}
	}
	if len(now) != len(before) {
		t.Errorf("there are %d files, and were %d", len(now), len(before))
	}
}

func TestNothingLeft(t *testing.T) {
	dir := tinyRun(t)
	before := files(t, dir)
	for _, more := range [][]string{nil, {"--epochs", "3"}, {"--learning-rate", "0.001"}, {"--data", "nowhere"}} {
		out := works(t, append([]string{"train", "--resume", dir}, more...)...)
		if !strings.HasPrefix(out, dir+" has done its 3 epochs (test accuracy ") || !strings.Contains(out, "nothing is left to do, and nothing was changed\n") ||
			!strings.Contains(out, "talbot train --resume "+dir+" --epochs 4\n") {
			t.Errorf("%v: %q", more, out)
		}
	}
	list := events(t, works(t, "train", "--resume", dir, "--json"))
	if e := list[0]; len(list) != 1 || e.Kind != "done" || e.Epoch != 3 || e.Step != 12 || e.TestAccuracy == 0 || e.Message != dir {
		t.Errorf("JSON: %+v", list)
	}
	for _, epochs := range []string{"1", "2"} {
		_, err, status := call(t, "train", "--resume", dir, "--epochs", epochs)
		if want := "--epochs: " + epochs + " is below 3, the epochs that the run in " + dir + " has done or begun: give 3 or more"; status != misused || !strings.Contains(err, want) {
			t.Errorf("%s epochs: status %d, %q", epochs, status, err)
		}
	}
	unchanged(t, dir, before)
}

// A run that was killed before its masks were written, or lost them, gets them.
func TestMasksAreWrittenAgain(t *testing.T) {
	dir := tinyRun(t)
	masks := read(t, dir, rundir.MasksFile)
	if err := os.Truncate(filepath.Join(dir, rundir.MasksFile), 100); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, rundir.PhaseFile)); err != nil {
		t.Fatal(err)
	}
	works(t, "train", "--resume", dir)
	if read(t, dir, rundir.MasksFile) != masks || read(t, dir, rundir.PhaseFile) == "" {
		t.Error("the masks are not there again")
	}
}

func TestResumeRecordsWhatChanges(t *testing.T) {
	dir := tinyRun(t)
	out := works(t, "train", "--resume", dir, "--epochs", "4", "--learning-rate", "0.01")
	if !strings.Contains(out, "learning-rate was 0.05 and is 0.01 from here on\nepochs was 3 and is 4 from here on\n") {
		t.Errorf("it says\n%s", out)
	}
	run, err := rundir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if run.Network().LearningRate != 0.01 || len(run.Changes) != 2 || run.Changes[0].Step != 12 || string(run.Changes[0].From) != "0.05" {
		t.Errorf("%+v", run.Info)
	}
	if out := works(t, "train", "--resume", dir, "--epochs", "5"); strings.Contains(out, "learning-rate was") {
		t.Errorf("an older change is told as new:\n%s", out)
	}
}

// writeSet makes a folder with the first pictures of the built-in digits, after
// change.
func writeSet(t *testing.T, change func(train *data.Set)) string {
	t.Helper()
	train, test, err := open.LoadFS(assets.Data(), "mnist")
	if err != nil {
		t.Fatal(err)
	}
	train, test = train.First(40), test.First(25)
	change(train)
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "mnist"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct {
		set            *data.Set
		images, labels string
	}{{train, open.TrainImages, open.TrainLabels}, {test, open.TestImages, open.TestLabels}} {
		images, labels := data.WriteIDX(s.set)
		for name, b := range map[string][]byte{s.images: images, s.labels: labels} {
			if err := os.WriteFile(filepath.Join(dir, "mnist", name), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

func TestResumeFindsItsPictures(t *testing.T) {
	t.Setenv("TALBOT_DATA", t.TempDir())
	pictures := writeSet(t, func(*data.Set) {})
	t.Chdir(filepath.Dir(pictures))
	dir := filepath.Join(t.TempDir(), "run")
	noted(t, append(append([]string{}, tiny...), "--out", dir, "--epochs", "1", "--data", filepath.Base(pictures))...)
	run, err := rundir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := (rundir.Source{Folder: pictures, LimitTrain: 35, LimitTest: 20}); run.Source != want && runtime.GOOS != "darwin" {
		t.Errorf("the source is %+v, want %+v", run.Source, want)
	}
	t.Chdir(t.TempDir())
	noted(t, "train", "--resume", dir, "--epochs", "2")
	if out := noted(t, "eval", dir); !strings.Contains(out, "25 test pictures") {
		t.Errorf("eval: %s", out)
	}
	noted(t, "figure", dir, "--kind", "confusion", "--out", "c.png")

	// The same pictures elsewhere are fine, and others are not.
	moved := writeSet(t, func(*data.Set) {})
	if err := os.RemoveAll(pictures); err != nil {
		t.Fatal(err)
	}
	_, text, status := call(t, "train", "--resume", dir, "--epochs", "3")
	if status != failed || !strings.Contains(text, "the run's pictures were in "+pictures+", which is not there any more: give their folder with --data") {
		t.Errorf("without its pictures: status %d, %q", status, text)
	}
	other := writeSet(t, func(s *data.Set) { s.Images[300] ^= 1 })
	before := files(t, dir)
	_, text, status = call(t, "train", "--resume", dir, "--epochs", "3", "--data", other)
	if status != failed || !strings.Contains(text, "these 35 pictures are other pictures than those the run in "+dir+" began with") {
		t.Errorf("other pictures: status %d, %q", status, text)
	}
	unchanged(t, dir, before)
	noted(t, "train", "--resume", dir, "--epochs", "3", "--data", moved)
	noted(t, "train", "--resume", dir, "--epochs", "4")
	if run, err = rundir.Open(dir); err != nil || run.Source.Folder != moved || run.Source.LimitTrain != 35 {
		t.Errorf("after the move the source is %+v (%v)", run.Source, err)
	}
}

// Eval and export read the checkpoint, say so, and notice other masks beside it.
func TestDamagedMasksAreNoticed(t *testing.T) {
	dir := tinyRun(t)
	if out := works(t, "eval", dir); !strings.Contains(out, "masks of checkpoint.npz after 3 epochs") {
		t.Errorf("eval: %s", out)
	}
	file := filepath.Join(dir, rundir.MasksFile)
	if err := os.Truncate(file, 300); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"eval", dir}, {"export", dir, "--as", "npy", "--out", t.TempDir()}} {
		_, err, status := call(t, args...)
		want := "talbot: note: " + file + " is damaged: its header promises the shape (2, 16, 16) of uint8, but it holds 172 bytes of them: the file is cut short or damaged; talbot uses checkpoint.npz, and writes it again with: talbot train --resume " + dir + "\n"
		if status != 0 || err != want {
			t.Errorf("%v: status %d, %q, want %q", args, status, err, want)
		}
	}
	if err := os.Truncate(filepath.Join(dir, rundir.CheckpointFile), 300); err != nil {
		t.Fatal(err)
	}
	if _, err, status := call(t, "eval", dir); status != failed || !strings.Contains(err, rundir.CheckpointFile+" is damaged") {
		t.Errorf("a damaged checkpoint: status %d, %q", status, err)
	}
}

// Pictures that are held out are tested on, not trained on, also when the run goes on.
func TestHoldOut(t *testing.T) {
	dir := tinyRun(t, "--hold-out", "15", "--limit-test", "0", "--epochs", "1")
	run, err := rundir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := run.Data; d.Train != 20 || d.Test != 15 || run.Source.HoldOut != 15 {
		t.Errorf("%+v, %+v", run.Data, run.Source)
	}
	train, _, err := open.LoadFS(assets.Data(), "mnist")
	if err != nil {
		t.Fatal(err)
	}
	if want := rundir.Describe(train.First(20), train.Slice(20, 35)); run.Data != want {
		t.Errorf("%+v, want %+v", run.Data, want)
	}
	text := works(t, "train", "--resume", dir, "--epochs", "2") + works(t, "train", "--resume", dir)
	for _, want := range []string{"15 held-out pictures", "  held-out  ", "\nheld-out accuracy ", "(held-out accuracy "} {
		if !strings.Contains(text, want) || strings.Contains(text, "test") {
			t.Errorf("no %q, or a test, in\n%s", want, text)
		}
	}
	if text := works(t, "figure", dir, "--kind", "curves", "--json", "--out", filepath.Join(t.TempDir(), "c.png")); !strings.Contains(text, "held-out") || strings.Contains(text, "test ") {
		t.Errorf("the curves are of\n%s", text)
	}
	if run, err = rundir.Open(dir); err != nil || run.Data.Test != 15 || run.Network().Epochs != 2 {
		t.Errorf("%+v, %v", run.Info, err)
	}
}

// A run that goes on with another device says so in a line of its own, and records it;
// the number of threads is no other device.
func TestResumeOnAnotherDevice(t *testing.T) {
	dir := tinyRun(t)
	if out := works(t, "train", "--resume", dir, "--epochs", "4", "--threads", "2"); strings.Contains(out, "so far") {
		t.Errorf("two threads in place of one: %q", out)
	}
	for i, flags := range [][]string{nil, {"--json"}} {
		file := filepath.Join(dir, rundir.ConfigFile)
		d, err := rundir.Open(dir)
		if err != nil || !strings.HasPrefix(d.Device, "cpu") || strings.Contains(d.Device, "thread") {
			t.Fatalf("the run has the device %q: %v", d.Device, err)
		}
		changed := strings.Replace(read(t, file), `"device": "`+d.Device+`"`, `"device": "webgpu (a GPU)"`, 1)
		if err := os.WriteFile(file, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		out := works(t, append([]string{"train", "--resume", dir, "--epochs", []string{"5", "6"}[i], "--threads", "1"}, flags...)...)
		if !strings.Contains(out, "it ran on webgpu (a GPU) so far, and goes on with "+d.Device) {
			t.Errorf("%v: %q", flags, out)
		}
		if now, err := rundir.Open(dir); err != nil || now.Device != d.Device {
			t.Errorf("the run now has the device %q: %v", now.Device, err)
		}
	}
}
