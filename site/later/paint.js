// Painting on the mask that is shown close up: a round brush with a phase, an amplitude or
// a level, by mouse, finger, pen or keys. What is painted goes to the engine at once, so
// that the light answers while the brush moves. Each stroke can be undone.

import { number, percent } from '../i18n.js';
import { say } from '../ui/say.js';
import { clamp, stroke } from './brush.js';
import { element } from './parts.js';
import { w } from './words.js';

/** What a brush of a kind of masks sets: the range of its slider, a mask's number for a place on it, and how that is said. */
const brushes = {
  radians: { max: 2, step: 1 / 32, start: 1, to: (v) => v * Math.PI, text: (v) => w('paint.radians', { value: number(v, 3) }) },
  logits: { max: 1, step: 1 / 64, start: 0, to: (v) => Math.log(clamp(v, 1e-3, 1 - 1e-3) / (1 - clamp(v, 1e-3, 1 - 1e-3))), text: (v) => percent(v) },
  levels: { max: 255, step: 1, start: 0, to: (v) => v, text: (v) => String(v) },
};

/** Adds it to the close view of a plane. page.act and page.changing are those of the page, the second one undone as a whole. */
export function startPaint(session, { act, changing }) {
  const $ = (id) => document.getElementById(id);
  const range = (id, props) => element('input', { type: 'range', id, ...props });
  const value = range('paint-value', {}), size = range('paint-size', { min: 1, max: 32, step: 1, value: 5 });
  const shown = element('output'), wide = element('output'), note = element('p', { className: 'note', id: 'paint-note' });
  const fill = element('button', { type: 'button', className: 'quiet', id: 'paint-fill', textContent: w('paint.fill') });
  const back = element('button', { type: 'button', className: 'quiet', id: 'paint-undo', textContent: w('paint.undo') });
  const what = element('span');
  const tools = element('div', { className: 'paint-tools' },
    element('label', {}, what, value, shown), element('label', {}, element('span', { textContent: w('paint.size') }), size, wide), element('div', { className: 'row' }, fill, back));
  const box = element('details', { className: 'ruler', id: 'paint' }, element('summary', { textContent: w('paint.title') }), element('p', { className: 'note', textContent: w('paint.how') }), tools, note);
  box.name = 'plane-tools'; // one of them takes the pointer
  const ring = element('i'), surface = element('div', { className: 'paint-surface', id: 'paint-surface', tabIndex: 0 }, ring);
  surface.setAttribute('role', 'application');
  ($('ruler') ?? $('plane-note')).after(box);

  let kind = '', pen = [0, 0], down = false, last = null; // pen in samples; last, where the stroke has come to
  let waiting = [], busy = false, putting = false, held = null; // held: the masks while a stroke goes on

  const plane = () => Number(document.querySelector('#plane-tabs input:checked')?.value);
  const networks = () => Math.max(1, document.querySelectorAll('.plane > select option').length);
  const layer = () => session.network * (session.ready.layers / networks()) + plane() - 1;
  const canvas = () => document.querySelector('#plane-pictures canvas.map');
  // A mask is painted where the plane shows one, sample by sample.
  const can = () => session.can('masks') && canvas()?.width === session.ready.n && plane() >= 1 && plane() <= session.ready.layers / networks();

  const brush = () => brushes[kind];
  function words() {
    if (!brush()) return;
    shown.textContent = brush().text(Number(value.value));
    wide.textContent = w('paint.samples', { n: number(Number(size.value)) });
    for (const [input, out] of [[value, shown], [size, wide]]) input.setAttribute('aria-valuetext', out.textContent);
    place();
  }

  // place shows the pen.
  function place() {
    const n = session.ready.n, share = (v) => `${(100 * v) / n}%`;
    Object.assign(ring.style, { left: share(pen[0] - size.value / 2), top: share(pen[1] - size.value / 2), width: share(size.value), height: share(size.value) });
    ring.classList.toggle('down', down);
  }

  // arrange follows the plane, the network and whether the box is open.
  async function arrange() {
    const on = box.open && session.ready && can();
    note.textContent = box.open && !on ? w(session.can('masks') ? 'paint.choose' : 'paint.none') : '';
    tools.hidden = !on;
    if (!on) { surface.remove(); held = null; return; }
    const figure = canvas().parentElement;
    if (surface.parentElement !== figure) {
      figure.append(surface);
      figure.classList.add('painted');
    }
    surface.setAttribute('aria-label', w('paint.surface', { n: session.ready.n }));
    size.max = Math.max(1, session.ready.n >> 1);
    if (kind) return words();
    const ready = session.ready, [masks] = await session.active.ask({ op: 'export' });
    if (ready !== session.ready) return;
    kind = masks.array;
    what.textContent = w(`paint.${kind}Brush`);
    if (kind === 'levels') brushes.levels.max = Math.min(...(await session.levels()).map((d) => d.values.length / 4)) - 1;
    Object.assign(value, { min: 0, max: brush().max, step: brush().step });
    value.value = brush().start;
    pen = [ready.n / 2, ready.n / 2];
    words();
  }

  // put sends the masks with what was painted since, to the mask that was shown then.
  async function put(pieces) {
    held ??= (await session.active.ask({ op: 'export' }))[0];
    const { n } = held;
    for (const p of pieces) stroke(held.values.subarray(p.layer * n * n, (p.layer + 1) * n * n), n, p.from, p.to, p.size, p.value);
    const { array, type, curve, values } = held;
    putting = true;
    await session.putMasks({ array, type, curve, values }, 'own', session.rateShare < 1).finally(() => { putting = false; });
  }

  // pump gives the engine what waits, a stroke at a time.
  async function pump() {
    if (busy) return;
    busy = true;
    while (waiting.length) {
      const begins = waiting[0].begins, end = waiting.findIndex((p, i) => i > 0 && p.begins);
      const pieces = waiting.splice(0, end < 0 ? waiting.length : end);
      if (begins) held = null;
      await act(() => (begins ? changing(() => put(pieces)) : put(pieces)));
    }
    busy = false;
  }

  function paint(from, to, begins, much = Number(size.value)) {
    if (!brush()) return;
    waiting.push({ layer: layer(), from, to, begins, size: much, value: brush().to(Number(value.value)) });
    pump();
  }
  function move(to, begins = false) {
    pen = to;
    if (down) paint(begins ? to : last, to, begins);
    last = to;
    place();
  }
  function press(on, to = pen) {
    down = on;
    if (on) move(to, true);
    else place();
  }

  // The page may be laid out anew when a stroke begins: it is measured where it began.
  let pointer = null, area = null;
  const at = (e) => {
    const r = pointer === null ? surface.getBoundingClientRect() : area, { n } = session.ready;
    return [((e.clientX - r.left) / r.width) * n, ((e.clientY - r.top) / r.height) * n].map((v) => clamp(v, 0, n - 0.01));
  };
  surface.addEventListener('pointerdown', (e) => {
    if (e.button !== 0 || pointer !== null) return;
    area = surface.getBoundingClientRect();
    pointer = e.pointerId;
    surface.setPointerCapture(pointer);
    surface.focus({ preventScroll: true });
    press(true, at(e));
    e.preventDefault();
  });
  surface.addEventListener('pointermove', (e) => { if (pointer === null || pointer === e.pointerId) move(at(e)); });
  for (const type of ['pointerup', 'pointercancel']) {
    surface.addEventListener(type, (e) => {
      if (e.pointerId !== pointer) return;
      pointer = null;
      press(false);
    });
  }

  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  surface.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const by = Math.max(1, size.value >> 1), { n } = session.ready;
    if (moves[e.key]) move(pen.map((v, d) => clamp(v + by * moves[e.key][d], 0.5, n - 0.5)));
    else if (e.key === ' ') {
      press(!down, pen.map((v) => Math.floor(v) + 0.5));
      say(w(down ? 'paint.down' : 'paint.up'));
    } else if (e.key === '+' || e.key === '-') {
      value.value = Number(value.value) + (e.key === '+' ? 4 : -4) * brush().step;
      words();
      say(shown.textContent);
    } else return;
    e.preventDefault();
    e.stopPropagation();
  });
  surface.addEventListener('blur', () => { if (pointer === null) press(false); });

  fill.addEventListener('click', () => paint([session.ready.n / 2, session.ready.n / 2], [session.ready.n / 2, session.ready.n / 2], true, 3 * session.ready.n));
  back.addEventListener('click', () => $('undo-masks').click());
  const undoable = () => { back.disabled = $('undo-masks').disabled; };
  new MutationObserver(undoable).observe($('undo-masks'), { attributeFilter: ['disabled'] });
  undoable();
  for (const input of [value, size]) input.addEventListener('input', words);
  const follow = () => { arrange().catch((error) => session.fail(error)); };
  box.addEventListener('toggle', follow);
  $('plane-tabs').addEventListener('change', follow);
  const fit = () => { box.hidden = !session.can('masks'); }; // what has no masks has nothing to paint on
  session.on('ready', () => { kind = ''; waiting = []; down = false; fit(); });
  if (session.ready) fit();
  session.on('masks', () => { if (!putting) held = null; }); // they are others now
  session.on('frame', () => { if (box.open) follow(); });
}
