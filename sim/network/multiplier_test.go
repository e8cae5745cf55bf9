package network_test

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/loss"
	"talbot/sim/multiplier"
	"talbot/sim/network"
)

// absorbing is a small convolutional network: 2 x 7 x 6 numbers, 3 kernels of 3 x 3,
// absorbers, means, a layer of 4, absorbers, 3 classes.
type absorbing struct {
	way    network.Saturable
	faults network.Multiplier
}

func (a absorbing) build(t *testing.T, dev compute.Device) *network.Network {
	t.Helper()
	in := network.Shape{Channels: 2, Ny: 7, Nx: 6}
	n := &network.Network{Device: dev, Input: in, Loss: loss.MeanSquares}
	number := func(i int) network.Multiplier {
		m := a.faults
		m.Number = i
		return m
	}
	conv, err := network.NewConv(dev, "kernels", 2, 3, 3, 1, 0, false)
	check(t, err)
	check(t, conv.On(number(0)))
	hidden, err := network.NewDense(dev, "hidden", 3*2*2, 4, false)
	check(t, err)
	check(t, hidden.On(number(1)))
	out, err := network.NewDense(dev, "out", 4, 3, false)
	check(t, err)
	check(t, out.On(number(2)))
	n.Layers = network.Chain{network.Times{Factor: 3}, conv, a.way, network.MeanPool{Side: 2}, hidden, a.way, out}
	for i, v := range n.Vars() {
		check(t, dev.Write(v.Value, 0, random(v.Len(), uint32(200+i), 1)))
	}
	check(t, n.Init())
	return n
}

// input is example i.
func input(i int) []float32 { return random(2*7*6, uint32(300+i), 1) }

// lossOf is the loss of example i in float64, by loops, of weights w.
func (a absorbing) lossOf(w [][]float64, i int) float64 {
	depth := a.way.Depth
	g := func(z float64) float64 { return z * math.Exp(-depth/2/(1+z*z)) }
	x := input(i)
	var pooled [12]float64
	for k := range 3 {
		for y := range 4 {
			for c := range 4 {
				sum := 0.0
				for ch := range 2 {
					for a := range 9 {
						sum += 3 * float64(x[(ch*7+y+a/3)*6+c+a%3]) * w[0][(k*2+ch)*9+a]
					}
				}
				pooled[k*4+y/2*2+c/2] += g(sum) / 4
			}
		}
	}
	layer := func(in []float64, w []float64, outputs int) []float64 {
		out := make([]float64, outputs)
		for j := range out {
			for k, v := range in {
				out[j] += w[j*len(in)+k] * v
			}
		}
		return out
	}
	hidden := layer(pooled[:], w[1], 4)
	for j, z := range hidden {
		hidden[j] = g(z)
	}
	l := 0.0
	for k, z := range layer(hidden, w[2], 3) {
		if k == i%3 {
			z--
		}
		l += z * z / 3
	}
	return l
}

func weights(t *testing.T, n *network.Network) (w [][]float64) {
	t.Helper()
	for _, v := range n.Vars() {
		x := make([]float32, v.Len())
		check(t, n.Device.Read(v.Value, 0, x))
		u := make([]float64, len(x))
		for i, v := range x {
			u[i] = float64(v)
		}
		w = append(w, u)
	}
	return w
}

// trainOnce runs a training pass and returns its loss and the gradients.
func trainOnce(t *testing.T, n *network.Network, step int) (float64, [][]float32) {
	t.Helper()
	p, err := n.NewPass(network.Train, batch)
	check(t, err)
	p.Step = step
	for i := range batch {
		copy(p.Stage(i, i%3), input(i))
	}
	check(t, p.Run(batch))
	r, err := p.Result(batch)
	check(t, err)
	var grads [][]float32
	for _, v := range n.Vars() {
		g := make([]float32, v.Len())
		check(t, n.Device.Read(v.Grad, 0, g))
		grads = append(grads, g)
	}
	return r.Loss, grads
}

// TestAbsorberGradients holds the gradient of a network of multipliers and absorbers against
// difference quotients of the network in float64, for the exact way back and for weak signals.
func TestAbsorberGradients(t *testing.T) {
	for _, c := range []struct {
		name string
		way  network.Saturable
		tol  float64
	}{
		{"exact", network.Saturable{Depth: 4}, 3e-6},
		{"scatter", network.Saturable{Depth: 4, Way: network.WayScatter, Power: 0.01}, 3e-4},
	} {
		a := absorbing{way: c.way}
		n := a.build(t, cpu.Open(2))
		got, grads := trainOnce(t, n, 1)
		w := weights(t, n)
		total := func() (l float64) {
			for i := range batch {
				l += a.lossOf(w, i)
			}
			return l
		}
		if want := total(); math.Abs(got-want) > 1e-6*want {
			t.Errorf("%s: the loss is %v, want %v", c.name, got, want)
		}
		for v := range w {
			want, most := make([]float64, len(w[v])), 0.0
			for k := range w[v] {
				const h = 1e-5
				was := w[v][k]
				w[v][k] = was + h
				up := total()
				w[v][k] = was - h
				down := total()
				w[v][k] = was
				want[k] = (up - down) / (2 * h)
				most = max(most, math.Abs(want[k]))
			}
			for k, x := range want {
				if math.Abs(float64(grads[v][k])-x) > c.tol*most {
					t.Errorf("%s: the gradient of weight %d of %s is %v, want %v, the largest %v", c.name, k, n.Vars()[v].Name, grads[v][k], x, most)
				}
			}
		}
	}
}

