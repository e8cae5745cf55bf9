package network

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/opu"
	"talbot/sim/rng"
)

// Off-axis holograms without noise give the real part of what the medium makes of signs, of whole lines of the camera and
// of a part of one, for two rows of two examples, but for a thousandth of its power.
func TestHolograms(t *testing.T) {
	const rows, n, m, examples, seed, block = 2, 9, 77, 2, 3, 1
	dev := cpu.Open(1)
	tape := NewTape(dev, Train, examples)
	g := tape.New("error", Vector(rows*n))
	tape.Keep("", g)
	f := Random{Seed: seed, Show: ByThreshold, Threshold: 0.3, Unit: &opu.Unit{Method: opu.Tilted}}
	s, err := f.Project(tape, g, rows, Vector(rows*m), block)
	if err != nil {
		t.Fatal(err)
	}
	tape.Keep("", s)
	r, err := tape.Compile()
	if err != nil {
		t.Fatal(err)
	}
	x, got := make([]float32, examples*rows*n), make([]float32, examples*rows*m)
	rng.Stream{Seed: 1, Stream: rng.Table}.Normal(0, x)
	if err := dev.Write(g.Buffer(), 0, x); err != nil {
		t.Fatal(err)
	}
	if err := r.Run(examples); err != nil {
		t.Fatal(err)
	}
	if err := dev.Read(s.Buffer(), 0, got); err != nil {
		t.Fatal(err)
	}
	o := opu.Holograms()
	modes := o.Lines(m) * o.Modes()
	matrix := opu.Matrix{Mirrors: n, Pixels: modes, Seed: seed, Stream: rng.Feedback + rng.MaskStream*block}
	off, all := 0.0, 0.0
	for row := range examples * rows {
		shown := make([]float32, n)
		for i, v := range x[row*n:][:n] {
			if math.Abs(float64(v)) > 0.3 {
				shown[i] = float32(math.Copysign(1, float64(v)))
			}
		}
		y := matrix.Field(shown, 0, modes)
		for j := range m {
			want := real(y[o.Column(j)]) / math.Sqrt(m)
			off, all = off+math.Pow(float64(got[row*m+j])-want, 2), all+want*want
		}
	}
	t.Logf("error %.2g of the power", off/all)
	if off > 1e-3*all || all == 0 {
		t.Errorf("an error of %g of %g", off, all)
	}
}
