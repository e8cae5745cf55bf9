// The Web Worker that runs the engine, worker.wasm. It passes the page's messages
// to the Go function talbot and its replies back; wasm/worker/doc.go lists all, also
// those that are answered here.

import { helped, join, leave, serve, update } from './session/shares.js';

let running = false, delay = 0, until = Infinity, dead = false;
let memory;
let stepping = null; // a promise while a step waits for helpers or a GPU
let gpu = false; // whether the engine can use one: others know nothing of steps ahead
let ahead = false, settling = null; // whether a GPU may be at steps that are not told yet, and a promise that they are
let lastOutput = '';

// Steps are tasks of their own, so that messages get in between.
const channel = new MessageChannel();
channel.port1.onmessage = step;
const next = () => (delay ? setTimeout(step, delay) : channel.port2.postMessage(0));
let queued = false;

// Metrics go to the page at most once in so many ms: steps of a small task take less, and
// the page would do nothing but listen.
const often = 12;
let metrics = [], sent = 0;
function flush() {
  if (!metrics.length) return;
  post(0, metrics, sent = performance.now());
  metrics = [];
}

async function step() {
  queued = false;
  if (!running || dead) return;
  const start = performance.now();
  ahead = gpu && !delay && !helped();
  const replies = await (stepping = helped() ? update(run, lost) : run({ op: 'step', ahead, until }));
  stepping = null;
  if (!took(replies)) return;
  if (replies.some((r) => r.ended ?? r.epoch >= until)) {
    running = false;
    flush();
    post(0, [{ kind: 'done' }], start);
    return;
  }
  if (delay || start - sent > often) flush();
  queued = true;
  next();
}

// took keeps what steps told; it is false if they went wrong.
function took(replies) {
  if (replies) metrics.push(...replies);
  const well = replies?.every((r) => r.kind !== 'error');
  if (!well) {
    running = false;
    flush();
  }
  return well;
}

const lost = (share) => postMessage({ id: 0, replies: [{ kind: 'lost', share }], ms: 0 });

// run is the engine's replies, a promise of them if it waits for a GPU, or null when it
// has ended.
function run(message) {
  if (dead) return null;
  let replies, settle;
  try {
    const now = globalThis.talbot(message, (r) => { replies = r; settle?.(r); });
    replies ??= now;
  } catch (error) {
    fatal(`${error.message ?? error}`);
  }
  if (dead) return null;
  return replies ?? new Promise((resolve) => { settle = resolve; });
}

function post(id, replies, start) {
  const buffers = new Set();
  for (const r of replies) {
    for (const v of Object.values(r)) if (ArrayBuffer.isView(v)) buffers.add(v.buffer);
  }
  postMessage({ id, replies, ms: performance.now() - start }, [...buffers]);
}

function fatal(text) {
  if (dead) return;
  dead = true;
  running = false;
  const output = lastOutput.trim().split('\n').slice(0, 3).join(' ');
  postMessage({ fatal: output ? `${text} (${output})` : text });
}

// What the first message brings.
let setCode;
const code = new Promise((resolve) => { setCode = resolve; });

// The SIMD kernel; where the browser has none, the engine is slower.
async function simd(bytes) {
  const { absent, link } = await import('./simd.js');
  return bytes ? link(bytes).catch(() => absent) : absent;
}

async function start() {
  try {
    await import('./wasm_exec.js');
  } catch {
    throw new Error('site/wasm_exec.js is missing');
  }
  // What Go prints when it crashes goes to the page too.
  const write = globalThis.fs?.writeSync;
  if (write) {
    const text = new TextDecoder();
    globalThis.fs.writeSync = (fd, bytes) => {
      lastOutput = (lastOutput + text.decode(bytes)).slice(-2000);
      return bytes.length;
    };
  }
  const go = new globalThis.Go();
  const { module, kernel, gpu: able } = await code;
  gpu = able;
  if (gpu) globalThis.openGPU = (await import('./gpu/gpu.js')).openGPU;
  const { imports, bind } = await simd(kernel);
  go.importObject.talbot_simd = imports;
  const instance = await WebAssembly.instantiate(module, go.importObject);
  memory = instance.exports.mem;
  await bind(memory);
  const ended = go.run(instance);
  ended.then(() => fatal('the engine has stopped'), (error) => fatal(error.message));
  if (typeof globalThis.talbot !== 'function') throw new Error('site/worker.wasm defines no engine');
}

const started = start();
started.then(() => postMessage({ id: 0, replies: [{ kind: 'loaded' }], ms: 0 }), (error) => fatal(error.message));

onmessage = async ({ data: { id, ...message } }) => {
  if (message.module) return setCode(message);
  const { op, share, port } = message;
  if (op === 'leave') leave(share); // at once: a step may be waiting for the helper
  try {
    await started;
  } catch {
    return; // said already
  }
  await stepping;
  if (dead) return;
  // What was before comes before the answer. The engine gets its requests in their order, as nothing is waited for here.
  if (op === 'pause') running = false;
  const beside = ahead && ['frame', 'sample', 'image'].includes(op); // a look need not wait for updates, nor they for it
  if (ahead && !beside) {
    settling = Promise.resolve(run({ op: 'settle' })).then(took);
    ahead = false;
  }
  const start = performance.now();
  const asked = ['train', 'pause', 'join', 'leave', 'serve', 'memory'].includes(op) ? null : run({ ...message, beside });
  await settling;
  flush();
  const answer = (reply) => post(id, [reply], start);
  if (op === 'train') {
    delay = message.delay ?? 0;
    until = message.until ?? Infinity;
    running = true;
    if (!queued) { queued = true; next(); }
    answer({ kind: 'training' });
  } else if (op === 'pause') {
    answer({ kind: 'paused' });
    if (gpu) settling = Promise.resolve(run({ op: 'settle', keep: true })).then(took).then(flush);
  } else if (op === 'join') {
    join(share, port);
    answer({ kind: 'joined' });
  } else if (op === 'leave') {
    answer({ kind: 'left' });
  } else if (op === 'serve') {
    serve(port, run);
    answer({ kind: 'serving' });
  } else if (op === 'memory') {
    answer({ kind: 'memory', bytes: memory.buffer.byteLength });
  } else {
    const replies = await asked;
    if (replies) post(id, replies, start);
  }
};
