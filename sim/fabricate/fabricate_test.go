package fabricate

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/part"
	"talbot/sim/system/diffractive"
)

// small is a network for a process of four heights and a blur.
func small(t *testing.T) diffractive.Config {
	t.Helper()
	s, _, err := experiment.Find([]experiment.System{diffractive.System}, "d2nn-mnist-64")
	if err != nil {
		t.Fatal(err)
	}
	settings := s.Config.Clone()
	for _, v := range [][2]string{{"samples", "32"}, {"image-size", "32"}, {"region-size", "4"}, {"layers", "2"}, {"distance", "0.03"},
		{"mask", "display"}, {"curve", "phase-4"}, {"method", "qat-straight"}, {"process-blur", "0.5"}} {
		p, err := experiment.Named(settings, v[0])
		if err == nil {
			err = p.Set(v[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	c, _ := diffractive.Of(settings)
	return c
}

// TestTrainedForAProcess: what a session of a display with a blur computes is what its part does,
// rounded and blurred.
func TestTrainedForAProcess(t *testing.T) {
	c := small(t)
	set := &data.Set{Name: "mnist", Width: 8, Height: 8, Classes: make([]string, 10)}
	for i := range 40 {
		set.Labels = append(set.Labels, uint16(i%10))
		for k := range 64 {
			set.Images = append(set.Images, byte(255*((i*7+k*(i+3))%5/4)))
		}
	}
	dev := cpu.Open(1)
	s, err := diffractive.NewSession(dev, c, set)
	if err != nil {
		t.Fatal(err)
	}
	levels, err := s.Levels()
	if err != nil {
		t.Fatal(err)
	}
	a := experiment.MaskArray{Kind: experiment.Levels}
	for _, mask := range levels {
		for _, k := range mask {
			a.Values = append(a.Values, float32(k))
		}
	}
	n, err := NetworkOf(c, a)
	if err != nil {
		t.Fatal(err)
	}
	sheet, made, err := n.Sheet(Order{Form: part.Table, Process: part.Process{Index: 1.46, Ambient: 1, Levels: 4, Turns: 1}})
	if err != nil || sheet.Kernel == nil {
		t.Fatal(sheet, err)
	}
	for l, d := range s.Displays() {
		e := s.Evaluate(set)
		if _, err := s.More(e); err != nil {
			t.Fatal(err)
		}
		want, err := d.Transmission()
		if err != nil {
			t.Fatal(err)
		}
		m := made[l]
		for _, got := range [][]float32{m.Plane.Transmission(m.Plane.Made(m.Levels, m.Plane.N)), n.trained(l)} {
			for i := range want {
				if math.Abs(float64(want[i]/float32(c.Gain)-got[i])) > 1e-4 {
					t.Fatalf("mask %d: number %d of the transmission is %v in the network and %v as a part", l+1, i, want[i], got[i])
				}
			}
		}
	}
	test, err := n.Test(dev, sheet, made, set)
	for more := true; more && err == nil; {
		more, err = test.More()
	}
	if err != nil {
		t.Fatal(err)
	}
	if r := sheet.Accuracy; r == nil || r.Blurred == nil || r.Trained != *r.Blurred || r.Pictures != 40 {
		t.Errorf("accuracy %+v", r)
	}
}
