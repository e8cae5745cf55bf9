#!/usr/bin/env bash
# UDUNITS 2.2.28 (Debian 12: udunits-bin 2.2.28-5, libudunits2-0 and -data), the units that netCDF's tools, and R's units, use.
#
# Input: one footcandle in lux, and one footlambert, phot and lumen per square foot beside it.
#
# Guess: 10.7639 lx, as a footcandle is a lumen per square foot.
# Seen: 0.107639 lx, a hundredth, while a lumen per square foot is 10.7639 lx in the same program; the others are right. No warning.
# Write lm/ft2.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" udunits-bin=2.2.28-5 libudunits2-0=2.2.28-5 libudunits2-data=2.2.28-5 libexpat1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
export LD_LIBRARY_PATH UDUNITS2_XML_PATH=$dir/usr/share/xml/udunits/udunits2.xml
for pair in 'footcandle lx' 'lm/ft2 lx' 'footcandle lm/ft2' 'phot lx' 'footlambert cd/m2'; do
	# shellcheck disable=SC2086
	set -- $pair
	usr/bin/udunits2 -H "$1" -W "$2" </dev/null | head -1 | sed 's/^ *//'
done 2>&1 | tee out
diff out - <<'WANT'
1 footcandle = 0.107639 lx
1 lm/ft2 = 10.7639 lx
1 footcandle = 0.01 lm/ft2
1 phot = 10000 lx
1 footlambert = 3.42626 cd/m2
WANT
echo 'as found on 30 November 2026'
