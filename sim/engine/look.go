package engine

import (
	"talbot/sim/compute"
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// image shows a picture of the front end's own.
func (e *Engine) image(m Message) ([]Reply, error) {
	image, err := bytesOf(m, "pixels")
	if err != nil {
		return nil, err
	}
	if e.session == nil {
		return nil, errNotOpen
	}
	like := e.pictures
	if like.Pixels() == 0 {
		return nil, errs.New("this experiment is shown no pictures")
	}
	if w, h := m.Number("width", like.Width), m.Number("height", like.Height); w != like.Width || h != like.Height || len(image) != like.Pixels() {
		return nil, errs.New("the picture must have ", like.Width, " x ", like.Height, " pixels")
	}
	e.input.Image, e.input.Values, e.input.Label = image, nil, m.Number("label", -1)
	return e.frame(m)
}

// sample shows a picture of the data.
func (e *Engine) sample(m Message) ([]Reply, error) {
	if own, ok := e.session.(experiment.Own); ok {
		return e.example(own, m)
	}
	set := e.test
	if m.Text("role") == "train" {
		set = e.train
	}
	if e.session == nil {
		return nil, errNotOpen
	}
	if set = fitting(set, e.pictures); set == nil {
		return nil, errs.New("there is no ", m.Text("role"), " data yet")
	}
	i := m.Number("index", 0)
	if i < 0 || i >= set.Len() {
		return nil, errs.New("picture ", i, " is outside 0 to ", set.Len()-1)
	}
	e.input.Image, e.input.Values, e.input.Label = set.Image(i), nil, int(set.Labels[i])
	replies := []Reply{reply("sample", "index", i, "label", e.input.Label, "width", set.Width, "height", set.Height,
		"pixels", e.input.Image)}
	frame, err := e.frame(m)
	return append(replies, frame...), err
}

// example shows an example of a session's own.
func (e *Engine) example(own experiment.Own, m Message) ([]Reply, error) {
	learn, of := own.Examples()
	if m.Text("role") == "train" {
		of = learn
	}
	i := m.Number("index", 0)
	if i < 0 || i >= of.Len() {
		return nil, errs.New("example ", i, " is outside 0 to ", of.Len()-1)
	}
	channels, height, width := of.Shape()
	x := make([]float32, channels*height*width)
	of.Read(i, x)
	e.input.Values, e.input.Label = x, of.Target(i)
	frame, err := e.frame(m)
	return append([]Reply{reply("sample", "index", i, "label", e.input.Label, "values", x)}, frame...), err
}

// frame shows the input as the experiment is now; a dark one when there is no input.
// m may choose the network that is seen from then on.
func (e *Engine) frame(m Message) ([]Reply, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	if compute.WithGPU && !m.Flag("beside") {
		if err := e.calm(); err != nil {
			return nil, err
		}
	}
	if s, ok := e.session.(experiment.Several); ok {
		e.input.Network = max(0, min(m.Number("network", e.input.Network), s.Networks()-1))
	}
	if own, ok := e.session.(experiment.Own); ok {
		_, of := own.Examples()
		channels, height, width := of.Shape()
		if n := channels * height * width; len(e.input.Values) != n {
			e.input.Values, e.input.Label = make([]float32, n), of.Target(0)
			of.Read(0, e.input.Values)
		}
	} else if !ok && e.input.Image == nil {
		e.input.Image, e.input.Label = make([]byte, e.pictures.Pixels()), -1
	}
	f, err := e.session.Look(e.input)
	if err != nil {
		return nil, err
	}
	b, err := f.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	return []Reply{reply("frame", "bytes", b)}, nil
}
