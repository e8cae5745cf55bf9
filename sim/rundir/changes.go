package rundir

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"talbot/sim/experiment"
)

// Change is a parameter that a run went on with at another value: the updates up
// to Step were made with From, the later ones with To.
type Change struct {
	Step      int             `json:"step"`
	Parameter string          `json:"parameter"`
	From      json.RawMessage `json:"from"` // as in the parameters
	To        json.RawMessage `json:"to"`
}

// Allows tells whether a run may go on with the parameters c. Only what leaves
// the network and its data alone may change: the number of epochs, and parameters
// that are live. The error is a *experiment.ParamError.
func (d *Dir) Allows(c experiment.Config) error {
	now := c.Params()
	for i, p := range d.Config.Params() {
		if !p.Live && p.Name != "epochs" && p.Value() != now[i].Value() {
			return &experiment.ParamError{Name: p.Name, Why: fmt.Sprintf("the run in %s has %s, and it cannot change on the way: leave it out, or start a new run", d.Path, p.Value())}
		}
	}
	return nil
}

// Left tells whether the run's checkpoint has updates to make until the given
// number of epochs. Fewer epochs than it has begun are a *experiment.ParamError.
func (d *Dir) Left(epochs int) (bool, error) {
	s, err := d.Checkpoint()
	if err != nil {
		return false, err
	}
	begun := s.Epoch
	if s.Index > 0 {
		begun++
	}
	if epochs < begun {
		return false, &experiment.ParamError{Name: "epochs", Why: fmt.Sprintf("%d is below %d, the epochs that the run in %s has done or begun: give %d or more, or start a new run", epochs, begun, d.Path, begun)}
	}
	return epochs > s.Epoch, nil
}

// GoOn records that the run goes on after the given number of updates, with the
// parameters c, which it Allows, pictures that are in from, and the device of that
// name. When all is as before it writes nothing.
func (d *Dir) GoOn(c experiment.Config, from Source, device string, step int) error {
	if err := d.Allows(c); err != nil || experiment.Lines(c) == experiment.Lines(d.Config) && from == d.Source && device == d.Device {
		return err
	}
	now := c.Params()
	for i, p := range d.Config.Params() {
		if p.Value() != now[i].Value() {
			d.Changes = append(d.Changes, Change{step, p.Name, valueJSON(p), valueJSON(now[i])})
		}
	}
	d.Config, d.Source, d.Device = c, from, device
	return d.writeInfo()
}

// Edit is a parameter, or the preset, that config.json has at another value than the updates so far were
// made with, without a Change that says so: the file was changed by hand.
type Edit struct {
	Name      string
	Was, Is   string
	Forbidden bool // it cannot change on the way
}

// Edits are the parameters that were changed by hand since the run's checkpoint was made.
// Checkpoints of older versions do not tell.
func (d *Dir) Edits() (list []Edit, err error) {
	_, then, err := d.checkpoint()
	if err != nil {
		return nil, err
	}
	var preset string
	if v, ok := then[presetKey]; ok && json.Unmarshal(v, &preset) == nil && preset != d.Preset {
		list = append(list, Edit{presetKey, preset, d.Preset, true})
	}
	old := d.Config.Clone().Params()
	for i, p := range d.Config.Params() {
		v, ok := then[p.Name]
		if !ok || setJSON(old, p.Name, v) != nil || old[i].Value() == p.Value() || d.recorded(p) {
			continue
		}
		list = append(list, Edit{p.Name, old[i].Value(), p.Value(), !p.Live && p.Name != "epochs"})
	}
	return list, nil
}

// recorded is whether the last change of a parameter is to the value that it has.
func (d *Dir) recorded(p experiment.Param) bool {
	for _, c := range slices.Backward(d.Changes) {
		if c.Parameter == p.Name {
			return string(c.To) == string(valueJSON(p))
		}
	}
	return false
}

// paramsJSON are all parameters as config.json has them.
func paramsJSON(c experiment.Config) map[string]json.RawMessage {
	m := map[string]json.RawMessage{}
	if c == nil { // a folder that nobody has opened
		return m
	}
	for _, p := range c.Params() {
		m[p.Name] = valueJSON(p)
	}
	return m
}

// valueJSON is a parameter's value as config.json has it.
func valueJSON(p experiment.Param) json.RawMessage {
	if p.Kind == experiment.Choice || p.Kind == experiment.Text {
		b, _ := json.Marshal(p.Value()) // a string always marshals
		return b
	}
	if text := p.Value(); len(p.Split(text)) > 1 {
		return json.RawMessage("[" + text + "]")
	}
	return json.RawMessage(p.Value())
}

// list is the values of a JSON list with commas between, or text itself.
func list(text string) string {
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
		return strings.Join(strings.Fields(text[1:len(text)-1]), "")
	}
	return text
}

// setJSON sets the parameter of that name to what valueJSON gave.
func setJSON(params []experiment.Param, name string, v json.RawMessage) error {
	i := slices.IndexFunc(params, func(p experiment.Param) bool { return p.Name == name })
	if i < 0 {
		return errUnknown
	}
	text := string(v)
	if k := params[i].Kind; k == experiment.Choice || k == experiment.Text {
		if err := json.Unmarshal(v, &text); err != nil {
			return fmt.Errorf("%s: want a text in quotes", name)
		}
	}
	if params[i].Each != "" {
		text = list(text)
	}
	if text != "" && text[0] == '"' && params[i].Kind != experiment.Choice && params[i].Kind != experiment.Text {
		return fmt.Errorf("%s: %s is a text: want a number without quotes", name, text)
	}
	return params[i].Set(text)
}

var errUnknown = errors.New("there is no such parameter")

// checkChanges makes sure that the history can be true.
func checkChanges(list []Change, c experiment.Config) error {
	last := 0
	for i, change := range list {
		if change.Step < last {
			return fmt.Errorf("damaged: change %d is of step %d, after one of step %d: restore it from a copy", i+1, change.Step, last)
		}
		last = change.Step
		for _, v := range []json.RawMessage{change.From, change.To} {
			if err := setJSON(c.Clone().Params(), change.Parameter, v); err != nil {
				return fmt.Errorf("damaged: change %d, of %q: %w: restore it from a copy", i+1, change.Parameter, err)
			}
		}
	}
	return nil
}
