// One update, taken apart for the picture that is shown: forward, loss, backward and update,
// one after the other. onestep.js has the engine make it; of other systems the engine itself says
// what the pieces are, and apart.js shows them.

import { colour } from '../textures.js';
import { gray, intensity, phase } from '../colormaps.js';
import { answers, readFrame, turns } from '../frame.js';
import { engineSays, number, percent, share, t } from '../i18n.js';
import { diverging } from '../panel/diverging.js';
import { byEngine, engineParts } from './apart.js';
import { putIn, shown, suits, takeApart } from './onestep.js';
import { element } from './parts.js';
import { w } from './words.js';

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const names = ['forward', 'loss', 'backward', 'update'];

/** Adds it below the learning curve. page has act and changing, as startTools says. */
export function startSteps(session, { act, changing }) {
  const go = element('button', { type: 'button', id: 'steps-go', textContent: w('steps.go') });
  const wanted = element('select', { id: 'steps-class' });
  const back = element('button', { type: 'button', className: 'quiet', id: 'steps-back', textContent: w('steps.back') });
  const next = element('button', { type: 'button', id: 'steps-next', textContent: w('steps.next') });
  const put = element('button', { type: 'button', className: 'primary', id: 'steps-put', textContent: w('steps.put') });
  const title = element('h3', { id: 'steps-title', hidden: true }), said = element('p', { className: 'note', id: 'steps-said', textContent: w('steps.how') }), pictures = element('div', { className: 'steps-pictures', id: 'steps-pictures' });
  said.setAttribute('role', 'status');
  const walk = element('div', { className: 'row', hidden: true }, back, next, put);
  const box = element('details', { className: 'ruler', id: 'steps' }, element('summary', { id: 'steps-open', textContent: w('steps.title') }),
    element('div', { className: 'row' }, element('label', {}, element('span', { textContent: `${w('steps.class')} ` }), wanted), go), title, said, pictures, walk);
  document.querySelector('.curves').append(box);
  let taken = null, at = 0, shownInput = '', busy = false;

  const canvas = (values, { nx, ny }, map, text) => {
    const c = element('canvas', { width: nx, height: ny });
    c.style.aspectRatio = Math.min(nx / ny, 6); // a long matrix is stretched, to be seen
    colour(c, values, map);
    c.setAttribute('role', 'img');
    c.setAttribute('aria-label', text);
    return element('figure', { className: nx > 4 * ny ? 'wide' : '' }, c, element('figcaption', { textContent: text }));
  };
  const signed = (values, most) => Uint8Array.from(values, (v) => Math.round(127.5 + (127.5 * v) / most));
  const largest = (values) => values.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-30);
  const rms = (v) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0) / v.length);
  // What is open: masks whose numbers are free, a display's, or matrices of weights.
  const kind = () => (session.can('masks') ? (shown(session) ? 'Display' : '') : 'Weights');
  const name = (i) => w(kind() === 'Weights' ? 'steps.matrix' : 'steps.mask', { i: i + 1 });
  const unit = () => {
    if (kind() === 'Weights') return w('steps.perWeight');
    if (!kind()) return w(session.param('mask')?.value === 'amplitude' ? 'steps.perLogit' : 'steps.perRad');
    return w({ gumbel: 'steps.perLogit', nearest: 'steps.perUnit' }[session.param('method').value] ?? 'steps.perDrive');
  };
  // What light meets in training, of a display.
  const mixes = () => (session.param('method').value === 'ptq' ? 'steps.forwardDrives' : session.param('method').value !== 'qat-straight' && session.param('forward').value === 'soft' ? 'steps.forwardMixes' : 'steps.forwardHard');

  const shows = {
    forward() {
      const { planes } = readFrame(taken.before.frame), lit = planes.filter((p) => p.intensity);
      const masks = planes.filter((p) => p.kind === 'mask').length;
      said.textContent = kind() === 'Weights' ? w('steps.forwardWeights', { masks })
        : w('steps.forwardSays', { masks, power: percent(planes.at(-1).power, 1) }) + (kind() ? ` ${w(mixes())}` : '');
      return lit.map((p, i) => canvas(p.intensity, p, intensity, p.kind === 'mask' ? name(Number(p.name) - 1) : i === 0 ? w('steps.source') : i === lit.length - 1 && kind() !== 'Weights' ? w('steps.detector') : capital(engineSays(p.name))));
    },
    loss() {
      const { scores } = readFrame(taken.before.frame), says = kind() ? `steps.loss${kind()}` : session.param('loss')?.value === 'cross-entropy' ? 'steps.lossEntropy' : 'steps.lossSays';
      said.textContent = w(says, { loss: number(taken.before.loss, 4), class: taken.class, score: share(scores[taken.label]) });
      return [table(scores)];
    },
    backward() {
      said.textContent = w(`steps.backward${kind() === 'Weights' && session.param('gradient')?.value === 'probe' ? 'Probe' : kind() || 'Says'}`);
      return taken.masks.map((m, i) => {
        const says = w('steps.gradient', { name: name(i), rms: number(rms(m.gradient), 2), unit: unit() });
        if (!kind() || m.each === 1) return canvas(signed(m.gradient, largest(m.gradient)), m, diverging, says);
        const v = pulls(m), most = largest(v);
        return canvas(Uint8Array.from(v, (x) => Math.round((255 * x) / most)), m, intensity, says);
      }).reverse();
    },
    update() {
      const before = readFrame(taken.before.frame), after = readFrame(taken.after.frame);
      const fill = { rate: number(taken.rate, 2), before: number(taken.before.loss, 4), after: number(taken.after.loss, 4), fell: number(taken.before.loss - taken.after.loss, 3), predicted: number(taken.predicted, 3) };
      said.textContent = w('steps.updateSays', fill);
      if (kind() === 'Display') said.textContent += ` ${w('steps.updateLevels', { changed: number(taken.masks.reduce((sum, m) => sum + m.changed, 0), 9), count: number(taken.masks.reduce((sum, m) => sum + m.nx * m.ny, 0), 9) })}`;
      return [...after.planes.filter((p) => p.kind === 'mask').map((p, i) => (kind() === 'Weights' ? canvas(weights(p), p, diverging, name(i)) : turns(p) ? canvas(p.phase, p, phase, name(i)) : canvas(p.amplitude, p, gray, name(i)))), table(before.scores, after.scores)];
    },
  };
  // pulls is how strongly each sample of a mask is pulled, of several numbers a sample: [y][x][2] of nearest, [level][y][x] else.
  function pulls({ gradient, each, nx, ny }) {
    const n = nx * ny, pair = session.param('method').value === 'nearest';
    return Float32Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < each; k++) sum += gradient[pair ? each * i + k : k * n + i] ** 2;
      return Math.sqrt(sum);
    });
  }
  // weights is a matrix as its modulator has it: half a wave turns those below zero.
  const weights = ({ amplitude, phase: turned }) => signed(Array.from(amplitude, (v, i) => (turned[i] === 128 ? -v : v)), 255);

  function table(before, after) {
    const out = element('table'), head = out.createTHead().insertRow();
    for (const key of ['class', 'score', ...(after ? ['then'] : []), 'want']) head.append(Object.assign(document.createElement('th'), { scope: 'col', textContent: w(`steps.${key}Column`) }));
    const body = out.createTBody();
    const [all, then] = [before, after].map((scores) => scores && answers({ scores }).all); // with that of no class
    all.forEach((s, k) => {
      const row = body.insertRow();
      row.classList.toggle('best', k === taken.label);
      for (const text of [k === before.length ? t('stage.none') : session.ready.classes[k] ?? k, share(s), ...(after ? [share(then[k] ?? 0)] : []), percent(Number(k === taken.label))]) row.insertCell().textContent = text;
    });
    return out;
  }

  const last = () => (taken?.parts ?? names).length - 1;
  function show() {
    const part = taken?.parts?.[at];
    title.textContent = taken ? w('steps.of', { i: at + 1, n: last() + 1, name: part?.name ?? w(`steps.${names[at]}`) }) : '';
    title.hidden = walk.hidden = !taken;
    put.hidden = at < last() || Boolean(part);
    next.hidden = at === last();
    back.disabled = at === 0;
    if (part) said.textContent = part.says;
    pictures.replaceChildren(...(part ? part.draw() : taken ? shows[names[at]]() : []));
    part?.drawn();
    box.dataset.part = part ? String(at + 1) : taken ? names[at] : '';
    session.emit('part', box.dataset.part);
  }
  function step(by) {
    at = Math.max(0, Math.min(last(), at + by));
    show();
    (by < 0 ? (back.disabled ? next : back) : !next.hidden ? next : put.hidden ? back : put).focus();
  }

  // fit offers the classes of what is open, and the one of the picture where that is known.
  function fit() {
    const ok = session.ready && (suits(session) || byEngine(session));
    box.hidden = !ok;
    if (!ok) return;
    const classes = session.ready.classes ?? [];
    if (`${[...wanted.options].map((o) => o.text)}` !== `${classes}`) wanted.replaceChildren(...classes.map((c, i) => new Option(c, i)));
  }
  function forget() {
    if (!taken || busy) return;
    taken = null;
    said.textContent = w('steps.how');
    show();
  }

  // follow offers the class of what is shown; it tells whether that is another input than before.
  const input = () => `${session.sample} ${session.input?.pixels ?? ''}`;
  function follow(bytes) {
    if (input() === shownInput) return false;
    shownInput = input();
    const { label, predicted } = readFrame(bytes), of = label >= 0 ? label : predicted;
    if (of >= 0) wanted.value = of;
    return true;
  }

  async function take() {
    const whole = !suits(session); // what is shown may be no picture
    const pixels = session.input?.pixels ?? (session.sample !== null && session.test ? session.test.values.subarray(session.sample * session.ready.width * session.ready.height, (session.sample + 1) * session.ready.width * session.ready.height) : null);
    if (!whole && !pixels?.some((v) => v)) { said.textContent = w('steps.blank'); return; }
    busy = go.disabled = true;
    said.textContent = w('steps.working');
    try {
      await session.pause();
      // Its own picture may still be on its way to somebody quick, and is not another input then.
      if (input() !== shownInput) follow((await session.active.ask({ op: 'frame', network: session.network })).find((r) => r.kind === 'frame').bytes);
      const chosen = Number(wanted.value);
      if (whole) taken = { parts: await engineParts(session, chosen) };
      else taken = { ...await takeApart(session, Uint8Array.from(pixels), chosen), label: chosen, class: session.ready.classes[chosen] };
      at = 0;
      show();
      next.focus();
    } finally {
      busy = go.disabled = false;
      if (!taken) said.textContent = w('steps.how');
    }
  }

  go.addEventListener('click', () => act(take));
  back.addEventListener('click', () => step(-1));
  next.addEventListener('click', () => step(1));
  put.addEventListener('click', () => act(async () => {
    const { next: given } = taken;
    await changing(() => putIn(session, given));
    go.focus();
  }));
  wanted.addEventListener('change', forget);
  for (const e of ['ready', 'opened', 'set']) session.on(e, () => { forget(); fit(); });
  for (const e of ['masks', 'metrics']) session.on(e, forget);
  session.on('frame', ({ bytes }) => {
    if (box.open && !busy && follow(bytes)) forget();
  });
  box.addEventListener('toggle', () => { if (box.open) { fit(); session.show({ op: 'frame' }); } });
  fit();
}
