// What the detector says, in words.

import { share, t } from '../i18n.js';
import { format } from '../units.js';

/** Shows the classes with the highest scores, and returns the sentence. */
export function showVerdict(frame, classes) {
  const big = document.getElementById('verdict-class'), text = document.getElementById('verdict-text');
  const dark = !(frame.power[0] > 0) || frame.planes[0].every((v) => v === 0);
  if (dark) {
    big.textContent = '–';
    text.textContent = t('verdict.empty');
    return text.textContent;
  }
  const name = (k) => classes[k] ?? String(k);
  const order = Array.from(frame.scores.keys()).sort((a, b) => frame.scores[b] - frame.scores[a]);
  const [first, second] = order;
  const parts = [t('verdict.read', {
    name: name(first), share: share(frame.scores[first]),
    second: name(second), secondShare: share(frame.scores[second]),
  })];
  if (frame.label >= 0) parts.push(frame.label === first ? t('verdict.right') : t('verdict.wrong', { name: name(frame.label) }));
  big.textContent = name(first);
  big.classList.toggle('wrong', frame.label >= 0 && frame.label !== first);
  big.classList.toggle('word', name(first).length > 2);
  text.textContent = parts.join(' ');
  return text.textContent;
}

/** The bench in words, for those who do not see it. */
export function describe(frame, verdict) {
  return t(frame.scores.length ? 'stage.text' : 'stage.basic', {
    layers: frame.layers, gap: format(frame.distance, 'm', 3), width: format(frame.n * frame.pitch, 'm', 3), verdict,
  });
}
