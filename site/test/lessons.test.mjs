// Lessons: their data is whole, and each is completed by keyboard alone.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checked } from '../later/check.js';
import { presets } from '../catalogue.js';
import known from '../i18n/languages.js';
import { violations } from './axe.mjs';
import { artefacts, buildEngine, launch, openPage, reaches, until } from './browser.mjs';
import { root } from './server.mjs';

let browser;
before(async () => { buildEngine('systems'); browser = await launch(); });
after(() => browser?.close());

const folder = join(root, 'site/lessons');
const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const index = read('index'), lessons = index.map((l) => read(l.id)), languages = Object.keys(known);
const look = (change) => ({ value: () => undefined, step: 0, accuracy: 0, tested: null, drawn: false, done: false, ...change });

// What is done for who presses "show me" is named in the text as the form has it, in quotation marks, in each language.
const quoted = { en: '“{}”', de: '„{}“', zh: '“{}”' };
test('a choice that a task asks for is named as the form names it', () => {
  let named = 0;
  for (const l of lessons) {
    for (const s of l.steps) {
      for (const v of Object.values(s.task?.show?.values ?? {})) {
        if (!/^[a-z][a-z-]+$/.test(v) || /^(true|false)$/.test(v) || v === 'high-pass') continue; // which is for the visitor to find
        for (const k of languages) assert.ok(`${s.text[k]} ${s.task.text[k]}`.includes(quoted[k].replace('{}', v)), `${l.id}: ${v} in ${k}`);
        named++;
      }
    }
  }
  assert.ok(named >= 6, `${named}`);
});

// A hint that names a field, and what it says of it.
const field = { en: /^(.+) is a field of the group (.+?)(?: below)?\.$/, de: /^(?:D[eia][rse] )?(.+) ist ein Feld der Gruppe (.+?)(?: weiter unten)?\.$/, zh: /^“(.+)”是(?:下面)?“(.+)”组里的一栏。$/ };
test('a field that a hint names is there, of that name and in that group', async () => {
  const named = lessons.flatMap((l) => l.steps).filter((s) => field.en.test(s.task?.hint?.en ?? ''));
  assert.ok(named.length >= 3, `${named.length}`);
  for (const k of languages) {
    for (const { open, task } of named) {
      const p = await openPage(browser, { query: `&lang=${k}`, hash: `#v=1&preset=${open.preset}` });
      const [name] = Object.keys(task.show.values);
      await p.page.waitForSelector(`#p-${name}`, { state: 'attached' });
      const there = await p.page.$eval(`#p-${name}`, (e) => [e.labels[0].textContent, e.closest('details').querySelector('summary').firstChild.textContent]);
      assert.deepEqual(field[k].exec(task.hint[k])?.slice(1), there, `${open.preset} in ${k}: ${task.hint[k]}`);
      await p.close();
    }
  }
});

test('on a projector the whole bench is seen beside a lesson', async () => {
  for (const [size, beside] of [[[1280, 720], true], [[1366, 768], true], [[1920, 1080], false]]) {
    const p = await openPage(browser, { size, query: '&projector=1&lang=de', hash: `#lesson=${index[0].id}.1` }), { page } = p;
    await until(page, () => document.querySelector('.lesson .dots') && [...document.styleSheets].some((s) => s.href?.endsWith('lessons.css')));
    for (const { id } of index) {
      await page.evaluate((hash) => { location.hash = hash; }, `#lesson=${id}.1`);
      await until(page, (title) => document.querySelector('#lesson-title').textContent.startsWith(title), index.find((l) => l.id === id).title.de);
      await until(page, ({ h }) => {
        const bench = document.getElementById('bench').getBoundingClientRect();
        return bench.height > 300 && bench.top >= 0 && bench.bottom <= h && document.documentElement.scrollWidth <= innerWidth;
      }, { h: size[1] });
      const [panel, bench] = await page.evaluate(() => ['.lesson', '#bench'].map((s) => { const { left, right, top, bottom } = document.querySelector(s).getBoundingClientRect(); return { left, right, top, bottom }; }));
      assert.equal(panel.right <= bench.left, beside, `${size}: ${id}`);
      assert.ok(beside || panel.bottom <= bench.top);
    }
    // Its buttons can be reached, and behind it the page has all of the width.
    await page.locator('.lesson .lesson-more > button').last().click();
    await until(page, () => document.querySelector('.lesson').hidden && document.querySelector('main').getBoundingClientRect().left < 40);
    await p.close();
  }
});

