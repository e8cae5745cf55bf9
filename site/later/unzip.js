// ZIP archives, stored and deflated, read.

import { crc32 } from './png.js';

const most = 1 << 30; // bytes of an unpacked file

/**
 * Unpacks an archive.
 * @returns {Promise<{name: string, bytes: Uint8Array}[]>}
 * @throws {Error} that says what is wrong
 */
export async function unzip(bytes, name) {
  const damaged = () => { throw new Error(`${name}: is a damaged archive; save it again`); };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end) !== 0x504b0506) end--;
  if (end < 0) damaged();
  const files = [];
  for (let at = view.getUint32(end + 16, true), left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > end || view.getUint32(at) !== 0x504b0102) damaged();
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [crc, packed, size] = [view.getUint32(at + 16, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [long, extra, remark, local] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)];
    if (local + 30 > end || view.getUint32(local) !== 0x504b0304 || flags & 1 || (method !== 0 && method !== 8) || size > most) damaged();
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (from + packed > end) damaged();
    const content = method ? await inflate(bytes.subarray(from, from + packed), size).catch(damaged) : bytes.slice(from, from + packed);
    if (content.length !== size || crc32(content) !== crc) damaged();
    files.push({ name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + long)), bytes: content });
    at += 46 + long + extra + remark;
  }
  return files;
}

// inflate gives up when there is more than the archive says.
async function inflate(packed, size) {
  const out = new Uint8Array(size);
  let at = 0;
  for (const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return out.subarray(0, at);
    if (at + value.length > size) throw new Error('too long');
    out.set(value, at);
    at += value.length;
  }
}
