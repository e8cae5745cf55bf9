// Command gen writes micro_amd64.s, the inner loops of matrix products for AVX2 and
// AVX-512. It is a module of its own so that Talbot does not depend on avo.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

//go:generate go run . -out ../micro_amd64.s -stubs ../stubs_amd64.go -pkg gemm

func main() {
	ConstraintExpr("goexperiment.simd,amd64")
	// Accumulators, two vectors of b and two numbers of a: all registers.
	micro("micro6x16", 6, 8, func() reg.VecVirtual { return YMM() })
	micro("micro14x32", 14, 16, func() reg.VecVirtual { return ZMM() })
	lines()
	Generate()
}

// lines writes the transposition of 4 lines of n times 8 numbers.
func lines() {
	TEXT("lines4", NOSPLIT, "func(n int, src *float32, stride int, dst *float32, wide int)")
	Pragma("noescape")
	Doc("lines4 writes 8 n numbers of 4 lines, stride bytes apart, as rows of 4, wide bytes apart. n is at least 1.")
	n, src, stride := Load(Param("n"), GP64()), Load(Param("src"), GP64()), Load(Param("stride"), GP64())
	dst, wide := Load(Param("dst"), GP64()), Load(Param("wide"), GP64())
	three := GP64() // lines
	LEAQ(Mem{Base: stride, Index: stride, Scale: 2}, three)
	far := GP64() // four rows on
	MOVQ(wide, far)
	SHLQ(U8(2), far)
	three4 := GP64()
	LEAQ(Mem{Base: wide, Index: wide, Scale: 2}, three4)
	Label("lines")
	r := [4]reg.VecVirtual{YMM(), YMM(), YMM(), YMM()}
	VMOVUPS(Mem{Base: src}, r[0])
	VMOVUPS(Mem{Base: src, Index: stride, Scale: 1}, r[1])
	VMOVUPS(Mem{Base: src, Index: stride, Scale: 2}, r[2])
	VMOVUPS(Mem{Base: src, Index: three, Scale: 1}, r[3])
	t := [4]reg.VecVirtual{YMM(), YMM(), YMM(), YMM()}
	VUNPCKLPS(r[1], r[0], t[0]) // 0 0 1 1 of lines 0 and 1
	VUNPCKHPS(r[1], r[0], t[1])
	VUNPCKLPS(r[3], r[2], t[2])
	VUNPCKHPS(r[3], r[2], t[3])
	o := [4]reg.VecVirtual{YMM(), YMM(), YMM(), YMM()}
	VUNPCKLPD(t[2], t[0], o[0])
	VUNPCKHPD(t[2], t[0], o[1])
	VUNPCKLPD(t[3], t[1], o[2])
	VUNPCKHPD(t[3], t[1], o[3])
	second := GP64()
	LEAQ(Mem{Base: dst, Index: far, Scale: 1}, second)
	for i, v := range o {
		at := Mem{Base: dst, Index: wide, Scale: uint8(max(1, i))}
		at4 := Mem{Base: second, Index: wide, Scale: uint8(max(1, i))}
		switch i {
		case 0:
			at, at4 = Mem{Base: dst}, Mem{Base: second}
		case 3:
			at, at4 = Mem{Base: dst, Index: three4, Scale: 1}, Mem{Base: second, Index: three4, Scale: 1}
		}
		VMOVUPS(v.AsX(), at)
		VEXTRACTF128(U8(1), v, at4)
	}
	ADDQ(U32(32), src)
	LEAQ(Mem{Base: second, Index: far, Scale: 1}, dst)
	DECQ(n)
	JNZ(LabelRef("lines"))
	VZEROUPPER()
	RET()
}

// micro writes the product of a panel of rows by a panel of two vectors of lanes.
func micro(name string, rows, lanes int, vec func() reg.VecVirtual) {
	TEXT(name, NOSPLIT, "func(k int, a, b, c *float32, stride int, add bool)")
	Pragma("noescape")
	Doc(name + " writes the product of panels a, [k][" + itoa(rows) + "], and b, [k][" + itoa(2*lanes) + "], to rows of c, stride bytes apart, or adds it. k is at least 1.")
	k, a, b, c := Load(Param("k"), GP64()), Load(Param("a"), GP64()), Load(Param("b"), GP64()), Load(Param("c"), GP64())
	acc := make([][2]reg.VecVirtual, rows)
	for i := range acc {
		for j := range acc[i] {
			acc[i][j] = vec()
			if lanes == 16 {
				VPXORD(acc[i][j], acc[i][j], acc[i][j])
			} else {
				VXORPS(acc[i][j], acc[i][j], acc[i][j])
			}
		}
	}
	wide := 4 * lanes
	fetched := GP64() // c, which is read or written at the end
	MOVQ(c, fetched)
	width := Load(Param("stride"), GP64())
	for range acc {
		for at := 0; at < 2*wide; at += 64 {
			PREFETCHT0(Mem{Base: fetched, Disp: at})
		}
		ADDQ(width, fetched)
	}
	b0, b1 := vec(), vec()
	x := [2]reg.VecVirtual{vec(), vec()}
	Label(name + "loop")
	VMOVUPS(Mem{Base: b}, b0)
	VMOVUPS(Mem{Base: b, Disp: wide}, b1)
	for i := range acc {
		VBROADCASTSS(Mem{Base: a, Disp: 4 * i}, x[i%2])
		VFMADD231PS(x[i%2], b0, acc[i][0])
		VFMADD231PS(x[i%2], b1, acc[i][1])
	}
	ADDQ(U32(uint32(4*rows)), a)
	ADDQ(U32(uint32(2*wide)), b)
	DECQ(k)
	JNZ(LabelRef(name + "loop"))
	stride := Load(Param("stride"), GP64())
	add := Load(Param("add"), GP8())
	TESTB(add, add)
	JZ(LabelRef(name + "store"))
	d := GP64()
	MOVQ(c, d)
	for i := range acc {
		for j := range acc[i] {
			VADDPS(Mem{Base: d, Disp: j * wide}, acc[i][j], acc[i][j])
		}
		ADDQ(stride, d)
	}
	Label(name + "store")
	for i := range acc {
		for j := range acc[i] {
			VMOVUPS(acc[i][j], Mem{Base: c, Disp: j * wide})
		}
		ADDQ(stride, c)
	}
	VZEROUPPER()
	RET()
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}
