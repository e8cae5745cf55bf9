// Where a session computes: on a GPU, on the CPU, and with how many helpers.

/** Methods of Session. */
export const device = {
  // findGPU tells whether to load the engine that can use a GPU.
  async findGPU() {
    if (this.device === 'cpu' || (this.device === 'auto' && !navigator.gpu)) return false;
    try {
      const { findGPU } = await import('../gpu/gpu.js');
      const late = new Promise((_, reject) => { setTimeout(() => reject(new Error('the browser does not say which GPU it has')), 15000); });
      const { software } = await Promise.race([findGPU(), late]);
      return this.device === 'webgpu' || !software;
    } catch (error) {
      if (this.device === 'webgpu') this.placed({ gpu: '', note: error.message });
      return false;
    }
  },

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
      await this.capture();
      engine.stop();
      await this.renew();
      if (running) await this.train(this.delay);
    }
  },

  // placed notes what computes from now on.
  placed(r) {
    this.gpu = r.gpu;
    this.off ||= Boolean(r.note);
    if (r.shares && this.ready) this.ready.shares = r.shares;
    if (this.running) this.share();
    this.emit('device', r);
  },

  // share brings helpers for the shares of a step.
  share() {
    if (this.elsewhere || !this.can('share')) return;
    this.pool.join({ leader: this.engine, shares: this.ready.shares, open: this.opened, data: this.trainData });
  },
};
