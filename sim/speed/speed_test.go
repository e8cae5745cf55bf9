package speed_test

import (
	"errors"
	"math"
	"math/cmplx"
	"slices"
	"testing"
	"time"

	"talbot/sim/speed"
)

var start = time.Now()

func clock() float64 { return time.Since(start).Seconds() }

// Every suite runs in every variant, and all variants compute the same.
func TestSuitesRun(t *testing.T) {
	for _, c := range []speed.Case{{Suite: "fft", N: 60}, {Suite: "hop", N: 20}, {Suite: "hop", N: 20, Pad: 6}, {Suite: "plane", N: 20},
		{Suite: "step", N: 20, Batch: 3}, {Suite: "step", N: 20, Pad: 10, Batch: 3}} {
		var list []speed.Contender
		for _, v := range []speed.Variant{{Scalar: true, Threads: 1}, {Threads: 1}, {Threads: 2}} {
			b, err := speed.Open(c, v, clock)
			if err != nil {
				t.Fatalf("%s %s: %v", c.Suite, c.Label(), err)
			}
			if len(list) > 0 {
				if err := speed.Agree(list[0].Check(), b.Check()); err != nil {
					t.Errorf("%s %s, %s: %v", c.Suite, c.Label(), v.Name(), err)
				}
			}
			list = append(list, b)
		}
		results, whole := speed.Compare(list, speed.Plan{Samples: 3, Seconds: 1e-4})
		for i, r := range results {
			if r.Err != nil || len(r.Seconds) != 3 || !(slices.Min(r.Seconds) > 0) || !whole {
				t.Errorf("%s %s, contender %d: %+v", c.Suite, c.Label(), i, r)
			}
		}
	}
}

// The check of suite fft is that of the discrete Fourier transform as it is defined.
func TestCheckIsOfTheDFT(t *testing.T) {
	b, err := speed.Open(speed.Case{Suite: "fft", N: 12}, speed.Variant{Threads: 1}, clock)
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.Problem()
	if err != nil {
		t.Fatal(err)
	}
	var sum complex128
	size := 0.0
	for l := range p.Lines() {
		x := func(j int) complex128 {
			return complex(float64(p.Field[2*(l*12+j)]), float64(p.Field[2*(l*12+j)+1]))
		}
		for k := range 12 {
			for j := range 12 {
				sum += cmplx.Conj(x(k)) * x(j) * cmplx.Exp(complex(0, -2*math.Pi*float64(j*k)/12))
			}
			size += real(x(k))*real(x(k)) + imag(x(k))*imag(x(k))
		}
	}
	if err := speed.Agree([]float64{real(sum) / size, imag(sum) / size}, b.Check()); err != nil {
		t.Error(err)
	}
}

// A training step's problem has what a rival needs, and its loss is that of ten
// classes before training.
func TestProblemOfAStep(t *testing.T) {
	b, err := speed.Open(speed.Case{Suite: "step", N: 20, Batch: 3}, speed.Variant{Threads: 1}, clock)
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.Problem()
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Field) != 3*20*20 || len(p.Masks) != speed.Layers*20*20 || len(p.Labels) != 3 || len(p.Regions) != 40 {
		t.Errorf("%d amplitudes, %d phases, %d labels, %d corners", len(p.Field), len(p.Masks), len(p.Labels), len(p.Regions))
	}
	if slices.Max(p.Field) <= 0 || slices.Max(p.Masks) <= 0 {
		t.Error("nothing but zeros")
	}
	if l := b.Check()[0]; !(l > 0.1 && l < 60) {
		t.Errorf("the loss is %g", l)
	}
}

// fake is a contender that takes a fixed time and notes that it was asked.
type fake struct {
	name string
	took float64
	fail int // fails from this sample on
	log  *[]string
	n    int
}

func (f *fake) Sample(reps int) (float64, error) {
	*f.log = append(*f.log, f.name)
	if f.n++; f.fail > 0 && f.n >= f.fail {
		return 0, errors.New("broken")
	}
	return f.took * float64(reps), nil
}
func (f *fake) Units() int       { return 2 }
func (f *fake) Check() []float64 { return nil }

func TestCompareTakesTurns(t *testing.T) {
	var log []string
	a, b := &fake{name: "a", took: 1, log: &log}, &fake{name: "b", took: 4, log: &log}
	results, whole := speed.Compare([]speed.Contender{a, b}, speed.Plan{Samples: 3, Seconds: 0.5})
	if !whole || results[0].Seconds[0] != 0.5 || results[1].Seconds[2] != 2 {
		t.Errorf("%v", results)
	}
	if got, want := log[len(log)-6:], []string{"a", "b", "a", "b", "a", "b"}; !slices.Equal(got, want) {
		t.Errorf("the order was %v", got)
	}
}

