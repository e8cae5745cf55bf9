#!/usr/bin/env bash
# node-units 0.1.7 (npm: converts units written as text), Node 20.
#
# Input: lengths and times as JavaScript itself writes small numbers (6.33e-7 m), a half as 1/4, and -5 mm.
#
# Guess: 633 nm, 1 mm, 0.5 us; a fraction is a quarter or refused.
# Seen: a negative exponent is left out without an error: 6.33e-7 m is 6,330,000,000 nm, and 1e-3 m is 1000 mm; a positive one is followed. 1/4 in
# is 1 in. What JavaScript computed and wrote into the text is right down to 1e-6, and wrong by many powers of ten below.
# Write numbers with toFixed(12).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts node-units@0.1.7 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >units.cjs <<'JS'
const units = require('node-units');
const ask = (text) => console.log(`${text}: ${units.convert(text)}`);
for (const length of [6.33e-5, 6.33e-6, 6.33e-7]) ask(`${length} m to nm`);
for (const text of ['0.000000633 m to nm', '1e-3 m to mm', '1.5e3 s to ms', '1/4 in to mm', '-5 mm to m']) ask(text);
JS
node units.cjs | tee out
diff out - <<'WANT'
0.0000633 m to nm: 63299.99999999999
0.00000633 m to nm: 6330
6.33e-7 m to nm: 6330000000
0.000000633 m to nm: 633
1e-3 m to mm: 1000
1.5e3 s to ms: 1500000
1/4 in to mm: 25.4
-5 mm to m: -0.005
WANT
echo 'as found on 30 November 2026'
