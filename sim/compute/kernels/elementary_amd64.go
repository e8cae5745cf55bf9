//go:build goexperiment.simd

package kernels

import "simd/archsimd"

type (
	i32x8 = archsimd.Int32x8
	u32x8 = archsimd.Uint32x8
	u64x4 = archsimd.Uint64x4
)

// elementary has the numbers of log32, exp32 and gumbel in all lanes: the compiler
// does not keep them in registers through a loop.
type elementary struct {
	log                      [9]f32x8
	exp                      [6]f32x8
	zero, one, half, unit    f32x8
	log2e, high, low         f32x8
	least, most              f32x8
	bias, root, mantissa     u32x8
	nine, mantissaBits       u32x8
	exponent                 i32x8
	multiplier0, multiplier1 u32x8
	weyl0, weyl1, even       u64x4
}

func newElementary() *elementary {
	f, u := archsimd.BroadcastFloat32x8, archsimd.BroadcastUint32x8
	const root = 0x3f3504f3
	c := &elementary{
		zero: f(0), one: f(1), half: f(0.5), unit: f(1.0 / (1 << 24)),
		log2e: f(1.44269504), high: f(0.693359375), low: f(-2.12194440e-4),
		least: f(-87), most: f(88),
		bias: u(0x3f800000 - root), root: u(root), mantissa: u(0x007fffff), nine: u(9), mantissaBits: u(23),
		exponent:    archsimd.BroadcastInt32x8(127),
		multiplier0: u(0xD2511F53), multiplier1: u(0xCD9E8D57),
		weyl0: archsimd.BroadcastUint64x4(0x9E3779B9), weyl1: archsimd.BroadcastUint64x4(0xBB67AE85), even: archsimd.BroadcastUint64x4(1<<32 - 1),
	}
	for i, x := range [9]float32{7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
		-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1} {
		c.log[i] = f(x)
	}
	for i, x := range [6]float32{1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1} {
		c.exp[i] = f(x)
	}
	return c
}

// ln is log32, bit for bit.
func (c *elementary) ln(x f32x8) f32x8 {
	b := x.AsUint32x8().Add(c.bias)
	e := b.ShiftRight(c.mantissaBits).AsInt32x8().Sub(c.exponent).ConvertToFloat32()
	z := b.And(c.mantissa).Add(c.root).AsFloat32x8().Sub(c.one)
	p := c.log[0]
	p = p.Mul(z).Add(c.log[1])
	p = p.Mul(z).Add(c.log[2])
	p = p.Mul(z).Add(c.log[3])
	p = p.Mul(z).Add(c.log[4])
	p = p.Mul(z).Add(c.log[5])
	p = p.Mul(z).Add(c.log[6])
	p = p.Mul(z).Add(c.log[7])
	p = p.Mul(z).Add(c.log[8])
	zz := z.Mul(z)
	y := p.Mul(z).Mul(zz).Add(e.Mul(c.low)).Sub(zz.Mul(c.half))
	return z.Add(y).Add(e.Mul(c.high))
}

// power is exp32, bit for bit.
func (c *elementary) power(x f32x8) f32x8 {
	x = c.most.Min(c.least.Max(x))
	n := x.Mul(c.log2e).Add(c.half).Floor()
	x = x.Sub(n.Mul(c.high)).Sub(n.Mul(c.low))
	p := c.exp[0]
	p = p.Mul(x).Add(c.exp[1])
	p = p.Mul(x).Add(c.exp[2])
	p = p.Mul(x).Add(c.exp[3])
	p = p.Mul(x).Add(c.exp[4])
	p = p.Mul(x).Add(c.exp[5])
	y := p.Mul(x.Mul(x)).Add(x).Add(c.one)
	return y.Mul(n.ConvertToInt32().Add(c.exponent).ShiftAllLeft(23).AsFloat32x8())
}

// uniform is the number in 0..1 that gumbel makes of 32 random bits.
func (c *elementary) uniform(bits u32x8) f32x8 {
	return bits.ShiftRight(c.nine).ShiftAllLeft(1).AsInt32x8().ConvertToFloat32().Add(c.one).Mul(c.unit)
}

// philox fills bits with rng.Stream.Block of eight blocks, whose numbers are those in
// the low halves of even, for the even lanes, and of odd; what is in the high halves is
// of no account. It is not inlined because it needs all registers.
//
//go:noinline
func (c *elementary) philox(even, odd, step, stream, k0, k1 u64x4, bits *[4]u32x8) {
	a0, a1, a2, a3 := even, step, stream, k0.Xor(k0)
	b0, b1, b2, b3 := odd, step, stream, a3
	for range 10 {
		p0, q0 := a0.AsUint32x8().MulEvenWiden(c.multiplier0), b0.AsUint32x8().MulEvenWiden(c.multiplier0)
		p1, q1 := a2.AsUint32x8().MulEvenWiden(c.multiplier1), b2.AsUint32x8().MulEvenWiden(c.multiplier1)
		a0, a1 = upper(p1).Xor(a1.Xor(k0)), p1
		b0, b1 = upper(q1).Xor(b1.Xor(k0)), q1
		a2, a3 = upper(p0).Xor(a3.Xor(k1)), p0
		b2, b3 = upper(q0).Xor(b3.Xor(k1)), q0
		k0, k1 = k0.Add(c.weyl0), k1.Add(c.weyl1)
	}
	bits[0], bits[1] = c.lanes(a0, b0), c.lanes(a1, b1)
	bits[2], bits[3] = c.lanes(a2, b2), c.lanes(a3, b3)
}

// upper has the high halves in place of the low ones.
func upper(x u64x4) u64x4 { return x.AsUint32x8().PermuteScalarsGrouped(1, 1, 3, 3).AsUint64x4() }

// lanes joins the low halves of two vectors.
func (c *elementary) lanes(even, odd u64x4) u32x8 {
	return even.And(c.even).Or(odd.ShiftAllLeft(32)).AsUint32x8()
}
