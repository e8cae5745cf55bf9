package rundir

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"talbot/sim/errs"
	"talbot/sim/optics/npy"
	"talbot/sim/train"
)

// A checkpoint is an uncompressed zip archive, as numpy.savez makes: state.json
// and one NPY member an array, float32 of the array's shape. Format 2 has parts, each
// with a key, which may have parts in turn: the arrays of a part are members in a folder
// of that name. What fits format 1 is written so, for older versions.
const (
	stateMember    = "state.json"
	formatOfParts  = 2
	deepest        = 4 // parts within parts
	partsSeparator = "/"
)

// maxCheckpoint bounds the file that is read, in bytes.
const maxCheckpoint = 4 << 30

type stateJSON struct {
	Format int `json:"format"`
	partJSON
	// Parameters are those of the updates so far, as config.json has them, and "preset";
	// runs of older versions lack them.
	Parameters map[string]json.RawMessage `json:"parameters,omitempty"`
}

type partJSON struct {
	Key    string     `json:"key,omitempty"`
	Ended  bool       `json:"ended,omitempty"`
	Epoch  int        `json:"epoch"`
	Index  int        `json:"index"`
	Step   int        `json:"step"`
	Sum    sumJSON    `json:"sum"`
	Arrays []string   `json:"arrays"`
	Parts  []partJSON `json:"parts,omitempty"`
}

type sumJSON struct {
	Count   int         `json:"count"`
	Loss    float64     `json:"loss"`
	Correct int         `json:"correct"`
	Values  []namedJSON `json:"values,omitempty"`
}

type namedJSON struct {
	Name string  `json:"name"`
	X    float64 `json:"x"`
}

// presetKey is the name of the preset among a checkpoint's parameters.
const presetKey = "preset"

// Save replaces the run's checkpoint.
func (d *Dir) Save(s *train.State) error {
	params := paramsJSON(d.Config)
	params[presetKey], _ = json.Marshal(d.Preset) // a string always marshals
	err := WriteFile(d.file(CheckpointFile), func(w io.Writer) error { return writeCheckpoint(w, s, params) })
	if err != nil {
		if _, e := os.Stat(d.file(CheckpointFile)); e != nil {
			return fmt.Errorf("cannot save the first checkpoint: %w: make room, delete %s and start again", err, d.Path)
		}
		return fmt.Errorf("cannot save the checkpoint; the one before is still there: %w: make room, then go on with: %s", err, d.onward())
	}
	return nil
}

// onward is the command that goes on with the run.
func (d *Dir) onward() string {
	if d.Onward != "" {
		return d.Onward
	}
	return "talbot train --resume " + errs.Word(d.Path)
}

// Checkpoint reads the run's checkpoint.
func (d *Dir) Checkpoint() (*train.State, error) {
	s, _, err := d.checkpoint()
	return s, err
}

// checkpoint is Checkpoint with the parameters that it was made with.
func (d *Dir) checkpoint() (*train.State, map[string]json.RawMessage, error) {
	path := d.file(CheckpointFile)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("the run in %s has no %s: it stopped before it saved one; start it again in another folder", d.Path, CheckpointFile)
	} else if err != nil {
		return nil, nil, err
	}
	if info.Size() > maxCheckpoint {
		return nil, nil, fmt.Errorf("%s is too large for a checkpoint: restore it from a copy, or start a new run", path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	s, params, err := readCheckpoint(b)
	if err != nil {
		return nil, nil, fmt.Errorf("%s is damaged: %w: restore it from a copy, or start a new run", path, err)
	}
	return s, params, nil
}

// WriteCheckpoint writes a state as a checkpoint.
func WriteCheckpoint(w io.Writer, s *train.State) error { return writeCheckpoint(w, s, nil) }

func writeCheckpoint(w io.Writer, s *train.State, params map[string]json.RawMessage) error {
	z := zip.NewWriter(w)
	member := func(name string) (io.Writer, error) {
		return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	}
	top, err := describe(s, 0)
	if err != nil {
		return err
	}
	j := stateJSON{format, top, params}
	if len(s.Parts) > 0 || len(s.Sum.Values) > 0 {
		j.Format = formatOfParts
	}
	text, err := json.MarshalIndent(j, "", "  ")
	if err != nil {
		return err
	}
	m, err := member(stateMember)
	if err != nil {
		return err
	}
	if _, err := m.Write(append(text, '\n')); err != nil {
		return err
	}
	err = eachArray(s, "", func(name string, a *train.Values) error {
		m, err := member(name + ".npy")
		if err != nil {
			return err
		}
		return npy.Write(m, a.Shape, a.Data)
	})
	if err != nil {
		return err
	}
	return z.Close()
}

// ReadCheckpoint reads the bytes of a whole checkpoint. Whatever is missing, cut
// short, altered or not understood is an error.
func ReadCheckpoint(b []byte) (*train.State, error) {
	s, _, err := readCheckpoint(b)
	return s, err
}

func readCheckpoint(b []byte) (*train.State, map[string]json.RawMessage, error) {
	members, err := unzip(b)
	if err != nil {
		return nil, nil, err
	}
	text, ok := members[stateMember]
	if !ok {
		return nil, nil, errors.New("it has no " + stateMember)
	}
	delete(members, stateMember)
	var j stateJSON
	if err := strictJSON(text, &j); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", stateMember, err)
	}
	if j.Format != format && j.Format != formatOfParts {
		return nil, nil, fmt.Errorf("it is of format %d, want %d or %d", j.Format, format, formatOfParts)
	}
	if j.Key != "" || j.Ended || j.Format == format && (len(j.Parts) > 0 || len(j.Sum.Values) > 0) {
		return nil, nil, fmt.Errorf("%s: it has what format %d does not have", stateMember, j.Format)
	}
	s, err := stateOf(&j.partJSON, members, "", 0)
	if err != nil {
		return nil, nil, err
	}
	for name := range members {
		return nil, nil, fmt.Errorf("it has a member %q that does not belong there", name)
	}
	return s, j.Parameters, nil
}

// unzip returns the members of an uncompressed archive, each checked against its
// CRC-32. It takes no more memory than twice the archive.
func unzip(b []byte) (map[string][]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	members, left := map[string][]byte{}, uint64(len(b))
	for _, f := range z.File {
		if _, twice := members[f.Name]; twice {
			return nil, fmt.Errorf("it has the member %q twice", f.Name)
		}
		if f.Method != zip.Store || f.UncompressedSize64 > left {
			return nil, fmt.Errorf("member %q is compressed or longer than the file", f.Name)
		}
		left -= f.UncompressedSize64
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("member %q: %w", f.Name, err)
		}
		content, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("member %q: %w", f.Name, err)
		}
		members[f.Name] = content
	}
	return members, nil
}
