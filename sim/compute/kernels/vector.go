package kernels

// SIMD forms of the loops over whole planes, set by vector_*.go where the build and the
// machine have them, else nil.
var (
	// vectorModulate is x = t x over pairs.
	vectorModulate func(x, t []float32)
	// vectorPhaseAdjoint is ModulatePhaseAdjoint's loop.
	vectorPhaseAdjoint func(g, e, t, d []float32)
	// vectorModulateTo and vectorModulateToAdjoint are the loops of ModulateTo and its
	// adjoint.
	vectorModulateTo        func(in, t, out []float32)
	vectorModulateToAdjoint func(g, e, t, d []float32)
	// vectorAddScaled and vectorExpand are addScaled and expand.
	vectorAddScaled func(x, y []float32, w float32)
	vectorExpand    func(line, u, e []float32)
	// vectorTransmission is PhaseTransmission's loop over the first numbers; it
	// returns how many.
	vectorTransmission func(phi, t []float32, gain float64) int
	// vectorAdam is Adam's loop over the first numbers; it returns how many.
	vectorAdam func(x, grad, m, v, rates []float32, b1, b2, c1, c2, eps float32) int
	// vectorSaturable and vectorSaturableAdjoint are the loops of the absorbers of law
	// TwoLevel over the first numbers; they return how many.
	vectorSaturable        func(x, y []float32, power float32, intensity bool) int
	vectorSaturableAdjoint func(x, y, dy, dx []float32, depth, dark float32, intensity bool) int
	// vectorDraws and vectorDrawsAdjoint are the code of the kernels of Levels, and the
	// working memory it needs; vectorNearest and vectorNearestAdjoint those of
	// NearestState and its adjoint for so many levels. They give the scalar code's bits.
	vectorDraws, vectorDrawsAdjoint     func(Levels) (once, int)
	vectorNearest, vectorNearestAdjoint func(levels int) (once, int)
)

// once is the code of a kernel that runs once.
type once = func(args [][]float32, work []float32, from, to int)
