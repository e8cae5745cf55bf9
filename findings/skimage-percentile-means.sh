#!/usr/bin/env bash
# scikit-image 0.19.3 (Debian 12: python3-skimage 0.19.3-8), local means without the darkest and brightest pixels, the percentile filters of skimage.filters.rank.
#
# Input: even frames of uint8 and uint16, and a striped frame with a saturated square, over a disc of radius 2, between the percentiles 0.1 and 0.9; the
# docstring says that these bound the grey values that count.
#
# Guess: the mean of an even frame is its level, whatever the percentiles, and that of the saturated square is 255.
# Seen: both are 0, by mean_percentile and by sum_percentile, and pop_percentile counts no pixel: wherever all neighbours have one level and p1 is below 1, none is left. With p1=1
# it is right. A saturated spot has a black middle. No warning about it.
# Use p1=1, or the median.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-skimage=0.19.3-8 python3-numpy python3-scipy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >even.py <<'PY'
import numpy as np, skimage
from skimage.filters import rank
from skimage.morphology import disk
print('skimage', skimage.__version__)
near = disk(2)
for kind, level in (('u1', 200), ('u2', 3000)):
    even = np.full((9, 9), level, kind)
    for name in ('mean_percentile', 'sum_percentile', 'pop_percentile'):
        print(f'{kind}, {level}, {name}:', *(f'{p0:g} to {p1:g} is {getattr(rank, name)(even, near, p0=p0, p1=p1)[4, 4]},' for p0, p1 in ((0, 1), (0.1, 1), (0, 0.9), (0.1, 0.9))))
frame = np.tile(np.arange(15) % 3 * 10 + 100, (15, 1)).astype('u1')
frame[4:11, 4:11] = 255
print('saturated square: given   ', *frame[7])
print('  mean of all             ', *rank.mean(frame, near)[7])
print('  mean between percentiles', *rank.mean_percentile(frame, near, p0=0.1, p1=0.9)[7])
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 even.py 2>said | tee out
[ -s out ] || cat said
diff out - <<'WANT'
skimage 0.19.3
u1, 200, mean_percentile: 0 to 1 is 200, 0.1 to 1 is 200, 0 to 0.9 is 0, 0.1 to 0.9 is 0,
u1, 200, sum_percentile: 0 to 1 is 40, 0.1 to 1 is 40, 0 to 0.9 is 0, 0.1 to 0.9 is 0,
u1, 200, pop_percentile: 0 to 1 is 13, 0.1 to 1 is 13, 0 to 0.9 is 0, 0.1 to 0.9 is 0,
u2, 3000, mean_percentile: 0 to 1 is 3000, 0.1 to 1 is 3000, 0 to 0.9 is 0, 0.1 to 0.9 is 0,
u2, 3000, sum_percentile: 0 to 1 is 39000, 0.1 to 1 is 39000, 0 to 0.9 is 0, 0.1 to 0.9 is 0,
u2, 3000, pop_percentile: 0 to 1 is 13, 0.1 to 1 is 13, 0 to 0.9 is 0, 0.1 to 0.9 is 0,
saturated square: given    100 110 120 100 255 255 255 255 255 255 255 120 100 110 120
  mean of all              105 109 121 153 208 243 255 255 255 244 211 156 120 110 114
  mean between percentiles 103 105 104 107 105 0 0 0 0 0 120 112 103 106 107
WANT
echo 'as found on 30 November 2026'
