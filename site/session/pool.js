// The helpers: workers that compute shares of each training step for the engine that
// leads (see shares.js). They start when training first needs them, and one that ends
// or stops answering is replaced. Training waits for none of it.

import { Engine } from '../engine.js';

const patience = 3; // times that a helper is replaced
const well = 60e3; // ms of help after which what was lost before no longer counts: a lid that is closed may cost a helper

/** How many workers to use: what the address asks for, or all processors but one. */
export function poolSize(asked, processors = navigator.hardwareConcurrency) {
  return Math.max(1, Math.min(8, Math.round(Number(asked) || (processors || 2) - 1)));
}

export class Pool {
  helpers = new Map(); // by share, from 1: {engine, open, data, helps}
  losses = new Map();
  task = null;

  /** @param {(workers: number) => void} onSize is told how many work, the leader included */
  constructor(onSize) { this.onSize = onSize; }

  /**
   * Brings helpers for all shares but the leader's.
   * @param {{leader: Engine, shares: number, open: object, data: object}} task open and
   *   data are the requests that made the leader's network and training set
   */
  join(task) {
    const now = this.task;
    if (now && Object.keys(task).every((k) => task[k] === now[k])) return;
    this.rest();
    this.task = task;
    for (const share of this.helpers.keys()) if (share >= task.shares) this.stop(share);
    for (let share = 1; share < task.shares; share++) this.bring(share);
  }

  async bring(share) {
    const { task } = this;
    let helper = this.helpers.get(share);
    if (!helper) {
      helper = { engine: new Engine({ onReply() {}, onFatal: () => this.lost(share, helper) }) };
      this.helpers.set(share, helper);
    }
    try {
      for (const key of ['open', 'data']) {
        if (helper[key] === task[key]) continue;
        helper[key] = task[key];
        await helper.engine.ask(task[key]);
        if (this.task !== task) return;
      }
      const { port1, port2 } = new MessageChannel();
      await helper.engine.ask({ op: 'serve', port: port1 }, [port1]);
      if (this.task !== task) return;
      await task.leader.ask({ op: 'join', share, port: port2 }, [port2]);
      helper.helps = this.task === task;
      helper.since = performance.now();
      this.count();
    } catch {
      this.lost(share, helper);
    }
  }

  /** Replaces the helper with a share, which failed. */
  lost(share, helper = this.helpers.get(share)) {
    if (!helper || this.helpers.get(share) !== helper) return;
    if (performance.now() - helper.since > well) this.losses.delete(share);
    this.stop(share);
    const { task } = this;
    if (!task || task.leader.gone) return;
    task.leader.ask({ op: 'leave', share }).catch(() => {});
    const n = (this.losses.get(share) ?? 0) + 1;
    this.losses.set(share, n);
    if (n <= patience) this.bring(share);
  }

  /** The leader trains on alone: its network or data change. The helpers wait. */
  rest() {
    this.task?.leader.ask({ op: 'leave' }).catch(() => {});
    this.task = null;
    for (const helper of this.helpers.values()) helper.helps = false;
    this.count();
  }

  stop(share) {
    this.helpers.get(share).engine.stop();
    this.helpers.delete(share);
    this.count();
  }

  count() { this.onSize(1 + [...this.helpers.values()].filter((h) => h.helps).length); }
}
