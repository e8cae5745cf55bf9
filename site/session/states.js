// The state of a session as a whole: what a reload, Back and Undo bring back.

// What a run is beside its arrays; a state has a copy of each.
const fields = ['points', 'tests', 'done', 'anew', 'rateShare', 'sample', 'network', 'fresh', 'masksFrom'];

/** Methods of Session. */
export const states = {
  /**
   * The state as it stands: {preset, values, input, masks, run, ...}. Masks that were trained or loaded
   * here are in it twice: masks is what another bench can take, run all that the rest
   * of a training depends on. It is null while a network is made.
   */
  async capture() {
    const { ready } = this;
    if (!ready || this.opening || this.returning || !this.shown) return null;
    const state = { preset: this.preset, values: { ...this.values }, input: this.input?.pixels ?? null, own: { ...this.own }, full: new Map(this.full), masks: null, run: null };
    for (const k of fields) state[k] = Array.isArray(this[k]) ? this[k].slice() : this[k];
    if (this.mine()) {
      const [masks, [{ bytes }]] = await Promise.all([this.can('masks') ? this.keep() : null, this.active.ask({ op: 'state' })]);
      if (this.ready !== ready || this.opening) return null;
      // A run goes on meanwhile: its curve ends where the arrays are.
      const step = new DataView(bytes.buffer, bytes.byteOffset).getInt32(8, true);
      state.points = this.points.filter((p) => p.step <= step);
      Object.assign(state, { masks: masks && { ...masks, phase: null }, run: bytes });
    }
    return this.captured = state;
  },

  /** Whether a state has what a computer took time for. */
  worth: (state) => Boolean(state?.run && state.masksFrom === 'trained'),

  /** Comes back to a captured state; sure is for what may take long. */
  async resume(state, sure) {
    await this.pause();
    Object.assign(this, { own: { ...state.own }, full: state.full ?? this.full, shelf: null });
    await this.open(state.preset, state.values, { masks: state.masks, none: state.fresh, sure }).catch((error) => {
      if (error.again) error.again = () => this.resume(state, true);
      throw error;
    });
    if (state.run) {
      if (!this.can('own')) await this.loadData('train');
      await this.active.ask({ op: 'restore', bytes: state.run });
    }
    for (const k of fields) if (state[k] !== undefined) this[k] = Array.isArray(state[k]) ? state[k].slice() : state[k];
    if (state.run) this.setMasksFrom(state.masksFrom);
    if (state.input) this.input = { op: 'image', pixels: state.input, label: -1 };
    this.emit('tests', this.tests);
    this.emit('resumed', state);
    await this.showAgain();
    this.captured = state;
    // A training is over when it has been measured.
    if (this.done && this.tests.at(-1)?.step !== this.points.at(-1)?.step) await this.evaluate();
  },
};
