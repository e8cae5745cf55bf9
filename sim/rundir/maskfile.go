package rundir

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"talbot/sim/experiment"
	"talbot/sim/optics/npy"
	"talbot/sim/system/diffractive"
)

// MaskFile is masks in a file of their own, which terminal and page read and write: an
// NPZ with one array called radians, amplitude, levels or logits, of shape (layers, y,
// x), masks of all networks one after another, and a text called meta; or what another
// program wrote, without a name and meta.
type MaskFile struct {
	experiment.MaskArray
	Shape []int
	Meta  *MaskMeta // nil if it has none
}

// MaskMeta is what the text called meta says, in JSON.
type MaskMeta struct {
	Talbot     string                     `json:"talbot,omitempty"`     // version
	Preset     string                     `json:"preset"`               // that the parameters began with
	Masks      string                     `json:"masks,omitempty"`      // where they come from
	Array      string                     `json:"array,omitempty"`      // what the numbers are
	CurveHash  string                     `json:"curve_hash,omitempty"` // diffractive.Config.CurveHash
	Parameters map[string]json.RawMessage `json:"parameters"`
}

// MaskFileName is the name that such a file has where nobody chose another.
const MaskFileName = "masks.npz"

// meta is the name of the text beside the array.
const meta = "meta"

// arrayTexts say what the arrays of a file that Talbot wrote are.
var arrayTexts = map[string]string{
	experiment.Radians: "phase of each pixel in rad, as trained, not wrapped to one turn",
	experiment.Logits:  "trained values v; the amplitude that passes is 1/(1 + exp(-v))",
	experiment.Levels:  "level of each pixel, counted from 0, in the order of the display's states",
}

// WriteMaskFile writes a session's masks so that reading them changes nothing: radians,
// logits or levels. c is the run's configuration, of which the session may be a part, and
// source says where they come from.
func WriteMaskFile(w io.Writer, s *diffractive.Session, c diffractive.Config, preset, source, talbot string) error {
	a, err := s.MaskArray()
	if err != nil {
		return err
	}
	return writeMasks(w, a, []int{s.Config.Masks(), s.Config.Grid().Ny, s.Config.Grid().Nx}, c.Params(), MaskMeta{Talbot: talbot, Preset: preset, Masks: source})
}

// WriteMasksOf is WriteMaskFile for a session of another system that gives its masks away.
func WriteMasksOf(w io.Writer, s experiment.Session, preset, source, talbot string) error {
	g, ok := s.(experiment.Giving)
	if !ok {
		return fmt.Errorf("%s has no masks to write", preset)
	}
	a, err := g.MaskArray()
	if err != nil {
		return err
	}
	masks, n := s.Size()
	return writeMasks(w, a, []int{masks, n, n}, s.Config().Params(), MaskMeta{Talbot: talbot, Preset: preset, Masks: source})
}

func writeMasks(w io.Writer, a *experiment.MaskArray, shape []int, params []experiment.Param, m MaskMeta) error {
	m.Array, m.CurveHash, m.Parameters = arrayTexts[a.Kind], a.Curve, map[string]json.RawMessage{}
	for _, p := range params {
		m.Parameters[p.Name] = valueJSON(p)
	}
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	z := npy.NewArchive(w)
	if a.Kind == experiment.Levels {
		levels := make([]uint16, len(a.Values))
		for i, v := range a.Values {
			levels[i] = uint16(v)
		}
		err = npy.Add(z, a.Kind, shape, levels)
	} else {
		err = npy.Add(z, a.Kind, shape, a.Values)
	}
	if err != nil {
		return err
	}
	if err := z.AddText(meta, string(text)); err != nil {
		return err
	}
	return z.Close()
}

// fileKinds are the names that arrays have in files.
var fileKinds = []string{experiment.Radians, experiment.Amplitude, experiment.Levels, experiment.Logits}

// ReadMaskFile reads masks from the bytes of a whole file: NPZ, NPY, or the JSON that
// the page saves. kind says what the numbers are if the file does not; it may be "".
func ReadMaskFile(b []byte, kind string) (*MaskFile, error) {
	var m *MaskFile
	var err error
	if j := bytes.TrimLeft(b, "\ufeff \t\r\n"); len(j) > 0 && j[0] == '{' {
		b = j // as editors save JSON
	}
	switch {
	case npy.IsZip(b):
		m, err = readNPZ(b, kind)
	case len(b) > 0 && b[0] == '{':
		m, err = readMaskJSON(b)
	default:
		var a *npy.Array
		if a, err = npy.Read(b); err == nil {
			m, err = maskFile("", a)
		}
	}
	if err != nil {
		return nil, err
	}
	if m.Kind != "" && kind != "" && m.Kind != kind {
		return nil, fmt.Errorf("its numbers are %s, as the file says, not %s", m.Kind, kind)
	}
	if m.Kind == "" {
		m.Kind = kind
	}
	if m.Meta != nil {
		m.Curve = m.Meta.CurveHash
	}
	return m, nil
}

