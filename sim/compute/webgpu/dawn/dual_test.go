//go:build (linux || darwin) && (amd64 || arm64)

package dawn

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/loss"
	"talbot/sim/network"
	"talbot/sim/rng"
	"talbot/sim/train"
)

// A mask is fitted on a GPU as on a processor, in all ways to compute a 4-f layer.
func TestFitOfAMask(t *testing.T) {
	for _, m := range []network.Model{network.ModelProducts, network.ModelChirpZ, network.ModelFresnel} {
		for _, rule := range []train.FitRule{train.FitAdam, train.FitPaper} {
			if rule == train.FitPaper && m != network.ModelChirpZ {
				continue
			}
			f := train.DefaultFit
			f.Tiling = network.Tiling{In: 2, Out: 3, Side: 4, Pad: 1, Kernel: 3}
			f.System = network.FourF{Samples: 64, Pitch: 8e-6, Wavelength: 532e-9, Focus: 14.5e-2 / 24, Mask: 48, Model: m}
			f.Kernels = make([]float32, 2*3*2*9)
			rng.Stream{Seed: 1, Stream: 1004}.Normal(7, f.Kernels)
			f.Rule, f.Steps, f.Warm, f.Share = rule, 10, 5, 0
			fit := func(dev compute.Device) (all []float64) {
				defer dev.Close()
				s, err := f.Open(dev)
				if err != nil {
					t.Fatal(err)
				}
				for s.Done() < 1 {
					r, err := s.Next()
					if err != nil {
						t.Fatal(err)
					}
					all = append(all, r.Loss/float64(r.Count), r.Value("share")/float64(r.Count))
				}
				return all
			}
			want, got := fit(cpu.Open(1)), fit(open(t))
			for i := range want {
				if math.Abs(got[i]-want[i]) > 2e-3*want[i] {
					t.Errorf("%s, %s: errors and shares %.6g, on a processor %.6g", rule, m, got, want)
					break
				}
			}
		}
	}
}

// A network of both faces, with all that electronics do between them, has on a GPU the gradients that it
// has on a processor.
func TestDualNetwork(t *testing.T) {
	const batch = 3
	gradients := func(dev compute.Device, face network.Face) (all [][]float32, names []string) {
		defer dev.Close()
		check := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		d, err := network.NewDual(dev, "layer", network.Tiling{In: 4, Out: 4, Side: 4, Pad: 1, Kernel: 3},
			network.FourF{Samples: 160, Pitch: 8e-6, Wavelength: 532e-9, Focus: 14.5e-2 / 12, Mask: 96, Model: network.ModelProducts})
		check(err)
		check(d.Conv.Draw(1, 0, 0.3))
		check(d.Show(face))
		if face == network.FaceOptical {
			phase := make([]float32, d.Mask.Var().Len())
			rng.Stream{Seed: 1, Stream: 1004}.Normal(8, phase)
			check(dev.Write(d.Mask.Var().Value, 0, phase))
			check(dev.Write(d.Gain.W.Value, 0, []float32{4}))
		}
		first, err := network.NewComplexConv(dev, "first", 1, 4, 3, 1)
		check(err)
		check(first.Draw(1, 1, 0.3))
		norm, err := network.NewNorm(dev, "norm", 4)
		check(err)
		dense, err := network.NewDense(dev, "dense", 4*4*4, 3, true)
		check(err)
		check(dense.Draw(1, 2, 1))
		n := &network.Network{Device: dev, Input: network.Shape{Channels: 1, Ny: 8, Nx: 8}, Loss: loss.CrossEntropy, Layers: network.Chain{
			network.PhaseCode{Most: 6}, network.Groups{first}, network.Intensity{}, norm, network.MaxPool{Side: 2}, network.Shuffle{Groups: 2},
			network.PhaseCode{Most: 6}, d, network.Intensity{}, dense}}
		check(n.Init())
		p, err := n.NewPass(network.Train, batch)
		check(err)
		for i := range batch {
			rng.Stream{Seed: 1, Stream: 1004}.Normal(uint32(10+i), p.Stage(i, i))
		}
		check(p.Run(batch))
		for _, v := range n.Vars() {
			g := make([]float32, v.Len())
			check(dev.Read(v.Grad, 0, g))
			all, names = append(all, g), append(names, v.Name)
		}
		return all, names
	}
	for _, face := range []network.Face{network.FaceArtificial, network.FaceOptical} {
		want, names := gradients(cpu.Open(1), face)
		got, _ := gradients(open(t), face)
		for i := range want {
			d, size := 0.0, 0.0
			for k, v := range want[i] {
				d += math.Pow(float64(got[i][k]-v), 2)
				size += float64(v) * float64(v)
			}
			if size == 0 || d > 1e-8*size {
				t.Errorf("face %d: gradient of %s is %.2g from a processor's", face, names[i], math.Sqrt(d/size))
			}
		}
	}
}
