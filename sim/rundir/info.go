package rundir

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
)

// format is the version of the folder's layout.
const format = 1

// Info is everything that determines a run, and where it comes from.
type Info struct {
	Preset  string
	Config  experiment.Config // of the updates to come
	Changes []Change          // how Config came to differ from what the run began with
	Data    Data
	Source  Source
	Device  string // what computes; "" for runs of older versions
	Talbot  string // version of the program
	Created string // RFC 3339
	// Polished, unless nil, says that the masks are not those of a training, but levels
	// polished after one.
	Polished *Polished
	Masks    *Given // that the training began with, unless nil: then they are drawn
}

// Given is a file of masks that a training began with.
type Given struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

// Polished is how levels were polished.
type Polished struct {
	Of     string `json:"of"` // the run's folder or the preset, as it was given
	Rounds int    `json:"rounds"`
	Sample int    `json:"sample"` // pictures of a round
	Seed   int    `json:"seed"`
}

// Source is where a run's pictures are, so that it can go on without being told.
// It is zero for runs of older versions.
type Source struct {
	Folder     string `json:"folder"`                // an absolute path, or "built-in"
	LimitTrain int    `json:"limit_train,omitempty"` // only the first so many, 0 for all
	LimitTest  int    `json:"limit_test,omitempty"`
	HoldOut    int    `json:"hold_out,omitempty"` // the last so many of the training pictures are the test pictures
	Set        string `json:"set,omitempty"`      // a data set of the user's own: the absolute path of its files
}

// Data identifies the pictures of a run, so that it goes on with the same ones.
type Data struct {
	Train  int    `json:"train"` // number of pictures
	Test   int    `json:"test"`
	SHA256 string `json:"sha256"` // of the training pictures and labels
	// Shape is that of each picture, as data.Set.Size tells it; "" in runs of older versions.
	Shape string `json:"shape,omitempty"`
}

// same tells whether the pictures are the same, of which older versions did not write the shape.
func (d Data) same(e Data) bool {
	if d.Shape == "" || e.Shape == "" {
		d.Shape, e.Shape = "", ""
	}
	return d == e
}

// Describe identifies a training and a test set.
func Describe(train, test *data.Set) Data {
	h := sha256.New()
	h.Write(train.Images)
	h.Write(train.LabelBytes())
	return Data{train.Len(), test.Len(), hex.EncodeToString(h.Sum(nil)), train.Size()}
}

type infoJSON struct {
	Format     int                        `json:"format"`
	Preset     string                     `json:"preset"`
	Parameters map[string]json.RawMessage `json:"parameters"`
	Changes    []Change                   `json:"changes,omitempty"`
	Data       Data                       `json:"data"`
	Source     *Source                    `json:"source,omitempty"`
	Device     string                     `json:"device,omitempty"`
	Talbot     string                     `json:"talbot"`
	Created    string                     `json:"created"`
	Polished   *Polished                  `json:"polished,omitempty"`
	Masks      *Given                     `json:"masks,omitempty"`
}

func (d *Dir) writeInfo() error {
	j := infoJSON{format, d.Preset, paramsJSON(d.Config), d.Changes, d.Data, nil, d.Device, d.Talbot, d.Created, d.Polished, d.Masks}
	if d.Source != (Source{}) {
		j.Source = &d.Source
	}
	b, err := json.MarshalIndent(j, "", "  ")
	if err != nil {
		return err
	}
	err = WriteFile(d.file(ConfigFile), func(w io.Writer) error { _, err := w.Write(append(b, '\n')); return err })
	if err != nil {
		return fmt.Errorf("cannot write the run's folder: %w", err)
	}
	return nil
}

