// Files of the site, and gzip.

const newer = 'there is a newer version of this page by now; load the page again to get it';

/**
 * What is thrown for a file of the site that was refused. Of 409 the service worker says that what the server has is of
 * another version than the page: what was open before has to come back, as without a connection.
 */
export const refused = (path, { status }) => (status === 409 ? Object.assign(new Error(`${path}: ${newer}`), { away: true }) : new Error(`${path}: HTTP ${status}`));

// Where no service worker keeps versions apart, the list of the site's files as the first of them is fetched, and as it is now.
let began;
const listed = () => fetch(new URL('site/files.json', document.baseURI), { cache: 'no-cache', priority: 'low' }).then((r) => r.json()).then((l) => l.files).catch(() => null);

/**
 * Refuses a file of the site, as the service worker does, that is another one by now than as this page began, where there is no such worker.
 * The first that is asked for is taken to be the page's own; where there is no list, all are.
 */
export async function ours(path) {
  if (navigator.serviceWorker?.controller) return;
  if (!began) began = listed();
  else {
    const [was, now] = await Promise.all([began, listed()]);
    if (was && now && was[path] !== now[path]) throw refused(path, { status: 409 });
  }
}

/** Whether an error's text says that only loading the page again helps. */
export const stale = (text) => text.includes(newer);

/**
 * Fetches a file of the site as bytes, unpacked when it is gzip. Some hosts
 * unpack .gz themselves, so the first bytes decide, not the name.
 * @param {string} path
 * @param {(loaded: number) => void} [onProgress] gets the bytes received so far
 * @throws {Error} with a text for people when the file cannot be had, and away where that is for want of a connection.
 */
export async function fetchBytes(path, onProgress = () => {}) {
  const cut = () => { throw Object.assign(new Error(`${path}: no connection`), { away: true }); };
  await ours(path);
  const response = await fetch(new URL(path, document.baseURI)).catch(cut);
  if (!response.ok) throw refused(path, response);
  const parts = [];
  let loaded = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read().catch(cut);
    if (done) break;
    parts.push(value);
    onProgress(loaded += value.length);
  }
  return gunzip(new Uint8Array(await new Blob(parts).arrayBuffer()), path);
}

/** Unpacks bytes when they are gzip; returns them as they are when not. */
export async function gunzip(bytes, name = 'file') {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new Error(`${name}: damaged gzip data`);
  }
}
