package computetest

import (
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/fft"
)

// testFusion runs the pass of a small network, forth and back, as one program with
// scratch fields, and launch by launch with fields that are kept: a device that joins
// launches must give the same.
func testFusion(t *testing.T, dev compute.Device, tol Tolerance) {
	for _, batch := range []int{1, 5, 70} {
		whole := smallNetwork(t, dev, batch, false)
		parts := smallNetwork(t, dev, batch, true)
		for name, want := range parts {
			got := whole[name]
			var diff, size float64
			for i, v := range want {
				d := float64(got[i]) - float64(v)
				diff += d * d
				size += float64(v) * float64(v)
			}
			if size == 0 {
				t.Errorf("batch %d: %s is zero: nothing to compare", batch, name)
			}
			near(t, name, diff, 0, size, 100*tol.Elementary*tol.Elementary)
		}
	}
}

// smallNetwork runs three hops with two masks between them, and their way back.
func smallNetwork(t *testing.T, dev compute.Device, batch int, apart bool) map[string][]float32 {
	t.Helper()
	const nx, ny, mx, my, width, height, classes = 20, 12, 30, 16, 7, 5, 3
	b := bench{t, dev}
	alloc := func(name string, scope compute.Scope, n int, fill []float32) compute.Buffer {
		if apart && scope == compute.Scratch {
			scope = compute.Sample
		}
		buf, err := dev.Alloc(compute.Spec{Name: name, Scope: scope, Len: n, Batch: batch})
		b.check(err)
		if fill != nil {
			b.check(dev.Write(buf, 0, fill))
		}
		return buf
	}
	regions := []kernels.Region{{X0: 1, Y0: 1, X1: 6, Y1: 4}, {X0: 9, Y0: 2, X1: 14, Y1: 6}, {X0: 5, Y0: 8, X1: 12, Y1: 11}}
	taps := func(in, out int) kernels.Taps {
		var w kernels.Taps
		for i := range out {
			w.First = append(w.First, min(i*in/out, in-2))
			w.Weight = append(w.Weight, []float32{.6, .4})
		}
		return w
	}
	images := random(batch*width*height, 200)
	for i := range images {
		images[i] = (images[i] + 1) / 2
	}
	labels := make([]float32, batch)
	for i := range labels {
		labels[i] = float32(i % classes)
	}
	plane := 2 * nx * ny
	image := alloc("image", compute.Sample, width*height, images)
	label := alloc("label", compute.Sample, 1, labels)
	light := alloc("light", compute.Shared, plane, random(plane, 201))
	h := alloc("h", compute.Shared, 2*mx*my, random(2*mx*my, 202))
	var fields, value, trans, grads []compute.Buffer
	for i := range 4 {
		fields = append(fields, alloc("field", compute.Scratch, plane, nil))
		if i < 2 {
			value = append(value, alloc("phi", compute.Shared, nx*ny, random(nx*ny, uint32(203+i))))
			trans = append(trans, alloc("t", compute.Shared, plane, nil))
			grads = append(grads, alloc("gradient", compute.Sum, nx*ny, nil))
		}
	}
	readings, logits := alloc("readings", compute.Sample, classes, nil), alloc("logits", compute.Sample, classes, nil)
	out := alloc("out", compute.Sample, 2, nil)
	dz, dr := alloc("dz", compute.Scratch, classes, nil), alloc("dr", compute.Scratch, classes, nil)
	g := alloc("g", compute.Scratch, plane, nil)

	px, py := fft.NewPlan(mx), fft.NewPlan(my)
	forward, back := kernels.Propagate(px, py, nx, ny), kernels.PropagateAdjoint(px, py, nx, ny)
	var p compute.Program
	for i := range value {
		p.Add(kernels.PhaseTransmission(nx*ny, 1), value[i], trans[i])
	}
	p.Add(kernels.EncodeAmplitude(width, height, taps(width, nx), taps(height, ny)), image, light, fields[0])
	for i := range trans {
		p.Add(forward, fields[i], h, fields[i+1])
		p.Add(kernels.Modulate(), fields[i+1], trans[i])
	}
	p.Add(forward, fields[2], h, fields[3])
	p.Add(kernels.DetectIntensity(nx, regions, 0), fields[3], readings)
	p.Add(kernels.Share(classes, 20), readings, logits)
	p.Add(kernels.SoftmaxCrossEntropy(classes), logits, label, out, dz)
	p.Add(kernels.ShareAdjoint(classes, 20), readings, dz, dr)
	p.Add(kernels.DetectIntensityAdjoint(nx, regions, 0), fields[3], dr, g)
	for i := len(trans) - 1; i >= 0; i-- {
		p.Add(back, g, h, g)
		p.Add(kernels.ModulatePhaseAdjoint(), g, fields[i+1], trans[i], grads[i])
	}
	programs := []*compute.Program{&p}
	if apart {
		programs = nil
		for _, l := range p.Launches {
			programs = append(programs, &compute.Program{Launches: []compute.Launch{l}})
		}
	}
	for _, q := range programs {
		r, err := dev.Compile(q)
		b.check(err)
		b.check(r.Run(batch))
	}
	result := map[string][]float32{}
	for name, buf := range map[string]compute.Buffer{"logits": logits, "loss": out, "first gradient": grads[0], "second gradient": grads[1]} {
		n := buf.Spec().Len
		if buf.Spec().Scope == compute.Sample {
			n *= batch
		}
		result[name] = make([]float32, n)
		b.check(dev.Read(buf, 0, result[name]))
	}
	return result
}
