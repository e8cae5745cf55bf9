// Another setting or another preset does not wait for what is being computed, where that would
// take long: its engine ends, a new one starts, and the new setting is the first that it gets.

const patience = 4000; // ms to wait for what was asked before

// holds tells whether what is computed now would hold up another setting for long.
function holds(session) {
  const waited = session.waited(), { guess } = session;
  if (!waited) return false;
  const left = session.running || session.shown ? (guess?.step ?? 0) * 1000 - waited : (guess?.look ?? 0) * 1000 - waited;
  return waited > patience || (waited > 150 && left > patience);
}

/**
 * Comes before what another choice asks of the session, and ends what is being computed as soon as
 * that would hold it up: it then finds engines without a network, and opens one. Until it has, the
 * last state that was kept stands for the session's. Returns a promise for when it may begin.
 */
export function makeWay(session) {
  const preset = document.getElementById('preset'), wanted = preset.value;
  let captured, killed = false;
  const kill = () => {
    if (!holds(session)) return;
    killed = session.returning = true; // what is stopped is not kept
    ({ captured } = session);
    for (const e of session.engines()) if (e && !e.gone && (e.waited() > 0 || (session.running && e === session.active))) e.stop();
    session.setRunning(false);
    session.stopEvaluating();
  };
  const stand = {
    capture: async () => captured,
    keep: async () => captured?.masks ?? null,
    // A live parameter has nothing to be set in: the state comes back with it.
    set(param, value) {
      const values = { ...session.values, [param.name]: value };
      if (!param.live) return session.change(session.preset, values);
      return captured?.preset === session.preset ? session.resume({ ...captured, values }) : session.open(session.preset, values).then(() => session.showAgain());
    },
  };
  const watch = setInterval(kill, 200);
  kill();
  return session.alone(async () => {
    clearInterval(watch);
    if (!killed) return;
    try {
      if (session.engine.gone) await session.start();
    } finally {
      session.returning = false;
    }
    preset.value = wanted; // as somebody chose it meanwhile
    Object.assign(session, stand);
    const away = new AbortController();
    const over = () => { away.abort(); for (const name of Object.keys(stand)) delete session[name]; };
    session.addEventListener('opened', over, { signal: away.signal });
    // Where it was refused, or nothing was asked after all, the state before comes back.
    setTimeout(() => session.alone(async () => {
      if (away.signal.aborted) return;
      over();
      await session.comeBack();
    }).catch((error) => session.fail(error)));
  }).catch((error) => session.fail(error));
}

/** Does so when a setting or a preset is chosen. */
export function startCut(session) {
  addEventListener('change', ({ target }) => { if (target.closest?.('#preset, #form')) makeWay(session); }, { capture: true });
}
