// The benchmark as a whole: cases, contenders, rows. The rows are those of "talbot
// speed --json".

import { agree, compare, ratio, spread } from './compare.mjs';
import { installed, Rival, rivals, Talbot } from './contender.mjs';

export const suites = {
  fft: { title: 'Lines', about: 'complex lines, 16 in memory one after another' },
  hop: { title: 'Hops', about: 'propagation of a plane, F⁻¹ H F' },
  step: { title: 'Training steps', about: 'gradient and Adam, five phase masks, per picture' },
  product: { title: 'Products', about: 'square matrices' },
};

/** The cases of a suite; steps have batches of 16, and of 4 where a slow rival would take minutes. */
export function cases(suite, batch = 0) {
  const of = (n, pad = 0) => ({ suite, n, pad, batch: suite === 'step' ? batch || (n + 2 * pad > 256 ? 4 : 16) : 0 });
  if (suite === 'fft') return [128, 200, 256, 400, 512, 1024, 2048].map((n) => of(n));
  if (suite === 'product') return [512, 1024].map((n) => of(n));
  if (suite === 'hop') return [64, 128, 200, 256, 400, 512].map((n) => of(n));
  return [64, 128, 200].flatMap((n) => [of(n), of(n, n / 2)]);
}

/**
 * Runs cases and hands every event to tell: machine, skipped, row, note, done.
 * @param {object} o cases, rivals (ids), scalar (also without SIMD), samples,
 *   seconds, stop, progress (label, share)
 */
export async function run({ cases: list, rivals: ids = rivals.map((r) => r.id), scalar = false, samples = 7, seconds = 0.1, stop = () => false, progress = () => {}, tell }) {
  const began = performance.now(), ours = [new Talbot(), ...(scalar ? [new Talbot(true)] : [])], others = [];
  try {
    progress('the machine', 0);
    const limits = await ours[0].limits();
    tell({ event: 'machine', browser: navigator.userAgent, cores: navigator.hardwareConcurrency, date: new Date().toISOString(), limits });
    const there = await installed();
    for (const r of rivals.filter((r) => ids.includes(r.id))) {
      if (!list.some((c) => r.suites.includes(c.suite))) continue;
      const why = !there[r.library] ? 'it is not in site/speed/rivals: run ./build.sh speed-rivals'
        : await start(r, there[r.library], others);
      if (why) tell({ event: 'skipped', rival: r.id, name: r.name, why });
    }
    let rows = 0;
    for (const [i, c] of list.entries()) {
      if (stop()) break;
      rows += await one(c, { ours, others: others.filter((o) => o.about.suites.includes(c.suite)), limits, samples, seconds, stop, tell,
        progress: (label, share) => progress(label, (i + share) / list.length) });
    }
    tell({ event: 'done', rows, stopped: stop(), seconds: (performance.now() - began) / 1000 });
  } finally {
    for (const c of [...ours, ...others]) c.close();
  }
}

/** Starts a rival and adds it to the list, or says why it cannot be. */
async function start(about, version, list) {
  const r = new Rival(about, version);
  try {
    await r.ready;
    list.push(r);
    return '';
  } catch (error) {
    r.close();
    return error.message;
  }
}

/** Measures one case; returns the number of rows. */
async function one(c, { ours, others, limits, samples, seconds, stop, tell, progress }) {
  let problem, list = [];
  for (const t of ours) {
    const p = await t.open(c);
    if (problem) agree(problem.check, p.check);
    problem ??= p;
    list.push(t);
  }
  const label = `${c.suite} ${problem.label}`;
  for (const r of others) {
    progress(`${label}: ${r.about.name} prepares`, 0);
    try {
      await r.open(problem);
      agree(problem.check, r.check);
      list.push(r);
    } catch (error) {
      tell({ event: 'note', text: `${label}, ${r.about.name}: ${error.message}` });
    }
  }
  let tick = 0;
  const results = await compare(list, { samples, seconds, stop, tick: () => progress(label, ++tick / (samples * list.length)) });
  let rows = 0;
  results.forEach((r, i) => {
    const who = list[i];
    if (r.error) tell({ event: 'note', text: `${label}, ${who.by}: ${r.error.message}` });
    if (!r.seconds.length) return;
    const time = spread(r.seconds);
    const row = {
      event: 'row', suite: c.suite, case: problem.label, n: c.n, pad: c.pad, ...(c.batch ? { batch: c.batch } : {}), by: who.by, variant: who.variant, threads: 1,
      unit: problem.unit, samples: r.seconds.length, time, gflop_per_s: problem.flops / time.median / 1e9, gb_per_s: problem.bytes / time.median / 1e9,
      limit_share: Math.max(problem.flops / limits.flops, problem.bytes / bandwidth(limits, problem.set)) / time.median,
    };
    if (who.by === 'talbot') {
      row.allocs = who.allocs;
      row.ratio = {};
      results.forEach((other, j) => {
        if (list[j].by !== 'talbot' && other.seconds.length) row.ratio[list[j].by] = ratio(r.seconds, other.seconds);
      });
    } else if (who.about.note && c.suite === 'step') {
      row.note = who.about.note;
    }
    rows++;
    tell(row);
  });
  return rows;
}

/** The copying rate of the smallest size measured that has room for the set. */
const bandwidth = ({ copy }, set) => (copy.find(({ bytes }) => set <= bytes) ?? copy.at(-1)).rate;
