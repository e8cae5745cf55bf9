// How fast this browser multiplies and adds with wasm SIMD: ten independent sums in
// registers, each times a constant plus a constant, in a module of some 200 bytes.

const SUMS = 10, LANES = 4;

const op = {
  v128: 0x7b, i32: 0x7f, f32: 0x7d, get: 0x20, set: 0x21, loop: 0x03, none: 0x40, brIf: 0x0d, constI: 0x41, subI: 0x6b, tee: 0x22, end: 0x0b,
  constF: 0x43, splat: [0xfd, 0x13], mul: [0xfd, 0xe6, 0x01], add: [0xfd, 0xe4, 0x01], lane: [0xfd, 0x1f, 0],
};
const float = (v) => [op.constF, ...new Uint8Array(new Float32Array([v]).buffer), ...op.splat];
const leb = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...leb(n >> 7)]);
const section = (id, ...bytes) => [id, ...leb(bytes.flat().length), ...bytes.flat()];

/** The module: peak(rounds) does 2 SUMS LANES operations a round. */
function peakModule() {
  const x = SUMS + 1, y = SUMS + 2; // local 0 is the count of rounds, 1 to SUMS the sums
  const sums = Array.from({ length: SUMS }, (_, i) => i + 1);
  const body = [
    1, ...leb(SUMS + 2), op.v128,
    ...float(0.999), op.set, x, ...float(1e-3), op.set, y,
    ...sums.flatMap((s) => [...float(s), op.set, s]),
    op.loop, op.none,
    ...sums.flatMap((s) => [op.get, s, op.get, x, ...op.mul, op.get, y, ...op.add, op.set, s]),
    op.get, 0, op.constI, 1, op.subI, op.tee, 0, op.brIf, 0, op.end,
    op.get, 1, ...sums.slice(1).flatMap((s) => [op.get, s, ...op.add]), ...op.lane,
    op.end,
  ];
  return Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, 1, 0x60, 1, op.i32, 1, op.f32), ...section(3, 1, 0),
    ...section(7, 1, 4, ...new TextEncoder().encode('peak'), 0, 0), ...section(10, 1, ...leb(body.length), body),
  ]);
}

/** {flops, how}: operations a second. It throws where there is no wasm SIMD. */
export async function simdPeak() {
  const { instance: { exports: { peak } } } = await WebAssembly.instantiate(peakModule());
  const time = (rounds) => {
    const start = performance.now();
    peak(rounds);
    return (performance.now() - start) / 1000;
  };
  let rounds = 1000;
  while (time(rounds) < 0.005) rounds *= 2;
  // A browser compiles quickly first and well later, behind a pause between calls.
  let best = Infinity;
  for (let i = 0; i < 40; i++) {
    best = Math.min(best, time(rounds));
    if (best < 0.004) {
      rounds *= 2;
      best = Infinity;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return { flops: (2 * SUMS * LANES * rounds) / best, how: 'wasm SIMD products and sums' };
}
