package kernels

import (
	"strconv"
	"strings"

	"talbot/sim/compute"
)

// levelsWGSL has the elementary functions of elementary.go, operation by operation,
// and the bits of package rng.
const levelsWGSL = `fn levelsLog(x: f32) -> f32 {
let b = bitcast<u32>(x) + (0x3f800000u - 0x3f3504f3u);
let e = f32(i32(b >> 23u) - 127);
let z = bitcast<f32>((b & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
var p = 7.0376836292e-2f;
p = p * z - 1.1514610310e-1f;
p = p * z + 1.1676998740e-1f;
p = p * z - 1.2420140846e-1f;
p = p * z + 1.4249322787e-1f;
p = p * z - 1.6668057665e-1f;
p = p * z + 2.0000714765e-1f;
p = p * z - 2.4999993993e-1f;
p = p * z + 3.3333331174e-1f;
let zz = z * z;
var y = p * z * zz;
y += e * -2.12194440e-4f;
y -= 0.5f * zz;
return (z + y) + e * 0.693359375f;
}
fn levelsExp(a: f32) -> f32 {
var x = clamp(a, -87.0f, 88.0f);
let n = floor(x * 1.44269504f + 0.5f);
x -= n * 0.693359375f;
x -= n * -2.12194440e-4f;
var p = 1.9875691500e-4f;
p = p * x + 1.3981999507e-3f;
p = p * x + 8.3334519073e-3f;
p = p * x + 4.1665795894e-2f;
p = p * x + 1.6666665459e-1f;
p = p * x + 5.0000001201e-1f;
return (p * (x * x) + x + 1.0f) * bitcast<f32>(u32(i32(n) + 127) << 23u);
}
fn levelsGumbel(bits: u32) -> f32 {
let u = f32(2u * (bits >> 9u) + 1u) * 5.9604644775390625e-8f;
return -levelsLog(-levelsLog(u));
}
fn levelsHigh(a: u32, b: u32) -> u32 {
let a0 = a & 0xffffu; let a1 = a >> 16u;
let b0 = b & 0xffffu; let b1 = b >> 16u;
let p = a1 * b0 + ((a0 * b0) >> 16u);
let q = a0 * b1 + (p & 0xffffu);
return a1 * b1 + (p >> 16u) + (q >> 16u);
}
fn levelsBits(counter: vec4u, seed: vec2u) -> vec4u {
var c = counter;
var k = seed;
for (var r = 0; r < 10; r++) {
c = vec4u(levelsHigh(0xCD9E8D57u, c.z) ^ c.y ^ k.x, 0xCD9E8D57u * c.z, levelsHigh(0xD2511F53u, c.x) ^ c.w ^ k.y, 0xD2511F53u * c.x);
k += vec2u(0x9E3779B9u, 0xBB67AE85u);
}
return c;
}
` + sincosWGSL

// levelsAtOnce is how many levels of a pixel are read before the first of them is used:
// the reads of a pixel are n numbers apart, and memory answers several as fast as one.
const levelsAtOnce = 8

// over runs chunk for the levels from c on, n of them, until it has had all.
func (l Levels) over(chunk func(n int) string) string {
	text := "for (var c = 0u; c < " + u32(l.Levels/levelsAtOnce*levelsAtOnce) + "; c += " + u32(levelsAtOnce) + ") {\n" + chunk(levelsAtOnce) + "}\n"
	if rest := l.Levels % levelsAtOnce; rest > 0 {
		text += "{\nlet c = " + u32(l.Levels-rest) + ";\n" + chunk(rest) + "}\n"
	}
	return text
}

// read has the numbers of argument arg, [K][n], of levels c and on in v0, v1 and so on.
func read(arg string, n int) string {
	return every(n, "var v# = "+arg+"[(c + #u) * PIXELS + i];\n")
}

// every is text for # = 0 to n-1.
func every(n int, text string) string {
	s := ""
	for j := range n {
		s += strings.ReplaceAll(text, "#", strconv.Itoa(j))
	}
	return s
}

// logits has (theta + g)/tau of levels c and on in v0, v1 and so on.
func logits(n int) string {
	s := read("$0", n) + "if (noise != 0.0f) {\n"
	for j := range n {
		if j%4 == 0 {
			s += "let b" + strconv.Itoa(j/4) + " = levelsBits(vec4u(i * BLOCKS + (c >> 2u) + " + u32(j/4) + ", step, STREAM, 0u), seed);\n"
		}
		s += "v" + strconv.Itoa(j) + " += noise * levelsGumbel(b" + strconv.Itoa(j/4) + "." + "xyzw"[j%4:][:1] + ");\n"
	}
	return s + "}\n" + every(n, "v# *= sharp;\n")
}

// mixed adds level c + # of weight v# to mix.
const mixed = `{ let s = vec4f($1[4u * (c + #u)], $1[4u * (c + #u) + 1u], $1[4u * (c + #u) + 2u], $1[4u * (c + #u) + 3u]);
if (SEPARATE) { mix += v# * s.xy; } else { mix += v# * s.x * s.zw; } }
`

