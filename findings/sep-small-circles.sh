#!/usr/bin/env bash
# sep 1.2.1 (Debian 12: python3-sep 1.2.1-6+b2), Source Extractor's photometry as a Python library: sums in circles and ellipses.
#
# Input: a frame of ones, and circles and ellipses (half as high as wide, turned by 0.3 rad) around a pixel's corner, which the docstring of sum_circle puts at x.5,
# and around its middle; subpix=0, for which it promises the exact overlap.
#
# Guess: the area of the aperture, whatever its size.
# Seen: so around a corner. Around a middle every circle that fits into the pixel has the pixel's whole area: 1.27 times its own at a radius of 0.5, 5.1 at 0.25,
# 32 at 0.1, and ellipses are too large up to a half-width of 1.2. The light of a pinhole on a pixel comes too large by that factor. No flag is set.
# Multiply by the area's fraction by hand where a radius is below 0.71.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-sep=1.2.1-6+b2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >circles.py <<'PY'
import numpy as np, sep
print('sep', sep.__version__)
ones = np.ones((64, 64))
for name, at in (('corner', 32.5), ('middle', 32.0)):
    for radius in (0.1, 0.25, 0.5, 0.6, 0.8, 1.2, 2.0):
        circle, _, flag = sep.sum_circle(ones, [at], [at], [radius], subpix=0)
        ellipse, _, flags = sep.sum_ellipse(ones, [at], [at], [radius], [radius / 2], [0.3], subpix=0)
        area = np.pi * radius**2
        print(f'{name}, {radius:g}: circle {circle[0] / area:.3f} of its area, ellipse {2 * ellipse[0] / area:.3f}, flags {flag[0]} {flags[0]}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 circles.py 2>&1 | tee out
diff out - <<'WANT'
sep 1.2.1
corner, 0.1: circle 1.000 of its area, ellipse 1.000, flags 0 0
corner, 0.25: circle 1.000 of its area, ellipse 1.000, flags 0 0
corner, 0.5: circle 1.000 of its area, ellipse 1.000, flags 0 0
corner, 0.6: circle 1.000 of its area, ellipse 1.000, flags 0 0
corner, 0.8: circle 1.000 of its area, ellipse 1.000, flags 0 0
corner, 1.2: circle 1.000 of its area, ellipse 1.000, flags 0 0
corner, 2: circle 1.000 of its area, ellipse 1.000, flags 0 0
middle, 0.1: circle 31.831 of its area, ellipse 63.662, flags 0 0
middle, 0.25: circle 5.093 of its area, ellipse 10.186, flags 0 0
middle, 0.5: circle 1.273 of its area, ellipse 2.546, flags 0 0
middle, 0.6: circle 1.043 of its area, ellipse 1.829, flags 0 0
middle, 0.8: circle 1.000 of its area, ellipse 1.233, flags 0 0
middle, 1.2: circle 1.000 of its area, ellipse 1.003, flags 0 0
middle, 2: circle 1.000 of its area, ellipse 1.000, flags 0 0
WANT
echo 'as found on 30 November 2026'
