package absorber

import (
	"flag"
	"fmt"
	"math"
	"os"
	"testing"

	"talbot/sim/compute/kernels"
	"talbot/sim/rng"
)

var update = flag.Bool("update", false, "write probe.md anew")

// TestWeakProbe: at a probe of 1e-4 of saturation the slab answers with the transmission
// that the pump has left, to 1e-4, at all depths and pumps.
func TestWeakProbe(t *testing.T) {
	for _, depth := range []float64{0, 0.1, 1, 4, 10, 30} {
		s := Slab{Depth: depth}
		for _, z := range []float64{1e-3, 0.1, 0.5, 1, 1.47, 2, 2.54, 3, 4.87, 10, 40} {
			l, err := s.Beams(z*z, 1e-4)
			if err != nil {
				t.Fatal(err)
			}
			pump, probe := l.Out()
			want := Transmission(depth, z*z)
			if got := math.Sqrt(probe / 1e-4); math.Abs(got-want) > 1e-4*want {
				t.Errorf("depth %v, z %v: the probe's transmission is %.7g, want %.7g", depth, z, got, want)
			}
			// What leaves obeys ln J + J = ln I + I - depth.
			if off := math.Log(pump) + pump - (math.Log(z*z) + z*z - depth); math.Abs(off) > 2e-4 {
				t.Errorf("depth %v, z %v: the pump is off its law by %.2g", depth, z, off)
			}
		}
	}
}

// TestStrongProbe: with both beams strong the slab follows the closed form, each beam has
// the transmission of one beam as strong as both, and their product is the same everywhere.
func TestStrongProbe(t *testing.T) {
	for _, depth := range []float64{0.5, 4, 10, 30} {
		for _, pump := range []float64{1e-3, 1, 9, 100} {
			for _, probe := range []float64{1e-2, 1, 10} {
				l, err := Slab{Depth: depth}.Beams(pump, probe)
				if err != nil {
					t.Fatal(err)
				}
				f, b := l.Out()
				want := Transmission(depth, pump+probe)
				for what, got := range map[string]float64{"pump": math.Sqrt(f / pump), "probe": math.Sqrt(b / probe)} {
					if math.Abs(got-want) > 1e-6*want {
						t.Errorf("depth %v, pump %v, probe %v: the %s's transmission is %.9g, want %.9g", depth, pump, probe, what, got, want)
					}
				}
				if in := l.Probe[len(l.Probe)-1]; math.Abs(in-probe) > 1e-9*probe {
					t.Errorf("depth %v, pump %v: the probe that enters is %.12g, want %v", depth, pump, in, probe)
				}
				for i := range l.Pump {
					if product := l.Pump[i] * l.Probe[i]; math.Abs(product-pump*b) > 1e-9*pump*b {
						t.Fatalf("depth %v, pump %v, probe %v: the product of the beams changes", depth, pump, probe)
					}
				}
			}
		}
	}
}

func TestSlope(t *testing.T) {
	for _, depth := range []float64{1, 10, 30} {
		for _, z := range []float64{0.1, 1, 2.54, 6} {
			const h = 1e-5
			want := ((z+h)*Transmission(depth, (z+h)*(z+h)) - (z-h)*Transmission(depth, (z-h)*(z-h))) / (2 * h)
			if got := Slope(depth, z); math.Abs(got-want) > 1e-8*want+1e-10 {
				t.Errorf("depth %v, z %v: slope %.10g, want %.10g", depth, z, got, want)
			}
		}
	}
}

func TestSlabMistakes(t *testing.T) {
	for _, c := range []struct{ depth, pump, probe float64 }{{-1, 1, 1}, {math.NaN(), 1, 1}, {1, 0, 1}, {1, 1, -2}, {1, math.Inf(1), 1}} {
		if _, err := (Slab{Depth: c.depth}).Beams(c.pump, c.probe); err == nil {
			t.Errorf("depth %v, pump %v, probe %v: want an error", c.depth, c.pump, c.probe)
		}
	}
}

// probeTable is probe.md.
func probeTable(t *testing.T) string {
	out := `# How near the probe's answer is to the gradient

A slab of two-level absorber (Slab) is pumped with amplitudes z, and weak signals d come
back through it. The cosine is that of the angle between what comes out and the exact
gradient, the slope of the slab times d, over 200 absorbers: z normal with the standard
deviation of the row, d normal, its strongest signal of the intensity of the column, all in
units of saturation. The first column is the limit of no probe at all: what is lost there is
lost to the form of the answer, t instead of the slope. Columns to its right
are lost to the probe's own light.

` + "`go test ./sim/absorber -run TestProbeTable -update` writes this page.\n\n" +
		"| optical depth | rms z | no probe | 1e-4 | 0.1 | 1 | 10 |\n|---|---|---|---|---|---|---|\n"
	const n = 200
	draw := rng.Stream{Seed: 1, Stream: rng.Init}
	uniform := make([]float32, 4*n)
	draw.Uniform(0, uniform)
	normal := func(i int) float64 {
		u, v := float64(uniform[2*i])+0.5/(1<<24), float64(uniform[2*i+1])
		return math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*v)
	}
	for _, depth := range []float64{1, 4, 10, 30} {
		for _, rms := range []float64{0.5, 2, 5} {
			z, d, exact, limit := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
			for i := range n {
				z[i], d[i] = rms*normal(i), normal(n+i)
				exact[i], limit[i] = Slope(depth, z[i])*d[i], Transmission(depth, z[i]*z[i])*d[i]
			}
			out += fmt.Sprintf("| %g | %g | %.4f |", depth, rms, Cosine(limit, exact))
			for _, power := range []float64{1e-4, 0.1, 1, 10} {
				got, err := Slab{Depth: depth}.Response(z, d, power)
				if err != nil {
					t.Fatal(err)
				}
				out += fmt.Sprintf(" %.4f |", Cosine(got, exact))
			}
			out += "\n"
		}
	}
	return out
}

// TestProbeTable keeps the table on the page as it is computed.
func TestProbeTable(t *testing.T) {
	want := probeTable(t)
	if *update {
		if err := os.WriteFile("probe.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("probe.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("probe.md is not what is computed now; with -update it is written anew:\n%s", want)
	}
}

// TestKernelIsSlab: the layers' probe that saturates, in the medium, is the slab with light in
// both directions.
func TestKernelIsSlab(t *testing.T) {
	const n, depth, power = 40, 6, 2
	z, d := make([]float64, n), make([]float64, n)
	x, dy, dx := make([]float32, n), make([]float32, n), make([]float32, n)
	mean, most := 0.0, 0.0
	for i, v := range normals(2*n, 5) {
		if i < n {
			z[i], x[i] = 2*v, float32(2*v)
			continue
		}
		d[i-n], dy[i-n] = v, float32(v)
		mean += v * v / n
		most = math.Max(most, v*v)
	}
	want, err := Slab{Depth: depth}.Response(z, d, power*most/mean)
	if err != nil {
		t.Fatal(err)
	}
	kernels.Saturable{N: n, Law: kernels.Medium, Depth: depth}.FiniteProbe(power).Each([][]float32{x, dy, dx}, nil)
	for i, w := range want {
		if math.Abs(float64(dx[i])-w) > 2e-6*math.Abs(d[i]) {
			t.Errorf("z %v, signal %v: the layer gives %v, the slab %v", z[i], d[i], dx[i], w)
		}
	}
}
