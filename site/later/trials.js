// A page as a worker of a hub's trials: "talbot serve --class --nats" hands it one after another, and
// keeps what it sends. Without a trial it computes shares of a training that the hub adds.
// sim/cluster/tabs has the messages; trials.wasm computes as "talbot worker" does.

import { Engine, EngineGone } from '../engine.js';
import { hub } from './hub.js';
import { most, pieces, whole } from './nats.js';

const parse = (payload) => JSON.parse(new TextDecoder().decode(payload));

/** A checkpoint or a result as bytes: a length, JSON, the checkpoint and the curve. */
function parcel(about, { checkpoint, curve }) {
  const json = new TextEncoder().encode(JSON.stringify({ ...about, checkpoint: checkpoint.length }));
  const all = new Uint8Array(4 + json.length + checkpoint.length + curve.length);
  new DataView(all.buffer).setUint32(0, json.length, true);
  all.set(json, 4);
  all.set(checkpoint, 4 + json.length);
  all.set(curve, 4 + json.length + checkpoint.length);
  return all;
}

/**
 * Works off trials.
 * @param {string} token of the class
 * @param {(text: string) => void} say shows what the page does
 * @param {(key: string, fill?: object) => string} word
 */
export function startTrials(token, say, word) {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (b) => b.toString(16).padStart(2, '0')).join('');
  let engine = null, order = null, part = null, done = 0, parcels = 0, sets = { name: '' };
  let values = null, take = whole(), shares = 0; // of a training that the hub adds
  const tell = (what, v) => at.publish(`work.${id}.${what}`, JSON.stringify(v));
  const keep = (about, state) => {
    for (const piece of pieces(++parcels, parcel(about, state))) at.publish(`work.${id}.kept`, piece);
  };

  // leave ends what is under way; the engine cannot be asked while it computes.
  const leave = () => {
    if (!order) return;
    order = null;
    part?.(null);
    engine?.stop();
    engine = null;
  };
  const hello = () => {
    leave();
    say(word('trialWaiting', { done }));
    at.publish(`work.${id}.hello`);
  };

  // get reads what a trial needs, a part at a time; null when it is no longer wanted.
  const get = async (o, name, what = 'part') => {
    const all = new Uint8Array(o.bytes[name]);
    for (let from = 0; from < all.length; from += most) {
      const piece = await new Promise((resolve) => {
        part = resolve;
        tell(what, { number: o.number, name, from });
      });
      if (!piece || order !== o) return null;
      all.set(piece, from);
      if (all.length > most) say(word('loading', { share: Math.round(100 * Math.min(1, (from + most) / all.length)) }));
    }
    return all;
  };

  // heard is what the engine says while it computes.
  const heard = (r) => {
    if (!order) return;
    const { number, spec } = order;
    if (r.kind === 'saved') keep({ number, epoch: r.epoch, done: r.done }, r);
    else if (r.kind === 'progress') {
      say(word('trialWorks', { preset: spec.preset, share: Math.round(100 * r.done), done }));
      tell('progress', { number, epoch: r.epoch, done: r.done, accuracy: r.accuracy });
    }
  };

  const compute = async (o) => {
    const { number, spec, every } = o, message = { op: 'trial', spec: JSON.stringify(spec), every, classes: JSON.stringify(o.classes ?? []) };
    say(word('trialWorks', { preset: spec.preset, share: 0, done }));
    if (o.sets !== sets.name) {
      const mine = {};
      for (const name of ['learn', 'learnLabels', 'test', 'testLabels']) {
        if (name in o.bytes && !(mine[name] = await get(o, name))) return;
      }
      sets = { name: o.sets, mine };
    }
    Object.assign(message, sets.mine);
    for (const name of ['checkpoint', 'curve']) {
      if (name in o.bytes && !(message[name] = await get(o, name))) return;
    }
    engine ??= new Engine({ onReply: heard, onFatal() {} }, 'trials.wasm');
    const mine = engine;
    let result;
    try {
      [result] = await mine.ask(message);
    } catch (error) {
      if (order !== o) return;
      if (error instanceof EngineGone) engine = null;
      order = null;
      return void tell('error', { number, text: `${error.message} (in a page)` });
    }
    if (order !== o) return;
    order = null;
    done++;
    keep({ number, device: result.device, outcome: JSON.parse(result.outcome) }, result);
    say(word('trialWaiting', { done }));
  };

  // help opens a training of which this page computes shares, as long as it is "order".
  const help = async (o) => {
    try {
      if (o.sets !== sets.name) {
        const mine = {};
        for (const name of ['learn', 'learnLabels']) if (!(mine[name] = await get(o, name, 'piece'))) return;
        sets = { name: o.sets, mine };
      }
      engine ??= new Engine({ onReply: heard, onFatal() {} }, 'trials.wasm');
      await engine.ask({ op: 'help', spec: JSON.stringify(o.spec), classes: JSON.stringify(o.classes), ...sets.mine });
    } catch (error) {
      if (order !== o) return;
      order = null;
      return void tell('unfit', { number: o.number, text: error.message });
    }
    if (order !== o) return;
    [values, shares] = [null, 0];
    say(word('ready'));
    tell('ready', { number: o.number });
  };

  const share = async (o, p) => {
    const now = values?.number === p.number ? values.bytes : new Uint8Array(0); // which is refused: some were lost
    try {
      const [answer] = await engine.ask({ op: 'share', part: JSON.stringify(p), values: now });
      if (order !== o) return;
      for (const piece of pieces(++parcels, answer.bytes)) at.publish(`work.${id}.share`, piece);
      if (++shares % 20 === 1) say(word('helped', { steps: shares }));
    } catch {
      if (order === o) hello(); // with another engine
    }
  };

  const at = hub(token, {
    say,
    onOpen: (nats) => {
      nats.subscribe(`tab.${id}.>`);
      nats.subscribe('tabs.*');
      hello();
    },
    onMessage: (subject, payload) => {
      const what = subject.split('.').at(-1);
      if (what === 'who') hello();
      else if (what === 'there') at.publish(`work.${id}.here`);
      else if (what === 'part') part?.(payload);
      else if (what === 'help') {
        if (order && !order.help) return; // a trial comes first
        order = Object.assign(parse(payload), { help: true });
        help(order);
      } else if (what === 'values') values = take(payload) ?? values;
      else if (what === 'share') { if (order?.help) share(order, parse(payload)); }
      else if (what === 'helped') {
        if (!order?.help) return;
        order = null;
        part?.(null);
        say(word('trialWaiting', { done }));
      } else if (what === 'stop' && !order?.help && order?.number === parse(payload)) {
        leave();
        say(word('trialWaiting', { done }));
      } else if (what === 'trial') {
        leave();
        compute(order = parse(payload));
      }
    },
  });
  addEventListener('pagehide', () => at.publish(`work.${id}.bye`));
  return at;
}
