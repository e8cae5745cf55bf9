// The self-test of a GPU, before anything is trusted to it: a Fourier transform of 64
// numbers in each of 64 workgroups, through their shared memory and their barriers, against
// the same in the processor's float64. The numbers of a workgroup are those of the first
// one, times its own factor, so that every workgroup is told from the others.

const n = 64, groups = 64;

const code = `
@group(0) @binding(0) var<storage, read> input: array<vec2f>;
@group(0) @binding(1) var<storage, read> turn: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec2f>;
var<workgroup> line: array<vec2f, ${n}>;
@compute @workgroup_size(${n})
fn main(@builtin(local_invocation_index) i: u32, @builtin(workgroup_id) group: vec3u) {
  line[i] = input[i] * (1 + f32(group.x));
  workgroupBarrier();
  var sum = vec2f(0);
  for (var k = 0u; k < ${n}u; k++) {
    let t = turn[(i * k) % ${n}u];
    let v = line[k];
    sum += vec2f(v.x * t.x - v.y * t.y, v.x * t.y + v.y * t.x);
  }
  output[group.x * ${n}u + i] = sum;
}`;

const input = Float32Array.from({ length: 2 * n }, (_, i) => Math.sin(1 + 7 * i * i)); // no two alike
const turn = Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 ? Math.sin : Math.cos)((-2 * Math.PI * (i >> 1)) / n));

/** What rounding permits: 64 products and sums in float32, twice over. */
export const allowed = 2 * n * 2 ** -24;

/**
 * The largest error of a GPU's transform, over the largest value.
 * @param {object} gpu of gpu.js
 */
export async function selfTest(gpu) {
  const bytes = (a) => new Uint8Array(a.buffer);
  const a = await gpu.buffer('self-test', 8 * n), b = await gpu.buffer('self-test', 8 * n), c = await gpu.buffer('self-test', 8 * n * groups);
  const pipeline = gpu.pipeline('self-test', code);
  const group = await gpu.group('self-test', pipeline, [0, a, 0, 8 * n, 1, b, 0, 8 * n, 2, c, 0, 8 * n * groups]);
  const list = gpu.record([pipeline, group, groups, 1]);
  gpu.write(a, 0, bytes(input), 8 * n);
  gpu.write(b, 0, bytes(turn), 8 * n);
  gpu.submit(list);
  const out = new Float32Array((await gpu.read(c, 0, 8 * n * groups)).buffer);
  gpu.release([a, b, c, pipeline, group, list]);
  let off = 0, most = 0;
  for (let i = 0; i < n; i++) {
    let re = 0, im = 0;
    for (let k = 0; k < n; k++) {
      const [x, y] = [input[2 * k], input[2 * k + 1]], [p, q] = [turn[2 * ((i * k) % n)], turn[2 * ((i * k) % n) + 1]];
      re += x * p - y * q;
      im += x * q + y * p;
    }
    most = Math.max(most, Math.hypot(re, im));
    for (let g = 0; g < groups; g++) {
      const at = 2 * (g * n + i), e = Math.hypot(out[at] / (1 + g) - re, out[at + 1] / (1 + g) - im);
      off = Math.max(off, Number.isFinite(e) ? e : Infinity);
    }
  }
  return off / most;
}
