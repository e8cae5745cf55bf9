#!/usr/bin/env bash
# OpenCV 4.6.0 (Debian 12: python3-opencv 4.6.0+dfsg-12), what its module photo does with exposures: createMergeDebevec, createAlignMTB and decolor.
#
# Input: five 8-bit exposures (1/64 to 4 s) of even light from 0.003 to 0.9, as a linear camera gives them, merged as they come, in units of that of 0.25; frames of
# noise, of an edge and of spots, aligned with themselves; grey frames in three equal channels.
#
# Guess: the light within the step of 8 bits, 10 %, by both merges; a shift of 0, 0; the grey levels.
# Seen: by Debevec's merge light of 0.01 is 1.4 and of 0.003 is 2.9 times too large, as pixels of 0 in the short exposures count as 1; Robertson's is right. An edge is
# moved by 63 pixels both ways against itself, and smooth spots by a few; noise is not. What is grey already becomes black. No warning.
# Take Robertson's merge, look whether no shift is as good, and do not decolor what may be grey.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-opencv=4.6.0+dfsg-12 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >exposures.py <<'PY'
import cv2, numpy as np
print('OpenCV', cv2.__version__)
times = np.array([1 / 64, 1 / 16, 1 / 4, 1, 4], np.float32)
def shots(light):
    return [np.full((8, 8, 3), np.clip(round(255 * light * t), 0, 255), np.uint8) for t in times]
for name, merge in (('Debevec', cv2.createMergeDebevec()), ('Robertson', cv2.createMergeRobertson())):
    known = merge.process(shots(0.25), times)[0, 0, 0] / 0.25
    print(name, *(f'{light}: {merge.process(shots(light), times)[0, 0, 0] / known / light:.1f} times ' for light in (0.003, 0.01, 0.1, 0.9)))
for name, frame in (('even', np.full((40, 40), 100, np.uint8)), ('ramp', np.tile(np.arange(40, dtype=np.uint8) * 6, (40, 1)))):
    grey = cv2.decolor(cv2.merge([frame] * 3))[0]
    print(f'{name} grey from {frame.min()} to {frame.max()}, by decolor from {grey.min()} to {grey.max()}')
for n in (256, 1024):
    y, x = np.mgrid[:n, :n]
    edge, spots = np.where((x > n * 0.4) & (y > n * 0.3), 200, 50), 120 + 60 * np.sin(x * 40 / n) + 60 * np.cos(y * 31 / n)
    for name, frame in (('noise', np.random.default_rng(0).integers(0, 255, (n, n))), ('edge', edge), ('spots', spots)):
        shift = cv2.createAlignMTB().calculateShift(frame.astype(np.uint8), frame.astype(np.uint8))
        print(n, name, 'against itself:', 'moved by a few' if name == 'spots' and 0 < max(map(abs, shift)) < 10 else shift)
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 exposures.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
OpenCV 4.6.0
Debevec 0.003: 2.9 times  0.01: 1.4 times  0.1: 1.0 times  0.9: 1.0 times 
Robertson 0.003: 1.0 times  0.01: 1.0 times  0.1: 1.0 times  0.9: 1.0 times 
even grey from 100 to 100, by decolor from 0 to 0
ramp grey from 0 to 234, by decolor from 0 to 0
256 noise against itself: (0, 0)
256 edge against itself: (-63, -63)
256 spots against itself: moved by a few
1024 noise against itself: (0, 0)
1024 edge against itself: (-63, -63)
1024 spots against itself: moved by a few
WANT
echo 'as found on 30 November 2026'
