// Reader of Talbot's frame format; sim/frame/binary.go says what is in it.

const kinds = ['source', 'mask', 'lens', 'detector', 'camera', 'absorber', 'relay', 'speckle', 'element', 'screen'];
const shapes = ['lines', 'bars', 'image', 'grid', 'text'];
const maps = ['intensity', 'phase', 'gray', 'diverging', 'complex'];

/**
 * Reads one picture of the bench.
 * @param {Uint8Array} bytes
 * @returns {{network: number, networks: number, label: number, predicted: number, wavelength: number, ribbonPeak: number,
 *   readings: Float32Array, scores: Float32Array,
 *   planes: {kind: string, name: string, nx: number, ny: number, pitch: number, z: number, peak: number, power: number,
 *     intensity: ?Uint8Array, phase: ?Uint8Array, amplitude: ?Uint8Array,
 *     regions: {x0: number, y0: number, x1: number, y1: number, class: number, against: boolean}[]}[],
 *   ribbons: {plane: number, steps: number, nx: number, pitch: number, values: Uint8Array}[], panels: object[]}}
 *   Arrays of bytes are views of bytes, [y][x] of a plane and [depth][x] of a ribbon; null where there is none.
 * @throws {Error} when bytes are not a whole frame.
 */
export function readFrame(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint32(0) !== 0x54424633) throw new Error('not a frame: want the magic TBF3');
  const whole = (good) => { if (!good) throw new Error(`the ${bytes.length} bytes of a frame are not what its header asks for`); };
  let at = 4;
  const word = () => { whole(at + 4 <= bytes.length); return (at += 4) - 4; };
  const int = () => view.getInt32(word(), true);
  const float = () => view.getFloat32(word(), true);
  const many = (n, make) => { whole(n >= 0 && n <= bytes.length / 4); return Array.from({ length: n }, make); };
  const floats = () => Float32Array.from(many(int(), float));
  // Texts and arrays lie behind all words, so that they are cut out when these are read.
  const later = [];
  const piece = (to, name, text) => { later.push({ to, name, text, n: int() }); };

  const [planes, ribbons, panels] = many(3, int);
  const frame = { network: int(), networks: int(), label: int(), predicted: int(), wavelength: float(), ribbonPeak: float(), readings: floats(), scores: floats() };
  frame.planes = many(planes, () => {
    const p = { kind: kinds[int()], nx: int(), ny: int(), pitch: float(), z: float(), peak: float(), power: float() };
    piece(p, 'name', true);
    for (const array of ['intensity', 'phase', 'amplitude']) piece(p, array);
    p.regions = many(int(), () => ({ x0: int(), y0: int(), x1: int(), y1: int(), class: int(), against: int() > 0 }));
    return p;
  });
  frame.ribbons = many(ribbons, () => {
    const r = { plane: int(), steps: int(), nx: int(), pitch: float() };
    piece(r, 'values');
    return r;
  });
  frame.panels = many(panels, () => {
    const p = {};
    piece(p, 'id', true);
    p.shape = shapes[int()];
    piece(p, 'title', true);
    piece(p, 'note', true);
    for (const axis of ['x', 'y']) {
      const a = p[axis] = {};
      piece(a, 'label', true);
      piece(a, 'unit', true);
      Object.assign(a, { min: float(), max: float() });
    }
    Object.assign(p, { nx: int(), ny: int() });
    const map = int(); // and which axes are logarithmic
    Object.assign(p, { map: maps[map & 255], lo: float(), hi: float() });
    p.x.log = Boolean(map & 256);
    p.y.log = Boolean(map & 512);
    piece(p, 'image');
    p.names = [];
    many(int(), (_, i) => piece(p.names, i, true));
    p.series = many(int(), () => {
      const s = {};
      piece(s, 'name', true);
      return Object.assign(s, { points: int() > 0, class: int(), x: floats(), y: floats() });
    });
    return p;
  });
  const decoder = new TextDecoder();
  for (const { to, name, text, n } of later) {
    whole(n >= 0 && at + n <= bytes.length);
    const part = bytes.subarray(at, (at += n));
    to[name] = text ? decoder.decode(part) : n ? part : null;
  }
  whole(at === bytes.length && frame.planes.length > 1);
  for (const p of frame.planes) {
    whole(p.nx > 0 && p.ny > 0 && [p.intensity, p.phase, p.amplitude].every((a) => !a || a.length === p.nx * p.ny));
  }
  for (const r of frame.ribbons) whole(r.values?.length === r.steps * r.nx && frame.planes[r.plane + 1]);
  return frame;
}

/**
 * The scores and, where those of the classes leave one, behind them that of an answer which is
 * none of them; read is the index there of what is answered, -1 where nothing is, or two alike.
 */
export function answers({ scores, predicted: read }) {
  const sum = scores.reduce((a, b) => a + b, 0), left = 1 - sum;
  if (!(sum > 0 && left > 1e-5)) return { all: scores, read }; // less are roundings
  return { all: [...scores, left], read: read < 0 && left > Math.max(...scores) ? scores.length : read };
}

/** Whether an element of a plane changes the light. */
export const changes = (plane) => Boolean(plane.phase || plane.amplitude);

/** Whether an element changes the phase across the light: one that lets light pass and does no more does not. */
export const turns = ({ phase, amplitude }) => Boolean(phase) && (!amplitude || phase.some((v) => v !== phase[0]));

/** Width of a plane in m. */
export const width = (plane) => plane.nx * plane.pitch;

/** The place of a plane on the square card of its longer side, as [x0, y0, x1, y1] of 0..1. */
export function onCard({ nx, ny }) {
  const x = nx / Math.max(nx, ny) / 2, y = ny / Math.max(nx, ny) / 2;
  return [0.5 - x, 0.5 - y, 0.5 + x, 0.5 + y];
}
