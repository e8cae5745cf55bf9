package opu_test

import (
	"flag"
	"fmt"
	"math"
	"math/cmplx"
	"os"
	"testing"

	"talbot/sim/compute/kernels"
	"talbot/sim/opu"
	"talbot/sim/rng"
)

var update = flag.Bool("update", false, "write holography.md anew")

const (
	mirrorsOfNoise = 32
	numbersOfNoise = 960
	rowsOfNoise    = 24
)

// measured is the mean square error over the mean square of linear numbers that a unit makes of signs of half of the mirrors,
// and its frames' mean electrons a number.
func measured(t *testing.T, u opu.Unit) (ratio, electrons float64) {
	t.Helper()
	const n, m, rows = mirrorsOfNoise, numbersOfNoise, rowsOfNoise
	o := opu.Holograms()
	grains := m
	if u.Method == opu.Tilted {
		grains = o.Lines(m) * o.Modes()
	}
	medium := opu.Matrix{Mirrors: n, Pixels: grains, Seed: 8, Stream: rng.Feedback}
	beam := u.Beam(8, rng.Feedback, n, m)
	q := u.Speckle(rows, n, m, rng.Speckle)
	var at []float32
	var want []float64
	bright := 0.0 // intensity of all frames, of all pixels
	power := func(re, im float64) float64 { return re*re + im*im }
	draw := make([]float32, n)
	for r := range rows {
		rng.Stream{Seed: 2, Stream: rng.Table}.Uniform(uint32(r), draw)
		whole := make([]float64, m)
		for side := range 2 {
			on := make([]float32, n)
			for i, v := range draw {
				if v < 0.25 && side == 0 || v > 0.75 && side == 1 {
					on[i] = 1
				}
			}
			y := medium.Field(on, 0, grains)
			sign := 1 - 2*float64(side)
			for j := range m {
				b := complex(float64(beam[2*j]), float64(beam[2*j+1]))
				switch u.Method {
				case opu.Tilted:
					whole[j] += sign * real(y[o.Column(j)])
				case opu.Stepped:
					whole[j] += sign * real(y[j])
				default:
					whole[j] += sign * real(y[j]*cmplx.Conj(b)) / max(cmplx.Abs(b), q.Least)
				}
			}
			if u.Method == opu.Tilted {
				y = spread(o, y)
			}
			for j, v := range y {
				at = append(at, float32(real(v)), float32(imag(v)))
				a, b := float64(beam[2*j]), float64(beam[2*j+1])
				bright += power(real(v)+a, imag(v)+b)
				switch u.Method {
				case opu.Anchor:
					bright += power(real(v), imag(v))
				case opu.Stepped:
					bright += power(real(v)-a, imag(v)-b)
				}
			}
		}
		want = append(want, whole...)
	}
	control, got := make([]float32, kernels.Controls), make([]float32, q.Rows*q.N)
	q.Kernel().Each([][]float32{at, beam, {0}, control, got}, nil)
	if u.Method == opu.Tilted {
		got = read(o, got, 1/u.Amplitude(n))
	}
	off, all := 0.0, 0.0
	for i, v := range want {
		off, all = off+math.Pow(float64(got[i])-v, 2), all+v*v
	}
	return off / all, bright / q.Full * u.Electrons / float64(rows*m)
}

// spread is the light of all pixels of that of grains.
func spread(o opu.OffAxis, grains []complex128) []complex128 {
	a, y := o.Light(), make([]complex128, len(grains)*o.Grain)
	for i := range y {
		line, p := i/o.Pixels(), i%o.Pixels()
		for k, v := range grains[line*o.Modes():][:o.Modes()] {
			y[i] += v * complex(a[k*o.Pixels()+p], 0)
		}
	}
	return y
}

// read are the numbers of lines of pixels.
func read(o opu.OffAxis, frames []float32, scale float64) []float32 {
	a := o.Reading()
	got := make([]float32, len(frames)/o.Pixels()*o.Numbers)
	for i := range got {
		sum := 0.0
		for p, v := range frames[i/o.Numbers*o.Pixels():][:o.Pixels()] {
			sum += float64(v) * a[p*o.Numbers+i%o.Numbers]
		}
		got[i] = float32(scale * sum)
	}
	return got
}

// with is a unit whose frames have so many electrons a number, all together: the same for any of them, to compare.
func with(t *testing.T, u opu.Unit, electrons float64) opu.Unit {
	u.Electrons = 1
	_, one := measured(t, u)
	u.Electrons = electrons / one
	return u
}

