// What a file is, by its first bytes: for files that are not what was wanted.

const text = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

// The kinds, each with how it begins. Pictures are those that browsers may read.
const kinds = [
  ['PNG', true, (b) => text(b, 1, 4) === 'PNG'],
  ['JPEG', true, (b) => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff],
  ['GIF', true, (b) => text(b, 0, 4) === 'GIF8'],
  ['WebP', true, (b) => text(b, 0, 4) === 'RIFF' && text(b, 8, 12) === 'WEBP'],
  ['BMP', true, (b) => text(b, 0, 2) === 'BM'],
  ['AVIF', true, (b) => text(b, 4, 8) === 'ftyp' && /avi[fs]/.test(text(b, 8, 32))],
  ['HEIC', true, (b) => text(b, 4, 8) === 'ftyp' && /hei[cfx]|mif1/.test(text(b, 8, 32))],
  ['TIFF', true, (b) => text(b, 0, 4) === 'II*\0' || text(b, 0, 4) === 'MM\0*'],
  ['SVG', true, (b) => /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/s.test(text(b, 0, 1000))],
  ['PDF', false, (b) => text(b, 0, 4) === '%PDF'],
  ['ZIP', false, (b) => text(b, 0, 2) === 'PK'],
  ['NPY', false, (b) => text(b, 1, 6) === 'NUMPY'],
  ['HDF5', false, (b) => text(b, 1, 4) === 'HDF'],
  ['MATLAB', false, (b) => text(b, 0, 6) === 'MATLAB'],
];

/**
 * What bytes are: a name, as "JPEG", and whether that is a picture. The name is
 * "text" for other text, "empty" for nothing, and '' when it is not known.
 * @returns {{name: string, picture: boolean}}
 */
export function kindOfFile(bytes) {
  if (!bytes.length) return { name: 'empty', picture: false };
  const [name, picture] = kinds.find(([, , is]) => is(bytes)) ?? [];
  if (name) return { name, picture };
  const start = bytes.subarray(0, 2000);
  return { name: start.every((v) => v > 31 || v === 9 || v === 10 || v === 13) ? 'text' : '', picture: false };
}

/** What is wrong with bytes that are no IDX file, to follow the file's name. */
export function isNot(bytes) {
  const { name } = kindOfFile(bytes);
  if (name === 'empty') return 'is empty';
  if (name === 'ZIP') return 'is a ZIP archive; unpack it, and choose the files in it';
  return `is ${name ? `${name}, ` : ''}not an IDX file; choose images and labels as MNIST has them, masks (NPZ, NPY, JSON), a calibration (CSV) or one picture`;
}
