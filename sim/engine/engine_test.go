package engine_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	. "talbot/sim/engine"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/system/basic"
	"talbot/sim/system/diffractive"
)

// newEngine is an engine of all systems, with a clock that makes a second a look.
func newEngine() *Engine {
	dev := cpu.Open(1)
	dev.SetRoom(1e8, "for a test")
	t := 0.0
	return New(Host{Processor: dev, Now: func() float64 { t++; return t }}, experiment.WithFiles(diffractive.System), basic.System)
}

// ask fails the test when the engine refuses a request.
func ask(t testing.TB, e *Engine, op string, f Fields) []Reply {
	t.Helper()
	replies, err := e.Do(op, f)
	if err != nil {
		t.Fatalf("%s: %v", op, err)
	}
	return replies
}

// refuse fails the test when the error is another.
func refuse(t *testing.T, e *Engine, op string, f Fields, want string) {
	t.Helper()
	_, err := e.Do(op, f)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: error %v, want one with %q", op, err, want)
	}
}

// small is a network that trains in no time.
var small = [][2]string{{"samples", "32"}, {"layers", "2"}, {"padding", "0"}, {"image-size", "28"}, {"region-size", "4"}, {"batch", "8"}}

// pictures are IDX files of n pictures, each of its class at another place.
func pictures(n int) Fields {
	set := &data.Set{Width: 28, Height: 28, Classes: data.ClassNames("mnist"), Images: make([]byte, n*784), Labels: make([]uint16, n)}
	for i := range n {
		set.Labels[i] = uint16(i % 10)
		for k := range 60 {
			set.Images[i*784+(i%10)*70+k] = byte(200 + i%7)
		}
	}
	images, labels := data.WriteIDX(set)
	return Fields{"images": images, "labels": labels}
}

func give(t testing.TB, e *Engine, role string, n int) {
	t.Helper()
	f := pictures(n)
	f["role"] = role
	if r := ask(t, e, "data", f)[0]; r["count"] != n || r["width"] != 28 {
		t.Errorf("data: %v", r)
	}
}

func open(t testing.TB, e *Engine, workers int) Reply {
	t.Helper()
	return ask(t, e, "open", Fields{"preset": "d2nn-mnist-64", "values": small, "workers": workers})[0]
}

func masks(t testing.TB, e *Engine) []float32 {
	t.Helper()
	return ask(t, e, "export", nil)[0]["values"].([]float32)
}

func same(a, b []float32) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

func TestReadyTellsOfTheExperiment(t *testing.T) {
	e := newEngine()
	r := open(t, e, 1)
	if r["kind"] != "ready" || r["layers"] != 2 || r["n"] != 32 || r["data"] != "mnist" || r["shares"] != 1 || len(r["classes"].([]string)) != 10 {
		t.Errorf("ready: %v", r)
	}
	for _, p := range r["params"].([]Reply) {
		if p["name"] == "samples" && (p["kind"] != "int" || p["value"] != "32" || p["default"] != "64" || p["live"] != false) {
			t.Errorf("samples: %v", p)
		}
	}
	if can := strings.Join(r["can"].([]string), " "); can != "train evaluate masks files share pictures" {
		t.Errorf("a network can %q", can)
	}
	r = ask(t, e, "open", Fields{"preset": "slit"})[0]
	if can := strings.Join(r["can"].([]string), " "); can != "" || r["layers"] != 1 {
		t.Errorf("a slit can %q: %v", can, r)
	}
	r = ask(t, e, "open", Fields{"preset": "codesign-mnist-64"})[0]
	if can := strings.Join(r["can"].([]string), " "); can != "train evaluate masks files share display pictures" {
		t.Errorf("masks of a display can %q", can)
	}
}

