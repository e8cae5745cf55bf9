// Reader of Talbot's frame format; sim/experiment/frame.go says what is in it.

/** What mask i of a frame, counted from 1, is called: "2.3" is the third of the second network. */
export const maskNumber = (frame, i) => (frame.networks > 1 ? `${frame.network + 1}.${i}` : String(i));

/**
 * Reads one picture of the bench.
 * @param {Uint8Array} bytes
 * @returns {{n: number, layers: number, steps: number, label: number, predicted: number, network: number, networks: number,
 *   pitch: number, wavelength: number, distance: number, ribbonPeak: number,
 *   peak: Float32Array, power: Float32Array, readings: Float32Array, scores: Float32Array,
 *   regions: {class: number, against: boolean, x0: number, y0: number, x1: number, y1: number}[],
 *   masks: Uint8Array[], amplitude: Uint8Array[], planes: Uint8Array[], ribbon: Uint8Array[]}}
 *   The arrays are views of bytes: masks, amplitude and planes are [y][x] of n x n,
 *   a ribbon is [depth][x] of steps x n.
 * @throws {Error} when bytes are not a whole frame.
 */
export function readFrame(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 60 || view.getUint32(0) !== 0x54424632) {
    throw new Error('not a frame: want the magic TBF2');
  }
  let at = 4;
  const int = () => view.getInt32((at += 4) - 4, true);
  const float = () => view.getFloat32((at += 4) - 4, true);
  const [n, layers, amplitudes, steps, classes, regions, network, networks, label, predicted] = Array.from({ length: 10 }, int);
  for (const v of [n, layers, amplitudes, steps, classes, regions]) {
    if (v < 0 || v > 8192) throw new Error('frame has an impossible shape');
  }
  const words = 15 + 2 * (layers + 2) + classes + 5 * regions;
  const size = 4 * words + n * n * (layers * (1 + amplitudes) + layers + 2) + (layers + 1) * steps * n;
  if (bytes.length !== size) {
    throw new Error(`frame is ${bytes.length} bytes, its header asks for ${size}`);
  }
  const [pitch, wavelength, distance, ribbonPeak] = Array.from({ length: 4 }, float);
  const each = (regions * networks) / classes; // regions of a class
  const floats = (k) => Float32Array.from({ length: k }, float);
  const frame = {
    n, layers, steps, label, predicted, network, networks, pitch, wavelength, distance, ribbonPeak,
    peak: floats(layers + 2), power: floats(layers + 2),
    readings: floats(regions), scores: floats(classes),
    regions: Array.from({ length: regions }, (_, i) => ({ class: Math.floor((network * regions + i) / each), against: i % each > 0, x0: int(), y0: int(), x1: int(), y1: int() })),
  };
  const arrays = (k, len) => Array.from({ length: k }, () => bytes.subarray(at, (at += len)));
  frame.masks = arrays(layers, n * n);
  frame.amplitude = arrays(layers * amplitudes, n * n);
  frame.planes = arrays(layers + 2, n * n);
  frame.ribbon = arrays(layers + 1, steps * n);
  return frame;
}

/** Whether mask i of a frame has a phase: one that lets light pass and does no more has none. */
export const turns = ({ masks, amplitude }, i) => !amplitude[i] || masks[i].some((v) => v !== masks[i][0]);
