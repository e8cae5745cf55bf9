//go:build goexperiment.simd

package kernels

import "simd/archsimd"

func init() {
	if archsimd.X86.AVX2() {
		c := newElementary()
		vectorSaturable, vectorSaturableAdjoint = c.saturable, c.saturableAdjoint
	}
}

// saturable is TwoLevel's way forward for the first numbers, by the operations of the
// scalar one, so that the bits are the same; power is Depth times that of the transmission.
func (c *elementary) saturable(x, y []float32, power float32, intensity bool) int {
	y = y[:len(x)]
	minus := all(-power)
	i := 0
	for ; i+8 <= len(x); i += 8 {
		v := archsimd.LoadFloat32x8Slice(x[i:])
		l := v.Mul(v)
		if intensity {
			v = v.Max(c.zero)
			l = v
		}
		v.Mul(c.power(minus.Div(c.one.Add(l)))).StoreSlice(y[i:])
	}
	return i
}

// saturableAdjoint is TwoLevel's way back for the first numbers; depth 0 is the probe.
func (c *elementary) saturableAdjoint(x, y, dy, dx []float32, depth, dark float32, intensity bool) int {
	y, dy, dx = y[:len(x)], dy[:len(x)], dx[:len(x)]
	deep, unlit, least := all(depth), all(dark), all(faint)
	i := 0
	for ; i+8 <= len(x); i += 8 {
		v := archsimd.LoadFloat32x8Slice(x[i:])
		l := v.Mul(v)
		if intensity {
			l = v.Max(c.zero)
		}
		f := unlit.Merge(archsimd.LoadFloat32x8Slice(y[i:]).Div(v), l.Less(least))
		if depth != 0 {
			s := c.one.Div(c.one.Add(l))
			f = f.Mul(c.one.Add(deep.Mul(l).Mul(s.Mul(s))))
			if intensity {
				f = c.zero.Merge(f, v.Less(c.zero))
			}
		}
		f.Mul(archsimd.LoadFloat32x8Slice(dy[i:])).StoreSlice(dx[i:])
	}
	return i
}
