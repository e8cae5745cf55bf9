// Every language has all words: what languages.js offers is whole, in all files that have any.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { presets } from '../catalogue.js';
import languages from '../i18n/languages.js';
import { root } from './server.mjs';

const others = Object.keys(languages).filter((l) => l !== 'en');
const from = async (file) => (await import(`../${file}`)).default;
// The files with words for keys, where LANG is the language; new ones in site/later/words are found.
const files = ['i18n/LANG.js', ...readdirSync(join(root, 'site/later/words')).filter((f) => /(^|-)en\.js$/.test(f)).map((f) => `later/words/${f.replace(/en\.js$/, 'LANG.js')}`)];
// The digits of a text: a text that stands beside a wrong key rarely has the same.
const digits = (text) => [...text.replace(/\{\w+\}/g, '').replace(/[^0-9]/g, '')].sort().join('');
const gaps = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');

// What is the same in English and other languages: symbols, units, names, words that they share.
const same = new Set(['ltr', 'zh-Hans', 'ONN-3-3', 'ONN-3-7', 'Gumbel-Softmax', 'STL', 'Logit', 'Training', 'Amplitude', 'Link', 'Phase', 'Phase, π rad', 're', 'im', 'GDSII', 'OASIS', 'Chip', 'Drift', 'Speckle', 'Pullover', 'Sneaker', 'Talbot: {tagline}']);
// The letters of languages that do not write in Latin ones, which each text of words has.
const written = { zh: /\p{Script=Han}/u };
const symbols = (text) => !/\p{L}{2}/u.test(text.replace(/\{\w+\}|\brad\b|\bGPU\b/g, ''));
// Words that no sentence of another language has.
const english = /\b(the|of|and|is|are|with|from|to|by|for|each|what|how|which|than|such|want|there)\b/i;
// What of a text is for machines or between quotes of code: options of commands, names, addresses.
const bare = (text) => text.replace(/\{\w+\}|“[^”]*”|„[^“]*“|[?]\w+=?\S*|\S*\.(js|sh|csv|npy)\b|--\w+/g, '');

for (const l of others) {
  test(`${languages[l]} has every key, with the same gaps, and nothing left in English`, async () => {
    for (const file of files) {
      const en = await from(file.replace('LANG', 'en')), own = await from(file.replace('LANG', l));
      const { sentences, ...words } = own;
      assert.deepEqual(Object.keys(words).sort(), Object.keys(en).sort(), file);
      for (const [k, v] of Object.entries(words)) {
        const where = `${k} in ${file.replace('LANG', l)}`;
        assert.equal(gaps(v), gaps(en[k]), where);
        assert.ok(v.trim() && (v !== en[k] || symbols(v) || same.has(v)), `${where} is English: ${v}`);
        assert.doesNotMatch(bare(v), english, where);
        if (written[l] && !symbols(v) && !same.has(v) && v !== 'Talbot：{tagline}') assert.match(v, written[l], where);
      }
    }
  });
}

test('what engines say is in every language the same', async () => {
  const [first, ...rest] = others;
  for (const file of ['i18n/LANG-engine.js', 'later/words/part-LANG.js']) {
    const model = await from(file.replace('LANG', first));
    for (const l of rest) {
      const own = await from(file.replace('LANG', l));
      assert.deepEqual(Object.keys(own).sort(), Object.keys(model).sort(), `${file} of ${l}`);
      assert.deepEqual(own.sentences.map(([e]) => e.source), model.sentences.map(([e]) => e.source), `sentences in ${file} of ${l}`);
      own.sentences.forEach(([e, text], i) => {
        const other = model.sentences[i][1];
        assert.equal(gaps(text), gaps(other), `${e.source} of ${l}`);
        assert.equal(digits(text), digits(other), `${e.source} of ${l}`);
      });
      for (const [k, v] of Object.entries(model)) if (k !== 'sentences') assert.equal(digits(own[k]), digits(v), `${k} of ${l}`);
    }
    for (const l of others) {
      const { sentences, ...terms } = await from(file.replace('LANG', l));
      for (const [k, v] of [...Object.entries(terms), ...sentences.map(([e, text]) => [e.source, text])]) {
        assert.ok(v.trim() && (v !== k || symbols(v) || same.has(v)), `${k} of ${l} is English`);
        assert.doesNotMatch(bare(v), english, `${k} of ${l}`);
        if (written[l] && !symbols(v) && !same.has(v) && v !== 'Talbot：{tagline}') assert.match(v, written[l], `${k} of ${l}`);
      }
      for (const [e, text] of sentences) {
        const n = e.source.split('(.+?)').length - 1;
        for (const g of text.match(/\{\d\}/g) ?? []) assert.ok(+g[1] < n, `${text} fills ${g}, and the English has ${n} gaps`);
      }
    }
  }
});

test('every preset has a name and a description in every language', async () => {
  for (const l of others) {
    const terms = await from(`i18n/${l}-engine.js`);
    for (const p of presets) {
      assert.ok((terms[p.title] ?? terms[`preset.${p.id}`]) && (terms[p.doc] ?? terms[`preset.${p.id}.doc`]), `preset ${p.id} in ${l}`);
      assert.ok(terms[p.group], `${p.group} in ${l}`);
    }
  }
});

