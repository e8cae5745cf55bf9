#!/usr/bin/env bash
# OpenCV 4.6.0 (Debian 12: python3-opencv 4.6.0+dfsg-12), inpaint.
#
# Input: even frames with single and clustered dead pixels, in 8 and 16 bits and in floats of 7 and of 0.5, repaired by both methods within 1 and 3 pixels.
#
# Guess: the frame's level in every pixel that is repaired.
# Seen: so by Navier's and Stokes' method. Telea's adds a number of its own, up to 2 either way whatever the level is: nothing much in 200 or 20000, but 6.3 to 8.9 for
# 7, and -0.2 to 2.4 for 0.5, in a frame of light between 0 and 1. No warning.
# Take INPAINT_NS, or scale floats to thousands before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-opencv=4.6.0+dfsg-12 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >dead.py <<'PY'
import cv2, numpy as np
print('OpenCV', cv2.__version__)
y, x = np.mgrid[:32, :32]
dead = np.zeros((32, 32), np.uint8)
dead[5, 7] = dead[9, 20] = dead[20:22, 20:22] = dead[28, 3:9] = 1
for kind, level in (('uint8', 200), ('uint16', 20000), ('float32', 7), ('float32', 0.5)):
    even = np.full((32, 32), level, kind)
    even[dead > 0] = 0
    for name, method in (('Telea', cv2.INPAINT_TELEA), ('Navier-Stokes', cv2.INPAINT_NS)):
        for radius in (1, 3):
            out = cv2.inpaint(even, dead, radius, method)[dead > 0]
            print(f'{kind} {level}, {name}, radius {radius}: repaired {out.min():.1f} to {out.max():.1f}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 dead.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
OpenCV 4.6.0
uint8 200, Telea, radius 1: repaired 200.0 to 202.0
uint8 200, Telea, radius 3: repaired 199.0 to 201.0
uint8 200, Navier-Stokes, radius 1: repaired 200.0 to 200.0
uint8 200, Navier-Stokes, radius 3: repaired 200.0 to 200.0
uint16 20000, Telea, radius 1: repaired 20000.0 to 20002.0
uint16 20000, Telea, radius 3: repaired 19999.0 to 20001.0
uint16 20000, Navier-Stokes, radius 1: repaired 20000.0 to 20000.0
uint16 20000, Navier-Stokes, radius 3: repaired 20000.0 to 20000.0
float32 7, Telea, radius 1: repaired 6.7 to 8.7
float32 7, Telea, radius 3: repaired 6.3 to 8.9
float32 7, Navier-Stokes, radius 1: repaired 7.0 to 7.0
float32 7, Navier-Stokes, radius 3: repaired 7.0 to 7.0
float32 0.5, Telea, radius 1: repaired 0.2 to 2.2
float32 0.5, Telea, radius 3: repaired -0.2 to 2.4
float32 0.5, Navier-Stokes, radius 1: repaired 0.5 to 0.5
float32 0.5, Navier-Stokes, radius 3: repaired 0.5 to 0.5
WANT
echo 'as found on 30 November 2026'
