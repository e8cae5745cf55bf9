// Files out and files in.

import { gunzip } from '../io/fetch.js';
import { isIDX, pairs } from '../io/idx.js';
import { checkShape } from '../io/shipped.js';
import { engineSays, engineText, number, sentences, t } from '../i18n.js';
import { alarm, alarms, calm, say } from '../ui/say.js';
import { names as setNames } from '../ui/testset.js';

const $ = (id) => document.getElementById(id);

/**
 * Connects the panel to the session and the view. act(f) runs f and reports what fails;
 * changing(f) runs f, which undo takes back, and set(param, value) what a parameter would change; draw(pixels) shows a picture as the input. Returns what takes files in.
 */
export function startTake(session, view, act, changing, set, draw) {
  const saved = async (name, content, type) => {
    (await saver()).save(name, content, type);
    say(t('take.saved', { name }));
  };
  const masks = (f) => () => act(async () => f(await session.files()));
  $('save-png').addEventListener('click', masks(async (m) => saved(`${session.preset}-masks.zip`, await (await saver()).masksAsPNG(m, session.preset))));
  $('save-npz').addEventListener('click', masks(async (m) => saved(`${session.preset}-masks.npz`, (await maskFiles()).masksAsNPZ(m, about(session)))));
  $('save-json').addEventListener('click', masks(async (m) => saved(`${session.preset}-masks.json`, (await maskFiles()).masksAsJSON(m, about(session)), 'application/json')));
  $('save-part').addEventListener('click', () => act(async () => (await import('./part.js')).askPart(session)));
  // What needs nothing of the engine waits for nothing.
  const now = (f) => async (given) => {
    try {
      await f(given);
    } catch (error) {
      session.fail(error);
    }
  };
  $('save-csv').addEventListener('click', now(async () => saved(`${session.preset}-curve.csv`, (await saver()).curveAsCSV(session.points, session.tests), 'text/csv')));
  $('save-view').addEventListener('click', now(async () => {
    const blob = await view.picture();
    if (blob) await saved(`${session.preset}-bench.png`, blob);
  }));
  $('link').addEventListener('click', now(async () => {
    const copied = await navigator.clipboard.writeText(location.href).then(() => true, () => false), { w } = await words();
    $('link').textContent = w(copied ? 'take.copied' : 'take.notCopied');
    if (copied) say(w('take.copied'));
    setTimeout(() => { $('link').textContent = t('take.link'); }, 3000);
  }));
  const able = () => { $('save-csv').disabled = !session.points.length; };
  for (const e of ['metrics', 'resumed']) session.on(e, able);
  able(); // a run may have come back before this file

  const drop = $('drop');
  const take = async (list) => {
    if (!list.length) return;
    const before = alarms(), { w } = await words();
    try {
      await session.alone(() => takeFiles(session, list, $('role').value, { changing, set, draw, w }));
      calm(before);
    } catch (error) {
      const ask = error.param === 'masks-kind' ? w('own.askNumbers') : '';
      alarm(w('wrong.file', { text: engineSays(error.message) + ask }));
      if (ask) $('numbers').focus();
    }
    $('files').value = '';
  };
  const taken = (list) => now(take)([...list]); // what is dropped is gone after its event
  $('files').addEventListener('change', () => taken($('files').files));
  addEventListener('dragover', (e) => {
    e.preventDefault();
    drop.classList.add('over');
  });
  addEventListener('dragleave', (e) => { if (!e.relatedTarget) drop.classList.remove('over'); });
  addEventListener('drop', (e) => {
    e.preventDefault();
    drop.classList.remove('over');
    taken(e.dataTransfer.files);
  });
  return taken;
}

