// Steps that several workers share. The leader is the worker that trains: it sends
// each helper what its share of the batch needs, the helper answers in the same bytes,
// and the leader adds the shares in their order. A share without a helper, or whose
// helper fails, the leader computes itself: the numbers are the same whoever works.

const helpers = new Map(); // by share: {port, bytes: at rest here, answer: f}

/** Whether anybody helps. */
export const helped = () => helpers.size > 0;

/** Gives a share to the helper at the other end of a port. */
export function join(share, port) {
  leave(share);
  const helper = { port };
  port.onmessage = ({ data }) => {
    helper.answer?.(data);
    helper.answer = null;
  };
  helpers.set(share, helper);
}

/** Ends the help with a share, or all help. */
export function leave(share) {
  for (const [k, { port, answer }] of helpers) {
    if (share !== undefined && k !== share) continue;
    helpers.delete(k);
    port.close();
    answer?.(null);
  }
}

/**
 * Makes one step.
 * @param {(message: object) => object[]|null} run asks this worker's engine; null when it has ended
 * @param {(share: number) => void} lost is told whose helper failed or took too long
 * @returns {Promise<object[]|null>} the engine's replies: metrics or an error
 */
export async function update(run, lost) {
  const begun = run({ op: 'begin' });
  if (begun?.[0]?.kind !== 'shares') return begun;
  const [{ shares, length }] = begun;
  let end; // what run gave when it went wrong: the step ends early
  const go = (message) => {
    if (end !== undefined) return;
    const replies = run(message);
    if (replies?.length !== 0) end = replies;
  };
  const away = new Map();
  for (const [share, helper] of helpers) {
    if (share >= shares) continue;
    const bytes = helper.bytes ?? new Uint8Array(length);
    helper.bytes = null;
    go({ op: 'ask', share, bytes });
    away.set(share, new Promise((resolve) => { helper.answer = resolve; }));
    helper.port.postMessage(bytes, [bytes.buffer]);
  }
  const start = performance.now();
  for (let share = 0; share < shares; share++) if (!away.has(share)) go({ op: 'share', share });
  const fail = (share) => { leave(share); lost(share); };
  const timer = setTimeout(() => {
    for (const share of away.keys()) if (helpers.get(share)?.answer) fail(share);
  }, 2000 + 10 * (performance.now() - start));
  for (const [share, answer] of away) {
    const bytes = await answer; // null when lost, '' when refused
    if (bytes === '') fail(share);
    go(bytes ? { op: 'share', share, bytes } : { op: 'share', share });
    const helper = helpers.get(share);
    if (bytes && helper) helper.bytes = bytes;
  }
  clearTimeout(timer);
  return end === undefined ? run({ op: 'finish' }) : end;
}

/** Answers a leader: run as above. */
export function serve(port, run) {
  port.onmessage = ({ data: bytes }) => {
    const replies = run({ op: 'serve', bytes });
    if (replies?.length) port.postMessage('');
    else if (replies) port.postMessage(bytes, [bytes.buffer]);
  };
}
