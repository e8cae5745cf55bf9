// Lessons: short guided paths over the presets, whose tasks the page checks. A lesson is
// data, in site/lessons: what to open, what to say, what to do. Nothing here knows one.

import { filled, language, number, t } from '../i18n.js';
import { refused } from '../io/fetch.js';
import { recall, remember } from '../ui/recall.js';
import { alarm, say } from '../ui/say.js';
import { checked } from './check.js';
import { element, escapes } from './parts.js';
import { sheet } from './sheet.js';

const here = (name) => new URL(`../lessons/${name}.json`, import.meta.url);
const sum = (list, key) => list.reduce((s, p) => s + p[key], 0);

const until = (holds) => new Promise((done) => {
  const timer = setInterval(() => { if (holds()) { clearInterval(timer); done(); } }, 100);
});

async function read(name) {
  const r = await fetch(here(name)).catch(() => { throw new Error(`${here(name).pathname}: no connection`); });
  if (!r.ok) throw refused(here(name).pathname, r);
  return r.json();
}

/**
 * Makes the panel of lessons.
 * @param {Session} session
 * @param {object} page
 * @param {(f: () => Promise<void>) => Promise<void>} page.act runs f after what was asked for before, and shows what fails
 * @param {(preset: string, values: object, how: object) => Promise<void>} page.open opens a preset; undo takes it back
 * @param {(param: object, value: string) => Promise<void>} page.set sets a parameter
 * @param {() => void} page.relink writes the address anew
 * @returns {Promise<{go: (place: string, stay?: boolean, anew?: boolean) => Promise<void>, choose: () => void, place: string}>}
 *   go opens the step that a place like diffraction.2 names, and its settings unless they stay
 *   as they are, also where the visitor is there if anew; choose shows or hides all lessons; place is where the visitor is, '' outside.
 */
