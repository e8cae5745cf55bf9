#!/usr/bin/env bash
# NumPy 1.24.2 and SciPy 1.10.1 (Debian 12: python3-numpy 1:1.24.2-1+deb12u1, python3-scipy 1.10.1-2): trapz, trapezoid, cumulative_trapezoid, simpson and romb.
#
# Input: even rows of 8 and 9 pixels as cameras give them: 200 in 8 bits, 60000 in 16, and 30000 in 16 signed; and the same in doubles.
#
# Guess: 7 or 8 times the level by each rule, as the sum and the mean of such a row are right and the integrals come as doubles.
# Seen: neighbours are added in the frame's own type and go around before anything is halved: 504 where 1400 is right, -19376 where 210000 is. Simpson's rule
# is right for 9 pixels and not for 8, where its ends are trapezoids (1272), and Romberg's is 5 % off. Each returns doubles, without a warning.
# Make floats first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-scipy=1.10.1-2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >rows.py <<'PY'
import numpy as np, scipy
from scipy import integrate
print('numpy', np.__version__, 'scipy', scipy.__version__)
for kind, level in (('uint8', 200), ('uint16', 60000), ('int16', 30000), ('float64', 60000)):
    for n in (8, 9):
        row = np.full(n, level, kind)
        print(f'{kind}, {n} of {level}, right {level * (n - 1)}: sum {row.sum():.0f}, trapz {np.trapz(row):.1f}, trapezoid {integrate.trapezoid(row):.1f}, '
              f'cumulative {integrate.cumulative_trapezoid(row)[-1]:.1f}, simpson {integrate.simpson(row):.1f}' + (f', romb {integrate.romb(row):.1f}' if n == 9 else ''))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 rows.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
numpy 1.24.2 scipy 1.10.1
uint8, 8 of 200, right 1400: sum 1600, trapz 504.0, trapezoid 504.0, cumulative 504.0, simpson 1272.0
uint8, 9 of 200, right 1600: sum 1800, trapz 576.0, trapezoid 576.0, cumulative 576.0, simpson 1600.0, romb 1521.6
uint16, 8 of 60000, right 420000: sum 480000, trapz 190624.0, trapezoid 190624.0, cumulative 190624.0, simpson 387232.0
uint16, 9 of 60000, right 480000: sum 540000, trapz 217856.0, trapezoid 217856.0, cumulative 217856.0, simpson 480000.0, romb 459934.7
int16, 8 of 30000, right 210000: sum 240000, trapz -19376.0, trapezoid -19376.0, cumulative -19376.0, simpson 177232.0
int16, 9 of 30000, right 240000: sum 270000, trapz -22144.0, trapezoid -22144.0, cumulative -22144.0, simpson 240000.0, romb 219934.7
float64, 8 of 60000, right 420000: sum 480000, trapz 420000.0, trapezoid 420000.0, cumulative 420000.0, simpson 420000.0
float64, 9 of 60000, right 480000: sum 540000, trapz 480000.0, trapezoid 480000.0, cumulative 480000.0, simpson 480000.0, romb 480000.0
WANT
echo 'as found on 30 November 2026'
