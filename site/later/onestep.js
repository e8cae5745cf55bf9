// One update of the masks for one picture, taken apart: an engine beside that of the page
// makes it, so that the experiment stays as it is. All numbers are the engine's: the loss
// is that of its step, and the gradient what a plain step of rate 1 subtracts.

import { Engine } from '../engine.js';

/** An IDX file of one array of bytes. */
export function idx(dims, values) {
  const out = new Uint8Array(4 + 4 * dims.length + values.length), view = new DataView(out.buffer);
  out.set([0, 0, 8, dims.length]);
  dims.forEach((d, i) => view.setUint32(4 + 4 * i, d));
  out.set(values, 4 + 4 * dims.length);
  return out;
}

/** Whether masks of an open experiment can be taken apart: those that are numbers, of the engine that the page begins with. */
export const suits = (session) => session.presets.find((p) => p.id === session.preset)?.engine === 'worker' && session.can('masks') && session.can('pictures') && session.can('train') && session.param('optimiser') && session.param('batch') && session.param('mask')?.value !== 'display';

/**
 * Takes apart the update for a picture of a class.
 * @param {object} session the page's, whose masks are used and stay
 * @param {Uint8Array} pixels @param {number} label
 * @param {number} share of the loss that the step shall take away, as its slope has it
 * @returns {Promise<{before: {frame: Uint8Array, loss: number}, gradient: Float32Array, rate: number, predicted: number,
 *   masks: object, after: {frame: Uint8Array, loss: number}, layers: number, n: number}>} gradient: of the loss by each mask's numbers,
 *   [mask][y][x], rad or logits; rate: the step is so many times less it; predicted: the fall of the loss, to first order; masks: for the engine's request "masks"
 */
export async function takeApart(session, pixels, label, share = 0.1) {
  const { width, height } = session.ready;
  const [masks] = await session.active.ask({ op: 'export' });
  const engine = new Engine({ onReply() {}, onFatal() {} });
  try {
    await engine.loaded;
    const values = { ...session.values, batch: '1', optimiser: 'sgd', momentum: '0', schedule: 'constant', 'learning-rate': '1', shift: '0', flip: 'false' };
    for (const name of Object.keys(values)) if (!session.param(name)) delete values[name];
    await engine.ask({ op: 'open', preset: session.preset, values, workers: 1, device: 'cpu' });
    await engine.ask({ op: 'data', role: 'train', images: idx([1, height, width], pixels), labels: idx([1], [label]) });
    const put = (v) => engine.ask({ op: 'masks', array: masks.array, type: masks.type, curve: masks.curve, values: v, trained: false });
    const look = async () => (await engine.ask({ op: 'image', pixels, label, network: session.network })).find((r) => r.kind === 'frame').bytes;
    // The step's loss is that in front of it.
    const step = async () => (await engine.ask({ op: 'step' })).find((r) => r.kind === 'metrics').loss;

    await put(masks.values);
    const before = { frame: await look(), loss: await step() };
    const moved = async (by) => { const [{ values: v }] = await engine.ask({ op: 'export' }); return Float32Array.from(v, (x, i) => (masks.values[i] - x) / by); };
    // A first step tells how large the gradient is, another one reads it with all digits of the masks.
    const most = (await moved(1)).reduce((m, g) => Math.max(m, Math.abs(g)), 0), [{ value: by }] = await engine.ask({ op: 'set', name: 'learning-rate', value: String(Math.min(1000, 1 / (most || 1))) });
    await put(masks.values);
    await step();
    const gradient = await moved(Number(by));
    const slope = gradient.reduce((sum, g) => sum + g * g, 0), predicted = share * before.loss;
    const rate = slope > 0 ? predicted / slope : 0;
    const next = Float32Array.from(masks.values, (v, i) => v - rate * gradient[i]);
    await put(next);
    const after = { frame: await look(), loss: await step() };
    return { before, gradient, rate, predicted: rate * slope, masks: { array: masks.array, type: masks.type, curve: masks.curve, values: next }, after, layers: masks.layers, n: masks.n };
  } finally {
    engine.stop();
  }
}
