#!/usr/bin/env bash
# scipy 1.10.1 (Debian 12: python3-scipy 1.10.1-2), decimate of scipy.signal, which keeps every q-th sample of a trace behind a filter.
#
# Input: a constant level of 3, 400 samples long, by each filter that the docstring names: Chebyshev's of order 8, which is what one gets, and of order 7, both
# ways (zero_phase) or one way, and a FIR filter.
#
# Guess: 3 inside the trace by each.
# Seen: 2.9657 by what one gets, 1.1 % too little, whatever q is, and 2.983 one way: a Chebyshev filter of even order has the bottom of its ripple, 0.05 dB, at
# frequency 0, and goes over the trace twice. Order 7 and the FIR filter give 3, but the latter's first sample is 1.65 to 2.25. No warning.
# Give n=7, or divide by the square of the ripple, where a mean, a power or a contrast counts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-scipy=1.10.1-2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >level.py <<'PY'
import numpy as np, scipy
from scipy.signal import decimate
print('scipy', scipy.__version__)
level = np.full(400, 3.0)
for q in (2, 4, 10):
    for name, more in (('as it comes', {}), ('one way', {'zero_phase': False}), ('order 7', {'n': 7}), ('fir', {'ftype': 'fir'})):
        out = decimate(level, q, **more)
        print(f'every {q}., {name}: first {out[0]:.4f}, middle {out[len(out) // 2]:.4f}' if name != 'one way' else f'every {q}., {name}: last {out[-1]:.4f}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 level.py 2>said | tee out
[ -s out ] || cat said
diff out - <<'WANT'
scipy 1.10.1
every 2., as it comes: first 2.9657, middle 2.9657
every 2., one way: last 2.9828
every 2., order 7: first 3.0000, middle 3.0000
every 2., fir: first 2.2509, middle 3.0000
every 4., as it comes: first 2.9657, middle 2.9657
every 4., one way: last 2.9828
every 4., order 7: first 3.0000, middle 3.0000
every 4., fir: first 1.8755, middle 3.0000
every 10., as it comes: first 2.9657, middle 2.9657
every 10., one way: last 2.9825
every 10., order 7: first 3.0000, middle 3.0000
every 10., fir: first 1.6502, middle 3.0000
WANT
echo 'as found on 30 November 2026'
