package rundir

import (
	"archive/zip"
	"bytes"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/sbinet/npyio/npz"

	"talbot/sim/train"
)

func encode(t testing.TB, s *train.State) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCheckpoint(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCheckpointRoundTrip(t *testing.T) {
	want := tinyState()
	got, err := ReadCheckpoint(encode(t, want))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestCheckpointIsNPZ(t *testing.T) {
	b := encode(t, tinyState())
	z, err := npz.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var v []float32
	if err := z.Read("mask 1.npy", &v); err != nil {
		t.Fatal(err)
	}
	if want := tinyState().Arrays[0].Data; !reflect.DeepEqual(v, want) {
		t.Errorf("mask 1 is %v, want %v", v, want)
	}
	if shape := z.Header("mask 1.npy").Descr.Shape; !reflect.DeepEqual(shape, []int{2, 3}) {
		t.Errorf("mask 1 has the shape %v", shape)
	}
}

func TestTruncatedCheckpoint(t *testing.T) {
	b := encode(t, tinyState())
	for n := range b {
		if _, err := ReadCheckpoint(b[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes are taken for a checkpoint", n, len(b))
		}
	}
}

// A changed byte is noticed, or is one that means nothing, such as a date.
func TestAlteredCheckpoint(t *testing.T) {
	b, want := encode(t, tinyState()), tinyState()
	noticed := 0
	for i := range b {
		for _, flip := range []byte{1, 0x80} {
			b[i] ^= flip
			got, err := ReadCheckpoint(b)
			if err != nil {
				noticed++
			} else if !reflect.DeepEqual(got, want) {
				t.Fatalf("byte %d changed by %#x gives another state", i, flip)
			}
			b[i] ^= flip
		}
	}
	if noticed < len(b) {
		t.Errorf("%d of %d changes were noticed", noticed, 2*len(b))
	}
}

func TestCheckpointRefusals(t *testing.T) {
	state := func(change func(*train.State)) []byte {
		s := tinyState()
		change(s)
		return encode(t, s)
	}
	archive := func(method uint16, names ...string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
			if err != nil {
				t.Fatal(err)
			}
			text := `{"format":1,"epoch":0,"index":0,"step":0,"sum":{"count":0,"loss":0,"correct":0},"arrays":[]}`
			if name != stateMember {
				text = "x"
			}
			w.Write([]byte(text))
		}
		z.Close()
		return b.Bytes()
	}
	if _, err := ReadCheckpoint(archive(zip.Store, stateMember)); err != nil {
		t.Fatal(err)
	}
	for want, b := range map[string][]byte{
		"not a valid zip file":     []byte("no archive"),
		"has no state.json":        archive(zip.Store),
		"is compressed":            archive(zip.Deflate, stateMember),
		"does not belong there":    archive(zip.Store, stateMember, "extra.npy"),
		"twice":                    archive(zip.Store, stateMember, stateMember),
		"progress is impossible":   state(func(s *train.State) { s.Epoch = -1 }),
		"value 1 is NaN":           state(func(s *train.State) { s.Arrays[0].Data[1] = float32(math.NaN()) }),
		"value 2 is -Inf":          state(func(s *train.State) { s.Arrays[1].Data[2] = float32(math.Inf(-1)) }),
		"member \"mask 1.npy\" tw": state(func(s *train.State) { s.Arrays[1].Name = "mask 1" }),
	} {
		if _, err := ReadCheckpoint(b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestCheckpointErrorsSayWhatToDo(t *testing.T) {
	d := &Dir{Path: t.TempDir()}
	if _, err := d.Checkpoint(); err == nil || !strings.Contains(err.Error(), "start it again") {
		t.Errorf("no checkpoint: %v", err)
	}
	put(t, d.file(CheckpointFile), "half")
	if _, err := d.Checkpoint(); err == nil || !strings.Contains(err.Error(), d.file(CheckpointFile)+" is damaged") || !strings.Contains(err.Error(), "restore it from a copy") {
		t.Errorf("a damaged one: %v", err)
	}
}

func TestFailedSaveKeepsTheLast(t *testing.T) {
	d := &Dir{Path: t.TempDir()}
	if err := d.Save(tinyState()); err != nil {
		t.Fatal(err)
	}
	bad := tinyState()
	bad.Sum.Loss = math.NaN() // JSON cannot hold it
	if err := d.Save(bad); err == nil || !strings.Contains(err.Error(), "still there") {
		t.Errorf("error %v", err)
	}
	if got, err := d.Checkpoint(); err != nil || !reflect.DeepEqual(got, tinyState()) {
		t.Errorf("the last checkpoint is not what it was (%v)", err)
	}
	if files, _ := os.ReadDir(d.Path); len(files) != 1 {
		t.Errorf("it left %v", files)
	}
	if err := (&Dir{Path: filepath.Join(d.Path, "none")}).Save(tinyState()); err == nil {
		t.Error("saving into no folder is no error")
	}
}

func FuzzReadCheckpoint(f *testing.F) {
	b := encode(f, tinyState())
	f.Add(b)
	f.Add(b[:len(b)/2])
	f.Add(encode(f, manyParts()))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ReadCheckpoint(b)
		if err != nil {
			return
		}
		again, err := ReadCheckpoint(encode(t, s))
		if err != nil || !reflect.DeepEqual(again, s) {
			t.Errorf("what was read cannot be written and read again: %v", err)
		}
	})
}
