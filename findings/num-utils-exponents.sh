#!/usr/bin/env bash
# num-utils 0.5 (Debian 12: num-utils 0.5-15; numaverage, numsum, numbound, numnormalize and others for columns of numbers).
#
# Input: three wavelengths in metres as every program writes them (6.33e-7), and a dark current of 2e-3 among others of 1 and 3.
#
# Guess: the mean is 5.38e-7 and the sum 1.615e-6; or exponents are refused.
# Seen: exponents are dropped without a word: the mean is 5.38, the sum 16.15, and of 1, 2e-3 and 3 the smallest is 1, the mean 2.
# Use datamash or awk, which give 5.38e-07.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" num-utils=0.5-15 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
printf '6.33e-7\n5.32e-7\n4.5e-7\n' >wavelengths
printf '1\n2e-3\n3\n' >currents
{
	for file in wavelengths currents; do
		for tool in numaverage numsum 'numbound -l' 'numnormalize'; do
			# shellcheck disable=SC2086
			echo "$file $tool: $(perl usr/bin/$tool $file | tr '\n' ' ')"
		done
	done
	awk '{ s += $1 } END { print "awk:", s / NR }' wavelengths
} 2>&1 | tee out
diff out - <<'WANT'
wavelengths numaverage: 5.38333333333333 
wavelengths numsum: 16.15 
wavelengths numbound -l: 4.5 
wavelengths numnormalize: 0.391950464396285 0.329411764705882 0.278637770897833 
currents numaverage: 2 
currents numsum: 6 
currents numbound -l: 1 
currents numnormalize: 0.166666666666667 0.333333333333333 0.5 
awk: 5.38333e-07
WANT
echo 'as found on 30 November 2026'
