package rundir

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"talbot/sim/data"
	"talbot/sim/experiment"
)

func TestInfoRoundTrip(t *testing.T) {
	want, _, _ := tinyInfo(t)
	want.Source = Source{"/pictures", 35, 20, 10, ""}
	want.Changes = []Change{{4, "learning-rate", json.RawMessage("0.1"), json.RawMessage("0.05")}}
	path := filepath.Join(t.TempDir(), "a", "run")
	if _, err := Create(path, want); err != nil {
		t.Fatal(err)
	}
	d, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(d.Info, want) {
		t.Errorf("got %+v, want %+v", d.Info, want)
	}
}

func TestCreateRefusesARun(t *testing.T) {
	info, _, _ := tinyInfo(t)
	for _, name := range []string{ConfigFile, MetricsFile, CheckpointFile, MasksFile, PhaseFile, AmplitudeFile} {
		path := t.TempDir()
		put(t, filepath.Join(path, name), "precious")
		if _, err := Create(path, info); err == nil || !strings.Contains(err.Error(), "--resume") {
			t.Errorf("%s: error %v", name, err)
		}
		if read(t, filepath.Join(path, name)) != "precious" {
			t.Errorf("%s was overwritten", name)
		}
		if files, _ := os.ReadDir(path); len(files) != 1 {
			t.Errorf("it left %v", files)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	put(t, file, "")
	if _, err := Create(file, info); err == nil || !strings.Contains(err.Error(), "--out") {
		t.Errorf("a file in place of the folder: %v", err)
	}
}

func TestOpenErrors(t *testing.T) {
	info, _, _ := tinyInfo(t)
	dir := t.TempDir()
	if _, err := Create(dir, info); err != nil {
		t.Fatal(err)
	}
	good := read(t, filepath.Join(dir, ConfigFile))
	for want, text := range map[string]string{
		"damaged":                     good[:len(good)/2],
		"more after its end":          good + "{}",
		"unknown field":               strings.Replace(good, `"talbot"`, `"talbo"`, 1),
		"reads format 1":              strings.Replace(good, `"format": 1`, `"format": 2`, 1),
		"no preset":                   strings.Replace(good, `"d2nn-mnist-64"`, `"d3nn"`, 1),
		"does not know":               strings.Replace(good, `"layers"`, `"lairs"`, 1),
		"layers: 99 is outside":       strings.Replace(good, `"layers": 2`, `"layers": 99`, 1),
		"mask: want a text":           strings.Replace(good, `"mask": "phase"`, `"mask": 1`, 1),
		"region-size: regions of 4":   strings.Replace(good, `"region-size": 3`, `"region-size": 4`, 1),
		`layers: "2" is a text: want`: strings.Replace(good, `"layers": 2`, `"layers": "2"`, 1),
	} {
		put(t, filepath.Join(dir, ConfigFile), text)
		if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none"):     "no such folder",
		filepath.Join(dir, ConfigFile): "is a file",
		t.TempDir():                    "has no config.json",
	} {
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: want %q, got %v", path, want, err)
		}
	}
}

func TestOlderRunHasThePresetsValue(t *testing.T) {
	info, _, _ := tinyInfo(t)
	dir := t.TempDir()
	if _, err := Create(dir, info); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, ConfigFile)
	put(t, file, strings.Replace(read(t, file), `    "momentum": 0.9,`+"\n", "", 1))
	d, err := Open(dir)
	if err != nil || d.Network() != info.Network() {
		t.Errorf("%+v (%v), want %+v", d, err, info.Network())
	}
}

// Pictures of another shape are told by it; runs of older versions did not write theirs.
func TestOtherShape(t *testing.T) {
	d := &Dir{Path: "run"}
	small := &data.Set{Width: 2, Height: 3, Images: make([]byte, 12), Labels: make([]uint16, 2), Classes: data.Numbered(2)}
	colour := &data.Set{Width: 2, Height: 3, Channels: 3, Images: make([]byte, 36), Labels: make([]uint16, 2), Classes: data.Numbered(2)}
	d.Data = Describe(small, small)
	want := "the run in run learned pictures of 2 x 3 pixels in grey, and these are of 2 x 3 pixels in 3 colours"
	if err := d.OtherShape(colour.Size()); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if err := d.SameData(Describe(colour, colour)); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v", err)
	}
	if err := d.OtherShape(small.Size()); err != nil {
		t.Error(err)
	}
	d.Data.Shape = ""
	if err := d.OtherShape(colour.Size()); err != nil {
		t.Error(err)
	}
	if err := d.SameData(Describe(small, small)); err != nil {
		t.Error(err)
	}
}

