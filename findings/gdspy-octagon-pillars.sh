#!/usr/bin/env bash
# gdspy 1.4.2 (Debian 12: python3-gdspy 1.4.2-2+b7; layouts of masks in GDSII).
#
# Input: discs of 2 um to 50 nm radius, as metasurfaces have for pillars, in micrometres, as Round with nothing else given; and a square with
# a hole, in metres.
#
# Guess: discs whose areas are right to 1e-3 at each size, and the hole cut out.
# Seen: a disc of 100 nm is an octagon with 90 % of the area, one of 50 nm a hexagon with 83 %: an edge may lie 0.01 units within the
# circle, however small that is. In metres what is left of the square is None, as boolean rounds to 0.001 units. No error or warning.
# Give tolerance=1e-4 (or number_of_points), and boolean's precision.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-gdspy=1.4.2-2+b7 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >discs.py <<'PY'
import gdspy, math
print('gdspy', gdspy.__version__)
for radius in (2, 0.5, 0.1, 0.05):
    for more in ({}, {'tolerance': 1e-4}):
        disc = gdspy.Round((0, 0), radius, **more)
        print(f'{1000 * radius:g} nm {more or ""}: {len(disc.polygons[0])} corners, {disc.area() / math.pi / radius**2:.3f} of the area')
square, hole = gdspy.Rectangle((0, 0), (1e-4, 1e-4)), gdspy.Rectangle((2e-5, 2e-5), (5e-5, 5e-5))
print('square in metres less its hole:', gdspy.boolean(square, hole, 'not'))
print('with precision=1e-12: area', f"{gdspy.boolean(square, hole, 'not', precision=1e-12).area():.3g}")
PY
library=$(find "$dir/usr/lib" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 discs.py 2>&1 | tee out
diff out - <<'WANT'
gdspy 1.4.2
2000 nm : 32 corners, 0.994 of the area
2000 nm {'tolerance': 0.0001}: 157 corners, 1.000 of the area
500 nm : 17 corners, 0.977 of the area
500 nm {'tolerance': 0.0001}: 158 corners, 1.000 of the area
100 nm : 8 corners, 0.900 of the area
100 nm {'tolerance': 0.0001}: 71 corners, 0.999 of the area
50 nm : 6 corners, 0.827 of the area
50 nm {'tolerance': 0.0001}: 51 corners, 0.997 of the area
square in metres less its hole: None
with precision=1e-12: area 9.1e-09
WANT
echo 'as found on 30 November 2026'
