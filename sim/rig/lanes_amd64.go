//go:build goexperiment.simd

package rig

import "simd/archsimd"

func init() {
	if archsimd.X86.AVX2() && archsimd.X86.FMA() {
		products, along, addTo, addConj = productsAVX2, alongAVX2, addToAVX2, addConjAVX2
	}
}

func productsAVX2(u, ha, fa, hb, fb apart) {
	n := len(u.re)
	for x := 0; x < n; x += lanes {
		var ur, ui, vr, vi archsimd.Float32x8 // what is added, and what is taken off
		for i := x; i < len(ha.re); i += n {
			har, hai := archsimd.LoadFloat32x8Slice(ha.re[i:]), archsimd.LoadFloat32x8Slice(ha.im[i:])
			fbr, fbi := archsimd.LoadFloat32x8Slice(fb.re[i:]), archsimd.LoadFloat32x8Slice(fb.im[i:])
			ur, vr = hai.MulAdd(fbi, ur), har.MulAdd(fbr, vr)
			vi = hai.MulAdd(fbr, har.MulAdd(fbi, vi))
			hbr, hbi := archsimd.LoadFloat32x8Slice(hb.re[i:]), archsimd.LoadFloat32x8Slice(hb.im[i:])
			far, fai := archsimd.LoadFloat32x8Slice(fa.re[i:]), archsimd.LoadFloat32x8Slice(fa.im[i:])
			ur, vr = hbr.MulAdd(far, ur), hbi.MulAdd(fai, vr)
			ui = hbi.MulAdd(far, hbr.MulAdd(fai, ui))
		}
		ur.Sub(vr).StoreSlice(u.re[x:])
		ui.Sub(vi).StoreSlice(u.im[x:])
	}
}

func alongAVX2(line []float64, cosines [][]float64, re, im []float64) {
	p := 0
	for ; p+2 <= len(cosines); p += 2 {
		var ar, ai, br, bi archsimd.Float64x4
		a, b := cosines[p][:len(re)], cosines[p+1][:len(re)]
		for x := 0; x+4 <= len(re); x += 4 {
			u, v := archsimd.LoadFloat64x4Slice(re[x:]), archsimd.LoadFloat64x4Slice(im[x:])
			w := archsimd.LoadFloat64x4Slice(a[x:])
			ar, ai = w.MulAdd(u, ar), w.MulAdd(v, ai)
			w = archsimd.LoadFloat64x4Slice(b[x:])
			br, bi = w.MulAdd(u, br), w.MulAdd(v, bi)
		}
		to := line[2*p:][:4]
		pairSum(to[:2], ar, ai)
		pairSum(to[2:], br, bi)
	}
	alongOf(line[2*p:], cosines[p:], re, im)
}

// pairSum leaves the sums of two vectors.
func pairSum(to []float64, a, b archsimd.Float64x4) {
	s := a.AddPairsGrouped(b)
	s.GetLo().Add(s.GetHi()).StoreSlice(to)
}

func addToAVX2(to, v []float64, by float64) {
	to = to[:len(v)]
	w, k := archsimd.BroadcastFloat64x4(by), 0
	for ; k+4 <= len(v); k += 4 {
		archsimd.LoadFloat64x4Slice(v[k:]).MulAdd(w, archsimd.LoadFloat64x4Slice(to[k:])).StoreSlice(to[k:])
	}
	addToOf(to[k:], v[k:], by)
}

func addConjAVX2(to, v []float64, re, im float64) {
	to = to[:len(v)]
	a, b := archsimd.BroadcastFloat64x4(re), archsimd.LoadFloat64x4(&[4]float64{im, -im, im, -im})
	k := 0
	for ; k+4 <= len(v); k += 4 {
		x := archsimd.LoadFloat64x4Slice(v[k:])
		swapped := x.SelectFromPairGrouped(1, 0, x)
		swapped.MulAdd(b, x.MulAdd(a, archsimd.LoadFloat64x4Slice(to[k:]))).StoreSlice(to[k:])
	}
	addConjOf(to[k:], v[k:], re, im)
}
