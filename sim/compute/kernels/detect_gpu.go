package kernels

import (
	"strconv"

	"talbot/sim/compute"
)

// detectThreads read the regions of one sample.
const detectThreads = 256

// eachRegion writes what each thread does with its samples e of a region. There is no
// loop, so that all of them are read at the same time.
func eachRegion(n int, r Region, body string) string {
	w := r.X1 - r.X0
	text := ""
	for from := 0; from < r.Area(); from += detectThreads {
		text += "{ let i = lid + " + u32(from) + "; "
		if from+detectThreads > r.Area() {
			text += "if (i < " + u32(r.Area()) + ") "
		}
		text += "{ let e = $0[(" + u32(r.Y0) + " + i / " + u32(w) + ") * " + u32(n) + " + " + u32(r.X0) + " + i % " + u32(w) + "]; " + body + " } }\n"
	}
	return text
}

// rowsOf are the rows that regions touch.
func rowsOf(n int, regions []Region) []bool {
	last := n
	for _, r := range regions {
		last = max(last, r.Y1)
	}
	rows := make([]bool, last)
	for _, r := range regions {
		for y := r.Y0; y < r.Y1; y++ {
			rows[y] = true
		}
	}
	return rows
}

func detectGPU(n int, regions []Region, first int, value string) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := ""
	for k, r := range regions {
		a := "sum" + strconv.Itoa(k)
		text += "var " + a + " = 0.0f;\n" + eachRegion(n, r, a+" += "+value+";")
	}
	for k, r := range regions {
		a := "sum" + strconv.Itoa(k)
		text += a + " = total(lid, " + a + ");\n" +
			"if (lid == 0u) { $1[" + u32(first+k) + "] = " + a + " * " + f32(1/float64(r.Area())) + "; }\n"
	}
	return &compute.Group{Threads: detectThreads, Code: compute.Code{Text: text, Pairs: []int{0}, Writes: []int{1},
		Partly: 1, Rows: rowsOf(n, regions)}}
}

func regionPowerGPU(n int, regions []Region) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := "var a = 0.0f;\n"
	for _, r := range regions {
		text += eachRegion(n, r, "a += dot(e, e);")
	}
	text += "a = total(lid, a);\nif (lid == 0u) { $1[0] = a; }\n"
	return &compute.Group{Threads: detectThreads, Code: compute.Code{Text: text, Pairs: []int{0}, Writes: []int{1},
		Partly: 1, Rows: rowsOf(n, regions)}}
}

func powerGPU(n int) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := "var a = 0.0f;\nfor (var i = lid; i < " + u32(n) + "; i += 256u) { let e = $0[i]; a += dot(e, e); }\n" +
		"a = total(lid, a);\nif (lid == 0u) { $1[0] = a; }\n"
	return &compute.Group{Threads: 256, Code: compute.Code{Text: text, Pairs: []int{0}, Writes: []int{1}}}
}

// detectAdjointGPU finds the region of a sample by comparisons with constants, and in
// rows that no region touches by one alone.
func detectAdjointGPU(n int, regions []Region, first int, slope string) compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	find := "fn regionOf(x: u32, y: u32) -> u32 {\n"
	for k, r := range regions {
		find += "if (x >= " + u32(r.X0) + " && x < " + u32(r.X1) + " && y >= " + u32(r.Y0) + " && y < " + u32(r.Y1) + ") { return " + u32(k) + "; }\n"
	}
	find += "return " + u32(len(regions)) + ";\n}\n"
	find += "fn regionScale(k: u32) -> f32 {\n"
	for k, r := range regions {
		find += "if (k == " + u32(k) + ") { return " + f32(1/float64(r.Area())) + "; }\n"
	}
	find += "return 0.0f;\n}"
	rows := rowsOf(n, regions)
	text := `v = vec2f();
if (` + inRows(rows) + `) {
let k = regionOf(x, y);
if (k < ` + u32(len(regions)) + `) { let e = $0[p]; v = ($1[` + u32(first) + ` + k] * regionScale(k) * ` + slope + `) * e; }
}`
	return &compute.Plane{Nx: n, In: -1, Out: 2, Anywhere: []int{1}, Code: compute.Code{Text: text, Functions: find, Pairs: []int{0, 2}, Writes: []int{2},
		Partly: 1, Rows: rows, Lit: rows}}
}

// inRows is true for y in one of the rows.
func inRows(rows []bool) string {
	cond := "false"
	for y := 0; y < len(rows); y++ {
		if !rows[y] {
			continue
		}
		from := y
		for y < len(rows) && rows[y] {
			y++
		}
		cond += " || (y >= " + u32(from) + " && y < " + u32(y) + ")"
	}
	return cond
}
