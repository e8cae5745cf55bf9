#!/usr/bin/env bash
# @dsnp/parquetjs 1.8.8 (npm: Parquet files in JavaScript), beside hyparquet 1.33.0, parquet-wasm 0.8.0 and apache-arrow 21.2.0, Node 20.
#
# Input: the hundred voltages 0.01 to 1.00, 1.13 and 2.01 as DECIMAL of precision 10 and scale 2, written and read by parquetjs and read by hyparquet; and counts of 32 and 64 bits
# without sign, as a photon counter has them, written by parquet-wasm and read by all three.
#
# Guess: each decimal comes back as it was, to 1e-9, as it has two places; and the counts too.
# Seen: of the hundred 0.29, 0.57 and 0.58 are one hundredth too small, and so are 1.13 and 2.01, tried beside them: the number times 100 is cut, not rounded, when it is
# written, so hyparquet sees the same. Counts from 2^31 on come back negative, 3000000000 as -1294967296, and those of 64 bits from 2^63 on,
# though the file says that they have no sign: the others read them rightly. No error. Write doubles.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts @dsnp/parquetjs@1.8.8 hyparquet@1.33.0 parquet-wasm@0.8.0 apache-arrow@21.2.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >parquet.mjs <<'JS'
import fs from 'node:fs';
import parquet from '@dsnp/parquetjs';
import { parquetReadObjects } from 'hyparquet';
import * as wasm from 'parquet-wasm';
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
const byParquetjs = async (file) => {
  const rows = [], cursor = (await parquet.ParquetReader.openBuffer(file)).getCursor();
  for (let row; (row = await cursor.next()); ) rows.push(row);
  return rows;
};
const byHyparquet = (file) => parquetReadObjects({ file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) });
const writer = await parquet.ParquetWriter.openFile(new parquet.ParquetSchema({ volt: { type: 'DECIMAL', precision: 10, scale: 2 } }), 'volts');
const volts = [...Array.from({ length: 100 }, (_, k) => (k + 1) / 100), 1.13, 2.01];
for (const volt of volts) await writer.appendRow({ volt });
await writer.close();
for (const [name, read] of [['parquetjs', byParquetjs], ['hyparquet', byHyparquet]]) {
  const wrong = (await read(fs.readFileSync('volts'))).flatMap(({ volt }, k) => (Math.abs(volt - volts[k]) > 1e-9 ? [`${volts[k]} is ${volt}`] : []));
  console.log(`decimals by ${name}, wrong: ${wrong.join(', ')}`);
}
const table = tableFromArrays({ counts32: Uint32Array.of(5, 2147483647, 3000000000), counts64: BigUint64Array.of(5n, 2n ** 63n + 7n, 2n ** 64n - 1n) });
const file = Buffer.from(wasm.writeParquet(wasm.Table.fromIPCStream(tableToIPC(table, 'stream'))));
const arrow = tableFromIPC(wasm.readParquet(new Uint8Array(file)).intoIPCStream());
for (const name of ['counts32', 'counts64']) {
  for (const [who, rows] of [['parquetjs', await byParquetjs(file)], ['hyparquet', await byHyparquet(file)]]) console.log(`${name} by ${who}: ${rows.map((row) => row[name]).join(' ')}`);
  console.log(`${name} by parquet-wasm and arrow, ${arrow.getChild(name).type}: ${[...arrow.getChild(name)].join(' ')}`);
}
JS
node parquet.mjs | tee out
diff out - <<'WANT'
decimals by parquetjs, wrong: 0.29 is 0.28, 0.57 is 0.56, 0.58 is 0.57, 1.13 is 1.12, 2.01 is 2
decimals by hyparquet, wrong: 0.29 is 0.28, 0.57 is 0.56, 0.58 is 0.57, 1.13 is 1.12, 2.01 is 2
counts32 by parquetjs: 5 2147483647 -1294967296
counts32 by hyparquet: 5 2147483647 3000000000
counts32 by parquet-wasm and arrow, Uint32: 5 2147483647 3000000000
counts64 by parquetjs: 5 -9223372036854775801 -1
counts64 by hyparquet: 5 9223372036854775815 18446744073709551615
counts64 by parquet-wasm and arrow, Uint64: 5 9223372036854775815 18446744073709551615
WANT
echo 'as found on 1 December 2026'
