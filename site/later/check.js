// Tasks of lessons: what a visitor is to do, as data, and whether it is done.

/**
 * What a task can look at.
 * @typedef {{
 *   value: (name: string) => string | undefined, a parameter's value in SI units, undefined where there is none
 *   step: number, accuracy: number, the update that was last, and what its batches got right of late, 0 to 1
 *   tested: number | null, share of the test pictures that were read right, when last measured
 *   drawn: boolean, done: boolean, whether the input is a drawing, and the training at its end
 *   part: string | undefined, of a step that is taken apart, the part that is shown
 * }} Look
 */

const kinds = {
  param: ({ param, is, not, from = -Infinity, to = Infinity }, look) => {
    const value = look.value(param);
    if (value === undefined) return false;
    if (not !== undefined) return value !== not;
    return is === undefined ? Number(value) >= from && Number(value) <= to : value === String(is);
  },
  step: ({ step }, look) => look.step >= step,
  accuracy: ({ accuracy }, look) => look.accuracy >= accuracy,
  tested: ({ tested }, look) => look.tested !== null && look.tested >= tested,
  drawn: (_, look) => look.drawn,
  done: (_, look) => look.done,
  part: ({ part }, look) => look.part === part,
  all: ({ all }, look) => all.every((check) => checked(check, look)),
};

/**
 * Whether a check holds: {"param": NAME, "from": least, "to": most} or {"param": NAME, "is" or "not": VALUE},
 * {"step": N}, {"accuracy": SHARE}, {"tested": SHARE}, {"drawn": true}, {"done": true}, {"part": NAME}, or {"all": [CHECK, ...]}.
 * @param {object} check
 * @param {Look} look
 * @throws {Error} for a check of another kind
 */
export function checked(check, look) {
  const kind = Object.keys(kinds).find((k) => k in check);
  if (!kind) throw new Error(`a lesson asks for ${JSON.stringify(check)}, which nobody can check`);
  return kinds[kind](check, look);
}
