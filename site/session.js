// The experiment as the page sees it: which preset, which masks, what was
// measured. It asks the engine and tells the page by events, so that no part of
// the page talks to another.
//
// What changes the network, its masks or its data takes several questions to the
// engine, so such methods are called within alone, which lets one at a time run. Only
// show and its kin may be called at any time: while a network is made they wait for
// its masks.
//
// Events (their detail): loaded, presets (list), ready (reply), opened, data (reply),
// frame ({bytes, fresh}), profile (reply), sample (reply), metrics (reply), masks (where they are
// from), run (whether it trains), evaluating (reply, or null when given up), evaluation, busy ({key, loaded} or null),
// pool (how many workers train), device (reply: what computes from now on), wrong ({text, param}), gone (text).

import { Engine, EngineError, EngineGone } from './engine.js';
import { engineSays } from './i18n.js';
import { fetchBytes } from './io/fetch.js';
import { readIDX } from './io/idx.js';
import { kindOf, readMasks } from './io/npy.js';
import { Pool } from './pool.js';

export class Session extends EventTarget {
  preset = ''; values = {}; ready = null; presets = [];
  masksFrom = 'none'; // shipped, none, trained or own
  points = []; tests = []; running = false; evaluating = false;
  test = null; // {dims, values, labels} of the test set in use
  sample = null; // index of the test image shown
  network = 0; // of several side by side, the one that is shown
  kept = null; // last export of the masks, with from and kind
  shelf = null; // the user's masks that did not fit when last they could be used
  unshipped = false; // whether no masks are shipped with the preset
  fresh = false; // whether the user wants new masks rather than the shipped ones
  own = {}; // the user's data by role
  loadedData = {}; // name of the data the engine has, by role
  input = null;
  opening = false; // whether a network is made: it has no masks to show yet
  turn = Promise.resolve(); // ends when all that came through alone has

  pool = new Pool((workers) => { if (workers !== this.helping) this.emit('pool', this.helping = workers); });
  helping = 1; // workers that train, now

  gpu = ''; // name of the GPU that computes, '' when none does
  off = false; // the GPU failed, and the user has not asked for it again

  /**
   * @param {number} workers that may share the training
   * @param {string} device what is to compute: webgpu, cpu, or auto, which takes a GPU if
   *   there is one that is no program
   */
  constructor(workers = 1, device = 'auto') {
    super();
    this.workers = workers;
    this.device = device;
  }

