// Results as files.

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

/** The learning curve; the measured accuracy of the test set where there is one. */
export function curveAsCSV(points, tests) {
  const measured = new Map(tests.map((t) => [t.step, t.accuracy]));
  const rows = points.filter((p) => !p.measure).map((p) => [p.step, p.epoch, p.loss, p.accuracy, p.rate, measured.get(p.step) ?? ''].join(','));
  return `step,epoch,loss,batch_accuracy,images_per_second,test_accuracy\n${rows.join('\n')}\n`;
}