test('lessons are whole: files, languages, presets and tasks', () => {
  assert.deepEqual(readdirSync(folder).sort(), ['index.json', 'words.json', ...index.map((l) => `${l.id}.json`)].sort());
  const speaks = (text, where) => {
    if (text === null || typeof text !== 'object') return;
    if ('en' in text) for (const l of languages) assert.ok(text[l]?.length > 0 && typeof text[l] === typeof text.en && (typeof text.en === 'string' || text[l].length === text.en.length), `${where} in ${l}`);
    else for (const [k, v] of Object.entries(text)) speaks(v, `${where} ${k}`);
  };
  speaks(read('words'), 'words');
  lessons.forEach((l, i) => {
    speaks(l, l.id);
    assert.deepEqual({ id: l.id, steps: l.steps.length, minutes: l.minutes, title: l.title, about: l.about }, index[i]);
    assert.ok(l.sources.length > 0 && l.teacher.en.length > 0);
    for (const s of l.steps) {
      assert.ok(s.title.en && s.text.en && presets.some((p) => p.id === s.open.preset), `${l.id}: ${s.title.en}`);
      if (s.task?.choose) assert.ok(s.task.choose[s.task.right] && s.answer, l.id);
      else if (s.task) assert.equal(checked(s.task.check, look()), false, `${l.id}: ${s.title.en} is done before it begins`);
    }
  });
});

test('checks of tasks', () => {
  const with1 = look({ value: (n) => ({ distance: '0.2', filter: 'none' })[n], step: 60, accuracy: 0.7, tested: 0.9, part: 'loss' });
  for (const [check, want] of [
    [{ param: 'distance', from: 0.2 }, true], [{ param: 'distance', from: 0.21 }, false], [{ param: 'distance', to: 0.1 }, false], [{ param: 'none', to: 1 }, false],
    [{ param: 'filter', is: 'none' }, true], [{ param: 'filter', is: 'high-pass' }, false], [{ param: 'filter', not: 'none' }, false], [{ param: 'filter', not: 'low-pass' }, true],
    [{ step: 60 }, true], [{ step: 61 }, false], [{ accuracy: 0.7 }, true], [{ accuracy: 0.71 }, false], [{ tested: 0.9 }, true], [{ tested: 0.91 }, false], [{ drawn: true }, false], [{ done: true }, false], [{ part: 'loss' }, true], [{ part: 'update' }, false],
    [{ all: [{ step: 1 }, { accuracy: 0.5 }] }, true], [{ all: [{ step: 1 }, { drawn: true }] }, false],
  ]) assert.equal(checked(check, with1), want, JSON.stringify(check));
  assert.throws(() => checked({ luck: 1 }, with1), /"luck":1/);
});

// press finds a button by its words, focuses it and presses Enter, as a Tab walk would.
const press = async (page, words) => {
  await page.locator('.lesson').getByRole('button', { name: words, exact: true }).first().focus();
  await page.keyboard.press('Enter');
};

for (const lesson of lessons) {
  test(`${lesson.id} is completed by keyboard alone`, async () => {
    const p = await openPage(browser, { size: [1280, 800] });
    const { page } = p;
    await page.focus('#lessons');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.lesson .card');
    await page.locator('.lesson .card', { hasText: lesson.title.en }).first().focus();
    await page.keyboard.press('Enter');
    for (const [i, s] of lesson.steps.entries()) {
      await until(page, (title) => document.getElementById('lesson-title').textContent.endsWith(title), s.title.en);
      await until(page, (id) => document.getElementById('preset').value === id && document.querySelector('[aria-current="step"]'), s.open.preset);
      await until(page, (at) => location.hash.includes(`lesson=${at}`), `${lesson.id}.${i + 1}`);
      if (s.task?.choose) {
        await press(page, s.task.choose[(s.task.right + 1) % s.task.choose.length].en);
        await page.waitForSelector('.task .choices ~ .dim');
        assert.equal(await page.$('.task.done'), null);
        await press(page, s.task.choose[s.task.right].en);
      } else {
        await press(page, 'Do it for me');
      }
      await page.waitForSelector('.task.done', { timeout: Number(process.env.LT ?? 180000) }).catch(async (e) => { await page.screenshot({ path: `${artefacts}/lesson-stuck.png` }); throw new Error(`${lesson.id}, step ${i + 1}: ${await page.evaluate(() => location.hash)}`, { cause: e }); });
      await page.screenshot({ path: `${artefacts}/lesson-${lesson.id}-${i + 1}.png` });
      if (s.answer) assert.equal(await page.textContent('.lesson .answer'), s.answer.en);
      await press(page, i === lesson.steps.length - 1 ? 'All lessons' : 'Next');
    }
    await page.waitForSelector('.lesson .card');
    assert.match(await page.locator('.lesson .card', { hasText: lesson.title.en }).first().textContent(), new RegExp(`${lesson.steps.length} of ${lesson.steps.length} steps done`));
    assert.deepEqual(p.trouble, []);
    await p.close();
  });
}

