//go:build goexperiment.simd

package kernels

import "simd/archsimd"

func init() {
	if archsimd.X86.AVX2() && archsimd.X86.FMA() {
		vectorModulate, vectorPhaseAdjoint, vectorAdam = modulateAVX2, phaseAdjointAVX2, adamAVX2
		vectorTransmission = transmissionAVX2
		vectorModulateTo, vectorModulateToAdjoint = modulateToAVX2, modulateToAdjointAVX2
	}
}

// pairs is the number of float32 of a vector of four pairs.
const pairs = 8

type f32x8 = archsimd.Float32x8

// real2, imag2 and swap are the pairs' real parts twice, imaginary parts twice, and
// both the other way round.
func real2(x f32x8) f32x8 { return x.SelectFromPairGrouped(0, 0, 6, 6, x) }
func imag2(x f32x8) f32x8 { return x.SelectFromPairGrouped(1, 1, 7, 7, x) }
func swap(x f32x8) f32x8  { return x.SelectFromPairGrouped(1, 0, 7, 6, x) }

func modulateAVX2(x, t []float32) {
	t = t[:len(x)]
	i := 0
	for ; i+pairs <= len(x); i += pairs {
		a, b := archsimd.LoadFloat32x8Slice(x[i:]), archsimd.LoadFloat32x8Slice(t[i:])
		// (re, im): re tr - im ti, im tr + re ti.
		a.MulAddSub(real2(b), swap(a).Mul(imag2(b))).StoreSlice(x[i:])
	}
	modulate(x[i:], t[i:])
}

func modulateToAVX2(x, t, out []float32) {
	t, out = t[:len(x)], out[:len(x)]
	i := 0
	for ; i+pairs <= len(x); i += pairs {
		a, b := archsimd.LoadFloat32x8Slice(x[i:]), archsimd.LoadFloat32x8Slice(t[i:])
		a.MulAddSub(real2(b), swap(a).Mul(imag2(b))).StoreSlice(out[i:])
	}
	modulateTo(x[i:], t[i:], out[i:])
}

func modulateToAdjointAVX2(g, e, t, d []float32) {
	e, t, d = e[:len(g)], t[:len(g)], d[:len(g)]
	i := 0
	for ; i+pairs <= len(g); i += pairs {
		a := archsimd.LoadFloat32x8Slice(g[i:])
		b, c := archsimd.LoadFloat32x8Slice(e[i:]), archsimd.LoadFloat32x8Slice(t[i:])
		// (gr er + gi ei, gi er - gr ei), and the same with t.
		s := swap(a)
		a.MulSubAdd(real2(b), s.Mul(imag2(b))).Add(archsimd.LoadFloat32x8Slice(d[i:])).StoreSlice(d[i:])
		a.MulSubAdd(real2(c), s.Mul(imag2(c))).StoreSlice(g[i:])
	}
	modulateToAdjoint(g[i:], e[i:], t[i:], d[i:])
}

// inOrder undoes the order in which SubPairsGrouped leaves two vectors' pairs.
var inOrder = [8]uint32{0, 1, 4, 5, 2, 3, 6, 7}

func phaseAdjointAVX2(g, e, t, d []float32) {
	e, t = e[:len(g)], t[:len(g)]
	order := archsimd.LoadUint32x8(&inOrder)
	i := 0
	for ; i+2*pairs <= len(g); i += 2 * pairs {
		a, b := archsimd.LoadFloat32x8Slice(g[i:]), archsimd.LoadFloat32x8Slice(g[i+pairs:])
		// gi er - gr ei of every pair.
		p := swap(a).Mul(archsimd.LoadFloat32x8Slice(e[i:]))
		q := swap(b).Mul(archsimd.LoadFloat32x8Slice(e[i+pairs:]))
		sum := archsimd.LoadFloat32x8Slice(d[i/2:])
		sum.Add(p.SubPairsGrouped(q).Permute(order)).StoreSlice(d[i/2:])
		// (gr tr + gi ti, gi tr - gr ti).
		c, s := archsimd.LoadFloat32x8Slice(t[i:]), archsimd.LoadFloat32x8Slice(t[i+pairs:])
		a.MulSubAdd(real2(c), swap(a).Mul(imag2(c))).StoreSlice(g[i:])
		b.MulSubAdd(real2(s), swap(b).Mul(imag2(s))).StoreSlice(g[i+pairs:])
	}
	phaseAdjoint(g[i:], e[i:], t[i:], d[i/2:])
}

