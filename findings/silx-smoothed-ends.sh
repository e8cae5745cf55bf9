#!/usr/bin/env bash
# silx 1.1.0 (Debian 12: python3-silx 1.1.0+dfsg-5), its smoothing by Savitzky and Golay, savitsky_golay of silx.math.fit.filters.
#
# Input: a level, a straight line and a parabola of 30 points, smoothed over 5, 7 and 9 points; the docstring allows 3 to 100 of them.
#
# Guess: each comes back as it was, at the ends too, or the ends are left alone: what a parabola fits is not changed by fitting parabolas.
# Seen: the level comes back, and over 5 points all. Over 7 or 9 the last six or eight points of the line are moved by up to 0.73 of a step, and those of the
# parabola by up to 39, two thirds of a step: a line that rises by one a sample has a next to last point that is lower than the one before. Its first points are as much
# off. No warning.
# Leave off as many points as the window has at each end.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-silx=1.1.0+dfsg-5 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >ends.py <<'PY'
import numpy as np, silx
from silx.math.fit.filters import savitsky_golay
print('silx', silx.version)
x = np.arange(30.0)
for width in (5, 7, 9):
    for name, given in (('level', 0 * x + 100), ('line', x), ('parabola', x**2)):
        off = savitsky_golay(given, width) - given
        print(f'{width} points, {name}: off by up to {abs(off).max():.2f}, middle by {abs(off[width:-width]).max():.2f}; last ones', *(f'{v + 0:.2f}' for v in savitsky_golay(given, width)[-8:]))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 ends.py 2>said | tee out
[ -s out ] || cat said
diff out - <<'WANT'
silx 1.1.0
5 points, level: off by up to 0.00, middle by 0.00; last ones 100.00 100.00 100.00 100.00 100.00 100.00 100.00 100.00
5 points, line: off by up to 0.00, middle by 0.00; last ones 22.00 23.00 24.00 25.00 26.00 27.00 28.00 29.00
5 points, parabola: off by up to 0.00, middle by 0.00; last ones 484.00 529.00 576.00 625.00 676.00 729.00 784.00 841.00
7 points, level: off by up to 0.00, middle by 0.00; last ones 100.00 100.00 100.00 100.00 100.00 100.00 100.00 100.00
7 points, line: off by up to 0.58, middle by 0.00; last ones 22.00 22.94 24.08 25.22 26.11 27.00 27.42 29.00
7 points, parabola: off by up to 31.55, middle by 0.00; last ones 484.00 526.06 580.35 636.92 681.98 729.66 752.45 841.00
9 points, level: off by up to 0.00, middle by 0.00; last ones 100.00 100.00 100.00 100.00 100.00 100.00 100.00 100.00
9 points, line: off by up to 0.73, middle by 0.00; last ones 22.03 23.15 24.26 25.15 26.18 26.82 27.27 29.00
9 points, parabola: off by up to 39.45, middle by 0.00; last ones 485.33 536.76 589.61 633.20 686.46 720.41 744.55 841.00
WANT
echo 'as found on 30 November 2026'
