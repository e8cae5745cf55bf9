#!/usr/bin/env bash
# @atomic-ehr/ucum 0.2.5 (npm: the Unified Code for Units of Measure), its special units with a prefix, Node 20.
#
# Input: optical powers and voltages in bels and decibels, sound pressure, and temperatures in Celsius and millikelvins. The README names bel, neper
# and Celsius among the special units that it converts.
#
# Guess: 20 dB[W] is 100 W and back, 20 dB[V] 10 V, 20 Cel 293,150 mK and back, 1 B[SPL] 63.2 uPa.
# Seen: bels are right. Decibels are taken for bels and the prefix is put on the result: 20 dB[W] is 1e19 W, 20 dB[V] 1e9 V, and 100 W are 3 dB[W]. A
# prefix of the other side is left out: 20 Cel are 293.15 mK, and 293,150 mK are 292,877 Cel. A sound pressure is half of what it is.
# No error. Convert bels yourself, and kelvins without a prefix.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts @atomic-ehr/ucum@0.2.5 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >units.mjs <<'JS'
import { ucum } from '@atomic-ehr/ucum';
for (const [value, from, to] of [[2, 'B[W]', 'W'], [20, 'dB[W]', 'W'], [100, 'W', 'B[W]'], [100, 'W', 'dB[W]'], [2, 'B[V]', 'V'], [20, 'dB[V]', 'V'],
  [10, 'dB', 'B'], [1, 'B[SPL]', 'uPa'], [20, 'Cel', 'K'], [20, 'Cel', 'mK'], [293150, 'mK', 'Cel'], [20000, 'mCel', 'K']]) {
  console.log(`${value} ${from} is ${Number(ucum.convert(value, from, to).toPrecision(6))} ${to}`);
}
JS
node units.mjs | tee out
diff out - <<'WANT'
2 B[W] is 100 W
20 dB[W] is 10000000000000000000 W
100 W is 2 B[W]
100 W is 3 dB[W]
2 B[V] is 10 V
20 dB[V] is 1000000000 V
10 dB is 1 B
1 B[SPL] is 31.6228 uPa
20 Cel is 293.15 K
20 Cel is 293.15 mK
293150 mK is 292877 Cel
20000 mCel is 293.15 K
WANT
echo 'as found on 1 December 2026'
