package engine

import "talbot/sim/errs"

// image shows a picture of the front end's own.
func (e *Engine) image(m Message) ([]Reply, error) {
	image, err := bytesOf(m, "pixels")
	if err != nil {
		return nil, err
	}
	w, h := m.Number("width", blank.Width), m.Number("height", blank.Height)
	if w != blank.Width || h != blank.Height || len(image) != w*h {
		return nil, errs.New("the picture must have ", blank.Width, " x ", blank.Height, " pixels")
	}
	e.input.Image, e.input.Label = image, m.Number("label", -1)
	return e.frame(m)
}

// sample shows a picture of the data.
func (e *Engine) sample(m Message) ([]Reply, error) {
	set := e.test
	if m.Text("role") == "train" {
		set = e.train
	}
	if set == nil {
		return nil, errs.New("there is no ", m.Text("role"), " data yet")
	}
	i := m.Number("index", 0)
	if i < 0 || i >= set.Len() {
		return nil, errs.New("picture ", i, " is outside 0 to ", set.Len()-1)
	}
	e.input.Image, e.input.Label = set.Image(i), int(set.Labels[i])
	replies := []Reply{reply("sample", "index", i, "label", e.input.Label, "width", set.Width, "height", set.Height,
		"pixels", e.input.Image)}
	frame, err := e.frame(m)
	return append(replies, frame...), err
}

// frame shows the input as the experiment is now; a dark one when there is no input.
// m may choose the network that is seen from then on.
func (e *Engine) frame(m Message) ([]Reply, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	if e.trainer != nil {
		e.input.Network = max(0, min(m.Number("network", e.input.Network), e.trainer.Networks()-1))
	}
	if e.input.Image == nil {
		e.input.Image, e.input.Label = make([]byte, pixels()), -1
	}
	f, err := e.session.Look(e.input)
	if err != nil {
		return nil, err
	}
	b, err := f.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	replies := []Reply{reply("frame", "bytes", b)}
	if p, ok := e.session.(Profiled); ok {
		replies = append(replies, p.Profile())
	}
	return replies, nil
}
