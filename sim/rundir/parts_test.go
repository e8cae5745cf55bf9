package rundir

import (
	"archive/zip"
	"bytes"
	"reflect"
	"strings"
	"testing"

	"talbot/sim/network"
	"talbot/sim/train"
)

// manyParts is a plan of two stages, the first of which has jobs.
func manyParts() *train.State {
	job := *tinyState()
	job.Sum.Values = []network.Named{{Name: "cosine", X: 12.5}, {Name: "angle", X: -1}}
	other := *tinyState()
	other.Epoch, other.Arrays = 3, other.Arrays[:1]
	return &train.State{Parts: []train.Part{
		{Key: "local", Ended: true, State: train.State{Parts: []train.Part{{Key: "mask 1", Ended: true, State: job}, {Key: "mask 2", Ended: true, State: other}}}},
		{Key: "global", State: *tinyState()},
	}}
}

func TestCheckpointWithPartsRoundTrip(t *testing.T) {
	b := encode(t, manyParts())
	got, err := ReadCheckpoint(b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, manyParts()) {
		t.Errorf("got %+v, want %+v", got, manyParts())
	}
	members, err := unzip(b)
	if err != nil {
		t.Fatal(err)
	}
	if members["local/mask 2/mask 1.npy"] == nil || !strings.Contains(string(members[stateMember]), `"format": 2`) {
		t.Error("the arrays of parts do not lie in their folders, or the format is not 2")
	}
	for n := range b {
		if _, err := ReadCheckpoint(b[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes are taken for a checkpoint", n, len(b))
		}
	}
}

// What older versions can read is written for them.
func TestCheckpointOfOneStageIsFormat1(t *testing.T) {
	members, err := unzip(encode(t, tinyState()))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "format": 1,
  "epoch": 1,
  "index": 2,
  "step": 6,
  "sum": {
    "count": 20,
    "loss": 0.3333333333333333,
    "correct": 7
  },
  "arrays": [
    "mask 1",
    "mask 1 first moment"
  ]
}
`
	if got := string(members[stateMember]); got != want {
		t.Errorf("state.json is %s, want %s", got, want)
	}
}

func TestCheckpointRefusesParts(t *testing.T) {
	for want, change := range map[string]func(*train.State){
		"is there twice":      func(s *train.State) { s.Parts[1].Key = "local" },
		"has no name, or one": func(s *train.State) { s.Parts[0].Parts[0].Key = "a/b" },
		"lies deeper than": func(s *train.State) {
			for range deepest {
				s.Parts = []train.Part{{Key: "deeper", State: *s}}
			}
		},
	} {
		s := manyParts()
		if s.Parts = append([]train.Part(nil), s.Parts...); change != nil {
			change(s)
		}
		if err := WriteCheckpoint(new(strings.Builder), s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("writing: want %q, got %v", want, err)
		}
	}
	part := `{"key":"a","epoch":0,"index":0,"step":0,"sum":{"count":0,"loss":0,"correct":0},"arrays":[]}`
	top := `"epoch":0,"index":0,"step":0,"sum":{"count":0,"loss":0,"correct":0},"arrays":[],"parts":[`
	for want, text := range map[string]string{
		"":                                   `{"format":2,` + top + part + `]}`,
		"what format 1 does not have":        `{"format":1,` + top + part + `]}`,
		"what format 2 does not have":        `{"format":2,"key":"a",` + top + part + `]}`,
		`it is of format 3, want 1 or 2`:     `{"format":3,` + top + part + `]}`,
		"is there twice":                     `{"format":2,` + top + part + `,` + part + `]}`,
		"its progress is impossible":         `{"format":2,` + top + strings.Replace(part, `"epoch":0`, `"epoch":-1`, 1) + `]}`,
		`it has no array "a/mask", or has i`: `{"format":2,` + top + strings.Replace(part, `"arrays":[]`, `"arrays":["mask"]`, 1) + `]}`,
	} {
		_, err := ReadCheckpoint(archive(t, text))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("reading: want %q, got %v", want, err)
		}
	}
}

// archive is a checkpoint that has only this state.json.
func archive(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: stateMember, Method: zip.Store})
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
