#!/usr/bin/env bash
# Miller 6.6.0 (Debian 12: miller 6.6.0-2+b3; mlr, statistics of columns of text).
#
# Input: the frequency of a laser at 633 nm, eleven times, 1 MHz higher each time: from 473,612 GHz, the same in steps of 0.001 from
# 473,612,353 (as in MHz), and from 0.
#
# Guess: variance 1.1e-5, deviation 0.0033, correlation 1 and slope 1000 for all three.
# Seen: around 0 it is so. In GHz the deviation is twice as large as it is and the correlation with the count 0.47, where it is 1; in MHz the variance is 0, the
# correlation +Inf, and the line through the counts of the frequencies falls. Sums of squares are taken, whose difference is below a double's digits, and no
# warning is printed. datamash 1.7 gives 0.0033 for each. Subtract a constant first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" miller=6.6.0-2+b3 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
for base in 0 473612 473612353; do
	awk -v base=$base 'BEGIN { print "n,f"; for (i = 0; i < 11; i++) printf "%d,%.4f\n", i, base + i * 0.001 }' >f.csv
	echo "from $base: $(usr/bin/mlr --icsv --onidx stats1 -a var,stddev -f f f.csv), $(usr/bin/mlr --icsv --onidx stats2 -a corr -f n,f f.csv), $(usr/bin/mlr --icsv --onidx stats2 -a linreg-ols -f f,n f.csv)"
done 2>&1 | tee out
diff out - <<'WANT'
from 0: 0.000010999999999999996 0.0033166247903553994, 1.0000000000000002, 1000.0000000000002 0 11
from 473612: 0.000048828125 0.006987712429686843, 0.47463670060225405, 309.75999450683594 -146706048 11
from 473612353: 0 0, +Inf, -0.0002954155206680298 139916 11
WANT
echo 'as found on 30 November 2026'
