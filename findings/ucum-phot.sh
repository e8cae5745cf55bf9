#!/usr/bin/env bash
# The Unified Code for Units of Measure (UCUM), its table of units, in two programs that were made from it: @lhncbc/ucum-lhc 7.1.10 and
# @atomic-ehr/ucum 0.2.5 (npm), Node 20.
#
# Input: a phot, a stilb, a lambert and what each is by its definition, a lumen or candela a square centimetre, in lux and candela a square metre.
#
# Guess: 10,000 lx; 10,000 and 3183.1 cd/m2.
# Seen: the stilb and the lambert are right. A phot is 0.0001 lx in both, a hundred millionth of the lumen a square centimetre that it is, which
# both convert to 10,000 lx: the standard's own table has the exponent's sign wrong. No error. Write lm/cm2.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts @lhncbc/ucum-lhc@7.1.10 @atomic-ehr/ucum@0.2.5 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >units.mjs <<'JS'
import lhc from '@lhncbc/ucum-lhc';
import { ucum } from '@atomic-ehr/ucum';
const table = lhc.UcumLhcUtils.getInstance();
for (const [from, to] of [['ph', 'lx'], ['lm/cm2', 'lx'], ['lm/m2', 'lx'], ['sb', 'cd/m2'], ['cd/cm2', 'cd/m2'], ['Lmb', 'cd/m2']]) {
  const first = table.convertUnitTo(from, 1, to);
  console.log(`1 ${from} in ${to}: ${first.status} ${first.toVal.toPrecision(5)}, and ${ucum.convert(1, from, to).toPrecision(5)}`);
}
JS
node units.mjs | tee out
diff out - <<'WANT'
1 ph in lx: succeeded 0.00010000, and 0.00010000
1 lm/cm2 in lx: succeeded 10000, and 10000
1 lm/m2 in lx: succeeded 1.0000, and 1.0000
1 sb in cd/m2: succeeded 10000, and 10000
1 cd/cm2 in cd/m2: succeeded 10000, and 10000
1 Lmb in cd/m2: succeeded 3183.1, and 3183.1
WANT
echo 'as found on 1 December 2026'
