package kernels

import (
	"strconv"
	"strings"

	"talbot/sim/compute"
)

// On a GPU a workgroup of attendThreads threads has attendRows tokens of a head, and goes over what they see, a thread each:
// products of both rows come attendDeep numbers at a time through workgroup memory, which takes 15 KB.
const (
	attendThreads = 64
	attendRows    = 16
	attendDeep    = 32
)

// attendWGSL has what is common: attendAll is the sum over all threads, or the largest, of each of the 16 numbers that each
// thread has, into attendRow.
const attendWGSL = `var<workgroup> attendLeft: array<vec4f, 128>;
var<workgroup> attendRight: array<f32, 2112>;
var<workgroup> attendEach: array<f32, 1040>;
var<workgroup> attendPart: array<f32, 64>;
var<workgroup> attendRow: array<f32, 16>;
fn attendAll(lid: u32, largest: bool, a: vec4f, b: vec4f, c: vec4f, d: vec4f) {
workgroupBarrier();
for (var r = 0u; r < 4u; r++) {
attendEach[r * 65u + lid] = a[r];
attendEach[(4u + r) * 65u + lid] = b[r];
attendEach[(8u + r) * 65u + lid] = c[r];
attendEach[(12u + r) * 65u + lid] = d[r];
}
workgroupBarrier();
let at = lid / 4u * 65u + lid % 4u * 16u;
var v = attendEach[at];
for (var k = 1u; k < 16u; k++) { let w = attendEach[at + k]; v = select(v + w, max(v, w), largest); }
attendPart[lid] = v;
workgroupBarrier();
if (lid < 16u) {
let p = attendPart[4u * lid]; let q = attendPart[4u * lid + 1u]; let r = attendPart[4u * lid + 2u]; let t = attendPart[4u * lid + 3u];
attendRow[lid] = select(p + q + r + t, max(max(p, q), max(r, t)), largest);
}
workgroupBarrier();
}
`

// rowsWGSL are statements for each of the rows of a workgroup that there are, with # for its number, Z for a component, 0.x to 3.w, and
// to for how many tokens it sees.
func (a Attend) rowsWGSL(text string) string {
	all := ""
	for r := range attendRows {
		z := strconv.Itoa(r/4) + "." + string("xyzw"[r%4])
		line := strings.ReplaceAll(strings.ReplaceAll(text, "#", u32(r)), "Z", z)
		all += "if (first + " + u32(r) + " < T) { let to = select(T, first + " + u32(r+1) + ", causal); let p = (h * T + first + " + u32(r) + ") * T + j; " + line + " }\n"
	}
	return all
}

// group is a kernel's form. For each tile of keys, thread lid's being j, it finds z, the products of the rows at left with the row at
// right, and does then what tile says; then over these keys again what again says, and for all tokens what last says. sums are the
// statements between them.
func (a Attend) group(writes int, left, right, scale, begin, tile, between, again, last string) compute.GPU {
	each := func(text, to string) string {
		if text == "" {
			return ""
		}
		return "for (var j = lid; j < " + to + "; j += 64u) {\n" + a.rowsWGSL(text) + "}\n"
	}
	return &compute.Group{Threads: attendThreads, N: a.Heads * ((a.Tokens + attendRows - 1) / attendRows), Code: compute.Code{Writes: []int{writes}, Functions: attendWGSL + levelsWGSL,
		Text: a.wgsl() + `const blocks = ` + u32((a.Tokens+attendRows-1)/attendRows) + `; let h = i / blocks; let first = i % blocks * 16u;
let end = select(T, min(T, first + 16u), causal);
` + begin + `
for (var base = 0u; base < end; base += 64u) {
let j = base + lid;
var z0 = vec4f(); var z1 = vec4f(); var z2 = vec4f(); var z3 = vec4f();
for (var part = 0u; part < D; part += 32u) {
workgroupBarrier();
for (var n = lid; n < 128u; n += 64u) {
let c = part + n % 32u; let r = first + n / 32u * 4u;
var v = vec4f();
if (c < D) { for (var k = 0u; k < 4u; k++) { let row = min(r + k, T - 1u); v[k] = ` + left + `; } }
attendLeft[n % 32u * 4u + n / 32u] = v;
}
for (var n = lid; n < 2048u; n += 64u) {
let c = part + n % 32u; let row = min(base + n / 32u, T - 1u);
var v = 0.0f;
if (c < D) { v = ` + right + `; }
attendRight[n / 32u * 33u + n % 32u] = v;
}
workgroupBarrier();
for (var c = 0u; c < 32u; c++) {
let k = vec4f(attendRight[lid * 33u + c]);
z0 = fma(attendLeft[4u * c], k, z0); z1 = fma(attendLeft[4u * c + 1u], k, z1); z2 = fma(attendLeft[4u * c + 2u], k, z2); z3 = fma(attendLeft[4u * c + 3u], k, z3);
}
}
z0 *= ` + scale + `; z1 *= ` + scale + `; z2 *= ` + scale + `; z3 *= ` + scale + `;
` + a.rowsWGSL("if (j < to) { "+tile+" }") + `}
` + between + each(again, "end") + last}}
}

// weightsGPU is Weights: products, of which the largest; powers, of which the sum; shares.
func (a Attend) weightsGPU() compute.GPU {
	return a.group(1, "$0[3u * row * W + h * D + c]", "$0[(3u * row + 1u) * W + h * D + c]", f32(a.scale()),
		"var top0 = vec4f(-3.0e38f); var top1 = top0; var top2 = top0; var top3 = top0;",
		"$1[p] = zZ; topZ = max(topZ, zZ);",
		"attendAll(lid, true, top0, top1, top2, top3);\nvar all0 = vec4f(); var all1 = all0; var all2 = all0; var all3 = all0;\n",
		"if (j < to) { let e = levelsExp($1[p] - attendRow[#]); $1[p] = e; allZ += e; }",
		"attendAll(lid, false, all0, all1, all2, all3);\nfor (var j = lid; j < T; j += 64u) {\n"+
			a.rowsWGSL("if (j < to) { $1[p] /= attendRow[#]; } else { $1[p] = 0.0f; }")+"}")
}

// weightsAdjointGPU is WeightsAdjoint: products, of which the mean; differences from it.
func (a Attend) weightsAdjointGPU() compute.GPU {
	return a.group(3, "$2[row * W + h * D + c]", "$1[(3u * row + 2u) * W + h * D + c]", "1.0f",
		"var all0 = vec4f(); var all1 = all0; var all2 = all0; var all3 = all0;",
		"$3[p] = zZ; allZ += $0[p] * zZ;",
		"attendAll(lid, false, all0, all1, all2, all3);\n", "",
		"for (var j = lid; j < T; j += 64u) {\n"+
			a.rowsWGSL("if (j < to) { $3[p] = "+f32(a.scale())+" * $0[p] * ($3[p] - attendRow[#]); } else { $3[p] = 0.0f; }")+"}")
}
