// The panels of a frame: what a system shows beside its bench, whatever system it is.

import { engineSays, number, sentences, t } from '../i18n.js';
import { save } from '../later/save.js';
import { say } from '../ui/say.js';
import { drawAxes } from './axes.js';
import { drawBars, drawGrid } from './cells.js';
import { asCSV, table } from './table.js';
import { brief, says, shown } from './words.js';

const draws = { lines: drawAxes, image: drawAxes, bars: drawBars, grid: drawGrid };

/**
 * Puts the place of the panels on the page; it hides itself while there are none.
 * @param {(id: string) => string} file names a file for the numbers of a panel
 */
export function startPanels(file) {
  document.head.append(element('link', { rel: 'stylesheet', href: new URL('panel.css', import.meta.url).href }));
  const section = element('section', { className: 'panel shown', hidden: true });
  section.setAttribute('aria-label', t('panel.all'));
  const list = element('div', { className: 'shown-list' });
  section.append(list);
  document.querySelector('.curves').after(section);
  let panels = [], cells = [], asked = 0;

  function draw() {
    asked = 0;
    const em = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    panels.forEach((p, i) => cells[i].draw(p, em));
  }
  const ask = () => { asked ||= requestAnimationFrame(draw); };
  new ResizeObserver(ask).observe(list);

  return {
    /**
     * Shows the panels of a frame; none hides the place. Those with the ids of before keep
     * theirs. It returns what the texts without a title say of the whole.
     */
    show(all) {
      const next = all.filter((p) => p.shape !== 'text' || p.title);
      const same = next.length === panels.length && next.every((p, i) => p.id === panels[i].id && p.shape === panels[i].shape);
      panels = next;
      section.hidden = !panels.length;
      if (!same) {
        cells = panels.map((p) => panelCell(p.id, ask, file));
        list.replaceChildren(...cells.map((c) => c.box));
      }
      ask();
      return sentences(...all.filter((p) => p.shape === 'text' && !p.title).map((p) => says(p.note)));
    },
  };
}

/** The place of one panel: its title, its drawing, what is under the pointer, its note and its numbers. */
export function panelCell(id, ask, file) {
  const box = element('figure', { id: `panel-${id}` }), head = element('h2'), plot = element('div', { className: 'plot' });
  const point = element('p', { className: 'note point' }), note = element('p', { className: 'note' }), details = element('details', { className: 'table-alt' });
  const numbers = element('div', { className: 'scroll', tabIndex: 0 }), csv = element('button', { type: 'button', textContent: t('panel.csv') });
  numbers.setAttribute('role', 'region');
  details.append(element('summary', { textContent: t('panel.table') }), csv, numbers);
  details.addEventListener('toggle', ask);
  box.append(head, plot, point, note, details);
  let p = null, at = null;
  csv.addEventListener('click', () => {
    save(file(id), asCSV(p), 'text/csv');
    say(t('take.saved', { name: file(id) }));
  });
  let last = null; // where the pointer is
  const read = () => { point.textContent = (at && last && at(...last)) || (at ? t('panel.hover') : ''); };
  for (const e of ['pointermove', 'pointerdown']) plot.addEventListener(e, ({ clientX, clientY }) => {
    const r = plot.getBoundingClientRect();
    last = [clientX - r.left, clientY - r.top];
    read();
  });
  plot.addEventListener('pointerleave', () => { last = null; read(); });
  return {
    box,
    draw(next, em) {
      p = next;
      const title = says(p.title);
      head.textContent = title;
      head.hidden = !title;
      note.textContent = says(p.note);
      note.hidden = !p.note;
      plot.hidden = !draws[p.shape];
      details.hidden = plot.hidden || !told(p).length;
      point.hidden = p.shape !== 'lines' && p.shape !== 'image';
      if (plot.hidden) return;
      at = draws[p.shape](plot, p, em, words(p, title)) ?? null;
      read();
      numbers.setAttribute('aria-label', title || t('panel.table'));
      if (details.open) numbers.replaceChildren(...table(p));
    },
  };
}

// told are the series that have numbers to tell: lines on an image are outlines.
const told = (p) => p.series.filter((s) => s.points || p.shape !== 'image');

// words says a drawing for those who do not see it.
function words(p, title) {
  const [{ y } = { y: [] }] = p.series;
  const said = p.shape === 'bars' ? p.names.map((name, i) => `${engineSays(name)} ${shown(y[i], p.y)}`)
    : p.shape === 'grid' ? Array.from(y, (v, i) => `${engineSays(p.names[p.nx + Math.floor(i / p.nx)])}, ${engineSays(p.names[i % p.nx])} ${shown(v, p.y)}`)
      : told(p).map((s) => [brief(s), s.points ? t(s.x.length === 1 ? 'panel.point' : 'panel.points', { count: s.x.length }) : s.y.length ? t('panel.ends', { first: number(s.y[0]), last: number(s.y.at(-1)), most: number(s.y.reduce((a, b) => Math.max(a, b))) }) : ''].filter(Boolean).join(', '));
  return [title, ...said].filter(Boolean).join('; ');
}

const element = (tag, props = {}) => Object.assign(document.createElement(tag), props);
