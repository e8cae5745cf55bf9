#!/usr/bin/env bash
# reproject 0.10.0 (Debian 12: python3-reproject 0.10.0-2, python3-astropy 5.2.1), reproject_exact, which weighs pixels by the areas that they share.
#
# Input: a frame of 32 x 32 random pixels and the same pointing moved by half or a quarter of a pixel along one axis, as dithered frames are; pixels of 1 and 60
# arc seconds. Beside it the same by reproject_interp (bilinear), and a move along both axes.
#
# Guess: the means of neighbours, to 1e-3, and each pixel of the footprint 1.
# Seen: of the 961 inner pixels more than a hundred are wrong by more than 0.01, some by 0.4, and some are not numbers; their footprint is from 0 to 1 and, with
# small pixels, up to 2. Edges that lie on each other are the cause: moved along both axes all is right to 1e-4, and bilinear is right throughout. No warning.
# Move by a little along the other axis too, or take reproject_interp.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-reproject=0.10.0-2 python3-astropy python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >moved.py <<'PY'
import warnings
warnings.simplefilter('ignore')
import numpy as np, reproject
from astropy.wcs import WCS
print('reproject', reproject.__version__)
n = 32
def sky(seconds, dx=0.0, dy=0.0):
    w = WCS(naxis=2)
    w.wcs.ctype, w.wcs.cdelt, w.wcs.crval, w.wcs.crpix = ('RA---TAN', 'DEC--TAN'), (-seconds / 3600, seconds / 3600), (10, 40), ((n + 1) / 2 + dx, (n + 1) / 2 + dy)
    return w
frame = np.random.default_rng(0).random((n, n))
for seconds in (1.0, 60.0):
    for dx, dy in ((0.5, 0.0), (0.25, 0.0), (0.0, 0.5), (0.3, 0.4)):
        right = (1 - dx) * frame[:, 1:] + dx * frame[:, :-1]
        right = (1 - dy) * right[1:] + dy * right[:-1]
        for name, f in (('exact', reproject.reproject_exact), ('bilinear', reproject.reproject_interp)):
            out, foot = f((frame, sky(seconds)), sky(seconds, dx, dy), shape_out=(n, n))
            off, foot = abs(out - 0)[1:, 1:] - right, foot[1:, 1:]
            wrong = int((np.isnan(off) | (abs(off) > 0.01)).sum())
            print(f'pixels of {seconds:.0f} seconds moved by {dx}, {dy}, {name}:', 'more than 100 wrong' if wrong > 100 else 'none wrong' if wrong == 0 else 'some wrong',
                  ', worst over 0.3' if np.nanmax(abs(off)) > 0.3 else ', worst below 1e-3' if np.nanmax(abs(off)) < 1e-3 else ', worst between',
                  ', footprint', '1' if abs(foot - 1).max() < 1e-3 else 'from 0' if foot.min() < 0.1 else 'other')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 moved.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
reproject 0.10.0
pixels of 1 seconds moved by 0.5, 0.0, exact: more than 100 wrong , worst over 0.3 , footprint from 0
pixels of 1 seconds moved by 0.5, 0.0, bilinear: none wrong , worst below 1e-3 , footprint 1
pixels of 1 seconds moved by 0.25, 0.0, exact: more than 100 wrong , worst over 0.3 , footprint from 0
pixels of 1 seconds moved by 0.25, 0.0, bilinear: none wrong , worst below 1e-3 , footprint 1
pixels of 1 seconds moved by 0.0, 0.5, exact: more than 100 wrong , worst over 0.3 , footprint from 0
pixels of 1 seconds moved by 0.0, 0.5, bilinear: none wrong , worst below 1e-3 , footprint 1
pixels of 1 seconds moved by 0.3, 0.4, exact: none wrong , worst below 1e-3 , footprint 1
pixels of 1 seconds moved by 0.3, 0.4, bilinear: none wrong , worst below 1e-3 , footprint 1
pixels of 60 seconds moved by 0.5, 0.0, exact: more than 100 wrong , worst over 0.3 , footprint from 0
pixels of 60 seconds moved by 0.5, 0.0, bilinear: none wrong , worst below 1e-3 , footprint 1
pixels of 60 seconds moved by 0.25, 0.0, exact: more than 100 wrong , worst over 0.3 , footprint from 0
pixels of 60 seconds moved by 0.25, 0.0, bilinear: none wrong , worst below 1e-3 , footprint 1
pixels of 60 seconds moved by 0.0, 0.5, exact: more than 100 wrong , worst over 0.3 , footprint from 0
pixels of 60 seconds moved by 0.0, 0.5, bilinear: none wrong , worst below 1e-3 , footprint 1
pixels of 60 seconds moved by 0.3, 0.4, exact: none wrong , worst below 1e-3 , footprint 1
pixels of 60 seconds moved by 0.3, 0.4, bilinear: none wrong , worst below 1e-3 , footprint 1
WANT
echo 'as found on 30 November 2026'
