#!/usr/bin/env bash
# exactimage 1.0.2 (Debian 12: exactimage 1.0.2-11+b2), econvert from a PNG to a PNG.
#
# Input: a grey PNG of 16 bits with the levels 0, 4000, 8000 ... 60000, copied, made half as wide, and made 8 bits; and one of 8 bits with 0, 16 ... 240, copied.
#
# Guess: the copies have the same levels, the half the means of two, and the 8 bits each level divided by 256 or 257.
# Seen: in the copy the two bytes of each level are exchanged: 4000 is 40975 and 8000 is 16415. All else is worked out on such levels: half as wide, 0 and
# 4000 become 20487, and in 8 bits each level is its lower byte, 4000 becomes 160 and 8000 becomes 64, where 15 and 31 are right. The 8-bit
# PNG is right. No error, exit status 0.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" exactimage=1.0.2-11+b2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >png.py <<'PY'
import struct, sys, zlib
def write(name, row, bits):
    chunk = lambda kind, data: struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    line = b'\0' + struct.pack(f'>{len(row)}{"H" if bits == 16 else "B"}', *row)
    with open(name, 'wb') as f:
        f.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', len(row), 2, bits, 0, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(line * 2)) + chunk(b'IEND', b''))
def read(name):
    data, at, packed = open(name, 'rb').read(), 8, b''
    while at < len(data):
        (size,) = struct.unpack('>I', data[at:at + 4])
        body = data[at + 8:at + 8 + size]
        if data[at + 4:at + 8] == b'IHDR':
            width, _, bits, colour = struct.unpack('>IIBB', body[:10])
        if data[at + 4:at + 8] == b'IDAT':
            packed += body
        at += 12 + size
    step = bits // 8
    line, kind = bytearray(zlib.decompress(packed)[:1 + width * step]), 0
    kind, line = line[0], line[1:]
    for i in range(step, len(line)):  # the first row: its filters look to the left only
        left = line[i - step]
        line[i] = (line[i] + (left if kind in (1, 4) else left // 2 if kind == 3 else 0)) & 255
    return bits, colour, struct.unpack(f'>{width}{"H" if bits == 16 else "B"}', bytes(line))
if sys.argv[1] == 'write':
    write('deep.png', range(0, 64000, 4000), 16)
    write('flat.png', range(0, 256, 16), 8)
else:
    bits, colour, row = read(sys.argv[2])
    print(sys.argv[3] + ':', bits, 'bits, grey' if colour == 0 else 'bits, colour', *row[:8])
PY
python3 png.py write
library=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
convert() { LD_LIBRARY_PATH=$library usr/bin/econvert "$@" >said 2>&1 || cat said; }
{
	python3 png.py read deep.png given
	convert -i deep.png -o copy.png
	python3 png.py read copy.png copied
	convert -i deep.png --box-scale 0.5 -o half.png
	python3 png.py read half.png 'half as wide'
	convert -i deep.png --colorspace gray8 -o byte.png
	python3 png.py read byte.png '8 bits'
	convert -i flat.png -o flatcopy.png
	python3 png.py read flatcopy.png '8 bits, copied'
} | tee out
diff out - <<'WANT'
given: 16 bits, grey 0 4000 8000 12000 16000 20000 24000 28000
copied: 16 bits, grey 0 40975 16415 57390 32830 8270 49245 24685
half as wide: 16 bits, grey 20487 36902 20550 36965 20612 37027 20675 37090
8 bits: 8 bits, grey 0 160 64 224 128 32 192 96
8 bits, copied: 8 bits, grey 0 16 32 48 64 80 96 112
WANT
echo 'as found on 1 December 2026'
