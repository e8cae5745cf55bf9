#!/usr/bin/env bash
# GNU datamash 1.7 (Debian 12: datamash 1.7-2), statistics of text columns.
#
# Input: places of a stage from -10 to 10 mm put into bins of 5, and angles from -0.3 to 0.3 into bins of 0.1, and counted.
#
# Guess: each bin has its lower end and not its upper one, on both sides of 0, as "buckets of size" in its manual reads.
# Seen: so from 0 upwards. Below 0 each place on an edge goes to the bin below: -5 to -10 and -10 to -15, where 5 stays at 5. An even scan of steps of 5, -10 to
# 10, has no bin of -5 and two at other names: its histogram is not symmetric, though the scan is. No warning.
# Add a number that makes all positive before binning, and take it off behind.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" datamash=1.7-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
export LD_LIBRARY_PATH
bins() { # bins WIDTH PLACE...: each place's bin
	echo "bins of $1:"
	printf '%s\n' "${@:2}" | LC_ALL=C usr/bin/datamash --full bin:"$1" 1
}
{
	usr/bin/datamash --version | head -1
	bins 5 -10 -7 -5 -3 0 3 5 7 10
	bins 0.1 -0.3 -0.2 -0.15 -0.1 0 0.1 0.15 0.2 0.3
} 2>&1 | tee out
diff out - <<'WANT'
datamash (GNU datamash) 1.7
bins of 5:
-10	-15
-7	-10
-5	-10
-3	-5
0	0
3	0
5	5
7	5
10	10
bins of 0.1:
-0.3	-0.4
-0.2	-0.3
-0.15	-0.2
-0.1	-0.2
0	0
0.1	0.1
0.15	0.1
0.2	0.2
0.3	0.3
WANT
echo 'as found on 1 December 2026'
