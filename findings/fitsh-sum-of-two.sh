#!/usr/bin/env bash
# FITSH 0.9.4 (Debian 12: fitsh 0.9.4-1), ficombine, which stacks frames in FITS.
#
# Input: two to four frames of one row, 100 200 300 times 1, 2, 3 and 4; by the modes mean, max, sum, squaresum and scatter.
#
# Guess: the sum of the first two is 300 600 900, their scatter 50 100 150, and so on with each mode.
# Seen: of two frames the sum, the sum of squares and the scatter are all the mean, 150 300 450: half of the light, and a noise as large as the signal. Of
# three or more each is right, and so are mean, median, smallest and largest of two. No error or warning.
# Add two frames with fiarith ("'1.fits'+'2.fits'").
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" fitsh=0.9.4-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frames.py <<'PY'
import struct, sys
if sys.argv[1] == 'write':
    cards = ['SIMPLE  =                    T', 'BITPIX  =                  -32', 'NAXIS   =                    2', 'NAXIS1  =                    3', 'NAXIS2  =                    1', 'END']
    for k in range(1, 5):
        open(f'{k}.fits', 'wb').write(''.join(c.ljust(80) for c in cards).ljust(2880).encode() + struct.pack('>3f', *(k * v for v in (100, 200, 300))).ljust(2880, b'\0'))
else:
    data = open('out.fits', 'rb').read()
    print(*(f'{v:g}' for v in struct.unpack('>3f', data[2880:2892])))
PY
python3 frames.py write
for mode in mean max sum squaresum scatter; do
	for files in '1.fits 2.fits' '1.fits 2.fits 3.fits' '1.fits 2.fits 3.fits 4.fits'; do
		rm -f out.fits
		# shellcheck disable=SC2086
		timeout 20 usr/bin/ficombine $files --mode $mode --output out.fits
		# shellcheck disable=SC2086
		set -- $files
		echo "$mode of $#: $(python3 frames.py read)"
	done
done 2>&1 | tee out
diff out - <<'WANT'
mean of 2: 150 300 450
mean of 3: 200 400 600
mean of 4: 250 500 750
max of 2: 200 400 600
max of 3: 300 600 900
max of 4: 400 800 1200
sum of 2: 150 300 450
sum of 3: 600 1200 1800
sum of 4: 1000 2000 3000
squaresum of 2: 150 300 450
squaresum of 3: 140000 560000 1.26e+06
squaresum of 4: 300000 1.2e+06 2.7e+06
scatter of 2: 150 300 450
scatter of 3: 81.6497 163.299 244.949
scatter of 4: 111.803 223.607 335.41
WANT
echo 'as found on 30 November 2026'
