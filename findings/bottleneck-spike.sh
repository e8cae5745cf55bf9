#!/usr/bin/env bash
# Bottleneck 1.3.5 as xarray 2023.01.0 calls it, beside pandas 1.5.3 (Debian 12: python3-bottleneck, python3-xarray, python3-pandas).
#
# Input: a photodiode that reads 0.1 forty times, as floats of 32 bits, with one spike of 65,535 and, in another record, of 10 million.
#
# Guess: a moving mean of four is 0.1 again as soon as the spike has left the window.
# Seen: from pandas so. xarray's rolling(t=4).mean() gives 0.0996, or 0, for ever after: Bottleneck, which xarray takes where it is installed, adds what comes and subtracts what goes, in the precision of the
# data. Nothing is said. Convert to float64 first, or set use_bottleneck=False.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 -o Dir::Cache::archives="$dir/deb" --reinstall \
	python3-bottleneck=1.3.5+ds1-2+b1 python3-xarray=2023.01.0-1.1 python3-pandas=1.5.3+dfsg-2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >mean.py <<'PY'
import numpy as np, pandas as pd, xarray as xr
for spike in (65535, 1e7):
    light = np.full(40, 0.1, np.float32)
    light[5] = spike
    for name, mean in (('pandas', pd.Series(light).rolling(4).mean().values),
                       ('xarray', xr.DataArray(light, dims='t').rolling(t=4).mean().values),
                       ('xarray, use_bottleneck=False', None)):
        if mean is None:
            with xr.set_options(use_bottleneck=False):
                mean = xr.DataArray(light, dims='t').rolling(t=4).mean().values
        print(f'{spike:.0f}, {name}: {mean[4]:.4f} before, {mean[9]:.4f} after, {mean[39]:.4f} at the end')
PY
PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$(dirname "$(find usr/lib -name 'libblas.so.3' -print -quit)") /usr/bin/python3 mean.py | tee out
diff out - <<'WANT'
65535, pandas: 0.1000 before, 0.1000 after, 0.1000 at the end
65535, xarray: 0.1000 before, 0.0996 after, 0.0996 at the end
65535, xarray, use_bottleneck=False: 0.1000 before, 0.1000 after, 0.1000 at the end
10000000, pandas: 0.1000 before, 0.1000 after, 0.1000 at the end
10000000, xarray: 0.1000 before, 0.0000 after, 0.0000 at the end
10000000, xarray, use_bottleneck=False: 0.1000 before, 0.1000 after, 0.1000 at the end
WANT
echo 'as found on 30 November 2026'
