// Package computetest is the conformance suite for devices: one line in a device's
// test runs all of it. Oracles are brute force in complex128 on small odd sizes.
package computetest

import (
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/rng"
)

// Tolerance is how far a device's float32 results may be from the oracle's,
// relative to the size of the result.
type Tolerance struct {
	Linear     float64 // sums and products
	Elementary float64 // exp, sin, cos, sqrt
}

// CPU is the tolerance of correctly rounded float32 arithmetic with sums of up to
// some thousand terms.
var CPU = Tolerance{Linear: 1e-6, Elementary: 1e-6}

// Run runs the suite on the device that open makes.
func Run(t *testing.T, open func() compute.Device, tol Tolerance) {
	for _, c := range []struct {
		name string
		test func(*testing.T, compute.Device, Tolerance)
	}{
		{"Scopes", testScopes},
		{"Segments", testSegments},
		{"Anew", testAnew},
		{"Order", testOrder},
		{"Mistakes", testMistakes},
		{"Large", testLarge},
		{"Encode", testEncode},
		{"Propagate", testPropagate},
		{"LinearMaps", testLinearMaps},
		{"Place", testPlace},
		{"Lines", testLines},
		{"MaskGradients", testMaskGradients},
		{"DetectorGradients", testDetectorGradients},
		{"Losses", testLosses},
		{"SquaredError", testSquaredError},
		{"Between", testBetween},
		{"Each", testEach},
		{"Band", testBand},
		{"Fusion", testFusion},
		{"Product", testProduct},
		{"Norm", testNorm},
		{"Softmax", testSoftmax},
		{"GELU", testGELU},
		{"LayerNorm", testLayerNorm},
		{"Attention", testAttention},
		{"Embed", testEmbed},
		{"TokenLoss", testTokenLoss},
		{"MaxPool", testMaxPool},
		{"Vary", testVary},
		{"Saturable", testSaturable},
		{"Signals", testSignals},
		{"Activations", testActivations},
		{"Pool", testPool},
		{"Multiplier", testMultiplier},
		{"MeanSquares", testMeanSquares},
		{"Add", testAdd},
		{"Updates", testUpdates},
		{"Levels", testLevels},
		{"Nearest", testNearest},
		{"Fitted", testFitted},
		{"Blur", testBlur},
		{"ModulateTo", testModulateTo},
		{"Gather", testGather},
		{"Together", testTogether},
		{"PhaseCode", testPhaseCode},
		{"ComplexWeights", testComplexWeights},
		{"Match", testMatch},
		{"Illuminate", testIlluminate},
		{"Mirror", testMirror},
		{"MapLoss", testMapLoss},
		{"FieldActivation", testFieldActivation},
		{"Panel", testPanel},
		{"Sensor", testSensor},
		{"Resample", testResample},
		{"Ternary", testTernary},
		{"Exact", testExact},
		{"Speckle", testSpeckle},
		{"Diffuse", testDiffuse},
		{"MeanRows", testMeanRows},
		{"Show", testShow},
		{"Reading", testReading},
		{"Refocus", testRefocus},
		{"Slips", testSlips},
	} {
		t.Run(c.name, func(t *testing.T) {
			dev := open()
			c.test(t, dev, tol)
			if err := dev.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// bench runs kernels on plain slices: what the tests are written with.
type bench struct {
	t   *testing.T
	dev compute.Device
}

// argument is a buffer's scope and content; content of Sum and results is size.
type argument struct {
	scope compute.Scope
	data  []float32
}

func shared(x []float32) argument { return argument{compute.Shared, x} }
func sample(x []float32) argument { return argument{compute.Sample, x} }
func sum(n int) argument          { return argument{compute.Sum, make([]float32, n)} }

// run launches one kernel for one sample and returns every argument's content
// after it.
func (b bench) run(k compute.Kernel, args ...argument) [][]float32 {
	b.t.Helper()
	var p compute.Program
	var bufs []compute.Buffer
	for i, a := range args {
		buf, err := b.dev.Alloc(compute.Spec{Name: k.Name + string(rune('0'+i)), Scope: a.scope, Len: len(a.data), Batch: 1})
		b.check(err)
		b.check(b.dev.Write(buf, 0, a.data))
		bufs = append(bufs, buf)
	}
	p.Add(k, bufs...)
	r, err := b.dev.Compile(&p)
	b.check(err)
	b.check(r.Run(1))
	out := make([][]float32, len(args))
	for i, buf := range bufs {
		out[i] = make([]float32, len(args[i].data))
		b.check(b.dev.Read(buf, 0, out[i]))
	}
	return out
}

func (b bench) check(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// random is n numbers in -1..1.
func random(n int, step uint32) []float32 {
	x := make([]float32, n)
	rng.Stream{Seed: 3, Stream: 1000}.Uniform(step, x)
	for i := range x {
		x[i] = 2*x[i] - 1
	}
	return x
}

func complexes(x []float32) []complex128 {
	c := make([]complex128, len(x)/2)
	for i := range c {
		c[i] = complex(float64(x[2*i]), float64(x[2*i+1]))
	}
	return c
}

// complexAt is element i of complexes(x).
func complexAt(x []float32, i int) complex128 {
	return complex(float64(x[2*i]), float64(x[2*i+1]))
}

// dot is Re <a, b> over plain numbers: for pairs, the real part of sum conj(a) b.
func dot(a, b []float32) float64 {
	s := 0.0
	for i := range a {
		s += float64(a[i]) * float64(b[i])
	}
	return s
}

func norm(a []float32) float64 { return math.Sqrt(dot(a, a)) }

// near reports |got-want| against tol times scale.
func near(t *testing.T, what string, got, want, scale, tol float64) {
	t.Helper()
	if e := math.Abs(got - want); !(e <= tol*scale) {
		t.Errorf("%s: %.9g, want %.9g: off by %.2g of %.2g, allowed %.2g", what, got, want, e/scale, scale, tol)
	}
}

// GPU is the tolerance of WGSL, whose functions are less exact than the CPU's: its
// division and square root may be off by 2.5 and its exp by 3 + 2|x| units in the last place.
var GPU = Tolerance{Linear: 1e-6, Elementary: 5e-6}
