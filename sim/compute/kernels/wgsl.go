package kernels

import "strconv"

// f32, u32 and i32 write constants of WGSL.
func f32(x float64) string { return "(" + strconv.FormatFloat(x, 'e', 9, 64) + "f)" }
func u32(i int) string     { return strconv.Itoa(i) + "u" }
func i32(i int) string     { return strconv.Itoa(i) + "i" }
