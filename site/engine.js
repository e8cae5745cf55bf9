// The page's side of the engine: it starts the worker, asks, and listens.

import { engineSays } from './i18n.js';
import { ours, refused } from './io/fetch.js';

/** What the engine said was wrong; param is the parameter to blame, if one was. */
export class EngineError extends Error {
  constructor(text, param) {
    super(text);
    this.name = 'EngineError';
    this.param = param;
  }
}

// The engine's code, fetched and compiled once for all workers. SIMD is for all of
// them or for none: its sums differ in the last bits.
const codes = new Map();

const withGPU = (program) => !program?.startsWith('worker.');

async function load(program) {
  const get = (name) => ours(`site/${name}`).then(() => fetch(new URL(name, import.meta.url))).then((r) => {
    if (!r.ok) throw refused(`site/${name}`, r);
    return r;
  }, (error) => { throw error.away ? error : new Error(`site/${name}: no connection`); });
  const [module, kernel] = await Promise.all([
    get(program).then(async (r) => ((r.headers.get('Content-Type') ?? '').startsWith('application/wasm')
      ? WebAssembly.compileStreaming(r) : WebAssembly.compile(await r.arrayBuffer()))),
    get('simd.wasm').then((r) => r.arrayBuffer()).catch((error) => { console.info(`no SIMD: ${error.message}`); return null; }),
  ]);
  return { module, kernel, gpu: withGPU(program) };
}

/** The engine has ended and answers nothing more. */
export class EngineGone extends Error {}

export class Engine {
  /**
   * @param {{onReply: (reply: object) => void, onFatal: (text: string) => void}} handlers
   *   onReply gets the replies that answer no question: the metrics of training, and
   *   what computes from now on
   * @param {string} program the engine of the first system, worker.wasm, or worker-gpu.wasm, which can use
   *   a GPU; or one of other systems, which can too; null if the worker has its own
   * @param {Worker} worker
   */
  constructor({ onReply, onFatal }, program = 'worker.wasm', worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })) {
    this.gpu = withGPU(program);
    this.waiting = new Map();
    this.lastId = 0;
    this.gone = this.ran = false;
    this.onFatal = onFatal;
    this.loaded = new Promise((resolve, reject) => { this.setLoaded = resolve; this.failLoading = reject; });
    this.loaded.catch(() => {});
    this.worker = worker;
    this.worker.onmessage = ({ data }) => {
      if (data.fatal) return this.end(data.fatal);
      for (const r of data.replies) if (r.kind === 'loaded') this.setLoaded(this.ran = true);
      const asked = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (!asked) return data.replies.forEach(onReply);
      for (const r of data.replies) if (r.kind === 'device') onReply(r);
      data.replies = data.replies.filter((r) => r.kind !== 'device');
      const wrong = data.replies.find((r) => r.kind === 'error');
      if (wrong) return asked.reject(new EngineError(engineSays(wrong.text), wrong.param));
      asked.resolve(Object.assign(data.replies, { ms: data.ms }));
    };
    this.worker.onerror = (event) => {
      event.preventDefault?.();
      this.end(event.message || 'site/worker.js did not load');
    };
    if (!program) return;
    if (!codes.has(program)) codes.set(program, load(program));
    codes.get(program).then((c) => this.worker.postMessage(c), (error) => {
      codes.delete(program);
      this.end(error.message);
    });
  }

  /**
   * Sends a request and returns the replies to it, an array with the engine's
   * time in ms as property ms. Requests are answered in order.
   * @throws {EngineError} when the engine refuses it; EngineGone when it has ended.
   */
  ask(message, transfer = []) {
    if (this.gone) return Promise.reject(new EngineGone('engine ended'));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, since: performance.now() });
      this.worker.postMessage({ id, ...message }, transfer);
    });
  }

  /** How long the oldest question has waited, ms; 0 when none waits. */
  waited() {
    const [first] = this.waiting.values();
    return first ? performance.now() - first.since : 0;
  }

  end(text) {
    if (this.gone) return;
    this.stop();
    this.onFatal(text);
  }

  stop() {
    this.gone = true;
    this.worker.terminate();
    const error = new EngineGone('engine ended');
    this.failLoading(error);
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
