// What a page makes with another library on the GPU: updates a second of as many masks, pixels and pictures as a preset has.

/** The masks of five of n x n pixels, batches of so many: the presets' sizes. */
export const sizes = { 'd2nn-mnist': { n: 200, batch: 100 }, 'd2nn-mnist-64': { n: 64, batch: 50 } };

/**
 * Runs rival (an id of site/speed/contender.mjs) for so many seconds in a fresh page. Its loss is first compared with that
 * of Talbot's CPU code on the same pictures. Returns {by, variant, updates}, a second, or {by, why} where it does not run.
 */
export async function race(browser, url, rival, preset, seconds) {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(600000);
  try {
    await page.goto(`${url}site/speed.html`);
    await page.waitForSelector('html[data-state=ready]');
    return await page.evaluate(async ({ id, size, seconds: least }) => {
      const [{ Talbot, Rival, rivals, installed }, { agree }] = await Promise.all([import('./speed/contender.mjs'), import('./speed/compare.mjs')]);
      const about = rivals.find((r) => r.id === id), there = (await installed())[about?.library];
      if (!about) return { by: id, why: `is no library of these: ${rivals.map((r) => r.id).join(', ')}` };
      if (!there) return { by: id, why: 'is not in site/speed/rivals: run ./build.sh speed-rivals' };
      const talbot = new Talbot(), other = new Rival(about, there);
      try {
        await other.ready;
        const problem = await talbot.open({ suite: 'step', pad: 0, ...size });
        await other.open(problem);
        agree(problem.check, other.check);
        await other.sample(2);
        let updates = 0, took = 0;
        for (let reps = 1; took < least; reps = Math.min(64, 2 * reps)) {
          took += await other.sample(reps);
          updates += reps;
        }
        return { by: id, variant: there, ...(about.note && { note: about.note }), updates: updates / took, pictures_per_s: (updates * size.batch) / took, batch: size.batch };
      } catch (error) {
        return { by: id, variant: there, why: String(error.message ?? error) };
      } finally {
        for (const c of [talbot, other]) c.close();
      }
    }, { id: rival, size: sizes[preset], seconds });
  } finally {
    await page.context().close();
  }
}
