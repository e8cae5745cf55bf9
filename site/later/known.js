// Published data sets, known by their files: the first 16 digits of their SHA-256,
// unpacked, as sim/data/open has them.

const sums = {
  ba891046e6505d7a: 'mnist train', '65a50cbbf4e906d7': 'mnist train', '0fa7898d509279e4': 'mnist test', ff7bcfd416de3373: 'mnist test',
  c59f468a2f672dc8: 'fashion-mnist train', bad3541b69d91243: 'fashion-mnist train', '5b4141f0afbad91e': 'fashion-mnist test', '0402a96d92fd2663': 'fashion-mnist test',
};

async function what(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return sums[Array.from(hash.subarray(0, 8), (v) => v.toString(16).padStart(2, '0')).join('')] ?? '';
}

/** The name of the set whose images and labels of a role these are, or ''. Browsers tell it on secure pages only. */
export async function known(role, images, labels) {
  if (!globalThis.crypto?.subtle) return '';
  const [a, b] = await Promise.all([what(images), what(labels)]), [set, of] = a.split(' ');
  return a === b && of === role ? set : '';
}