// takeFiles reads all files before it changes anything, so that one that is refused changes nothing.
async function takeFiles(session, list, role, { changing, set, draw, w }) {
  const files = await Promise.all(list.map(async (f) => ({ name: f.name, bytes: await gunzip(new Uint8Array(await f.arrayBuffer()), f.name) })));
  if (!session.can('train')) throw new Error(w('own.none'));
  const json = files.some((f) => /\.json$/i.test(f.name)) ? await import('./part.js') : null, sheet = files.find((f) => json?.isSheet(f));
  if (sheet) return takePart(session, sheet, files.filter((f) => f !== sheet), { changing, w }, json);
  const { isNot, kindOfFile } = await import('./kind.js');
  const pictures = files.filter((f) => kindOfFile(f.bytes).picture);
  if (pictures.length > 1) throw new Error(w('own.onePicture', { count: pictures.length }));
  const masks = files.filter((f) => /\.(np[yz]|json)$/i.test(f.name) || kindOfFile(f.bytes).name === 'NPY');
  if (masks.length > 1) throw new Error(w('own.oneMasks', { count: masks.length }));
  const curves = files.filter((f) => !pictures.includes(f) && !masks.includes(f) && isTable(f)).sort((a, b) => (a.name < b.name ? -1 : 1)); // one for each mask
  if (curves.length && !session.can('display')) throw new Error(w('states.none'));
  const rest = files.filter((f) => ![...masks, ...curves, ...pictures].includes(f));
  for (const f of rest) if (!isIDX(f.bytes)) throw new Error(`${f.name}: ${isNot(f.bytes)}`);
  const sets = pairs(rest);

  const done = [], steps = [];
  for (const p of pictures) {
    const { readPicture } = await import('./picture.js');
    const pixels = await readPicture(p.bytes, p.name, session.ready);
    steps.push(() => draw(pixels));
    done.push(w('own.picture', { name: p.name }));
  }
  for (const m of masks) {
    const { readMaskFile, differences } = await maskFiles();
    const { meta, ...given } = await readMaskFile(m.bytes, m.name, session.ready, session.kind(), $('numbers').value);
    steps.push(() => changing(() => session.putMasks(given, 'own')));
    const other = differences(meta, session.ready).map((p) => engineText(p.name, p.label));
    done.push(w('own.masks', { name: m.name }) + (other.length ? ` ${w('own.otherBench', { names: other.join(', ') })}` : ''));
  }
  if (curves.length) {
    const param = session.ready.params.find((p) => p.file === 'curve'), texts = [];
    const notes = [];
    for (const c of curves) {
      const read = await session.read(param, c);
      texts.push(read.text);
      for (const n of read.notes) notes.push(w('states.made', { name: c.name, text: engineSays(n) }));
    }
    steps.push(() => set(param, texts.join(',')));
    done.push(w('states.read', { name: curves.map((c) => c.name).join(', ') }), ...notes);
  }
  for (const p of sets) {
    const as = role || p.role || 'test';
    const of = p.count < 10000 ? '' : await (await import('./known.js')).known(as, p.images, p.labels);
    steps.push(() => changing(() => session.useOwnData(as, list[0].name, p.images, p.labels, of)));
    done.push(w('own.used', { count: number(p.count, 9), role: t(`own.${as}`) }));
    if (of && of !== session.ready.data) done.push(w('own.otherSet', { set: setNames[of], wanted: setNames[session.ready.data] }));
  }
  for (const step of steps) await step();
  say($('own-note').textContent = sentences(...done));
}

// takePart puts the masks of a part in place.
async function takePart(session, sheet, files, { changing, w }, { readPart }) {
  const { given, shape, notes } = await readPart(sheet, files);
  checkShape(shape, sheet.name, session.ready.layers, session.ready.n);
  await changing(() => session.putMasks(given, 'own'));
  $('own-note').textContent = sentences(w('own.masks', { name: sheet.name }), ...notes);
  say($('own-note').textContent);
}

// isTable tells whether a file is a table of a display: of the words in a text without a number, none is.
const isTable = ({ name, bytes }) => /\.(csv|tsv|dat|lut)$/i.test(name) || (/\.txt$/i.test(name) && bytes.some((b) => b >= 48 && b <= 57));

// What makes files, and what reads and writes masks; few visits need it.
const saver = () => import('./save.js');
const words = () => import('./words.js');
const maskFiles = () => import('./masks.js');

function about({ preset, version, masksFrom, ready, points }) {
  return { preset, engine: version, steps: points.at(-1)?.step ?? 0, masks: masksFrom, params: ready.params };
}
