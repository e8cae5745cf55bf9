package rundir

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"talbot/sim/experiment"
	"talbot/sim/system/diffractive"
)

func TestGoOn(t *testing.T) {
	info, _, _ := tinyInfo(t)
	d, err := Create(filepath.Join(t.TempDir(), "run"), info)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(d.file(ConfigFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.GoOn(d.Config, d.Source, d.Device, 2); err != nil {
		t.Fatal(err)
	}
	if now, err := os.Stat(d.file(ConfigFile)); err != nil || !os.SameFile(before, now) {
		t.Errorf("going on as before has written config.json (%v)", err)
	}
	c := d.Network()
	c.Layers = 4
	if err := d.GoOn(diffractive.Settings(c), d.Source, "", 2); err == nil || !strings.Contains(err.Error(), "layers: the run in "+d.Path+" has 2") {
		t.Errorf("more layers: %v", err)
	}
	c = d.Network()
	c.LearningRate = 0.01
	if err := d.GoOn(diffractive.Settings(c), Source{Folder: "/pictures"}, "", 5); err != nil {
		t.Fatal(err)
	}
	c.Epochs, c.LearningRate = 9, 0.02
	if err := d.GoOn(diffractive.Settings(c), Source{Folder: "/pictures"}, "a GPU", 12); err != nil {
		t.Fatal(err)
	}
	again, err := Open(d.Path)
	if err != nil {
		t.Fatal(err)
	}
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	want := []Change{
		{5, "learning-rate", raw("0.05"), raw("0.01")},
		{12, "learning-rate", raw("0.01"), raw("0.02")},
		{12, "epochs", raw("3"), raw("9")},
	}
	if again.Network() != c || again.Source.Folder != "/pictures" || again.Device != "a GPU" || !reflect.DeepEqual(again.Changes, want) {
		t.Errorf("the folder has %+v, %+v, changes %+v; want %+v", again.Network(), again.Source, again.Changes, want)
	}
}

func TestChangesAreChecked(t *testing.T) {
	info, _, _ := tinyInfo(t)
	info.Changes = []Change{{4, "learning-rate", json.RawMessage("0.1"), json.RawMessage("0.05")}, {8, "mask", json.RawMessage(`"amplitude"`), json.RawMessage(`"phase"`)}}
	dir := t.TempDir()
	if _, err := Create(dir, info); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, ConfigFile)
	good := read(t, file)
	if _, err := Open(dir); err != nil {
		t.Fatal(err)
	}
	for want, text := range map[string]string{
		"change 2 is of step 3, after one of step 4": strings.Replace(good, `"step": 8`, `"step": 3`, 1),
		"change 1 is of step -4":                     strings.Replace(good, `"step": 4`, `"step": -4`, 1),
		`change 1, of "rate": there is no such`:      strings.Replace(good, `"parameter": "learning-rate"`, `"parameter": "rate"`, 1),
		`change 1, of "learning-rate"`:               strings.Replace(good, `"from": 0.1`, `"from": "fast"`, 1),
		"mask: want a text":                          strings.Replace(good, `"to": "phase"`, `"to": 2`, 1),
	} {
		put(t, file, text)
		if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestLeft(t *testing.T) {
	for _, c := range []struct {
		step, epochs int
		left, refuse bool
	}{
		{tinyBatches, 1, false, false},
		{tinyBatches, 2, true, false},
		{tinyBatches + 1, 1, false, true},
		{tinyBatches + 1, 2, true, false},
		{2 * tinyBatches, 1, false, true},
	} {
		d, _ := trained(t, filepath.Join(t.TempDir(), "run"), false, atStep(c.step))
		left, err := d.Left(c.epochs)
		var param *experiment.ParamError
		if left != c.left || c.refuse != errors.As(err, &param) || !c.refuse && err != nil {
			t.Errorf("after update %d, %d epochs: %v, %v", c.step, c.epochs, left, err)
		}
		if c.refuse && (param.Name != "epochs" || !strings.Contains(param.Why, "give 2 or more")) {
			t.Errorf("after update %d, %d epochs: %v", c.step, c.epochs, err)
		}
	}
}

func TestCheckMasks(t *testing.T) {
	d, s := trained(t, filepath.Join(t.TempDir(), "run"), false, never)
	m, err := MasksOf(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.CheckMasks(m); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before they are written: %v", err)
	}
	if err := d.WriteMasks(m); err != nil {
		t.Fatal(err)
	}
	if err := d.CheckMasks(m); err != nil {
		t.Error(err)
	}
	for _, name := range []string{MasksFile, PhaseFile} {
		whole := read(t, d.file(name))
		for want, text := range map[string]string{
			"is damaged":    whole[:len(whole)-1],
			"does not hold": whole[:len(whole)-4] + "1234",
		} {
			put(t, d.file(name), text)
			if err := d.CheckMasks(m); err == nil || !strings.Contains(err.Error(), d.file(name)+" "+want) {
				t.Errorf("%s: want %q, got %v", name, want, err)
			}
		}
		put(t, d.file(name), whole)
	}
}
