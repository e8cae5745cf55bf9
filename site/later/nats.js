// A client of NATS over WebSocket: publish and subscribe, which is all that a class wants.
// https://docs.nats.io/reference/reference-protocols/nats-protocol

const text = new TextEncoder(), read = new TextDecoder();
const CR = 13, LF = 10;

/** The largest payload that is sent in one message, in bytes; a hub takes 1 MiB. */
export const most = 1 << 19;

export class Nats {
  /**
   * @param {string} url ws: or wss:
   * @param {string} token that the hub wants
   * @param {{onMessage: (subject: string, payload: Uint8Array) => void, onOpen: () => void, onClose: (why: string) => void}} handlers
   *   onClose is called once, also when the hub was never reached; why is what the hub said, or ''
   */
  constructor(url, token, { onMessage, onOpen, onClose }) {
    Object.assign(this, { token, onMessage, onOpen, onClose });
    this.rest = new Uint8Array(0); // of a message that is not whole yet
    this.ids = 0;
    this.why = '';
    this.open = false;
    this.socket = new WebSocket(url);
    this.socket.binaryType = 'arraybuffer';
    this.socket.onmessage = ({ data }) => this.take(new Uint8Array(data));
    this.socket.onclose = () => {
      if (!this.onClose) return;
      this.open = false;
      const tell = this.onClose;
      this.onClose = null;
      tell(this.why);
    };
  }

  close() { this.onClose = null; this.open = false; this.socket.close(); }

  send(line, payload) {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    const head = text.encode(`${line}\r\n`);
    if (!payload) return void this.socket.send(head);
    const all = new Uint8Array(head.length + payload.length + 2);
    all.set(head);
    all.set(payload, head.length);
    all.set([CR, LF], all.length - 2);
    this.socket.send(all);
  }

  /** Asks for the messages of a subject, which may end in ".>". */
  subscribe(subject) { this.send(`SUB ${subject} ${++this.ids}`); }

  /** @param {Uint8Array|string} payload */
  publish(subject, payload = '') {
    const bytes = typeof payload === 'string' ? text.encode(payload) : payload;
    this.send(`PUB ${subject} ${bytes.length}`, bytes);
  }

  // take reads what came, whose messages may be cut anywhere.
  take(bytes) {
    let all = bytes;
    if (this.rest.length) {
      all = new Uint8Array(this.rest.length + bytes.length);
      all.set(this.rest);
      all.set(bytes, this.rest.length);
    }
    let at = 0;
    for (;;) {
      const end = all.indexOf(LF, at);
      if (end < 0) break;
      const line = read.decode(all.subarray(at, end)).trim(), [op, ...words] = line.split(/\s+/);
      let next = end + 1;
      if (op === 'MSG') {
        const length = Number(words.at(-1));
        if (all.length < next + length + 2) break;
        this.onMessage(words[0], all.slice(next, next + length));
        next += length + 2;
      } else {
        this.said(op, line);
      }
      at = next;
    }
    this.rest = all.slice(at);
  }

  said(op, line) {
    if (op === 'INFO' && !this.told) {
      this.told = true;
      this.send(`CONNECT ${JSON.stringify({ verbose: false, pedantic: false, echo: false, headers: false, protocol: 1, lang: 'javascript', version: '1', name: 'talbot', auth_token: this.token })}`);
      this.send('PING');
    } else if (op === 'PING') {
      this.send('PONG');
    } else if (op === 'PONG' && !this.open) {
      this.open = true;
      this.onOpen();
    } else if (op === '-ERR') {
      this.why = line.slice(5).replaceAll("'", '');
    }
  }
}

/** Bytes as messages of a hub's size: a header of number, part and parts, then a piece. */
export function* pieces(number, bytes) {
  const parts = Math.max(1, Math.ceil(bytes.length / most));
  for (let i = 0; i < parts; i++) {
    const piece = bytes.subarray(i * most, (i + 1) * most), all = new Uint8Array(12 + piece.length);
    new Uint32Array(all.buffer, 0, 3).set([number, i, parts]);
    all.set(piece, 12);
    yield all;
  }
}

/** Puts pieces together, which come in order: a function that gives {number, bytes} with the last one. */
export function whole() {
  let list = [], of = -1;
  return (all) => {
    const [number, part, parts] = new Uint32Array(all.buffer, all.byteOffset, 3);
    if (part === 0) { list = []; of = number; }
    if (number !== of || part !== list.length) return null; // one was lost
    list.push(all.subarray(12));
    if (list.length < parts) return null;
    if (parts === 1) return { number, bytes: list[0].slice() };
    const bytes = new Uint8Array(list.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const p of list) { bytes.set(p, at); at += p.length; }
    list = [];
    return { number, bytes };
  };
}