export async function startLessons(session, page) {
  const style = element('link', { rel: 'stylesheet', href: new URL('lessons.css', import.meta.url).href });
  const styled = new Promise((done) => { style.onload = style.onerror = done; });
  document.head.append(style);
  const [words, list] = await Promise.all([read('words'), read('index'), styled]);
  const say1 = (text) => text[language] ?? text.en;
  const word = (key, fill) => filled(say1(words[key]), fill);

  const panel = element('section', { className: 'panel lesson', tabIndex: -1, hidden: true });
  panel.setAttribute('aria-labelledby', 'lesson-title');
  document.querySelector('main').before(panel);

  const done = new Set((recall('lessons') ?? '').split(' ').filter(Boolean));
  let lesson = null, at = 0, shape = null, playing = 0, guessed = -1, mine = false;

  // look is what tasks can see.
  const look = () => {
    const last = session.points.slice(-10);
    return {
      value: (name) => session.param(name)?.value,
      step: session.points.at(-1)?.step ?? 0,
      accuracy: last.length && !last.at(-1).measure ? sum(last, 'accuracy') / last.length : 0,
      tested: session.tests.at(-1)?.accuracy ?? null,
      drawn: session.sample === null && Boolean(session.input?.pixels),
      done: session.done,
      part: document.getElementById('steps')?.dataset.part,
    };
  };
  const key = () => `${lesson.id}.${at + 1}`;
  const step = () => lesson.steps[at];

  function check() {
    if (!lesson || mine || !session.ready || done.has(key())) return;
    const { task } = step();
    if (!task || (playing && !task.choose) || (task.choose ? guessed !== task.right : session.preset !== step().open.preset || !checked(task.check, look()))) return;
    done.add(key());
    remember('lessons', [...done].join(' '));
    fill();
    say(word('done'));
  }
  let asked = 0;
  const ask = () => { asked ||= setTimeout(() => { asked = 0; check(); }, 50); };
  for (const e of ['ready', 'set', 'metrics', 'tests', 'evaluation', 'done', 'frame', 'opened', 'part']) session.on(e, ask);

  // play moves a parameter by itself, until somebody touches the page.
  function play() {
    const { play: what } = step();
    stop();
    if (!what || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    let k = 0, busy = false;
    playing = setInterval(async () => {
      if (busy || document.hidden || session.preset !== step().open.preset) return;
      busy = true;
      k = (k + 1) % (2 * what.values.length - 2 || 1);
      const value = what.values[Math.min(k, 2 * what.values.length - 2 - k)];
      await page.act(async () => { if (playing) await session.set(session.param(what.param), String(value)); }, 0); // takes no error away
      busy = false;
    }, 350);
  }
  function stop() {
    clearInterval(playing);
    playing = 0;
  }
  for (const e of ['pointerdown', 'keydown']) {
    addEventListener(e, (event) => { if (playing && !event.target.closest?.('.lesson')) { stop(); fill(); } }, { capture: true });
  }

  let applied = Promise.resolve(), asks = 0; // when a step's settings are there; one after another, as two at once would press Train twice
  const apply = () => {
    const ask = ++asks;
    stop();
    return (applied = applied.catch(() => {}).then(() => (lesson && ask === asks ? set() : undefined)));
  };
  async function set() {
    const { open, train } = step(), mark = key();
    stop();
    mine = true;
    await page.act(async () => {
      if (open.keep && session.preset === open.preset) return;
      await page.open(open.preset, open.values ?? {}, { none: open.masks === 'none' });
      if (open.sample !== undefined) await session.showSample(open.sample);
    });
    mine = false;
    if (!lesson || key() !== mark) return; // gone on meanwhile
    if (train) await press('train');
    play();
    ask();
  }

  // press presses a button of the page, and ends when that has acted; train never pauses.
  async function press(id) {
    if (id !== 'train' || !session.running) document.getElementById(id)?.click(); // what comes later may not be there yet
    await page.act(async () => {});
  }

  // help does the task for who cannot or will not.
  async function help() {
    await applied;
    if (!lesson) return; // left in the meantime
    stop();
    const { show = {} } = step().task;
    for (const [name, value] of Object.entries(show.values ?? {})) {
      await page.act(async () => { if (session.param(name)) await page.set(session.param(name), String(value)); });
    }
    for (const id of show.press ?? []) await press(id);
    if (show.wait) await until(() => !lesson || !session.running || checked(show.wait, look()));
    for (const id of show.then ?? []) await press(id);
    if (show.draw) await page.act(() => page.draw(show.draw));
    ask();
  }

  async function go(place, stay = false, anew = false) {
    const [id, n = '1'] = place.split('.');
    try {
      if (!list.some((l) => l.id === id)) throw new Error(word('unknown', { id }));
      if (lesson?.id !== id) lesson = await read(id);
      const to = Math.max(1, Math.min(lesson.steps.length, Math.trunc(Number(n)) || 1)) - 1;
      if (!anew && shape === key() && at === to && !panel.hidden) return;
      at = to;
    } catch (error) {
      alarm(t('wrong.link', { text: error.message }));
      return;
    }
    guessed = -1;
    panel.hidden = false;
    fill();
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: 'nearest' });
    if (stay) ask();
    else await apply();
    page.relink();
  }

  function close() {
    stop();
    panel.hidden = true;
    lesson = null;
    page.relink();
    document.getElementById('lessons').focus();
  }
  escapes(panel, () => { if (!lesson) close(); }); // a lesson under way is not lost by a key
  const button = (text, run, props = {}) => {
    const b = element('button', { type: 'button', textContent: text, ...props });
    b.addEventListener('click', run);
    return b;
  };

  // choose shows the lessons there are.
  function choose() {
    if (!panel.hidden && !lesson) return close();
    stop();
    lesson = null;
    panel.hidden = false;
    const cards = list.map((l) => {
      const steps = Array.from({ length: l.steps }, (_, i) => done.has(`${l.id}.${i + 1}`)).filter(Boolean).length;
      const b = button('', () => go(l.id), { className: 'card' });
      b.append(element('strong', { textContent: say1(l.title) }), element('span', { textContent: say1(l.about) }),
        element('span', { className: 'dim', textContent: word(steps ? 'doneOf' : 'length', { steps: l.steps, minutes: l.minutes, n: steps }) }));
      return element('li', {}, b);
    });
    panel.replaceChildren(
      element('div', { className: 'panel-head' }, element('h2', { id: 'lesson-title', textContent: word('all') }), button(word('close'), close, { className: 'quiet' })),
      element('ul', { className: 'cards' }, ...cards));
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: 'nearest' });
    page.relink();
  }

  function fill() {
    const s = step(), ready = done.has(key()), last = at === lesson.steps.length - 1;
    shape = key();
    const dots = element('ol', { className: 'dots' }, ...lesson.steps.map((x, i) => {
      const b = button(number(i + 1), () => go(`${lesson.id}.${i + 1}`));
      b.title = say1(x.title);
      b.setAttribute('aria-label', word('stepN', { n: number(i + 1), title: say1(x.title) }) + (done.has(`${lesson.id}.${i + 1}`) ? `, ${word('done')}` : ''));
      if (i === at) b.setAttribute('aria-current', 'step');
      b.classList.toggle('done', done.has(`${lesson.id}.${i + 1}`));
      return element('li', {}, b);
    }));
    const body = element('div', { className: 'lesson-body' }, element('p', { textContent: say1(s.text) }));
    if (s.task) body.append(task(s.task, ready && s.answer ? say1(s.answer) : '', ready));
    const sources = element('ul', {}, ...lesson.sources.map((x) => element('li', {}, x.doi ? element('a', { href: `https://doi.org/${x.doi}`, target: '_blank', rel: 'noopener', textContent: x.text }) : x.text)));
    const had = document.activeElement?.dataset?.act, opened = [...panel.querySelectorAll('details')].map((d) => d.open);
    panel.replaceChildren(
      element('div', { className: 'panel-head' },
        element('h2', { id: 'lesson-title', textContent: word('heading', { lesson: say1(lesson.title), step: say1(s.title) }) }), dots),
      body,
      element('div', { className: 'buttons lesson-more' },
        button(word('back'), () => go(`${lesson.id}.${at}`), { disabled: at === 0 }),
        last ? button(word('other'), choose, { className: ready || !s.task ? 'primary' : '' }) : button(word('next'), () => go(`${lesson.id}.${at + 2}`), { className: ready || !s.task ? 'primary' : '' }),
        ...(s.task && !s.task.choose && !ready ? [button(word('show'), help, { className: 'quiet' })] : []),
        button(word('again'), apply, { className: 'quiet' }), button(word('close'), close, { className: 'quiet' }),
        element('div', { className: 'lesson-about' },
          element('details', {}, element('summary', { textContent: word('sources') }), sources),
          element('details', {}, element('summary', { textContent: word('teachers') }),
            element('ul', {}, ...(lesson.teacher[language] ?? lesson.teacher.en).map((x) => element('li', { textContent: x }))),
            button(word('print'), () => sheet(lesson, say1, word))))));
    panel.querySelectorAll('details').forEach((d, i) => { d.open = Boolean(opened[i]); });
    panel.querySelectorAll('button').forEach((b) => { b.dataset.act = b.textContent; });
    if (had === undefined) return;
    const again = [...panel.querySelectorAll('button')].find((b) => b.dataset.act === had && !b.disabled);
    (again ?? panel.querySelector('button.primary') ?? panel).focus({ preventScroll: true });
  }

  function task(what, answer, ready) {
    const mark = element('span', { className: 'mark-done', textContent: ready ? '✓' : '' });
    mark.setAttribute('aria-hidden', 'true');
    const box = element('div', { className: 'task' }, mark, element('p', {}, element('strong', { textContent: word(ready ? 'done' : 'task') }), ' ', say1(what.text)));
    box.classList.toggle('done', ready);
    if (answer) box.append(element('p', { className: 'answer', textContent: answer }));
    if (what.choose) {
      box.append(element('div', { className: 'choices' }, ...what.choose.map((c, i) => {
        const b = button(say1(c), () => { guessed = i; check(); fill(); });
        b.disabled = ready;
        if (guessed === i) b.setAttribute('aria-pressed', 'true');
        return b;
      })));
      if (guessed >= 0 && guessed !== what.right && !ready) box.append(element('p', { className: 'dim', textContent: word('wrong') }));
    } else if (what.hint && !ready) {
      box.append(element('p', { className: 'dim', textContent: say1(what.hint) }));
    }
    return box;
  }

  return { go, choose, get place() { return lesson ? key() : ''; } };
}
