// Undo and redo of presets, parameters and masks. Its functions are called one at a
// time, within alone of the session.

const room = 64e6; // bytes of masks, at most

/**
 * @param {(state: object) => Promise<void>} apply brings a state back; its
 *   masks.values and run are what takes room
 * @param {(can: {undo: boolean, redo: boolean}) => void} onChange
 */
export function startHistory(apply, onChange) {
  const past = [], future = [];
  const tell = () => onChange({ undo: past.length > 0, redo: future.length > 0 });
  async function move(from, to, now) {
    if (from.length === 0) return;
    const state = from.pop();
    try {
      to.push({ ...(await now()), live: state.live });
      await apply(state);
    } finally {
      tell();
    }
  }
  return {
    /** Notes the state before a change. */
    note(state) {
      past.push(state);
      const size = () => past.reduce((sum, s) => sum + (s.masks?.values.byteLength ?? 0) + (s.run?.length ?? 0), 0);
      while (past.length > 100 || (past.length > 1 && size() > room)) past.shift();
      future.length = 0;
      tell();
    },
    /** Forgets the last noted state: the change did not happen. */
    forget() { past.pop(); tell(); },
    undo: (now) => move(past, future, now),
    redo: (now) => move(future, past, now),
  };
}
