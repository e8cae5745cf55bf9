//go:build goexperiment.simd

package speed

import "simd/archsimd"

func init() {
	switch {
	case archsimd.X86.AVX512():
		peak, peakFlops, peakHow = peakAVX512, 2*16*10, "AVX-512 fused multiply-add"
	case archsimd.X86.AVX2() && archsimd.X86.FMA():
		peak, peakFlops, peakHow = peakAVX2, 2*8*10, "AVX2 fused multiply-add"
	}
}

func peakAVX512(n int) float32 {
	x, y := archsimd.BroadcastFloat32x16(0.999), archsimd.BroadcastFloat32x16(1e-3)
	a, b, c, d, e, f, g, h, i, j := y, x, y, x, y, x, y, x, y, x
	for range n {
		a = a.MulAdd(x, y)
		b = b.MulAdd(x, y)
		c = c.MulAdd(x, y)
		d = d.MulAdd(x, y)
		e = e.MulAdd(x, y)
		f = f.MulAdd(x, y)
		g = g.MulAdd(x, y)
		h = h.MulAdd(x, y)
		i = i.MulAdd(x, y)
		j = j.MulAdd(x, y)
	}
	var out [16]float32
	a.Add(b).Add(c).Add(d).Add(e).Add(f).Add(g).Add(h).Add(i).Add(j).Store(&out)
	return out[0]
}

func peakAVX2(n int) float32 {
	x, y := archsimd.BroadcastFloat32x8(0.999), archsimd.BroadcastFloat32x8(1e-3)
	a, b, c, d, e, f, g, h, i, j := y, x, y, x, y, x, y, x, y, x
	for range n {
		a = a.MulAdd(x, y)
		b = b.MulAdd(x, y)
		c = c.MulAdd(x, y)
		d = d.MulAdd(x, y)
		e = e.MulAdd(x, y)
		f = f.MulAdd(x, y)
		g = g.MulAdd(x, y)
		h = h.MulAdd(x, y)
		i = i.MulAdd(x, y)
		j = j.MulAdd(x, y)
	}
	var out [8]float32
	a.Add(b).Add(c).Add(d).Add(e).Add(f).Add(g).Add(h).Add(i).Add(j).Store(&out)
	return out[0]
}
