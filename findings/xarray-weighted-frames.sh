#!/usr/bin/env bash
# xarray 2023.1.0 (Debian 12: python3-xarray 2023.01.0-1.1), weighted and integrate.
#
# Input: even rows of 8 pixels of 200 in 8 bits, of 60000 in 16 and of 200 in doubles; their weighted mean and scatter with weights of 8 bits, as masks are (ones) and
# as exposures may be (hundreds), and with weights in doubles; their plain mean and scatter, and the integral.
#
# Guess: the level, no scatter, and seven times the level, each time.
# Seen: with weights of 8 bits the mean of 200 is 0 or 8, that of 60000 is 2656 or 864, and that of doubles, by hundreds, is 5000: products and sums of weights are
# added in the frame's or the weights' own type and go around. Scatters are as wrong. The integral is 504 of 1400. Plain means are right, and so is all in
# doubles. No warning. Make both floats first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-xarray=2023.01.0-1.1 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >weighted.py <<'PY'
import numpy as np, xarray as xr
for kind, level in (('uint8', 200), ('uint16', 60000), ('float64', 200)):
    frame = xr.DataArray(np.full(8, level, kind), dims='x', coords={'x': np.arange(8.0)})
    for name, weights in (('8-bit ones', np.ones(8, np.uint8)), ('8-bit hundreds', np.full(8, 100, np.uint8)), ('hundreds in doubles', np.full(8, 100.0))):
        by = frame.weighted(xr.DataArray(weights, dims='x'))
        print(f'{kind} of {level}, {name}: mean {float(by.mean()):.0f}, scatter {float(by.std()):.0f}, sum of weights {float(by.sum_of_weights()):.0f}')
    print(f'{kind} of {level}: plain mean {float(frame.mean()):.0f}, scatter {float(frame.std()):.0f}, integral {float(frame.integrate("x")):.0f} of {7 * level}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 weighted.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
uint8 of 200, 8-bit ones: mean 8, scatter 192, sum of weights 8
uint8 of 200, 8-bit hundreds: mean 0, scatter 1000, sum of weights 32
uint8 of 200, hundreds in doubles: mean 200, scatter 0, sum of weights 800
uint8 of 200: plain mean 200, scatter 0, integral 504 of 1400
uint16 of 60000, 8-bit ones: mean 2656, scatter 57344, sum of weights 8
uint16 of 60000, 8-bit hundreds: mean 864, scatter 295680, sum of weights 32
uint16 of 60000, hundreds in doubles: mean 60000, scatter 0, sum of weights 800
uint16 of 60000: plain mean 60000, scatter 0, integral 190624 of 420000
float64 of 200, 8-bit ones: mean 200, scatter 0, sum of weights 8
float64 of 200, 8-bit hundreds: mean 5000, scatter 24000, sum of weights 32
float64 of 200, hundreds in doubles: mean 200, scatter 0, sum of weights 800
float64 of 200: plain mean 200, scatter 0, integral 1400 of 1400
WANT
echo 'as found on 30 November 2026'
