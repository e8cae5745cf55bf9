package engine

import (
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

func (e *Engine) presets(Message) ([]Reply, error) {
	list := []Reply{}
	for _, s := range e.systems {
		for _, p := range s.Presets() {
			list = append(list, reply("preset", "id", p.ID, "title", p.Title, "doc", p.Doc, "system", s.Name, "data", p.Data))
		}
	}
	return []Reply{reply("presets", "presets", list, "version", 1)}, nil
}

// open starts a session for a preset with changed values. When a value cannot be
// used, the old session stays.
func (e *Engine) open(m Message) ([]Reply, error) {
	p, c, err := e.asked(m)
	if err != nil {
		return nil, err
	}
	e.workers, e.wanted = m.Number("workers", 1), m.Text("device")
	return e.start(p, c)
}

// estimate tells what an experiment would cost, without making it. That there is no room
// for it comes before how long it would take.
func (e *Engine) estimate(m Message) ([]Reply, error) {
	_, c, err := e.asked(m)
	if err != nil {
		return nil, err
	}
	if e.host.OpenGPU == nil {
		if r, ok := c.(experiment.Roomy); ok {
			if _, err := c.Check(); err == nil {
				if err := r.Fits(e.host.Processor, blank(c).Pixels(), false); err != nil {
					return nil, err
				}
			}
		}
	}
	cost := c.Cost()
	return []Reply{reply("estimate", "look", cost.Look, "step", cost.Step)}, nil
}

// asked is the preset that a message names, and its settings with the message's values.
func (e *Engine) asked(m Message) (p experiment.Preset, c experiment.Config, err error) {
	if p, _, err = experiment.Find(e.systems, m.Text("preset")); err != nil {
		return p, nil, err
	}
	c = p.Config.Clone()
	for _, s := range m.Settings("values") {
		q, err := experiment.Named(c, s[0])
		if err != nil {
			return p, nil, err
		}
		if err := q.Set(s[1]); err != nil {
			return p, nil, err
		}
	}
	return p, c, nil
}

// maxLevels is how many levels masks may have: front ends keep them as bytes.
const maxLevels = 256

func (e *Engine) start(p experiment.Preset, c experiment.Config) ([]Reply, error) {
	warnings, err := c.Check()
	if l, ok := c.(experiment.Levelled); ok && err == nil {
		err = l.AtMost(maxLevels)
	}
	if err != nil {
		return nil, err
	}
	s, gpu, err := e.build(c)
	if set := experiment.ValueOf(c, experiment.RoleData); err != nil && p.Data != "" && set == p.Data && blank(c).Pixels() == 0 {
		return nil, experiment.Wrong("pictures", "the pictures of ", set, " do not come here: a computer of your own trains this experiment, with the command talbot train ", p.ID)
	}
	if err != nil {
		return nil, err
	}
	e.preset, e.input.Network = p, 0
	e.forget(-1)
	e.use(s, gpu)
	e.pictures = blank(c)
	if len(e.input.Image) != e.pictures.Pixels() {
		e.input.Image = nil
	}
	return []Reply{e.ready(warnings)}, e.keep()
}

func (e *Engine) ready(warnings []string) Reply {
	r := e.where()
	elements, samples := e.session.Size()
	r["kind"], r["preset"], r["layers"], r["n"] = "ready", e.preset.ID, elements, samples
	can, set := e.session.Can(), ""
	if e.pictures.Pixels() > 0 {
		can, set = append(can, "pictures"), experiment.ValueOf(e.session.Config(), experiment.RoleData)
	}
	r["can"], r["classes"], r["warnings"] = can, []string{}, warnings
	r["data"], r["width"], r["height"], r["fills"] = set, e.pictures.Width, e.pictures.Height, data.Fills(set)
	if e.trainer != nil {
		r["classes"] = e.trainer.ClassNames()
	}
	if t, ok := e.session.(experiment.Teller); ok {
		loss, right := t.Tells()
		r["tells"] = []string{loss, right}
	}
	if own, ok := e.session.(experiment.Own); ok {
		learn, test := own.Examples()
		r["learns"], r["examples"], r["called"] = learn.Len(), test.Len(), own.Called()
	}
	if s, ok := e.session.(staged); ok {
		r["stages"] = s.Stages()
	}
	params := []Reply{}
	usual := e.preset.Config.Params()
	for i, p := range e.session.Config().Params() {
		params = append(params, reply(p.Kind.String(), "name", p.Name, "label", p.Label, "group", p.Group, "unit", p.Unit, "doc", p.Doc,
			"choices", p.Choices, "min", p.Min, "max", p.Max, "live", p.Live, "file", p.File, "needs", p.Needs, "each", p.Each, "role", string(p.Role), "old", p.Old,
			"value", p.Value(), "default", usual[i].Value()))
	}
	r["params"] = params
	return r
}

// read makes a parameter's text of a file.
func (e *Engine) read(m Message) ([]Reply, error) {
	preset, s, err := experiment.Find(e.systems, m.Text("preset"))
	if err != nil {
		return nil, err
	}
	if s.Read == nil {
		return nil, errs.New("this engine reads no files")
	}
	p, err := experiment.Named(preset.Config, m.Text("name"))
	if err != nil {
		return nil, err
	}
	b, err := bytesOf(m, "bytes")
	if err != nil {
		return nil, err
	}
	text, notes, err := s.Read(p, m.Text("file"), b)
	if err != nil {
		return nil, err
	}
	return []Reply{reply("read", "text", text, "notes", notes)}, nil
}

func (e *Engine) reset(Message) ([]Reply, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	return e.start(e.preset, e.session.Config().Clone())
}

// set changes a live parameter of the running session.
func (e *Engine) set(m Message) ([]Reply, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	p, err := experiment.Named(e.session.Config(), m.Text("name"))
	if err != nil {
		return nil, err
	}
	if !p.Live {
		return nil, &experiment.ParamError{Name: p.Name, Why: "cannot change during training; open the preset again"}
	}
	if err := p.Set(m.Text("value")); err != nil {
		return nil, err
	}
	return []Reply{reply("set", "name", p.Name, "value", p.Value())}, nil
}
