// Frames in Talbot's frame format, for tests: sim/frame/binary.go says what is in it.

const kinds = ['source', 'mask', 'lens', 'detector', 'camera', 'absorber', 'relay', 'speckle', 'element', 'screen'];
const shapes = ['lines', 'bars', 'image', 'grid', 'text'];
const maps = ['intensity', 'phase', 'gray', 'diverging', 'complex'];

/** The bytes of a frame of two planes of 2 x 2 samples with these panels; scores if there are any, and which class is read. */
export function frameOf(panels, scores = [], read = scores.length ? 0 : -1) {
  const words = [], pieces = [];
  const int = (...v) => { for (const x of v) words.push(Buffer.from(Int32Array.of(x).buffer)); };
  const float = (...v) => { for (const x of v) words.push(Buffer.from(Float32Array.of(x).buffer)); };
  const floats = (v) => { int(v.length); float(...v); };
  const bytes = (v) => { const b = Buffer.from(v); int(b.length); pieces.push(b); };
  int(2, 0, panels.length, 0, 1, -1, read);
  float(532e-9, 0);
  floats([]);
  floats(scores);
  for (const [i, kind] of ['source', 'screen'].entries()) {
    int(kinds.indexOf(kind), 2, 2);
    float(1e-5, 0.1 * i, 1, 1);
    bytes(kind);
    bytes([0, 80, 160, 255]);
    bytes([]);
    bytes([]);
    int(0);
  }
  for (const { id, shape, title = '', note = '', x = {}, y = {}, nx = 0, ny = 0, map = 'intensity', lo = 0, hi = 0, image = [], names = [], series = [] } of panels) {
    bytes(id);
    int(shapes.indexOf(shape));
    bytes(title);
    bytes(note);
    for (const { label = '', unit = '', min = 0, max = 0 } of [x, y]) {
      bytes(label);
      bytes(unit);
      float(min, max);
    }
    int(nx, ny, maps.indexOf(map) + (x.log ? 256 : 0) + (y.log ? 512 : 0));
    float(lo, hi);
    bytes(image);
    int(names.length);
    names.forEach(bytes);
    int(series.length);
    for (const s of series) {
      bytes(s.name ?? '');
      int(s.points ? 1 : 0, s.class ?? -1);
      floats(s.x ?? []);
      floats(s.y);
    }
  }
  return Buffer.concat([Buffer.from('TBF3'), ...words, ...pieces]);
}
