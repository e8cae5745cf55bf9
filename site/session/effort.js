// How long something will take in a session, before it is begun, and how it is stopped.

const patience = 30; // s that a picture may take without a question

/** A picture would take long; again() computes it all the same. What can only be trained elsewhere takes for ever, and has no again. */
export class TooLong extends Error {
  constructor(seconds, preset, values, again, text = 'too long') {
    super(text);
    Object.assign(this, { seconds, preset, values, again });
  }
}

/** Methods of Session. */
export const effort = {
  /** About how many seconds a picture and a step take with these values. */
  async estimate(engine, preset, values) {
    const [cost] = await engine.ask({ op: 'estimate', preset, values });
    return { look: cost.look * this.speed, step: cost.step * this.speed, cost };
  },

  // agreed refuses what would take long, unless sure. It notes the cost of what is opened.
  async agreed(engine, preset, values, how) {
    const guess = await this.estimate(engine, preset, values);
    if (guess.look > patience && !how.sure) {
      throw new TooLong(guess.look, preset, values, async () => {
        await this.open(preset, values, { ...how, sure: true });
        await this.showAgain();
      });
    }
    return guess;
  },

  // looked learns from a picture how fast this computer is. A small one tells of other work than the estimate
  // counts, and one after a calibration, which is in the estimate, goes much faster.
  looked(ms) {
    const look = this.guess?.cost.look;
    if (look > 5e6 && !(this.shown && this.param('calibrate')?.value === 'true')) this.speed = ms / 1000 / look;
    this.shown = true;
  },

  // engines are all that may be computing.
  engines() { return [this.engine, ...Object.values(this.others)]; },

  /** How long the page has waited for an engine, ms; a run waits for its next step. */
  waited() {
    if (this.running && !this.pausing) return performance.now() - this.stepAt;
    return Math.max(...this.engines().map((e) => (e && !e.gone ? e.waited() : 0)));
  },

  /** Takes time out of what was waited for: ms in which the computer slept, or the browser let the page rest. */
  slept(ms) {
    const later = (since) => Math.min(since + ms, performance.now());
    if (this.running) this.stepAt = later(this.stepAt);
    for (const e of this.engines()) if (e) for (const asked of e.waiting.values()) asked.since = later(asked.since);
  },

  /** Whether that is so long that somebody may want to stop it. */
  hangs() { return this.waited() > (this.running ? 3000 + this.delay : 1000); },

  /**
   * Stops what is being computed: its engine ends, and a new one comes back with the
   * last state that was shown. It is not called within alone.
   */
  halt() {
    this.returning = true;
    const hung = this.engines().filter((e) => e && !e.gone && (e.waited() > 0 || (this.running && e === this.active)));
    for (const e of hung) e.stop();
    if (this.active.gone) this.setRunning(false);
    this.stopEvaluating();
    return this.alone(async () => {
      if (this.engine.gone) await this.start();
      await this.comeBack();
    }).finally(() => { this.returning = false; });
  },

  /** Comes back to the last state that was shown, or to the page's first one where that would take long. */
  async comeBack() {
    const { captured } = this;
    if (captured) {
      try { return await this.resume(captured); } catch (error) {
        if (!error.again) throw error;
        this.fail(error);
      }
    }
    await this.openFirst();
  },

  /** Opens what the page starts with. */
  async openFirst() {
    await this.open(this.presets[0].id);
    await this.showAgain();
  },
};
