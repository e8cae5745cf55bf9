// Nothing that took time is lost: the state of the page is kept on this computer while
// it changes, and for each entry of the browser's history. A reload brings it back, Back
// and Forward go from one preset to another with what was done there, and what a closed
// tab left is offered. Before anything is lost that could not be kept, the browser asks.
//
// In the store (store.js): "state TAB ENTRY" has a state of Session.capture, without
// the user's own images, which are under "data NAME"; "head TAB ENTRY" says what that is,
// and since when. A tab holds the lock "talbot TAB" while it lives.

import { engineText, number, t } from '../i18n.js';
import * as store from './store.js';
import { notice } from '../ui/say.js';

const room = 64e6; // bytes of states held in memory
const oldest = 30 * 86400e3; // ms after which what a closed tab left is forgotten
const size = (s) => (s.masks?.values.byteLength ?? 0) + (s.run?.length ?? 0);
const fresh = () => Array.from(crypto.getRandomValues(new Uint32Array(2)), (v) => v.toString(36)).join('');

/**
 * @param {import('../session.js').Session} session
 * @param {object} page
 * @param {(f: () => Promise<void>) => Promise<void>} page.act runs f alone and reports what fails
 * @param {() => Promise<void>} page.note keeps the present state for undo
 * @param {() => Promise<void>} page.openLink opens what the address says
 * @param {() => void} page.relink writes the address anew
 * @param {() => object} page.extra what else is in a state: the drawing
 */
