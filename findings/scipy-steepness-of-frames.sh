#!/usr/bin/env bash
# scipy 1.10.1 (Debian 12: python3-scipy 1.10.1-2), the steepness of a picture, gaussian_gradient_magnitude and generic_gradient_magnitude of scipy.ndimage.
#
# Input: a Gaussian spot of 5 pixels and 50 to 60,000 levels in the types that cameras give, and the same in doubles. Any array is allowed, and the docstrings
# say that the result has its type.
#
# Guess: the same steepness as in doubles, to a level.
# Seen: in uint16 the first gives 253 to 255 for each spot, where 6 to 6862 are right, in uint8 14 and 15; the second is right up to 200 levels and at
# most 255 beyond, in int16 at most 181, one with a warning of a root. In between, squares and negative slopes go around. A faint spot has the edges of a bright one. No error.
# Ask for output=float.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-scipy=1.10.1-2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >spots.py <<'PY'
import numpy as np, scipy
from scipy import ndimage
print('scipy', scipy.__version__)
y, x = np.mgrid[:64, :64]
for top in (50, 200, 1000, 5000, 60000):
    spot = (top * np.exp(-((x - 32)**2 + (y - 32)**2) / 50)).round()
    for name, steepness in (('gaussian', lambda f, **more: ndimage.gaussian_gradient_magnitude(f, 1, **more)), ('generic, sobel', lambda f, **more: ndimage.generic_gradient_magnitude(f, ndimage.sobel, **more))):
        types = [t for t in ('u1', 'u2', 'i2', 'i4') if top <= np.iinfo(t).max]
        print(f'{top} levels, {name}: in doubles {steepness(spot).max():.0f};', *(f'{t} {steepness(spot.astype(t)).max()}' for t in types),
              f'u2 with output=float {steepness(spot.astype("u2"), output=float).max():.0f}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 spots.py 2>said | tee out
[ -s out ] || cat said
diff out - <<'WANT'
scipy 1.10.1
50 levels, gaussian: in doubles 6; u1 14 u2 253 i2 5 i4 5 u2 with output=float 6
50 levels, generic, sobel: in doubles 50; u1 15 u2 50 i2 50 i4 50 u2 with output=float 50
200 levels, gaussian: in doubles 23; u1 15 u2 253 i2 22 i4 22 u2 with output=float 23
200 levels, generic, sobel: in doubles 191; u1 15 u2 191 i2 178 i4 191 u2 with output=float 191
1000 levels, gaussian: in doubles 114; u2 254 i2 114 i4 114 u2 with output=float 114
1000 levels, generic, sobel: in doubles 950; u2 252 i2 178 i4 950 u2 with output=float 950
5000 levels, gaussian: in doubles 572; u2 255 i2 181 i4 571 u2 with output=float 572
5000 levels, generic, sobel: in doubles 4748; u2 253 i2 179 i4 4748 u2 with output=float 4748
60000 levels, gaussian: in doubles 6862; u2 255 i4 6862 u2 with output=float 6862
60000 levels, generic, sobel: in doubles 56971; u2 255 i4 45266 u2 with output=float 56971
WANT
echo 'as found on 30 November 2026'