// TestWays: the last layer's gradient does not know how signals come back; those before it do.
func TestWays(t *testing.T) {
	exact := absorbing{way: network.Saturable{Depth: 4}}
	_, want := trainOnce(t, exact.build(t, cpu.Open(1)), 1)
	for _, way := range []network.Saturable{
		{Depth: 4, Way: network.WayProbe}, {Depth: 4, Way: network.WayFinite, Power: 1e-6},
		{Depth: 4, Way: network.WayConstant, Constant: 0.2}, {Depth: 4, Way: network.WayConstant},
	} {
		_, got := trainOnce(t, absorbing{way: way}.build(t, cpu.Open(1)), 1)
		for v := range got {
			same, zero := true, true
			for k := range got[v] {
				same = same && got[v][k] == want[v][k]
				zero = zero && got[v][k] == 0
			}
			if last := v == 2; same != last {
				t.Errorf("way %d: gradient %d is the exact one: %v, want %v", way.Way, v, same, last)
			}
			if want := v < 2 && way.Way == network.WayConstant && way.Constant == 0; zero != want {
				t.Errorf("way %d: gradient %d is zero: %v, want %v", way.Way, v, zero, want)
			}
		}
	}
	// A probe too weak to saturate is the probe.
	_, probe := trainOnce(t, absorbing{way: network.Saturable{Depth: 4, Way: network.WayProbe}}.build(t, cpu.Open(1)), 1)
	_, weak := trainOnce(t, absorbing{way: network.Saturable{Depth: 4, Way: network.WayFinite, Power: 1e-6}}.build(t, cpu.Open(1)), 1)
	for v := range probe {
		for k := range probe[v] {
			if d := math.Abs(float64(probe[v][k] - weak[v][k])); d > 1e-4*(1e-3+math.Abs(float64(probe[v][k]))) {
				t.Errorf("weight %d of %d: a weak probe gives %v, the limit is %v", k, v, weak[v][k], probe[v][k])
			}
		}
	}
}

// TestMultiplierFaults: faults stay from run to run but for noise, noise is the update's, and
// each kind of training meets what it should.
func TestMultiplierFaults(t *testing.T) {
	dev := cpu.Open(2)
	run := func(through network.Through, f multiplier.Faults, step int) (float64, [][]float32) {
		f.Seed = 7
		return trainOnce(t, absorbing{way: network.Saturable{Depth: 1}, faults: network.Multiplier{Through: through, Faults: f}}.build(t, dev), step)
	}
	ideal, _ := run(network.Both, multiplier.Faults{}, 1)
	static := multiplier.Faults{Static: 0.1, CrossTalk: 0.05, Bits: 5}
	optical, g := run(network.Both, static, 1)
	again, _ := run(network.Both, static, 2)
	hybrid, h := run(network.Forward, static, 1)
	silico, _ := run(network.Neither, static, 1)
	if optical == ideal || optical != again || optical != hybrid || silico != ideal {
		t.Errorf("losses: ideal %v, optical %v and again %v, hybrid %v, in silico %v", ideal, optical, again, hybrid, silico)
	}
	if g[0][0] == h[0][0] {
		t.Error("a hybrid's gradient comes back through the bench")
	}
	noise := multiplier.Faults{Readout: 0.05}
	first, a := run(network.Both, noise, 1)
	second, _ := run(network.Both, noise, 2)
	repeated, b := run(network.Both, noise, 1)
	if first == second || first == ideal || first != repeated || a[0][0] != b[0][0] {
		t.Errorf("losses with noise: %v, of the next update %v, repeated %v", first, second, repeated)
	}
}

// TestDropout: what is left out changes from update to update, and evaluations leave out nothing.
func TestDropout(t *testing.T) {
	dev := cpu.Open(1)
	m, err := network.NewDense(dev, "out", 84, 3, false)
	check(t, err)
	n := &network.Network{Device: dev, Input: network.Vector(84), Loss: loss.CrossEntropy,
		Layers: network.Chain{network.Dropout{Share: 0.4, Seed: 3}, m, network.Activate{Activation: kernels.Tanh}}}
	check(t, n.Init())
	check(t, dev.Write(m.Vars()[0].Value, 0, random(252, 1, 0.3)))
	first, _ := trainOnce(t, n, 1)
	second, _ := trainOnce(t, n, 2)
	if repeated, _ := trainOnce(t, n, 1); first == second || first != repeated {
		t.Errorf("losses %v, %v, %v: want a change from update to update, and none within", first, second, repeated)
	}
	p, err := n.NewPass(network.Eval, batch)
	check(t, err)
	losses := map[float64]bool{}
	for range 3 {
		for i := range batch {
			copy(p.Stage(i, i%3), input(i))
		}
		check(t, p.Run(batch))
		r, err := p.Result(batch)
		check(t, err)
		losses[r.Loss] = true
	}
	if len(losses) != 1 || losses[first] {
		t.Errorf("losses of evaluations are %v, of a training pass %v", losses, first)
	}
}