// write puts the numbers of l, and the pieces that several kernels share, in place of
// their names.
func (l Levels) write(text string) string {
	separate := "false"
	if l.Mixing == MixSeparate {
		separate = "true"
	}
	for _, r := range [][2]string{
		{"CONTROL", `let sharp = $2[` + u32(ControlSharpness) + `]; let noise = $2[` + u32(ControlNoise) + `];
let step = u32($2[` + u32(ControlStep) + `]) | (u32($2[` + u32(ControlStep+1) + `]) << 16u);
let seed = vec2u(u32($2[` + u32(ControlSeed) + `]) | (u32($2[` + u32(ControlSeed+1) + `]) << 16u), u32($2[` + u32(ControlSeed+2) + `]) | (u32($2[` + u32(ControlSeed+3) + `]) << 16u));`},
		{"HARD", "($2[" + u32(ControlHard) + "] != 0.0f)"},
		{"STATE", "$1[4u * best] * vec2f($1[4u * best + 2u], $1[4u * best + 3u])"},
		{"SEPARATE", separate},
		{"PIXELS", u32(l.N)}, {"BLOCKS", u32((l.Levels + 3) / 4)}, {"STREAM", u32(int(l.Stream))},
	} {
		text = strings.ReplaceAll(text, r[0], r[1])
	}
	return text
}

func (l Levels) sampleGPU() compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := l.write(`CONTROL
var top = -3.0e38f;
var all = 0.0f;
var best = 0u;
` + l.over(func(n int) string { // the sum of exp(y - top), for the top so far
		return logits(n) + "let before = top;\n" + every(n, "if (v# > top) { top = v#; best = c + #u; }\n$4[(c + #u) * PIXELS + i] = v#;\n") +
			"all *= levelsExp(before - top);\n" + every(n, "all += levelsExp(v# - top);\n")
	}) + `var mix = vec2f();
` + l.over(func(n int) string {
		return read("$4", n) + every(n, "v# = levelsExp(v# - top) / all;\n$4[(c + #u) * PIXELS + i] = v#;\n"+mixed)
	}) + `if (HARD) { $3[i] = STATE; }
else if (SEPARATE) { $3[i] = mix.x * cisWGSL(mix.y); }
else { $3[i] = mix; }`)
	return &compute.Map{N: l.N, Code: compute.Code{Text: text, Functions: levelsWGSL, Pairs: []int{3}, Writes: []int{3, 4}}}
}

func (l Levels) chooseGPU() compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	text := l.write(`CONTROL
var best = 0u;
var top = -3.0e38f;
` + l.over(func(n int) string { return logits(n) + every(n, "if (v# > top) { top = v#; best = c + #u; }\n") }) + `if (HARD) { $3[i] = STATE; }
else {
var all = 0.0f;
var mix = vec2f();
` + l.over(func(n int) string { return logits(n) + every(n, "v# = levelsExp(v# - top);\nall += v#;\n"+mixed) }) + `mix /= all;
if (SEPARATE) { $3[i] = mix.x * cisWGSL(mix.y); } else { $3[i] = mix; }
}`)
	return &compute.Map{N: l.N, Code: compute.Code{Text: text, Functions: levelsWGSL, Pairs: []int{3}, Writes: []int{3}}}
}

func (l Levels) adjointGPU() compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	// The mean of ds over the weights is ds of the mixture, since ds is linear in the
	// state.
	text := l.write(`let g = $0[i];
let sharp = $2[` + u32(ControlSharpness) + `];
var best = 0u;
var high = -1.0f;
var mix = vec2f();
` + l.over(func(n int) string {
		return read("$3", n) + every(n, "if (v# > high) { high = v#; best = c + #u; }\n"+mixed)
	}) + `var a = mix.x;
var dir = vec2f(1.0f, 0.0f);
if (HARD) { a = $1[4u * best]; dir = vec2f($1[4u * best + 2u], $1[4u * best + 3u]); }
else if (SEPARATE) { dir = cisWGSL(mix.y); }
else { a = length(mix); if (a > 0.0f) { dir = mix / a; } }
// ds of a state is the product of these two numbers with those that are mixed.
let along = ` + f32(l.AmplitudeGradient) + ` * dot(g, dir);
let across = g.y * dir.x - g.x * dir.y;
let slope = select(vec2f(along * dir.x - across * dir.y, along * dir.y + across * dir.x), vec2f(along, across * a), SEPARATE);
let mean = dot(slope, mix);
` + l.over(func(n int) string {
		return read("$3", n) + every(n, `{ let s = vec4f($1[4u * (c + #u)], $1[4u * (c + #u) + 1u], $1[4u * (c + #u) + 2u], $1[4u * (c + #u) + 3u]);
let ds = dot(slope, select(s.x * s.zw, s.xy, SEPARATE));
$3[(c + #u) * PIXELS + i] = sharp * v# * (ds - mean); }
`)
	}))
	return &compute.Map{N: l.N, Code: compute.Code{Text: text, Functions: sincosWGSL, Pairs: []int{0}, Writes: []int{3}}}
}
