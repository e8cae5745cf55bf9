// Contenders, each in a worker of its own: Talbot, and the rivals that are there.

class Remote {
  constructor(url) {
    this.worker = new Worker(url, { type: 'module' });
    this.waiting = new Map();
    this.last = 0;
    this.worker.onmessage = ({ data }) => {
      const { resolve, reject } = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      data.error ? reject(new Error(data.error)) : resolve(data);
    };
    this.worker.onerror = (event) => {
      event.preventDefault?.();
      const error = new Error(event.message || 'its worker did not load');
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    };
  }

  ask(message) {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, ...message });
    });
  }

  /** Does the work of the open case reps times; seconds. */
  async sample(reps) {
    const answer = await this.ask({ reps });
    this.allocs = answer.allocs;
    return answer.seconds;
  }

  close() { this.worker.terminate(); }
}

/** This program itself; scalar without its SIMD kernel. */
export class Talbot extends Remote {
  constructor(scalar = false) {
    super(new URL('./talbot.worker.mjs', import.meta.url));
    this.scalar = scalar;
    this.by = 'talbot';
  }

  /** Opens a case {suite, n, pad, batch} and returns all about it. */
  async open(c) {
    const problem = await this.ask({ ...c, scalar: this.scalar });
    this.variant = problem.variant;
    this.units = problem.units;
    this.check = problem.check;
    return { ...c, ...problem };
  }

  /** What the machine can do: {flops, how, copy}. */
  limits() { return this.ask({ limits: true }); }
}

/** A rival: id, name, the library's folder, what it does. */
export class Rival extends Remote {
  constructor(about, version) {
    super(new URL('./rival.worker.mjs', import.meta.url));
    Object.assign(this, { about, by: about.id, variant: version });
    this.ready = this.ask({ rival: about.id });
    this.ready.catch(() => {});
  }

  async open({ id, ...problem }) {
    await this.ready;
    ({ units: this.units, check: this.check } = await this.ask({ problem }));
  }
}

export const rivals = [
  { id: 'fftjs', name: 'fft.js', library: 'fftjs', suites: ['fft', 'hop'] },
  { id: 'pffft', name: 'pffft-wasm', library: 'pffft', suites: ['fft'] },
  { id: 'jax-wasm', name: 'jax-js, wasm', library: 'jax', suites: ['step'] },
  { id: 'jax-webgpu', name: 'jax-js, WebGPU', library: 'jax', suites: ['step'] },
  { id: 'tfjs', name: 'TensorFlow.js, WebGL', library: 'tfjs', suites: ['hop', 'step'], note: 'forward only: it has no gradient through its FFT' },
  { id: 'tfjs-webgpu', name: 'TensorFlow.js, WebGPU', library: 'tfjs-webgpu', suites: ['step'], note: 'transforms as products with their matrix: its FFT has no gradient' },
  { id: 'tfjs-wasm', name: 'TensorFlow.js, wasm', library: 'tfjs-wasm', suites: ['product'] },
];

/** The versions of the libraries that are there, by folder; {} when none is. */
export async function installed() {
  const r = await fetch(new URL('./rivals/versions.json', import.meta.url)).catch(() => null);
  return r?.ok ? r.json() : {};
}
