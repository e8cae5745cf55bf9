// Every script of the page can be read: one that comes late would tell of a slip only to who asks for it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const site = dirname(dirname(fileURLToPath(import.meta.url)));

// reads is what node says of a module, or nothing.
const reads = (text) => spawnSync(process.execPath, ['--check', '--input-type=module'], { input: text, encoding: 'utf8' }).stderr;

test('every script can be read', () => {
  const all = readdirSync(site, { recursive: true }).map(String).filter((f) => f.endsWith('.js') && !/^test[/\\]|^speed[/\\]rivals|node_modules/.test(f));
  assert.ok(all.length > 50, `${all.length} scripts`);
  for (const f of all) assert.equal(reads(readFileSync(join(site, f), 'utf8')), '', f);
  assert.match(reads('import { a } from "./b.js"; const { a } = {};'), /already been declared/);
});
