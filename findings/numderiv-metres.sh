#!/usr/bin/env bash
# R's packages numDeriv 2016.8-1.1 and pracma 2.4.2, and R 4.2.2 (Debian 12).
#
# Input: the refractive index of BK7 by its Sellmeier formula, at 633 nm: its slope, and the wavelength at which it is 1.515089 between 300
# and 1200 nm, once in metres and once in micrometres.
#
# Guess: the same in both to four digits, as steps and tolerances go with the point.
# Seen: in micrometres all is right. In metres numDeriv's grad gives 47 %, its method "simple" has the wrong sign, pracma's fderiv
# gives 34 %, and R's own uniroot says that the index is met at 1200 nm, the end of the range. Steps (1e-4, 6e-6) and tolerances
# (1.2e-4) are absolute. Nothing is said. Compute in micrometres; numDeriv's method "complex" is right in both.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" r-base-core=4.2.2.20221110-2 r-cran-numderiv=2016.8-1.1-3 r-cran-pracma=2.4.2-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >slope.R <<'R'
um <- function(l) { u <- l^2; sqrt(1 + 1.03961212*u/(u - 0.00600069867) + 0.231792344*u/(u - 0.0200179144) + 1.01046945*u/(u - 103.560653)) }
m <- function(l) um(l * 1e6)
say <- function(name, a, b) cat(sprintf("%s: %.5f, in metres %.5f\n", name, a, b))
say("numDeriv grad", numDeriv::grad(um, 0.633), numDeriv::grad(m, 633e-9) * 1e-6)
say("numDeriv grad simple", numDeriv::grad(um, 0.633, "simple"), numDeriv::grad(m, 633e-9, "simple") * 1e-6)
say("numDeriv grad complex", numDeriv::grad(um, 0.633, "complex"), numDeriv::grad(m, 633e-9, "complex") * 1e-6)
say("pracma fderiv", pracma::fderiv(um, 0.633), pracma::fderiv(m, 633e-9) * 1e-6)
say("uniroot", stats::uniroot(function(l) um(l) - um(0.633), c(0.3, 1.2))$root, stats::uniroot(function(l) m(l) - m(633e-9), c(300e-9, 1200e-9))$root * 1e6)
R
library=$(dirname "$(find usr/lib -name 'lib*.so.*' -print -quit)")
R_HOME=$dir/usr/lib/R R_SHARE_DIR=$dir/usr/share/R/share R_LIBS=$dir/usr/lib/R/site-library R_DEFAULT_PACKAGES=base EDITOR=vi \
	LD_LIBRARY_PATH=$dir/usr/lib/R/lib:$library usr/lib/R/bin/exec/R --vanilla --no-echo --file=slope.R 2>said | grep -v Renviron | tee out
diff out - <<'WANT'
numDeriv grad: -0.03422, in metres -0.01594
numDeriv grad simple: -0.03421, in metres 0.00299
numDeriv grad complex: -0.03422, in metres -0.03422
pracma fderiv: -0.03422, in metres -0.01171
uniroot: 0.63301, in metres 1.20000
WANT
echo 'as found on 30 November 2026'