func TestCompareRepeatsShortWork(t *testing.T) {
	var log []string
	a := &fake{name: "a", took: 1e-6, log: &log}
	results, _ := speed.Compare([]speed.Contender{a}, speed.Plan{Samples: 1, Seconds: 0.1})
	if s := results[0].Seconds[0]; math.Abs(s-5e-7) > 1e-12 {
		t.Errorf("%g seconds a unit, want 5e-7", s)
	}
	if len(log) > 12 {
		t.Errorf("it took %d samples to find out", len(log))
	}
}

func TestCompareDropsWhoFailsAndStops(t *testing.T) {
	var log []string
	a, b := &fake{name: "a", took: 1, log: &log}, &fake{name: "b", took: 1, fail: 4, log: &log}
	ticks := 0
	results, whole := speed.Compare([]speed.Contender{a, b}, speed.Plan{Samples: 5, Seconds: 0.5, Tick: func() { ticks++ }})
	if results[1].Err == nil || results[1].Seconds != nil || len(results[0].Seconds) != 5 || !whole || ticks != 6 {
		t.Errorf("%v, %d ticks", results, ticks)
	}
	rounds := 0
	results, whole = speed.Compare([]speed.Contender{a}, speed.Plan{Samples: 5, Seconds: 0.5, Stop: func() bool { rounds++; return rounds > 3 }})
	if whole || len(results[0].Seconds) != 2 {
		t.Errorf("stopped with %v, whole %v", results, whole)
	}
}

func TestSpreadAndRatio(t *testing.T) {
	if s := speed.NewSpread([]float64{5, 1, 3}); s != (speed.Spread{Median: 3, Min: 1, Max: 5}) {
		t.Errorf("%+v", s)
	}
	if s := speed.NewSpread([]float64{4, 1, 3, 9}); s.Median != 3.5 {
		t.Errorf("%+v", s)
	}
	if s := speed.Ratio([]float64{1, 4, 9}, []float64{2, 4, 3}); s != (speed.Spread{Median: 1, Min: 0.5, Max: 3}) {
		t.Errorf("%+v", s)
	}
}

func TestAgree(t *testing.T) {
	if err := speed.Agree([]float64{100, 0.01}, []float64{100.05, 0.02}); err != nil {
		t.Error(err)
	}
	for _, other := range [][]float64{{100.2, 0.01}, {100}, {math.NaN(), 0}} {
		if speed.Agree([]float64{100, 0.01}, other) == nil {
			t.Errorf("%v agrees", other)
		}
	}
}

func TestOperationsAndBytes(t *testing.T) {
	hop := speed.Case{Suite: "hop", N: 200}
	if want := 2*5*40000*math.Log2(40000) + 6*40000; math.Abs(hop.Flops()-want) > 1 {
		t.Errorf("a hop of 200 has %g operations, want %g", hop.Flops(), want)
	}
	if hop.Bytes() != 56*40000 {
		t.Errorf("a hop of 200 moves %g bytes, want 56 a sample", hop.Bytes())
	}
	if c := (speed.Case{Suite: "fft", N: 1024}); c.Flops() != 51200 || c.Bytes() != 16384 {
		t.Errorf("a line of 1024: %g operations, %g bytes", c.Flops(), c.Bytes())
	}
	plain, padded := speed.Case{Suite: "step", N: 64}, speed.Case{Suite: "step", N: 64, Pad: 32}
	if r := padded.Flops() / plain.Flops(); r < 4 || r > 5 {
		t.Errorf("padding costs %g times the operations", r)
	}
	if r := padded.Bytes() / plain.Bytes(); r < 1.5 || r > 3 {
		t.Errorf("padding costs %g times the bytes", r)
	}
	if s := padded.Label(); s != "5x64 pad 32" {
		t.Errorf("label %q", s)
	}
}

func TestCases(t *testing.T) {
	for _, suite := range slices.Concat(speed.Suites, speed.Alone) {
		list, err := speed.Cases(suite, 8)
		if err != nil || len(list) < 2 {
			t.Errorf("%s: %d cases, %v", suite, len(list), err)
		}
	}
	if _, err := speed.Cases("hops", 8); err == nil {
		t.Error("suite hops: no error")
	}
}

func TestLimits(t *testing.T) {
	for _, threads := range []int{1, 2} {
		l := speed.MeasureLimits(clock, threads, 1e-4)
		if l.Flops < 1e7 || slices.Min(l.Copy) < 1e7 || l.How == "" {
			t.Errorf("%d threads: %+v", threads, l)
		}
	}
	l := speed.Limits{Flops: 1e9, Sizes: []float64{1e3, 1e9}, Copy: []float64{1e12, 1e10}}
	c := speed.Case{Suite: "fft", N: 1024}
	if s := l.Share(c, 1e-3); math.Abs(s-51200.0/1e6) > 1e-9 {
		t.Errorf("share %g, want that of the operations", s)
	}
	l.Flops = 1e15
	if s := l.Share(c, 1e-5); math.Abs(s-16384.0/1e5) > 1e-9 {
		t.Errorf("share %g, want that of the bytes", s)
	}
}
