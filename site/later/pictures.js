// 4,000 pictures more than the page comes with: they come once it is live, and are used by
// what starts from then on, never by a training or a measurement that there is.

import { gunzip, refused } from '../io/fetch.js';
import { number } from '../i18n.js';
import { say } from '../ui/say.js';
import { joined } from './join.js';
import { element } from './parts.js';
import { w } from './words.js';

const set = 'mnist', folder = `assets/more/${set}/`;
const roles = { train: 3300, test: 700 };
const largest = 64; // samples of a plane: where a picture takes longer, the few that come with the page are enough

const hex = (buffer) => Array.from(new Uint8Array(buffer), (v) => v.toString(16).padStart(2, '0')).join('');
const at = (path) => new URL(path, document.baseURI);

// listed is the SHA-256 of each file of the version of the page that the server has.
async function listed() {
  const r = await fetch(at('site/files.json'), { priority: 'low' });
  return r.ok ? (await r.json()).files : {};
}

// get is a file as the list has it, unpacked; browsers check that on secure pages only.
async function get(files, path) {
  const r = await fetch(at(path), { priority: 'low' });
  if (!r.ok) throw refused(path, r);
  const bytes = new Uint8Array(await r.arrayBuffer());
  if (globalThis.crypto?.subtle && hex(await crypto.subtle.digest('SHA-256', bytes)) !== files[path]) throw new Error(`${path} is of another version`);
  return gunzip(bytes, path);
}

// fetched is the pictures of both roles, those that the page comes with first.
async function fetched() {
  const files = await listed();
  if (!files[`${folder}train-images-idx3-ubyte.gz`]) return null; // this copy of the page has none
  const all = {};
  for (const [role, count] of Object.entries(roles)) {
    const pair = [];
    for (const end of ['images-idx3-ubyte.gz', 'labels-idx1-ubyte.gz']) {
      const name = `${role}-${end}`;
      const [small, rest] = [await get(files, `assets/data/${set}/${name}`), await get(files, folder + name)];
      pair.push(joined(small, rest, count, folder + name));
    }
    all[role] = { name: `${set}:more`, images: pair[0], labels: pair[1], kind: 'more' };
  }
  return all;
}

/** Fetches them and uses them where nothing is in the way; a button takes the choice back. act(f) runs f and reports what fails. */
export async function startPictures(session, act) {
  const more = await fetched();
  if (!more) return;
  const line = element('p', { className: 'note', id: 'more-note' }), button = element('button', { type: 'button', id: 'more' });
  line.setAttribute('role', 'status');
  document.getElementById('full').after(button);
  document.getElementById('full-note').before(line);
  let chosen = true;

  const key = (role) => `${set}/${role}`;
  const has = () => session.sets.test?.kind === 'more'; // what the engine uses, which may be behind the choice
  const fits = () => Boolean(session.ready) && session.ready.data === set && session.can('train') && !session.can('own') && !session.current && session.ready.n <= largest;
  // Other pictures that the user wants go first.
  const free = () => !session.full.has(set) && Object.keys(roles).every((role) => !session.own[key(role)] || session.own[key(role)].kind === 'more');
  // What was trained or measured is of the pictures that it had.
  const begun = () => session.running || session.evaluating || session.opening || session.points.length > 0 || session.tests.length > 0;

  // choose says what is to be used from now on; what the engine has, it loads when it needs it.
  function choose(use) {
    for (const role of Object.keys(roles)) {
      if (use) session.own[key(role)] = more[role];
      else if (session.own[key(role)]?.kind === 'more') delete session.own[key(role)];
    }
  }
  const wanted = () => chosen && fits();
  // idle tells whether there is nothing to do, or not now.
  const idle = () => session.ready?.data !== set || session.can('own') || !free() || begun() || wanted() === has();
  // follow does that where nothing has begun, in its turn.
  function follow() {
    tell();
    if (idle()) return;
    act(async () => {
      if (idle()) return; // changed meanwhile
      choose(wanted());
      try {
        await session.loadData('test');
        if (session.sets.train?.set === set) await session.loadData('train'); // what it says of both is then of one set
      } catch (error) {
        choose(chosen = false);
        throw error;
      }
      say(w(has() ? 'pictures.used' : 'pictures.small', { count: number(4000, 9), train: number(4100, 9), test: number(1000, 9) }));
      tell();
    }, 0);
  }
  // tell shows what is the case: the button, and what waits.
  function tell() {
    const here = fits() && free();
    button.hidden = !here;
    button.textContent = w(chosen ? 'pictures.useSmall' : 'pictures.use', { count: number(4000, 9) });
    const waits = here && wanted() !== has();
    const text = waits ? w(chosen ? 'pictures.wait' : 'pictures.waitSmall', { count: number(4000, 9) }) : '';
    if (line.textContent !== text) line.textContent = text;
  }
  button.addEventListener('click', () => { chosen = !chosen; follow(); });
  // A run that starts anew takes them at once, before it loads what it trains on.
  session.on('reset', () => { if (session.ready.data === set && free() && wanted() !== has()) choose(wanted()); });
  for (const e of ['opened', 'resumed', 'masks', 'run', 'data', 'tests']) session.on(e, () => setTimeout(follow));
  follow();
}
