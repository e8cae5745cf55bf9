// The masks of a session: shipped, trained, and the user's own.

import { fetchBytes } from '../io/fetch.js';
import { kindOf, readMasks } from '../io/shipped.js';

/** Methods of Session. */
export const masks = {
  /** What the numbers of the masks are: masks of another kind do not fit. */
  kind() { return kindOf(this.ready.params); },

  /** The displays of the masks and how they use them: of the engine's reply "levels". */
  async levels() { return (await this.active.ask({ op: 'levels' }))[0].displays; },

  /** The text that a file gives a parameter, and notes on what was made of it: by systems.wasm, which loads for the first one. */
  async read(param, { name, bytes }) {
    const engine = await this.other('systems', 'busy.tables').catch(() => { throw new Error('site/systems.wasm did not load: reload the page, or build it with ./build.sh build'); });
    return (await engine.ask({ op: 'read', preset: this.preset, name: param.name, file: name, bytes }))[0];
  },

  /** Loads the masks that are shipped with the preset. */
  async useShipped() {
    if (this.kind() !== kindOf(this.ready.params, (p) => p.default)) throw new Error(`the shipped ones are not of type ${this.kind().slice(0, 40)}`);
    const path = `assets/masks/${this.preset}.npy`;
    const bytes = await this.busy('busy.masks', (progress) => fetchBytes(path, progress));
    await this.putMasks({ bytes: readMasks(bytes, path, this.ready.layers, this.ready.n) }, 'shipped');
    this.fresh = false;
  },

  /**
   * Replaces the masks: bytes [layer][y][x], or array, type, curve and values, as the
   * engine's request "masks" takes them; another run starts from them. It goes on in
   * small steps from masks whose own run has ended, as those of a file or the shipped ones.
   */
  async putMasks({ bytes, array, type, curve, values }, from, trained = from !== 'trained') {
    await this.pause();
    this.stopEvaluating();
    const [{ rate }] = await this.active.ask(bytes ? { op: 'masks', bytes, trained } : { op: 'masks', array, type, curve, values, trained });
    this.forget(rate);
    this.setMasksFrom(from);
    await this.show({ op: 'frame' });
  },

  setMasksFrom(from) { this.masksFrom = from; this.emit('masks', from); },

  /** Keeps a copy of the masks on this side, for a restart and for files. */
  async keep() {
    const [masks] = await this.active.ask({ op: 'export' });
    this.kept = { ...masks, from: this.masksFrom, kind: this.kind(), trained: this.rateShare < 1 };
    return this.kept;
  },

  /** The masks as the engine has them, for a file. */
  async files() { return this.can('masks') ? this.keep() : (await this.active.ask({ op: 'export' }))[0]; },

  mine() { return this.masksFrom === 'trained' || this.masksFrom === 'own'; },
};
