#!/usr/bin/env bash
# hdrify 1.2.1 (npm: reading and writing of OpenEXR), Node 20 (the package asks for 26; nothing here depends on it).
#
# Input: a plane of floats from -0.5 to 100,000, as differences and sums of a camera's frames are, written to OpenEXR and read back; by
# default in half precision.
#
# Guess: what a half cannot hold (more than 65504) is infinite, or 65504, or an error; negative numbers stay.
# Seen: the brightest spots, from 65520 on, come back as 0, black: the file says infinite, and what is negative or not finite is 0 behind
# reading. That is a default, told at the option `sanitize` alone. Before writing the same is done in the array that was given: the
# caller's own -0.5 is 0 afterwards.
# Say { sanitize: false } at both ends and { compression: 'none' }, which keeps floats.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts hdrify@1.2.1 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >bright.mjs <<'JS'
import { readExr, writeExr } from 'hdrify';
const levels = [-0.5, 0.5, 1000, 65504, 65520, 100000], grey = (rgba) => levels.map((_, i) => rgba[4 * i]).join(' ');
function there(options) {
  const data = Float32Array.from(levels.flatMap((v) => [v, v, v, 1]));
  const file = writeExr({ width: levels.length, height: 1, data, linearColorSpace: 'linear-rec709', metadata: {} }, options);
  return [grey(data), file];
}
const [left, file] = there({}), [, whole] = there({ compression: 'none', sanitize: false });
console.log('read', grey(readExr(file).data));
console.log('in the file', grey(readExr(file, { sanitize: false }).data));
console.log('the array behind writing', left);
console.log('floats, as they are', grey(readExr(whole, { sanitize: false }).data));
JS
node bright.mjs | tee out
diff out - <<'WANT'
read 0 0.5 1000 65504 0 0
in the file 0 0.5 1000 65504 Infinity Infinity
the array behind writing 0 0.5 1000 65504 65520 100000
floats, as they are -0.5 0.5 1000 65504 65520 100000
WANT
echo 'as found on 30 November 2026'
