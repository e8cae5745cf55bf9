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
	// Accumulators, two vectors of b, and for AVX2 two numbers of a: all registers.
	micro("micro6x16", 6, 8, func() reg.VecVirtual { return YMM() })
	micro("micro14x32", 14, 16, func() reg.VecVirtual { return ZMM() })
	Generate()
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
	b0, b1 := vec(), vec()
	var x [2]reg.VecVirtual
	if lanes == 8 {
		x = [2]reg.VecVirtual{vec(), vec()}
	}
	Label(name + "loop")
	VMOVUPS(Mem{Base: b}, b0)
	VMOVUPS(Mem{Base: b, Disp: wide}, b1)
	for i := range acc {
		at := Mem{Base: a, Disp: 4 * i}
		if lanes == 16 {
			VFMADD231PS_BCST(at, b0, acc[i][0])
			VFMADD231PS_BCST(at, b1, acc[i][1])
			continue
		}
		VBROADCASTSS(at, x[i%2])
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
