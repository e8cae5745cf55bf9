package network

import (
	"reflect"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/loss"
)

// A pass whose values share buffers gives the same bits as one whose do not, and takes less memory.
func TestLeanPassesGiveTheSameBits(t *testing.T) {
	make := func(dev compute.Device, lean bool) *Network {
		n := &Network{Device: dev, Input: Shape{Channels: 2, Ny: 9, Nx: 9}, Loss: loss.CrossEntropy}
		if lean {
			n.Lean = Sharing
		}
		in := 2
		for i, side := range []int{9, 7, 5} {
			tiling := Tiling{In: in / 2, Out: 3, Side: side, Kernel: 3}
			var row Groups
			for k := range 2 {
				d, err := NewDual(dev, "d"+itoa(2*i+k), tiling, FourF{Samples: 160, Pitch: 8e-6, Wavelength: 532e-9, Focus: 1.3e-2, Mask: 96, Model: ModelProducts})
				must(t, err)
				must(t, d.Conv.Draw(3, uint32(2*i+k), 1))
				row = append(row, d)
			}
			norm, err := NewNorm(dev, "n"+itoa(i), 6)
			must(t, err)
			n.Layers = append(n.Layers, PhaseCode{Most: 6}, row, Intensity{}, norm, Shuffle{Groups: 2})
			in = 6
		}
		d, err := NewDense(dev, "read", 6*9, 4, true)
		must(t, err)
		must(t, d.Draw(3, 99, 1))
		n.Layers = append(n.Layers, d)
		must(t, n.Init())
		return n
	}
	var want [][]float32
	for _, lean := range []bool{false, true} {
		n := make(cpu.Open(2), lean)
		p, err := n.NewPass(Train, 5)
		must(t, err)
		for i := range 5 {
			x := p.Stage(i, i%4)
			for k := range x {
				x[k] = float32((k*7+i*3)%11) / 11
			}
		}
		for range 2 {
			must(t, p.Run(5))
		}
		var got [][]float32
		for _, v := range n.Vars() {
			g := append([]float32(nil), gradientOf(t, n.Device, v)...)
			got = append(got, g)
		}
		if want == nil {
			want = got
		} else if !reflect.DeepEqual(got, want) {
			t.Error("gradients are others where values share buffers")
		}
	}
	var bytes [2]float64
	for i, lean := range []bool{false, true} {
		c := &compute.Counter{}
		n := make(c, lean)
		had := c.Bytes
		_, err := n.NewPass(Train, 50)
		must(t, err)
		bytes[i] = c.Bytes - had
	}
	if bytes[1] > 0.8*bytes[0] {
		t.Errorf("%g bytes, and %g where values share them", bytes[0], bytes[1])
	}
}

func gradientOf(t *testing.T, dev compute.Device, v *compute.Var) []float32 {
	t.Helper()
	g := make([]float32, v.Len())
	must(t, dev.Read(v.Grad, 0, g))
	return g
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
