package kernels

import "talbot/sim/compute"

// detectThreads read the regions of one sample.
const detectThreads = 64

// eachRegion writes a loop over a region's samples e, which the threads share.
func eachRegion(n int, r Region, body string) string {
	w := r.X1 - r.X0
	return "for (var i = lid; i < " + u32(r.Area()) + "; i += " + u32(detectThreads) + ") { " +
		"let e = $0[(" + u32(r.Y0) + " + i / " + u32(w) + ") * " + u32(n) + " + " + u32(r.X0) + " + i % " + u32(w) + "]; " + body + " }\n"
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

func detectGPU(n int, regions []Region, value string) compute.GPU {
	text := "var a: f32;\n"
	for k, r := range regions {
		text += "a = 0.0f;\n" + eachRegion(n, r, "a += "+value+";") + "a = total(lid, a);\n" +
			"if (lid == 0u) { $1[" + u32(k) + "] = a * " + f32(1/float64(r.Area())) + "; }\n"
	}
	return &compute.Group{Threads: detectThreads, Code: compute.Code{Text: text, Pairs: []int{0}, Writes: []int{1},
		Partly: 1, Rows: rowsOf(n, regions)}}
}

func regionPowerGPU(n int, regions []Region) compute.GPU {
	text := "var a = 0.0f;\n"
	for _, r := range regions {
		text += eachRegion(n, r, "a += dot(e, e);")
	}
	text += "a = total(lid, a);\nif (lid == 0u) { $1[0] = a; }\n"
	return &compute.Group{Threads: detectThreads, Code: compute.Code{Text: text, Pairs: []int{0}, Writes: []int{1},
		Partly: 1, Rows: rowsOf(n, regions)}}
}

func powerGPU(n int) compute.GPU {
	text := "var a = 0.0f;\nfor (var i = lid; i < " + u32(n) + "; i += 256u) { let e = $0[i]; a += dot(e, e); }\n" +
		"a = total(lid, a);\nif (lid == 0u) { $1[0] = a; }\n"
	return &compute.Group{Threads: 256, Code: compute.Code{Text: text, Pairs: []int{0}, Writes: []int{1}}}
}

// detectAdjointGPU looks up, by a bit for each region that touches its row, whether
// a sample is in a region: most rows touch none.
func detectAdjointGPU(n int, regions []Region, slope string) compute.GPU {
	rows := rowsOf(n, regions)
	var table []float32 // x0, x1, 1/area of each region, then first and end row of it
	for _, r := range regions {
		table = append(table, float32(r.X0), float32(r.X1), 1/float32(r.Area()), float32(r.Y0), float32(r.Y1))
	}
	inside := "false"
	for y := 0; y < len(rows); y++ {
		if !rows[y] {
			continue
		}
		from := y
		for y < len(rows) && rows[y] {
			y++
		}
		inside += " || (y >= " + u32(from) + " && y < " + u32(y) + ")"
	}
	text := `v = vec2f();
if (` + inside + `) {
let fx = f32(x);
let fy = f32(y);
for (var k = 0u; k < ` + u32(len(regions)) + `; k++) {
if (fx >= $t0[5u * k] && fx < $t0[5u * k + 1u] && fy >= $t0[5u * k + 3u] && fy < $t0[5u * k + 4u]) {
let e = $0[p];
v += ($1[k] * $t0[5u * k + 2u] * ` + slope + `) * e;
}
}
}`
	return &compute.Plane{Nx: n, In: -1, Out: 2, Code: compute.Code{Text: text, Pairs: []int{0, 2}, Writes: []int{2},
		Tables: [][]float32{table}, Partly: 1, Rows: rows}}
}
