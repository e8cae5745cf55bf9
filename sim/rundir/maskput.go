package rundir

import (
	"encoding/json"
	"fmt"
	"slices"

	"talbot/sim/experiment"
	"talbot/sim/system/diffractive"
)

// Bench is the parameters of the network that the masks were made for, if the file
// tells, else ok is false.
func (m *MaskFile) Bench() (c diffractive.Config, preset string, ok bool, err error) {
	if m.Meta == nil || m.Meta.Preset == "" {
		return c, "", false, nil
	}
	p, err := diffractive.Find(m.Meta.Preset)
	if err != nil {
		return c, "", false, fmt.Errorf("its masks are of the preset %s, which is no diffractive network of this talbot: name that preset in place of this one", m.Meta.Preset)
	}
	c = p.Config
	if name := ownSet(m.Meta.Parameters); name != "" {
		c.Data = name
	}
	if err := m.set(c.Params()); err != nil {
		return c, "", false, err
	}
	if _, err := c.Check(); err != nil {
		return c, "", false, fmt.Errorf("its %w", err)
	}
	return c, p.ID, true, nil
}

// set sets parameters to what the file says of them.
func (m *MaskFile) set(params []experiment.Param) error {
	for name, v := range m.Meta.Parameters {
		i := slices.IndexFunc(params, func(p experiment.Param) bool { return p.Name == name })
		if i < 0 {
			return fmt.Errorf("it has a parameter %q that this talbot does not know: use the version that made it%s", name, m.version())
		}
		text := string(v)
		if len(v) > 0 && v[0] == '"' { // as text, or as a number
			if err := json.Unmarshal(v, &text); err != nil {
				return err
			}
		}
		if params[i].Each != "" {
			text = list(text)
		}
		if err := params[i].Set(text); err != nil {
			return fmt.Errorf("its %w", err)
		}
	}
	return nil
}

// SettingsOf is c with the parameters that the masks were made with, where the file tells that they are of this preset; else c. It is for presets of
// other systems than Bench's.
func (m *MaskFile) SettingsOf(preset string, c experiment.Config) (experiment.Config, error) {
	if m.Meta == nil || m.Meta.Preset != preset {
		return c, nil
	}
	was := c.Clone()
	if p, ok := was.(experiment.Pictured); ok {
		if name := ownSet(m.Meta.Parameters); name != "" {
			p.UseData(name)
		}
	}
	if err := m.set(was.Params()); err != nil {
		return c, err
	}
	if _, err := was.Check(); err != nil {
		return c, fmt.Errorf("its %w", err)
	}
	return was, nil
}

// version names the version of talbot that wrote the file, if it tells.
func (m *MaskFile) version() string {
	if m.Meta.Talbot == "" {
		return ""
	}
	return ", " + m.Meta.Talbot
}

// Differences are the parameters of bench and data that have other values in c than when the
// masks were made, one sentence each.
func (m *MaskFile) Differences(c diffractive.Config) (list []string) {
	was, _, ok, err := m.Bench()
	if !ok || err != nil || was.Mask != c.Mask { // Put refuses other masks
		return nil
	}
	now := c.Params()
	for i, p := range was.Params() {
		if p.Role != experiment.RoleTraining && p.Role != experiment.RoleEpochs && p.File == "" && p.Value() != now[i].Value() {
			list = append(list, fmt.Sprintf("%s was %s and is %s", p.Name, p.Value(), now[i].Value()))
		}
	}
	return list
}

// PutInto has a session of another system begin with the masks of the file, or changes nothing and says why.
func (m *MaskFile) PutInto(s experiment.Session) error {
	t, ok := s.(experiment.Taking)
	if !ok {
		if _, gives := s.(experiment.Giving); gives {
			return fmt.Errorf("masks alone do not make this network: what is read behind them was learned with them; take the folder of the run, without --masks (train: by --resume)")
		}
		return fmt.Errorf("this network has no masks of phases that a file could give it: leave --masks away")
	}
	masks, n := s.Size()
	if shape := m.Shape; !slices.Equal(shape, []int{masks, n, n}) && (masks != 1 || !slices.Equal(shape, []int{n, n})) {
		return fmt.Errorf("its shape is %v, and this network's masks are %v, [mask y x]: choose the preset and the parameters that the masks were made for", shape, []int{masks, n, n})
	}
	return t.TakeMasks(&m.MaskArray)
}

// Put makes the masks of the file those of a session, or changes nothing and says why.
func (m *MaskFile) Put(s *diffractive.Session) error {
	c := s.Config
	want := []int{c.Masks(), c.Grid().Ny, c.Grid().Nx}
	shape := m.Shape
	if len(shape) == 2 && want[0] == 1 {
		shape = append([]int{1}, shape...)
	}
	if !slices.Equal(shape, want) {
		return fmt.Errorf("its shape is %v, and this network's masks are %v, [mask y x]: choose the preset, samples, layers and networks that the masks were made for", m.Shape, want)
	}
	was, _, ok, err := m.Bench()
	switch ok = ok && err == nil; {
	case ok && m.Kind == experiment.Bytes && (was.Mask != c.Mask || was.CurveHash() != c.CurveHash()):
		return fmt.Errorf("its masks are of type %s, and these of %s, or of another display: choose the mask type and the display that they were made for", was.Mask, c.Mask)
	case ok && was.Networks != c.Networks:
		return fmt.Errorf("its masks are of %d networks of %d layers, and here are %d of %d: choose as many", was.Networks, was.Layers, c.Networks, c.Layers)
	}
	return s.SetMaskArray(&m.MaskArray)
}
