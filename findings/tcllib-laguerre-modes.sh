#!/usr/bin/env bash
# tcllib 1.21 (Debian 12: tcllib 1.21+dfsg-1; Tcl's library of packages), math::special::laguerre.
#
# Input: the Laguerre polynomials of degree 0 to 3 with the parameter 0, 1 and 2, as the radial part of a Laguerre-Gaussian mode of that charge has them;
# beside each, in brackets, the sum that defines it.
#
# Guess: the coefficients of that sum, to 1e-12.
# Seen: with the parameter 0 they are right; with 1 and 2 all but the highest are wrong from degree 1 on: the first is -x and -1 - x for 2 - x and 3 - x, and the
# value on the axis is -4 where 6 is right, of the other sign. The manual has the polynomial of degree n with parameter alpha, and calls it exact. No error.
# The recurrence after degree 1 is the right one, but starts from 1 - alpha - x for 1 + alpha - x. Hermite's and Legendre's are right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" tcllib=1.21+dfsg-1 tcl8.6 libtcl8.6 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >laguerre.tcl <<'TCL'
set auto_path [linsert $auto_path 0 usr/share/tcltk/tcllib1.21]
package require math::special
package require math::polynomials
proc digits {coefficients} { lmap c $coefficients {format %.4g [expr {abs($c) < 1e-12 ? 0.0 : $c}]} }
# the coefficient of x^k is (-1)^k C(n + alpha, n - k) / k!
proc right {alpha n} {
    set out {}
    for {set k 0} {$k <= $n} {incr k} {
        set c 1.0
        for {set i 1} {$i <= $n - $k} {incr i} { set c [expr {$c * ($alpha + $k + $i) / $i}] }
        for {set i 1} {$i <= $k} {incr i} { set c [expr {-$c / $i}] }
        lappend out $c
    }
    return $out
}
foreach alpha {0 1 2} {
    foreach n {0 1 2 3} {
        puts "parameter $alpha, degree $n: [digits [math::polynomials::allCoeffsPolyn [math::special::laguerre $alpha $n]]] ([digits [right $alpha $n]])"
    }
}
puts "Hermite 3: [digits [math::polynomials::allCoeffsPolyn [math::special::hermite 3]]], Legendre 3: [digits [math::polynomials::allCoeffsPolyn [math::special::legendre 3]]]"
TCL
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':') TCL_LIBRARY=usr/share/tcltk/tcl8.6 usr/bin/tclsh8.6 laguerre.tcl | tee out
diff out - <<'WANT'
parameter 0, degree 0: 1 (1)
parameter 0, degree 1: 1 -1 (1 -1)
parameter 0, degree 2: 1 -2 0.5 (1 -2 0.5)
parameter 0, degree 3: 1 -3 1.5 -0.1667 (1 -3 1.5 -0.1667)
parameter 1, degree 0: 1 (1)
parameter 1, degree 1: 0 -1 (2 -1)
parameter 1, degree 2: -1 -2 0.5 (3 -3 0.5)
parameter 1, degree 3: -2 -2.667 1.667 -0.1667 (4 -6 2 -0.1667)
parameter 2, degree 0: 1 (1)
parameter 2, degree 1: -1 -1 (3 -1)
parameter 2, degree 2: -4 -2 0.5 (6 -4 0.5)
parameter 2, degree 3: -8 -2 1.833 -0.1667 (10 -10 2.5 -0.1667)
Hermite 3: 0 -12 0 8, Legendre 3: 0 -1.5 0 2.5
WANT
echo 'as found on 1 December 2026'
