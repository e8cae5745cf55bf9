#!/usr/bin/env bash
# octave-nan 3.7.0 (Debian 12: octave-nan 3.7.0-3, octave 7.3.0-2), the package that skips NaN, and takes the place of Octave's own statistics once it is loaded.
#
# Input: pixels of a frame of 8 bits, 200 200 200 250 and 10 20 30 40, and the same in doubles: scatter, variance, lower quartile, mean absolute deviation (mad) and
# skewness by Octave's own functions, and by the package's behind them.
#
# Guess: the same for 8 bits and doubles by both, or an error.
# Seen: Octave's own are right but for mad, 9.5 where 18.75 is right. The package computes in 8 bits, which end at 0 and 255, and returns doubles: the quartile of
# 200 200 200 250 is 128, less than any pixel, and a scatter of 25 is 9.2, as what is below the mean is cut off. No error. In doubles, too, its mad divides
# by one pixel less: 25.
# Make doubles first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" octave-nan=3.7.0-3 octave=7.3.0-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >pixels.m <<'M'
warning('off', 'all');
function say(who)
  for pixels = {[200 200 200 250]', [10 20 30 40]'}
    for make = {@uint8, @double}
      x = make{1}(pixels{1});
      printf('%s, %s %s:', who, class(x), mat2str(pixels{1}'));
      names = {'std', 'var', 'quartile', 'mad', 'skewness'};
      does = {@() std(x), @() var(x), @() quantile(x, 0.25, 1), @() mad(x), @() skewness(x)};
      for k = 1:5
        try, printf(' %s %.2f', names{k}, double(does{k}())); catch, printf(' %s error', names{k}); end
      end
      printf("\n");
    end
  end
end
say('Octave');
addpath(genpath('usr/share/octave/packages/nan-3.7.0'));
addpath(genpath('usr/lib/x86_64-linux-gnu/octave/packages'));
say('nan');
M
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home OCTAVE_HOME=$dir/usr OCTAVE_EXEC_HOME=$dir/usr LD_LIBRARY_PATH=$LD_LIBRARY_PATH usr/bin/octave-cli --no-init-file pixels.m 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
Octave, uint8 [200 200 200 250]: std 25.00 var 625.00 quartile 200.00 mad 9.50 skewness 1.15
Octave, double [200 200 200 250]: std 25.00 var 625.00 quartile 200.00 mad 18.75 skewness 1.15
Octave, uint8 [10 20 30 40]: std 12.91 var 166.67 quartile 15.00 mad 5.00 skewness 0.00
Octave, double [10 20 30 40]: std 12.91 var 166.67 quartile 15.00 mad 10.00 skewness 0.00
nan, uint8 [200 200 200 250]: std 9.22 var 85.00 quartile 128.00 mad 12.67 skewness 0.01
nan, double [200 200 200 250]: std 25.00 var 625.00 quartile 200.00 mad 25.00 skewness 1.00
nan, uint8 [10 20 30 40]: std 9.13 var 83.33 quartile 15.00 mad 6.67 skewness 0.06
nan, double [10 20 30 40]: std 12.91 var 166.67 quartile 15.00 mad 13.33 skewness 0.00
WANT
echo 'as found on 30 November 2026'
