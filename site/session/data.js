// The images of a session: the shipped ones and the user's own.

import { fetchBytes } from '../io/fetch.js';
import { readIDX } from '../io/idx.js';

/** Methods of Session. */
export const data = {
  /** Gives the engine the images of a role, the user's own or the shipped ones, once. */
  async loadData(role) {
    const own = this.own[this.ownKey(role)];
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
    const given = { op: 'data', role, images, labels };
    if (role === 'train') this.pool.rest();
    const [reply] = await this.engine.ask(given);
    this.loadedData[role] = name;
    if (role === 'train') this.trainData = given;
    if (test) this.test = test;
    this.emit('data', { ...reply, name });
  },

  // ownKey names the user's own images of a role for the set that the network is for:
  // digits stay with the networks that read digits.
  ownKey(role) { return `${this.ready.data}/${role}`; },

  /** Uses IDX files of the user as the images of a role. */
  async useOwnData(role, name, images, labels) {
    const key = this.ownKey(role), before = this.own[key];
    this.own[key] = { name: `${name}#${Date.now()}`, images, labels };
    try {
      await this.pause();
      await this.loadData(role);
    } catch (error) {
      this.own[key] = before;
      throw error;
    }
    if (role === 'test') await this.showSample(0);
  },
};
