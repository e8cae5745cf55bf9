// The page once its first picture is there: it puts the parts together. The
// engine, its data and the lab view load behind it.

import { bench, first } from './first.js';
import { engineSays, engineText, loadLanguage, number, percent, share, t } from './i18n.js';
import { writeLink } from './permalink.js';
import { poolSize } from './session/pool.js';
import { Session } from './session.js';
import { TooLong } from './session/effort.js';
import { startComputes } from './ui/computes.js';
import { startCurve } from './ui/curve.js';
import { startForm } from './ui/form.js';
import { startGuard, wanted } from './keep/guard.js';
import { startHistory } from './ui/history.js';
import { startKeeping } from './keep/keeping.js';
import { startKeys } from './ui/keys.js';
import { outcome, things } from './ui/now.js';
import { startInput } from './ui/input.js';
import { linked, startOpening } from './ui/opening.js';
import { startPlanes } from './ui/planes.js';
import { alarm, alarms, calm, notice, say } from './ui/say.js';
import { startShow } from './ui/show.js';
import { startStatus } from './ui/status.js';
import { startTestSet } from './ui/testset.js';
import { startTheme } from './ui/theme.js';
import { buttons, startTransport } from './ui/transport.js';
import { startView } from './ui/view.js';

const $ = (id) => document.getElementById(id);

// Between its parts the page answers: none of them holds it up for long.
const breath = () => new Promise((go) => { setTimeout(go); });

await breath().then(loadLanguage).then(breath);
$('preset-doc').textContent = linked().preset ? '' : engineText('preset.d2nn-mnist-64.doc', $('preset-doc').textContent); // of the first picture
const query = new URLSearchParams(location.search);
const workers = poolSize(query.get('workers'));
const device = ['webgpu', 'cpu'].includes(query.get('device')) ? query.get('device') : 'auto';
const session = new Session(workers, device);
if (parent !== window || /[?&](hide|only|embed)\b/.test(location.search)) import('./later/embed.js').then((m) => m.startEmbed(session, query));
$('workers').textContent = t('status.about', { n: workers });
const status = startStatus(session, () => attempt(() => session.halt()));

const planes = startPlanes({ onSelect: (i) => view.select(i), onNetwork: (k) => { session.network = k; session.show({ op: 'frame' }); } });
const view = startView(bench, { onSelect: (i) => { if (i >= 0) planes.select(i); }, onBusy: status });
const still = matchMedia('(prefers-reduced-motion: reduce)');
const setStill = () => view.options({ reducedMotion: still.matches });
still.addEventListener('change', setStill);
setStill();
const words = ['source', 'mask', 'detector', 'lens', 'camera', 'relay', 'gap', 'width', 'phase', 'light', 'peak', 'power', 'reads', 'correct', 'truth', 'none', 'waiting', 'pixelsOf', 'brightness'];
bench.options({ share });
view.options({ words: Object.fromEntries(words.map((w) => [w, t(`stage.${w}`)])) });
startTheme((o) => view.options(o));

await breath();
const show = startShow(session, view, planes);

const { bytes: firstBytes, error: firstError } = await first;
if (firstBytes) {
  show.frame({ bytes: firstBytes });
  $('verdict-text').textContent = t('verdict.wait');
} else {
  alarm(t('wrong.first', { text: firstError }));
}

await breath();
// attempt runs what a control asks for, and shows what went wrong. What went wrong
// before is over when it succeeds.
async function attempt(f, before = alarms()) {
  try {
    await f();
    calm(before);
  } catch (error) {
    session.fail(error);
  }
}
// act does so when what was asked for before is done.
const act = (f, before) => attempt(() => session.alone(f), before);

const why = $('why');
why.setAttribute('aria-label', t('verdict.why'));
why.addEventListener('click', () => why.setAttribute('aria-expanded', !($('verdict-why').hidden = !$('verdict-why').hidden)));
why.addEventListener('keydown', (e) => { if (e.key === 'Escape' && !$('verdict-why').hidden) why.click(); });
why.addEventListener('click', () => import('./later/change.js').then((m) => m.startChange(session)).catch((error) => session.fail(error)), { once: true });

