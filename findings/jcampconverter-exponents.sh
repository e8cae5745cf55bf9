#!/usr/bin/env bash
# jcampconverter 12.5.3 (npm: spectra in JCAMP-DX), Node 20.
#
# Input: a spectrum of three points, 400 to 402 nm, whose transmittances are written with exponents (1.5E-03), as the standard's free format allows
# with a sign and two digits; the same without exponents; and six points of which one is missing, written as ?.
#
# Guess: three points each; six points of which one is not a number.
# Seen: with exponents there are nine points: E is taken for a digit of the packed form, and 1.5E-03 becomes 1.5, 5 and -3. An exponent in a line's
# abscissa shifts what follows. A missing point is left out, and all behind it stand at the wavelength before theirs. No error; nothing in logs.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts jcampconverter@12.5.3 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >spectra.mjs <<'JS'
import { convert } from 'jcampconverter';
function read(name, count, ...lines) {
  const head = ['##TITLE=' + name, '##JCAMP-DX=4.24', '##DATA TYPE=INFRARED SPECTRUM', '##ORIGIN=test', '##OWNER=test', '##XUNITS=NANOMETERS', '##YUNITS=TRANSMITTANCE',
    '##FIRSTX=400', '##LASTX=' + (399 + count), '##DELTAX=1', '##XFACTOR=1', '##YFACTOR=1', '##NPOINTS=' + count, '##XYDATA=(X++(Y..Y))'];
  const result = convert([...head, ...lines, '##END='].join('\n')), data = result.flatten[0].spectra[0].data;
  console.log(`${name}: at ${[...data.x].join(' ')} are ${[...data.y].join(' ')}; logs: ${(result.flatten[0].logs ?? []).length}`);
}
read('plain', 3, '400 0.0015 0.0025 0.3');
read('exponents', 3, '400 1.5E-03 2.5E-03 3.0E-01');
read('abscissa', 3, '4.00E+02 0.0015 0.0025 0.3');
read('missing', 6, '400 1 ? 3', '403 4 5 6');
JS
node spectra.mjs | tee out
diff out - <<'WANT'
plain: at 400 401 402 are 0.0015 0.0025 0.3; logs: 0
exponents: at 400 401 402 403 404 405 406 407 408 are 1.5 5 -3 2.5 5 -3 3 5 -1; logs: 0
abscissa: at 400 401 402 403 404 are 5 2 0.0015 0.0025 0.3; logs: 0
missing: at 400 401 402 403 404 are 1 3 4 5 6; logs: 0
WANT
echo 'as found on 30 November 2026'
