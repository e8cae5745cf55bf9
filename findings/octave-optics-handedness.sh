#!/usr/bin/env bash
# octave-optics 0.1.4 (Debian 12: octave-optics 0.1.4-4, octave 7.3.0-2), the optics package of GNU Octave: Jones vectors and matrices, Mueller
# matrices and Stokes vectors.
#
# Input: right-turn circular light through a quarter-wave plate at 45 degrees and a polarizer, once with the functions jones_*, once with
# mueller_* and stokes_*; and the powers of the vectors for horizontal, 45 degrees and circular light.
#
# Guess: the same part of the light from both, all or nothing; the powers 1.
# Seen: nothing by Jones and all by Stokes. The wave plates of both are the same ones: Jones' right-turn vector is Stokes' left-turn one. Horizontal
# light has power 1, light at 45 degrees and circular light 2 by Jones, and all have 1 by Stokes. Angles and wave plates between the two agree.
# Swap jones_cpright and jones_cpleft, and divide both, and those at 45 degrees, by sqrt(2).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" octave-optics=0.1.4-4 octave=7.3.0-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >circular.m <<'M'
addpath('usr/share/octave/packages/optics-0.1.4');
turn = pi/4;
jones = jones_linpolarizer() * jones_rotate(jones_waveplate(0.25), turn);
mueller = mueller_linpolarizer() * mueller_rotate(mueller_waveplate(0.25), turn);
for side = {'cpright', 'cpleft'}
  field = feval(['jones_' side{1}]); stokes = feval(['stokes_' side{1}]);
  out = mueller * stokes;
  printf("%s through plate and polarizer: Jones %.3f, Stokes %.3f\n", side{1}, jones_intensity(jones * field) / jones_intensity(field), out(1) / stokes(1));
end
for state = {'lphorizontal', 'lpplus45', 'cpright'}
  stokes = feval(['stokes_' state{1}]);
  printf("power of %s: Jones %.3f, Stokes %.3f\n", state{1}, jones_intensity(feval(['jones_' state{1}])), stokes(1));
end
% the same plate: a Jones matrix as a Mueller matrix, with the sign of S3 that a plate with axes along x and y has in this package
a = [1 0 0 1; 1 0 0 -1; 0 1 1 0; 0 -1i 1i 0];
plate = jones_rotate(jones_waveplate(0.2), 0.4);
printf("plates differ by %.3f\n", max(max(abs(real(a * kron(plate, conj(plate)) / a) - mueller_rotate(mueller_waveplate(0.2), 0.4)))));
M
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home OCTAVE_HOME=$dir/usr OCTAVE_EXEC_HOME=$dir/usr LD_LIBRARY_PATH=$LD_LIBRARY_PATH usr/bin/octave-cli --no-init-file circular.m 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
cpright through plate and polarizer: Jones 0.000, Stokes 1.000
cpleft through plate and polarizer: Jones 1.000, Stokes 0.000
power of lphorizontal: Jones 1.000, Stokes 1.000
power of lpplus45: Jones 2.000, Stokes 1.000
power of cpright: Jones 2.000, Stokes 1.000
plates differ by 0.000
WANT
echo 'as found on 30 November 2026'
