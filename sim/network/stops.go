package network

import "talbot/sim/compute"

// parts are programs with something that the host does between them.
type parts []struct {
	compute.Runner                       // nil for nothing
	do             func(batch int) error // behind it; nil behind the last
}

// inParts cuts launches at the stops.
func (t *Tape) inParts(all []compute.Launch) (compute.Runner, error) {
	list := make(parts, len(t.stops)+1)
	from := 0
	for i := range list {
		to := len(all)
		if i < len(t.stops) {
			to, list[i].do = len(t.Before.Launches)+t.stops[i].at, t.stops[i].do
		}
		if to > from {
			var err error
			if list[i].Runner, err = t.Device.Compile(&compute.Program{Launches: all[from:to]}); err != nil {
				return nil, err
			}
		}
		from = to
	}
	return list, nil
}

func (p parts) Run(batch int) error {
	for _, part := range p {
		if part.Runner != nil {
			if err := part.Runner.Run(batch); err != nil {
				return err
			}
		}
		if part.do != nil {
			if err := part.do(batch); err != nil {
				return err
			}
		}
	}
	return nil
}
