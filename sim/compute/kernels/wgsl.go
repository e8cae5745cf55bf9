package kernels

import "strconv"

// f32 and u32 write constants of WGSL.
func f32(x float64) string { return "(" + strconv.FormatFloat(x, 'e', 9, 64) + "f)" }
func u32(i int) string     { return strconv.Itoa(i) + "u" }
