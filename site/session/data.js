// The images of a session: the shipped ones, the full sets that a server has, and the
// user's own.

import { fetchBytes } from '../io/fetch.js';
import { readIDX } from '../io/idx.js';

/** Methods of Session. */
export const data = {
  /** Gives the engine the images of a role, the user's own or those of the set, once. */
  async loadData(role) {
    if (!this.can('pictures')) return;
    const own = this.own[this.ownKey(role)], set = this.ready.data, full = !own && this.full.has(set);
    const name = own ? own.name : full ? `${set}:full` : set;
    const has = this.active.has ??= {};
    if (has[role]?.name === name) return this.took(role, has[role]);
    let images = own?.images, labels = own?.labels;
    if (!own) {
      const base = full ? `data/${set}/${role}-` : `assets/data/${set}/${role}-`, end = full ? '' : '.gz';
      [images, labels] = await this.busy(`busy.${role}`, (progress) => Promise.all([
        fetchBytes(`${base}images-idx3-ubyte${end}`, progress), fetchBytes(`${base}labels-idx1-ubyte${end}`),
      ])).catch((error) => { // all else is there: with the images it goes on
        if (role === 'test') error.retry = () => this.loadData(role).then(() => this.showAgain());
        throw error;
      });
    }
    const test = role === 'test' ? { ...readIDX(images, `${name} images`), labels: readIDX(labels, `${name} labels`).values } : null;
    const given = { op: 'data', role, images, labels };
    if (role === 'train') this.pool.rest();
    else this.stopEvaluating();
    const [reply] = await this.active.ask(given);
    has[role] = { name, given, test, reply, what: { set, count: reply.count, kind: own ? own.kind ?? 'own' : full ? this.full.get(set) : 'small', file: own?.file } };
    this.took(role, has[role]);
  },

  // took notes which images the engine in use has for a role; the other one may have others.
  took(role, images) {
    if (this.using[role] === images) return;
    this.using[role] = images;
    this.sets[role] = images.what;
    if (role === 'train') this.trainData = images.given;
    if (images.test) {
      this.test = images.test;
      this.tests = []; // they are of other images
      this.emit('tests', this.tests);
    }
    this.emit('data', { ...images.reply, name: images.name });
  },

  // ownKey names the user's own images of a role for the set that the network is for:
  // digits stay with the networks that read digits.
  ownKey(role) { return `${this.ready.data}/${role}`; },

  /** Uses IDX files of the user as the images of a role; of is the set that they are, if they are a full one. */
  async useOwnData(role, file, images, labels, of = '') {
    const key = this.ownKey(role), before = this.own[key];
    this.own[key] = { name: `${file}#${Date.now()}`, file, images, labels, ...(of === this.ready.data && { kind: 'full' }) };
    try {
      await this.pause();
      await this.loadData(role);
    } catch (error) {
      this.own[key] = before;
      throw error;
    }
    if (role === 'test') await this.showSample(0);
  },

  /** Whether the test images are those of the full set, from the server. */
  usesFull() { return this.full.has(this.ready.data) && !this.own[this.ownKey('test')]; },

  /** Uses the full set of the preset, which the server has, "full" if it is the published one, else "served"; or, for '', the small one again. */
  async useFull(kind) {
    const set = this.ready.data, before = { full: new Map(this.full), own: { ...this.own } };
    await this.pause();
    for (const role of ['train', 'test']) delete this.own[this.ownKey(role)];
    this.full.delete(set);
    if (kind) this.full.set(set, kind);
    try {
      await this.loadData('test');
      await this.loadData('train');
    } catch (error) {
      Object.assign(this, before);
      throw error;
    }
    await this.showSample(0);
  },
};
