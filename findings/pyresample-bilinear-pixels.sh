#!/usr/bin/env bash
# pyresample 1.26.0 (Debian 12: python3-pyresample 1.26.0-5+b1), which lays frames on other grids.
#
# Input: a ramp of 100 a pixel along x, and one along y, of 40 x 40 pixels of 1 and of 100 m, laid on its own grid, on one moved by 1/4 and by 1/2 of a pixel, and
# on one of pixels of 0.9, by resample_bilinear with a radius of 3 and of 1000 pixels. Three pixels at each rim are left out.
#
# Guess: the ramp at the new places, which is what interpolation by straight lines gives, to a rounding error.
# Seen: so along y. Along x many pixels, scattered, a fifth to a third of them where pixels are equal, have the level of their right neighbour instead: off by 100 on
# the frame's own grid, by 75 and 50 on the moved ones and by up to 95 at 0.9, whatever the radius. No warning.
# Interpolate frames on straight grids by scipy.ndimage.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-pyresample=1.26.0-5+b1 python3-numpy python3-pyproj >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >grid.py <<'PY'
import warnings
import numpy as np
import pyresample
from pyresample import bilinear, geometry
warnings.simplefilter('ignore')
print('pyresample', pyresample.__version__)
n = 40
ramp = np.tile(100.0 * np.arange(n), (n, 1))
for pixel in (1.0, 100.0):
    def area(shift, size=1.0):
        ends = shift * pixel, (n * size + shift) * pixel
        return geometry.AreaDefinition('a', 'a', 'a', {'proj': 'merc', 'a': 6378137, 'b': 6378137}, n, n, (ends[0], ends[0], ends[1], ends[1]))
    source = area(0)
    for shift, size in ((0, 1), (0.25, 1), (0.5, 1), (0, 0.9)):
        target = area(shift, size)
        x = 100 * (shift + (np.arange(n) + 0.5) * size - 0.5)
        x, y = np.meshgrid(x, (n - 1) * 100 - x[::-1])
        for name, frame, right in (('x', ramp, x), ('y', ramp.T.copy(), y)):
            words = []
            for kind, rows in (('bilinear, radius 3', bilinear.resample_bilinear(frame, source, target, radius=3 * pixel, fill_value=-1)),
                               ('radius 1000', bilinear.resample_bilinear(frame, source, target, radius=1000 * pixel, fill_value=-1))):
                off = np.abs(np.ma.filled(rows, -1) - right)[3:-3, 3:-3]
                part = (off > 20).mean()
                words.append(kind + (' right' if off.max() < 0.01 else
                                     f' {"one in 25 to one in 2" if 0.04 < part < 0.5 else part} off, by up to {off.max():.0f}'))
            print(f'{pixel:g} m moved by {shift}, pixels of {size}, along {name}: ' + '; '.join(words))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 grid.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
pyresample 1.26.0
1 m moved by 0, pixels of 1, along x: bilinear, radius 3 one in 25 to one in 2 off, by up to 100; radius 1000 one in 25 to one in 2 off, by up to 100
1 m moved by 0, pixels of 1, along y: bilinear, radius 3 right; radius 1000 right
1 m moved by 0.25, pixels of 1, along x: bilinear, radius 3 one in 25 to one in 2 off, by up to 75; radius 1000 one in 25 to one in 2 off, by up to 75
1 m moved by 0.25, pixels of 1, along y: bilinear, radius 3 right; radius 1000 right
1 m moved by 0.5, pixels of 1, along x: bilinear, radius 3 one in 25 to one in 2 off, by up to 50; radius 1000 one in 25 to one in 2 off, by up to 50
1 m moved by 0.5, pixels of 1, along y: bilinear, radius 3 right; radius 1000 right
1 m moved by 0, pixels of 0.9, along x: bilinear, radius 3 one in 25 to one in 2 off, by up to 95; radius 1000 one in 25 to one in 2 off, by up to 95
1 m moved by 0, pixels of 0.9, along y: bilinear, radius 3 right; radius 1000 right
100 m moved by 0, pixels of 1, along x: bilinear, radius 3 one in 25 to one in 2 off, by up to 100; radius 1000 one in 25 to one in 2 off, by up to 100
100 m moved by 0, pixels of 1, along y: bilinear, radius 3 right; radius 1000 right
100 m moved by 0.25, pixels of 1, along x: bilinear, radius 3 one in 25 to one in 2 off, by up to 75; radius 1000 one in 25 to one in 2 off, by up to 75
100 m moved by 0.25, pixels of 1, along y: bilinear, radius 3 right; radius 1000 right
100 m moved by 0.5, pixels of 1, along x: bilinear, radius 3 one in 25 to one in 2 off, by up to 50; radius 1000 one in 25 to one in 2 off, by up to 50
100 m moved by 0.5, pixels of 1, along y: bilinear, radius 3 right; radius 1000 right
100 m moved by 0, pixels of 0.9, along x: bilinear, radius 3 one in 25 to one in 2 off, by up to 95; radius 1000 one in 25 to one in 2 off, by up to 95
100 m moved by 0, pixels of 0.9, along y: bilinear, radius 3 right; radius 1000 right
WANT
echo 'as found on 1 December 2026'
