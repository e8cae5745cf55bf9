// The experiment as the page sees it: which preset, which masks, what was
// measured. It asks the engine and tells the page by events, so that no part of
// the page talks to another.
//
// What changes the network, its masks or its data takes several questions to the
// engine, so such methods are called within alone, which lets one at a time run. Only
// show and its kin may be called at any time: while a network is made they wait for
// its masks.
//
// Events (their detail): loaded, presets (list), ready (reply), opened, stayed (what was to open did not), data (reply),
// done (the last metrics of a training that has made all its epochs),
// frame ({bytes, fresh}), sample (reply), metrics (reply), masks (where they are
// from), run (whether it trains), evaluating (reply, or null when given up), evaluation, busy ({key, loaded} or null),
// pool (how many workers train), long (TooLong: what would take long is not begun), device (reply: what computes from now on), wrong ({text, param}), gone (text).

import { presets, version } from './catalogue.js';
import { Engine, EngineError, EngineGone } from './engine.js';
import { engineSays } from './i18n.js';
import { Pool } from './session/pool.js';
import { stale } from './io/fetch.js';
import { kindNow, learning, now } from './io/shipped.js';
import { data } from './session/data.js';
import { device } from './session/device.js';
import { effort, TooLong } from './session/effort.js';
import { looks } from './session/looks.js';
import { masks } from './session/masks.js';
import { states } from './session/states.js';
import { training } from './session/training.js';

export class Session extends EventTarget {
  preset = ''; values = {}; ready = null; presets = presets; version = version;
  masksFrom = 'none'; // shipped, none, trained or own
  points = []; tests = []; running = false; evaluating = false;
  done = false; // whether the training has made all its epochs
  anew = false; // whether it started with new masks in place of the shipped ones
  rateShare = 1; // of the learning rate that it uses: less from masks that came trained
  test = null; // {dims, values, labels} of the test set in use
  sample = null; // index of the test image shown
  network = 0; // of several side by side, the one that is shown
  kept = null; // last export of the masks, with from and kind
  shelf = null; // the user's masks that did not fit when last they could be used
  unshipped = false; // whether no masks are shipped with the preset
  fresh = false; // whether the user wants new masks rather than the shipped ones
  own = {}; // the user's data by role
  full = new Map(); // the sets that the server has and that are used: "full" or "served"
  using = {}; // images that the engine in use has, by role
  sets = {}; // what they are, by role: {set, count, kind: small, full, served or own, file}
  input = null;
  speed = 6e-9; // s for a unit of the engine's estimates
  guess = null; // of what is open: {look, step}, s, and cost
  shown = false; // whether it was shown: what never was is not worth coming back to
  captured = null; // the last state that was
  delay = 0; // between steps, ms
  others = {}; // engines of other systems, by name
  current = null; // that of them which has what is open
  opening = false; // whether a network is made: it has no masks to show yet
  returning = false; // whether a new engine is being brought to where the old one was
  turn = Promise.resolve(); // ends when all that came through alone has

  pool = new Pool((workers) => { if (workers !== this.helping) this.emit('pool', this.helping = workers); });
  helping = 1; // workers that train, now

