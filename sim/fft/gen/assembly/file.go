package assembly

import (
	"fmt"
	"math"
	"strings"
)

// File is a file for Go's assembler, and the Go declarations of its functions.
type File struct {
	Text, Declarations strings.Builder
}

// Func adds a function of no results, whose parameters are named and typed as Go does.
// Its frame has room for bytes that values are put aside in, aligned, at the register
// spill; it is left empty where there are none.
func (f *File) Func(doc, name, params string, bytes int, spill string, text string) {
	fmt.Fprintf(&f.Declarations, "\n// %s\n//\n//go:noescape\nfunc %s(%s)\n", doc, name, params)
	size := 8*(1+strings.Count(params, ",")) - 4*strings.Count(params, "float32") // of the parameters, mostly words
	frame := bytes
	if bytes > 0 {
		frame += 64
	}
	fmt.Fprintf(&f.Text, "\n// func %s(%s)\nTEXT ·%s(SB), NOSPLIT, $%d-%d\n", name, params, name, frame, size)
	if bytes > 0 {
		fmt.Fprintf(&f.Text, "\tLEAQ 63(SP), %s\n\tANDQ $-64, %s\n", spill, spill)
	}
	f.Text.WriteString(text + "\tVZEROUPPER\n\tRET\n")
}

// Constants adds the constants that c has in its table.
func (f *File) Constants(c *Code) {
	if len(c.consts) == 0 {
		return
	}
	f.Text.WriteString("\n")
	for i, x := range c.consts {
		bits := math.Float32bits(x)
		for k := 0; k < c.Width; k += 2 {
			fmt.Fprintf(&f.Text, "DATA %s<>+%d(SB)/8, $0x%08x%08x // %v\n", c.Table, 4*(c.Width*i+k), bits, bits, x)
		}
	}
	fmt.Fprintf(&f.Text, "GLOBL %s<>(SB), RODATA|NOPTR, $%d\n", c.Table, 4*c.Width*len(c.consts))
}