func adamAVX2(x, grad, m, v, rates []float32, b1, b2, c1, c2, eps float32) int {
	grad, m, v = grad[:len(x)], m[:len(x)], v[:len(x)]
	scale, rate := all(rates[RateScale]), all(rates[RateStep])
	i1, i2 := all(1/rates[RateBias1]), all(1/rates[RateBias2])
	beta1, beta2, rest1, rest2, e := all(b1), all(b2), all(c1), all(c2), all(eps)
	i := 0
	for ; i+8 <= len(x); i += 8 {
		g := archsimd.LoadFloat32x8Slice(grad[i:]).Mul(scale)
		mi := archsimd.LoadFloat32x8Slice(m[i:]).MulAdd(beta1, g.Mul(rest1))
		vi := archsimd.LoadFloat32x8Slice(v[i:]).MulAdd(beta2, g.Mul(g).Mul(rest2))
		mi.StoreSlice(m[i:])
		vi.StoreSlice(v[i:])
		step := mi.Mul(i1).Mul(rate).Div(vi.Mul(i2).Sqrt().Add(e))
		archsimd.LoadFloat32x8Slice(x[i:]).Sub(step).StoreSlice(x[i:])
	}
	return i
}

// sine and cosine are the series' coefficients from the highest power down to the
// third and the second: on -pi to pi they leave less than 1e-9.
var (
	sine   = [10]float64{1 / 51090942171709440000., -1 / 121645100408832000., 1 / 355687428096000., -1 / 1307674368000., 1 / 6227020800., -1 / 39916800., 1 / 362880., -1 / 5040., 1 / 120., -1 / 6.}
	cosine = [10]float64{1 / 2432902008176640000., -1 / 6402373705728000., 1 / 20922789888000., -1 / 87178291200., 1 / 479001600., -1 / 3628800., 1 / 40320., -1 / 720., 1 / 24., -1 / 2.}
)

func transmissionAVX2(phi, t []float32, gain float64) int {
	const tauHigh, tauLow = 6.283185307179586, 2.4492935982947064e-16
	all := archsimd.BroadcastFloat64x4
	turns, high, low, g, one := all(-1/tauHigh), all(tauHigh), all(tauLow), all(gain), all(1)
	var a, b [10]archsimd.Float64x4
	for i := range a {
		a[i], b[i] = all(sine[i]), all(cosine[i])
	}
	i := 0
	for ; i+4 <= len(phi); i += 4 {
		x := archsimd.LoadFloat32x4Slice(phi[i:]).ConvertToFloat64()
		k := x.Mul(turns).RoundToEven()
		x = k.MulAdd(low, k.MulAdd(high, x))
		z := x.Mul(x)
		s, c := a[0], b[0]
		for j := 1; j < len(a); j++ {
			s, c = s.MulAdd(z, a[j]), c.MulAdd(z, b[j])
		}
		s = s.Mul(z).MulAdd(x, x).Mul(g)
		c = c.MulAdd(z, one).Mul(g)
		im, re := s.ConvertToFloat32().AsInt32x4(), c.ConvertToFloat32().AsInt32x4()
		re.InterleaveLo(im).AsFloat32x4().StoreSlice(t[2*i:])
		re.InterleaveHi(im).AsFloat32x4().StoreSlice(t[2*i+4:])
	}
	return i
}
