// A class as a computer: open pages compute shares of one training. The page that leads sends
// each share's request over the hub of "talbot serve --class", and adds the answers in the shares'
// order, as it does with the workers of its own (see shares.js): the masks are the same whoever
// computes what. A page that closes loses nothing: its share is the leader's until another comes.
//
// Subjects: lead.ID.WHAT to the leader, to.ID.WHAT to a page, all.WHAT to every page.

import { version } from '../catalogue.js';
import { Engine } from '../engine.js';
import { hub } from './hub.js';
import { most, pieces, whole } from './nats.js';
import { load } from './words.js';

const { say: word } = await load('class-');
const parse = (payload) => JSON.parse(new TextDecoder().decode(payload));
const now = () => performance.now();

// Sums with SIMD differ in the last bits from those without: all compute with it, or none.
const simd = WebAssembly.validate(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11));
const same = `${version} ${simd}`;

// note is the line on the page that says what the class does.
function note() {
  const box = Object.assign(document.createElement('section'), { className: 'panel', id: 'class' });
  box.setAttribute('role', 'status');
  document.querySelector('main').before(box);
  return (text, link) => {
    box.textContent = text;
    if (!link) return;
    box.append(' ', Object.assign(document.createElement('a'), { href: link, textContent: link }));
  };
}

/** Starts what the address asks for: ?class=CODE joins, with &lead leads, and with &work works off trials. */
export function startClass(session, query) {
  const say = note(), token = query.get('class');
  if (query.has('work')) return import('./trials.js').then((m) => m.startTrials(token, say, word));
  if (!query.has('lead')) return join(token, say);
  const before = session.pool;
  session.pool = new Leader(token, say, before.onSize);
  before.rest();
  return session.pool;
}

/** Pages in place of the workers of Pool, whose methods it has. */
class Leader {
  pages = new Map(); // by name: {share, seen, ready, port, number, busy}
  task = null; number = 0; steps = 0;

  constructor(token, say, onSize) {
    Object.assign(this, { say, onSize });
    const link = new URL(location.href);
    link.search = `?class=${token}`;
    link.hash = '';
    this.link = link.href;
    this.hub = hub(token, { say, onMessage: (...m) => this.take(...m), onOpen: (nats) => { nats.subscribe('lead.>'); nats.publish('all.here'); this.count(); } });
    setInterval(() => this.look(), 1000);
  }

  /** As Pool.join: pages get the shares of a task, all but the leader's own. */
  join(task) {
    if (this.task && Object.keys(task).every((k) => task[k] === this.task[k])) return;
    this.rest();
    this.task = task;
    this.number++;
    this.assign();
  }

  // assign gives shares that nobody has to pages that have none.
  assign() {
    if (!this.task) return void this.count();
    const free = [];
    const taken = new Set([...this.pages.values()].map((p) => p.share));
    for (let s = 1; s < this.task.shares; s++) if (!taken.has(s)) free.push(s);
    for (const [id, page] of this.pages) {
      if (page.share || !free.length) continue;
      page.share = free.shift();
      const { op, role, images, labels } = this.task.data ?? {};
      this.hub.publish(`to.${id}.task`, JSON.stringify({ number: this.number, open: this.task.open, data: this.task.data && { op, role, images: images.length, labels: labels.length } }));
    }
    this.count();
  }

  take(subject, payload) {
    const [, id, what] = subject.split('.');
    let page = this.pages.get(id);
    if (what === 'hello') {
      if (parse(payload) !== same) return this.hub.publish(`to.${id}.other`);
      if (page) this.stop(id, page);
      this.pages.set(id, { share: 0, seen: now() });
      return this.assign();
    }
    if (!page) return this.hub.publish(`to.${id}.who`); // that leader has gone: it says hello again
    page.seen = now();
    if (what === 'bye') {
      this.stop(id, page);
      this.pages.delete(id);
      this.assign();
    } else if (what === 'part') {
      const { number, name, from } = parse(payload);
      if (number === this.number && this.task?.data) this.hub.publish(`to.${id}.part`, this.task.data[name].subarray(from, from + most));
    } else if (what === 'ready') {
      if (parse(payload) === this.number && page.share) this.help(id, page);
    } else if (what === 'share') {
      const answer = page.join?.(payload);
      if (answer && page.busy && answer.number === page.number) {
        page.busy = false;
        page.port.postMessage(answer.bytes.length ? answer.bytes : '');
      }
    }
  }

