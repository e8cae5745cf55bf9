package main

import (
	"bytes"
	"strings"
	"testing"

	"talbot/sim/speed"
	"talbot/sim/speed/nets"
)

// The ratio of times of training is told behind the single neurons of each contender, by its own dual ones at the same size.
func TestSpeedTellsTheRatioOfTraining(t *testing.T) {
	cases, err := nets.Cases("training")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	o := &speedOutput{app: &app{out: &out, err: &out}, line: newLine(&out)}
	for _, x := range []struct {
		by      string
		n       int
		model   string
		seconds float64
		ratio   float64
	}{
		{"talbot", 500, nets.Dual, 1, 0}, {"pytorch", 500, nets.Dual, 2, 0}, {"talbot", 500, nets.Planes, 2, 2 * 128. / 32}, {"pytorch", 500, nets.Planes, 1, 0.5 * 128 / 32},
		{"pytorch", 2000, nets.Planes, 3, 0}, // whose dual ones failed
		{"talbot", 2000, nets.Dual, 0.002, 0}, {"talbot", 2000, nets.Planes, 0.1, 200},
	} {
		var c speed.Case
		for _, one := range cases {
			if one.N == x.n && one.Model == x.model {
				c = one
			}
		}
		got := o.trained(c, &speedRow{Suite: "training", By: x.by, Variant: "v", Seconds: speed.Spread{Median: x.seconds}})
		switch {
		case got == nil && x.ratio == 0:
		case got == nil || got.Ratio != x.ratio || got.N != x.n || got.By != x.by:
			t.Errorf("%+v: %+v", x, got)
		default:
			if err := o.training(got); err != nil {
				t.Fatal(err)
			}
		}
	}
	// 200 x 50,000 pictures in batches of 128 at 2 ms, and of 32 at 0.1 s.
	for _, want := range []string{"Talbot: 200 epochs of 50000 pictures take dual neurons 156 s, single ones 3.12e+04 s: 200 times as long", "PyTorch: "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	if o.trained(speed.Case{Suite: "hop"}, &speedRow{}) != nil {
		t.Error("a ratio of hops")
	}
}
