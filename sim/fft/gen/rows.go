package main

import (
	"fmt"
	"slices"
	"strings"

	"talbot/sim/fft/gen/assembly"
)

// rowRegisters hold the addresses of the 8 rows of Gather and Scatter, whose moves of 4 pairs lie
// at an offset. After two moves of a tile the next tile follows.
var rowRegisters = [8]string{"AX", "BX", "CX", "DX", "SI", "DI", "R8", "R9"}

const regBlock, regStep, regStep3, regMoves, regAt, regOdd = "R10", "R11", "R12", "R13", "R14", "R15"

// rows begins a function of rows: it loads their addresses, of which those beyond the last line are
// its own, and makes of the distance of tiles what is to be skipped after each.
func rows(tile string) string {
	var b strings.Builder
	b.WriteString("\tMOVQ rows+ROWS(FP), AX\n\tMOVQ stride+STRIDE(FP), R10\n\tMOVQ lines+LINES(FP), R11\n")
	for i, r := range rowRegisters[1:] {
		fmt.Fprintf(&b, "\tMOVQ %s, %s\n\tCMPQ R11, $%d\n\tJLE rows%d\n\tADDQ R10, %s\nrows%d:\n", rowRegisters[i], r, i+1, i+1, r, i+1)
	}
	fmt.Fprintf(&b, "\tMOVQ %s, R11\n\tSUBQ $64, R11\n\tMOVQ R11, %s\n\tXORQ R14, R14\n\tXORQ R15, R15\n", tile, tile)
	return b.String()
}

// moved is the end of the loop over moves.
func moved(label, tile string) string {
	return fmt.Sprintf("\tADDQ $32, %s\n\tXORQ $1, %s\n\tJNZ same\n\tADDQ %s, %s\nsame:\n\tDECQ %s\n\tJNZ %s\n", regAt, regOdd, tile, regAt, regMoves, label)
}

// row is the address of 16 bytes of a row.
func row(i, half int) string {
	if half == 0 {
		return fmt.Sprintf("(%s)(%s*1)", rowRegisters[i], regAt)
	}
	return fmt.Sprintf("%d(%s)(%s*1)", half, rowRegisters[i], regAt)
}

// four transposes 4 x 4 numbers in each 128 bits.
func four(c *assembly.Code, r [4]assembly.V) [4]assembly.V {
	p, q := c.Shuffle("VUNPCKLPS", -1, r[0], r[1]), c.Shuffle("VUNPCKLPS", -1, r[2], r[3])
	s, t := c.Shuffle("VUNPCKHPS", -1, r[0], r[1]), c.Shuffle("VUNPCKHPS", -1, r[2], r[3])
	return [4]assembly.V{c.Shuffle("VSHUFPS", 0x44, p, q), c.Shuffle("VSHUFPS", 0xee, p, q),
		c.Shuffle("VSHUFPS", 0x44, s, t), c.Shuffle("VSHUFPS", 0xee, s, t)}
}

// moveRows writes Gather and Scatter for 8 lanes. Halves of rows 4 apart share a vector on their
// way, so that loads and stores do the part of a transposition that crosses 128 bits.
func (t target) moveRows(f *assembly.File) {
	fields := func(s string, rows, stride, lines int) string {
		return strings.NewReplacer("ROWS", fmt.Sprint(rows), "STRIDE", fmt.Sprint(stride), "LINES", fmt.Sprint(lines)).Replace(s)
	}
	c := &assembly.Code{Width: t.width, Many: t.many()}
	for half := range 2 {
		var r [4]assembly.V
		for i := range r {
			r[i] = c.Insert(c.LoadHalf(row(i, 16*half)), row(i+4, 16*half))
		}
		for k, v := range four(c, r) {
			c.Store(v, fmt.Sprintf("%d(%s)", 128*half+32*k, regBlock))
		}
	}
	text, _ := c.Assign()
	const tile = "tile+40(FP)"
	f.Func("Moves 4 pairs of each row to 4 elements, n times.", t.name+"Gather", "block, rows unsafe.Pointer, stride, lines, n, tile int", 0, "",
		fields(rows(tile), 8, 16, 24)+"\tMOVQ block+0(FP), R10\n\tMOVQ n+32(FP), R13\nmove:\n"+text+"\tADDQ $256, R10\n"+moved("move", tile))

	c = &assembly.Code{Width: t.width, Many: t.many()}
	elements := []string{"(R10)", "(R10)(R11*1)", "(R10)(R11*2)", "(R10)(R12*1)"}
	for half := range 2 {
		a, b := elements[2*half], elements[2*half+1]
		r := four(c, [4]assembly.V{c.Load(a), c.Load("32" + a), c.Load(b), c.Load("32" + b)})
		// Backwards, so that the last row's own lane comes after those beyond.
		for i, v := range slices.Backward(r[:]) {
			c.StoreHigh(v, row(i+4, 16*half))
		}
		for i, v := range slices.Backward(r[:]) {
			c.StoreLow(v, row(i, 16*half))
		}
	}
	text, _ = c.Assign()
	const last = "tile+48(FP)"
	f.Func("Moves 4 elements to 4 pairs of each row, n times.", t.name+"Scatter", "rows unsafe.Pointer, stride, lines int, block unsafe.Pointer, step, n, tile int", 0, "",
		fields(rows(last), 0, 8, 16)+"\tMOVQ block+24(FP), R10\n\tMOVQ step+32(FP), R11\n\tLEAQ (R11)(R11*2), R12\n\tMOVQ n+40(FP), R13\nmove:\n"+
			text+"\tLEAQ (R10)(R11*4), R10\n"+moved("move", last))
}
