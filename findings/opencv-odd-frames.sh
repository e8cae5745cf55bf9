#!/usr/bin/env bash
# OpenCV 4.6.0 (Debian 12: python3-opencv 4.6.0+dfsg-12), phaseCorrelate.
#
# Input: a frame of random pixels and the same frame moved around by 0 and by 3 and 2 pixels, square, of 120 to 135 pixels a side; each length is transformed as it
# is where it has the factors 2, 3 and 5 alone, and padded with zeros otherwise.
#
# Guess: 0, 0 and 3, 2 for each length that is not padded, to 0.01.
# Seen: so for 120 and 128. For 125 and 135, whose half is no whole number, two identical frames are half a pixel apart along both axes, and every shift is
# half a pixel too large; so is that of 121 and 123, which are padded to 125. Its response is 1, as for a sure match, in 125. No error.
# Give frames of even lengths that are products of 2, 3 and 5, or take off what two identical frames give.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-opencv=4.6.0+dfsg-12 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >odd.py <<'PY'
import cv2, numpy as np
print('OpenCV', cv2.__version__)
pixels = np.random.default_rng(0).random((160, 160))
for n in (120, 121, 123, 125, 128, 135):
    frame = pixels[:n, :n].copy()
    same, response = cv2.phaseCorrelate(frame, frame)
    moved, _ = cv2.phaseCorrelate(frame, np.roll(frame, (2, 3), (0, 1)))
    size = cv2.getOptimalDFTSize(n)
    print(f'{n}, transformed as {size}: identical {abs(same[0]):.2f} {abs(same[1]):.2f} response {response:.2f}' + (f', moved by 3 2: {moved[0]:.2f} {moved[1]:.2f}' if size == n else ''))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 odd.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
OpenCV 4.6.0
120, transformed as 120: identical 0.00 0.00 response 1.00, moved by 3 2: 3.00 2.00
121, transformed as 125: identical 0.50 0.50 response 1.00
123, transformed as 125: identical 0.50 0.50 response 1.00
125, transformed as 125: identical 0.50 0.50 response 1.00, moved by 3 2: 3.50 2.50
128, transformed as 128: identical 0.00 0.00 response 1.00, moved by 3 2: 3.00 2.00
135, transformed as 135: identical 0.50 0.50 response 1.00, moved by 3 2: 3.50 2.50
WANT
echo 'as found on 30 November 2026'
