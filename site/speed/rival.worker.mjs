// Runs one rival in a worker of its own. The first message names it, {id, rival};
// then {id, problem} opens a case and {id, reps} does its work so many times. The
// answers repeat the id.

let open, run, sync;

async function handle(message) {
  if (message.rival) {
    const contender = await import(`./contenders/${message.rival}.mjs`);
    ({ open } = await contender.start());
    return {};
  }
  if (message.problem) {
    run = undefined; // what it holds can go before the next needs room
    ({ run, sync, ...message } = await open(message.problem));
    return message;
  }
  const start = performance.now();
  for (let i = 0; i < message.reps; i++) run();
  await sync?.();
  return { seconds: (performance.now() - start) / 1000 };
}

let last = Promise.resolve();
onmessage = ({ data: { id, ...message } }) => {
  last = last.then(async () => {
    try {
      postMessage({ id, ...await handle(message) });
    } catch (error) {
      postMessage({ id, error: String(error.message ?? error) });
    }
  });
};
