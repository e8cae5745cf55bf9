#!/usr/bin/env bash
# SymPy 1.11.1 (Debian 12: python3-sympy 1.11.1-1), fresnel_coefficients and lens_formula of sympy.physics.optics.utils.
#
# Input: light from air onto glass of index 1.5 at angles of 0.3, 0.001 and 0 rad, as a number and as an exact 0; and a lens of 10 cm with a distant object
# on its left, which has a negative distance in the function's own sign convention, near and at infinity.
#
# Guess: 0.2 and -0.2 reflected and 0.8 passed at 0; the image at 10 cm.
# Seen: at 0.001 rad they are so. At 0, the most common of all angles, all four are no number: 0 is divided by 0. The image of an object at minus infinity is
# no number either, that of one at plus infinity is 10. No error. Use (n1 - n2) / (n1 + n2) at 0.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-sympy=1.11.1-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >incidence.py <<'PY'
import sympy
from sympy import N, S, oo
from sympy.physics.optics.utils import fresnel_coefficients, lens_formula
print('SymPy', sympy.__version__)
for angle in (0.3, 0.001, 0.0, S(0)):
    print(f'at {angle} rad:', ', '.join(str(N(c, 4)) for c in fresnel_coefficients(angle, 1, 1.5)))
for distance in (-15, -1000000, -oo, oo):
    print(f'object at {distance} cm: image at {N(lens_formula(focal_length=10, u=distance), 4)} cm')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 incidence.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
SymPy 1.11.1
at 0.3 rad: 0.1875, -0.2124, 0.7917, 0.7876
at 0.001 rad: 0.2000, -0.2000, 0.8000, 0.8000
at 0.0 rad: nan, nan, nan, nan
at 0 rad: nan, nan, nan, nan
object at -15 cm: image at 30.00 cm
object at -1000000 cm: image at 10.00 cm
object at -oo cm: image at nan cm
object at oo cm: image at 10.00 cm
WANT
echo 'as found on 1 December 2026'
