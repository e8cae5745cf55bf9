// Pictures of the page for people to look at, kept in artefacts/.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { artefacts, buildEngine, launch, openPage, until } from './browser.mjs';

let browser;
before(async () => { buildEngine(); browser = await launch(); });
after(() => browser?.close());

const shots = [];
for (const theme of ['dark', 'light']) {
  for (const [name, size, query] of [['phone', [390, 844], ''], ['laptop', [1366, 768], ''], ['projector', [1920, 1080], '&projector']]) {
    shots.push({ name: `${name}-${theme}`, size, query: `&theme=${theme}${query}` });
  }
}
shots.push(
  { name: 'narrow', size: [320, 640], query: '&theme=dark' },
  { name: 'zoom-200', size: [683, 384], query: '&theme=light' },
  { name: 'german', size: [1366, 768], query: '&theme=light&lang=de' },
  { name: 'forced-colors', size: [1366, 768], query: '', context: { forcedColors: 'active' } },
);
for (const shot of shots) {
  test(`picture ${shot.name}`, async () => {
    const p = await openPage(browser, { ...shot, context: { reducedMotion: 'reduce', ...shot.context } });
    await until(p.page, () => document.getElementById('verdict-text').textContent.includes('%'));
    await p.page.waitForTimeout(400);
    for (const [end, fullPage] of [['', false], ['-full', true]]) {
      const path = join(artefacts, `${shot.name}${end}.png`);
      await p.page.screenshot({ path, fullPage });
      assert.ok(statSync(path).size > 10000);
    }
    await p.close();
  });
}
