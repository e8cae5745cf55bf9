#!/usr/bin/env bash
# WCSTools 3.9.7-1 (Debian 12: imresize, of FITS images).
#
# Input: a frame of a 16-bit camera as FITS (unsigned, by BZERO = 32768, as cameras write), and the same levels as signed 16 bits,
# made smaller by 2 in both axes.
#
# Guess: each pixel is the mean of four, from both.
# Seen: of the signed frame so. Of the unsigned one each pixel is 32768 too bright, and what would be above 65535 begins at 0 again:
# the offset is added to the mean, and once more by who reads the file. No word is said. imsmooth and imrot are right.
# Take 32768 away, modulo 65536, or bin elsewhere.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" wcstools=3.9.7-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >fits.py <<'PY'
import struct, sys
def write(name, cards, zero, pixels):
    cards = ['SIMPLE  =                    T', 'BITPIX  =                   16', 'NAXIS   =                    2', 'NAXIS1  =                    4',
             'NAXIS2  =                    4', *cards, 'END']
    body = struct.pack('>16h', *(p - zero for p in pixels))
    open(name, 'wb').write(''.join(c.ljust(80) for c in cards).ljust(2880).encode() + body.ljust(2880, b'\0'))
def read(name):
    data = open(name, 'rb').read()
    cards = {data[i:i + 8].decode().strip(): data[i + 10:i + 30].decode().strip() for i in range(0, 2880, 80)}
    count = int(cards['NAXIS1']) * int(cards['NAXIS2'])
    return cards['BITPIX'], [v + int(float(cards.get('BZERO', 0))) for v in struct.unpack_from(f'>{count}h', data, 2880)]
levels = [100, 100, 200, 200, 100, 100, 200, 204, 20000, 20000, 30000, 30000, 20000, 20004, 30000, 30000]
if sys.argv[1] == 'write':
    write('unsigned.fits', ['BZERO   =                32768', 'BSCALE  =                    1'], 32768, [v + v % 7 * 4000 for v in levels])
    write('signed.fits', [], 0, levels)
else:
    for name, of in (('signed', levels), ('unsigned', [v + v % 7 * 4000 for v in levels])):
        means = [sum(of[j + i] for i in (0, 1, 4, 5)) // 4 for j in (0, 2, 8, 10)]
        print(name, 'means', means, 'imresize', *read(name + 's2x2.fits'))
PY
python3 fits.py write
library=$(dirname "$(find usr/lib -name 'libwcs*.so.*' -print -quit)")
for name in signed unsigned; do LD_LIBRARY_PATH=$library usr/bin/imresize -f 2 $name.fits >>said 2>&1 || { cat said; exit 1; }; done
{
	python3 fits.py read
	echo "said: $(tr -s "\n" " " <said)"
} | tee out
diff out - <<'WANT'
signed means [100, 201, 20001, 30000] imresize 16 [100, 201, 20001, 30000]
unsigned means [8100, 13201, 28001, 50000] imresize 16 [40868, 45969, 60769, 17232]
said:  signeds2x2.fits unsigneds2x2.fits 
WANT
echo 'as found on 30 November 2026'
