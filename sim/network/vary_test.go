package network_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/network"
)

// varied mirrors, erases and moves as is usual for pictures of 32 x 32.
func varied(seed uint64) network.Vary {
	return network.Vary{Mirror: 0.5, Erase: network.Erase{Share: 0.5, Least: 0.04, Most: 0.2, LeastAspect: 0.5, LargeAspect: 2}, Move: 4, Seed: seed}
}

// <y(x), g> = <x, dx(g)> without the offset.
func TestStandardiseDotProducts(t *testing.T) {
	dev := cpu.Open(2)
	in := network.Shape{Channels: 3, Ny: 8, Nx: 9}
	layer := network.Standardise{Mean: make([]float64, 3), Deviation: []float64{0.2, 1, 3}}
	x, g := random(batch*in.Len(), 1, 1), random(batch*in.Len(), 2, 1)
	y, dx := apply(t, dev, layer, in, x, slices.Clone(g))
	if a, b := dot(y, g), dot(x, dx); math.Abs(a-b) > 1e-5*math.Sqrt(dot(y, y)*dot(g, g)) {
		t.Errorf("<y, g> = %g, <x, dx> = %g", a, b)
	}
}

// A set with the given mean and deviation comes out with 0 and 1.
func TestStandardise(t *testing.T) {
	dev := cpu.Open(1)
	x := random(2*50*40, 3, 1)
	var mean, deviation []float64
	for c := range 2 {
		m, v := 0.0, 0.0
		for i := range x[c*2000:][:2000] {
			x[c*2000+i] = float32(c+1)*x[c*2000+i] + float32(c)
			m += float64(x[c*2000+i]) / 2000
		}
		for _, a := range x[c*2000:][:2000] {
			v += (float64(a) - m) * (float64(a) - m) / 2000
		}
		mean, deviation = append(mean, m), append(deviation, math.Sqrt(v))
	}
	y, _ := apply(t, dev, network.Standardise{Mean: mean, Deviation: deviation}, network.Shape{Channels: 2, Ny: 50, Nx: 40}, x, make([]float32, len(x)))
	for c := range 2 {
		m, v := 0.0, 0.0
		for _, a := range y[c*2000:][:2000] {
			m, v = m+float64(a)/2000, v+float64(a)*float64(a)/2000
		}
		if math.Abs(m) > 1e-5 || math.Abs(v-1) > 1e-5 {
			t.Errorf("channel %d has a mean of %g and a variance of %g", c, m, v)
		}
	}
}

// pictures is a network whose logits are what a layer makes of pictures, and a pass over it.
func pictures(t *testing.T, kind network.Kind, in network.Shape, n int, layers ...network.Layer) (*network.Network, *network.Pass) {
	t.Helper()
	net := &network.Network{Device: cpu.Open(2), Input: in, Layers: layers}
	check(t, net.Init())
	p, err := net.NewPass(kind, n)
	check(t, err)
	return net, p
}

// Each place is as frequent as the others, half of the pictures are mirrored, half have a
// rectangle of the wanted size erased, all channels alike, and an update's choice is its own.
func TestVary(t *testing.T) {
	const n, ny, nx, updates = 50, 32, 32, 40
	in := network.Shape{Channels: 2, Ny: ny, Nx: nx}
	_, p := pictures(t, network.Train, in, n, varied(7))
	x := make([]float32, in.Len())
	for i := range x {
		x[i] = 1 + float32(i%(ny*nx)) // each pixel has its own number, the same in both channels
	}
	run := func(step int) []float32 {
		p.Step = step
		for i := range n {
			copy(p.Stage(i, 0), x)
		}
		check(t, p.Run(n))
		y, err := p.Logits(n)
		check(t, err)
		return y
	}
	moves, mirrored, erased := map[[2]int]int{}, 0, 0
	for step := 1; step <= updates; step++ {
		y := run(step)
		for i := range n {
			a, b := y[i*in.Len():][:ny*nx], y[i*in.Len()+ny*nx:][:ny*nx]
			if !slices.Equal(a, b) {
				t.Fatalf("the channels of picture %d of update %d vary apart", i, step)
			}
			right, down, mirror, hole := read(t, a, ny, nx)
			moves[[2]int{right, down}]++
			if mirror {
				mirrored++
			}
			if hole > 0 {
				erased++
			}
			// Sides are rounded to pixels, and what is moved out is not seen.
			if share := float64(hole) / (ny * nx); share > 0.2*1.1 {
				t.Errorf("a share of %g is erased", share)
			}
		}
	}
	const all = n * updates
	if len(moves) != 81 || mirrored < all*45/100 || mirrored > all*55/100 || erased < all*45/100 || erased > all*55/100 {
		t.Errorf("of %d pictures %d are mirrored and %d erased, at %d places", all, mirrored, erased, len(moves))
	}
	for at, k := range moves {
		if k < all/81/3 || k > all/81*2+10 {
			t.Errorf("%v: %d of %d", at, k, all)
		}
	}
	if !slices.Equal(run(3), run(3)) {
		t.Error("an update varies otherwise when it is done again")
	}
	if slices.Equal(run(3), run(4)) || slices.Equal(run(0), run(0)) {
		t.Error("two updates vary alike")
	}
	_, eval := pictures(t, network.Eval, in, 1, varied(7))
	copy(eval.Stage(0, 0), x)
	check(t, eval.Run(1))
	y, err := eval.Logits(1)
	check(t, err)
	if !slices.Equal(y, x) {
		t.Error("an evaluation varies")
	}
}

