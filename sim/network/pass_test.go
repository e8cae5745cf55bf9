package network_test

import (
	"strconv"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/detect"
	"talbot/sim/loss"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/optics"
	"talbot/sim/source"
)

// BenchmarkGradient is the gradient of one image through five phase masks, on one
// thread: samples and window.
func BenchmarkGradient(b *testing.B) {
	for _, c := range [][2]int{{64, 64}, {64, 96}, {128, 128}, {200, 200}, {200, 270}, {200, 400}} {
		b.Run(strconv.Itoa(c[0])+"in"+strconv.Itoa(c[1]), func(b *testing.B) {
			n, err := five(c[0], (c[1]-c[0])/2)
			if err != nil {
				b.Fatal(err)
			}
			p, err := n.NewPass(network.Train, 16)
			if err != nil {
				b.Fatal(err)
			}
			image := make([]byte, 28*28)
			for i := range image {
				image[i] = byte(i)
			}
			for i := range 16 {
				p.Set(i, image, i%10)
			}
			for b.Loop() {
				if err := p.Run(16); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(16*b.N), "us/image")
		})
	}
}

// five is the usual network of five phase masks of n x n.
func five(n, pad int) (*network.Optical, error) {
	dev := cpu.Open(1)
	g := optics.Square(n, 36e-6)
	net := &network.Optical{
		Network: network.Network{Device: dev, Loss: loss.CrossEntropy},
		Light:   source.Plane(g, 532e-9),
		Encoder: source.Encoder{Grid: g, Width: 28, Height: 28, Span: n},
		Readout: detect.Readout{Logits: detect.Shared, Scale: 10},
	}
	b := network.Branch{Detector: detect.Detector{Grid: g, Regions: detect.Rows(g, n/10, 1, 1, 3, 4, 3)}}
	hop, err := optics.NewAngularSpectrum(dev, g, 532e-9, 0.3*float64(n)/200, optics.Window{PadX: pad, PadY: pad})
	if err != nil {
		return nil, err
	}
	for range 5 {
		m, err := modulator.NewPhase(dev, "mask", g, 1)
		if err != nil {
			return nil, err
		}
		b.Layers = append(b.Layers, network.Diffractive{Hop: hop, Mask: m})
	}
	b.Layers = append(b.Layers, network.Free{Hop: hop})
	net.Branches = []network.Branch{b}
	return net, net.Init()
}
