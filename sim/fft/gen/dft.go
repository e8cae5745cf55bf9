package main

import (
	"fmt"
	"strings"

	"talbot/sim/fft/gen/dft"
)

// code collects straight-line Go statements on SIMD vectors; it writes the
// arithmetic of package dft. A value is the name of a variable.
type code struct {
	strings.Builder
	names  int
	consts []float64 // constants in use; constant i is the variable c<i>
}

type cx = dft.Complex[string]

func (c *code) let(expr string, args ...any) string {
	c.names++
	v := fmt.Sprintf("t%d", c.names)
	fmt.Fprintf(c, "\t\t\t%s := %s\n", v, fmt.Sprintf(expr, args...))
	return v
}

// Constant is the variable that holds x in every lane.
func (c *code) Constant(x float64) string {
	for i, v := range c.consts {
		if v == x {
			return fmt.Sprintf("c%d", i)
		}
	}
	c.consts = append(c.consts, x)
	return fmt.Sprintf("c%d", len(c.consts)-1)
}

func (c *code) Add(a, b string) string       { return c.let("%s.Add(%s)", a, b) }
func (c *code) Sub(a, b string) string       { return c.let("%s.Sub(%s)", a, b) }
func (c *code) Mul(a, b string) string       { return c.let("%s.Mul(%s)", a, b) }
func (c *code) MulAdd(a, b, d string) string { return c.let("%s.MulAdd(%s, %s)", a, b, d) }

func (c *code) Turn(a cx, re, im float64) cx {
	return c.mul(a, c.Constant(re), c.Constant(im), c.Constant(-im))
}

// mul is a (wr + i wi), with -wi given too.
func (c *code) mul(a cx, wr, wi, minus string) cx {
	return cx{Re: c.let("%s.MulAdd(%s, %s.Mul(%s))", a.Im, minus, a.Re, wr),
		Im: c.let("%s.MulAdd(%s, %s.Mul(%s))", a.Re, wi, a.Im, wr)}
}
