#!/usr/bin/env bash
# xarray 2023.01.0 with NumPy 1.24.2 and SciPy 1.10.1 (Debian 12: python3-xarray, python3-scipy), to_netcdf.
#
# Input: intensities from 0.5 to 7000, packed as CF asks for: 16 bits, a scale of 0.1, a fill value; some are above 3276.7, which 16 bits hold.
#
# Guess: an error, as the netCDF library gives ("numeric conversion not representable"), or the largest number that can be held.
# Seen: they go around: 3276.8 is "missing", 4000 is -2553.6 and 7000 is 446.4, which looks like a good value. No error or warning.
# Clip before, or give an add_offset and check the largest value.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-xarray=2023.01.0-1.1 python3-pandas=1.5.3+dfsg-2 python3-numpy python3-scipy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >pack.py <<'PY'
import numpy as np, warnings, xarray as xr
light = np.array([0.5, 100, 3276.7, 3276.8, 4000, 7000])
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter('always')
    xr.Dataset({'light': ('x', light)}).to_netcdf('light.nc', engine='scipy', encoding={'light': {'dtype': 'int16', 'scale_factor': 0.1, '_FillValue': -32768}})
    back = xr.open_dataset('light.nc', engine='scipy').light.values
print('written', *light)
print('read', *(f'{v:.1f}' for v in back))
print('warnings', len([w for w in said if 'cast' in str(w.message) or 'overflow' in str(w.message)]))
PY
library=$(find "$dir/usr/lib" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 pack.py | tee out
diff out - <<'WANT'
written 0.5 100.0 3276.7 3276.8 4000.0 7000.0
read 0.5 100.0 3276.7 nan -2553.6 446.4
warnings 0
WANT
echo 'as found on 30 November 2026'
