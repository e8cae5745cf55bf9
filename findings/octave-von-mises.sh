#!/usr/bin/env bash
# octave-statistics 1.5.3 (Debian 12: octave-statistics 1.5.3-2, octave 7.3.0-2), vmpdf and vmcdf, the von Mises distribution of angles.
#
# Input: concentrations of 100 to 10,000, which are phase noises of 6 to 0.6 degrees, as a stable interferometer has; the density at the mean
# and the part below 0.05 rad, beside those of the normal distribution that it comes near to.
#
# Guess: near the normal ones, to a few thousandths.
# Seen: up to 700 they are. At 709 density and part are 0, and above the density is not a number and the part 0: the Bessel function and the
# exponential overflow, each for itself. No warning. Take besseli(0, k, 1), which is scaled, and exp(k*(cos(x) - 1)).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" octave-statistics=1.5.3-2 octave=7.3.0-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >phase.m <<'M'
addpath(genpath('usr/share/octave/packages/statistics-1.5.3'));
for k = [100 700 709 1000 10000]
  printf("concentration %d: density %.3f, normal %.3f; below 0.05 rad %.3f, normal %.3f; scaled %.3f\n", k, real(vmpdf(0, 0, k)), sqrt(k / 2 / pi), vmcdf(0.05, 0, k), erfc(-0.05 * sqrt(k / 2)) / 2, 1 / 2 / pi / besseli(0, k, 1));
end
M
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home OCTAVE_HOME=$dir/usr OCTAVE_EXEC_HOME=$dir/usr LD_LIBRARY_PATH=$LD_LIBRARY_PATH usr/bin/octave-cli --no-init-file phase.m 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
concentration 100: density 3.984, normal 3.989; below 0.05 rad 0.691, normal 0.691; scaled 3.984
concentration 700: density 10.553, normal 10.555; below 0.05 rad 0.907, normal 0.907; scaled 10.553
concentration 709: density 0.000, normal 10.623; below 0.05 rad 0.000, normal 0.908; scaled 10.621
concentration 1000: density NaN, normal 12.616; below 0.05 rad 0.000, normal 0.943; scaled 12.614
concentration 10000: density NaN, normal 39.894; below 0.05 rad 0.000, normal 1.000; scaled 39.894
WANT
echo 'as found on 30 November 2026'
