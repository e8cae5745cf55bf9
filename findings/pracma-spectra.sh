#!/usr/bin/env bash
# R's pracma 2.4.2 (Debian 12: r-cran-pracma 2.4.2-1, r-base-core 4.2.2.20221110-2): erfcx, akimaInterp and savgol.
#
# Input: the scaled complementary error function of 5 to 30, as the centre of a Voigt line asks for it, in brackets from its continued fraction; a spectrum that
# is flat at its end, interpolated at its last point; 21 ones smoothed with a filter of 11 points.
#
# Guess: to ten digits; the last point itself; ones, as a local polynomial gives them at the ends too.
# Seen: at 26.6 it is 0 and from 27 on NaN, a factor of 0 times one of infinity, which the scaling is there to avoid. The last point is NA where the
# last three lie on a line, and right where they do not. The ends of ones are 0.667 and 1.086: zeros are put behind them. No warning.
# Interpolate with spline, and cut half the filter off at both ends.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" r-base-core=4.2.2.20221110-2 r-cran-pracma=2.4.2-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >spectrum.R <<'R'
fraction <- function(x) { t <- x; for (k in 200:1) t <- x + k/2/t; 1/sqrt(pi)/t }
for (x in c(5, 20, 26, 26.6, 27, 30)) cat(sprintf("erfcx(%g) is %.7f (%.7f)\n", x, pracma::erfcx(x), fraction(x)))
at <- c(0, 0.5, 5.5, 5.9, 6)
cat("Akima, flat at its end:", pracma::akimaInterp(0:6, c(0, 1, 4, 2, 1, 1, 1), at), "\n")
cat("Akima, curved at its end:", pracma::akimaInterp(0:6, c(0, 1, 4, 2, 1, 1, 2), at), "\n")
cat("Savitzky and Golay of ones:", sprintf("%.3f", pracma::savgol(rep(1, 21), 11, 4)[1:8]), "\n")
R
library=$(dirname "$(find usr/lib -name 'lib*.so.*' -print -quit)")
R_HOME=$dir/usr/lib/R R_SHARE_DIR=$dir/usr/share/R/share R_LIBS=$dir/usr/lib/R/site-library R_DEFAULT_PACKAGES=base EDITOR=vi \
	LD_LIBRARY_PATH=$dir/usr/lib/R/lib:$library usr/lib/R/bin/exec/R --vanilla --no-echo --file=spectrum.R 2>said | grep -v Renviron | tee out
[ -s out ] || cat said
diff out - <<'WANT'
erfcx(5) is 0.1107046 (0.1107046)
erfcx(20) is 0.0281743 (0.0281743)
erfcx(26) is 0.0216836 (0.0216836)
erfcx(26.6) is 0.0000000 (0.0211952)
erfcx(27) is NaN (0.0208816)
erfcx(30) is NaN (0.0187959)
Akima, flat at its end: 0 0.3035714 NA NA NA 
Akima, curved at its end: 0 0.3035714 1.375 1.855 2 
Savitzky and Golay of ones: 0.667 0.946 1.086 1.063 0.958 1.000 1.000 1.000 
WANT
echo 'as found on 30 November 2026'
