#!/usr/bin/env bash
# Funtools 1.4.8-1 (Debian 12: funimage, funcnts, of FITS images).
#
# Input: a frame of a 16-bit camera as FITS (unsigned, by BZERO = 32768), binned by 2 x 2 ("[*,*,2]") and summed up along columns (-p x), and the
# same levels as floats.
#
# Guess: sums of four pixels, from both; funimage gives the sums in floats.
# Seen: of the floats so. Of the camera's frame a bin is 65536 or 131072 too large or right, as it comes: the sum went around in 16 bits
# before it became a float. Sums along columns are written in 16 bits and go around: 70009 is 37241. funcnts counts right. No word is said.
# Convert first: funimage frame.fits floats.fits bitpix=-32.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" funtools=1.4.8-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >fits.py <<'PY'
import struct, sys
levels = [0, 1, 100, 1000, 20000, 32767, 32768, 40000, 50000, 65535, 7, 8, 9, 10, 11, 12]
if sys.argv[1] == 'write':
    cards = ['SIMPLE  =                    T', 'BITPIX  =                   16', 'NAXIS   =                    2', 'NAXIS1  =                    4',
             'NAXIS2  =                    4', 'BZERO   =                32768', 'BSCALE  =                    1', 'END']
    body = struct.pack('>16h', *(v - 32768 for v in levels))
    open('frame.fits', 'wb').write(''.join(c.ljust(80) for c in cards).ljust(2880).encode() + body.ljust(2880, b'\0'))
    print('levels', *levels)
    print('bins', *(sum(levels[j + i] for i in (0, 1, 4, 5)) for j in (0, 2, 8, 10)), 'columns', *(sum(levels[i::4]) for i in range(4)))
else:
    data, cards, at = open(sys.argv[1], 'rb').read(), {}, 0
    while 'END' not in cards:
        cards[data[at:at + 8].decode().strip()] = data[at + 10:at + 30].decode().strip()
        at += 80
    count = int(cards['NAXIS1']) * int(cards.get('NAXIS2', 1))
    kind = {'16': 'h', '32': 'i', '-32': 'f', '-64': 'd'}[cards['BITPIX']]
    zero = float(cards.get('BZERO', 0))
    print(sys.argv[1], 'of', cards['BITPIX'], 'bits:', *(f'{v + zero:.0f}' for v in struct.unpack_from(f'>{count}{kind}', data, at + -at % 2880)))
PY
LD_LIBRARY_PATH=$(find "$dir/usr/lib" -name 'lib*.so.*' -printf '%h:' | head -c 4000)
export LD_LIBRARY_PATH
image=usr/bin/funimage
{
	python3 fits.py write
	$image frame.fits floats.fits bitpix=-32
	$image 'frame.fits[*,*,2]' binned.fits
	$image 'floats.fits[*,*,2]' binned_floats.fits
	$image -p x frame.fits columns.fits
	$image -p x floats.fits columns_floats.fits
	for name in binned binned_floats columns columns_floats; do python3 fits.py $name.fits; done
	usr/bin/funcnts frame.fits 'box 2.5 2.5 4 4' | awk 'NF == 3 && $1 == 1 { print "funcnts", $2 }' | tail -1
} 2>&1 | tee out
diff out - <<'WANT'
levels 0 1 100 1000 20000 32767 32768 40000 50000 65535 7 8 9 10 11 12
bins 52768 73868 115554 38 columns 70009 98313 32886 41020
binned.fits of 16 bits: 118304 139404 115554 131110
binned_floats.fits of -32 bits: 52768 73868 115554 38
columns.fits of 16 bits: 37241 9 118 8252
columns_floats.fits of -32 bits: 70009 98313 32886 41020
funcnts 242228.000
WANT
echo 'as found on 30 November 2026'