  gpu = ''; // name of the GPU that computes, '' when none does
  elsewhere = null; // makes what speaks with an engine that is not this page's, in place of a worker
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
    this.showing = false;
    this.next = null;
    this.running = this.evaluating = false;
    this.pool.rest();
    this.emit('presets', presets);
    let gpu = !this.off && !this.elsewhere && await this.findGPU(), why = '';
    const start = () => {
      this.engine = new Engine({
        onReply: (r) => this.reply(r),
        onFatal: (text) => {
          if (gpu && !this.engine.ran) { why = text; return; }
          this.setRunning(false);
          this.evaluating = false;
          this.emit('gone', text);
        },
      }, this.elsewhere ? null : gpu ? 'worker-gpu.wasm' : 'worker.wasm', this.elsewhere?.());
      return this.engine.loaded;
    };
    await start().catch((error) => {
      if (!gpu) throw error;
      gpu = false;
      this.placed({ gpu: '', note: why });
      return start();
    });
    this.emit('loaded');
  }

  /**
   * Starts a new worker with the state of the old one, and its masks if they were kept.
   * It is not called within alone: what waits there for the old worker ends first.
   */
  restart() {
    this.returning = true;
    this.engine?.stop();
    return this.alone(() => this.renew());
  }

  async renew() {
    this.returning = true;
    try {
      await this.start();
      await this.comeBack();
    } finally {
      this.returning = false;
    }
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
      this.emit('stayed');
      if (this.held && this.ready) await this.showAgain();
      throw error;
    }
    this.opening = false;
    this.emit('opened');
  }

  /** Whether what is open can do that: train, masks and so on, of the engine's reply "ready". */
  can(what) { return Boolean(this.ready?.can.includes(what)); }

  // engineOf is the engine that knows a preset.
  async engineOf(preset) {
    const { engine } = this.presets.find((p) => p.id === preset);
    return this.elsewhere || engine === 'worker' ? this.engine : this.other(engine, 'busy.systems');
  }

  /** The engine of other systems in site/NAME.wasm, which loads when it is first needed. */
  async other(name, key) {
    if (!this.others[name] || this.others[name].gone) {
      const mine = (then) => (x) => { if (this.active === e) then(x); };
      const stopped = mine(() => this.setRunning(this.evaluating = false));
      let why = '';
      const e = new Engine({ onReply: mine((r) => this.reply(r)), onFatal: (text) => { if (!e.ran) { why = text; return; } stopped(); this.emit('gone', text); } }, `${name}.wasm`);
      this.others[name] = e;
      // What is open goes on: another engine has it.
      await this.busy(key, () => e.loaded).catch((error) => { throw why ? Object.assign(new Error(why), { away: true }) : error; });
    }
    return this.others[name];
  }

  /** The engine that has what is open. */
  get active() { return this.current ?? this.engine; }

  async make(preset, values, how) {
    const { masks = null, none = false } = how;
    this.stopEvaluating();
    this.pool.rest();
    const known = this.presets.map((p) => p.id);
    if (!known.includes(preset)) throw await import('./later/near.js').then((m) => m.unknown(preset, known));
    const open = { op: 'open', preset, values: { ...values }, workers: this.workers, device: this.off ? 'cpu' : this.device };
    const engine = await this.engineOf(preset);
    const guess = await this.agreed(engine, preset, values, how);
    const [ready] = await engine.ask(open).catch((error) => {
      throw error.param === 'pictures' ? new TooLong(Infinity, preset, values, null, error.message) : error;
    });
    this.current = engine === this.engine ? null : engine;
    for (const e of Object.values(this.others)) if (e !== engine && !e.waiting.size) e.stop(); // frees its memory
    this.guess = guess;
    this.shown = false;
    ready.classes = ready.classes?.map(engineSays);
    this.opened = open;
    const shelf = preset === this.preset ? this.shelf : null;
    const usual = this.sample === this.usual;
    this.preset = preset;
    if (usual) this.sample = this.usual;
    this.ready = ready;
    this.values = {};
    for (const [name, value] of Object.entries(values)) this.note(name, value);
    this.fresh = none;
    this.forget();
    this.kept = null;
    this.nextFrame = 0;
    this.unshipped = !this.presets.find((p) => p.id === preset).masks;
    this.emit('ready', ready);
    this.setMasksFrom('none');
    if (!this.can('train')) return; // neither masks nor images
    this.placed(ready);
    const fits = [masks, shelf].find((m) => m && m.layers === ready.layers && m.n === ready.n && kindNow(m.kind, ready.params) === this.kind());
    this.shelf = masks && masks !== fits ? masks : shelf === fits ? null : shelf;
    if (fits) {
      await this.putMasks(fits, fits.from, fits.trained);
    } else if (!none && !this.unshipped && this.can('masks')) {
      await this.useShipped().catch((e) => { // it starts with new ones
        this.unshipped = /HTTP 404/.test(e.message);
        this.setMasksFrom('none');
        if (e.away) this.emit('wrong', { text: engineSays(`${e.message}. It begins with new masks`), retry: () => this.useShipped(), stale: stale(e.message) });
      });
    }
    if (!this.can('own')) await this.loadData('test');
  }

  // note keeps the value of a parameter if it differs from the preset's.
  note(name, value) {
    const p = this.param(name);
    if (p && p.value === p.default) delete this.values[name];
    else this.values[name] = p ? now(p, value) : value;
  }

  /** The test image that the preset opens with, which shows it best. */
  get usual() { return this.presets.find((p) => p.id === this.preset)?.sample ?? 0; }

  param(name) { return this.ready.params.find((p) => p.name === name); }

  /** The parameter that has a role, as the engine names them. */
  role(name) { return this.ready.params.find((p) => p.role === name); }

  /** How long a run is. */
  get epochs() { return Number(this.role('epochs').value); }

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

  /** Sets one parameter, at once when it is live, else by building the network anew. */
  async set(param, value) {
    if (!param.live) return this.change(this.preset, { ...this.values, [param.name]: value });
    const [r] = await this.active.ask({ op: 'set', name: param.name, value });
    this.param(param.name).value = r.value;
    this.note(param.name, r.value);
    this.emit('set', r);
  }

  /**
   * Gives a preset these values: the network that there is takes those of live parameters, else it is built
   * anew. Masks that were trained or loaded here go on if they fit, and the input stays.
   */
  async change(preset, values) {
    if (this.takes(preset, values)) return this.take(values);
    await this.pause();
    const masks = preset === this.preset && this.mine() && this.can('masks') ? await this.keep() : null;
    // Masks that were trained for another bench have more to learn than small steps teach.
    if (masks && this.rebuilt(values)) masks.trained = false;
    await this.open(preset, values, { masks, none: this.fresh });
    await this.showAgain();
  }

  // rebuilt tells whether values would make another network than there is.
  rebuilt(values) {
    return this.ready.params.some((p) => !learning(p) && (values[p.name] ?? p.default) !== p.value);
  }

  /** Comes back to a captured state; where only live parameters differ, the masks go on. */
  async back(state) {
    const { preset, values, live } = state;
    if (live && this.takes(preset, values)) await this.take(values);
    else await this.resume(state);
  }

  // takes tells whether what is open differs from values in live parameters alone.
  takes(preset, values) { return preset === this.preset && this.differing(values).every((k) => this.param(k)?.live); }

  async take(values) {
    for (const k of this.differing(values)) await this.set(this.param(k), values[k] ?? this.param(k).default);
  }

  // differing are the names of the parameters that values has otherwise.
  differing(values) { return Object.keys({ ...values, ...this.values }).filter((k) => values[k] !== this.values[k]); }

  /** Tells the page what went wrong, unless the engine has gone: then that was said. */
  fail(error) {
    if (error instanceof EngineGone) return;
    if (error instanceof TooLong) return this.emit('long', error);
    this.emit('wrong', { text: engineSays(error.message), param: error instanceof EngineError ? error.param : undefined, retry: error.retry, stale: stale(error.message) });
  }
}

Object.assign(Session.prototype, data, device, effort, looks, masks, states, training);
