package dante

import (
	"math"
	"testing"

	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/network"
	"talbot/sim/train"
)

// The panels follow the training: kernels first, then the mask that is fitted with its response, which
// comes to be the kernels, and both answers at the end. They are the same in a session that goes on from
// the state.
func TestPanelsFollowTheTraining(t *testing.T) {
	c := tiny()
	c.Epochs = 4
	s := open(t, c)
	r := &staged{&running{s, s.dev}}
	x := make([]float32, 144)
	s.test.Read(0, x)
	look := func(s *Session) map[string]frame.Panel {
		f, err := s.Look(x, 0)
		check(t, err)
		check(t, f.Check())
		if len(f.Planes) != 10 || f.Planes[0].Power != 1 || f.Planes[1].Kind != frame.Lens || f.Planes[2].Name != "1" || f.Planes[5].Kind != frame.Relay {
			t.Fatalf("%d planes: %+v", len(f.Planes), f.Planes[0])
		}
		all := map[string]frame.Panel{}
		for _, p := range f.Panels {
			all[p.ID] = p
		}
		return all
	}
	if p := look(s); len(p) != 4 || p["kernels-2"].Map != frame.Complex {
		t.Fatalf("at first the panels are %d", len(p))
	}
	stages := map[string]bool{}
	first := 0.0
	for s.plan.Done() < 1 {
		at := r.Stage()
		stages[r.Stages()[at.Number]+" "+at.Part+" "+at.Measure] = true
		if s.Global.Done() >= 1 && s.at != "" && len(s.falls[s.at]) == 2 {
			p := look(s)
			first = unlike(p["target"], p["response"])
		}
		_, err := s.plan.Next()
		check(t, err)
	}
	for _, want := range []string{"artificial training epoch 1 of 4 ", "artificial training epoch 4 of 4 ", "fit of the masks mask 1 of 2 Squared error", "fit of the masks mask 2 of 2 Squared error"} {
		if !stages[want] {
			t.Errorf("there was no stage %q: %v", want, stages)
		}
	}
	if at := r.Stage(); at != (experiment.Stage{Number: 1, Done: 1}) {
		t.Errorf("at the end it stands at %+v", at)
	}
	e := r.Test(squares(40, 3))
	for more := true; more; {
		var err error
		more, err = e.More()
		check(t, err)
	}
	p := look(s)
	last := unlike(p["target"], p["response"])
	if !(first > 0.05 && last < first/3) {
		t.Errorf("the response differs from the kernels by %g at first and %g at last", first, last)
	}
	fall := p["fall"].Series
	if len(fall) != 2 || fall[1].Y[0] < 4*fall[1].Y[len(fall[1].Y)-1] || !p["fall"].Y.Log {
		t.Errorf("the errors fall as %+v", fall)
	}
	if b := p["right"].Series[0].Y; len(b) != 2 || b[0] < 90 || b[1] < 85 {
		t.Errorf("right are %v", b)
	}
	bytes, err := s.plan.Pack()
	check(t, err)
	again := open(t, c)
	check(t, again.plan.Unpack(bytes))
	q := look(again)
	if d := unlike(q["response"], p["response"]); d > 0.01 {
		t.Errorf("the response of a session that goes on differs by %g", d)
	}
	if got := q["fall"].Series; len(got) != 2 || len(got[0].Y) != len(fall[0].Y) {
		t.Errorf("the errors of a session that goes on are %+v", got)
	}
}

// unlike is how far one field of a panel is from another, relative to it.
func unlike(a, b frame.Panel) float64 {
	n := a.Nx * a.Ny
	var d, all float64
	for i := range n {
		ra, rb := float64(a.Image[n+i]), float64(b.Image[n+i])
		angle := 2 * math.Pi * float64(int(a.Image[i])-int(b.Image[i])) / 256
		d += ra*ra + rb*rb - 2*ra*rb*math.Cos(angle)
		all += ra * ra
	}
	return math.Sqrt(d / all)
}

// What a camera sees of the convolutions lies where that of the light does.
func TestChannelsLieWhereTheLightIs(t *testing.T) {
	s := open(t, tiny())
	finish(t, s.plan)
	x := make([]float32, 144)
	s.test.Read(5, x)
	l, err := s.light()
	check(t, err)
	if l.view, err = l.net.NewPass(network.View, 1); err != nil {
		t.Fatal(err)
	}
	copy(l.view.Stage(0, 0), x)
	check(t, l.view.Run(1))
	m := s.layers[0][0]
	channels, err := keptBy(l.view, mark{markOut, 0}.name())
	check(t, err)
	_, _, response := m.Kept()
	field, err := keptBy(l.view, response)
	check(t, err)
	whole := intensity(field)
	scale := 0.0
	for i, v := range onCamera(m.Tiling, channels) {
		if v > 0.01 {
			if scale == 0 {
				scale = float64(whole[i]) / float64(v) // of the relay's gain
			}
			if math.Abs(float64(whole[i])/float64(v)/scale-1) > 1e-3 {
				t.Fatalf("sample %d has %g, and the camera %g", i, v, whole[i])
			}
		}
	}
	if scale == 0 {
		t.Error("all is dark")
	}
}

// The tiles of kernels are all there, and nothing else.
func TestMosaic(t *testing.T) {
	tiling := network.Tiling{In: 3, Out: 5, Side: 8, Kernel: 2}
	k := make([]float32, 2*3*5*4)
	for i := range k {
		k[i] = float32(i + 1)
	}
	side, v := mosaic(tiling, 2, k)
	seen := map[float32]int{}
	for _, x := range v {
		seen[x]++
	}
	if side != 3*(2*3+1)+1 || len(seen) != len(k)+1 || seen[7] != 1 {
		t.Errorf("%d x %d, %d different numbers", side, side, len(seen))
	}
}

// Around the places of the kernels is what the region has there.
func TestAroundIsTheKernels(t *testing.T) {
	for _, tiling := range []network.Tiling{{In: 3, Out: 5, Side: 8, Kernel: 3}, {In: 1, Out: 2, Side: 9, Kernel: 4}} {
		n := tiling.Kernel
		k := make([]float32, 2*tiling.In*tiling.Out*n*n)
		for i := range k {
			k[i] = float32(i + 1)
		}
		m := n + 2*beside
		for i, v := range around(tiling, tiling.Kernels(k)) {
			which, y, x := i/2/(m*m), i/2/m%m-beside, i/2%m-beside
			want := float32(0)
			if x >= 0 && x < n && y >= 0 && y < n {
				want = k[2*(which*n*n+y*n+x)+i%2]
			}
			if v != want {
				t.Fatalf("%+v: number %d is %g, want %g", tiling, i, v, want)
			}
		}
	}
}

// A fit that is stopped keeps how it has fallen.
func TestFallComesBack(t *testing.T) {
	c := tiny()
	c.Epochs = 1
	s := open(t, c)
	for s.plan.Done() < 1 && len(s.falls["mask 1"]) < 4 {
		_, err := s.plan.Next()
		check(t, err)
	}
	b, err := s.plan.Pack()
	check(t, err)
	again := open(t, c)
	check(t, again.plan.Unpack(b))
	_, err = again.plan.Next()
	check(t, err)
	if n := len(again.falls["mask 1"]); n != 6 {
		t.Errorf("%d numbers behind one more piece, want 6", n)
	}
	var _ train.Stage = again.plan
}
