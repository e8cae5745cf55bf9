#!/usr/bin/env bash
# GNU Astronomy Utilities 0.19-1+b2 (Debian 12: astarithmetic, aststatistics).
#
# Input: a frame of a 16-bit camera as FITS (unsigned, by BZERO = 32768) with levels from 0 to 65535.
#
# Guess: what is saturated counts as 65535; sums of two frames and twice a frame are in a wider type, as the frame times 0.5 is.
# Seen: 65535 is taken for "no number": statistics count one pixel less, a product with a float is NaN there, and + and x leave 65535. Twice
# 40000 is 14464, the sum of two frames the same, and a frame less 100 is 65436 where it was 0: of two integers the result is in
# the wider type of the two, and goes around. The book says so; the program says nothing.
# astconvertt's text has no space between the numbers.
# Convert with float32 first (astarithmetic frame.fits float32 2 x), and treat 65535 by yourself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial .gnuastro
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" gnuastro=0.19-1+b2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cp etc/*.conf .gnuastro
python3 - <<'PY'
import struct
cards = ['SIMPLE  =                    T', 'BITPIX  =                   16', 'NAXIS   =                    2', 'NAXIS1  =                    2',
         'NAXIS2  =                    2', 'BZERO   =                32768', 'BSCALE  =                    1', 'END']
body = struct.pack('>4h', *(v - 32768 for v in (0, 1000, 40000, 65535)))
open('frame.fits', 'wb').write(''.join(c.ljust(80) for c in cards).ljust(2880).encode() + body.ljust(2880, b'\0'))
PY
LD_LIBRARY_PATH=$(dirname "$(find usr/lib -name 'libgnuastro.so.*' -print -quit)")
export LD_LIBRARY_PATH
cat >read.py <<'PY'
import struct
data, at, cards = open('o.fits', 'rb').read(), 0, {}
while not cards.get('NAXIS1'):  # the second part of the file has the image
    cards, card = {}, ''
    while card != 'END':
        card = data[at:at + 80].decode().rstrip()
        cards[card[:8].rstrip()] = card[10:30].strip()
        at += 80
    at += -at % 2880
raw = struct.unpack_from('>4' + {'16': 'h', '32': 'i', '-32': 'f', '-64': 'd'}[cards['BITPIX']], data, at)
print(*(v + int(float(cards.get('BZERO', 0))) for v in raw))
PY
ask() {
	rm -f o.fits
	usr/bin/astarithmetic --quiet -h0 "$@" --output=o.fits
	echo "$*: $(python3 read.py)"
}
{
	ask frame.fits 2 x
	ask frame.fits frame.fits + --globalhdu=0
	ask frame.fits 100 -
	ask frame.fits 0.5 x
	ask frame.fits float32 2 x
	usr/bin/astconvertt --quiet -h0 frame.fits --output=o.txt
	echo "text: $(tail -1 o.txt)"
	echo "pixels and mean: $(usr/bin/aststatistics -h0 frame.fits --number --mean)"
} 2>&1 | tee out
diff out - <<'WANT'
frame.fits 2 x: 0 2000 14464 65535
frame.fits frame.fits + --globalhdu=0: 0 2000 14464 65535
frame.fits 100 -: 65436 900 39900 65535
frame.fits 0.5 x: 0.0 500.0 20000.0 nan
frame.fits float32 2 x: 0.0 2000.0 80000.0 nan
text: 4000065535
pixels and mean: 3 13666.66667
WANT
echo 'as found on 30 November 2026'