// ParseInfo reads a config.json. A parameter that it lacks, because the run is
// older than the parameter, has the preset's value; one that Talbot does not know
// is an error.
func ParseInfo(b []byte) (Info, error) {
	var j infoJSON
	if err := strictJSON(b, &j); err != nil {
		return Info{}, fmt.Errorf("damaged: %w: restore it from a copy", err)
	}
	if j.Format != format {
		return Info{}, fmt.Errorf("a run of format %d, and this Talbot reads format %d: use the version that made it (%s)", j.Format, format, j.Talbot)
	}
	preset, _, err := all.Find(j.Preset)
	if err != nil {
		return Info{}, err
	}
	info := Info{Preset: j.Preset, Config: preset.Config, Changes: j.Changes, Data: j.Data, Device: j.Device, Talbot: j.Talbot, Created: j.Created, Polished: j.Polished, Masks: j.Masks}
	if j.Source != nil {
		info.Source = *j.Source
	}
	if c, ok := info.Config.(experiment.Pictured); ok {
		if name := ownSet(j.Parameters); name != "" {
			c.UseData(name)
		}
	}
	params := info.Config.Params()
	for name, v := range j.Parameters {
		switch err := setJSON(params, name, v); {
		case errors.Is(err, errUnknown):
			return Info{}, fmt.Errorf("it has a parameter %q that this Talbot does not know: use the version that made the run (%s)", name, j.Talbot)
		case err != nil:
			return Info{}, err
		}
	}
	if err := checkChanges(j.Changes, info.Config); err != nil {
		return Info{}, err
	}
	_, err = info.Config.Check()
	return info, err
}

// ownSet is the data set of a user's own that parameters name, or nothing: such a
// name is none of the parameter's usual choices.
func ownSet(parameters map[string]json.RawMessage) string {
	var name string
	if err := json.Unmarshal(parameters["data-set"], &name); err != nil || data.CheckName(name) != nil {
		return ""
	}
	return name
}

// Network is the settings of a run of diffractive networks; the zero value for others.
func (i *Info) Network() diffractive.Config {
	c, _ := diffractive.Of(i.Config)
	return c
}

// SameData says how the pictures differ from those of the run so far, and what to do
// about it: given are the flags of the command line that chose them.
func (d *Dir) SameData(now Data, given ...string) error {
	if d.Data.same(now) {
		return nil
	}
	what := fmt.Sprintf("the run in %s has trained on %d pictures and tested on %d, and these are %d and %d", d.Path, d.Data.Train, d.Data.Test, now.Train, now.Test)
	if other := d.OtherShape(now.Shape); other != nil {
		what = other.Error()
	} else if d.Data.Train == now.Train && d.Data.Test == now.Test {
		what = fmt.Sprintf("these %d pictures are other pictures than those the run in %s began with", now.Train, d.Path)
	}
	switch {
	case d.Source.Folder == "" && d.Source.Set == "":
		return fmt.Errorf("%s: give the --data and the limits that it began with", what)
	case len(given) == 0 && d.Source.LimitTrain == now.Train && d.Data.Train != now.Train:
		return fmt.Errorf("%s: %s has limit_train %d: put %d back, or start a new run", what, ConfigFile, now.Train, d.Data.Train)
	case len(given) == 0 && d.Source.LimitTest == now.Test && d.Data.Test != now.Test:
		return fmt.Errorf("%s: %s has limit_test %d: put %d back, or start a new run", what, ConfigFile, now.Test, d.Data.Test)
	case len(given) == 0 && d.Source.Set != "":
		return fmt.Errorf("%s: put them back into %s, or start a new run", what, d.Source.Set)
	case len(given) == 0:
		return fmt.Errorf("%s: put them back into %s, or start a new run", what, d.Source.Folder)
	}
	return fmt.Errorf("%s: leave %s away, as the run keeps what it began with (%s)", what, strings.Join(given, " and "), d.Source)
}

// OtherShape is an error where pictures are not of the shape of those that the run learned. Some networks take both.
func (d *Dir) OtherShape(now string) error {
	if d.Data.Shape == "" || now == "" || d.Data.Shape == now {
		return nil
	}
	return fmt.Errorf("the run in %s learned pictures of %s, and these are of %s", d.Path, d.Data.Shape, now)
}

// String is the flags of the source.
func (s Source) String() string {
	text := "--data " + errs.Word(s.Folder)
	if s.Set != "" {
		text = "--data-set NAME=" + errs.Word(s.Set)
	}
	if s.LimitTrain > 0 {
		text += fmt.Sprint(" --limit-train ", s.LimitTrain)
	}
	if s.LimitTest > 0 {
		text += fmt.Sprint(" --limit-test ", s.LimitTest)
	}
	if s.HoldOut > 0 {
		text += fmt.Sprint(" --hold-out ", s.HoldOut)
	}
	return text
}

// strictJSON is json.Unmarshal that allows no unknown names and nothing after.
func strictJSON(b []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))) // some editors write that mark
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more after its end")
	}
	return nil
}