// Shot noise is what the closed forms say. Of light y and a second beam R at a number of photons N = all that its frames get,
// intensities in photons, the number from two phases has a variance of (I_1 + I_2)/(16 R^2), which is
// (|y|^2 + R^2)/(8 R^2), and off-axis half the sum of the squares of the cut's h, for the turning wave, times
// (|y|^2 + R^2)/R^2. That sum is 1/g of a sharp cut, so that off-axis has twice the noise of the same photons, as half of them tell
// the imaginary part; soft edges let more through.
func TestShotNoise(t *testing.T) {
	const electrons = 1e4
	o := opu.Holograms()
	sum := 0.0 // of the squares of h
	for d := -1000; d <= 1000; d++ {
		sum += o.Cut(float64(d)) * o.Cut(float64(d))
	}
	y2, draw := 0.0, make([]float32, mirrorsOfNoise) // mean of |y|^2 of one display: 2 for each mirror
	for r := range rowsOfNoise {
		rng.Stream{Seed: 2, Stream: rng.Table}.Uniform(uint32(r), draw)
		for _, v := range draw {
			if v < 0.25 || v > 0.75 {
				y2 += 1.0 / rowsOfNoise
			}
		}
	}
	var all [2]float64
	for i, method := range []opu.Method{opu.Stepped, opu.Tilted} {
		u := with(t, opu.Unit{Method: method}, electrons)
		got, _ := measured(t, u)
		quiet := u
		quiet.Electrons = 0
		loss, _ := measured(t, quiet)
		quantum := u.Speckle(1, mirrorsOfNoise, 1, 0).Full / u.Electrons // intensity of an electron
		r2 := u.Amplitude(mirrorsOfNoise) * u.Amplitude(mirrorsOfNoise)
		variance := 2 * quantum * (y2 + r2) / (8 * r2)
		if method == opu.Tilted {
			variance = 2 * quantum * (y2 + r2) / r2 * sum / 2
		}
		variance /= y2 // of both displays' real parts
		t.Logf("%s: %.5f with shot noise, %.2g without, by the closed form %.5f", opu.Methods[method], got, loss, variance)
		if got -= loss; math.Abs(got-variance) > 0.05*variance { // 23,040 squares, of which neighbours off-axis are alike
			t.Errorf("%s: noise of %.5g, want %.5g", opu.Methods[method], got, variance)
		}
		all[i] = got
	}
	// At the same photons, of which a line's guard has a share.
	want := 2 * sum * float64(o.Grain) * float64(o.Modes()) / float64(o.Numbers)
	if ratio := all[1] / all[0]; math.Abs(ratio-want) > 0.1*want {
		t.Errorf("off-axis has %.3f of the noise of two phases, want %.3f", ratio, want)
	}
}

func noiseTable(t *testing.T) string {
	out := `# Three ways from speckle to linear numbers

Errors that a camera makes of them: the mean square of what is wrong over that of the numbers, for signs on half of 32
mirrors, 23,040 numbers. A pattern of -1, 0 and 1 is shown in two parts. All three ways get the same electrons a number, summed over all
frames and all pixels that it takes; 8 bits are those of the camera of opu.Default, whose pixels are full at the same
intensity, with any number of electrons. Off-axis holography has twice the shot noise of two phases, as half of the light tells the imaginary part, which is not
used here, times 1.2 by the soft edges of its cut and 1.25 by the guards of its lines of 32 numbers. An anchor is dark at some pixels.

` + "`go test ./sim/opu -run TestNoiseTable -update` writes this page.\n\n" +
		"| way | frames | pixels a number | without noise | 1,000 electrons a number | 10,000 | 100,000 | 8 bits | 8 bits, 10,000 electrons |\n|---|---|---|---|---|---|---|---|---|\n"
	for k, name := range opu.Methods {
		ideal := opu.Unit{Method: opu.Method(k)}
		coarse := ideal
		coarse.Bits = 8
		both := with(t, ideal, 1e4)
		both.Bits = 8
		units := []opu.Unit{ideal, with(t, ideal, 1e3), with(t, ideal, 1e4), with(t, ideal, 1e5), coarse, both}
		out += fmt.Sprintf("| %s | %d | %.3g |", name, ideal.Method.Frames(), float64(ideal.Method.Pixels(numbersOfNoise))/numbersOfNoise)
		for _, u := range units {
			ratio, _ := measured(t, u)
			if ratio < 1e-9 {
				ratio = 0 // rounding
			}
			out += fmt.Sprintf(" %.2g |", ratio)
		}
		out += "\n"
	}
	return out
}

// TestNoiseTable keeps the table on the page as it is computed.
func TestNoiseTable(t *testing.T) {
	want := noiseTable(t)
	if *update {
		if err := os.WriteFile("holography.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("holography.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("holography.md is not what is computed now; with -update it is written anew:\n%s", want)
	}
}
