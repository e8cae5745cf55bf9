package kernels

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
	return "v = " + f32(r.Deviation) + " * randomNumber(" + row + ", " + n + ", " + u32(int(r.Stream)) + ", vec2u(" + u32(int(uint32(r.Seed))) + ", " + u32(int(r.Seed>>32)) + "));"
}
