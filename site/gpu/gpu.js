// The GPU for the engine: what package sim/compute/webgpu/browser asks of WebGPU. Go
// names objects by numbers, and hands a list of dispatches over once; then a step is
// one call. Methods that wait for the GPU give a promise, which fails with what was asked
// for. fault is what went wrong otherwise; when it is set, the GPU is gone.

import { allowed, selfTest } from './selftest.js';

// Adapters that are programs, where the browser does not say so.
const programs = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

const wanted = [
  'maxComputeWorkgroupStorageSize', 'maxComputeInvocationsPerWorkgroup', 'maxComputeWorkgroupSizeX', 'maxComputeWorkgroupSizeY',
  'maxStorageBufferBindingSize', 'maxBufferSize', 'maxStorageBuffersPerShaderStage',
];

/**
 * Finds the fastest GPU.
 * @returns {Promise<{adapter: GPUAdapter, name: string, software: boolean}>} software
 *   when it is a program, which the engine's own SIMD code surpasses
 * @throws when there is none
 */
export async function findGPU() {
  const gpu = globalThis.navigator?.gpu;
  if (!gpu) throw new Error('this browser has no WebGPU');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('the browser finds no GPU that it can use');
  const info = adapter.info ?? {};
  const words = [info.vendor, info.architecture, info.device].filter(Boolean).join(' ');
  const name = info.description || words || 'unnamed';
  const software = Boolean(info.isFallbackAdapter ?? adapter.isFallbackAdapter) || programs.test(`${name} ${words}`);
  return { adapter, name, software };
}

/**
 * Opens the fastest GPU, and tests it before anything is trusted to it: info.off is how wrong it
 * is (see selftest.js). globalThis.talbotGPU is the last one, for tests to take it away.
 */
export async function openGPU() {
  const { adapter, name, software } = await findGPU();
  const limits = Object.fromEntries(wanted.map((k) => [k, adapter.limits[k]]));
  const device = await adapter.requestDevice({ requiredLimits: limits }).catch((error) => {
    throw new Error(`${name} gives no device: ${error.message}`);
  });
  const gpu = globalThis.talbotGPU = new GPU(device, { name, software, ...limits });
  try {
    gpu.info.off = await selfTest(gpu);
  } catch (error) {
    if (gpu.fault) return gpu; // who asks it next is told
    throw error;
  }
  if (!(gpu.info.off <= allowed)) {
    gpu.lose();
    throw new Error(`${name} computes wrongly: its self-test is off by ${gpu.info.off.toExponential(1)}, where rounding permits ${allowed.toExponential(1)}`);
  }
  return gpu;
}

const room = 8 << 20; // bytes that are written within one submit
const scopes = ['validation', 'out-of-memory', 'internal'];
const oneLine = (text) => text.replace(/\s+/g, ' ').trim().slice(0, 600);

class GPU {
  fault = '';
  objects = [null]; unused = []; // by number; numbers to use again
  pipelines = new Map(); // by code, as many networks have the same
  staging = []; // buffers for reading, free, the smallest first
  // What is recorded and not sent yet: commands, how many lists they have, and who waits for what to be mapped; sends is how
  // often something was sent. While gathering, reads and writes are recorded too: what is written goes to the buffer upload
  // at once, of which used bytes are taken, and by a recorded copy from there to its place.
  encoder = null; lists = 0; reads = []; sends = 0; gathering = false; upload = null; used = 0;

  constructor(device, info) {
    this.device = device;
    this.info = info;
    this.gone = new Promise((resolve) => { this.end = resolve; });
    device.lost.then(({ message }) => this.fail(oneLine(message)));
    device.onuncapturederror = ({ error }) => this.fail(oneLine(error.message));
  }

  fail(text) {
    this.fault ||= text || 'no reason given';
    this.end();
  }

  add(object) {
    const number = this.unused.pop() ?? this.objects.length;
    this.objects[number] = object;
    return number;
  }

  // make calls create in error scopes of all kinds.
  async make(what, create) {
    const { device } = this;
    for (const s of scopes) device.pushErrorScope(s);
    let object, thrown;
    try { object = create(); } catch (error) { thrown = error; }
    const popped = Promise.all(scopes.map(() => device.popErrorScope().catch(() => null)));
    const errors = await Promise.race([popped, this.gone]) ?? [];
    if (this.fault) throw new Error(this.fault);
    const error = thrown ?? errors.find(Boolean);
    if (!error) return object;
    if (error instanceof GPUOutOfMemoryError) throw new Error(`the GPU's memory is full: no ${what}; take fewer samples or a smaller batch`);
    throw new Error(`${what}: ${oneLine(error.message)}`);
  }

  async buffer(label, bytes, uniform) {
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const usage = uniform ? UNIFORM | COPY_DST : STORAGE | COPY_SRC | COPY_DST;
    return this.add(await this.make(`buffer ${label}`, () => this.device.createBuffer({ label, size: bytes, usage })));
  }

