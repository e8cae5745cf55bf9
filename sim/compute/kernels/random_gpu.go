package kernels

import "talbot/sim/rng"

// randomWGSL has random.go's numbers, operation by operation: number n%4 of a
// block, and number n of a row.
const randomWGSL = levelsWGSL + `
fn randomLog(t: u32) -> f32 {
let u = f32(t) * 2.98023223876953125e-8f;
let d = select(0.0f, 1.0f - u - f32((1u << 25u) - t) * 2.98023223876953125e-8f, t > (1u << 24u));
return levelsLog(u) + d * (2.0f - u);
}
fn randomTurn(t: u32) -> vec2f {
let q = (t + (1u << 21u)) >> 22u;
let x = f32(i32(t) - i32(q << 22u)) * 3.7450703e-7f;
let z = x * x;
var s = -1.9515295891e-4f;
s = s * z + 8.3321608736e-3f;
s = s * z - 1.6666654611e-1f;
s = s * z * x + x;
var c = 2.443315711809948e-5f;
c = c * z - 1.388731625493765e-3f;
c = c * z + 4.166664568298827e-2f;
c = c * z * z - 0.5f * z + 1.0f;
let a = select(vec2f(c, s), vec2f(-s, c), (q & 1u) == 1u);
return select(a, -a, (q & 2u) == 2u);
}
fn randomOf(b: vec4u, n: u32) -> f32 {
let p = select(b.xy, b.zw, n % 4u >= 2u);
let r = sqrt(-2.0f * randomLog(2u * (p.x >> 8u) + 1u));
let c = randomTurn(p.y >> 8u);
return r * select(c.x, c.y, n % 2u == 1u);
}
fn randomNumber(row: u32, n: u32, stream: u32, seed: vec2u) -> f32 {
return randomOf(levelsBits(vec4u(n / 4u, row, stream, 0u), seed), n);
}
`

// loadWGSL are the statements that set v to number n of a row.
func (r *Random) loadWGSL(row, n string) string {
	if r.Fixed {
		return "let bits = " + r.blockWGSL(row, n) + "[" + n + " % 4u]; v = " + r.fixedWGSL("bits") + ";"
	}
	return "v = " + f32(r.Deviation) + " * randomNumber(" + row + ", " + n + ", " + u32(int(r.Stream)) + ", " + seedWGSL(r.Seed) + ");"
}

// quadWGSL are the statements that set v, of four, to numbers n to n+3 of a row, n a multiple of 4.
func (r *Random) quadWGSL(row, n string) string {
	text := "let bits = " + r.blockWGSL(row, n) + "; "
	if r.Fixed {
		return text + "v = vec4f(" + r.fixedWGSL("bits.x") + ", " + r.fixedWGSL("bits.y") + ", " + r.fixedWGSL("bits.z") + ", " + r.fixedWGSL("bits.w") + ");"
	}
	return text + "v = " + f32(r.Deviation) + " * vec4f(randomOf(bits, 0u), randomOf(bits, 1u), randomOf(bits, 2u), randomOf(bits, 3u));"
}

func (r *Random) blockWGSL(row, n string) string {
	return "levelsBits(vec4u(" + n + " / 4u, " + row + ", " + u32(int(r.Stream)) + ", 0u), " + seedWGSL(r.Seed) + ")"
}

// fixedWGSL is rng.FixedWord by the first table.
func (r *Random) fixedWGSL(bits string) string {
	return f32(r.Deviation/rng.FixedUnit) + " * ($t0[" + bits + " & 255u] + $t0[(" + bits + " >> 8u) & 255u] + $t0[(" + bits + " >> 16u) & 255u] + $t0[" + bits + " >> 24u])"
}
