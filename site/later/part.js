// Masks as parts that can be made, and back. site/part.wasm does the work, in a worker of its
// own; this asks what to make. It comes when somebody wants a part.

import { Engine } from '../engine.js';
import { engineSays, filled, number, percent, sentences, t } from '../i18n.js';
import { alarm } from '../ui/say.js';
import { format, parse } from '../units.js';
import { save } from './save.js';
import { load } from './words.js';
import { zip } from './zip.js';

const { say: say1, sentences: told } = await load('part-');

// said is what the engine says, in the language.
function said(text) {
  for (const [english, other] of told) {
    const gaps = english.exec(text);
    if (gaps) return filled(other, gaps.slice(1));
  }
  return engineSays(text);
}

const element = (tag, props = {}, ...inside) => {
  const e = Object.assign(document.createElement(tag), props);
  e.append(...inside);
  return e;
};

const start = async () => {
  const engine = new Engine({ onReply() {}, onFatal(text) { engine.why = text; } }, 'part.wasm');
  await engine.loaded.catch(() => { throw new Error(say1('broken', { text: engine.why ?? 'site/part.wasm' })); });
  return engine;
};

// The fields: numbers as they are, lengths with a unit, and when a field counts.
const fields = [
  { name: 'index', phase: true, value: '' }, { name: 'ambient', phase: true, value: '1' }, { name: 'levels', value: '16' }, { name: 'turns', phase: true, value: '1' },
  { name: 'limit', phase: true, length: true, value: '' }, { name: 'base', form: 'stl', length: true, value: '' }, { name: 'blur', length: true, value: '' },
];
const choices = [
  { name: 'away' }, { name: 'stack', form: 'gdsii oasis' }, { name: 'cells', form: 'gdsii' }, { name: 'sloped', form: 'stl' },
];

let dialog;

/** Asks what part to make of the session's masks, and makes it. */
export function askPart(session) {
  if (session.presets.find((p) => p.id === session.preset)?.engine !== 'worker') return alarm(say1('other'));
  dialog ??= build();
  dialog.open(session);
}

