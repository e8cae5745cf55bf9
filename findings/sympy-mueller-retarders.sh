#!/usr/bin/env bash
# SymPy 1.11.1 (Debian 12: python3-sympy 1.11.1-1), its polarization: Jones vectors and matrices, Stokes vectors and mueller_matrix of
# sympy.physics.optics.polarization.
#
# Input: elliptical light through a polarizer, a half wave, a quarter wave and another retarder, and horizontal light through a quarter wave at 45 degrees: the
# Stokes vector of what the Jones matrix gives, and the same by the Mueller matrix that is made from this Jones matrix.
#
# Guess: the same four numbers, to 1e-12.
# Seen: so for the polarizer and the half wave, whose matrices are real. Behind each other retarder the two disagree: horizontal light becomes
# circular of one hand by Jones and of the other by Mueller, and elliptical light has other axes, as its hand counts the other way in the Mueller matrix. No
# error. Transpose the retarder's Mueller matrix, or stay with one of the two.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-sympy=1.11.1-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >polarization.py <<'PY'
import sympy
from sympy import Matrix, pi
from sympy.physics.optics.polarization import (half_wave_retarder, jones_2_stokes, jones_vector, linear_polarizer, mueller_matrix, phase_retarder,
                                               quarter_wave_retarder)
print('SymPy', sympy.__version__)
def show(vector):
    return ' '.join(f'{round(complex(v.evalf()).real, 3) + 0:.3f}' for v in vector)
light = jones_vector(0.1, 0.2)
for name, element, given in (('polarizer', linear_polarizer(0.3), light), ('half wave', half_wave_retarder(0.3), light), ('quarter wave', quarter_wave_retarder(0.3), light),
                             ('retarder of 0.7', phase_retarder(0.3, 0.7), light), ('quarter wave at 45 degrees', quarter_wave_retarder(pi / 4), Matrix([1, 0]))):
    mueller = mueller_matrix(element)
    print(f'{name}: {show(jones_2_stokes(element * given))} by Jones, {show(mueller * jones_2_stokes(given))} by Mueller, {show(mueller.T * jones_2_stokes(given))} by its transpose')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 polarization.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
SymPy 1.11.1
polarizer: 0.924 0.763 0.522 0.000 by Jones, 0.924 0.763 0.522 0.000 by Mueller, 0.924 0.763 0.522 0.000 by its transpose
half wave: 1.000 0.498 0.775 -0.389 by Jones, 1.000 0.498 0.775 -0.389 by Mueller, 1.000 0.498 0.775 -0.389 by its transpose
quarter wave: 1.000 0.920 0.158 -0.359 by Jones, 1.000 0.480 0.800 0.359 by Mueller, 1.000 0.920 0.158 -0.359 by its transpose
retarder of 0.7: 1.000 0.997 0.046 0.067 by Jones, 1.000 0.713 0.460 0.529 by Mueller, 1.000 0.997 0.046 0.067 by its transpose
quarter wave at 45 degrees: 1.000 0.000 0.000 -1.000 by Jones, 1.000 0.000 0.000 1.000 by Mueller, 1.000 0.000 0.000 -1.000 by its transpose
WANT
echo 'as found on 1 December 2026'
