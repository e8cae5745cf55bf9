#!/usr/bin/env bash
# python3-quantities 0.13.0 (Debian 12: python3-quantities 0.13.0-2, python3-numpy 1:1.24.2-1+deb12u1): numbers with units and uncertainties in Python.
#
# Input: a table of the index of refraction at 0.4 and 0.6 um, asked at 500 nm; 3 m and 400 cm joined into one array; a product of metres and
# centimetres; the root of 4.0 +- 0.4 m2.
#
# Guess: 1.55, [3, 4] m, 24 m2, 2.0 +- 0.1 m; or an error.
# Seen: the table gives 1.6, its last value, as 500 is beyond 0.6. Joined, they are 3 and 400 with no unit; where() and dot() the same; the root has an
# uncertainty of 0, by sqrt and by **0.5 is 0.1. NumPy's functions take the bare numbers, and nothing is said.
# Arithmetic by operators is right: rescale to one unit before any function of NumPy's.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-quantities=0.13.0-2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >units.py <<'PY'
import warnings
warnings.simplefilter('error', UserWarning)
import numpy as np, quantities as pq
q = pq.Quantity
print('quantities', pq.__version__, 'numpy', np.__version__)
print('index at 500 nm', np.interp(q(500., 'nm'), q([0.4, 0.6], 'um'), [1.5, 1.6]))
print('at 500 nm rescaled', np.interp(q(500., 'nm').rescale('um'), q([0.4, 0.6], 'um'), [1.5, 1.6]))
print('joined', np.hstack([q([3.], 'm'), q([400.], 'cm')]))
print('where', np.where([True, False], q([3., 3.], 'm'), q([400., 400.], 'cm')))
print('dot', np.dot(q([3., 3.], 'm'), q([400., 400.], 'cm')))
print('by operators', (q([3., 3.], 'm') * q([400., 400.], 'cm')).sum().rescale('m**2'))
area = pq.UncertainQuantity(4., 'm**2', 0.4)
for name, root in (('sqrt', np.sqrt(area)), ('**0.5', area**0.5)):
    print(name, f'{float(root.magnitude):g} +- {float(root.uncertainty.magnitude):g}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 units.py 2>&1 | tee out
diff out - <<'WANT'
quantities 0.13.0 numpy 1.24.2
index at 500 nm 1.6
at 500 nm rescaled 1.55
joined [  3. 400.] dimensionless
where [  3. 400.]
dot 2400.0
by operators 24.0 m**2
sqrt 2 +- 0
**0.5 2 +- 0.1
WANT
echo 'as found on 30 November 2026'
