// What a session shows: an input, and the light that it makes on the bench.

/** Methods of Session. */
export const looks = {
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
      const replies = await this.active.ask({ ...message, network: this.network });
      for (const r of replies) {
        if (r.kind === 'sample') this.emit('sample', r);
        if (r.kind === 'frame') this.emit('frame', { bytes: r.bytes, fresh });
      }
      this.looked(replies.ms);
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
  },

  /** How many test images there are to show. */
  count() { return this.ready?.examples ?? this.test?.dims[0] ?? 0; },

  showSample(index) {
    if (this.ready && !this.can('pictures') && !this.can('own')) return this.show({ op: 'frame' }, true);
    const count = this.count();
    if (!count) return Promise.resolve();
    this.sample = Math.max(0, Math.min(count - 1, index));
    return this.show({ op: 'sample', role: 'test', index: this.sample }, true);
  },

  showImage(pixels, fresh = false) {
    this.sample = null;
    return this.show({ op: 'image', pixels, label: -1 }, fresh);
  },

  /** Whether so many values are a picture of the size that is shown here. */
  fits(pixels) { return pixels.length > 0 && pixels.length === this.ready.width * this.ready.height; },

  async showAgain() {
    if (this.sample !== null || !this.input?.pixels || !this.fits(this.input.pixels)) await this.showSample(this.sample ?? this.usual);
    else await this.show(this.input);
  },
};
