// The display of the masks: its curve, the states in the complex plane and how many
// pixels have each, as drawings and as a table, and the way in for a display of one's own.

import { EngineGone } from '../engine.js';
import { number, percent } from '../i18n.js';
import { plots, t } from './plots.js';

const pause = 1000; // ms between two looks while the masks change

/**
 * Puts the panel on the page; it hides itself while the masks are of no display.
 * @param {import('../session.js').Session} session
 * @param {(files: FileList) => Promise<void>} take brings files in
 */
export function startDisplay(session, take) {
  const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL('display.css', import.meta.url).href });
  document.head.append(style);
  const panel = element('section', { className: 'panel states', hidden: true });
  panel.setAttribute('aria-labelledby', 'states-title');
  const list = element('div', { className: 'states-list' });
  const details = element('details', { className: 'table-alt' });
  const tables = element('div', { className: 'scroll', tabIndex: 0 });
  tables.setAttribute('role', 'region');
  tables.setAttribute('aria-labelledby', 'states-table-title');
  details.append(element('summary', { id: 'states-table-title', textContent: t('states.table') }), tables);
  const file = element('input', { type: 'file', id: 'states-file', multiple: true, accept: '.csv,.tsv,.txt,.dat,.lut,text/*' });
  const label = element('label', { className: 'file note' });
  label.append(element('span', { textContent: t('states.file') }), file);
  panel.append(element('h2', { id: 'states-title', textContent: t('states.title') }), list,
    element('p', { className: 'note', textContent: t('states.note') }), details, label);
  document.querySelector('.curves').after(panel);
  file.addEventListener('change', async () => {
    await take(file.files);
    file.value = '';
  });

  let displays = [], drawings = [], asked = 0, timer = 0, asking = false, late = false;

  function draw() {
    asked = 0;
    if (panel.hidden) return;
    if (drawings.length !== displays.length) {
      drawings = displays.map(() => plots());
      list.replaceChildren(...drawings.map((d) => d.box));
    }
    displays.forEach((d, i) => drawings[i].draw(d, title(d, displays.length > 1)));
    if (details.open) tables.replaceChildren(...displays.map((d) => table(d, title(d, displays.length > 1))));
  }
  const ask = () => { asked ||= requestAnimationFrame(draw); };
  details.addEventListener('toggle', ask);
  new ResizeObserver(ask).observe(list);

  // look asks the engine how the masks stand, one question at a time.
  async function look() {
    panel.hidden = !session.can('display');
    if (panel.hidden || session.opening) return;
    if (asking) { late = true; return; }
    asking = true;
    try {
      displays = (await session.levels()).map(unpack);
      ask();
    } catch (error) {
      if (!(error instanceof EngineGone)) session.fail(error);
    }
    asking = false;
    if (late) soon();
    late = false;
  }
  const soon = (wait = 0) => {
    if (wait && timer) return;
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; look(); }, wait);
  };
  for (const e of ['ready', 'opened', 'stayed', 'masks', 'run']) session.on(e, () => soon());
  session.on('metrics', () => soon(pause));
  look();
}

// unpack makes a display of the engine's reply into {name, masks, drive, amplitude, phase,
// used}, the last four with one value a level.
function unpack({ name, masks, values }) {
  const k = values.length / 4;
  const [drive, amplitude, phase, used] = [0, 1, 2, 3].map((i) => values.subarray(i * k, (i + 1) * k));
  return { name, masks, drive, amplitude, phase, used };
}

function title(d, several) {
  const name = d.name === 'states' ? t('states.own') : d.name;
  const text = t('states.levels', { name, count: number(d.drive.length, 9) });
  return several ? t(d.masks.length > 1 ? 'states.masks' : 'states.mask', { name: text, masks: d.masks.join(', ') }) : text;
}

function table(d, caption) {
  const out = document.createElement('table');
  out.createCaption().textContent = caption;
  const head = out.createTHead().insertRow();
  for (const k of ['level', 'drive', 'amplitude', 'phase', 'used']) head.append(element('th', { scope: 'col', textContent: t(`states.${k}`) }));
  const body = out.createTBody();
  d.drive.forEach((drive, k) => {
    const row = body.insertRow();
    for (const v of [k, number(drive, 5), number(d.amplitude[k]), number(d.phase[k] / Math.PI), percent(d.used[k], 1)]) row.insertCell().textContent = v;
  });
  return out;
}

const element = (tag, props = {}) => Object.assign(document.createElement(tag), props);