  /** Compiles a shader beside others; the first group of it waits, and fails with it. */
  pipeline(label, code) {
    let made = this.pipelines.get(code);
    if (!made) {
      made = this.compile(label, code);
      made.catch(() => {});
      if (this.pipelines.size > 300) this.pipelines.clear();
      this.pipelines.set(code, made);
    }
    return this.add(made);
  }

  async compile(label, code) {
    let pipeline;
    await this.make(`shader ${label}`, () => {
      const module = this.device.createShaderModule({ label, code });
      pipeline = this.device.createComputePipelineAsync({ label, layout: 'auto', compute: { module, entryPoint: 'main' } });
      pipeline.catch(() => {});
    });
    const made = await Promise.race([pipeline, this.gone]).catch((error) => { throw new Error(this.fault || `shader ${label}: ${oneLine(error.message)}`); });
    if (this.fault) throw new Error(this.fault);
    return made;
  }

  /** binds holds binding, buffer, offset and size of each array in turn. */
  async group(label, pipeline, binds) {
    const entries = [];
    for (let i = 0; i < binds.length; i += 4) {
      const [binding, buffer, offset, size] = binds.slice(i, i + 4);
      entries.push({ binding, resource: { buffer: this.objects[buffer], offset, size } });
    }
    this.objects[pipeline] = await this.objects[pipeline];
    const layout = this.objects[pipeline].getBindGroupLayout(0);
    return this.add(await this.make(`bindings of ${label}`, () => this.device.createBindGroup({ label, layout, entries })));
  }

  /** steps holds pipeline, group, and workgroups along x and y of each dispatch in turn. */
  record(steps) {
    const list = [];
    for (let i = 0; i < steps.length; i += 4) list.push([this.objects[steps[i]], this.objects[steps[i + 1]], steps[i + 2], steps[i + 3]]);
    return this.add(list);
  }

  /** Runs a list, with others or with the next read or write. Returns the fault. */
  submit(list) {
    if (this.fault) return this.fault;
    const pass = this.begin().beginComputePass();
    for (const [pipeline, group, x, y] of this.objects[list]) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(x, y);
    }
    pass.end();
    if (++this.lists >= (this.gathering ? 64 : 4)) this.send();
    return this.fault;
  }

  begin() { return this.encoder ??= this.device.createCommandEncoder(); }

  /** Sends what is recorded. */
  send() {
    if (!this.encoder) return;
    this.device.queue.submit([this.encoder.finish()]);
    this.encoder = null;
    this.sends++;
    this.lists = this.used = 0;
    for (const { staging, n, sent } of this.reads.splice(0)) sent(staging.mapAsync(GPUMapMode.READ, 0, n));
  }

  /** Copies the first n bytes of an array into a buffer. Returns the fault. */
  write(buffer, at, bytes, n) {
    if (this.fault) return this.fault;
    const { queue } = this.device, to = this.objects[buffer];
    if (this.gathering && this.encoder && this.used + n <= room) {
      this.upload ??= this.device.createBuffer({ label: 'writing', size: room, usage: GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
      queue.writeBuffer(this.upload, this.used, bytes, 0, n);
      this.encoder.copyBufferToBuffer(this.upload, this.used, to, at, n);
      this.used += n;
    } else {
      this.send();
      queue.writeBuffer(to, at, bytes, 0, n);
    }
    return this.fault;
  }

  /** n bytes of a buffer, as they are once all is done that was recorded before the call. */
  async read(buffer, at, n) {
    const free = this.staging.findIndex((s) => s.size >= n);
    let [staging] = free < 0 ? [] : this.staging.splice(free, 1), making;
    if (!staging) {
      const size = 2 ** Math.ceil(Math.log2(Math.max(n, 4096)));
      making = this.make('buffer for reading', () => {
        staging = this.device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      });
    }
    this.begin().copyBufferToBuffer(this.objects[buffer], at, staging, 0, n);
    const mapped = new Promise((sent) => { this.reads.push({ staging, n, sent }); });
    mapped.catch(() => {});
    if (!this.gathering) this.send();
    await making;
    await Promise.race([mapped, this.gone]).catch(async (error) => {
      await Promise.race([this.gone, new Promise((resolve) => { setTimeout(resolve, 1000); })]); // a loss is told after this
      throw new Error(this.fault || `reading from the GPU failed: ${error.message}`);
    });
    if (this.fault) throw new Error(this.fault);
    const bytes = new Uint8Array(staging.getMappedRange(0, n)).slice();
    staging.unmap();
    this.staging.push(staging);
    this.staging.sort((a, b) => a.size - b.size);
    if (this.staging.length > 100) this.staging.pop().destroy();
    return bytes;
  }

  /** Forgets objects, and frees the memory of those that are buffers. */
  release(numbers) {
    this.send(); // it may use them
    for (const n of numbers) {
      this.objects[n]?.destroy?.();
      this.objects[n] = null;
      this.unused.push(n);
    }
  }

  lose() { this.device.destroy(); }
}
