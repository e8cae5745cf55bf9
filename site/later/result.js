// What a measurement of the test set gave: its accuracy and how sure that is, and the
// confusion matrix.

import { engineSays, number, percent, t } from '../i18n.js';
import { outcome, sure, things } from '../ui/now.js';
import { w } from './words.js';

/** The elements that show an evaluation reply; images says of which images it is, ready is the engine's reply to open. */
export function result(r, images, classes, ready = {}) {
  const of = things(ready, r.count);
  const p = (className, textContent) => Object.assign(document.createElement('p'), { className, textContent });
  if (ready.tells) return [p('big', outcome(r, ready)), ...(images ? [p('note', images)] : [])];
  return [
    p('big', t('test.accuracy', { share: percent(r.accuracy, 1), ...of })),
    p('note', w('test.sure', { ...of, right: number(r.correct, 9), ...sure(r) })),
    ...(images ? [p('note', images)] : []),
    p('note', w(r.efficiency ? 'test.more' : 'test.loss', { loss: number(r.loss), efficiency: percent(r.efficiency, 1), source: percent(r.sourceEfficiency, 2) })),
    ...(r.confusion?.length ? [matrix(r.confusion, classes)] : []), // else no classes are told apart
  ];
}

// matrix is the table of counts; classes names its rows and columns. Columns behind these are answers by detectors of no class.
function matrix(counts, classes) {
  const k = classes.length, wide = counts.length / k, none = engineSays('none');
  const names = [...classes, ...Array(wide - k).fill(none)], short = names.map((c) => (c.length > 2 && c !== none ? c.slice(0, 3) : c));
  const table = document.createElement('table');
  table.className = 'confusion';
  table.createCaption().textContent = w('test.confusion');
  const head = table.createTHead().insertRow();
  const th = (text, scope, full) => {
    const el = Object.assign(document.createElement('th'), { scope, textContent: text });
    if (full !== text) el.title = full;
    return el;
  };
  head.append(document.createElement('td'), ...short.map((c, i) => th(c, 'col', names[i])));
  head.firstChild.classList.add('zero');
  const body = table.createTBody();
  for (let i = 0; i < k; i++) {
    const row = body.insertRow();
    row.append(th(short[i], 'row', names[i]));
    const mine = counts.slice(i * wide, (i + 1) * wide), total = mine.reduce((a, b) => a + b, 0) || 1;
    for (const [j, n] of mine.entries()) {
      const cell = row.insertCell();
      cell.textContent = n;
      cell.classList.toggle('zero', n === 0);
      cell.style.setProperty('--share', Math.sqrt(n / total).toFixed(3));
      cell.style.setProperty('--tone', i === j ? 'var(--accent)' : 'var(--loss)');
    }
  }
  return table;
}
