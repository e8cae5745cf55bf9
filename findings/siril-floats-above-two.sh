#!/usr/bin/env bash
# siril 1.0.6-1+b2 (Debian 12: frames and stacks of FITS), its command line.
#
# Input: frames as FITS of floats (reflectances, phases in radians) whose brightest pixel is 2, or 3, of signed 16 bits (a dark frame
# taken away) and of 32 bits, loaded and saved.
#
# Guess: the numbers are as they were.
# Seen: with a pixel of 3 the whole frame is divided by 65535, where one of 2 leaves it as it is: two frames of one series of phases
# differ by 65535. The signed frame becomes an unsigned one with 32768 added, and what was -5 is 32763. A frame of 32 bits is
# stretched from its darkest to its brightest pixel, to 0 to 1. No word is said. Scale floats to 0 to 1 before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" siril=1.0.6-1+b2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >fits.py <<'PY'
import struct, sys
kinds = {16: 'h', 32: 'i', -32: 'f'}
def write(name, bits, pixels):
    cards = ['SIMPLE  =                    T', f'BITPIX  = {bits:20d}', 'NAXIS   =                    2', 'NAXIS1  =                    4',
             'NAXIS2  =                    1', 'END']
    body = struct.pack(f'>4{kinds[bits]}', *pixels)
    open(name, 'wb').write(''.join(c.ljust(80) for c in cards).ljust(2880).encode() + body.ljust(2880, b'\0'))
def read(name):
    data = open(name, 'rb').read()
    cards = {data[i:i + 8].decode().strip(): data[i + 10:i + 30].decode().strip() for i in range(0, 2880, 80)}
    raw = struct.unpack_from('>4' + kinds[int(cards['BITPIX'])], data, 2880 * (1 + data[:data.index(b'END     ')].__len__() // 2880))
    return [float(f"{v + float(cards.get('BZERO', 0)):.4g}") if int(cards['BITPIX']) < 0 else v + int(float(cards.get('BZERO', 0))) for v in raw]
frames = {'two': (-32, (0.25, 0.5, 1, 2)), 'three': (-32, (0.25, 0.5, 1, 3)), 'signed': (16, (-5, 0, 7, 1000)), 'long': (32, (10, 20, 30, 1010))}
for name, (bits, pixels) in frames.items():
    if sys.argv[1] == 'write':
        write(name + '.fits', bits, pixels)
    else:
        print(name, list(pixels), 'becomes', read(f'saved_{name}.fit'))
PY
python3 fits.py write
printf 'requires 1.0.0\n' >all.ssf
for name in two three signed long; do printf 'load %s.fits\nsave saved_%s\n' $name $name; done >>all.ssf
HOME=$dir/home LD_LIBRARY_PATH=$(dirname "$(find usr/lib -name 'lib*.so.*' -print -quit)") usr/bin/siril-cli -d "$dir" -s all.ssf >said 2>&1 || { cat said; exit 1; }
{
	python3 fits.py read
	grep -icE 'normali|scal|rang|convert|warn' said || true
} | tee out
diff out - <<'WANT'
two [0.25, 0.5, 1, 2] becomes [0.25, 0.5, 1.0, 2.0]
three [0.25, 0.5, 1, 3] becomes [3.815e-06, 7.63e-06, 1.526e-05, 4.578e-05]
signed [-5, 0, 7, 1000] becomes [32763, 32768, 32775, 33768]
long [10, 20, 30, 1010] becomes [0.0, 0.01, 0.02, 1.0]
0
WANT
echo 'as found on 30 November 2026'
