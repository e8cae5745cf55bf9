package main

import (
	"fmt"
	"strings"
)

// code collects straight-line Go statements on SIMD vectors. A value is the name of a
// variable.
type code struct {
	strings.Builder
	names int
}

func (c *code) let(expr string, args ...any) string {
	c.names++
	v := fmt.Sprintf("t%d", c.names)
	fmt.Fprintf(c, "\t\t\t%s := %s\n", v, fmt.Sprintf(expr, args...))
	return v
}
