package engine

import (
	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// apart takes an update for the input that is shown apart. All panels come in one frame, part by part.
func (e *Engine) apart(m Message) ([]Reply, error) {
	if e.session == nil {
		return nil, errNotOpen
	}
	s, ok := e.session.(experiment.Apart)
	if !ok {
		return nil, errs.New("an update of this experiment cannot be taken apart")
	}
	if _, err := e.frame(m); err != nil { // there is an input then
		return nil, err
	}
	in := e.input
	in.Label = m.Number("label", in.Label)
	if n := len(e.trainer.ClassNames()); in.Label >= n {
		return nil, errs.New("class ", in.Label, " is outside 0 to ", n-1)
	}
	parts, err := s.Apart(in)
	if err != nil {
		return nil, err
	}
	f, err := e.session.Look(e.input)
	if err != nil {
		return nil, err
	}
	f.Panels = nil
	var names, says []string
	var counts []int
	for _, p := range parts {
		names, says, counts = append(names, p.Name), append(says, p.Says), append(counts, len(p.Panels))
		f.Panels = append(f.Panels, p.Panels...)
	}
	b, err := f.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	return []Reply{reply("apart", "names", names, "says", says, "counts", counts, "bytes", b)}, nil
}