func TestSameData(t *testing.T) {
	info, trainSet, testSet := tinyInfo(t)
	d := &Dir{Path: "run", Info: info}
	if err := d.SameData(Describe(trainSet, testSet)); err != nil {
		t.Error(err)
	}
	if err := d.SameData(Describe(trainSet.First(30), testSet)); err == nil || !strings.Contains(err.Error(), "--data") {
		t.Errorf("fewer pictures: %v", err)
	}
	other := *trainSet
	other.Labels = append([]uint16(nil), trainSet.Labels...)
	other.Labels[3] ^= 1
	if err := d.SameData(Describe(&other, testSet)); err == nil || !strings.Contains(err.Error(), "35 pictures are other pictures than those the run in run began with: give") {
		t.Errorf("another label: %v", err)
	}
	d.Source = Source{Folder: "/pictures", LimitTest: 20}
	if err := d.SameData(Describe(&other, testSet)); err == nil || !strings.Contains(err.Error(), "began with: put them back into /pictures") || strings.Contains(err.Error(), "--") {
		t.Errorf("other pictures, and no flags: %v", err)
	}
	if err := d.SameData(Describe(&other, testSet), "--limit-test"); err == nil || !strings.Contains(err.Error(), "leave --limit-test away, as the run keeps what it began with (--data /pictures --limit-test 20)") {
		t.Errorf("another label, with a source: %v", err)
	}
}

func TestMetrics(t *testing.T) {
	d := &Dir{Path: t.TempDir()}
	if events, err := d.Metrics(); err != nil || len(events) != 0 {
		t.Errorf("no file: %v, %v", events, err)
	}
	for i := 1; i <= 3; i++ {
		if err := d.record(experiment.Event{Kind: "epoch", Epoch: i, Trained: &experiment.Trained{Loss: 1 / float64(i)}}); err != nil {
			t.Fatal(err)
		}
	}
	whole := read(t, d.file(MetricsFile))
	for n := range whole {
		events, err := ParseMetrics([]byte(whole[:n]))
		if want := strings.Count(whole[:n], "\n"); err != nil || len(events) != want {
			t.Fatalf("the first %d bytes: %d epochs (%v), want %d", n, len(events), err, want)
		}
	}
	for want, text := range map[string]string{
		"line 2":        strings.Replace(whole, "\n", "\nx", 1),
		"later epoch":   whole + whole,
		"unknown field": `{"event":"epoch","epoch":1,"what":2}` + "\n",
		"line 1":        `{"event":"done","epoch":1}` + "\n",
	} {
		put(t, d.file(MetricsFile), text)
		if _, err := d.Metrics(); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "move it away") {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func FuzzParseInfo(f *testing.F) {
	f.Add([]byte(`{"format":1,"preset":"d2nn-mnist-64","parameters":{"layers":2,"mask":"phase"},"data":{"train":1,"test":1,"sha256":""},"talbot":"","created":""}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if info, err := ParseInfo(b); err == nil {
			if _, err := info.Config.Check(); err != nil {
				t.Errorf("a configuration that cannot work was read: %v", err)
			}
		}
	})
}

func FuzzParseMetrics(f *testing.F) {
	f.Add([]byte(`{"event":"epoch","epoch":1}` + "\n" + `{"event":"epoch","epoch":2}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		events, err := ParseMetrics(b)
		for i, e := range events {
			if err == nil && (e.Kind != "epoch" || i > 0 && e.Epoch <= events[i-1].Epoch) {
				t.Errorf("event %d is %+v", i, e)
			}
		}
	})
}

func TestCreateNumbered(t *testing.T) {
	base := filepath.Join(t.TempDir(), "runs", "a")
	info, _, _ := tinyInfo(t)
	for _, want := range []string{base, base + "-2", base + "-3"} {
		d, err := CreateNumbered(base, info)
		if err != nil || d.Path != want {
			t.Fatalf("%v, %v, want %s", d, err, want)
		}
	}
	if err := os.RemoveAll(base + "-2"); err != nil {
		t.Fatal(err)
	}
	if d, err := CreateNumbered(base, info); err != nil || d.Path != base+"-2" {
		t.Errorf("%v, %v", d, err)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(base), "file"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := CreateNumbered(filepath.Join(filepath.Dir(base), "file", "a"), info); err == nil || !strings.Contains(err.Error(), "--out") {
		t.Errorf("below a file: %v", err)
	}
}
