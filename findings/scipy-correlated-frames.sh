#!/usr/bin/env bash
# scipy 1.10.1 (Debian 12: python3-scipy 1.10.1-2): correlate, correlate2d and cspline1d of scipy.signal.
#
# Input: rows of 256 pixels with a spot on a weak ground, of which the second is moved by 7 pixels, in 8 and in 16 bits as cameras give them and in doubles, and
# planes of them; an even row of 200 in 8 bits as a cubic spline, asked between two pixels.
#
# Guess: the largest correlation is at a shift of 7 by each method and for each type; 200.
# Seen: so in doubles alone. The correlation has the frames' own type and goes around, by the direct method and by the Fourier transform, so that its largest
# value is anywhere. The spline is 1413. An overflow is told of by NumPy's warnings for the transform and the spline, and not for the direct sums.
# Make floats first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-scipy=1.10.1-2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >shift.py <<'PY'
import numpy as np, scipy
from scipy import signal
print('scipy', scipy.__version__)
x = np.arange(256)
spot = lambda at, top: 0.1 * top + 0.85 * top * np.exp(-(x - at)**2 / 50)
for kind, top in (('uint8', 255), ('uint16', 65535), ('float64', 255)):
    a, b = spot(120, top).astype(kind), spot(127, top).astype(kind)
    found = []
    for method in ('auto', 'direct', 'fft'):
        c = signal.correlate(b, a, 'full', method)
        found.append(int(signal.correlation_lags(256, 256)[c.argmax()]))
    plane = signal.correlate2d(np.tile(b[100:150], (3, 1)), np.tile(a[100:150], (3, 1)))
    print(kind, 'correlation of type', c.dtype, ', right' if found == [7, 7, 7] else ', shift not found by ' + ' '.join(m for m, f in zip(('auto', 'direct', 'fft'), found) if f != 7),
          ', planes', 'right' if np.unravel_index(plane.argmax(), plane.shape) == (2, 56) else 'wrong')
for kind in ('uint8', 'float64'):
    print(f'{kind}: spline through a row of 200: {signal.cspline1d_eval(signal.cspline1d(np.full(20, 200, kind)), np.array([3.5]))[0]:.0f}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 shift.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
scipy 1.10.1
uint8 correlation of type uint8 , shift not found by auto direct fft , planes wrong
uint16 correlation of type uint16 , shift not found by auto direct fft , planes wrong
float64 correlation of type float64 , right , planes right
uint8: spline through a row of 200: 1413
float64: spline through a row of 200: 200
WANT
echo 'as found on 30 November 2026'