test('a link opens a lesson at its step, in German on a phone, and axe finds nothing', async () => {
  for (const [query, size] of [['&lang=de&theme=dark', [390, 844]], ['&theme=light', [1366, 768]]]) {
    const p = await openPage(browser, { query, size, hash: '#lesson=diffraction.5' });
    const { page } = p;
    const { title, text } = lessons[0].steps[4], language = query.includes('de') ? 'de' : 'en';
    await until(page, (want) => document.getElementById('lesson-title')?.textContent.endsWith(want), title[language]);
    await until(page, () => /^#v=1&preset=lens.*lesson=diffraction\.5$/.test(location.hash));
    assert.equal(await page.textContent('.lesson-body > p'), text[language]);
    await page.$$eval('.lesson details', (all) => all.forEach((d) => { d.open = true; }));
    // The network of the link is named behind the lesson.
    await until(page, () => [...document.querySelectorAll('h2')].every((h) => h.textContent || !h.checkVisibility()));
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= size[0], `${wide} px of content in ${size[0]}`);
    await page.screenshot({ path: `${artefacts}/lesson-${language}.png` });
    await page.click('#lessons');
    await page.waitForSelector('.lesson .card');
    assert.deepEqual(await violations(page), []);
    await page.screenshot({ path: `${artefacts}/lessons-${language}.png` });
    // The settings of a link that has some stay as they are, and closing ends the lesson.
    await page.evaluate(() => { location.hash = '#v=1&preset=slit&p.slit-width=0.0003&lesson=diffraction.2'; });
    await until(page, () => document.getElementById('lesson-title').textContent.length > 0 && /p\.slit-width=0\.0003.*lesson=diffraction\.2/.test(location.hash) && document.querySelector('.lesson-body'));
    await page.locator('.lesson').getByRole('button', { name: language === 'de' ? 'Schließen' : 'Close', exact: true }).click();
    await until(page, () => !location.hash.includes('lesson'));
    assert.equal(await page.evaluate(() => document.activeElement.id), 'lessons');
    assert.deepEqual(p.trouble, []);
    await p.close();
  }
});

test('the link of a step that is open already sets it up again', async () => {
  const p = await openPage(browser, { hash: '#lesson=diffraction.1' });
  const open = (id) => until(p.page, (want) => new URLSearchParams(location.hash.slice(1)).get('preset') === want && document.getElementById('preset').value === want && document.querySelector('.lesson:not([hidden]) [aria-current]')?.textContent === '1', id);
  await open('slit');
  await p.page.evaluate(() => { location.hash = '#lesson=diffraction.1'; }); // as a click on it does
  await open('slit');
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a link to a step that trains lets it train, and setting it up twice at once too', async () => {
  const p = await openPage(browser, { hash: '#lesson=network.2' }), { page } = p;
  await reaches(page, 3);
  await page.evaluate(() => {
    const n = document.getElementById('n-step'), b = document.querySelector('.lesson-more button[data-act="Set up this step again"]');
    new MutationObserver(() => { globalThis.anew ||= n.textContent === '0'; }).observe(n, { childList: true, characterData: true, subtree: true });
    b.click();
    b.click();
  });
  await until(page, () => globalThis.anew);
  await reaches(page, 3); // paused by a second press it would stand at 1
  assert.deepEqual(p.trouble, []);
  await p.close();
});

test('a lesson that there is not is said, and nothing else changes', async () => {
  const p = await openPage(browser, { hash: '#v=1&preset=slit&lesson=luck.2' });
  await until(p.page, () => document.getElementById('alert').textContent.includes('there is no lesson "luck"'));
  await until(p.page, () => document.getElementById('preset').value === 'slit');
  assert.equal(await p.page.$('.lesson:not([hidden])'), null);
  await p.close();
});