test('every parameter of every preset has a name and is explained in every language', async () => {
  const talbot = join(root, 'dist/talbot');
  if (!process.env.TALBOT_PREBUILT || !existsSync(talbot)) execFileSync('go', ['build', '-o', talbot, './cmd/talbot'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' }, stdio: 'inherit' });
  const params = presets.flatMap(({ id }) => execFileSync(talbot, ['list', id, '--json']).toString().trim().split('\n').map((line) => ({ id, ...JSON.parse(line) })));
  assert.ok(params.length > 20 * presets.length);
  for (const l of others) {
    const terms = await from(`i18n/${l}-engine.js`);
    const lacking = params.flatMap(({ id, name, label, group, doc }) => [
      ...(terms[label] ?? terms[name] ? [] : [`${id}: ${name}, ${label}`]), ...(terms[group] ?? terms[`group.${group}`] ? [] : [`${id}: ${group}`]),
      ...(terms[doc] ?? terms.sentences.some(([e]) => e.test(doc)) ? [] : [`${id}: ${name}: ${doc}`]),
    ]);
    assert.deepEqual(lacking, [], `not in ${l}`);
  }
});

test('every text of the lessons is in every language', () => {
  const speaks = (text, where) => {
    if (text === null || typeof text !== 'object') return;
    if (!('en' in text)) return Object.entries(text).forEach(([k, v]) => speaks(v, `${where} ${k}`));
    assert.deepEqual(Object.keys(text).sort(), Object.keys(languages).sort(), where);
    for (const l of others) {
      const [en, own] = [text.en, text[l]].map((v) => [v].flat());
      assert.equal(own.length, en.length, `${where} in ${l}`);
      own.forEach((v, i) => {
        assert.ok(v.trim() && (v !== en[i] || symbols(v)), `${where} in ${l} is English: ${v}`);
        assert.equal(gaps(v), gaps(en[i]), `${where} in ${l}`);
        assert.doesNotMatch(bare(v), english, `${where} in ${l}`);
        if (written[l] && !symbols(v)) assert.match(v, written[l], `${where} in ${l}`);
      });
    }
  };
  for (const f of readdirSync(join(root, 'site/lessons'))) speaks(JSON.parse(readFileSync(join(root, 'site/lessons', f), 'utf8')), f);
});

test('no file of a language lies about that is not offered', () => {
  const known = (f) => Object.keys(languages).some((l) => new RegExp(`(^|-)${l}\\.js$|^${l}-[a-z]+\\.js$`).test(f));
  for (const folder of ['i18n', 'later/words']) {
    for (const f of readdirSync(join(root, 'site', folder))) assert.ok(known(f) || ['languages.js', 'sentence.js'].includes(f), `site/${folder}/${f}`);
  }
  for (const l of others) assert.ok(existsSync(join(root, `site/i18n/${l}-engine.js`)));
});

test('a Chinese word in a gap has no spaces beside Chinese words, and a number has', async () => {
  const { filled } = await import('../i18n.js');
  for (const [text, fill, want] of [
    ['相差 {a}（均方根）', { a: '小于 0.01%' }, '相差小于 0.01%（均方根）'], ['相差 {a}（均方根）', { a: '0.5%' }, '相差 0.5%（均方根）'],
    ['有 {n} 张图片', { n: '300' }, '有 300 张图片'], ['有 {n} 张图片', { n: '三百' }, '有三百张图片'], ['{a} 是', { a: '山鸢尾' }, '山鸢尾是'],
    ['差 {a}', {}, '差 '], ['of {a} and {b} at', { a: '中', b: 2 }, 'of 中 and 2 at'],
  ]) assert.equal(filled(text, fill), want);
});

test('powers of ten, minus signs and per cent are written as in the language', async () => {
  const { engineSays, engineText, loadLanguage, number, percent } = await import('../i18n.js');
  const before = { document: globalThis.document, location: globalThis.location };
  globalThis.document = { documentElement: {}, querySelectorAll: () => [] };
  const said = {};
  for (const lang of ['en', 'de', 'zh']) {
    globalThis.location = { search: `?lang=${lang}` };
    await loadLanguage();
    said[lang] = [engineSays('Each phase moves against its slope, 4.94e+06 times.'), engineSays('it is off by 1.2e-05, or 0.95 % of it, and by 1.1e+00'), engineText('no name', 'it has 98.54 %'), engineSays('from -0.5 m (-2e-07) to e-beam, 3-4 and x-1'), number(-1234.5, 5), percent(-0.052, 1)];
  }
  Object.assign(globalThis, before);
  assert.deepEqual(said, {
    en: ['Each phase moves against its slope, 4.94 × 10⁶ times.', 'it is off by 1.2 × 10⁻⁵, or 0.95% of it, and by 1.1', 'it has 98.54%', 'from −0.5 m (−2 × 10⁻⁷) to e-beam, 3-4 and x-1', '−1,234.5', '−5.2%'],
    de: ['Jede Phase geht gegen ihre Steigung, 4,94 × 10⁶-mal.', 'it is off by 1.2 × 10⁻⁵, or 0.95 % of it, and by 1.1', 'it has 98.54 %', 'from −0.5 m (−2 × 10⁻⁷) to e-beam, 3-4 and x-1', '−1.234,5', '−5,2\u00a0%'],
    zh: ['每个相位逆着其斜率移动，系数为 4.94 × 10⁶。', 'it is off by 1.2 × 10⁻⁵, or 0.95% of it, and by 1.1', 'it has 98.54%', 'from −0.5 m (−2 × 10⁻⁷) to e-beam, 3-4 and x-1', '−1,234.5', '−5.2%'],
  });
});
