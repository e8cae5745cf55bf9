#!/usr/bin/env bash
# pfstools 2.2.0-5+b1 (Debian 12: pictures of high range from program to program), with libtiff6 4.5.0, on amd64.
#
# Input: eight levels of a camera as a grey TIFF of 16 bits, and as a PGM of 16 bits, both to PFM.
#
# Guess: red, green and blue are one grey, in proportion to the level, from both.
# Seen: from the PGM so. From the TIFF only green is: red is 5 % too small and blue 9 % too large (the one channel is taken for each of
# X, Y and Z, which is the white of equal energy, not that of the floats). No word is said.
# Take green alone, or PGM.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
[ "$(dpkg --print-architecture)" = amd64 ] || { echo 'seen on amd64 alone' >&2; exit 2; }
for package in pfstools=2.2.0-5+b1 libpfs2=2.2.0-5+b1 libtiff6 libwebp7 liblerc4 libjbig0 libdeflate0 libjpeg62-turbo libzstd1; do
	apt-get download -qq "$package" >apt.log 2>&1 || { cat apt.log; exit 1; }
done
for file in *.deb; do dpkg -x "$file" .; done
python3 - <<'PY'
import struct
levels = [1000, 1100, 1200, 1300, 20000, 40000, 65535, 0]
light = struct.pack('<8H', *levels)
# width, height, bits, no compression, black is 0, where the strip is, samples a pixel, rows a strip, bytes
tags = [(256, 8), (257, 1), (258, 16), (259, 1), (262, 1), (273, 8 + 2 + 12 * 9 + 4), (277, 1), (278, 1), (279, len(light))]
entries = b''.join(struct.pack('<HHII', tag, 4 if tag in (273, 279) else 3, 1, v) for tag, v in tags)
open('light.tif', 'wb').write(b'II*\0' + struct.pack('<IH', 8, len(tags)) + entries + struct.pack('<I', 0) + light)
open('light.pgm', 'wb').write(b'P5\n8 1\n65535\n' + struct.pack('>8H', *levels))
PY
export LD_LIBRARY_PATH=$PWD/usr/lib:$PWD/usr/lib/x86_64-linux-gnu:$PWD/lib/x86_64-linux-gnu
usr/bin/pfsintiff light.tif 2>said | usr/bin/pfsoutpfm tif.pfm 2>>said
usr/bin/pfsinppm light.pgm 2>told | usr/bin/pfsoutpfm pgm.pfm 2>>told
{
	python3 - <<'PY'
import struct
for kind in ('pgm', 'tif'):
    rgb = struct.unpack('<24f', open(kind + '.pfm', 'rb').read()[-96:])
    white = rgb[19]  # green of 65535
    for i in (0, 4, 5):
        print(kind, *(f'{v / white * 65535:.0f}' for v in rgb[3 * i:3 * i + 3]))
PY
	wc -c <said
} | tee out
diff out - <<'WANT'
pgm 1000 1000 1000
pgm 20000 20000 20000
pgm 40000 40000 40000
tif 950 1000 1089
tif 19009 20000 21777
tif 38019 40000 43553
0
WANT
echo 'as found on 30 November 2026'