// What a page must know of pictures and parameters is in ready, so that it names neither.
func TestReadyTellsOfPicturesAndRoles(t *testing.T) {
	e := newEngine()
	r := open(t, e, 1)
	if r["width"] != 28 || r["height"] != 28 || r["fills"] != false {
		t.Errorf("pictures of digits: %v x %v, fills %v", r["width"], r["height"], r["fills"])
	}
	roles := map[any][]string{}
	for _, p := range r["params"].([]Reply) {
		roles[p["role"]] = append(roles[p["role"]], p["name"].(string))
	}
	for role, names := range map[string]string{"data": "data-set", "masks": "mask curve", "networks": "networks", "epochs": "epochs"} {
		if got := strings.Join(roles[role], " "); got != names {
			t.Errorf("parameters with the role %s: %s", role, got)
		}
	}
	for name, role := range map[string]string{"learning-rate": "training", "method": "training", "init-range": "training", "distance": "", "layers": ""} {
		if !slices.Contains(roles[role], name) {
			t.Errorf("%s has not the role %q", name, role)
		}
	}
	// The pictures are those that the values say, not those of the preset.
	clothes := append(append([][2]string(nil), small...), [2]string{"data-set", "fashion-mnist"})
	r = ask(t, e, "open", Fields{"preset": "d2nn-mnist-64", "values": clothes})[0]
	if r["data"] != "fashion-mnist" || r["fills"] != true || r["classes"].([]string)[0] != "T-shirt/top" {
		t.Errorf("clothes: %v", r)
	}
	r = ask(t, e, "open", Fields{"preset": "slit"})[0]
	if r["data"] != "" || r["width"] != 0 || r["height"] != 0 {
		t.Errorf("a slit has pictures: %v", r)
	}
	refuse(t, e, "image", Fields{"pixels": make([]byte, 784)}, "is shown no pictures")
	refuse(t, e, "sample", Fields{"role": "test"}, "no test data")
}

func TestRefusedRequestsSayWhy(t *testing.T) {
	e := newEngine()
	refuse(t, e, "fly", nil, `there is no operation "fly"`)
	for _, op := range []string{"frame", "step", "begin", "serve", "evaluate", "state", "restore", "export", "levels", "reset", "set"} {
		refuse(t, e, op, Fields{}, "no preset is open")
	}
	refuse(t, e, "open", Fields{"preset": "none"}, `there is no preset "none"; the presets are: d2nn-mnist-64`)
	refuse(t, e, "open", Fields{"preset": "slit", "values": [][2]string{{"layers", "3"}}}, "layers: there is no such parameter")
	open(t, e, 1)
	refuse(t, e, "open", Fields{"preset": "d2nn-mnist-64", "values": [][2]string{{"samples", "4096"}}}, "samples")
	if got := len(masks(t, e)); got != 2*32*32 {
		t.Errorf("after a refused one the old masks have %d values", got)
	}
	refuse(t, e, "step", nil, "there is no training data yet")
	refuse(t, e, "evaluate", nil, "there is no test data yet")
	refuse(t, e, "sample", Fields{"role": "test"}, "there is no test data yet")
	refuse(t, e, "set", Fields{"name": "samples", "value": "64"}, "cannot change during training")
	refuse(t, e, "image", Fields{"pixels": make([]byte, 5)}, "must have 28 x 28 pixels")
	refuse(t, e, "masks", Fields{}, "bytes must be a Uint8Array")
	refuse(t, e, "restore", Fields{"bytes": []byte{1}}, "this state has 1 bytes")
	refuse(t, e, "finish", nil, "no update was begun")
	refuse(t, e, "share", Fields{"share": 0}, "no update was begun")
	ask(t, e, "open", Fields{"preset": "lens"})
	refuse(t, e, "step", nil, "nothing to train")
	refuse(t, e, "export", nil, "no masks")
}

func TestFailureNamesTheParameter(t *testing.T) {
	r := Failure(&experiment.ParamError{Name: "pitch", Why: "too wide"})
	if r["kind"] != "error" || r["param"] != "pitch" || r["text"] != "too wide" {
		t.Errorf("%v", r)
	}
}

func TestFramesAreOfTheInput(t *testing.T) {
	e := newEngine()
	open(t, e, 1)
	give(t, e, "test", 20)
	replies := ask(t, e, "sample", Fields{"role": "test", "index": 3})
	if len(replies) != 2 || replies[0]["label"] != 3 || replies[1]["kind"] != "frame" {
		t.Fatalf("sample: %v", replies)
	}
	var f frame.Frame
	if err := f.UnmarshalBinary(replies[1]["bytes"].([]byte)); err != nil || f.Label != 3 {
		t.Errorf("frame of label %d: %v", f.Label, err)
	}
	again := ask(t, e, "frame", nil)[0]["bytes"].([]byte)
	if !bytes.Equal(again, replies[1]["bytes"].([]byte)) {
		t.Error("the same input gives another frame")
	}
	replies = ask(t, e, "open", Fields{"preset": "slit", "values": [][2]string{{"samples", "64"}}})
	replies = ask(t, e, "frame", nil)
	f = frame.Frame{}
	if err := f.UnmarshalBinary(replies[0]["bytes"].([]byte)); err != nil || len(f.Panels) != 2 || len(f.Panels[0].Series) != 2 || len(f.Panels[0].Series[1].Y) != 64 {
		t.Errorf("a slit's frame has the panels %+v, %v", f.Panels, err)
	}
}
