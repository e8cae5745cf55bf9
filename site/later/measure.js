// What the page draws, measured: each check opens an experiment of wave optics in an engine
// of its own, reads the numbers that are drawn, and holds them against a closed form of
// closed.js. What an error may be is what the samples can say: basic_test.go in
// sim/system/basic says where it comes from.

import { readFrame } from '../frame.js';
import { airyZero, crossing, gratingPasses, slit, talbotDistance } from './closed.js';

// look opens an experiment and returns its frame, its parameters, and the drawn curve.
async function look(engine, preset, values = {}) {
  const [ready] = await engine.ask({ op: 'open', preset, values, workers: 1, device: 'cpu' });
  const replies = await engine.ask({ op: 'frame', network: 0 });
  const frame = readFrame(replies.find((r) => r.kind === 'frame').bytes);
  const { series: [{ x, y }] } = frame.panels.find((p) => p.id === 'light');
  return { frame, x, y, param: (name) => Number(ready.params.find((p) => p.name === name).value) };
}

// The contrast of the grating's fundamental, which crosses zero at a quarter of the Talbot distance.
function fundamental({ x, y, param }) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += y[i] * Math.cos((2 * Math.PI * x[i]) / param('period'));
  return (2 * sum) / x.length;
}

// roughness is the size of the highest difference of values.
function roughness(ys) {
  let d = ys;
  while (d.length > 1) d = d.slice(1).map((v, i) => v - d[i]);
  return Math.abs(d[0]);
}

/**
 * The checks, in order: what is measured, {measured, expected, unit, error, allowed}.
 * @type {{id: string, run: (engine: import('../engine.js').Engine) => Promise<object>}[]}
 */
export const checks = [
  {
    id: 'talbot', run: async (engine) => {
      // A secant to the place where the grating is nowhere to be seen.
      let a = 0.22, b = 0.27, fa = fundamental(await look(engine, 'talbot', { 'talbot-distances': String(a) })), last;
      for (let i = 0; i < 5; i++) {
        last = await look(engine, 'talbot', { 'talbot-distances': String(b) });
        const fb = fundamental(last);
        if (Math.abs(fb) < 1e-7 || fb === fa) break;
        [a, b, fa] = [b, b - (fb * (b - a)) / (fb - fa), fb];
      }
      last = await look(engine, 'talbot', { 'talbot-distances': String(b) });
      const [, grating, screen] = last.frame.planes;
      const measured = 4 * (screen.z - grating.z), expected = talbotDistance(last.param('period'), last.param('wavelength'));
      return { measured, expected, unit: 'm', error: Math.abs(measured / expected - 1), allowed: 1e-5 };
    },
  },
  {
    id: 'again', run: async (engine) => {
      const { x, y, param } = await look(engine, 'talbot', { 'talbot-distances': '1' });
      const c = param('contrast'), off = x.reduce((most, v, i) => Math.max(most, Math.abs(y[i] - ((1 + c * Math.cos((2 * Math.PI * v) / param('period'))) / (1 + c)) ** 2)), 0);
      return { error: off, allowed: 1e-5 };
    },
  },
  {
    id: 'airy', run: async (engine) => {
      const { x, y, param } = await look(engine, 'lens', { pitch: '0.00001', samples: '256' });
      const expected = airyZero(param('lens-diameter'), param('wavelength'), param('focal-length'));
      // The first minimum beside the axis; the amplitude changes its sign before it or after it,
      // where that makes the smoother curve.
      let k = x.findIndex((v) => v >= 0) + 1;
      while (y[k + 1] < y[k]) k++;
      const [ring] = [k, k + 1].map((turn) => {
        const xs = [...x].slice(turn - 4, turn + 4), ys = xs.map((_, i) => (i < 4 ? 1 : -1) * Math.sqrt(y[turn - 4 + i]));
        return { rough: roughness(ys), at: crossing(xs, ys) };
      }).sort((p, q) => p.rough - q.rough);
      const measured = ring.at;
      return { measured, expected, unit: 'm', error: Math.abs(measured / expected - 1), allowed: 1e-3 };
    },
  },
  {
    id: 'poisson', run: async (engine) => {
      const { x, y, frame, param } = await look(engine, 'poisson-spot');
      const z = frame.planes[2].z - frame.planes[1].z, a = param('disc-radius');
      const middle = x.reduce((best, v, i) => (Math.abs(v) < Math.abs(x[best]) ? i : best), 0);
      const measured = y[middle], expected = 1 / (1 + (a / z) ** 2); // Rayleigh-Sommerfeld, exact on the axis
      return { measured, expected, unit: '', error: Math.abs(measured / expected - 1), allowed: 4e-3 };
    },
  },
  {
    id: 'slit', run: async (engine) => {
      const { x, y, frame, param } = await look(engine, 'slit');
      const z = frame.planes[2].z - frame.planes[1].z;
      let off = 0, all = 0;
      x.forEach((v, i) => {
        const want = slit(v, param('slit-width'), param('wavelength'), z);
        off += (y[i] - want) ** 2;
        all += want ** 2;
      });
      return { error: Math.sqrt(off / all), allowed: 1e-3 };
    },
  },
  {
    id: 'energy', run: async (engine) => {
      const { frame, param } = await look(engine, 'talbot');
      const measured = frame.planes[2].power / frame.planes[0].power, expected = gratingPasses(param('contrast'));
      return { measured, expected, unit: '', error: Math.abs(measured / expected - 1), allowed: 1e-6 };
    },
  },
];
