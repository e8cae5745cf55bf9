#!/usr/bin/env bash
# mathjs 15.2.0 (npm: mathematics in JavaScript, with complex numbers), variance and std, Node 20.
#
# Input: fields of modulus 1: eight phases evenly around the circle, the four of quadrature, and two of opposite sign turned by a common phase of 0 to 2 rad.
#
# Guess: the mean squared modulus of what differs from the mean, by n - 1: 8/7, 4/3, and 2 whatever the common phase; or an error.
# Seen: 0 and 0 for the first two: a fully developed speckle's field has no scatter at all. The two of opposite sign give 2, -2 or a complex number, as the common
# phase turns, and std is its root, 1.41i. The squares are taken without the modulus. No error, and the help says nothing of complex numbers, where
# norm and abs have the modulus. Add the variances of real and imaginary parts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts mathjs@15.2.0 >npm.log 2>&1 || { cat npm.log; exit 1; }
cat >field.mjs <<'JS'
import { abs, complex, mean, norm, re, im, std, variance, version } from 'mathjs';
const turned = (...phases) => phases.map((p) => complex(Math.cos(p), Math.sin(p)));
const said = (v) => `${(+re(v).toFixed(3)) || 0}${Math.abs(im(v)) > 5e-4 ? ` and ${+im(v).toFixed(3)}i` : ''}`;
console.log('mathjs', version);
const right = (f) => f.reduce((s, v) => s + abs(complex(v.re - re(mean(f)), v.im - im(mean(f)))) ** 2, 0) / (f.length - 1);
const show = (name, f) => console.log(`${name}: variance ${said(variance(f))}, std ${said(std(f))}, by the modulus ${said(right(f))}, of the parts ${said(variance(f.map((v) => v.re)) + variance(f.map((v) => v.im)))}, norm ${said(norm(f))}`);
show('eight phases', turned(...Array.from({ length: 8 }, (_, k) => (k * Math.PI) / 4)));
show('quadrature', turned(0, Math.PI / 2, Math.PI, 1.5 * Math.PI));
for (const p of [0, 0.5, 1, Math.PI / 2, 2]) show(`opposite, turned by ${+p.toFixed(2)}`, turned(p, p + Math.PI));
JS
node field.mjs | tee out
diff out - <<'WANT'
mathjs 15.2.0
eight phases: variance 0, std 0, by the modulus 1.143, of the parts 1.143, norm 2.828
quadrature: variance 0, std 0, by the modulus 1.333, of the parts 1.333, norm 2
opposite, turned by 0: variance 2, std 1.414, by the modulus 2, of the parts 2, norm 1.414
opposite, turned by 0.5: variance 1.081 and 1.683i, std 1.241 and 0.678i, by the modulus 2, of the parts 2, norm 1.414
opposite, turned by 1: variance -0.832 and 1.819i, std 0.764 and 1.19i, by the modulus 2, of the parts 2, norm 1.414
opposite, turned by 1.57: variance -2, std 0 and 1.414i, by the modulus 2, of the parts 2, norm 1.414
opposite, turned by 2: variance -1.307 and -1.514i, std 0.589 and -1.286i, by the modulus 2, of the parts 2, norm 1.414
WANT
echo 'as found on 1 December 2026'
