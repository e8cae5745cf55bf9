#!/usr/bin/env bash
# pandas 1.5.3 (Debian 12: python3-pandas 1.5.3+dfsg-2), skewness and kurtosis of a column, of groups and in a window.
#
# Input: 2000 path differences whose scatter is lopsided, an exponential distribution, kept in nanometres, micrometres, millimetres and metres; their
# standard deviation, skewness and kurtosis over all, and those of the last 50.
#
# Guess: skewness and kurtosis do not know the unit: the same numbers for all four.
# Seen: so in nanometres and micrometres. In millimetres the skewness is 0, in metres the kurtosis, too, and both are no numbers in the window: a distribution that leans far to
# one side is said to be even. Moments below 1e-14 are taken for 0. The standard deviation is right in each unit. No warning. Keep nanometres.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-pandas=1.5.3+dfsg-2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >skew.py <<'PY'
import numpy as np
import pandas as pd
print('pandas', pd.__version__)
paths = np.random.default_rng(1).exponential(size=2000) + 5
for unit, scale in (('nm', 1), ('um', 1e-3), ('mm', 1e-6), ('m', 1e-9)):
    column = pd.Series(paths * scale)
    window, group = column.rolling(50), column.groupby(np.zeros(2000))
    print(f'in {unit}: deviation {column.std() / scale:.3f} nm, skewness {column.skew():.3f}, kurtosis {column.kurt():.3f}, of a group {group.skew().iloc[0]:.3f};',
          f'window: deviation {window.std().iloc[-1] / scale:.3f} nm, skewness {window.skew().iloc[-1]:.3f}, kurtosis {window.kurt().iloc[-1]:.3f}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 skew.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
pandas 1.5.3
in nm: deviation 0.990 nm, skewness 2.087, kurtosis 6.549, of a group 2.087; window: deviation 0.881 nm, skewness 1.350, kurtosis 0.967
in um: deviation 0.990 nm, skewness 2.087, kurtosis 6.549, of a group 2.087; window: deviation 0.881 nm, skewness 1.350, kurtosis 0.967
in mm: deviation 0.990 nm, skewness 0.000, kurtosis 6.549, of a group 0.000; window: deviation 0.881 nm, skewness 1.350, kurtosis 0.967
in m: deviation 0.990 nm, skewness 0.000, kurtosis 0.000, of a group 0.000; window: deviation 0.881 nm, skewness nan, kurtosis nan
WANT
echo 'as found on 1 December 2026'
