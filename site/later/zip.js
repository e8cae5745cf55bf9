// ZIP archives without compression: their files are compressed already.

import { crc32 } from './png.js';

/**
 * Packs files into one archive.
 * @param {{name: string, bytes: Uint8Array}[]} files names in ASCII
 * @returns {Blob}
 */
export function zip(files) {
  const parts = [], directory = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const text = new TextEncoder().encode(name);
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, 20, true); // version needed; then flags, method and time are 0
    common.setUint16(8, 0x21, true); // 1 January 1980
    common.setUint32(10, crc32(bytes), true);
    common.setUint32(14, bytes.length, true);
    common.setUint32(18, bytes.length, true);
    common.setUint16(22, text.length, true);
    parts.push(new Uint8Array([0x50, 0x4b, 3, 4]), common.buffer, text, bytes);
    const entry = new DataView(new ArrayBuffer(16));
    entry.setUint32(12, at, true);
    directory.push(new Uint8Array([0x50, 0x4b, 1, 2, 20, 0]), common.buffer, entry.buffer.slice(2), text);
    at += 30 + text.length + bytes.length;
  }
  const size = directory.reduce((n, p) => n + p.byteLength, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x504b0506);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  return new Blob([...parts, ...directory, end.buffer], { type: 'application/zip' });
}
