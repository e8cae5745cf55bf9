package engine

import (
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// masks replaces the masks, by those that come with the page, bytes, or by what a file
// has, which are refused if they are of other masks. The optimiser and the curve start
// anew, as it knows nothing of these.
func (e *Engine) masks(m Message) ([]Reply, error) {
	s, err := e.giving()
	if err != nil {
		return nil, err
	}
	var a *experiment.MaskArray
	if !m.Has("values") {
		b, err := bytesOf(m, "bytes")
		if err != nil {
			return nil, err
		}
		a = experiment.BytesArray(b)
	} else {
		v, ok := m.Floats("values")
		if !ok {
			return nil, errs.New("the message's values must be a Float32Array")
		}
		a = &experiment.MaskArray{Kind: m.Text("array"), Type: m.Text("type"), Curve: m.Text("curve"), Values: v}
	}
	rate := 1.0
	switch s := s.(type) {
	case experiment.Masked:
		if err = s.GoOnFrom(a, m.Flag("trained")); err == nil {
			rate = s.RateShare()
		}
	case experiment.Taking:
		err = s.TakeMasks(a)
	default:
		err = errs.New("masks alone do not make this network: what is read behind them was learned with them; keep the run instead")
	}
	if err != nil {
		return nil, err
	}
	e.evaluation, e.images, e.shares = nil, 0, 0
	e.forget(-1)
	if err := e.keep(); err != nil {
		return nil, err
	}
	layers, n := e.session.Size()
	return []Reply{reply("masks", "layers", layers, "n", n, "rate", rate)}, nil
}

// export gives the masks away: as bytes for pictures, and as they are.
func (e *Engine) export(Message) ([]Reply, error) {
	s, err := e.giving()
	if err != nil {
		return nil, err
	}
	a, err := s.MaskArray()
	if err != nil {
		return nil, err
	}
	var b []byte
	if m, ok := s.(experiment.Masked); ok {
		if b, err = m.MaskBytes(); err != nil {
			return nil, err
		}
	} else {
		for _, v := range a.Values {
			b = append(b, frame.PhaseByte(float64(v)))
		}
	}
	layers, n := e.session.Size()
	return []Reply{reply("export", "layers", layers, "n", n, "phase", b,
		"array", a.Kind, "type", a.Type, "curve", a.Curve, "values", a.Values)}, nil
}

// levels tells of the displays of the masks, and how many pixels have which level.
func (e *Engine) levels(Message) ([]Reply, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	displays := []Reply{}
	if s, ok := e.session.(experiment.Displayed); ok {
		uses, err := s.DisplayUses()
		if err != nil {
			return nil, err
		}
		for _, u := range uses {
			states := u.Curve.States
			k := len(states)
			v := make([]float32, 4*k)
			for i, s := range states {
				v[i], v[k+i], v[2*k+i], v[3*k+i] = float32(s.Drive), float32(s.Amplitude), float32(s.Phase), float32(u.Used[i])
			}
			displays = append(displays, reply("display", "name", u.Curve.Name, "masks", u.Masks, "values", v))
		}
	}
	return []Reply{reply("levels", "displays", displays)}, nil
}
