// Package fit has the fits of DANTE's masks (Yuan, Wang, Xu, Zhou, Fang, Nature Communications 14,
// 7110 (2023)) as an experiment: how the error falls with time by the paper's recipe and by others, and
// how it depends on the number and the size of the kernels.
package fit

import (
	"fmt"
	"math"

	"talbot/sim/network"
	"talbot/sim/rng"
	"talbot/sim/train"
)

// Row is one fit.
type Row struct {
	Name, Label string
	Fit         train.Fit
	// LBFGS is how many iterations of L-BFGS follow the fit's own updates, 0 for none.
	LBFGS int
	// Display is the name of the display that shows the mask (see modulator.ParseCurve), "" for none,
	// and Rule how the mask comes to its states.
	Display string
	Rule    train.DisplayRule
	// Free is a fit of masks in free space, in place of Fit.
	Free *train.FreeFit
	// Spot is how many layers of single neurons with drawn masks are looked at, in place of a fit: what
	// lies outside the bright spot in the middle.
	Spot int
}

// layers are those of the paper's ONN-3-3.
var layers = []network.Tiling{
	{In: 3, Out: 25, Side: 32, Kernel: 5}, {In: 25, Out: 36, Side: 14, Kernel: 3}, {In: 36, Out: 81, Side: 6, Kernel: 3},
}

// quarter is a layer whose region is as large a share of a plane a quarter as large as that of the
// second layer is of the paper's.
var quarter = network.Tiling{In: 9, Out: 36, Side: 6, Kernel: 3}

// Rows are all, or those of a plane a quarter as large.
func Rows(quick bool) (rows []Row) {
	system, tiling := network.DANTE, layers[1]
	if quick {
		system.Samples, system.Mask, system.Focus, tiling = system.Samples/4, system.Mask/4, system.Focus/4, quarter
	}
	system.Model = network.ModelChirpZ
	add := func(name, label string, f train.Fit, t network.Tiling, change func(r *Row)) {
		f.System, f.Tiling = system, t
		r := Row{Name: name, Label: label, Fit: f}
		if change != nil {
			change(&r)
		}
		rows = append(rows, r)
	}
	ours := train.DefaultFit
	add("paper", "the paper's recipe", train.PaperFit, tiling, nil)
	add("ours", "retrieval, then Adam", ours, tiling, nil)
	add("ours-long", "the same, longer", ours, tiling, func(r *Row) { r.Fit.Steps = 1000 })
	add("ours-full", "by full propagation", ours, tiling, func(r *Row) { r.Fit.System.Model = network.ModelFresnel })
	add("ours-free", "with free phases", ours, tiling, func(r *Row) { r.Fit.FreePhase = true })
	add("ours-cold", "without retrieval", ours, tiling, func(r *Row) { r.Fit.Warm = 0 })
	add("retrieval", "by retrieval alone", ours, tiling, func(r *Row) { r.Fit.Rule, r.Fit.Rate, r.Fit.Warm = train.FitRetrieval, 1.9, 0 })
	add("lbfgs", "retrieval, then L-BFGS", ours, tiling, func(r *Row) { r.Fit.Steps, r.LBFGS = r.Fit.Warm, 300 })
	for _, share := range []float64{0, 0.1, 0.3} {
		add(fmt.Sprintf("share-%g", share), fmt.Sprintf("%g %% of the light kept", 100*share), ours, tiling, func(r *Row) { r.Fit.Steps, r.Fit.Share = 1000, share })
	}
	add("lbfgs-share-0", "no light kept, by L-BFGS", ours, tiling, func(r *Row) { r.Fit.Steps, r.Fit.Share, r.LBFGS = r.Fit.Warm, 0, 300 })
	for _, display := range []string{"phase-256", "phase-16", "slm-256", "slm-16"} {
		for _, rule := range []train.DisplayRule{train.DisplayLevel, train.DisplayNearest, train.DisplayStraight, train.DisplayGumbel, train.DisplayQAT} {
			if display == "phase-256" && rule != train.DisplayLevel || display == "slm-256" && rule == train.DisplayGumbel {
				continue // nothing to gain; and 256 logits a pixel are gigabytes at full size
			}
			add(display+"-"+string(rule), "on "+display+", "+string(rule), ours, tiling, func(r *Row) { r.Display, r.Rule = display, rule })
		}
	}
	if !quick {
		for i, t := range layers {
			add(fmt.Sprintf("layer-%d", i+1), fmt.Sprintf("layer %d of ONN-3-3", i+1), ours, t, nil)
		}
	}
	add("free-space", "three masks in free space", train.Fit{}, network.Tiling{}, func(r *Row) { r.Free = inFree(quick) })
	add("spot", "the spot of single neurons", train.Fit{}, tiling, func(r *Row) { r.Fit.System.Model, r.Spot = network.ModelFresnel, 3 })
	outs, kernels := []int{4, 16, 36, 64, 100}, []int{1, 3, 5, 9, 14}
	if quick {
		kernels = []int{1, 3, 6}
	}
	for _, out := range outs {
		for _, k := range kernels {
			t := tiling
			t.Out, t.Kernel = out, k
			add(fmt.Sprintf("size-%d-%d", out, k), fmt.Sprintf("%d x %d kernels of %d x %d", t.In, out, k, k), ours, t, nil)
		}
	}
	return rows
}

// inFree is the fit of three masks without lenses to a layer of 3 x 3 kernels from one channel to four. Each of 144 points of a picture is
// to give 400 numbers, 115,200 real ones in all, and light of each sample has to come to most of the next mask, which takes wavelength x
// distance/pitch^2 samples. So three masks of 128 x 128, 49,152 phases 10 mm apart, come to 10.1 % of the squared error in 200
// updates, 6.0 % in 400 and 3.5 % in 800 of twice the fields; 160 x 160 at 12 mm to 2.5 % in 400, 192 x 192 at 15 mm to 0.76 %, and
// 256 x 256 at 20 mm to 0.56 % in 200, but at 10 mm to 4.2 %; 128 x 128 at 20 mm lose the light (36 %). More darkness around changes nothing.
func inFree(quick bool) *train.FreeFit {
	f := &train.FreeFit{
		Tiling: network.Tiling{In: 1, Out: 4, Side: 12, Kernel: 3},
		Stack:  network.Stack{Samples: 256, Pitch: network.DANTE.Pitch, Wavelength: network.DANTE.Wavelength, Distance: 20e-3, Masks: 3, Pad: 32},
		Probes: 16, Steps: 200, Rate: 0.1,
	}
	if quick {
		f.Tiling.Side, f.Stack.Samples, f.Stack.Distance, f.Stack.Pad, f.Steps = 6, 64, 4e-3, 16, 100
	}
	return f
}

// Drawn are kernels of a layer from the complex normal distribution of variance 1, as the paper's
// networks begin with.
func Drawn(t network.Tiling, seed int) []float32 {
	k := make([]float32, 2*t.Out*t.In*t.Kernel*t.Kernel)
	rng.Stream{Seed: uint64(seed), Stream: rng.Table}.Normal(0, k)
	for i := range k {
		k[i] /= math.Sqrt2
	}
	return k
}
