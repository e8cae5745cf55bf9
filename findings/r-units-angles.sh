#!/usr/bin/env bash
# units 0.8-1 (Debian 12: r-cran-units 0.8-1+dfsg-1, r-base-core 4.2.2.20221110-2), quantities with units in R.
#
# Input: the angle of 1 cm over 1 m; where 150 cm lies between 1, 2 and 3 m, by findInterval, cut and approx; whether 40 cm is among 0.1 and 0.4 m; 1 m and 40 cm
# bound to a matrix; and sums, the larger one and a vector of both.
#
# Guess: 0.01 rad; the first interval, and 15 of 10 and 20; yes, at 2; 1 and 0.4; or an error, as the units differ.
# Seen: sums, the larger one and vectors are right. The angle is 0.785 cm: 1 and 1 without their units give 45 degrees, and the result has a length. 150 cm
# lies behind 3 m, in no interval, and has no value there, 40 cm is not among 0.1 and 0.4 m, and the matrix is 1 and 40. Nothing is said.
# Bring both to one unit, and drop it, before atan2, findInterval, cut, approx, match and rbind.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" r-base-core=4.2.2.20221110-2 r-cran-units=0.8-1+dfsg-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >angles.R <<'R'
suppressMessages(library(units))
cat("units", as.character(packageVersion("units")), "\n")
m <- function(v) set_units(v, "m", mode = "standard")
cm <- function(v) set_units(v, "cm", mode = "standard")
say <- function(name, v) cat(name, ": ", format(v, digits = 4), "\n", sep = "")
say("1 m + 40 cm", m(1) + cm(40))
say("the larger of 40 cm and 1 m", max(cm(40), m(1)))
say("both as a vector", paste(format(c(m(1), cm(40))), collapse = ", "))
say("atan2 of 1 cm and 1 m", atan2(cm(1), m(1)))
say("findInterval of 150 cm in 1, 2, 3 m", findInterval(cm(150), m(1:3)))
say("cut of 150 cm by 1, 2, 3 m", as.character(cut(cm(150), m(1:3))))
say("approx at 150 cm from 1, 2 m of 10, 20", approx(m(1:2), c(10, 20), xout = cm(150))$y)
say("40 cm in 0.1, 0.4 m", cm(40) %in% m(c(0.1, 0.4)))
say("match of 40 cm", match(cm(40), m(c(0.1, 0.4))))
say("rbind of 1 m and 40 cm", paste(rbind(m(1), cm(40)), collapse = " and "))
say("pmax of 40 cm and 1 m", pmax(cm(40), m(1)))
R
library=$(find "$dir/usr/lib" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
R_HOME=$dir/usr/lib/R R_SHARE_DIR=$dir/usr/share/R/share R_LIBS=$dir/usr/lib/R/site-library EDITOR=vi UDUNITS2_XML_PATH=$dir/usr/share/xml/udunits/udunits2.xml \
	LD_LIBRARY_PATH=$dir/usr/lib/R/lib:$library usr/lib/R/bin/exec/R --vanilla --no-echo --file=angles.R 2>said | grep -v Renviron | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
units 0.8.1 
1 m + 40 cm: 1.4 [m]
the larger of 40 cm and 1 m: 100 [cm]
both as a vector: 1.0 [m], 0.4 [m]
atan2 of 1 cm and 1 m: 0.7854 [cm]
findInterval of 150 cm in 1, 2, 3 m: 3
cut of 150 cm by 1, 2, 3 m: NA
approx at 150 cm from 1, 2 m of 10, 20: NA
40 cm in 0.1, 0.4 m: FALSE
match of 40 cm: NA
rbind of 1 m and 40 cm: 1 and 40
pmax of 40 cm and 1 m: 100 [cm]
WANT
echo 'as found on 1 December 2026'
