package network_test

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
)

// relaxation is one way to train a display's mask, and the draw under which its
// gradient is that of the loss.
type relaxation struct {
	name  string
	curve string
	make  func(control *modulator.Control, name string, layer int, g optics.Grid, c modulator.Curve) (modulator.Display, error)
	draw  modulator.Draw
	step  float32 // of the difference quotient
	of    variant // the network around the masks
}

func gumbel(mix kernels.Mixing) func(*modulator.Control, string, int, optics.Grid, modulator.Curve) (modulator.Display, error) {
	return func(control *modulator.Control, name string, layer int, g optics.Grid, c modulator.Curve) (modulator.Display, error) {
		return modulator.NewGumbel(control, name, layer, g, c, 1.4, mix, 1)
	}
}

var noisy = modulator.Draw{Temperature: 0.7, Noise: 1, Step: 70000, Seed: 1 << 40}

var relaxations = []relaxation{
	{"gumbel, separate", "slm-8", gumbel(kernels.MixSeparate), noisy, 0.2, variants[0]},
	{"gumbel, complex", "slm-5", gumbel(kernels.MixComplex), noisy, 0.2, variants[0]},
	{"gumbel, dark states", "binary", gumbel(kernels.MixComplex), noisy, 0.2, variants[0]},
	{"fitted", "slm-8", func(control *modulator.Control, name string, _ int, g optics.Grid, c modulator.Curve) (modulator.Display, error) {
		return modulator.NewFitted(control, name, g, c, 1.2, 3, false)
	}, modulator.Draw{Temperature: 1}, 0.1, variants[0]},
	{"made by a process", "phase-8", func(control *modulator.Control, name string, _ int, g optics.Grid, c modulator.Curve) (modulator.Display, error) {
		m, err := modulator.NewFitted(control, name, g, c, 1.2, 1, false)
		if err == nil {
			err = m.Blur(0.6)
		}
		return m, err
	}, modulator.Draw{Temperature: 1}, 0.1, variants[0]},
	{"nearest", "slm-8", nearest, modulator.Draw{Temperature: 0.5}, 0.05, variants[0]},
	{"nearest, three networks, differential", "slm-8", nearest, modulator.Draw{Temperature: 0.5}, 0.05, variants[7]},
}

func nearest(control *modulator.Control, name string, _ int, g optics.Grid, c modulator.Curve) (modulator.Display, error) {
	return modulator.NewNearest(control, name, g, c, 1.2)
}

// buildDisplays is build with masks of a display.
func buildDisplays(t *testing.T, dev compute.Device, r relaxation) (*network.Optical, *modulator.Control) {
	t.Helper()
	n := build(t, dev, r.of)
	curve, err := modulator.ParseCurve(r.curve)
	check(t, err)
	control, err := modulator.NewControl(dev)
	check(t, err)
	hop := n.Branches[0].Layers[0].(network.Diffractive).Hop
	for k := range n.Branches {
		layers := []network.Layer{network.Free{Hop: hop}}
		for l := range 3 {
			m, err := r.make(control, "mask", 3*k+l, n.Encoder.Grid, curve)
			check(t, err)
			v := random(m.Var().Len(), uint32(50+3*k+l), 1)
			if _, ok := m.(*modulator.Fitted); ok {
				for i := range v {
					v[i] = float32(curve.Levels()-1) / 2 * (1 + 0.8*v[i])
				}
			}
			check(t, control.Write(m.Var().Value, v))
			layers = append(layers, network.Codesigned{Mask: m, Hop: hop})
		}
		n.Branches[k].Layers = layers
	}
	check(t, n.Init())
	return n, control
}

// masked are the layers with masks, of all branches.
func masked(n *network.Optical) (all []network.Layer) {
	for _, b := range n.Branches {
		all = append(all, b.Layers[1:]...)
	}
	return all
}

// Under a draw whose forward way is smooth and whose noise stays, the gradient is
// that of the loss: every trainable array against difference quotients.
func TestDisplayGradientsAgainstDifferences(t *testing.T) {
	dev := cpu.Open(2)
	for _, r := range relaxations {
		t.Run(r.name, func(t *testing.T) {
			n, control := buildDisplays(t, dev, r)
			check(t, control.Train(r.draw))
			check(t, control.Eval(r.draw))
			quotients(t, dev, n, r.step, 1+n.Vars()[0].Len()/40, 2e-3)
		})
	}
}