  emit(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
  on(type, f) { this.addEventListener(type, (e) => f(e.detail)); }

  /** Runs f when what came here before has ended, well or not. f must not call alone. */
  alone(f) {
    const result = this.turn.then(f);
    this.turn = result.catch(() => {});
    return result;
  }

  /** Starts a worker. It resolves when the engine answers. */
  async start() {
    this.loadedData = {};
    this.showing = false;
    this.next = null;
    this.running = this.evaluating = false;
    this.pool.rest();
    let gpu = !this.off && await this.findGPU(), why = '';
    const start = () => {
      this.engine = new Engine({
        onReply: (r) => this.reply(r),
        onFatal: (text) => {
          if (gpu && !this.engine.ran) { why = text; return; }
          this.setRunning(false);
          this.evaluating = false;
          this.emit('gone', text);
        },
      }, gpu ? 'worker-gpu.wasm' : 'worker.wasm');
      return this.engine.loaded;
    };
    await start().catch((error) => {
      if (!gpu) throw error;
      gpu = false;
      this.placed({ gpu: '', note: why });
      return start();
    });
    this.emit('loaded');
    const [{ presets, version }] = await this.engine.ask({ op: 'presets' });
    this.presets = presets;
    this.version = version;
    this.emit('presets', presets);
  }

  /**
   * Starts a new worker with the state of the old one, and its masks if they were kept.
   * It is not called within alone: what waits there for the old worker ends first.
   */
  restart() {
    this.engine?.stop();
    return this.alone(() => this.renew());
  }

  async renew() {
    const { preset, values, kept } = this;
    await this.start();
    await this.open(preset || this.presets[0].id, values, { masks: kept, none: this.fresh });
    await this.showAgain();
  }

  // findGPU tells whether to load the engine that can use a GPU.
  async findGPU() {
    if (this.device === 'cpu' || (this.device === 'auto' && !navigator.gpu)) return false;
    try {
      const { findGPU } = await import('./gpu/gpu.js');
      const late = new Promise((_, reject) => { setTimeout(() => reject(new Error('the browser does not say which GPU it has')), 15000); });
      const { software } = await Promise.race([findGPU(), late]);
      return this.device === 'webgpu' || !software;
    } catch (error) {
      if (this.device === 'webgpu') this.placed({ gpu: '', note: error.message });
      return false;
    }
  }

  /** Moves the experiment, as it stands, to another device. */
  async setDevice(device) {
    const { running, engine } = this;
    this.device = device;
    this.off = false;
    const gpu = await this.findGPU();
    if (engine.gpu) {
      await engine.ask({ op: 'device', device });
    } else if (gpu && this.ready) {
      await this.pause();
      const { points, tests, masksFrom } = this;
      const [{ bytes }] = await engine.ask({ op: 'state' });
      await this.keep();
      engine.stop();
      await this.renew();
      await this.loadData('train');
      await this.engine.ask({ op: 'restore', bytes });
      Object.assign(this, { points, tests });
      this.setMasksFrom(masksFrom);
      await this.show({ op: 'frame' });
      if (running) await this.train(this.delay);
    }
  }

  // placed notes what computes from now on.
  placed(r) {
    this.gpu = r.gpu;
    this.off ||= Boolean(r.note);
    if (r.shares && this.ready) this.ready.shares = r.shares;
    if (this.running) this.share();
    this.emit('device', r);
  }

  // share brings helpers for the shares of a step.
  share() {
    this.pool.join({ leader: this.engine, shares: this.ready.shares, open: this.opened, data: this.trainData });
  }

  // reply takes the messages that come while the engine trains.
  reply(r) {
    if (r.kind === 'metrics') {
      this.addPoint(r);
      if (performance.now() > this.nextFrame) this.show({ op: 'frame' });
    } else if (r.kind === 'device') {
      this.placed(r);
    } else if (r.kind === 'lost') {
      this.pool.lost(r.share);
    } else if (r.kind === 'error') {
      this.setRunning(false);
      this.emit('wrong', { text: engineSays(r.text), param: r.param });
    }
  }

  addPoint(r) {
    // Steps that a lost GPU took with it are made again.
    while (this.points.at(-1)?.step >= r.step) this.points.pop();
    this.points.push(r);
    if (this.masksFrom !== 'trained') this.setMasksFrom('trained');
    this.emit('metrics', r);
  }

  /**
   * Opens a preset with changed values. Masks are, in this order: those given, as
   * keep returns them, and those on the shelf, when they fit; the shipped ones when
   * they fit and none says otherwise; new ones. Nothing is shown until they are there;
   * the caller chooses what is then.
   */
  async open(preset, values = {}, how = {}) {
    await this.pause();
    this.opening = true;
    this.held = false;
    try {
      await this.make(preset, values, how);
    } catch (error) {
      this.opening = false;
      if (this.held && this.ready) await this.showAgain();
      throw error;
    }
    this.opening = false;
    this.emit('opened');
  }

  // engineOf is the engine that knows a preset: basic experiments have their own.
  async engineOf(preset) {
    if (!this.presets.find((p) => p.id === preset)?.basic) return this.engine;
    if (!this.basics || this.basics.gone) {
      const gone = (text) => this.emit('gone', text);
      this.basics = new Engine({ onReply: () => {}, onFatal: gone }, 'basics.wasm');
      this.emit('busy', { key: 'busy.basics', loaded: 0 });
      await this.basics.loaded.finally(() => this.emit('busy', null));
    }
    return this.basics;
  }

  async make(preset, values, { masks = null, none = false }) {
    this.stopEvaluating();
    this.pool.rest();
    const known = this.presets.map((p) => p.id);
    if (!known.includes(preset)) throw new Error(engineSays(`there is no preset "${preset}"; the presets are: ${known.join(' ')}`));
    const open = { op: 'open', preset, values: { ...values }, workers: this.workers, device: this.off ? 'cpu' : this.device };
    const engine = await this.engineOf(preset);
    const [ready] = await engine.ask(open);
    ready.classes = ready.classes?.map(engineSays);
    this.opened = open;
    const shelf = preset === this.preset ? this.shelf : null;
    this.preset = preset;
    this.ready = ready;
    this.values = {};
    for (const [name, value] of Object.entries(values)) this.note(name, value);
    this.fresh = none;
    this.points = [];
    this.tests = [];
    this.kept = null;
    this.nextFrame = 0;
    this.unshipped = false;
    this.emit('ready', ready);
    this.setMasksFrom('none');
    if (ready.basic) return; // neither masks nor images
    this.placed(ready);
    const fits = [masks, shelf].find((m) => m && m.layers === ready.layers && m.n === ready.n && m.kind === this.kind());
    this.shelf = masks && masks !== fits ? masks : shelf === fits ? null : shelf;
    if (fits) {
      await this.putMasks(fits.phase.slice(), fits.from);
    } else if (!none) {
      await this.useShipped().catch((e) => { this.unshipped = /HTTP 404/.test(e.message); this.setMasksFrom('none'); }); // it starts with new ones
    }
    await this.loadData('test');
  }

  // note keeps the value of a parameter if it differs from the preset's.
  note(name, value) {
    const p = this.param(name);
    if (p && p.value === p.default) delete this.values[name];
    else this.values[name] = value;
  }

  param(name) { return this.ready.params.find((p) => p.name === name); }

  /** What the masks change: "phase", "amplitude", or what the device that they are of can. */
  kind() { return kindOf({ mask: this.param('mask')?.value, curve: this.param('curve')?.value }); }

  isDevice() { return this.param('mask')?.value === 'device'; }

  /** The devices of the masks and how they use them: of the engine's reply "levels". */
  async levels() { return (await this.engine.ask({ op: 'levels' }))[0].devices; }

  /** The text that a file gives a parameter. */
  async read(param, { name, bytes }) { return (await this.engine.ask({ op: 'read', name: param.name, file: name, bytes }))[0].text; }

  /** Gives the engine the images of a role, the user's own or the shipped ones, once. */
  async loadData(role) {
    const own = this.own[role];
    const name = own ? own.name : this.ready.data;
    if (this.loadedData[role] === name) return;
    let images = own?.images, labels = own?.labels;
    if (!own) {
      const base = `assets/data/${name}/${role}-`;
      [images, labels] = await this.busy(`busy.${role}`, (progress) => Promise.all([
        fetchBytes(`${base}images-idx3-ubyte.gz`, progress), fetchBytes(`${base}labels-idx1-ubyte.gz`),
      ]));
    }
    const test = role === 'test' ? { ...readIDX(images, `${name} images`), labels: readIDX(labels, `${name} labels`).values } : null;
    const data = { op: 'data', role, images, labels };
    if (role === 'train') this.pool.rest();
    const [reply] = await this.engine.ask(data);
    this.loadedData[role] = name;
    if (role === 'train') this.trainData = data;
    if (test) this.test = test;
    this.emit('data', { ...reply, name });
  }

  /** Uses IDX files of the user as the images of a role. */
  async useOwnData(role, name, images, labels) {
    const before = this.own[role];
    this.own[role] = { name: `${name}#${Date.now()}`, images, labels };
    try {
      await this.pause();
      await this.loadData(role);
    } catch (error) {
      this.own[role] = before;
      throw error;
    }
    if (role === 'test') await this.showSample(0);
  }

  /** Loads the masks that are shipped with the preset. */
  async useShipped() {
    if ('mask' in this.values || (this.isDevice() && 'curve' in this.values)) throw new Error(`the shipped ones are not of type ${this.kind().slice(0, 40)}`);
    const path = `assets/masks/${this.preset}.npy`;
    const bytes = await this.busy('busy.masks', (progress) => fetchBytes(path, progress));
    await this.putMasks(readMasks(bytes, path, this.ready.layers, this.ready.n).slice(), 'shipped');
    this.fresh = false;
  }

  // busy runs f and says meanwhile what is loading; f gets a function that takes the
  // bytes loaded so far.
  async busy(key, f) {
    this.emit('busy', { key, loaded: 0 });
    try {
      return await f((loaded) => this.emit('busy', { key, loaded }));
    } finally {
      this.emit('busy', null);
    }
  }

  /** Replaces the masks by bytes [layer][y][x]. */
  async putMasks(bytes, from) {
    await this.pause();
    this.stopEvaluating();
    await this.engine.ask({ op: 'masks', bytes });
    this.setMasksFrom(from);
    await this.show({ op: 'frame' });
  }

  setMasksFrom(from) { this.masksFrom = from; this.emit('masks', from); }

  /**
   * Shows an input, or the present one anew for {op: 'frame'}. One request is under
   * way at a time; of those that wait only the newest is sent.
   */
  async show(message, fresh = false) {
    if (message.op !== 'frame') this.input = message;
    if (this.opening) {
      this.held = true;
      return;
    }
    if (this.showing) {
      if (message.op !== 'frame' || !this.next) this.next = { message, fresh };
      return;
    }
    this.showing = true;
    try {
      const replies = await (this.ready?.basic ? this.basics : this.engine).ask({ ...message, network: this.network });
      for (const r of replies) {
        if (r.kind === 'sample') this.emit('sample', r);
        if (r.kind === 'profile') this.emit('profile', r);
        if (r.kind === 'frame') this.emit('frame', { bytes: r.bytes, fresh });
      }
      // A picture takes at most a quarter of the time from training.
      this.nextFrame = performance.now() + Math.max(50, 4 * replies.ms);
    } catch (error) {
      this.fail(error);
    } finally {
      this.showing = false;
    }
    const waiting = this.next;
    this.next = null;
    if (waiting) await this.show(waiting.message, waiting.fresh);
  }

  showSample(index) {
    if (this.ready?.basic) return this.show({ op: 'frame' }, true);
    const count = this.test?.dims[0] ?? 0;
    if (!count) return Promise.resolve();
    this.sample = Math.max(0, Math.min(count - 1, index));
    return this.show({ op: 'sample', role: 'test', index: this.sample }, true);
  }

  showImage(pixels, fresh = false) {
    this.sample = null;
    return this.show({ op: 'image', pixels, width: 28, height: 28, label: -1 }, fresh);
  }

  async train(delay = 0) {
    this.stopEvaluating();
    await this.loadData('train');
    this.nextFrame = 0;
    this.delay = delay;
    await this.engine.ask({ op: 'train', delay });
    this.setRunning(true);
    this.share();
  }

  async pause() {
    if (!this.running) return;
    this.pausing = true;
    try {
      await this.engine.ask({ op: 'pause' });
    } finally {
      this.pausing = false;
    }
    this.setRunning(false);
    await this.keep();
    await this.show({ op: 'frame' });
  }

  setRunning(running) {
    if (this.running === running) return;
    this.running = running;
    clearInterval(this.keeping);
    if (running) this.keeping = setInterval(() => this.keep().catch(() => {}), 10000);
    this.emit('run', running);
  }

  /** Keeps a copy of the masks on this side, for a restart and for files. */
  async keep() {
    const [masks] = await this.engine.ask({ op: 'export' });
    this.kept = { ...masks, from: this.masksFrom, kind: this.kind() };
    return this.kept;
  }

  async step() {
    await this.pause();
    this.stopEvaluating();
    await this.loadData('train');
    const [metrics] = await this.engine.ask({ op: 'step' });
    this.addPoint(metrics);
    await this.show({ op: 'frame' });
  }

  /** New masks from the seed, and an empty curve. */
  async reset() {
    await this.pause();
    this.stopEvaluating();
    const [ready] = await this.engine.ask({ op: 'reset' });
    this.ready = ready;
    this.placed(ready);
    this.points = [];
    this.tests = [];
    this.kept = this.shelf = null;
    this.fresh = true;
    this.setMasksFrom('none');
    await this.show({ op: 'frame' });
  }

  /** Sets one parameter, at once when it is live, else by building the network anew. */
  async set(param, value) {
    if (!param.live) return this.change(this.preset, { ...this.values, [param.name]: value });
    const [r] = await this.engine.ask({ op: 'set', name: param.name, value });
    this.param(param.name).value = r.value;
    this.note(param.name, r.value);
    this.emit('set', r);
  }

  /**
   * Builds the network of a preset with these values. Masks that were trained or
   * loaded here go on if they fit, and the input stays.
   */
  async change(preset, values) {
    await this.pause();
    const masks = preset === this.preset && this.mine() ? await this.keep() : null;
    await this.open(preset, values, { masks, none: this.fresh });
    await this.showAgain();
  }

  mine() { return this.masksFrom === 'trained' || this.masksFrom === 'own'; }

  /** What back needs to come back here: preset, values, and masks trained or loaded here. */
  async snapshot() {
    const { preset, values, fresh } = this;
    const masks = this.mine() ? await this.keep() : null;
    return { preset, values: { ...values }, fresh, masks: masks && { ...masks, radians: null } };
  }

  /** Comes back to a snapshot; where only live parameters differ, the masks go on. */
  async back({ preset, values, fresh, masks, live }) {
    const names = Object.keys({ ...values, ...this.values }).filter((k) => values[k] !== this.values[k]);
    if (live && preset === this.preset && names.every((k) => this.param(k).live)) {
      for (const k of names) await this.set(this.param(k), values[k] ?? this.param(k).default);
      return;
    }
    this.shelf = null;
    await this.open(preset, values, { masks, none: fresh });
    await this.showAgain();
  }

  async showAgain() {
    if (this.ready.basic || this.sample !== null || !this.input) await this.showSample(this.sample ?? 0);
    else await this.show(this.input);
  }

  /** Begins to measure the whole test set; training waits. */
  async evaluate() {
    if (this.evaluating) return;
    await this.pause();
    await this.loadData('test');
    this.evaluating = true;
    this.measure().catch((error) => this.fail(error));
  }

  // measure goes on outside alone, so that what comes next ends it.
  async measure() {
    const run = this.measuring = {};
    const wanted = () => this.evaluating && this.measuring === run;
    try {
      while (wanted()) {
        const [r] = await this.engine.ask({ op: 'evaluate' });
        if (!wanted()) return;
        this.emit(r.kind, r);
        if (r.kind !== 'evaluation') continue;
        this.evaluating = false;
        this.tests.push({ step: this.points.at(-1)?.step ?? 0, accuracy: r.accuracy });
        this.emit('tests', this.tests);
      }
    } finally {
      if (this.measuring === run) this.stopEvaluating();
    }
  }

  // stopEvaluating gives up a measurement whose masks are about to change.
  stopEvaluating() {
    if (!this.evaluating) return;
    this.evaluating = false;
    this.emit('evaluating', null);
  }

  /** Tells the page what went wrong, unless the engine has gone: then that was said. */
  fail(error) {
    if (error instanceof EngineGone) return;
    this.emit('wrong', { text: engineSays(error.message), param: error instanceof EngineError ? error.param : undefined });
  }
}
