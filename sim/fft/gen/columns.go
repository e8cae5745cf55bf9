package main

import (
	"fmt"

	"talbot/sim/fft/gen/assembly"
	"talbot/sim/fft/gen/dft"
)

// columns writes the moves between elements of a block and rows of pairs, and the products with such rows
// and with a factor for each element. The lanes are in the order that one shuffle gives.
func (t target) columns(f *assembly.File) {
	half := 4 * t.width
	type cx = dft.Complex[assembly.V]
	element := func(c *assembly.Code, base string) cx {
		return cx{Re: c.Load("(" + base + ")"), Im: c.Load(fmt.Sprintf("%d(%s)", half, base))}
	}
	store := func(c *assembly.Code, v cx, base string) {
		c.Store(v.Re, "("+base+")")
		c.Store(v.Im, fmt.Sprintf("%d(%s)", half, base))
	}
	pairs := func(c *assembly.Code, base string) cx {
		v := element(c, base)
		return cx{Re: c.Shuffle("VSHUFPS", 0x88, v.Re, v.Im), Im: c.Shuffle("VSHUFPS", 0xdd, v.Re, v.Im)}
	}
	// loop writes a function that does body n times and advances registers by words after each.
	loop := func(doc, name, params, begin string, advance [][2]string, body func(c *assembly.Code)) {
		c := &assembly.Code{Width: t.width, Many: t.many(), InPlace: true}
		body(c)
		text, aside := c.Assign()
		if aside > 0 {
			panic("gen: " + name + " lacks registers")
		}
		for _, a := range advance {
			text += "\tADDQ " + a[0] + ", " + a[1] + "\n"
		}
		f.Func(doc, t.name+name, params, 0, "", begin+"element:\n"+text+"\tDECQ R13\n\tJNZ element\n")
	}
	size := fmt.Sprintf("$%d", 2*half)

	loop("Fill takes n rows of pairs apart.", "Fill", "block, row unsafe.Pointer, stride, n int",
		"\tMOVQ block+0(FP), DI\n\tMOVQ row+8(FP), SI\n\tMOVQ stride+16(FP), R8\n\tMOVQ n+24(FP), R13\n",
		[][2]string{{size, "DI"}, {"R8", "SI"}}, func(c *assembly.Code) { store(c, pairs(c, "SI"), "DI") })
	loop("Drain makes n rows of pairs, the last element first.", "Drain", "row unsafe.Pointer, stride int, block unsafe.Pointer, n int",
		"\tMOVQ row+0(FP), DI\n\tMOVQ stride+8(FP), R8\n\tMOVQ block+16(FP), SI\n\tMOVQ n+24(FP), R13\n",
		[][2]string{{"R8", "DI"}, {fmt.Sprintf("$-%d", 2*half), "SI"}}, func(c *assembly.Code) {
			v := element(c, "SI")
			store(c, cx{Re: c.Shuffle("VUNPCKLPS", -1, v.Re, v.Im), Im: c.Shuffle("VUNPCKHPS", -1, v.Re, v.Im)}, "DI")
		})
	loop("Mul multiplies n elements by rows of pairs.", "Mul", "block, row unsafe.Pointer, stride, n int, sign float32",
		"\tMOVQ block+0(FP), DI\n\tMOVQ row+8(FP), SI\n\tMOVQ stride+16(FP), R8\n\tMOVQ n+24(FP), R13\n",
		[][2]string{{size, "DI"}, {"R8", "SI"}}, func(c *assembly.Code) {
			h := pairs(c, "SI")
			h.Im = c.Mul(h.Im, c.Broadcast("sign+32(FP)"))
			store(c, c.Times(element(c, "DI"), h), "DI")
		})
	loop("Turn multiplies n elements by a factor each.", "Turn", "dst, src unsafe.Pointer, step int, factor unsafe.Pointer, n int",
		"\tMOVQ dst+0(FP), DI\n\tMOVQ src+8(FP), SI\n\tMOVQ step+16(FP), R8\n\tMOVQ factor+24(FP), DX\n\tMOVQ n+32(FP), R13\n",
		[][2]string{{size, "DI"}, {"R8", "SI"}, {"$12", "DX"}}, func(c *assembly.Code) {
			store(c, c.Times(element(c, "SI"), cx{Re: c.Broadcast("(DX)"), Im: c.Broadcast("4(DX)")}), "DI")
		})
}
