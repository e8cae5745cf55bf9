// One update of the variables for one picture, taken apart: an engine beside that of the page
// makes it, so that the experiment stays as it is. All numbers are the engine's: the loss
// is that of its step, and the gradient what a plain step of rate 1 subtracts.

import { Engine } from '../engine.js';
import { readFrame } from '../frame.js';

/** An IDX file of one array of bytes. */
export function idx(dims, values) {
  const out = new Uint8Array(4 + 4 * dims.length + values.length), view = new DataView(out.buffer);
  out.set([0, 0, 8, dims.length]);
  dims.forEach((d, i) => view.setUint32(4 + 4 * i, d));
  out.set(values, 4 + 4 * dims.length);
  return out;
}

/** Whether the masks of an open experiment are a display's, whose states training mixes. */
export const shown = (session) => session.can('display');

/** Whether an open experiment can be taken apart: one of a single stage that learns from pictures, all of whose variables are masks. */
export const suits = (session) => ['worker', 'systems'].includes(session.presets.find((p) => p.id === session.preset)?.engine)
  && session.can('train') && session.can('pictures') && !session.can('own') && !session.can('stages')
  && Boolean(session.param('optimiser') && session.param('batch'))
  && !(shown(session) && session.param('method').value === 'qat'); // which rounds what it trains before each step

// What a step for one picture by its plain slope is, in place of the experiment's own way.
const plain = { batch: '1', optimiser: 'sgd', momentum: '0', schedule: 'constant', 'learning-rate': '1', shift: '0', flip: 'false', dropout: '0', 'held-out': '0', pull: '0', epochs: '1000' };

// The head of a state, as sim/engine has it: epoch, index, step, count, correct, trained, int32 each, and the loss, float64.
const head = 32, epochAt = 0, stepAt = 8, trainedAt = 20;

/**
 * Takes apart the update for a picture of a class.
 * @param {object} session the page's, which stays as it is
 * @param {Uint8Array} pixels @param {number} label
 * @param {number} share of the loss that the step shall take away, as its slope has it
 * @returns {Promise<{before: {frame: Uint8Array, loss: number}, after: {frame: Uint8Array, loss: number}, rate: number,
 *   predicted: number, masks: {name: string, nx: number, ny: number, gradient: Float32Array, each: number, changed: number}[], next: Uint8Array}>}
 *   of the masks of the network that is shown: gradient of the loss by each's numbers, rad, logits, weights or what a display's method has, each
 *   of them a sample: [y][x], or [y][x][2] of complex numbers, or [level][y][x]; changed: how many
 *   samples of a display take another level. rate: the step is so many times less the gradient; predicted: the fall of the loss, to first order; next: for putIn
 */
export async function takeApart(session, pixels, label, share = 0.1) {
  const { width, height } = session.ready;
  const [{ bytes: run }] = await session.active.ask({ op: 'state' });
  const engine = new Engine({ onReply() {}, onFatal() {} }, `${session.presets.find((p) => p.id === session.preset).engine}.wasm`);
  try {
    await engine.loaded;
    const values = { ...session.values, ...plain };
    for (const name of Object.keys(values)) if (!session.param(name)) delete values[name];
    await engine.ask({ op: 'open', preset: session.preset, values, workers: 1, device: 'cpu' });
    await engine.ask({ op: 'data', role: 'train', images: idx([1, height, width], pixels), labels: idx([1], [label]) });
    const state = async () => (await engine.ask({ op: 'state' }))[0].bytes;
    // This optimiser keeps an array for each of the variables, which come first.
    const own = await state(), count = (own.length - head) / 8;
    const done = session.rateShare < 1 ? 1 : Math.min(1, (session.points.at(-1)?.epoch ?? 0) / session.epochs);
    const view = new DataView(own.buffer, own.byteOffset);
    for (const at of [epochAt, stepAt]) view.setInt32(at, Math.round(done * Number(plain.epochs)), true); // a display's temperature goes by it
    const start = floats(run, count);
    const put = (v) => { own.set(new Uint8Array(v.buffer, v.byteOffset, 4 * count), head); return engine.ask({ op: 'restore', bytes: own.slice() }); };
    const look = async () => (await engine.ask({ op: 'image', pixels, label, network: session.network })).find((r) => r.kind === 'frame').bytes;
    // The step's loss is that in front of it.
    const step = async () => (await engine.ask({ op: 'step' })).find((r) => r.kind === 'metrics').loss;
    const levels = async () => (shown(session) ? (await engine.ask({ op: 'export' }))[0].values : null);

    await put(start);
    const before = { frame: await look(), levels: await levels(), loss: await step() };
    const moved = async (by) => { const v = floats(await state(), count); return v.map((x, i) => (start[i] - x) / by); };
    // A first step tells how large the gradient is, another one reads it with all digits of the numbers.
    const most = (await moved(1)).reduce((m, g) => Math.max(m, Math.abs(g)), 0), [{ value: by }] = await engine.ask({ op: 'set', name: 'learning-rate', value: String(Math.min(1000, 1 / (most || 1))) });
    await put(start);
    await step();
    const gradient = await moved(Number(by));
    const slope = gradient.reduce((sum, g) => sum + g * g, 0), predicted = share * before.loss;
    const rate = slope > 0 ? predicted / slope : 0;
    const next = start.map((v, i) => v - rate * gradient[i]);
    await put(next);
    const after = { frame: await look(), levels: await levels(), loss: await step() };
    return { before, after, rate, predicted: rate * slope, masks: split(session, before, after, gradient), next: whole(run, next) };
  } finally {
    engine.stop();
  }
}

// floats is a copy of the first numbers behind a state's head.
const floats = (bytes, count) => new Float32Array(bytes.slice(head, head + 4 * count).buffer);

// whole is a run's state with other variables, from which it starts anew: what the optimiser knows is of others.
function whole(run, variables) {
  const out = new Uint8Array(run.length);
  out.set(run.subarray(trainedAt, trainedAt + 4), trainedAt);
  out.set(new Uint8Array(variables.buffer), head);
  return out;
}

// split cuts the gradient into that of each mask that is shown.
function split(session, before, after, gradient) {
  const { planes, network, networks } = readFrame(before.frame), masks = planes.filter((p) => p.kind === 'mask');
  const samples = masks.reduce((sum, p) => sum + p.nx * p.ny, 0), each = gradient.length / (samples * Math.max(1, networks));
  let at = network * samples;
  return masks.map(({ name, nx, ny }) => {
    const n = nx * ny, from = at;
    at += n;
    let changed = 0;
    if (before.levels) for (let i = from; i < at; i++) changed += before.levels[i] !== after.levels[i];
    return { name, nx, ny, each, changed, gradient: gradient.subarray(from * each, at * each) };
  });
}

/** Puts what takeApart gave as next into the experiment, which starts anew from it. */
export async function putIn(session, next) {
  await session.pause();
  session.stopEvaluating();
  await session.active.ask({ op: 'restore', bytes: next });
  session.forget(session.rateShare);
  session.setMasksFrom('own');
  await session.show({ op: 'frame' });
}
