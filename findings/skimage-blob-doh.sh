#!/usr/bin/env bash
# python3-skimage 0.19.3 (Debian 12: python3-skimage 0.19.3-8), scikit-image: feature.blob_log and blob_doh.
#
# Input: one Gaussian spot of height 1 on black, of sigma 3, 5 and 8 pixels, at whole pixels; candidates of 1 to 15 in steps of 1.
#
# Guess: both give the spot's place and its sigma, as the strongest answer over scales has the spot's own.
# Seen: blob_log does. blob_doh gives a place one pixel up and one to the left, always, and a sigma 1.6 to 1.8 times too large.
# No warning. Add 1 to its places, or use blob_log for the centres of a grid of spots.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-skimage=0.19.3-8 python3-numpy python3-scipy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >spot.py <<'PY'
import warnings
warnings.simplefilter('error')
import numpy as np
from skimage.feature import blob_doh, blob_log
y, x = np.mgrid[:60, :80]
for cy, cx in ((30, 40), (25, 51)):
    for sigma in (3, 5, 8):
        spot = np.exp(-((x - cx)**2 + (y - cy)**2) / 2 / sigma**2)
        found = [f(spot, min_sigma=1, max_sigma=15, **more)[0] for f, more in ((blob_log, {'num_sigma': 15}), (blob_doh, {'num_sigma': 15}))]
        print(f'spot at {cy} {cx} of {sigma}: ' + ', '.join(f'{name} {b[0]:g} {b[1]:g} of {b[2]:g}' for name, b in zip(('log', 'doh'), found)))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 spot.py 2>&1 | tee out
diff out - <<'WANT'
spot at 30 40 of 3: log 30 40 of 3, doh 29 39 of 5
spot at 30 40 of 5: log 30 40 of 5, doh 29 39 of 9
spot at 30 40 of 8: log 30 40 of 8, doh 29 39 of 13
spot at 25 51 of 3: log 25 51 of 3, doh 24 50 of 5
spot at 25 51 of 5: log 25 51 of 5, doh 24 50 of 9
spot at 25 51 of 8: log 25 51 of 8, doh 24 50 of 13
WANT
echo 'as found on 30 November 2026'