function build() {
  const form = element('select', { id: 'part-form' }, ...['gdsii', 'oasis', 'stl', 'tiff16', 'bmp', 'heights-csv'].map((f) => new Option(say1(f), f)));
  const labelled = (text, input) => element('label', { className: 'field' }, element('span', { textContent: text }), input);
  const inputs = {}, rows = [];
  for (const f of fields) {
    inputs[f.name] = element('input', { type: 'text', id: `part-${f.name}`, inputMode: f.length ? 'text' : 'decimal', value: f.value, autocomplete: 'off' });
    rows.push({ ...f, row: labelled(say1(f.name), inputs[f.name]) });
  }
  const kernel = element('input', { type: 'file', id: 'part-kernel', accept: '.csv,.txt' });
  for (const c of choices) {
    inputs[c.name] = element('input', { type: 'checkbox', id: `part-${c.name}` });
    rows.push({ ...c, row: element('label', { className: 'choice' }, inputs[c.name], element('span', { textContent: say1(c.name) })) });
  }
  const at = rows.findIndex((r) => r.name === 'blur') + 1;
  rows.splice(at, 0, { name: 'kernel', row: labelled(say1('kernel'), kernel) });
  const note = element('p', { className: 'note', id: 'part-note' });
  note.setAttribute('role', 'status');
  const make = element('button', { type: 'submit', className: 'primary', id: 'part-make', textContent: say1('make') });
  const close = element('button', { type: 'button', id: 'part-close', textContent: t('close') });
  const box = element('dialog', { id: 'part' }, element('h2', { id: 'part-title', textContent: say1('title') }), element('p', { className: 'note', textContent: say1('about') }),
    element('form', { className: 'part', noValidate: true }, labelled(say1('form'), form), ...rows.map((r) => r.row), note, element('div', { className: 'row' }, make, close)));
  box.setAttribute('aria-labelledby', 'part-title');
  document.body.append(element('link', { rel: 'stylesheet', href: new URL('part.css', import.meta.url).href }), box);

  let session, engine = null, phase = true;
  const shown = (r) => (!r.phase || phase) && (!r.form || (r.form.split(' ').includes(form.value) && phase));
  const look = () => {
    phase = session.param('mask').value !== 'amplitude';
    for (const r of rows) r.row.hidden = !shown(r);
    inputs.index.previousSibling.textContent = say1('index', { wavelength: format(session.param('wavelength').value, 'm', 4) });
    inputs.levels.previousSibling.textContent = say1(phase ? 'levels' : 'shares');
  };
  form.addEventListener('change', look);

  // order is what the fields say, for the engine.
  const order = () => {
    const o = { form: form.value, levels: 0 };
    for (const r of rows.filter((x) => inputs[x.name] && shown(x))) {
      const input = inputs[r.name], text = input.value.trim();
      input.removeAttribute('aria-invalid');
      if (input.type === 'checkbox') { o[r.name] = input.checked; continue; }
      if (!text && r.length) continue;
      const v = Number(parse(text, r.length ? 'm' : ''));
      const wrong = !text || !Number.isFinite(v) || (r.name === 'levels' && !Number.isInteger(v));
      if (wrong) {
        input.setAttribute('aria-invalid', 'true');
        input.focus();
        throw new Error(!text && r.name === 'index' ? say1('missing') : say1(r.length ? 'length' : 'number', { text }));
      }
      o[r.name] = v;
    }
    const { form: f, levels, index: refractive_index, ambient: ambient_index, turns: wrap_turns, limit: relief_limit_m, base: base_m, blur: blur_m, away: relief_faces_detector, stack, cells, sloped } = o;
    return { form: f, levels, refractive_index, ambient_index, wrap_turns, relief_limit_m, base_m, blur_m, relief_faces_detector, stack, cells, sloped };
  };

  const run = async () => {
    const wanted = order(), table = kernel.files[0] ? await kernel.files[0].text() : '';
    note.textContent = say1('loading');
    const mine = engine = await start();
    const ask = async (m) => (await mine.ask(m))[0];
    // What belongs together is taken together: another training step may come after it.
    const { masks, preset, values, pictures, from } = await session.alone(async () => ({
      masks: await session.keep(), preset: session.preset, values: { ...session.values }, pictures: session.active.has?.test, from: sources[session.masksFrom],
    }));
    const made = await ask({ op: 'order', preset, values, order: JSON.stringify(wanted), kernel: table, array: masks.array, numbers: masks.values, by: session.version ? `page, version ${session.version}` : '', from });
    let test = null;
    if (pictures) {
      const { images, labels } = pictures.given;
      for (test = await ask({ op: 'test', set: pictures.what.set ?? pictures.name, images, labels }); test.kind === 'testing'; test = await ask({ op: 'test' })) {
        note.textContent = say1('testing', { share: percent(test.share) });
      }
    } else {
      await ask({ op: 'untested', why: 'The page has no test images.' });
    }
    const files = [];
    for (let i = 0; i < made.files; i++) {
      note.textContent = say1('writing', { file: i + 1, files: made.files });
      const { name, bytes } = await ask({ op: 'file', index: i });
      files.push({ name, bytes });
    }
    const name = `${preset}-${wanted.form}.zip`, whole = (x) => number(x, 12);
    save(name, zip(files));
    const done = [say1('made', { name, files: files.length, pixels: whole(made.pixels), rounded: whole(made.rounded), clipped: whole(made.clipped) })];
    if (test) done.push(say1('tested', { count: whole(test.pictures), trained: percent(test.trained, 2), made: percent(test.made, 2) }));
    else done.push(say1('untested'));
    if (test?.blurred !== undefined) done.push(say1('blurred', { blurred: percent(test.blurred, 2) }));
    note.textContent = sentences(...done);
  };

  const stop = () => {
    engine?.stop();
    engine = null;
  };
  box.querySelector('form').addEventListener('submit', async (e) => {
    e.preventDefault();
    if (engine) return stop();
    make.textContent = say1('stop');
    try {
      await run();
    } catch (error) {
      note.textContent = engine || error.name !== 'Error' ? said(error.message) : error.message;
      if (error.message === 'engine ended') note.textContent = engine?.why ? say1('broken', { text: engine.why }) : say1('stopped');
    }
    stop();
    make.textContent = say1('make');
  });
  close.addEventListener('click', () => box.close());
  box.addEventListener('close', stop);
  return {
    open(s) {
      session = s;
      note.textContent = '';
      look();
      box.showModal();
    },
  };
}

// Where masks are from, as the sheet says it.
const sources = { shipped: 'the masks that Talbot ships', none: 'masks that nothing has trained', trained: 'masks trained on the page', own: 'masks of a file, on the page' };

/** Whether a file is the sheet of a part. */
export const isSheet = ({ bytes }) => bytes[0] === 0x7b && /"format":\s*"talbot-part"/.test(new TextDecoder().decode(bytes.subarray(0, 4096)));

/**
 * The masks of a sheet and its files, for the engine's request "masks".
 * @param {{name: string, bytes: Uint8Array}} sheet
 * @param {{name: string, bytes: Uint8Array}[]} files
 * @returns {Promise<{given: object, shape: number[], notes: string[]}>}
 */
export async function readPart(sheet, files) {
  const engine = await start();
  try {
    const [r] = await engine.ask({ op: 'read', sheet: sheet.bytes, names: files.map((f) => f.name), files: files.map((f) => f.bytes) });
    return { given: { array: r.array, type: 'float32', curve: '', values: r.values }, shape: [r.layers, r.n, r.n], notes: r.notes.map(said) };
  } catch (error) {
    throw new Error(said(error.message));
  } finally {
    engine.stop();
  }
}
