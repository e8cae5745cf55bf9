// What the detector says, in words.

import { answers, width } from '../frame.js';
import { list, share, sentences, t } from '../i18n.js';
import { format } from '../units.js';

/** Shows the classes with the highest scores, and returns the sentence; untrained are masks that know nothing. */
export function showVerdict(frame, classes, untrained = false) {
  const big = document.getElementById('verdict-class'), text = document.getElementById('verdict-text');
  const name = (k) => (k === frame.scores.length ? t('stage.none') : classes[k]) ?? String(k);
  const { all, read: answer } = answers(frame), order = Array.from(all.keys()).sort((a, b) => all[b] - all[a]);
  const [first, second] = order, read = answer >= 0;
  const parts = untrained && (read || !nothing(frame)) ? [t('verdict.untrained')] : [];
  if (read) {
    // The panel reads tells what stands in for the light.
    parts.push(t(frame.planes.some((p) => p.kind === 'mask' || p.kind === 'absorber') && !frame.panels.some((p) => p.id === 'reads') ? 'verdict.read' : 'verdict.says', {
      name: name(first), share: share(all[first]),
      second: name(second), secondShare: share(all[second]),
    }));
    if (frame.label >= 0) parts.push(frame.label === first ? t('verdict.right') : t('verdict.wrong', { name: name(frame.label) }));
  } else {
    const level = order.filter((k) => all[k] === all[first]);
    parts.push(t(nothing(frame) || 'verdict.tie', { names: list(level.map(name)), share: share(all[first]) }));
  }
  big.textContent = read ? name(first) : '–';
  big.classList.toggle('wrong', read && frame.label >= 0 && frame.label !== first);
  big.classList.toggle('word', read && name(first).length > 2);
  text.textContent = sentences(...parts);
  explain(frame, read && name);
  return text.textContent;
}

// nothing is why there is nothing to read, or ''.
function nothing(frame) {
  const source = frame.planes[0];
  if (!(source.power > 0) || source.intensity.every((v) => v === 0)) return 'verdict.empty';
  if (!frame.scores.every((v) => v === 0)) return '';
  if (!frame.readings.every(Number.isFinite)) return 'verdict.broken';
  return frame.readings.some((v) => v > 0) ? 'verdict.blank' : 'verdict.dark';
}

// explain says what the numbers of the verdict are, when asked: which detectors got how much.
function explain(frame, name) {
  const why = document.getElementById('verdict-why'), { readings } = frame;
  const all = readings.reduce((a, b) => a + b, 0), order = [...readings.keys()].sort((a, b) => readings[b] - readings[a]);
  const own = name && readings.length === frame.scores.length;
  why.textContent = sentences(t('verdict.softmax'), own && t('verdict.light', { list: list(order.slice(0, 5).map((k) => `${name(k)} ${share(readings[k] / all)}`)) }));
}

/** The bench in words, for those who do not see it. */
export function describe(frame, verdict) {
  const { planes } = frame, gaps = planes.slice(1).map((p, i) => p.z - planes[i].z);
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)].map((z) => format(z, 'm', 3));
  return t(frame.scores.length ? 'stage.text' : 'stage.plain', {
    layers: frame.scores.length ? planes.filter((p) => p.kind === 'mask').length : planes.length - 2, gap: least === most ? least : `${least} – ${most}`, width: format(width(planes[0]), 'm', 3), verdict,
  });
}
