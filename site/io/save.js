// Results as files.

import { writeNPY } from './npy.js';
import { greyPNG } from './png.js';
import { zip } from './zip.js';

/** Offers content as a download. */
export function save(name, content, type = 'application/octet-stream') {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const a = Object.assign(document.createElement('a'), { href: url, download: name });
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** One grey PNG a layer, 0..255 for 0..2 pi, in an archive. masks is an export reply. */
export async function masksAsPNG(masks, title) {
  const size = masks.n * masks.n;
  const files = await Promise.all(Array.from({ length: masks.layers }, async (_, i) => ({
    name: `${title}-mask-${i + 1}.png`,
    bytes: await greyPNG(masks.phase.subarray(i * size, (i + 1) * size), masks.n, masks.n),
  })));
  return zip(files);
}

/** The phase in radians, float32 [layer][y][x]. */
export const masksAsNPY = (masks) => writeNPY(masks.radians, [masks.layers, masks.n, masks.n]);

// contents is what the bytes of masks of a kind are: a name, and their unit in words.
function contents(kind = 'phase') {
  if (kind === 'amplitude') return ['amplitude', 'byte, 0..255 for an amplitude transmission of 0..1'];
  if (kind === 'phase') return ['phase', 'byte b of 0..255 for 2 pi b/256 rad'];
  return ['levels', "number of the level in the device's calibration, counted from 0"];
}

/** Everything needed to use the masks elsewhere. */
export function masksAsJSON(masks, about) {
  const size = masks.n * masks.n;
  const layers = Array.from({ length: masks.layers }, (_, i) => Array.from(masks.phase.subarray(i * size, (i + 1) * size)));
  const [name, unit] = contents(masks.kind);
  return JSON.stringify({ ...about, layers: masks.layers, n: masks.n, unit: `${unit}, [layer][y][x]`, [name]: layers });
}

/** The learning curve; the measured accuracy of the test set where there is one. */
export function curveAsCSV(points, tests) {
  const measured = new Map(tests.map((t) => [t.step, t.accuracy]));
  const rows = points.map((p) => [p.step, p.epoch, p.loss, p.accuracy, p.rate, measured.get(p.step) ?? ''].join(','));
  return `step,epoch,loss,batch_accuracy,images_per_second,test_accuracy\n${rows.join('\n')}\n`;
}