func maskFile(kind string, a *npy.Array) (*MaskFile, error) {
	if a.IsText() || a.Complex() {
		return nil, fmt.Errorf("its values are %s, and masks are real numbers: save phases (numpy.angle) or amplitudes (numpy.abs)", a.Type())
	}
	return &MaskFile{MaskArray: experiment.MaskArray{Kind: kind, Type: a.Type(), Values: npy.Values[float32](a)}, Shape: a.Shape}, nil
}

func readNPZ(b []byte, kind string) (*MaskFile, error) {
	list, err := npy.ReadZip(b)
	if err != nil {
		return nil, err
	}
	var about *MaskMeta
	var masks []npy.Member
	for _, a := range list {
		if a.Name != meta {
			masks = append(masks, a)
			continue
		}
		text, err := "", a.Err
		if err == nil {
			text, err = a.Text()
		}
		if err == nil {
			err = json.Unmarshal([]byte(text), &about)
		}
		if err != nil {
			return nil, fmt.Errorf("its meta is no text in JSON (%w): save it as numpy.array(json.dumps(meta)), or leave it away", err)
		}
	}
	named := slices.DeleteFunc(slices.Clone(masks), func(a npy.Member) bool { return !slices.Contains(fileKinds, a.Name) })
	if len(named) > 0 {
		masks = named
	}
	if len(masks) != 1 {
		return nil, fmt.Errorf("it has %s (%s), want one called radians, amplitude, levels or logits; those of a run: talbot export RUN --as npz", arrays(len(masks)), memberNames(masks))
	}
	a := masks[0]
	switch {
	case len(named) == 1:
	case a.Name == "arr_0" || kind != "":
		a.Name = ""
	default:
		return nil, fmt.Errorf("its array is called %q: call it radians, amplitude, levels or logits, or say what it is with --masks-kind", a.Name)
	}
	if a.Err != nil {
		return nil, a.Err
	}
	m, err := maskFile(a.Name, a.Array)
	if err == nil {
		m.Meta = about
	}
	return m, err
}

func arrays(n int) string {
	switch n {
	case 0:
		return "no array of masks"
	case 1:
		return "1 array"
	}
	return fmt.Sprint(n, " arrays")
}

func memberNames(list []npy.Member) string {
	var names []string
	for _, a := range list {
		names = append(names, a.Name)
	}
	if len(names) > 6 {
		names = append(names[:5], "...")
	}
	return strings.Join(names, ", ")
}

// readMaskJSON reads what the page saves: meta with the masks in it, a list a mask,
// row by row; in older files bytes, called phase.
func readMaskJSON(b []byte) (*MaskFile, error) {
	var j struct {
		MaskMeta
		N         int         `json:"n"`
		Unit      string      `json:"unit"`
		Radians   [][]float32 `json:"radians"`
		Amplitude [][]float32 `json:"amplitude"`
		Logits    [][]float32 `json:"logits"`
		Levels    [][]float32 `json:"levels"`
		Phase     [][]float32 `json:"phase"`
	}
	if err := json.Unmarshal(b, &j); err != nil {
		return nil, fmt.Errorf("it is no file of masks (%w): load what the page or talbot export has saved", err)
	}
	m := &MaskFile{Meta: &j.MaskMeta}
	for kind, masks := range map[string][][]float32{experiment.Radians: j.Radians, experiment.Amplitude: j.Amplitude, experiment.Logits: j.Logits,
		experiment.Levels: j.Levels, experiment.Bytes: j.Phase} {
		if masks == nil {
			continue
		}
		if m.Kind != "" {
			return nil, fmt.Errorf("it has masks of two kinds, %s and %s: leave one away", min(m.Kind, kind), max(m.Kind, kind))
		}
		m.Kind, m.Shape = kind, []int{len(masks), j.N, j.N}
		for i, v := range masks {
			if len(v) != j.N*j.N {
				return nil, fmt.Errorf("its mask %d has %d values, and n is %d", i+1, len(v), j.N)
			}
			m.Values = append(m.Values, v...)
		}
	}
	if strings.HasPrefix(j.Unit, "byte") { // of older versions
		m.Kind = experiment.Bytes
	}
	if m.Kind == "" {
		return nil, fmt.Errorf("it holds no masks: load what the page or talbot export has saved")
	}
	return m, nil
}
