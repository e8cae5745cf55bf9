package main

import (
	"fmt"
	"strings"

	"talbot/sim/fft/gen/assembly"
	"talbot/sim/fft/gen/dft"
)

// The registers of a pass. Of strides there are the multiples 1, 3, 5 and 7, so that
// addresses reach 8 points.
const (
	regX, regY, regTw, regEnd, regGroups = "DI", "SI", "DX", "CX", "R14"
	regSpill                             = "R15"
)

var strideX, strideY = [8]string{1: "R8", 3: "R9", 5: "R12", 7: "AX"}, [8]string{1: "R10", 3: "R11", 5: "R13", 7: "BX"}

// point is the address of part of point k, strides apart.
func point(base string, stride [8]string, k, part int) string {
	at := ""
	if part > 0 {
		at = fmt.Sprint(part)
	}
	if k == 0 {
		return fmt.Sprintf("%s(%s)", at, base)
	}
	scale := 1
	for k%2 == 0 {
		k, scale = k/2, scale*2
	}
	return fmt.Sprintf("%s(%s)(%s*%d)", at, base, stride[k], scale)
}

// pass writes one Stockham pass: see scalar.go for the equation. It is a loop over m groups, of
// which the first has no twiddles; the last pass of a transform has no other.
func (t target) pass(f *assembly.File, radix int) { t.stage(f, radix, t.name+"Pass", false) }

// stage writes a pass from elements, or from rows of pairs.
func (t target) stage(f *assembly.File, radix int, name string, pairs bool) {
	name += fmt.Sprint(radix)
	c := &assembly.Code{Width: t.width, Table: name + "Constants", Spill: regSpill}
	size := 8 * t.width // bytes of an element: re and im vectors
	first, aside := t.butterfly(c, radix, pairs, false)
	c.Restart()
	rest, more := t.butterfly(c, radix, pairs, true)
	var b strings.Builder
	for _, l := range []string{
		"MOVQ y+0(FP), SI", "MOVQ x+8(FP), DI", "MOVQ tw+16(FP), DX", "MOVQ m+24(FP), R14", "MOVQ s+32(FP), R10",
		fmt.Sprintf("IMULQ $%d, R10", size), "MOVQ R10, R8", "IMULQ R14, R8", "LEAQ (DI)(R10*1), CX"} {
		b.WriteString("\t" + l + "\n")
	}
	steps(&b, strideX, radix)
	steps(&b, strideY, radix)
	next := fmt.Sprintf("\tADDQ $%d, DI\n\tADDQ $%d, SI\n\tCMPQ DI, CX\n", size, size)
	fmt.Fprintf(&b, "first:\n%s%s\tJNE first\n\tDECQ R14\n\tJZ done\n", first, next)
	fmt.Fprintf(&b, "group:\n\tADDQ R10, CX\n\tADDQ $%d, DX\n\tLEAQ %s, SI\n", 12*(radix-1), point(regY, strideY, radix-1, 0))
	fmt.Fprintf(&b, "loop:\n%s%s\tJNE loop\n\tDECQ R14\n\tJNZ group\ndone:\n", rest, next)
	f.Constants(c)
	f.Func(fmt.Sprintf("%s is a pass of radix %d.", name, radix), name, "y, x, tw unsafe.Pointer, m, s int", max(aside, more), regSpill, b.String())
}

// steps makes the multiples of a stride.
func steps(b *strings.Builder, s [8]string, radix int) {
	for k := 3; k < radix; k += 2 {
		if k == 7 {
			fmt.Fprintf(b, "\tLEAQ (%s)(%s*4), %s\n", s[3], s[1], s[7])
			continue
		}
		fmt.Fprintf(b, "\tLEAQ (%s)(%s*%d), %s\n", s[1], s[1], k-1, s[k])
	}
}

// butterfly is what a pass does with one element of each point.
func (t target) butterfly(c *assembly.Code, radix int, pairs, twiddles bool) (text string, aside int) {
	type cx = dft.Complex[assembly.V]
	half := 4 * t.width
	in := make([]cx, radix)
	for k := range in {
		if pairs {
			in[k] = pairsAt(c, point(regX, strideX, k, 0), point(regX, strideX, k, half))
			continue
		}
		in[k] = cx{Re: c.Load(point(regX, strideX, k, 0)), Im: c.Load(point(regX, strideX, k, half))}
	}
	dft.Write(c, in, func(j int, v cx) {
		if twiddles && j > 0 {
			w := func(k int) assembly.V { return c.Broadcast(fmt.Sprintf("%d(%s)", 12*(j-1)+4*k, regTw)) }
			v = c.Times(v, cx{Re: w(0), Im: w(1)})
		}
		c.Store(v.Re, point(regY, strideY, j, 0))
		c.Store(v.Im, point(regY, strideY, j, half))
	})
	return c.Assign()
}
