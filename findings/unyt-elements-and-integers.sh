#!/usr/bin/env bash
# unyt 2.9.3 (Debian 12: python3-unyt 2.9.3-2; arrays of NumPy that carry a unit), NumPy 1.24.2.
#
# Input: an array of metres of which the first is set to 50 cm; 1 m divided by 30 cm, rounded down; counts of a converter in mV, in 16 bits as they come,
# as volts, and positions in um as nm; a phase of 180 degrees in an exponential, and phases in degrees, unwrapped.
#
# Guess: 0.5 m; 3; 4.095 V and 2e6 nm; -1; 0, -10 and -20 degrees. What it can't do raises an error.
# Seen: 50 m. 0, where the plain quotient is 3.33. Integers of 16 bits become floats of 16 bits: 4095 mV are 4.094 V, and what is above 65504 nm is
# infinite, of which only a warning of NumPy's tells. exp(180j degrees) is that of 180 rad, where the sine of 30 degrees is 0.5, and 350 degrees are unwrapped
# as 350 rad. No error. Set with .to('m'), divide first, make floats first, and convert to rad.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-unyt=2.9.3-2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >units.py <<'PY'
import sys
sys.modules['matplotlib'] = None
import numpy as np, unyt
from unyt import unyt_array as array, unyt_quantity as quantity
print('unyt', unyt.__version__)
a = array([1.0, 2, 3], 'm')
a[0] = quantity(50, 'cm')
print('set to 50 cm:', a)
a = array([1.0, 2, 3], 'm')
a[0] += quantity(50, 'cm')
print('50 cm added to it:', a)
print('1 m // 30 cm:', float(quantity(1, 'm') // quantity(30, 'cm')), ', 1 m / 30 cm:', round(float(quantity(1, 'm') / quantity(30, 'cm')), 4))
for kind in ('int16', 'int32', 'float64'):
    v, x = array(np.array([4095, 2049], kind), 'mV').to('V'), array(np.array([20, 2000], kind), 'um').to('nm')
    print(kind, 'mV:', v.dtype, *(f'{float(e):.4f} V' for e in v), '; um:', *(f'{float(e):.0f} nm' for e in x))
print('sin 30 degrees:', round(float(np.sin(quantity(30, 'degree'))), 4), ', exp 180j degrees:', np.round(complex(np.exp(1j * quantity(180, 'degree'))), 4), ', exp 180j:', np.round(np.exp(180j), 4))
print('unwrapped:', np.round(np.asarray(np.unwrap(array([0.0, 350, 340], 'degree'))), 4), ', in rad, in degrees again:', np.round(np.rad2deg(np.unwrap(np.deg2rad([0.0, 350, 340]))), 4))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 units.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
unyt v2.9.3
set to 50 cm: [50.  2.  3.] m
50 cm added to it: [1.5 2.  3. ] m
1 m // 30 cm: 0.0 , 1 m / 30 cm: 3.3333
int16 mV: float16 4.0938 V 2.0488 V ; um: 20000 nm inf nm
int32 mV: float32 4.0950 V 2.0490 V ; um: 20000 nm 2000000 nm
float64 mV: float64 4.0950 V 2.0490 V ; um: 20000 nm 2000000 nm
sin 30 degrees: 0.5 , exp 180j degrees: (-0.5985-0.8012j) , exp 180j: (-0.5985-0.8012j)
unwrapped: [ 0.     -1.8584  0.708 ] , in rad, in degrees again: [  0. -10. -20.]
WANT
echo 'as found on 30 November 2026'
