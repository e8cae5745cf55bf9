package basic

import (
	"errors"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/frame"
)

// preset is one whose settings may be changed.
type preset struct {
	ID string
	Config
}

func presets() (list []preset) {
	for _, p := range Presets() {
		list = append(list, preset{p.ID, *p.Config.(*Config)})
	}
	return list
}

func find(id string) preset {
	for _, p := range presets() {
		if p.ID == id {
			return p
		}
	}
	return preset{}
}

// Every plane of a bench has a name, and the elements are as many as the bench has.
func TestPlaneNames(t *testing.T) {
	for _, p := range presets() {
		if names, elements := p.PlaneNames(), len(p.bench().elements); len(names) != elements+2 || p.Elements() != elements {
			t.Errorf("%s: %d elements between the planes %q", p.ID, elements, names)
		}
	}
}

// The simulated light on the screen is the closed form, as well as its samples can
// say. Where the bounds come from:
//
//	slit          what samples can carry to 1e-3 (element.Carried), of each edge's wave
//	talbot        float32
//	poisson-spot  the same, and the band's end: the edge's ray to the screen's rim
//	lens          points of cut pixels: 16 rows a pixel find the area to 1e-4
//	fourier-4f    the lenses' rims, which cut the object's edges: 0.01 of the ringing
func TestBasicPresetsMatchTheirClosedForms(t *testing.T) {
	for id, allowed := range map[string]float64{"slit": 1e-3, "talbot": 1e-6, "poisson-spot": 0.004, "lens": 3.3e-4, "fourier-4f": 0.012} {
		p := find(id)
		if p.ID == "" {
			t.Fatalf("no preset %s", id)
		}
		f, c, err := p.propagate(cpu.Open(0))
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		t.Logf("%s: off by %.3g; %s; %s; %s", id, c.off, c.formula, c.note, c.method)
		if c.off > allowed {
			t.Errorf("%s: off by %.3g, allowed %g", id, c.off, allowed)
		}
		b, err := f.AppendBinary(nil)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		var back frame.Frame
		if err := back.UnmarshalBinary(b); err != nil || back.Last().Nx != p.Samples || len(back.Planes) != len(p.PlaneNames()) {
			t.Errorf("%s: the frame does not come back: %v", id, err)
		}
		if f.Planes[0].Power != 1 || f.Planes[0].Peak < 0.99 {
			t.Errorf("%s: source power %g, peak %g", id, f.Planes[0].Power, f.Planes[0].Peak)
		}
	}
}

// Every parameter changes within its range without harm, or says what is wrong with it.
func TestBasicParameters(t *testing.T) {
	for _, p := range presets() {
		for i, q := range p.Params() {
			if q.Name == "" || q.Doc == "" || q.Label == "" {
				t.Errorf("%s: parameter %d is not described", p.ID, i)
			}
			c := p.Config
			if err := c.Params()[i].Set("nonsense"); err == nil {
				t.Errorf("%s: %s takes nonsense", p.ID, q.Name)
			}
			if q.Kind != experiment.Float && q.Kind != experiment.Int {
				continue
			}
			for _, extreme := range []float64{q.Min, q.Max} {
				c := p.Config
				if err := c.Params()[i].Set(experiment.Short(extreme)); err != nil {
					t.Errorf("%s: %s of %g: %v", p.ID, q.Name, extreme, err)
				}
				var wrong *experiment.ParamError
				if _, err := c.Check(); err != nil && !errors.As(err, &wrong) {
					t.Errorf("%s: %s of %g: %v names no parameter", p.ID, q.Name, extreme, err)
				}
			}
		}
	}
}
