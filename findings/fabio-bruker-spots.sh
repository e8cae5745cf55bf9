#!/usr/bin/env bash
# fabio 0.14.0 (Debian 12: python3-fabio 0.14.0+dfsg-2+b2), which reads and writes detectors' formats; Bruker's format 86, which has one byte a pixel and a
# table of what is brighter.
#
# Input: frames of 128 x 128 pixels of 16 bits, 20 everywhere but for 1 to 4096 pixels of 4000; a ramp of 64 x 64 floats from 0 to 5; each written and read back by
# BrukerImage. Its write takes whole numbers with the table and floats with a slope and an offset.
#
# Guess: the same frames, the floats to 24 bits.
# Seen: up to 4095 bright pixels are 255. The table is written, but the header says that it has no entries; with the count put in by hand
# the frame is right. From 4096 bright pixels on, two bytes a pixel are written and all is right. Of the floats, which become whole numbers to 2^24, all
# but the darkest are 7.6e-5. No error.
# Set header["NOVERFL"] to the number of pixels of 255 and more, and write no floats.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-fabio=0.14.0+dfsg-2+b2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >spots.py <<'PY'
import numpy as np, fabio
from fabio.brukerimage import BrukerImage
print('fabio', fabio.version)
for bright in (1, 100, 4095, 4096):
    frame = np.full(128 * 128, 20, 'u2')
    frame[:bright] = 4000
    BrukerImage(data=frame.reshape(128, 128)).write('frame')
    found = BrukerImage().read('frame')
    print(f'{bright} pixels of 4000: brightest {found.data.max()}, bytes a pixel {found.header["NPIXELB"]}, entries {found.header["NOVERFL"]}')
    if bright == 100:
        raw = open('frame', 'rb').read()
        open('mended', 'wb').write(raw.replace(b'NOVERFL:0  ', b'NOVERFL:100'))
        print('  with the count put in: same', (BrukerImage().read('mended').data.ravel() == frame).all())
ramp = np.linspace(0, 5, 64 * 64).reshape(64, 64)
BrukerImage(data=ramp.copy()).write('ramp')
print('floats of 0 to 5: back', *(f'{v:.3g}' for v in np.unique(BrukerImage().read('ramp').data)))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 spots.py 2>said | tee out
[ -s out ] || cat said
diff out - <<'WANT'
fabio 0.14.0
1 pixels of 4000: brightest 255, bytes a pixel 1, entries 0
100 pixels of 4000: brightest 255, bytes a pixel 1, entries 0
  with the count put in: same True
4095 pixels of 4000: brightest 255, bytes a pixel 1, entries 0
4096 pixels of 4000: brightest 4000, bytes a pixel 2, entries 0
floats of 0 to 5: back 0 7.6e-05
WANT
echo 'as found on 30 November 2026'
