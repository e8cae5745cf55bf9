package speed_test

import (
	"math"
	"testing"

	"talbot/sim/compute/cpu"
	"talbot/sim/speed"
)

// gpuCases are small ones of every suite for a GPU.
var gpuCases = []speed.Case{
	{Suite: "copy", N: 2, Batch: 1, GPU: true},
	{Suite: "hop", N: 20, Batch: 5, GPU: true}, {Suite: "hop", N: 20, Batch: 5, Chain: 3, GPU: true},
	{Suite: "step", N: 20, Batch: 3, GPU: true}, {Suite: "step", N: 20, Pad: 10, Batch: 3, GPU: true},
	{Suite: "step", N: 20, Levels: 4, Batch: 3, GPU: true},
	{Suite: "dante", N: 20, Batch: 1, GPU: true}, {Suite: "opu", N: 90, Batch: 3, GPU: true},
	{Suite: "dante", N: 40, Batch: 1, Model: "fresnel", GPU: true}, {Suite: "dante", N: 40, Batch: 1, Model: "products", GPU: true}, {Suite: "dante", N: 40, Batch: 1, Model: "chirp-z", GPU: true},
}

// The cases of a GPU run on any device; here, where there always is one, on the
// processor in the place of a GPU.
func TestGPUSuitesRun(t *testing.T) {
	for _, c := range gpuCases {
		dev := cpu.Open(2)
		b, err := speed.Open(c, speed.Variant{GPU: dev}, clock)
		if err != nil {
			t.Fatalf("%s %s: %v", c.Suite, c.Label(), err)
		}
		if s, err := b.Sample(2); err != nil || !(s > 0) {
			t.Errorf("%s %s: %g s, %v", c.Suite, c.Label(), s, err)
		}
		if want := max(1, c.Chain); b.Units() != want || len(b.Runs()) == 0 {
			t.Errorf("%s %s: %d units, want %d; %d programs", c.Suite, c.Label(), b.Units(), want, len(b.Runs()))
		}
		if p, err := b.Problem(); err != nil || len(p.Field) == 0 {
			t.Errorf("%s %s: a problem of %d numbers, %v", c.Suite, c.Label(), len(p.Field), err)
		}
		if err := dev.Close(); err != nil {
			t.Error(err)
		}
	}
}

// A chain of hops comes to one over the whole distance: the check depends on it.
func TestChainIsAsLongAsItsHops(t *testing.T) {
	one := check(t, speed.Case{Suite: "hop", N: 20, Batch: 2, GPU: true})
	three := check(t, speed.Case{Suite: "hop", N: 20, Batch: 2, Chain: 3, GPU: true})
	if speed.Agree(one, three) == nil {
		t.Error("three hops give the same as one")
	}
	if alone := check(t, speed.Case{Suite: "hop", N: 20, Batch: 2, Chain: 1, GPU: true}); speed.Agree(one, alone) != nil {
		t.Errorf("a chain of one hop gives %v, a hop %v", alone, one)
	}
}

// Loss and gradient of suite dante are those of the power that arrives: of a plane
// whose mask is lit in part, about 1 and below.
func TestDanteCheck(t *testing.T) {
	for _, n := range []int{20, 50} {
		c := check(t, speed.Case{Suite: "dante", N: n, Batch: 1, GPU: true})
		if len(c) != 2 || !(c[0] > 0.5 && c[0] < 3) || !(c[1] > 0.01 && c[1] < 10) {
			t.Errorf("%d: %v", n, c)
		}
	}
}

func check(t *testing.T, c speed.Case) []float64 {
	t.Helper()
	b, err := speed.Open(c, speed.Variant{GPU: cpu.Open(1)}, clock)
	if err != nil {
		t.Fatal(err)
	}
	return b.Check()
}

func TestGPUCases(t *testing.T) {
	for _, suite := range speed.GPUSuites {
		list, err := speed.GPUCases(suite, 500, 512)
		if err != nil || len(list) == 0 {
			t.Errorf("%s: %d cases, %v", suite, len(list), err)
		}
		seen := map[string]bool{}
		for _, c := range list {
			if seen[c.Label()] || !c.GPU || c.Batch < 1 || c.Unit() == "" {
				t.Errorf("%s: %q, %+v", suite, c.Label(), c)
			}
			seen[c.Label()] = true
		}
	}
	if _, err := speed.GPUCases("fft", 500, 512); err == nil {
		t.Error("suite fft on a GPU: no error")
	}
	for n, want := range map[int]string{200: "200 batch 500", 512: "512 batch 76"} {
		if got := labelOf(t, n); got != want {
			t.Errorf("hop of %d is %q, want %q", n, got, want)
		}
	}
}

func labelOf(t *testing.T, n int) string {
	t.Helper()
	list, err := speed.GPUCases("hop", 500, 512)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.N == n {
			return c.Label()
		}
	}
	return ""
}

func TestGPUBytes(t *testing.T) {
	one := speed.Case{Suite: "hop", N: 200, Batch: 500, GPU: true}
	// Rows, columns, rows, and the transfer function once.
	if want := (500*48 + 8) * 40000.0; math.Abs(one.Bytes()-want) > 1 {
		t.Errorf("a hop of 500 planes moves %g bytes, want %g", one.Bytes(), want)
	}
	chain := one
	chain.Chain = 4 // columns and rows 16 a sample each; the outer rows once more
	if want := 40000 * (8 + 500*(16+(3*16+32)/4.0)); math.Abs(chain.Bytes()-want) > 1 {
		t.Errorf("a hop of a chain moves %g bytes, want %g", chain.Bytes(), want)
	}
	if b := (speed.Case{Suite: "copy", N: 512, GPU: true}).Bytes(); b != 1<<30 {
		t.Errorf("a copy of 512 MiB moves %g bytes", b)
	}
	// There and back 440 of 648 bytes a sample, the transfer function and the masks once,
	// less four times 8 in the seven tenths of the rows that no detector reads.
	step, alone := speed.Case{Suite: "step", N: 200, Batch: 500, GPU: true}, speed.Case{Suite: "step", N: 200}
	if r := step.Bytes() / (500 * alone.Bytes()); math.Abs(r-(440-22.4)/(648-22.4)) > 1e-3 {
		t.Errorf("a picture of a batch moves %g of the bytes of one alone", r)
	}
	// Four hops of columns (24 a sample) and rows (16), and what is between.
	if b := (speed.Case{Suite: "dante", N: 2000, Batch: 1, GPU: true}).Bytes() / 4e6; b < 4*40 || b > 5*60 {
		t.Errorf("a step of suite dante moves %g bytes a sample", b)
	}
}
