package network

import (
	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/detect"
)

// Branch is a chain of layers with its detector.
type Branch struct {
	Layers   Chain
	Detector detect.Detector // Side sets its First
}

// Side is branches side by side: each gets the same light, and the output is the readings
// of all detectors in a row. With one branch, which may have no layer, it is a detector. All
// passes but those of training keep "readings" and, of each branch, "power in regions";
// those of kind View the field in each plane: see PlaneName.
type Side struct{ Branches []Branch }

// PlaneName is the name of the field in plane i of a branch: 0 is in front of its first
// layer, i behind layer i.
func PlaneName(branch, i int) string { return "field " + itoa(branch) + "." + itoa(i) }

func (s *Side) Vars() (all []*compute.Var) {
	for i := range s.Branches {
		all = append(all, s.Branches[i].Layers.Vars()...)
	}
	return all
}

func (s *Side) Forward(t *Tape, in Value) (Value, Back, error) {
	n := 0
	for i := range s.Branches {
		d := &s.Branches[i].Detector
		if err := d.Check(); err != nil {
			return in, nil, err
		}
		d.First = n
		n += len(d.Regions)
	}
	readings := t.New("readings", Vector(n))
	t.Keep("readings", readings)
	last, backs := make([]Value, len(s.Branches)), make([]Back, len(s.Branches))
	for i := range s.Branches {
		b, made := &s.Branches[i], t.made()
		values, back, err := b.Layers.through(t, in)
		if err != nil {
			return in, nil, err
		}
		last[i], backs[i] = values[len(values)-1], back
		if err := last[i].Want("a detector", Plane(b.Detector.Grid)); err != nil {
			return in, nil, err
		}
		b.Detector.Forward(&t.Main, last[i].Buf, readings.Buf)
		if t.Kind == View {
			for k, v := range values {
				t.Keep(PlaneName(i, k), v)
			}
		}
		if t.Kind != Train {
			inside := t.New("power in regions", Vector(1))
			t.Main.Add(kernels.RegionPower(b.Detector.Grid.Nx, b.Detector.Regions), last[i].Buf, inside.Buf)
			t.Keep("power in regions", inside)
			t.reuse(made)
		}
	}
	return readings, func(dreadings Value, input bool) (Value, error) {
		var sum Value
		for i := range s.Branches {
			made := t.made()
			g := t.New("field gradient", last[i].Shape)
			s.Branches[i].Detector.Adjoint(&t.Main, last[i].Buf, dreadings.Buf, g.Buf)
			g, err := backs[i](g, input)
			if err != nil {
				return g, err
			}
			switch {
			case !input:
				t.reuse(made)
			case i == 0:
				sum = g
			default:
				t.Main.Add(kernels.AddTo(g.Len()), g.Buf, sum.Buf)
				t.reuse(made)
			}
		}
		return sum, nil
	}, nil
}

var _ Layer = (*Side)(nil)
