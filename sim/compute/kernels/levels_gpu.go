package kernels

import (
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
let p = a0 * b1; let q = a1 * b0;
let mid = ((a0 * b0) >> 16u) + (p & 0xffffu) + (q & 0xffffu);
return a1 * b1 + (p >> 16u) + (q >> 16u) + (mid >> 16u);
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

// write puts the numbers of l, and the pieces that several kernels share, in place of
// their names.
func (l Levels) write(text string) string {
	separate := "false"
	if l.Mixing == MixSeparate {
		separate = "true"
	}
	// The logits y of pixel i, one by one; EACH is what is done with them.
	logits := `var bits = vec4u();
for (var k = 0u; k < LEVELS; k++) {
var y = $0[k * PIXELS + i];
if (noise != 0.0f) {
if ((k & 3u) == 0u) { bits = levelsBits(vec4u(i * BLOCKS + (k >> 2u), step, STREAM, 0u), seed); }
y += noise * levelsGumbel(bits[k & 3u]);
}
y *= sharp;
EACH
}`
	for _, r := range [][2]string{
		{"CONTROL", `let sharp = $2[` + u32(ControlSharpness) + `]; let noise = $2[` + u32(ControlNoise) + `];
let step = u32($2[` + u32(ControlStep) + `]) | (u32($2[` + u32(ControlStep+1) + `]) << 16u);
let seed = vec2u(u32($2[` + u32(ControlSeed) + `]) | (u32($2[` + u32(ControlSeed+1) + `]) << 16u), u32($2[` + u32(ControlSeed+2) + `]) | (u32($2[` + u32(ControlSeed+3) + `]) << 16u));`},
		{"HARD", "($2[" + u32(ControlHard) + "] != 0.0f)"},
		{"SEPARATE", separate},
	} {
		text = strings.ReplaceAll(text, r[0], r[1])
	}
	for {
		before, rest, ok := strings.Cut(text, "LOGITS{")
		if !ok {
			break
		}
		each, after, _ := strings.Cut(rest, "}LOGITS")
		text = before + strings.ReplaceAll(logits, "EACH", each) + after
	}
	for _, r := range [][2]string{
		{"LEVELS", u32(l.Levels)}, {"PIXELS", u32(l.N)}, {"BLOCKS", u32((l.Levels + 3) / 4)}, {"STREAM", u32(int(l.Stream))},
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
LOGITS{ $4[k * PIXELS + i] = y; top = max(top, y); }LOGITS
var all = 0.0f;
for (var k = 0u; k < LEVELS; k++) {
let e = levelsExp($4[k * PIXELS + i] - top);
$4[k * PIXELS + i] = e;
all += e;
}
var best = 0u;
var high = -1.0f;
var mix = vec2f();
for (var k = 0u; k < LEVELS; k++) {
let w = $4[k * PIXELS + i] / all;
$4[k * PIXELS + i] = w;
if (w > high) { high = w; best = k; }
let a = w * $1[4u * k];
if (SEPARATE) { mix += vec2f(a, w * $1[4u * k + 1u]); } else { mix += a * vec2f($1[4u * k + 2u], $1[4u * k + 3u]); }
}
if (HARD) { $3[i] = $1[4u * best] * vec2f($1[4u * best + 2u], $1[4u * best + 3u]); }
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
LOGITS{ if (y > top) { top = y; best = k; } }LOGITS
if (HARD) { $3[i] = $1[4u * best] * vec2f($1[4u * best + 2u], $1[4u * best + 3u]); }
else {
var all = 0.0f;
var mix = vec2f();
{
LOGITS{ let w = levelsExp(y - top);
all += w;
let a = w * $1[4u * k];
if (SEPARATE) { mix += vec2f(a, w * $1[4u * k + 1u]); } else { mix += a * vec2f($1[4u * k + 2u], $1[4u * k + 3u]); } }LOGITS
}
mix /= all;
if (SEPARATE) { $3[i] = mix.x * cisWGSL(mix.y); } else { $3[i] = mix; }
}`)
	return &compute.Map{N: l.N, Code: compute.Code{Text: text, Functions: levelsWGSL, Pairs: []int{3}, Writes: []int{3}}}
}

func (l Levels) adjointGPU() compute.GPU {
	if !compute.WithGPU {
		return nil
	}
	slope := `var ds = 0.0f;
if (SEPARATE) { ds = along * $1[4u * k] + across * a * $1[4u * k + 1u]; }
else { let m = cmul(vec2f($1[4u * k + 2u], $1[4u * k + 3u]), conj(dir)); ds = $1[4u * k] * (along * m.x + across * m.y); }`
	text := l.write(`let g = $0[i];
let sharp = $2[` + u32(ControlSharpness) + `];
var best = 0u;
var high = -1.0f;
var mix = vec2f();
for (var k = 0u; k < LEVELS; k++) {
let w = $3[k * PIXELS + i];
if (w > high) { high = w; best = k; }
let b = w * $1[4u * k];
if (SEPARATE) { mix += vec2f(b, w * $1[4u * k + 1u]); } else { mix += b * vec2f($1[4u * k + 2u], $1[4u * k + 3u]); }
}
var a = mix.x;
var dir = vec2f(1.0f, 0.0f);
if (HARD) { a = $1[4u * best]; dir = vec2f($1[4u * best + 2u], $1[4u * best + 3u]); }
else if (SEPARATE) { dir = cisWGSL(mix.y); }
else { a = length(mix); if (a > 0.0f) { dir = mix / a; } }
let along = ` + f32(l.AmplitudeGradient) + ` * dot(g, dir);
let across = g.y * dir.x - g.x * dir.y;
var mean = 0.0f;
for (var k = 0u; k < LEVELS; k++) {
` + slope + `
mean += $3[k * PIXELS + i] * ds;
}
for (var k = 0u; k < LEVELS; k++) {
` + slope + `
$3[k * PIXELS + i] = sharp * $3[k * PIXELS + i] * (ds - mean);
}`)
	return &compute.Map{N: l.N, Code: compute.Code{Text: text, Functions: sincosWGSL, Pairs: []int{0}, Writes: []int{3}}}
}
