package half

// WGSL has Pack and Unpack for a GPU: packPair and unpackPair. Whole numbers become floats
// and back by the last bits of a sum, as conversions are slow.
const WGSL = `fn packPair(v: vec2f) -> u32 {
let b = bitcast<vec2u>(v) & vec2u(0x7fffffffu);
let e = clamp((max(b.x, b.y) + 0x1000u) >> 23u, 11u, 255u);
let n = bitcast<vec2u>(v * bitcast<f32>((264u - e) << 23u) + 12582912.0f) & vec2u(0xfffu);
return n.x | (n.y << 12u) | ((e - 11u) << 24u);
}
fn unpackPair(u: u32) -> vec2f {
let w = u ^ 0x00800800u;
let e = w >> 24u;
let q = bitcast<f32>(select((e + 1u) << 23u, 0x7f800000u, e == 244u));
let n = vec2u(w & 0xfffu, (w >> 12u) & 0xfffu) | vec2u(0x4b000000u);
return (bitcast<vec2f>(n) - 8390656.0f) * q;
}
`
