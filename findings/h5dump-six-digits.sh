#!/usr/bin/env bash
# HDF5 1.10.8 (Debian 12: hdf5-tools, h5dump, beside h5ls) and h5utils 1.13.2-1 (h5totxt).
#
# Input: five doubles in HDF5: a position in nanometres, a wavelength, a count above 2^24.
#
# Guess: each prints as many digits as a double has, so that the text can be read again.
# Seen: h5ls prints 15 and h5totxt all. h5dump, also with -o to a file, prints six: 1234567.891 is 1.23457e+06, 3.4 um away where it is nanometres,
# and 0.100000001 is 0.1. No word is said.
# Take h5totxt, or h5dump -m %.17g.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" 'hdf5-tools=1.10.8+*' h5utils=1.13.2-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
LD_LIBRARY_PATH=$(find "$dir/usr/lib" -name 'lib*.so.*' -printf '%h\n' | sort -u | tr '\n' ':')
export LD_LIBRARY_PATH
printf '1234567.891\n0.100000001\n3.333333333333333e-13\n16777217\n0.6666666666666666\n' >numbers.txt
printf 'PATH x\nINPUT-CLASS TEXTFP\nINPUT-SIZE 64\nRANK 1\nDIMENSION-SIZES 5\nOUTPUT-CLASS FP\nOUTPUT-SIZE 64\n' >as.conf
usr/bin/h5import numbers.txt -c as.conf -o numbers.h5 >said 2>&1 || { cat said; exit 1; }
{
	usr/bin/h5dump -V
	usr/bin/h5dump -y -w 0 -d x -o text.txt numbers.h5 >said
	echo "h5dump: $(tr -s ' \n' ' ' <text.txt)"
	usr/bin/h5dump -y -w 0 -m %.17g -d x -o text.txt numbers.h5 >said
	echo "h5dump -m %.17g: $(tr -s ' \n' ' ' <text.txt)"
	echo "h5totxt: $(usr/bin/h5totxt -d x numbers.h5 | tr '\n' ' ')"
	echo "h5ls: $(usr/bin/h5ls -d numbers.h5/x | tail -n +3 | tr -s ' \n' ' ')"
} | tee out
diff out - <<'WANT'
h5dump: Version 1.10.8
h5dump:  1.23457e+06, 0.1, 3.33333e-13, 1.67772e+07, 0.666667
h5dump -m %.17g:  1234567.8910000001, 0.10000000100000001, 3.3333333333333329e-13, 16777217, 0.66666666666666663
h5totxt: 1234567.891 0.100000001 3.333333333333333e-13 16777217 0.6666666666666666 
h5ls:  1234567.891, 0.100000001, 3.33333333333333e-13, 16777217, 0.666666666666667 
WANT
echo 'as found on 30 November 2026'
