// The record of the shipped masks of a preset, on the whole test set.

import { number, percent } from '../i18n.js';
import { w } from './words.js';

/** The words and the link that tell it, of assets/masks/PRESET.json; name is that of the data set. */
export async function record(preset, name) {
  const path = `assets/masks/${preset}.json`;
  const r = await (await fetch(new URL(path, document.baseURI))).json(), [low, high] = r.test_interval_of_bytes;
  const text = w('record.text', {
    share: percent(r.test_accuracy_of_bytes, 2), count: number(r.data.test, 9), low: percent(low, 2), high: percent(high, 2),
    epochs: number(r.epochs.at(-1).epoch, 9), train: number(r.data.train, 9), set: name,
  });
  return [text, ' ', Object.assign(document.createElement('a'), { href: path, target: '_blank', rel: 'noopener', textContent: `${preset}.json` })]; // a training goes on here
}
