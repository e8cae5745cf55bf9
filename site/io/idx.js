// IDX files, the format of MNIST.

/** Whether bytes begin as an IDX file does. */
export const isIDX = (bytes) => bytes.length >= 8 && bytes[0] === 0 && bytes[1] === 0;

/**
 * Reads an IDX file of unsigned bytes.
 * @param {Uint8Array} bytes unpacked
 * @returns {{dims: number[], values: Uint8Array}} dims [count, height, width] for
 *   images, [count] for labels; values is a view of bytes
 * @throws {Error} that says what is wrong
 */
export function readIDX(bytes, name = 'file') {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isIDX(bytes)) throw new Error(`${name}: not an IDX file`);
  if (bytes[2] !== 8) throw new Error(`${name}: holds values of type 0x${bytes[2].toString(16)}, only unsigned bytes (0x08) are read`);
  const rank = bytes[3];
  if (rank !== 1 && rank !== 3) throw new Error(`${name}: has ${rank} dimensions, want 3 (images) or 1 (labels)`);
  if (bytes.length < 4 + 4 * rank) throw new Error(`${name}: ends inside its header`);
  const dims = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const want = 4 + 4 * rank + dims.reduce((a, b) => a * b, 1);
  if (bytes.length !== want) throw new Error(`${name}: is ${bytes.length} bytes, its header asks for ${want}; it may be cut off`);
  return { dims, values: bytes.subarray(4 + 4 * rank) };
}

/**
 * Sorts files into pairs of images and labels with equal counts.
 * @param {{name: string, bytes: Uint8Array}[]} files unpacked
 * @returns {{role: string, images: Uint8Array, labels: Uint8Array, count: number}[]}
 *   role is "train" or "test" when a name says so, else ''
 */
export function pairs(files) {
  const read = files.map((f) => ({ ...f, ...readIDX(f.bytes, f.name) }));
  const images = read.filter((f) => f.dims.length === 3), labels = read.filter((f) => f.dims.length === 1);
  const out = images.map((image) => {
    const role = roleOf(image.name);
    const fit = (l) => l.dims[0] === image.dims[0];
    const label = labels.find((l) => fit(l) && roleOf(l.name) === role) ?? labels.find(fit);
    if (!label) throw new Error(`${image.name}: ${image.dims[0]} images, but no label file with as many labels; choose both files together`);
    labels.splice(labels.indexOf(label), 1);
    return { role, images: image.bytes, labels: label.bytes, count: image.dims[0] };
  });
  if (labels.length) throw new Error(`${labels[0].name}: labels without their images; choose both files together`);
  return out;
}

function roleOf(name) {
  if (/train/i.test(name)) return 'train';
  return /test|t10k/i.test(name) ? 'test' : '';
}