// read is how a picture of numbered pixels was changed: where it is, whether it is
// mirrored, and how many of the pixels that should be seen are erased.
func read(t *testing.T, y []float32, ny, nx int) (right, down int, mirror bool, hole int) {
	t.Helper()
	found := false
	for i, v := range y {
		// Of two neighbours that are seen the numbers rise to the right, or fall.
		if v == 0 || i%nx == nx-1 || y[i+1] == 0 {
			continue
		}
		k := int(v) - 1
		col := k % nx
		if m := y[i+1] < v; !found || m == mirror {
			found, mirror = true, m
		} else {
			t.Fatal("a picture is torn")
		}
		if mirror {
			col = nx - 1 - col
		}
		right, down = i%nx-col, i/nx-k/nx
	}
	if !found {
		t.Fatal("nothing is left of a picture")
	}
	for i, v := range y {
		col, row := i%nx-right, i/nx-down
		if v == 0 && col >= 0 && col < nx && row >= 0 && row < ny {
			hole++
		}
	}
	return right, down, mirror, hole
}

// The gradient of what is trained in front of a layer that varies, against difference quotients.
func TestGradientThroughVary(t *testing.T) {
	in := network.Shape{Channels: 2, Ny: 6, Nx: 5}
	dev := cpu.Open(2)
	g := gain(t, dev, 0.7)
	net := &network.Network{Device: dev, Input: in, Layers: network.Chain{g, network.Standardise{Mean: []float64{0.4, -1}, Deviation: []float64{0.2, 1}}, varied(3)}}
	check(t, net.Init())
	p, err := net.NewPass(network.Train, batch)
	check(t, err)
	loss := func(w float32, step int) float64 {
		check(t, dev.Write(g.W.Value, 0, []float32{w}))
		p.Step = step
		for i := range batch {
			copy(p.Stage(i, i), random(in.Len(), uint32(30+i), 1))
		}
		return totalLoss(t, p)
	}
	for step := 1; step < 6; step++ {
		const h = 0.02
		want := (8*(loss(0.7+h, step)-loss(0.7-h, step)) - (loss(0.7+2*h, step) - loss(0.7-2*h, step))) / (12 * h)
		loss(0.7, step)
		var got [1]float32
		check(t, dev.Read(g.W.Grad, 0, got[:]))
		if math.Abs(float64(got[0])-want) > 1e-3*(1+math.Abs(want)) {
			t.Errorf("update %d: gradient %g, difference %g", step, got[0], want)
		}
	}
}

func TestVaryErrors(t *testing.T) {
	tape := network.NewTape(cpu.Open(1), network.Train, 1)
	x := tape.New("x", network.Shape{Channels: 2, Ny: 4, Nx: 4})
	for want, layer := range map[string]network.Layer{
		"not 1.5 and 0":            network.Vary{Mirror: 1.5},
		"0 pixels or more, not -1": network.Vary{Move: -1},
		"not 0 to 0.2":             network.Vary{Erase: network.Erase{Share: 1, Most: 0.2, LeastAspect: 1, LargeAspect: 1}},
		"above 0, not 2 to 1":      network.Vary{Erase: network.Erase{Share: 1, Least: 0.1, Most: 0.2, LeastAspect: 2, LargeAspect: 1}},
		"these are 1 and 2":        network.Standardise{Mean: []float64{1}, Deviation: []float64{1, 1}},
		"channel 2 must be above":  network.Standardise{Mean: []float64{1, 1}, Deviation: []float64{1, 0}},
	} {
		if _, _, err := layer.Forward(tape, x); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", layer, err, want)
		}
	}
}