const input = startInput(session, link), { showPixels } = input;
const curve = startCurve();
const history = startHistory((s) => travel(s.preset, () => session.back(s)), (can) => {
  for (const id of ['undo', 'undo-masks']) $(id).disabled = !can.undo;
  $('redo').disabled = !can.redo;
});
const state = () => session.capture();
let takeOffer = () => {}; // takes away an offer to undo, which holds for the last change only
const through = (move) => act(() => { takeOffer(); return history[move](state); });
const undo = () => through('undo'), redo = () => through('redo');
for (const id of ['undo', 'undo-masks']) $(id).addEventListener('click', undo);
$('redo').addEventListener('click', redo);
// note keeps what a change would lose, and returns it, or null where there was nothing to keep.
const note = async (live = false) => {
  takeOffer();
  const s = await state();
  if (s) history.note({ ...s, live });
  return s;
};
const guard = startGuard();
session.on('frame', () => { if (!session.opening) guard.done(); });
const keeping = startKeeping(session, { act, note: () => note(), openLink: () => opening.openLink(), relink: () => link(), extra: () => ({ drawing: input.strokes().map((s) => s.slice()) }) });
// travel runs f, after which the preset is this one: another one is a new entry of the browser's history.
const travel = (preset, f) => (preset === session.preset ? f() : keeping.travel(f));
startTestSet(session, act);
// changing runs f, and undo takes back what it changes, unless it fails.
const changing = async (f) => {
  const noted = await note();
  try {
    await f();
  } catch (error) {
    if (noted) history.forget();
    throw error;
  }
};
startTransport(session, act, note);
const taking = import('./later/take.js').then((m) => m.startTake(session, view, act, changing, set, showPixels));
taking.catch((error) => session.fail(error));
// Lessons come when they are asked for.
let lessons = null, place = null;
const teach = (f) => (lessons ??= import('./later/lessons.js').then((m) => m.startLessons(session, { act, open: openPreset, set, draw: input.draw, relink: link })))
  .then((l) => f(place = l)).catch((error) => { if (!place) lessons = null; session.fail(error); });
const follow = ({ lesson, preset }) => lesson && teach((l) => l.go(lesson, Boolean(preset), !preset));
$('lessons').addEventListener('click', () => teach((l) => l.choose()));

// set gives a parameter a value, and keeps what that changes.
async function set(param, value) {
  const noted = await note(param.live);
  try {
    await session.set(param, value);
  } catch (error) {
    if (noted) history.forget();
    throw error;
  }
}
const form = startForm((param, value, again, before = again ? 0 : alarms()) => session.alone(async () => {
  if (again && session.running) return false; // would pause what was begun since
  calm(before); // what the page tries again takes nothing away
  await set(param, value);
}).catch((error) => {
  if (!(error instanceof TooLong)) throw error;
  session.fail(error);
  throw new Error(tooLong(error));
}));
const tooLong = ({ seconds }) => t('wrong.long', { s: number(seconds, 2) });

let states = null; // the panel of the masks' display, which few visits need
session.on('ready', () => {
  if (session.can('display')) states ??= import('./display/panel.js').then((m) => m.startDisplay(session, async (files) => (await taking)(files))).catch((error) => { states = null; session.fail(error); });
});

$('preset').addEventListener('change', () => {
  // Before the engine is there, the choice is what it starts with.
  if (!begun) return window.history.replaceState(window.history.state, '', writeLink({ preset: $('preset').value }));
  act(() => openPreset($('preset').value));
});
async function openPreset(preset, values, how) {
  const noted = await note();
  try {
    await travel(preset, async () => {
      await session.open(preset, values, how);
      await session.showAgain();
    });
  } catch (error) {
    if (noted) history.forget();
    if (error.away && noted) { // a part of it is not here: what was open comes back
      if (session.preset !== noted.preset) await session.resume(noted);
      error.message += `. Nothing was changed${/no connection$/.test(error.message) ? '; what was opened once works without a connection' : ''}`;
      error.retry = () => openPreset(preset, values, how);
    }
    $('preset').value = session.preset;
    throw error;
  }
}

const computes = startComputes(session, device, act);

$('evaluate').addEventListener('click', () => act(() => session.evaluate()));
startKeys({ before: () => planes.by(-1), after: () => planes.by(1), undo, redo });

