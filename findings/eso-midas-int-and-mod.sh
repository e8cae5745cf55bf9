#!/usr/bin/env bash
# ESO-MIDAS 22.02 (Debian 12: eso-midas 22.02pl1.0-2), COMPUTE/IMAGE with INT and MOD.
#
# Input: a row of nine numbers from -3 to 3 by 0.75, and one of phases from 0 to 802 degrees by 100.25.
#
# Guess: INT is the nearest whole number, as the help says, and MOD the rest as in Fortran, which the help refers to: -0.25 of -2.25 by 2, and 41.25 of 401 by 359.75.
# Seen: INT is right above 0, and one too large for negative numbers, whole ones also: -3 becomes -2, -2.25 becomes -1 and -0.75 becomes 0: a half is added and the rest cut
# off. MOD takes the whole part of both numbers: 100.25 degrees by 360 are 100, 401 by 359.75 are 42, and -2.25 by 2 is 0. No error. Subtract what is to be
# wrapped by steps of your own, and add a large whole number before INT.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial work
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" eso-midas=22.02pl1.0-2 libxm4 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
library=$(find "$dir" -name 'lib*.so*' -not -path '*eso-midas*' -printf '%h\n' | sort -u | tr '\n' ':')
# its start script has the installed place written into it
sed "s,^MIDASHOME0=.*,MIDASHOME0=$dir/usr/lib/eso-midas," usr/bin/inmidas >midas
compute() {
	printf '%s\n' "create/image r 2,9,1 0,0,1,1 poly $1,$2" "compute/image s = $3" 'read/image s' >steps.prg
	echo "$3, r from $1 by $2:" "$(HOME=$dir MID_WORK=$dir/work/ LD_LIBRARY_PATH=$library timeout 60 sh ./midas -P -noh -j '@@ steps' </dev/null 2>&1 | grep -aE '^ +[-0-9.]+[ 0-9.eE+-]*$' |
		tr -s ' \n' ' ' | awk '{ for (i = 1; i <= NF; i++) printf("%s%g", (i > 1) ? " " : "", $i + 0) }')"
}
{
	compute -3 0.75 r
	compute -3 0.75 'int(r)'
	compute -3 0.75 'int(r+100)-100'
	compute -3 0.75 'mod(r,2)'
	compute 0 100.25 r
	compute 0 100.25 'mod(r,360)'
	compute 0 100.25 'mod(r,359.75)'
} | tee out
diff out - <<'WANT'
r, r from -3 by 0.75: -3 -2.25 -1.5 -0.75 0 0.75 1.5 2.25 3
int(r), r from -3 by 0.75: -2 -1 -1 0 0 1 2 2 3
int(r+100)-100, r from -3 by 0.75: -3 -2 -1 -1 0 1 2 2 3
mod(r,2), r from -3 by 0.75: -1 0 -1 0 0 0 1 0 1
r, r from 0 by 100.25: 0 100.25 200.5 300.75 401 501.25 601.5 701.75 802
mod(r,360), r from 0 by 100.25: 0 100 200 300 41 141 241 341 82
mod(r,359.75), r from 0 by 100.25: 0 100 200 300 42 142 242 342 84
WANT
echo 'as found on 1 December 2026'
