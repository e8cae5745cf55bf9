// The engine of the server that the page came from, "talbot serve", in place of one in the page's
// tab: all cores or the GPU of this computer, or of one of the lab. sim/remote has the form of its messages.

import { element } from './parts.js';
import { w } from './words.js';

const head = 4;

/** The bytes of a request: a text, and the arrays in the order of their names. */
export function encode(message) {
  const text = {}, arrays = [];
  for (const name of Object.keys(message).sort()) {
    const v = message[name];
    if (ArrayBuffer.isView(v)) {
      text[name] = { [v instanceof Float32Array ? 'f32' : 'u8']: v.length };
      arrays.push(new Uint8Array(v.buffer, v.byteOffset, v.byteLength));
    } else if (v !== null && typeof v === 'object') {
      text[name] = Object.fromEntries(Object.entries(v).map(([k, x]) => [k, String(x)]));
    } else if (v !== undefined) {
      text[name] = typeof v !== 'number' || Number.isInteger(v) ? v : Number.isFinite(v) ? String(v) : null;
    }
  }
  const json = new TextEncoder().encode(JSON.stringify(text));
  const out = new Uint8Array(head + json.length + arrays.reduce((n, a) => n + a.length, 0));
  new DataView(out.buffer).setUint32(0, json.length, true);
  out.set(json, head);
  let at = head + json.length;
  for (const a of arrays) { out.set(a, at); at += a.length; }
  return out;
}

/** An answer from its bytes: {id, replies, ms}. */
export function decode(buffer) {
  const n = new DataView(buffer).getUint32(0, true);
  let at = head + n;
  const whole = (v) => {
    if (Array.isArray(v)) return v.map(whole);
    if (v === null || typeof v !== 'object') return v;
    if ('number' in v && Object.keys(v).length === 1) return Number(v.number);
    for (const [kind, Kind] of [['u8', Uint8Array], ['f32', Float32Array]]) {
      if (!(kind in v)) continue;
      const end = at + v[kind] * Kind.BYTES_PER_ELEMENT;
      const mine = buffer.slice(at, end);
      at = end;
      return new Kind(mine);
    }
    return Object.fromEntries(Object.keys(v).sort().map((k) => [k, whole(v[k])]));
  };
  return whole(JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, head, n))));
}

/** What an Engine takes for its worker: it speaks with the server. */
export class Line {
  waiting = [];

  constructor(token = '') {
    this.socket = new WebSocket(new URL('engine', document.baseURI).href.replace(/^http/, 'ws'));
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => this.socket.send(encode({ id: 0, op: 'hello', ...(token && { token }) }));
    this.socket.onmessage = ({ data }) => {
      const message = decode(data);
      if (this.waiting && message.replies[0]?.kind === 'hello') return this.enter(message.replies[0].control);
      this.onmessage?.({ data: message });
    };
    this.socket.onclose = ({ reason }) => this.onmessage?.({ data: { fatal: reason || w(this.waiting ? 'remote.none' : 'remote.away') } });
  }

  enter(control) {
    if (!control) return this.onmessage?.({ data: { fatal: w('remote.other') } });
    const { waiting } = this;
    this.waiting = null;
    for (const m of waiting) this.socket.send(encode(m));
    this.onmessage?.({ data: { id: 0, replies: [{ kind: 'loaded' }], ms: 0 } });
  }

  postMessage(message) {
    if (this.waiting) this.waiting.push(message);
    else this.socket.send(encode(message));
  }

  terminate() {
    this.onmessage = null;
    this.socket.close();
  }
}

/** Adds the choice of the engine behind that of the device. */
export function startRemote(session) {
  const local = /^(localhost|127\.|\[::1\])/.test(location.hostname);
  const place = element('select', { id: 'engine' }, new Option(w('remote.tab'), 'tab'), new Option(w(local ? 'remote.here' : 'remote.lab', { host: location.hostname }), 'server'));
  const token = element('input', { type: 'password', id: 'engine-token', autocomplete: 'off' });
  const said = element('p', { className: 'note', id: 'engine-said' });
  said.setAttribute('role', 'status');
  const ask = element('p', { hidden: true }, element('label', { htmlFor: 'engine-token', textContent: w('remote.token') }), token);
  const box = element('div', { className: 'field train-only' }, element('label', { htmlFor: 'engine', textContent: w('remote.engine') }), place, ask, said);
  document.getElementById('device').closest('.field').after(box);
  if (!window.isSecureContext) box.append(element('p', { className: 'note', id: 'insecure', textContent: w('remote.insecure') }));

  async function move(elsewhere) {
    const { running } = session, before = session.elsewhere;
    await session.pause();
    await session.capture();
    session.elsewhere = elsewhere;
    try {
      await session.restart();
    } catch (error) {
      session.elsewhere = before;
      place.value = before ? 'server' : 'tab';
      await session.restart();
      throw error;
    }
    if (running) await session.train(session.delay);
  }
  async function change() {
    const server = place.value === 'server';
    said.textContent = w('remote.moving');
    try {
      const offer = server && await fetch(new URL('engine', document.baseURI)).then((r) => (r.ok ? r.json() : null)).catch(() => null);
      if (server && !offer) {
        place.value = 'tab';
        said.textContent = w('remote.how');
        return;
      }
      ask.hidden = !(server && offer.token);
      if (server && offer.token && !token.value) {
        said.textContent = w('remote.ask');
        return;
      }
      await move(server ? () => new Line(token.value) : null);
      said.textContent = w(server ? 'remote.now' : 'remote.back');
    } catch (error) {
      said.textContent = w('remote.failed', { text: error.message });
    }
  }
  place.addEventListener('change', change);
  token.addEventListener('change', change);
}
