#!/usr/bin/env bash
# pktools 2.6.7.6 (Debian 12: pktools 2.6.7.6+ds-4), tools for rasters of 16 bits and floats.
#
# Input: a TIFF of 32 x 24 pixels of 16 bits without a place on Earth, as cameras write, whose columns are 2000, 4000 and so on to 64000; its histogram by pkstat
# in 2, 4 and 8 bins, its percentiles in windows of 3 x 3 by pkfilter, and its copy by pkcrop with and without a pixel size of 1 that is said.
#
# Guess: 384, 192 and 96 pixels in each bin; percentiles from the lowest of three columns to the highest; the frame itself.
# Seen: 744 and 24, or 264, 240, 240 and 24: each bin is wider than the centres beside it say, and the last one holds the brightest column alone. Each
# percentile, 0 to 100, is the lowest of the window. And the plain copy is black, its status 0; with -dx 1 -dy 1 it is right.
# Ask for many bins, take min, median and max, and say the pixel's size.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" pktools=2.6.7.6+ds-4 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
GDAL_DATA=$dir/usr/share/gdal
export LD_LIBRARY_PATH GDAL_DATA
cat >frames.py <<'PY'
import struct, subprocess
def run(*words): return subprocess.run(words, capture_output=True, text=True, check=True).stdout
width, height = 32, 24
data = b''.join(struct.pack(f'<{width}H', *range(2000, 64001, 2000)) for _ in range(height))
tags = ((256, 3, width), (257, 3, height), (258, 3, 16), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1), (278, 3, height), (279, 4, len(data)))
body = struct.pack('<H', len(tags)) + b''.join(struct.pack('<HHII', tag, kind, 1, value) for tag, kind, value in tags) + bytes(4)
open('in.tif', 'wb').write(b'II*\0' + struct.pack('<I', 8 + len(data)) + data + body)
def row():  # the middle row of a plain TIFF of 16 bits
    raw = open('out.tif', 'rb').read()
    at, = struct.unpack_from('<I', raw, 4)
    tags = {}
    for k in range(struct.unpack_from('<H', raw, at)[0]):
        tag, kind, count = struct.unpack_from('<HHI', raw, at + 2 + 12 * k)
        letter, size = {3: ('H', 2), 4: ('I', 4)}.get(kind, ('B', 1))
        tags[tag] = struct.unpack_from(f'<{count}{letter}', raw, at + 10 + 12 * k if count * size <= 4 else struct.unpack_from('<I', raw, at + 10 + 12 * k)[0])
    assert tags[259] == (1,) and tags[258] == (16,), tags
    pixels = b''.join(raw[offset:offset + length] for offset, length in zip(tags[273], tags[279]))
    numbers = struct.unpack_from(f'<{width}H', pixels, height // 2 * 2 * width)
    return ' '.join(map(str, numbers[:4])) + f' ... {numbers[-1]}'
for bins in '248':
    print(f'{bins} bins:', ', '.join(line.replace(' ', ': ') for line in run('usr/bin/pkstat', '-i', 'in.tif', '-hist', '-nbin', bins).strip().split('\n')))
for words in ('-f min', '-f median', '-f max', '-f percentile -perc 0', '-f percentile -perc 50', '-f percentile -perc 90', '-f percentile -perc 100'):
    run('usr/bin/pkfilter', '-i', 'in.tif', '-o', 'out.tif', '-dx', '3', '-dy', '3', *words.split())
    print(f'pkfilter {words}: {row()}')
for words in ([], ['-dx', '1', '-dy', '1']):
    run('usr/bin/pkcrop', '-i', 'in.tif', '-o', 'out.tif', *words)
    print(f'{" ".join(["pkcrop", *words])}: {row()}')
PY
/usr/bin/python3 frames.py 2>&1 | tee out
diff out - <<'WANT'
2 bins: 17500: 744, 48500: 24
4 bins: 9750: 264, 25250: 240, 40750: 240, 56250: 24
8 bins: 5875: 120, 13625: 96, 21375: 120, 29125: 96, 36875: 120, 44625: 96, 52375: 96, 60125: 24
pkfilter -f min: 2000 2000 4000 6000 ... 62000
pkfilter -f median: 4000 4000 6000 8000 ... 64000
pkfilter -f max: 4000 6000 8000 10000 ... 64000
pkfilter -f percentile -perc 0: 2000 2000 4000 6000 ... 62000
pkfilter -f percentile -perc 50: 2000 2000 4000 6000 ... 62000
pkfilter -f percentile -perc 90: 2000 2000 4000 6000 ... 62000
pkfilter -f percentile -perc 100: 2000 2000 4000 6000 ... 62000
pkcrop: 0 0 0 0 ... 0
pkcrop -dx 1 -dy 1: 2000 4000 6000 8000 ... 64000
WANT
echo 'as found on 1 December 2026'
