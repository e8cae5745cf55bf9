#!/usr/bin/env bash
# SymPy 1.11.1 (Debian 12: python3-sympy 1.11.1-1), its Gaussian beams: BeamParameter, gaussian_conj and the elements of sympy.physics.optics.
#
# Input: a beam of a Rayleigh range of 0.3 m whose waist is 0.3, 1 and 2 m before a lens of 0.5 m; a beam of 1 mm waist and 530 nm in glass of index 1.5,
# moved by 0 m, and one that passes from air into that glass at its waist.
#
# Guess: gaussian_conj gives what SymPy's own ThinLens and FreeSpace give; moved by nothing the beam is as it was, and at the surface as wide on both
# sides; the divergence in glass is lambda / (pi n w0), and the radius of curvature at a waist infinite.
# Seen: gaussian_conj places the new waist right, but its Rayleigh range and the ratio of the waists are others, negative and imaginary at 1 and 2 m: two squares are
# taken apart where the square of a difference belongs. A beam in glass that passes any element is
# 1.22 mm wide for 1 mm, as it is then in air. The divergence in glass is that of air, half as much again. The radius at a waist is no number. Take the
# product of matrices, and the range z_r, which is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-sympy=1.11.1-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >beams.py <<'PY'
import sympy
from sympy import I, N, pi
from sympy.physics.optics import BeamParameter, FlatRefraction, FreeSpace, ThinLens, gaussian_conj
print('SymPy', sympy.__version__)
for before in (0.3, 1.0, 2.0):
    place, length, ratio = gaussian_conj(before, 0.3, 0.5)
    beam = ThinLens(0.5) * FreeSpace(before) * BeamParameter(530e-9, 0, z_r=0.3)
    print(f'waist {before} m before the lens: waist {place:.3f} m behind, range {length:.3f} m, ratio {N(ratio, 3)};',
          f'by matrices {-N(beam.z, 3)}, {N(beam.z_r, 3)}, ratio {N((beam.z_r / 0.3)**0.5, 3)}')
glass = BeamParameter(530e-9, 0, w=1e-3, n=1.5)
moved, entered = FreeSpace(0) * glass, FlatRefraction(1, 1.5) * BeamParameter(530e-9, 0, w=1e-3)
for name, beam in (('in glass', glass), ('moved by 0 m', moved), ('from air into glass', entered)):
    print(f'{name}: n {beam.n}, w {N(beam.w * 1e3, 4)} mm, z_r {N(beam.z_r, 4)} m, divergence {N(beam.divergence * 1e6, 4)} urad;',
          f'lambda / (pi n w0) is {N(530 / pi / 1.5, 4)} urad')
print('radius of curvature at the waist:', glass.radius)
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 beams.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
SymPy 1.11.1
waist 0.3 m before the lens: waist 0.115 m behind, range 0.300 m, ratio 1.00; by matrices 0.115, 0.577, ratio 1.39
waist 1.0 m before the lens: waist 0.868 m behind, range -0.114 m, ratio -0.615*I; by matrices 0.868, 0.221, ratio 0.858
waist 2.0 m before the lens: waist 0.660 m behind, range -0.020 m, ratio -0.261*I; by matrices 0.660, 0.0321, ratio 0.327
in glass: n 1.50000000000000, w 1.000 mm, z_r 8.891 m, divergence 168.7 urad; lambda / (pi n w0) is 112.5 urad
moved by 0 m: n 1, w 1.225 mm, z_r 8.891 m, divergence 137.7 urad; lambda / (pi n w0) is 112.5 urad
from air into glass: n 1, w 1.225 mm, z_r 8.891 m, divergence 137.7 urad; lambda / (pi n w0) is 112.5 urad
radius of curvature at the waist: nan
WANT
echo 'as found on 1 December 2026'
