// One update, taken apart for the picture that is shown: forward, loss, backward and update,
// one after the other. onestep.js has the engine make it.

import { colour } from '../bench.js';
import { gray, intensity, phase } from '../colormaps.js';
import { readFrame } from '../frame.js';
import { number, percent, share } from '../i18n.js';
import { diverging } from '../panel/diverging.js';
import { suits, takeApart } from './onestep.js';
import { element } from './parts.js';
import { w } from './words.js';

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
  const box = element('details', { className: 'ruler', id: 'steps' }, element('summary', { textContent: w('steps.title') }),
    element('div', { className: 'row' }, element('label', {}, element('span', { textContent: `${w('steps.class')} ` }), wanted), go), title, said, pictures, walk);
  document.querySelector('.curves').append(box);
  let taken = null, at = 0, shownInput = '', busy = false;

  const canvas = (values, nx, ny, map, text) => {
    const c = element('canvas', { width: nx, height: ny });
    colour(c, values, map);
    c.setAttribute('role', 'img');
    c.setAttribute('aria-label', text);
    return element('figure', {}, c, element('figcaption', { textContent: text }));
  };
  const mask = (values, k) => values.subarray(k * taken.n ** 2, (k + 1) * taken.n ** 2);
  const masks = () => { // of the network that is shown
    const count = readFrame(taken.before.frame).planes.filter((p) => p.kind === 'mask').length;
    return Array.from({ length: count }, (_, i) => ({ i, k: session.network * count + i }));
  };
  const rms = (v) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0) / v.length);
  const unit = () => w(taken.masks.array === 'radians' ? 'steps.perRad' : 'steps.perLogit');

  const shows = {
    forward() {
      const { planes } = readFrame(taken.before.frame);
      said.textContent = w('steps.forwardSays', { masks: masks().length, power: percent(planes.at(-1).power, 1) });
      return planes.filter((p) => p.intensity).map((p, i, all) => canvas(p.intensity, p.nx, p.ny, intensity, i === 0 ? w('steps.source') : i === all.length - 1 ? w('steps.detector') : w('steps.mask', { i })));
    },
    loss() {
      const { scores } = readFrame(taken.before.frame);
      said.textContent = w(session.param('loss')?.value === 'cross-entropy' ? 'steps.lossEntropy' : 'steps.lossSays', { loss: number(taken.before.loss, 4), class: taken.class, score: share(scores[taken.label]) });
      return [table(scores)];
    },
    backward() {
      said.textContent = w('steps.backwardSays');
      return masks().reverse().map(({ i, k }) => {
        const g = mask(taken.gradient, k), most = g.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-30);
        return canvas(Uint8Array.from(g, (v) => Math.round(127.5 + (127.5 * v) / most)), taken.n, taken.n, diverging, w('steps.gradient', { i: i + 1, rms: number(rms(g), 2), unit: unit() }));
      });
    },
    update() {
      const fell = taken.before.loss - taken.after.loss;
      said.textContent = w('steps.updateSays', { rate: number(taken.rate, 2), before: number(taken.before.loss, 4), after: number(taken.after.loss, 4), fell: number(fell, 3), predicted: number(taken.predicted, 3) });
      const byte = taken.masks.array === 'radians' ? (v) => Math.round((v / (2 * Math.PI) - Math.floor(v / (2 * Math.PI))) * 256) & 255 : (v) => Math.round(255 / (1 + Math.exp(-v)));
      return [...masks().map(({ i, k }) => canvas(Uint8Array.from(mask(taken.masks.values, k), byte), taken.n, taken.n, taken.masks.array === 'radians' ? phase : gray, w('steps.mask', { i: i + 1 }))), table(readFrame(taken.before.frame).scores, readFrame(taken.after.frame).scores)];
    },
  };

  function table(before, after) {
    const out = element('table'), head = out.createTHead().insertRow();
    for (const key of ['class', 'score', ...(after ? ['then'] : []), 'want']) head.append(Object.assign(document.createElement('th'), { scope: 'col', textContent: w(`steps.${key}Column`) }));
    const body = out.createTBody();
    before.forEach((s, k) => {
      const row = body.insertRow();
      row.classList.toggle('best', k === taken.label);
      for (const text of [session.ready.classes[k] ?? k, share(s), ...(after ? [share(after[k])] : []), percent(Number(k === taken.label))]) row.insertCell().textContent = text;
    });
    return out;
  }

  function show() {
    title.textContent = taken ? w('steps.of', { i: at + 1, n: names.length, name: w(`steps.${names[at]}`) }) : '';
    title.hidden = walk.hidden = !taken;
    put.hidden = at < names.length - 1;
    next.hidden = !put.hidden;
    back.disabled = at === 0;
    pictures.replaceChildren(...(taken ? shows[names[at]]() : []));
  }
  function step(by) {
    at = Math.max(0, Math.min(names.length - 1, at + by));
    show();
    (by > 0 ? (next.hidden ? put : next) : back.disabled ? next : back).focus();
  }

  // fit offers the classes of what is open, and the one of the picture where that is known.
  function fit() {
    const ok = session.ready && suits(session);
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

  async function take() {
    const pixels = session.input?.pixels ?? (session.sample !== null && session.test ? session.test.values.subarray(session.sample * session.ready.width * session.ready.height, (session.sample + 1) * session.ready.width * session.ready.height) : null);
    if (!pixels?.some((v) => v)) { said.textContent = w('steps.blank'); return; }
    busy = go.disabled = true;
    said.textContent = w('steps.working');
    try {
      await session.pause();
      const chosen = Number(wanted.value);
      taken = { ...await takeApart(session, Uint8Array.from(pixels), chosen), label: chosen, class: session.ready.classes[chosen] };
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
    const { masks: given } = taken;
    await changing(() => session.putMasks(given, 'own', session.rateShare < 1));
    go.focus();
  }));
  wanted.addEventListener('change', forget);
  for (const e of ['ready', 'opened', 'set']) session.on(e, () => { forget(); fit(); });
  for (const e of ['masks', 'metrics']) session.on(e, forget);
  session.on('frame', ({ bytes }) => {
    if (!box.open || busy) return;
    const { label, predicted } = readFrame(bytes), of = label >= 0 ? label : predicted, key = `${session.sample} ${session.input?.pixels ?? ''}`;
    if (key === shownInput) return;
    shownInput = key;
    if (of >= 0) wanted.value = of;
    forget();
  });
  box.addEventListener('toggle', () => { if (box.open) { fit(); session.show({ op: 'frame' }); } });
  fit();
}