// A hard draw shows states of the display alone, the same ones in training and, with
// the same draw, in an evaluation; the noise-free draw shows those that Levels tells.
func TestHardDrawsShowStates(t *testing.T) {
	dev := cpu.Open(1)
	for _, r := range relaxations {
		n, control := buildDisplays(t, dev, r)
		for _, noise := range []float64{1, 0} {
			d := modulator.Draw{Temperature: 3, Noise: noise, Hard: true, Step: 5, Seed: 9}
			check(t, control.Train(d))
			check(t, control.Eval(d))
			var shown [2][][]float32
			for k, kind := range []network.Kind{network.Train, network.Eval} {
				p, err := n.NewPass(kind, batch)
				check(t, err)
				stage(p)
				check(t, p.Run(batch))
				for _, l := range masked(n) {
					tr, err := l.(network.Codesigned).Mask.Transmission()
					check(t, err)
					shown[k] = append(shown[k], tr)
				}
			}
			changed := 0
			for l, layer := range masked(n) {
				m := layer.(network.Codesigned).Mask
				levels, err := m.Levels()
				check(t, err)
				for i, k := range levels {
					a, b := shown[0][l][2*i:2*i+2], shown[1][l][2*i:2*i+2]
					if a[0] != b[0] || a[1] != b[1] {
						t.Fatalf("%s: pixel %d shows %v in training, %v in an evaluation", r.name, i, a, b)
					}
					if r.name == "made by a process" { // which shows what lies between states
						continue
					}
					best, at := 0, math.Inf(1)
					for j, s := range m.Curve().States {
						sin, cos := math.Sincos(s.Phase)
						gain := map[bool]float64{true: 1.4, false: 1.2}[r.name[0] == 'g']
						if d := math.Hypot(float64(a[0])-gain*s.Amplitude*cos, float64(a[1])-gain*s.Amplitude*sin); d < at {
							best, at = j, d
						}
					}
					if at > 1e-6 {
						t.Fatalf("%s: pixel %d shows %v, which is no state", r.name, i, a)
					}
					if best != int(k) {
						changed++
					}
				}
			}
			if (changed > 0) != (noise > 0 && r.name[0] == 'g') {
				t.Errorf("%s, noise %g: %d pixels show another level than Levels has", r.name, noise, changed)
			}
		}
	}
}

// What SetLevels sets, Levels gives.
func TestLevelsRoundTrip(t *testing.T) {
	dev := cpu.Open(1)
	for _, r := range relaxations {
		n, _ := buildDisplays(t, dev, r)
		m := masked(n)[0].(network.Codesigned).Mask
		want := make([]uint16, n.Encoder.Grid.Len())
		for i, u := range random(len(want), 60, 0.5) {
			want[i] = uint16((u + 0.5) * float32(m.Curve().Levels()))
		}
		check(t, m.SetLevels(want))
		got, err := m.Levels()
		check(t, err)
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%s: pixel %d has level %d, want %d", r.name, i, got[i], want[i])
			}
		}
		want[3] = uint16(m.Curve().Levels())
		if m.SetLevels(want) == nil || m.SetLevels(want[1:]) == nil {
			t.Errorf("%s: impossible levels are accepted", r.name)
		}
	}
}

// Under the draw Deployed a training pass leaves the gradient with respect to the
// transmissions, whatever the method: against differences of levels that are close to
// each other, on both sides.
func TestTransmissionGradientAgainstDifferences(t *testing.T) {
	dev := cpu.Open(2)
	for _, r := range relaxations {
		if r.name == "made by a process" { // whose transmission is not that of one state
			continue
		}
		r.curve = "states:0.8@0.98;0.8@1;0.8@1.02"
		if r.name == "fitted" {
			r.make = func(control *modulator.Control, name string, _ int, g optics.Grid, c modulator.Curve) (modulator.Display, error) {
				return modulator.NewFitted(control, name, g, c, 1.2, 2, false)
			}
		}
		n, control := buildDisplays(t, dev, r)
		check(t, control.Train(modulator.Deployed))
		check(t, control.Eval(modulator.Deployed))
		train, err := n.NewPass(network.Train, batch)
		check(t, err)
		eval, err := n.NewPass(network.Eval, batch)
		check(t, err)
		stage(train)
		stage(eval)
		for _, layer := range masked(n) {
			m := layer.(network.Codesigned).Mask
			levels := make([]uint16, n.Encoder.Grid.Len())
			for i := range levels {
				levels[i] = 1
			}
			check(t, m.SetLevels(levels))
			totalLoss(t, train)
			g, err := m.TransmissionGradient()
			check(t, err)
			s := m.States()
			size := 0.0
			for _, v := range g {
				size = math.Max(size, math.Abs(float64(v)))
			}
			if size < 1e-4 {
				t.Fatalf("%s: the gradient is at most %g: nothing to test", r.name, size)
			}
			at := func(i int, k uint16) float64 {
				levels[i] = k
				check(t, m.SetLevels(levels))
				levels[i] = 1
				return totalLoss(t, eval)
			}
			re, im := s[4]-s[0], s[5]-s[1]
			step := math.Hypot(float64(re), float64(im))
			for i := 0; i < len(levels); i += 1 + len(levels)/20 {
				got := float64(g[2*i]*re) + float64(g[2*i+1]*im)
				want := at(i, 2) - at(i, 0)
				if d := math.Abs(got - want); d > 1e-5+5e-3*size*step {
					t.Errorf("%s, pixel %d: the gradient promises %.5g, and it is %.5g", r.name, i, got, want)
				}
			}
			check(t, m.SetLevels(levels))
		}
	}
}
