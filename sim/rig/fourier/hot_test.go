package fourier

import (
	"slices"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig/virtual"
)

// The pixels that count without light are found, and no others; without them a weak frame may take as long as its light asks for, and
// the bench sees what it should where before there were some electrons.
func TestHot(t *testing.T) {
	typical, err := virtual.Grade("typical")
	check(t, err)
	f := virtual.Ideal()
	f.Photons, f.Read, f.Well, f.Bits, f.Hot, f.Unmodulated = true, typical.Read, typical.Well, typical.Bits, typical.Hot, typical.Unmodulated
	setup := virtual.Fourier(side, focus, stop)
	truth := virtual.Draw(setup, f)
	r, err := virtual.Of(cpu.Open(2), setup, truth)
	check(t, err)
	b, err := Of(r, focus, stop)
	check(t, err)
	phase, amplitudes := rough()
	f.Photons, f.Read, f.Well, f.Bits, f.Hot = false, 0, 0, 0, 0
	clean, err := Of(must(virtual.New(cpu.Open(2), setup, f)), focus, stop)
	check(t, err)
	want, err := clean.Read(ctx, "mask", side, phase, [][]float32{amplitudes}, block, response)
	check(t, err)
	var off [2]float64
	for i, name := range []string{"before", "after"} {
		got, err := b.Read(ctx, name, side, phase, [][]float32{amplitudes}, block, response)
		check(t, err)
		if off[i] = apart(want[0], got[0]); i == 0 {
			check(t, b.MeasureHot(ctx))
		}
	}
	var hot []int
	for i := range side * side {
		if truth.Cameras[0].Response[2*i+1] > 0 {
			hot = append(hot, i)
		}
	}
	t.Logf("%d hot pixels; %.3f off before, %.3f after", len(hot), off[0], off[1])
	if len(hot) == 0 || !slices.Equal(b.Hot, hot) {
		t.Errorf("pixels %v are hot, found %v", hot, b.Hot)
	}
	if !(off[1] < off[0]/3) {
		t.Errorf("without hot pixels it is %.3f off, with them %.3f", off[1], off[0])
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
