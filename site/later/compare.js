// Numbers of two runs beside each other.

/**
 * The difference of two measured accuracies, b less a, with its 95 % interval by Newcombe's
 * method (Statistics in Medicine 17, 873, 1998, method 10) from their Wilson intervals. It takes the two as
 * of different pictures; of the same ones it is at most as wide.
 * @param {{accuracy: number, low: number, high: number}} a @param {object} b
 */
export function difference(a, b) {
  const d = b.accuracy - a.accuracy;
  return { d, low: d - Math.hypot(b.accuracy - b.low, a.high - a.accuracy), high: d + Math.hypot(b.high - b.accuracy, a.accuracy - a.low) };
}

/** The mean of a metric over the tenth of a run up to a step, at least 5 points where there are so many; null where there are none. */
export function upTo(points, step, key) {
  const so = points.filter((p) => p.step <= step), last = so.slice(-Math.max(5, Math.round(so.length / 10)));
  return last.length ? last.reduce((sum, p) => sum + p[key], 0) / last.length : null;
}

/** At most n points, each the mean of those it stands for, as [step, value]. */
export function thinned(points, key, n = 150) {
  const size = Math.max(1, Math.ceil(points.length / n)), out = [];
  for (let i = 0; i < points.length; i += size) {
    const part = points.slice(i, i + size);
    out.push([part.at(-1).step, part.reduce((sum, p) => sum + p[key], 0) / part.length]);
  }
  return out;
}

/** Names of what differs between two sets of parameters of the engine's reply "ready", with both values; null where one has none. */
export function changes(before, after) {
  const value = (list, name) => list.find((p) => p.name === name)?.value ?? null;
  return [...new Set([...before, ...after].map((p) => p.name))]
    .map((name) => ({ name, was: value(before, name), is: value(after, name) })).filter((c) => c.was !== c.is);
}
