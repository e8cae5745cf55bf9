#!/usr/bin/env bash
# octave-signal 1.4.3 (Debian 12: octave-signal 1.4.3-1, octave 7.3.0-2), the signal package of GNU Octave: decimate, movingrms and fwhm.
#
# Input: a Gaussian peak at sample 200 of 400, made four times shorter by both filters that the help names; rows of ones, and their moving root mean
# square in windows of 5 to 80 samples; a Gaussian of sigma 1 over x that rises and that falls, as wave numbers of a spectrum do.
#
# Guess: the peak stays at 200; 1 for each window; a width of 2.355.
# Seen: by the default filter it stays, by "fir" it is 15 samples later, half of the filter's order. The root mean square of ones is 0.06 to 0.44: it
# is divided by the row's length and not by the window's, so that a longer row has a smaller one. The width over falling x is -2.355. No error.
# Take the default filter, divide movingrms(x) by movingrms(ones(size(x))), and sort x.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" octave-signal=1.4.3-1 octave=7.3.0-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >row.m <<'M'
addpath('usr/share/octave/packages/signal-1.4.3');
addpath(genpath('usr/lib/x86_64-linux-gnu/octave/packages'));
peak = exp(-((0:399) - 200).^2 / 800);
centre = @(y) sum(y .* (0:4:399)) / sum(y);
printf("peak at 200: by the default filter at %.1f, by fir at %.1f, by fir of order 40 at %.1f\n", centre(decimate(peak, 4)), centre(decimate(peak, 4, 'fir')), centre(decimate(peak, 4, 40, 'fir')));
for width = [5 20 80]
  printf("root mean square of ones in a window of %d: %.3f of 400, %.3f of 800\n", width, movingrms(ones(400, 1), width, 1)(200), movingrms(ones(800, 1), width, 1)(400));
end
x = linspace(-5, 5, 201);
printf("full width %.3f, of the same spectrum read from its other end %.3f\n", fwhm(x, exp(-x.^2 / 2)), fwhm(fliplr(x), exp(-fliplr(x).^2 / 2)));
M
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home OCTAVE_HOME=$dir/usr OCTAVE_EXEC_HOME=$dir/usr LD_LIBRARY_PATH=$LD_LIBRARY_PATH usr/bin/octave-cli --no-init-file row.m 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
peak at 200: by the default filter at 200.0, by fir at 215.0, by fir of order 40 at 220.0
root mean square of ones in a window of 5: 0.088 of 400, 0.062 of 800
root mean square of ones in a window of 20: 0.212 of 400, 0.150 of 800
root mean square of ones in a window of 80: 0.442 of 400, 0.312 of 800
full width 2.355, of the same spectrum read from its other end -2.355
WANT
echo 'as found on 30 November 2026'
