#!/usr/bin/env bash
# Montage 6.0 (Debian 12: montage 6.0+dfsg-7+b8), tools that put frames of FITS together: mShrink and mConvert.
#
# Input: even frames of sevens, 60 to 64 pixels a side, in floats, made smaller by whole and by half numbers; and rows of floats from 0 to 65535 converted to
# 8, 16 and 32 bits.
#
# Guess: sevens everywhere, and the same numbers to half a step of a scale that spans them.
# Seen: at some sizes, 60 and 64 by 2 for one, the last row is 0, at others, and by 3, 4 and 5, all is right: the mean of the frame is 3 % too small. And
# every number above 1 is 1 after a conversion to whole numbers, which scales 0 to 1 to their whole range and cuts the rest off. Both answer "OK".
# Cut one row and one column off before shrinking by 2, and give -min and -max to mConvert, which its usage names without saying what they are else.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" montage=6.0+dfsg-7+b8 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frames.py <<'PY'
import os, struct, subprocess, sys
def card(key, value): return f'{key:8}= {value:>20}'.ljust(80).encode()
def write(name, rows):
    height, width = len(rows), len(rows[0])
    cards = [('SIMPLE', 'T'), ('BITPIX', -32), ('NAXIS', 2), ('NAXIS1', width), ('NAXIS2', height), ('CTYPE1', "'RA---TAN'"), ('CTYPE2', "'DEC--TAN'"),
             ('CRVAL1', 10.0), ('CRVAL2', 20.0), ('CRPIX1', width / 2 + .5), ('CRPIX2', height / 2 + .5), ('CDELT1', -1e-3), ('CDELT2', 1e-3), ('CROTA2', 0.0), ('EQUINOX', 2000.0)]
    head = b''.join(card(*c) for c in cards) + b'END'.ljust(80)
    data = b''.join(struct.pack(f'>{width}f', *row) for row in rows)
    open(name, 'wb').write(head.ljust(-len(head) % 2880 + len(head)) + data.ljust(-len(data) % 2880 + len(data), b'\0'))
def read(name):
    raw, keys, at = open(name, 'rb').read(), {}, 0
    while not raw[at:at + 8].startswith(b'END'):
        line = raw[at:at + 80].decode(); at += 80
        if line[8] == '=': keys[line[:8].strip()] = line[10:].split('/')[0].strip()
    at = (at // 2880 + 1) * 2880
    width, height, kind = int(keys['NAXIS1']), int(keys['NAXIS2']), {'8': 'B', '16': 'h', '32': 'i', '-32': 'f', '-64': 'd'}[keys['BITPIX']]
    scale, zero = float(keys.get('BSCALE', 1)), float(keys.get('BZERO', 0))
    numbers = struct.unpack_from(f'>{width * height}{kind}', raw, at)
    return [[scale * v + zero for v in numbers[y * width:(y + 1) * width]] for y in range(height)]
def run(*words):
    if os.path.exists('out.fits'): os.remove('out.fits')
    said = subprocess.run(words, capture_output=True, text=True).stdout
    return read('out.fits'), said.split('"')[1]
for side in (60, 61, 63, 64):
    write('in.fits', [[7.0] * side] * side)
    for factor in ('1.5', '2', '2.5', '3', '4', '5'):
        rows, said = run('usr/bin/mShrink', 'in.fits', 'out.fits', factor)
        wrong = [y + 1 for y, row in enumerate(rows) if max(abs(v - 7) for v in row) > 1e-6]
        if wrong: print(f'{side} by {factor}: {said}, {len(rows)} rows, wrong: {wrong}, there {min(rows[wrong[0] - 1]):g} to {max(rows[wrong[0] - 1]):g}')
write('in.fits', [[0, 0.25, 1, 100, 4000, 65535]] * 2)
for bits in ('8', '16', '32'):
    for limits in ([], ['-min', '0', '-max', '65535']):
        rows, said = run('usr/bin/mConvert', '-b', bits, *limits, 'in.fits', 'out.fits')
        print(f'{bits} bits {" ".join(limits)}: {said},', *(f'{v:.2f}' for v in rows[0]))
PY
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':') /usr/bin/python3 frames.py 2>&1 | sed 's/-0\.00/0.00/g' | tee out
diff out - <<'WANT'
60 by 1.5: OK, 40 rows, wrong: [40], there 0 to 0
60 by 2: OK, 30 rows, wrong: [30], there 0 to 0
60 by 2.5: OK, 24 rows, wrong: [24], there 0 to 0
63 by 1.5: OK, 42 rows, wrong: [42], there 0 to 0
64 by 2: OK, 32 rows, wrong: [32], there 0 to 0
8 bits : OK, 0.00 0.25 1.00 1.00 1.00 1.00
8 bits -min 0 -max 65535: OK, 0.00 0.00 0.00 0.00 4112.00 65535.00
16 bits : OK, 0.00 0.25 1.00 1.00 1.00 1.00
16 bits -min 0 -max 65535: OK, 0.00 0.00 1.00 100.00 4000.06 65535.00
32 bits : OK, 0.00 0.25 1.00 1.00 1.00 1.00
32 bits -min 0 -max 65535: OK, 0.00 0.25 1.00 100.00 4000.00 65535.00
WANT
echo 'as found on 1 December 2026'
