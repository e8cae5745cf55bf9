#!/usr/bin/env bash
# perspective-transform 1.1.3 (npm, the homography of four points), Node.js 20.
#
# Input: the corners of an area of 15.352 x 9.592 mm, in micrometres where a stage has them and in metres where they were
# seen, some micrometres off; and the same with both in micrometres.
#
# Guess: the four points come out as they were given, to 1e-9 of a pixel of 8 um.
# Seen: with both in micrometres they come out 0.002 pixels from where they were given, from micrometres to metres 0.13, and
# no error is raised: coefficients are rounded to ten digits behind the point, which leaves four of 1e-6. Register in numbers
# near 1, and scale behind it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module","private":true}' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund perspective-transform@1.1.3 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >finding.mjs <<'JS'
import Transform from 'perspective-transform';

const given = [0, 0, 15352, 0, 15352, 9592, 0, 9592]; // um
const seen = given.map((v, i) => v + [0, 10, 8, 0, -5, 4, 0, -3][i]);
function worst(unit) { // of a um
  const t = Transform(given, seen.map((v) => v * unit));
  let most = 0;
  for (let i = 0; i < 8; i += 2) {
    const [x, y] = t.transform(given[i], given[i + 1]);
    most = Math.max(most, Math.hypot(x / unit - seen[i], y / unit - seen[i + 1]));
  }
  return most / 8; // pixels
}
for (const [name, unit] of [['micrometres', 1], ['metres', 1e-6]]) console.log('to', name, worst(unit).toFixed(6), 'pixels');
JS
node finding.mjs | tee out
awk '$2 == "micrometres" && $3 > 0.005 || $2 == "metres" && ($3 < 0.05 || $3 > 0.5) { bad = 1 } END { exit bad }' out || { echo 'CHANGED'; exit 1; }
echo 'as found on 30 November 2026'
