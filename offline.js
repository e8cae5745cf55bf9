// The service worker: the page without a network, and never two versions in one page.
//
// site/files.json, which ./build.sh build writes, has the SHA-256 of each file of the
// page: a version is that list. What a page needs first is fetched whole, and checked,
// before a version counts; other files are kept when they are first used. A page that was
// opened with a version goes on with it, whatever comes meanwhile, and is told that there is a newer one; the next
// page that is opened gets the newest that is whole. What the server has of a newer version only is refused, with the
// status 409, once that version is whole: then loading the page again brings it. What is not in the list is none of our
// business. A page can ask how much of its version is here, and for the rest.

const listed = 'site/files.json';
const scope = new URL('./', self.location.href);
const prefix = `talbot ${scope.pathname} `;
const note = (name) => new URL(`offline/${name}`, scope).href; // keys of what we note ourselves

const hex = (buffer) => Array.from(new Uint8Array(buffer), (v) => v.toString(16).padStart(2, '0')).join('');
const digest = async (buffer) => hex(await crypto.subtle.digest('SHA-256', buffer));
const versions = async () => (await caches.keys()).filter((k) => k.startsWith(prefix));
const lists = new Map(); // by version

// list is what a version consists of, or null where it is not whole.
async function list(version) {
  if (!lists.has(version)) {
    const r = await (await caches.open(version)).match(note('list'));
    if (!r) return null;
    lists.set(version, await r.json());
  }
  return lists.get(version);
}

// newest is the version that came last, '' for none.
async function newest() {
  let best = '', when = -1;
  for (const v of await versions()) {
    const l = await list(v);
    if (l && l.when > when) [best, when] = [v, l.when];
  }
  return best;
}

const at = (path) => new URL(path, scope).href;
const newer = 'there is a newer version of this page by now; load the page again to get it'; // as site/io/fetch.js has it

// get fetches a file of a list, whose bytes must be those of the list.
async function get(path, hash) {
  const r = await fetch(at(path), { cache: 'no-cache' });
  if (!r.ok) throw new Error(`${path}: HTTP ${r.status}`);
  const copy = r.clone();
  if (await digest(await r.arrayBuffer()) !== hash) throw new Error(`${path}: ${newer}`);
  return copy;
}

let updating = null;
/** Brings the version that the server has, if it is not here; fails and changes nothing where it cannot. */
const update = () => (updating ??= bring().finally(() => { updating = null; }));
async function bring() {
  const r = await fetch(at(listed), { cache: 'no-store' });
  if (!r.ok) throw new Error(`${listed}: HTTP ${r.status}`);
  const text = await r.text(), { first, files } = JSON.parse(text);
  const version = prefix + (await digest(new TextEncoder().encode(text))).slice(0, 16);
  if (await list(version)) return;
  const cache = await caches.open(version), last = await newest(), old = last ? await caches.open(last) : null;
  const had = last ? (await list(last)).files : {};
  try {
    // What this version has too, and used before, stays.
    for (const [path, hash] of Object.entries(files)) {
      const same = old && had[path] === hash ? await old.match(at(path)) : null;
      if (same) await cache.put(at(path), same);
      else if (first.includes(path)) await cache.put(at(path), await get(path, hash));
    }
    await cache.put(note('list'), new Response(JSON.stringify({ first, files, when: Date.now() })));
  } catch (error) {
    await caches.delete(version);
    throw error;
  }
  await tidy();
  for (const c of await self.clients.matchAll({ includeUncontrolled: true })) {
    const its = await versionOf(c.id);
    if (its && its !== version) c.postMessage({ newer: true });
  }
}

// The versions that pages were opened with are noted, as this worker ends whenever nothing asks it.
const clientsOf = async () => (await caches.open(`${prefix}pages`));
async function versionOf(id) {
  if (!id) return '';
  const r = await (await clientsOf()).match(note(id));
  return r ? r.text() : '';
}
async function noteVersion(id, version) { if (id) await (await clientsOf()).put(note(id), new Response(version)); }

// tidy takes away the versions that no page has open, but for the newest.
async function tidy() {
  const pages = await clientsOf(), open = new Set((await self.clients.matchAll({ type: 'all', includeUncontrolled: true })).map((c) => note(c.id)));
  const used = new Set([await newest()]);
  for (const key of await pages.keys()) {
    if (open.has(key.url)) used.add(await (await pages.match(key)).text());
    else await pages.delete(key);
  }
  for (const v of await versions()) {
    if (v !== `${prefix}pages` && await list(v) && !used.has(v)) {
      await caches.delete(v);
      lists.delete(v);
    }
  }
}

// pathOf is the path of a request below the scope, '' for none of ours.
function pathOf(url) {
  const u = new URL(url);
  if (u.origin !== scope.origin || !u.pathname.startsWith(scope.pathname)) return '';
  return decodeURIComponent(u.pathname.slice(scope.pathname.length)) || 'index.html';
}

async function answer(event, path) {
  const { request } = event, opens = request.mode === 'navigate';
  const version = (opens ? '' : await versionOf(event.clientId)) || await newest();
  if (event.resultingClientId) await noteVersion(event.resultingClientId, version);
  const l = version && await list(version);
  if (!l?.files[path]) return fetch(request);
  const cache = await caches.open(version), kept = await cache.match(at(path));
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && await digest(await fresh.clone().arrayBuffer()) === l.files[path]) {
    await cache.put(at(path), fresh.clone());
    return fresh;
  }
  await update().catch(() => {});
  return fresh.ok || await newest() !== version ? new Response(`${path}: ${newer}`, { status: 409 }) : fresh;
}

self.addEventListener('install', (event) => event.waitUntil(update().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
// takeOver takes on the pages that were opened without this worker, with the version that it has.
async function takeOver() {
  const version = await newest();
  for (const c of await self.clients.matchAll({ type: 'all', includeUncontrolled: true })) {
    if (!await versionOf(c.id)) await noteVersion(c.id, version);
  }
  await self.clients.claim();
}
self.addEventListener('fetch', (event) => {
  const path = event.request.method === 'GET' && !event.request.headers.has('range') ? pathOf(event.request.url) : '';
  if (!path || path === listed) return;
  if (event.request.mode === 'navigate' && path === 'index.html') event.waitUntil(update().catch(() => {}));
  event.respondWith(answer(event, path));
});

// keep answers to a page, on its port, how many files of its version are here and of how many; all brings those that are not.
async function keep(id, port, all) {
  try {
    const version = await versionOf(id) || await newest(), l = version && await list(version);
    if (!l) throw new Error('no version of the page is whole yet');
    const cache = await caches.open(version), files = Object.entries(l.files), had = new Set((await cache.keys()).map((r) => r.url));
    const missing = files.filter(([path]) => !had.has(new URL(path, scope).href));
    const last = await newest();
    const tell = () => port.postMessage({ here: files.length - missing.length, of: files.length, newer: version !== last });
    tell();
    while (all && missing.length) {
      const [path, hash] = missing[0];
      await cache.put(at(path), await get(path, hash).catch((error) => { throw error instanceof TypeError ? new Error(`${path}: no connection`) : error; }));
      missing.shift();
      tell();
    }
    port.postMessage({ ended: true });
  } catch (error) {
    if (error.message.includes(newer)) await update().catch(() => {}); // so that loading it again does
    port.postMessage({ error: error.message });
  }
}
self.addEventListener('message', (event) => { if ('keep' in (event.data ?? {})) event.waitUntil(keep(event.source?.id, event.ports[0], event.data.keep === 'all')); });
