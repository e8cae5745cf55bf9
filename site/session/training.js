// Training and measuring in a session.

import { engineSays } from '../i18n.js';

/** Methods of Session. */
export const training = {
  // reply takes the messages that come while the engine trains.
  reply(r) {
    if (r.kind === 'metrics') {
      this.stepAt = performance.now();
      this.addPoint(r);
      if (performance.now() > this.nextFrame) this.show({ op: 'frame' });
    } else if (r.kind === 'device') {
      this.placed(r);
    } else if (r.kind === 'done') {
      this.alone(() => this.finish()).catch((error) => this.fail(error));
    } else if (r.kind === 'lost') {
      this.pool.lost(r.share);
    } else if (r.kind === 'error') {
      this.setRunning(false);
      this.emit('wrong', { text: engineSays(r.text), param: r.param });
    }
  },

  addPoint(r) {
    // Steps that a lost GPU took with it are made again.
    while (this.points.at(-1)?.step >= r.step) this.points.pop();
    this.points.push(r);
    if (this.masksFrom !== 'trained') this.setMasksFrom('trained');
    this.emit('metrics', r);
  },

  /** Trains until the epochs of the experiment are done, or as many more; see begin. */
  async train(delay = 0) {
    await this.begin();
    this.nextFrame = 0;
    this.delay = delay;
    const { epochs } = this, at = this.points.at(-1)?.epoch ?? 0;
    await this.active.ask({ op: 'train', delay, until: (Math.floor(at / epochs + 1e-6) + 1) * epochs });
    this.stepAt = performance.now();
    this.setRunning(true);
    this.share();
  },

  // begin makes ready to train. Shipped masks know all that the images here can teach, so
  // training starts with new ones.
  async begin() {
    this.stopEvaluating();
    this.done = false;
    // A training in stages that is over does not go on: it starts anew too.
    if (this.masksFrom === 'shipped' || this.points.at(-1)?.ended) {
      await this.reset();
      this.anew = true;
    }
    if (!this.can('own')) await this.loadData('train');
  },

  // finish ends a training that has made all its epochs, and measures what came out.
  async finish() {
    if (!this.running) return; // paused at the last step
    this.setRunning(false);
    this.done = true;
    if (this.can('masks')) await this.keep();
    await this.show({ op: 'frame' });
    await this.evaluate();
    this.emit('done', this.points.at(-1));
  },

  async pause() {
    if (!this.running) return;
    this.pausing = true;
    try {
      await this.active.ask({ op: 'pause' });
    } finally {
      this.pausing = false;
    }
    this.setRunning(false);
    await this.show({ op: 'frame' });
  },

  setRunning(running) {
    if (this.running === running) return;
    this.running = running;
    this.emit('run', running);
  },

  async step() {
    await this.pause();
    await this.begin();
    const [metrics] = await this.active.ask({ op: 'step' });
    this.addPoint(metrics);
    await this.show({ op: 'frame' });
  },

  /** New masks from the seed, and an empty curve. */
  async reset() {
    await this.pause();
    this.stopEvaluating();
    const steps = this.points.length;
    const [ready] = await this.active.ask({ op: 'reset' });
    this.ready = { ...ready, classes: this.ready.classes };
    this.placed(ready);
    this.forget();
    this.kept = this.shelf = null;
    this.fresh = true;
    this.setMasksFrom('none');
    this.emit('reset', steps);
    await this.show({ op: 'frame' });
  },

  // forget ends the curve: what comes is another run.
  forget(rateShare = 1) {
    this.points = [];
    this.tests = [];
    this.done = this.anew = false;
    this.rateShare = rateShare;
  },

  /** Begins to measure the whole test set; training waits. */
  async evaluate() {
    if (this.evaluating) return;
    await this.pause();
    if (!this.can('own')) await this.loadData('test');
    this.evaluating = true;
    this.measure().catch((error) => this.fail(error));
  },

  // measure goes on outside alone, so that what comes next ends it.
  async measure() {
    const run = this.measuring = {};
    const wanted = () => this.evaluating && this.measuring === run;
    try {
      while (wanted()) {
        const [r] = await this.active.ask({ op: 'evaluate' });
        if (!wanted()) return;
        this.emit(r.kind, r);
        if (r.kind !== 'evaluation') continue;
        this.evaluating = false;
        this.tests.push({ ...r, step: this.points.at(-1)?.step ?? 0, gpu: this.gpu });
        this.emit('tests', this.tests);
        if (!this.can('masks')) await this.show({ op: 'frame' }); // its panels tell of the test too
      }
    } finally {
      if (this.measuring === run) this.stopEvaluating();
    }
  },

  // stopEvaluating gives up a measurement whose masks are about to change.
  stopEvaluating() {
    if (!this.evaluating) return;
    this.evaluating = false;
    this.emit('evaluating', null);
  },
};