// The address holds the state, once it is whole.
function link() {
  if (!session.preset || session.opening) return;
  const { preset, values, sample, input } = session;
  const masks = session.fresh || session.mine() ? 'none' : 'shipped';
  keeping.changed();
  if (!session.shown) guard.trying(wanted(session));
  keeping.link(writeLink({ preset, values, masks, sample, pixels: sample === null ? input?.pixels : null, lesson: place?.place }));
}

session.on('presets', (list) => {
  $('preset').replaceChildren(...[...new Set(list.map((p) => p.group))].map((title) => {
    const group = Object.assign(document.createElement('optgroup'), { label: engineSays(title) });
    group.append(...list.filter((p) => p.group === title).map((p) => new Option(engineText(`preset.${p.id}`, p.title), p.id)));
    return group;
  }));
  const asked = linked().preset;
  if (!session.ready && list.some((p) => p.id === asked)) $('preset').value = asked;
  $('preset').disabled = false;
  $('version').textContent = t('version', { version: session.version });
});
session.on('ready', (ready) => {
  $('preset').value = session.preset;
  $('preset-doc').textContent = engineText(`preset.${session.preset}.doc`, session.presets.find((p) => p.id === session.preset)?.doc ?? '');
  $('warnings').textContent = (ready.warnings ?? []).map(engineSays).join('; ');
  $('warnings').hidden = !ready.warnings?.length;
  form.fill(ready.params, new Set(Object.keys(session.values)));
  show.opened(ready.classes);
  document.body.dataset.can = ready.can.join(' ');
  buttons(session);
});
session.on('set', (r) => { form.set(r.name, r.value, r.name in session.values); link(); });
session.on('frame', show.frame);
session.on('busy', (b) => status(b ? `${t(b.key)} ${b.loaded ? `${number(b.loaded / 1024, 3)} KB` : ''}` : ''));
session.on('run', (running) => {
  status();
  link();
  say(t(running ? 'status.training' : 'status.ready'));
});
session.on('pool', () => { status(); computes(); });
const redraw = () => curve.show(session.points, session.tests, session.masksFrom, session.ready?.tells);
for (const e of ['metrics', 'masks', 'tests', 'ready']) session.on(e, redraw);
for (const e of ['masks', 'opened']) session.on(e, link);
session.on('evaluation', (r) => say(session.ready?.tells ? outcome(r, session.ready) : t('test.accuracy', { share: percent(r.accuracy, 1), ...things(session.ready ?? {}, r.count) })));
session.on('wrong', ({ text, param, retry, stale }) => {
  if (param) form.mark(param, text);
  alarm(text, stale ? { label: t('wrong.reload'), run: () => location.reload() } : retry && { label: t('wrong.retry'), run: () => act(retry) });
});
session.on('gone', (text) => {
  const key = session.ready ? 'wrong.gone' : 'wrong.load';
  $('status').textContent = t('status.gone');
  alarm(t(key, { text }), session.ready
    ? { label: t('wrong.restart'), run: () => attempt(() => session.restart()) }
    : { label: t('wrong.retry'), run: begin });
});

const opening = startOpening(session, keeping, guard, { act, follow, link, input });
let begun = false; // whether the first network is being opened, or was
async function begin() {
  try {
    if (typeof WebAssembly !== 'object') throw new Error(t('wrong.browser', { what: 'WebAssembly' }));
    await session.start();
    begun = true;
    await session.alone(opening.start);
    status();
    document.documentElement.dataset.state = 'ready';
    view.ready();
    import('./later/more.js').then((m) => m.startMore(session, query, { act, changing, draw: showPixels, open: openPreset })).catch(() => {}); // without a network the page does without
  } catch (error) {
    session.fail(error);
  }
}

session.on('long', (error) => import('./later/heavy.js').then((m) => m.offer(session, error, { open: (id) => act(() => openPreset(id)), compute: () => act(() => travel(error.preset, error.again)) })).catch(() => alarm(error.again ? tooLong(error) : error.message)));
session.on('reset', (steps) => { if (steps) takeOffer = notice(t('reset.done', { steps: number(steps, 9) }), [{ label: t('undo'), run: undo }]); });

begin();
