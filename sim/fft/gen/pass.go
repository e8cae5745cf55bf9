package main

import (
	"fmt"
	"strings"

	"talbot/sim/fft/gen/assembly"
	"talbot/sim/fft/gen/dft"
)

// The registers of a pass. Of strides there are the multiples 1, 3, 5 and 7, so that
// addresses reach 8 points; and for 10 points 9, in those that else count groups and put aside.
const (
	regX, regY, regTw, regEnd, regGroups = "DI", "SI", "DX", "CX", "R14"
	regSpill                             = "R15"
)

var strideX, strideY = [10]string{1: "R8", 3: "R9", 5: "R12", 7: "AX", 9: regSpill}, [10]string{1: "R10", 3: "R11", 5: "R13", 7: "BX", 9: regGroups}

// point is the address of part of point k, strides apart.
func point(base string, stride [10]string, k, part int) string {
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
func (t target) pass(f *assembly.File, radix int) { t.stage(f, radix, t.name+"Pass", points{}) }

// points are those that a pass reads: elements, or rows of pairs; with their parts exchanged; and
// as many at each end as dark says are zero, and not in memory.
type points struct {
	pairs, swapped bool
	dark           int
}

// stage writes a pass from such points.
func (t target) stage(f *assembly.File, radix int, name string, from points) {
	name += fmt.Sprint(radix)
	c := &assembly.Code{Width: t.width, Many: t.many(), Table: name + "Constants", Spill: regSpill}
	size := 8 * t.width // bytes of an element: re and im vectors
	first, aside := t.butterfly(c, radix, from, false)
	c.Restart()
	rest, more := t.butterfly(c, radix, from, true)
	var b strings.Builder
	for _, l := range []string{
		"MOVQ y+0(FP), SI", "MOVQ x+8(FP), DI", "MOVQ tw+16(FP), DX", "MOVQ m+24(FP), R14", "MOVQ s+32(FP), R10",
		fmt.Sprintf("IMULQ $%d, R10", size), "MOVQ R10, R8", "IMULQ R14, R8", "LEAQ (DI)(R10*1), CX"} {
		b.WriteString("\t" + l + "\n")
	}
	counter := regGroups
	if radix > 8 {
		counter = "m+24(FP)"
		if max(aside, more) > 0 {
			panic("gen: " + name + " lacks registers")
		}
	}
	steps(&b, strideX, radix)
	steps(&b, strideY, radix)
	next := fmt.Sprintf("\tADDQ $%d, DI\n\tADDQ $%d, SI\n\tCMPQ DI, CX\n", size, size)
	fmt.Fprintf(&b, "first:\n%s%s\tJNE first\n\tDECQ %s\n\tJZ done\n", first, next, counter)
	fmt.Fprintf(&b, "group:\n\tADDQ R10, CX\n\tADDQ $%d, DX\n\tLEAQ %s, SI\n", 12*(radix-1), point(regY, strideY, radix-1, 0))
	fmt.Fprintf(&b, "loop:\n%s%s\tJNE loop\n\tDECQ %s\n\tJNZ group\ndone:\n", rest, next, counter)
	f.Constants(c)
	f.Func(fmt.Sprintf("%s is a pass of radix %d.", name, radix), name, "y, x, tw unsafe.Pointer, m, s int", max(aside, more), regSpill, b.String())
}

// steps makes the multiples of a stride.
func steps(b *strings.Builder, s [10]string, radix int) {
	for k := 3; k < radix; k += 2 {
		if k == 7 {
			fmt.Fprintf(b, "\tLEAQ (%s)(%s*4), %s\n", s[3], s[1], s[7])
			continue
		}
		fmt.Fprintf(b, "\tLEAQ (%s)(%s*%d), %s\n", s[1], s[1], k-1, s[k])
	}
}

// butterfly is what a pass does with one element of each point.
func (t target) butterfly(c *assembly.Code, radix int, from points, twiddles bool) (text string, aside int) {
	type cx = dft.Complex[assembly.V]
	half := 4 * t.width
	in := make([]cx, radix)
	dark := from.dark
	for k := dark; k < radix-dark; k++ {
		low, high := point(regX, strideX, k-dark, 0), point(regX, strideX, k-dark, half)
		if from.swapped {
			low, high = high, low
		}
		if from.pairs {
			in[k] = pairsAt(c, low, high)
			continue
		}
		in[k] = cx{Re: c.Load(low), Im: c.Load(high)}
	}
	if dark > 0 {
		t.sparse(c, in, dark, twiddles)
		return c.Assign()
	}
	write(c, in, func(j int, v cx) {
		if twiddles && j > 0 {
			w := func(k int) assembly.V { return c.Broadcast(fmt.Sprintf("%d(%s)", 12*(j-1)+4*k, regTw)) }
			v = c.Times(v, cx{Re: w(0), Im: w(1)})
		}
		c.Store(v.Re, point(regY, strideY, j, 0))
		c.Store(v.Im, point(regY, strideY, j, half))
	})
	return c.Assign()
}

// write writes a transform; one of 10 points has fewer operations with more registers.
func write(c *assembly.Code, in []dft.Complex[assembly.V], out func(j int, v dft.Complex[assembly.V])) {
	if len(in) > 8 {
		dft.WriteFewest(c, in, out)
		return
	}
	dft.Write(c, in, out)
}

// sparse is the rest of a butterfly some of whose points are zero.
func (t target) sparse(c *assembly.Code, points []dft.Complex[assembly.V], dark int, twiddles bool) {
	type cx = dft.Complex[assembly.Signed]
	p := assembly.Sparse{Code: c}
	in := make([]cx, len(points))
	for k := dark; k < len(in)-dark; k++ {
		in[k] = cx{Re: assembly.Value(points[k].Re), Im: assembly.Value(points[k].Im)}
	}
	dft.Write(p, in, func(j int, v cx) {
		if twiddles && j > 0 {
			w := func(k int) assembly.Signed {
				return assembly.Value(c.Broadcast(fmt.Sprintf("%d(%s)", 12*(j-1)+4*k, regTw)))
			}
			v = p.Times(v, cx{Re: w(0), Im: w(1)})
		}
		c.Store(p.Plain(v.Re), point(regY, strideY, j, 0))
		c.Store(p.Plain(v.Im), point(regY, strideY, j, 4*t.width))
	})
}