  // help lets a page help with its share from the next step on.
  async help(id, page) {
    const { port1, port2 } = new MessageChannel();
    page.port?.close();
    Object.assign(page, { port: port1, number: 0, busy: false, join: whole() });
    port1.onmessage = ({ data }) => {
      page.busy = true;
      for (const piece of pieces(++page.number, data)) this.hub.publish(`to.${id}.share`, piece);
    };
    const { task } = this;
    try {
      await task.leader.ask({ op: 'join', share: page.share, port: port2 }, [port2]);
    } catch { return; } // the engine has gone
    page.ready = this.task === task;
    this.count();
  }

  /** The page with a share took too long: the leader has it until another page comes. */
  lost(share) {
    for (const [id, page] of this.pages) {
      if (page.share !== share) continue;
      this.stop(id, page);
      this.pages.delete(id);
      this.hub.publish(`to.${id}.who`); // it may be well again
    }
    this.assign();
  }

  // look asks whether the pages are there.
  look() {
    for (const [id, page] of this.pages) {
      if (now() - page.seen > 8000) {
        this.stop(id, page);
        this.pages.delete(id);
      } else {
        this.hub.publish(`to.${id}.there`);
      }
    }
    this.assign();
  }

  stop(id, page) {
    const { share, ready } = page;
    page.port?.close();
    Object.assign(page, { share: 0, ready: false, port: null });
    if (share && ready && this.task && !this.task.leader.gone) this.task.leader.ask({ op: 'leave', share }).catch(() => {});
  }

  /** The leader trains on alone. */
  rest() {
    this.task?.leader.ask({ op: 'leave' }).catch(() => {});
    this.task = null;
    for (const page of this.pages.values()) {
      page.port?.close();
      Object.assign(page, { share: 0, ready: false, port: null });
    }
    this.count();
  }

  count() {
    const n = [...this.pages.values()].filter((p) => p.ready).length;
    this.onSize(1 + n);
    this.say(word('lead', { pages: this.pages.size, helping: n }), this.link);
  }
}

/** Computes shares for whoever leads. */
function join(token, say) {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => b.toString(16).padStart(2, '0')).join('');
  let engine = null, port = null, task = null, part = null, steps = 0, turn = Promise.resolve();
  let answer = 0, take = whole();
  const hello = () => { at.publish(`lead.${id}.hello`, JSON.stringify(same)); };

  // get reads the leader's pictures, a part at a time, or gives up when another task came.
  const get = async (t, name, length) => {
    const all = new Uint8Array(length);
    for (let from = 0; from < length; from += most) {
      const piece = await new Promise((done) => {
        part = done;
        at.publish(`lead.${id}.part`, JSON.stringify({ number: t.number, name, from }));
      });
      if (!piece || task !== t) return null;
      all.set(piece, from);
      say(word('loading', { share: Math.round(100 * Math.min(1, (from + most) / length)) }));
    }
    return all;
  };

  const prepare = async (t) => {
    if (task !== t) return;
    engine?.stop();
    engine = new Engine({ onReply() {}, onFatal: () => { say(word('failed')); at.publish(`lead.${id}.bye`); } });
    await engine.ask(t.open);
    if (t.data) {
      const images = await get(t, 'images', t.data.images), labels = images && await get(t, 'labels', t.data.labels);
      if (!labels) return;
      await engine.ask({ ...t.data, images, labels });
    }
    const channel = new MessageChannel();
    port?.close();
    port = channel.port1;
    port.onmessage = ({ data }) => {
      for (const piece of pieces(answer, data || new Uint8Array(0))) at.publish(`lead.${id}.share`, piece);
      if (++steps % 20 === 1) say(word('helped', { steps }));
    };
    take = whole();
    await engine.ask({ op: 'serve', port: channel.port2 }, [channel.port2]);
    if (task !== t) return;
    say(word('ready'));
    at.publish(`lead.${id}.ready`, JSON.stringify(t.number));
  };

  const at = hub(token, {
    say,
    onOpen: (nats) => {
      nats.subscribe(`to.${id}.>`);
      nats.subscribe('all.>');
      say(word('waiting'));
      hello();
    },
    onMessage: (subject, payload) => {
      const what = subject.split('.').at(-1);
      if (what === 'here' || what === 'who') {
        hello();
      } else if (what === 'there') {
        at.publish(`lead.${id}.here`);
      } else if (what === 'other') {
        say(word('other'));
      } else if (what === 'task') {
        const t = task = parse(payload);
        part?.(null);
        turn = turn.then(() => prepare(t)).catch((error) => { say(error.message); at.publish(`lead.${id}.bye`); });
      } else if (what === 'part') {
        part?.(payload);
      } else if (what === 'share') {
        const asked = take(payload);
        if (!asked || !port) return;
        answer = asked.number;
        port.postMessage(asked.bytes, [asked.bytes.buffer]);
      }
    },
  });
  addEventListener('pagehide', () => at.publish(`lead.${id}.bye`));
  return at;
}