export function startKeeping(session, { act, note, openLink, relink, extra }) {
  const held = new Map(); // states by entry
  let tab = '', entry = '', next = '', anew = true; // next is the entry that the next link starts
  let moving = ''; // the entry that the browser is at already
  let refused = '', changes = 0, saved = 0, savedAt = 0, saving = null, due = 0;
  let work = 0, safe = 0; // changes of a run, and those of them that were kept
  let runs = 0, whole = false; // runs so far, and whether what was kept last has the present one

  const line = document.getElementById('kept');
  function tell() {
    const text = !trained() ? '' : refused ? t(session.can('files') ? 'kept.not' : 'kept.nothing') : whole && !late() ? t('kept.yes') : '';
    if (line.textContent !== text) line.textContent = text;
  }
  const trained = () => session.masksFrom === 'trained' && session.can('train');
  // While a run goes on, what is kept is some seconds behind it.
  const late = () => work !== safe && (!session.running || performance.now() > savedAt + 10000);

  function hold(state) {
    held.delete(entry);
    held.set(entry, state);
    let sum = 0;
    for (const s of held.values()) sum += size(s);
    for (const [key, s] of held) {
      if (sum <= room || key === entry) break;
      if (refused && session.worth(s)) continue;
      sum -= size(s);
      held.delete(key);
    }
  }

  // save captures the state and keeps it; one at a time.
  async function save() {
    if (saving) return saving;
    saving = (async () => {
      const start = performance.now(), at = changes, worked = work, run = runs, where = entry;
      const state = await session.capture();
      if (!state || where !== entry) return;
      Object.assign(state, extra());
      hold(state);
      try {
        const own = Object.values(state.own);
        for (const d of own) if (!kept.has(d.name)) { await store.put(`data ${d.name}`, d); kept.add(d.name); }
        const names = Object.fromEntries(Object.entries(state.own).map(([role, d]) => [role, d.name]));
        await store.put(`state ${tab} ${where}`, { ...state, own: names });
        await store.put(`head ${tab} ${where}`, { when: Date.now(), worth: session.worth(state), preset: state.preset, step: state.points.at(-1)?.step ?? 0 });
        refused = '';
        saved = at;
        safe = worked;
        whole = run === runs && session.worth(state);
        savedAt = performance.now();
      } catch (error) {
        refused = error.message || String(error);
      }
      due = performance.now() + Math.min(5000, Math.max(2000, 10 * (performance.now() - start)));
      tell();
    })().catch(() => {}).finally(() => { saving = null; }); // the engine has gone: that is said elsewhere
    return saving;
  }
  const kept = new Set(); // names of the user's images that the store has

  const changed = () => { changes++; };
  for (const e of ['metrics', 'masks', 'tests', 'data', 'sample', 'set', 'opened', 'run', 'done']) session.on(e, changed);
  for (const e of ['metrics', 'masks']) session.on(e, () => { work++; });
  session.on('masks', (from) => { if (from !== 'trained') { runs++; whole = false; } });
  for (const e of ['metrics', 'masks', 'run']) session.on(e, tell);
  setInterval(() => {
    if (session.opening || saving || changes === saved || performance.now() < (session.running ? due : 0)) return;
    if (refused && performance.now() < due) return;
    save();
  }, 250);
  document.addEventListener('visibilitychange', () => { if (document.hidden && changes !== saved) save(); });
  addEventListener('beforeunload', (e) => {
    const lost = refused ? trained() || [...held].some(([key, s]) => key !== entry && session.worth(s)) : trained() && late();
    if (lost) e.preventDefault();
  });

  // load is a state of the store with its images.
  async function load(key) {
    const state = await store.get(key).catch(() => null);
    if (!state) return null;
    const own = {};
    for (const [role, name] of Object.entries(state.own)) {
      const d = await store.get(`data ${name}`).catch(() => null);
      if (d) { own[role] = d; kept.add(name); }
    }
    return { ...state, own };
  }

  /** Keeps the state of this entry, which is about to be left. */
  async function leave() {
    await session.pause();
    await saving;
    await save();
  }

  // visit shows an entry of the history that is not the present one.
  async function visit(id) {
    if (moving !== id) return; // gone on meanwhile
    try {
      if (id === entry) return;
      await note();
      await leave();
      entry = id;
    } finally {
      if (moving === id) moving = '';
    }
    const state = held.get(id) ?? await load(`state ${tab} ${id}`);
    if (state) await session.resume(state);
    else await openLink();
  }
  function go(id) {
    moving = id;
    if (session.hangs()) session.halt().catch(() => {}); // what hangs would hold this up
    act(() => visit(id));
  }
  addEventListener('popstate', (e) => { if (e.state?.talbot) go(e.state.talbot); });
  addEventListener('hashchange', () => {
    if (history.state?.talbot) return; // popstate has it
    const opened = /[#&](preset|lesson)=/.test(location.hash), id = opened ? fresh() : entry;
    history.replaceState({ talbot: id }, '', location.href);
    if (!opened) return relink(); // a place on the page
    next = '';
    go(id);
  });

  // identify finds out which tab this is: after a reload the same, in a copy another.
  async function identify() {
    let id = '';
    try { id = sessionStorage.getItem('talbot.tab') ?? ''; } catch { /* kept for this page alone */ }
    for (let tries = 0; tries < 4; tries++) {
      if (id && await lock(id)) break;
      if (id && tries < 2) await new Promise((r) => { setTimeout(r, 150); }); // a reload has not let go yet
      else id = fresh();
    }
    tab = id;
    try { sessionStorage.setItem('talbot.tab', id); } catch { /* as above */ }
    entry = history.state?.talbot ?? fresh();
    history.replaceState({ talbot: entry }, '', location.href);
  }
  const lock = (id) => (navigator.locks ? new Promise((resolve) => {
    navigator.locks.request(`talbot ${id}`, { ifAvailable: true }, (got) => {
      resolve(Boolean(got));
      return got && new Promise(() => {});
    }).catch(() => resolve(true));
  }) : Promise.resolve(true));

  // left is what closed tabs left that was worth keeping, and this one if it has begun
  // anew, as {id, ...}, the newest first. What is too old is forgotten.
  async function left() {
    const alive = new Set((await navigator.locks?.query())?.held.map((l) => l.name));
    const all = [];
    for (const key of await store.keys('head ')) {
      const id = key.slice(5), [owner, of] = id.split(' '), head = await store.get(key);
      if (owner === tab ? !anew || of === entry : alive.has(`talbot ${owner}`) || (!navigator.locks && Date.now() - head.when < 15000)) continue;
      if (head.worth && Date.now() - head.when < oldest) all.push({ id, ...head });
      else if (owner !== tab) await forget(id);
    }
    all.sort((a, b) => b.when - a.when);
    for (const one of all.splice(5)) await forget(one.id);
    return all;
  }

  async function forget(id) {
    for (const key of [`state ${id}`, `head ${id}`]) await store.drop(key);
    const used = new Set();
    for (const key of await store.keys('state ')) for (const name of Object.values((await store.get(key)).own)) used.add(name);
    for (const key of await store.keys('data ')) if (!used.has(key.slice(5))) await store.drop(key);
  }

  // offer asks whether to go on with what a closed tab left.
  async function offer() {
    const [one] = await left();
    if (!one) return;
    const preset = engineText(`preset.${one.preset}`, session.presets.find((p) => p.id === one.preset)?.title ?? one.preset);
    notice(t('kept.offer', { preset, step: number(one.step, 9), when: new Date(one.when).toLocaleString(document.documentElement.lang) }), [
      { label: t('kept.goOn'), run: () => act(async () => {
        const state = await load(`state ${one.id}`);
        if (!state) return;
        await note();
        await travel(() => session.resume(state));
        await save();
        await forget(one.id);
      }) },
      { label: t('kept.forget'), run: () => { forget(one.id).then(offer, () => {}); } },
    ]);
  }

  /** Runs f, which goes to another preset: a new entry of the history. */
  async function travel(f) {
    await leave();
    next = fresh();
    try {
      await f();
    } finally {
      next = '';
    }
  }

  return {
    travel,
    /** Notes that something changed that no event tells. */
    changed,
    /**
     * Shows the address of the state; within travel it is a new entry. An entry that the
     * browser has come to and whose event is still to come keeps its address: a link that
     * was opened would be lost.
     */
    link(hash) {
      if (moving || history.state?.talbot !== entry) return;
      if (next && session.preset) {
        entry = next;
        next = '';
        history.pushState({ talbot: entry }, '', hash);
      } else {
        history.replaceState({ talbot: entry }, '', hash);
      }
    },
    /** Finds out which tab this is, and returns the state that it had before a reload, or null. */
    async begin() {
      await identify();
      const state = await load(`state ${tab} ${entry}`);
      anew = !state;
      if (!session.worth(state)) offer().catch(() => {}); // nothing can be kept here
      return state;
    },
  };
}
