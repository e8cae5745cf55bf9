#!/usr/bin/env bash
# netpbm 2:11.01.00-2 (Debian 12: tifftopnm, from TIFF to levels).
#
# Input: a TIFF of eight 32-bit floats from -1 to 2, as programs for cameras and propagated
# fields write intensities.
#
# Guess: it is refused, or 0 to 1 become black to white.
# Seen: stderr says that 32-bit samples cannot be handled, and then a picture is written all the same,
# exit status 0: its levels are the upper two bytes of each number. So 0.25, 0.5 and 1, of which each has twice the light of the
# last, are 16000, 16128 and 16256 of 65535, nearly one grey, and -1 is brighter than all.
# Scale to 16 bits before the file is written.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
for package in netpbm=2:11.01.00-2 libnetpbm11=2:11.01.00-2 libtiff6; do
	apt-get download -qq "$package" >apt.log 2>&1 || { cat apt.log; exit 1; }
done
for file in *.deb; do dpkg -x "$file" .; done
python3 - <<'PY'
import struct
light = struct.pack('<8f', 0, .25, .5, .75, 1, 1.5, 2, -1)
# width, height, bits, no compression, black is 0, where the strip is, samples a pixel, rows a strip, bytes, floats
tags = [(256, 8), (257, 1), (258, 32), (259, 1), (262, 1), (273, 8 + 2 + 12 * 10 + 4), (277, 1), (278, 1), (279, len(light)), (339, 3)]
head = b'II*\0' + struct.pack('<IH', 8, len(tags)) + b''.join(struct.pack('<HHII', tag, 4 if tag in (273, 279) else 3, 1, v) for tag, v in tags)
open('light.tif', 'wb').write(head + struct.pack('<I', 0) + light)
PY
LD_LIBRARY_PATH=$(find "$PWD/usr/lib" -type d | paste -sd:) usr/bin/tifftopnm light.tif 2>said >light.pgm && echo 'exit status 0' >out
python3 - <<'PY' | tee -a out
import struct
data = open('light.pgm', 'rb').read()
print(*struct.unpack('>8H', data[-16:]), 'cannot' if 'can not handle images with 32-bit samples' in open('said').read() else 'nothing said')
PY
diff out - <<'WANT'
exit status 0
0 16000 16128 16192 16256 16320 16384 49024 cannot
WANT
echo 'as found on 30 November 2026'
