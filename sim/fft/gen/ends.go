package main

import (
	"fmt"
	"strings"

	"talbot/sim/fft/gen/assembly"
	"talbot/sim/fft/gen/dft"
)

// ends writes the passes at the ends of transforms of columns whose rows of pairs lie where elements of a
// block would: Open is the first pass, from such rows; Middle is the last one, whose results it
// multiplies by rows of pairs and leaves with their parts exchanged, so that a transform of them is the
// inverse with its parts exchanged; Close is the last one of that, to rows. OpenHalf and CloseHalf
// are for windows twice as long as what is in their middle, whose rows alone are in memory. Pad and Crop are the same for elements of a block, a first pass and a
// last one whose parts are exchanged; Swap is a first pass of elements that exchanges them.
func (t target) ends(f *assembly.File, b *strings.Builder) {
	quarters := []int{4, 8} // radices with a quarter of their points zero, or dropped, at each end
	for _, r := range t.radices {
		t.stage(f, r, t.name+"Open", points{pairs: true})
		t.last(f, r, t.name+"Middle", 0)
		t.last(f, r, t.name+"Close", 0)
		t.stage(f, r, t.name+"Swap", points{swapped: true})
	}
	for _, r := range quarters {
		t.stage(f, r, t.name+"OpenHalf", points{pairs: true, dark: r / 4})
		t.last(f, r, t.name+"CloseHalf", r/4)
		t.stage(f, r, t.name+"Pad", points{dark: r / 4})
		t.last(f, r, t.name+"Crop", r/4)
	}
	dispatch := func(name, params, args string, radices []int) {
		fmt.Fprintf(b, "\nfunc %s(radix int, %s) {\n\tswitch radix {\n", name, params)
		for _, r := range radices {
			fmt.Fprintf(b, "\tcase %d:\n\t\t%s%d(%s)\n", r, name, r, args)
		}
		b.WriteString("\tdefault:\n\t\tpanic(\"fft: no pass of this radix\")\n\t}\n}\n")
	}
	dispatch(t.name+"Open", "y, x, tw unsafe.Pointer, m, s int", "y, x, tw, m, s", t.radices)
	dispatch(t.name+"Middle", "y, x, h unsafe.Pointer, s, stride int, sign float32", "y, x, h, s, stride, sign", t.radices)
	dispatch(t.name+"Close", "y, x unsafe.Pointer, s int", "y, x, s", t.radices)
	dispatch(t.name+"OpenHalf", "y, x, tw unsafe.Pointer, m, s int", "y, x, tw, m, s", quarters)
	dispatch(t.name+"CloseHalf", "y, x unsafe.Pointer, s int", "y, x, s", quarters)
	dispatch(t.name+"Pad", "y, x, tw unsafe.Pointer, m, s int", "y, x, tw, m, s", quarters)
	dispatch(t.name+"Swap", "y, x, tw unsafe.Pointer, m, s int", "y, x, tw, m, s", t.radices)
	dispatch(t.name+"Crop", "y, x unsafe.Pointer, s int", "y, x, s", quarters)
}

// last writes Middle, or Crop, or else Close; the latter drop as many points at each end as dark says. Its points lie equally far apart in x and in y, which leaves
// registers for those of the factors.
func (t target) last(f *assembly.File, radix int, name string, dark int) {
	type cx = dft.Complex[assembly.V]
	middle, params := strings.HasSuffix(name, "Middle"), "y, x unsafe.Pointer, s int"
	crop := strings.HasSuffix(name, "Crop")
	name += fmt.Sprint(radix)
	if middle {
		params = "y, x, h unsafe.Pointer, s, stride int, sign float32"
	}
	c := &assembly.Code{Width: t.width, Many: t.many(), Table: name + "Constants", Spill: regSpill}
	half, size := 4*t.width, 8*t.width
	in := make([]cx, radix)
	for k := range in {
		in[k] = cx{Re: c.Load(point(regX, strideX, k, 0)), Im: c.Load(point(regX, strideX, k, half))}
	}
	write(c, in, func(j int, v cx) {
		if j < dark || j >= radix-dark {
			return
		}
		at, above := point(regY, strideX, j-dark, 0), point(regY, strideX, j-dark, half)
		if middle {
			h := pairsAt(c, point(regTw, strideY, j, 0), point(regTw, strideY, j, half))
			h.Im = c.Mul(h.Im, c.Broadcast("sign+40(FP)"))
			v = c.Times(v, h)
			c.Store(v.Im, at)
			c.Store(v.Re, above)
			return
		}
		if crop {
			c.Store(v.Im, at)
			c.Store(v.Re, above)
			return
		}
		c.Store(c.Shuffle("VUNPCKLPS", -1, v.Im, v.Re), at)
		c.Store(c.Shuffle("VUNPCKHPS", -1, v.Im, v.Re), above)
	})
	text, aside := c.Assign()
	if radix > 8 && aside > 0 {
		panic("gen: " + name + " lacks registers")
	}
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, "\t"+format+"\n", args...) }
	line("MOVQ y+0(FP), SI")
	line("MOVQ x+8(FP), DI")
	advance := ""
	if middle {
		line("MOVQ h+16(FP), DX")
		line("MOVQ s+24(FP), R8")
		line("MOVQ R8, R10")
		line("IMULQ stride+32(FP), R10")
		steps(&b, strideY, radix)
		advance = "\tADDQ stride+32(FP), DX\n"
	} else {
		line("MOVQ s+16(FP), R8")
	}
	line("IMULQ $%d, R8", size)
	line("LEAQ (DI)(R8*1), CX")
	steps(&b, strideX, radix)
	fmt.Fprintf(&b, "element:\n%s\tADDQ $%d, DI\n\tADDQ $%d, SI\n%s\tCMPQ DI, CX\n\tJNE element\n", text, size, size, advance)
	f.Constants(c)
	f.Func(fmt.Sprintf("%s is a last pass of radix %d.", name, radix), name, params, aside, regSpill, b.String())
}

// pairsAt takes a row of pairs apart.
func pairsAt(c *assembly.Code, low, high string) dft.Complex[assembly.V] {
	p, q := c.Load(low), c.Load(high)
	return dft.Complex[assembly.V]{Re: c.Shuffle("VSHUFPS", 0x88, p, q), Im: c.Shuffle("VSHUFPS", 0xdd, p, q)}
}
