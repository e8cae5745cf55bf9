package train

import (
	"errors"
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/detect"
	"talbot/sim/loss"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/rng"
	"talbot/sim/source"
)

// bars is a set that can be learned: a bright bar whose place is the class.
func bars(n int) *data.Set {
	s := &data.Set{Name: "bars", Width: 10, Height: 10, Images: make([]byte, 100*n), Labels: make([]uint16, n)}
	u := make([]float32, 100*n)
	rng.Stream{Seed: 2, Stream: 1003}.Uniform(0, u)
	for i := range n {
		s.Labels[i] = uint16(i % 10)
		for k := range 100 {
			s.Images[100*i+k] = byte(60 * u[100*i+k])
			if k%10 == i%10 {
				s.Images[100*i+k] += 180
			}
		}
	}
	return s
}

// network of masks of random levels: two of size x size.
func levelled(t *testing.T, threads, size int, display string) *network.Optical {
	t.Helper()
	curve, err := modulator.ParseCurve(display)
	check(t, err)
	dev := cpu.Open(threads)
	g := optics.Square(size, 36e-6)
	n := &network.Optical{
		Network: network.Network{Device: dev, Loss: loss.CrossEntropy}, Light: source.Plane(g, 532e-9),
		Encoder: source.Encoder{Grid: g, Width: 10, Height: 10, Span: size},
		Readout: detect.Readout{Logits: detect.Shared, Scale: 20},
	}
	control, err := modulator.NewControl(dev)
	check(t, err)
	hop, err := optics.NewAngularSpectrum(dev, g, 532e-9, 1.5e-3*float64(size), optics.Window{PadX: 4, PadY: 4})
	check(t, err)
	layers := []network.Layer{network.Free{Hop: hop}}
	for l := range 2 {
		m, err := modulator.NewNearest(control, "mask", g, curve, 1.2)
		check(t, err)
		u, levels := make([]float32, g.Len()), make([]uint16, g.Len())
		rng.Stream{Seed: 1, Stream: 1004}.Uniform(uint32(l), u)
		for i := range levels {
			levels[i] = uint16(u[i] * float32(curve.Levels()))
		}
		check(t, m.SetLevels(levels))
		layers = append(layers, network.Codesigned{Mask: m, Hop: hop})
	}
	n.Branches = []network.Branch{{Layers: layers, Detector: detect.Detector{Grid: g, Regions: detect.Rows(g, size/5, 1, 1, 3, 4, 3)}}}
	check(t, n.Init())
	return n
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func polish(t *testing.T, n *network.Optical, set *data.Set, sample int, seed uint64) *Polish {
	t.Helper()
	p, err := NewPolish(&n.Network, masksOf(n), set, sample, seed)
	check(t, err)
	return p
}

func masksOf(n *network.Optical) (masks []modulator.Display) {
	for _, l := range n.Branches[0].Layers[1:] {
		masks = append(masks, l.(network.Codesigned).Mask)
	}
	return masks
}

// The levels of the masks, as the network has them.
func levelsOf(t *testing.T, n *network.Optical) (all []uint16) {
	t.Helper()
	for _, m := range masksOf(n) {
		v, err := m.Levels()
		check(t, err)
		all = append(all, v...)
	}
	return all
}

// Of all changes of one pixel, tried one by one, the one that polishing makes first is
// among the best, and it makes the loss that much smaller. The display's states are so
// close to each other that the first order says it all, and no level is the one that all
// pixels want.
func TestPolishAgainstBruteForce(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	n := levelled(t, 2, 10, "states:1@0;1@0.02;1@0.03")
	set := bars(40)
	p := polish(t, n, set, 40, 1)
	p.held = p.rest // so that what is tried and what decides is the same
	var err error
	p.Held, err = p.loss(p.check, p.held, nil)
	check(t, err)
	_, err = p.loss(p.pass, p.rest, &p.slope)
	check(t, err)
	// By brute force: the fall of the loss for every change, over h |d|^2, h with its floor.
	best, bestFall, at := 0.0, 0.0, [3]int{}
	for l, mask := range p.masks {
		states := mask.States()
		for i, now := range p.levels[l] {
			for k := range 3 {
				if k == int(now) {
					continue
				}
				p.levels[l][i] = uint16(k)
				check(t, p.show(p.levels))
				changed, err := p.loss(p.check, p.held, nil)
				check(t, err)
				re, im := float64(states[2*k]-states[2*now]), float64(states[2*k+1]-states[2*now+1])
				if score := (p.Held - changed) / ((p.slope.h[l][i] + p.slope.floor(l)) * (re*re + im*im)); score > best {
					best, bestFall, at = score, p.Held-changed, [3]int{l, i, k}
				}
			}
			p.levels[l][i] = now
		}
	}
	check(t, p.show(p.levels))
	before := clone(p.levels)
	p.Share = 1 / float64(p.pixels)
	held := p.Held
	r, err := p.Round()
	check(t, err)
	if r.Pixels != 1 || r.Tried != 1 || p.levels[at[0]][at[1]] != uint16(at[2]) || before[at[0]][at[1]] == uint16(at[2]) {
		t.Errorf("polishing made %+v and level %d of pixel %d of mask %d; brute force says level %d", r, p.levels[at[0]][at[1]], at[1], at[0], at[2])
	}
	if fell := held - p.Held; fell <= 0 || fell != bestFall {
		t.Errorf("the loss fell by %g, and brute force says %g", fell, bestFall)
	}
}

// The loss of the pictures held out never rises, is that of the levels, and falls well
// below that of random levels.
func TestPolishLowersTheLoss(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	for _, display := range []string{"slm-8", "binary"} {
		n := levelled(t, 2, 20, display)
		p := polish(t, n, bars(200), 100, 1)
		first := p.Held
		for !p.Done() && p.round < 25 {
			before, levels := p.Held, levelsOf(t, n)
			r, err := p.Round()
			check(t, err)
			changed := 0
			for i, k := range levelsOf(t, n) {
				if k != levels[i] {
					changed++
				}
			}
			if p.Held > before || changed != r.Pixels || (changed == 0) != (p.Held == before) {
				t.Fatalf("%s: held out %g after %g, %d pixels changed, %+v", display, p.Held, before, changed, r)
			}
			now, err := p.loss(p.check, p.held, nil)
			check(t, err)
			if now != p.Held {
				t.Fatalf("%s: the levels have a loss of %g, and polishing says %g", display, now, p.Held)
			}
		}
		if p.Held > 0.6*first {
			t.Errorf("%s: the loss went from %g to %g", display, first, p.Held)
		}
	}
}

// The same seed gives the same levels with any number of threads, another one others.
func TestPolishSeeds(t *testing.T) {
	levels := func(threads int, seed uint64) []uint16 {
		n := levelled(t, threads, 20, "slm-8")
		p := polish(t, n, bars(150), 60, seed)
		for range 4 {
			_, err := p.Round()
			check(t, err)
		}
		return levelsOf(t, n)
	}
	a, b, c := levels(1, 5), levels(2, 5), levels(2, 6)
	if !slices.Equal(a, b) || slices.Equal(a, c) {
		t.Errorf("threads change levels: %v; seeds change levels: %v", !slices.Equal(a, b), !slices.Equal(a, c))
	}
}

// A round that is stopped, wherever, leaves levels and loss as they were.
func TestPolishStops(t *testing.T) {
	n := levelled(t, 2, 20, "slm-8")
	p := polish(t, n, bars(400), 200, 1)
	_, err := p.Round()
	check(t, err)
	levels, held := levelsOf(t, n), p.Held
	for _, after := range []int{1, 4, 5} { // within the sample, at its end, in what decides
		calls := 0
		p.Progress = func(share float64) bool {
			calls++
			if share <= 0 || share > 1 {
				t.Errorf("a share of %g is done", share)
			}
			return calls < after
		}
		if r, err := p.Round(); !errors.Is(err, ErrStopped) || r.Pixels != 0 {
			t.Errorf("stopped after %d: %+v, %v", after, r, err)
		}
		if !slices.Equal(levelsOf(t, n), levels) || p.Held != held {
			t.Errorf("stopped after %d: levels or loss have changed", after)
		}
	}
	p.Progress = nil
	if r, err := p.Round(); err != nil || r.Pixels == 0 {
		t.Errorf("it does not go on: %+v, %v", r, err)
	}
}

func TestPolishWithNothingToDo(t *testing.T) {
	n := levelled(t, 1, 10, "states:0.8@1")
	p := polish(t, n, bars(20), 10, 1)
	r, err := p.Round()
	if err != nil || r.Tried != 0 || r.Pixels != 0 || !p.Done() {
		t.Errorf("one level: %+v, %v, done %v", r, err, p.Done())
	}
	if _, err := NewPolish(&n.Network, masksOf(n), bars(4), 10, 1); err == nil {
		t.Error("four pictures are enough")
	}
	if _, err := NewPolish(&n.Network, nil, bars(20), 10, 1); err == nil {
		t.Error("no masks are enough")
	}
}
