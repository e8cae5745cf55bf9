#!/usr/bin/env bash
# gerbv 2.9.6 (Debian 12: gerbv 2.9.6-1), a Gerber file of a mask exported as Gerber (--export=rs274x), as one does to merge layers.
#
# Input: in millimetres with six decimals: pinholes of 1, 3, 10 and 50 um, and a slit of 2 x 100 um at 0.001234 mm.
#
# Guess: the same sizes in inches, to 1 nm.
# Seen: sizes have four decimals of an inch: the pinhole of 1 um has size 0, those of 3, 10 and 50 um have 2.54, 10.16 and 50.8 um, and the slit is 2.54 um wide. Places have
# six decimals, so are whole multiples of 25.4 nm. No warning.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" gerbv=2.9.6-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
{
	printf '%%FSLAX46Y46*%%\n%%MOMM*%%\n%%ADD10C,0.001*%%\n%%ADD11C,0.003*%%\n%%ADD12C,0.01*%%\n%%ADD13C,0.05*%%\n%%ADD14R,0.002X0.1*%%\n%%LPD*%%\n'
	printf 'D10*\nX1000000Y0D03*\nD11*\nX2000000Y0D03*\nD12*\nX3000000Y0D03*\nD13*\nX4000000Y0D03*\nD14*\nX1234Y0D03*\nM02*\n'
} >mask.gbr
HOME=$dir/home LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':') timeout 60 usr/bin/gerbv --export=rs274x -o out.gbr mask.gbr >said 2>&1 || { cat said; exit 1; }
{
	grep -E 'MOIN|ADD' out.gbr
	sed -n 's/.*ADD1[0-9][CR],\([0-9.]*\).*/\1/p' out.gbr | awk '{ printf "%.2f um\n", $1 * 25400 }'
	grep -E 'X0000[0-9]*Y0000000D03' out.gbr
} | tee out
diff out - <<'WANT'
%MOIN*%
%ADD10C,0.0000*%
%ADD11C,0.0001*%
%ADD12C,0.0004*%
%ADD13C,0.0020*%
%ADD14R,0.0001X0.0039*%
0.00 um
2.54 um
10.16 um
50.80 um
2.54 um
G01X0000049Y0000000D03*
WANT
echo 'as found on 30 November 2026'
