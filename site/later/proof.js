// The panel in which the page checks itself, in the visitor's browser: what it draws, by
// measure.js, and the arithmetic of its engine on the CPU and on a GPU, by proof.wasm.

import { Engine } from '../engine.js';
import { engineSays, number, sentences } from '../i18n.js';
import { say } from '../ui/say.js';
import { format } from '../units.js';
import { checks } from './measure.js';
import { element, escapes, styled } from './parts.js';
import { w } from './words.js';

/** Cases of package sim/validate that the panel runs: those that need a second at most. */
export const cases = ['adjoint', 'energy', 'return', 'semigroup', 'reciprocity', 'evanescent', 'talbot', 'gaussian-angular-spectrum', 'hermite-gauss', '4f'];

const small = (x) => (x === 0 ? '0' : x.toExponential(1).replace('.', number(0.5)[1]).replace(/e([-+])(\d+)/, (_, s, d) => ` · 10${s === '-' ? '⁻' : ''}${[...d].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c]).join('')}`));

/**
 * Makes the panel, shows it, and measures.
 * @returns {Promise<{open: () => void}>} open shows it again
 */
export async function startProof() {
  await styled('proof.css');
  const panel = element('section', { className: 'panel proof', tabIndex: -1, id: 'proof' });
  panel.setAttribute('aria-labelledby', 'proof-title');
  const state = element('p', { className: 'note', id: 'proof-state' }), gpuNote = element('p', { className: 'note', id: 'proof-gpu' });
  state.setAttribute('role', 'status');
  const again = element('button', { type: 'button', textContent: w('proof.run'), onclick: () => run() });
  const close = element('button', { type: 'button', className: 'quiet', textContent: w('proof.close'), onclick: () => { panel.hidden = true; document.getElementById('proof-open')?.focus(); } });
  const drawn = rows('drawn', ['measured', 'expected', 'error', 'allowed']), engine = rows('engine', ['error', 'gpu', 'allowed']);
  panel.append(
    element('div', { className: 'panel-head' }, element('h2', { id: 'proof-title', textContent: w('proof.title') }), close),
    element('p', { textContent: w('proof.about') }), drawn.box, engine.box, gpuNote, element('div', { className: 'buttons' }, again), state);
  document.querySelector('main').append(panel);
  escapes(panel, () => close.click());

  let running = false;
  async function run() {
    if (running) return;
    running = again.disabled = true;
    state.textContent = w('proof.loading');
    let bad = 0, n = 0;
    const count = (ok) => { n++; if (!ok) bad++; };
    const text = (error) => engineSays(error.message);
    try {
      await using('systems.wasm', async (e) => {
        state.textContent = w('proof.running');
        for (const { id, run: check } of checks) {
          try {
            const r = await check(e), ok = r.error <= r.allowed;
            count(ok);
            const value = (v) => (v === undefined ? '' : r.unit ? format(v, r.unit, 7) : number(v, 7));
            drawn.fill(`proof.${id}`, [value(r.measured), value(r.expected), small(r.error), small(r.allowed)], ok);
          } catch (error) {
            count(false);
            drawn.fill(`proof.${id}`, [text(error), '', '', ''], false);
          }
        }
      });
      await using('proof.wasm', async (e) => {
        const gpu = await findGPU(e, gpuNote, text);
        for (const id of cases) {
          const [r] = await e.ask({ op: 'case', name: id });
          const [g] = gpu.includes(id) ? await e.ask({ op: 'case', name: id, gpu: true }).catch((error) => { gpuNote.textContent = w('proof.noGPU', { text: text(error) }); return []; }) : [];
          const ok = r.value <= r.allowed && (!g || g.value <= g.allowed);
          count(ok);
          engine.fill(`case.${id}`, [small(r.value), g ? small(g.value) : '–', small(r.allowed)], ok);
        }
      });
      state.textContent = bad ? w('proof.some', { bad: number(bad), n: number(n) }) : w('proof.done', { n: number(n) });
    } catch (error) {
      state.textContent = w('proof.failed', { text: text(error) });
    } finally {
      panel.dataset.done = bad ? 'bad' : 'ok';
      say(state.textContent);
      running = again.disabled = false;
    }
  }
  const open = () => {
    panel.hidden = false;
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: 'start' });
  };
  open();
  run();
  return { open };
}

// findGPU notes which GPU there is, and returns the cases for it: none where there is none, and
// few for one that is a program, whose shaders take long to compile.
async function findGPU(engine, note, text) {
  try {
    const [r] = await engine.ask({ op: 'gpu' });
    const [{ openGPU }, { allowed }] = await Promise.all([import('../gpu/gpu.js'), import('../gpu/selftest.js')]);
    const gpu = await openGPU();
    note.textContent = sentences(w(r.software ? 'proof.gpuSoft' : 'proof.gpuName', { name: r.name }), w('proof.gpuSelf', { off: small(gpu.info.off), allowed: small(allowed) }));
    gpu.lose();
    return r.software ? ['energy', 'talbot'] : cases;
  } catch (error) {
    note.textContent = w('proof.noGPU', { text: text(error) });
    return [];
  }
}

// using runs f with an engine of its own, which ends with it.
async function using(program, f) {
  let gone, engine;
  const ended = new Promise((_, reject) => { gone = (text) => reject(new Error(text)); });
  ended.catch(() => {});
  engine = new Engine({ onReply() {}, onFatal: gone }, program);
  try {
    await Promise.race([engine.loaded.then(() => f(engine)), ended]);
  } finally {
    engine.stop();
  }
}

// rows is a table whose rows come one by one, or are filled in anew.
function rows(id, columns) {
  const table = element('table', { className: 'proofs' }), body = element('tbody'), known = new Map();
  const cell = (tag, textContent, scope) => element(tag, scope ? { textContent, scope } : { textContent });
  table.append(element('caption', { textContent: w(`proof.${id}`) }), element('thead', {}, element('tr', {}, cell('th', w('proof.what'), 'col'), ...columns.map((c) => cell('th', w(`proof.${c}`), 'col')), element('td'))), body);
  const box = element('div', { className: 'scroll proof-scroll', tabIndex: 0 }, table);
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', w(`proof.${id}`));
  return {
    box,
    fill(key, texts, ok) {
      const row = element('tr', { className: ok ? 'ok' : 'bad' }, cell('th', w(key), 'row'), ...texts.map((t) => cell('td', t)), cell('td', w(ok ? 'proof.ok' : 'proof.bad')));
      row.dataset.key = key;
      if (known.has(key)) known.get(key).replaceWith(row);
      else body.append(row);
      known.set(key, row);
    },
  };
}
