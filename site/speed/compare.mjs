// Times contenders in turns, as sim/speed.Compare does: a sample of each, and again,
// so that whatever else the machine does falls on all alike.

/**
 * @param {{sample: (reps: number) => Promise<number>, units: number}[]} list
 * @param {{samples: number, seconds: number, stop?: () => boolean, tick?: () => void}} plan
 *   seconds is the least time of a sample
 * @returns {Promise<{seconds: number[], error?: Error}[]>} seconds a unit; when stop
 *   ended it early, of the rounds that were complete
 */
export async function compare(list, { samples, seconds, stop = () => false, tick = () => {} }) {
  const results = list.map(() => ({ seconds: [] })), reps = [];
  const guard = async (i, work) => {
    try {
      return await work();
    } catch (error) {
      results[i] = { seconds: [], error };
      return NaN;
    }
  };
  for (const [i, c] of list.entries()) {
    if (stop()) return results;
    reps[i] = await guard(i, () => calibrate(c, seconds));
  }
  for (let round = 0; round < samples; round++) {
    const times = [];
    for (const [i, c] of list.entries()) {
      if (stop()) return results;
      if (results[i].error) continue;
      times[i] = await guard(i, () => c.sample(reps[i]));
      tick();
    }
    results.forEach((r, i) => { if (!r.error) r.seconds.push(times[i] / (reps[i] * list[i].units)); });
  }
  return results;
}

/** How many repetitions take the given time, after one to warm up. */
async function calibrate(c, seconds) {
  await c.sample(1);
  for (let reps = 1; ;) {
    const t = await c.sample(reps);
    if (t >= seconds || reps >= 2 ** 24) return reps;
    reps = Math.min(2 ** 24, Math.floor(reps * Math.min(16, (1.1 * seconds) / Math.max(t, 1e-9))) + 1);
  }
}

/** The middle and the ends of some numbers. */
export function spread(x) {
  const s = [...x].sort((a, b) => a - b), k = s.length >> 1;
  return { median: s.length % 2 ? s[k] : (s[k - 1] + s[k]) / 2, min: s[0], max: s.at(-1) };
}

/** The spread of a[i]/b[i], of measurements taken in pairs. */
export const ratio = (a, b) => spread(a.slice(0, b.length).map((v, i) => v / b[i]));

/** Throws when two checks differ by more than 1e-3 of their size. */
export function agree(ours, other) {
  const size = Math.hypot(...ours), off = Math.hypot(...ours.map((v, i) => v - other[i]));
  if (!(ours.length === other.length && off <= 1e-3 * size)) {
    throw new Error(`it computes something else: its check is ${other[0]}, Talbot's ${ours[0]}`);
  }
}
