#!/usr/bin/env bash
# pamaddnoise of Netpbm 11.01.00 (Debian 12: netpbm 2:11.01.00-2).
#
# Input: an even grey frame of 1000 of 4095, and of 60 of 255, 64 x 64 pixels; noise of each kind, with a seed and else as it is by default.
#
# Guess: the mean stays within a few percent, and no pixel becomes white.
# Seen: with Gaussian and Laplacian noise half of the pixels are white, and the mean is 2.6 times what it was: what should become darker is white. With
# Poisson noise half are white and a fifth black; with multiplied Gaussian noise half are black. No error or warning. A frame of photons made so is no
# test of anything; draw the noise elsewhere.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" netpbm=2:11.01.00-2 libnetpbm11 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frame.py <<'PY'
import re, struct, sys
if sys.argv[1] == 'write':
    open('12.pgm', 'wb').write(b'P5\n64 64\n4095\n' + struct.pack('>4096H', *[1000] * 4096))
    open('8.pgm', 'wb').write(b'P5\n64 64\n255\n' + bytes([60] * 4096))
else:
    data = open('out.pgm', 'rb').read()
    head = re.match(rb'P5\s+64\s+64\s+(\d+)\s', data)
    top = int(head[1])
    values = struct.unpack('>4096' + ('H' if top > 255 else 'B'), data[head.end():])
    print(f'mean {sum(values) / 4096:.0f} of {top}, white {sum(v == top for v in values) / 40.96:.0f} %, black {sum(v == 0 for v in values) / 40.96:.0f} %')
PY
python3 frame.py write
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
export LD_LIBRARY_PATH
for frame in 12 8; do
	for kind in gaussian laplacian multiplicative_gaussian poisson; do
		timeout 20 usr/bin/pamaddnoise -type=$kind -seed=1 $frame.pgm >out.pgm
		echo "$kind, $frame bits: $(python3 frame.py read)"
	done
done 2>&1 | tee out
diff out - <<'WANT'
gaussian, 12 bits: mean 2569 of 4095, white 51 %, black 0 %
laplacian, 12 bits: mean 2573 of 4095, white 51 %, black 0 %
multiplicative_gaussian, 12 bits: mean 504 of 4095, white 0 %, black 52 %
poisson, 12 bits: mean 2475 of 4095, white 51 %, black 19 %
gaussian, 8 bits: mean 165 of 255, white 53 %, black 0 %
laplacian, 8 bits: mean 159 of 255, white 51 %, black 0 %
multiplicative_gaussian, 8 bits: mean 30 of 255, white 0 %, black 52 %
poisson, 8 bits: mean 153 of 255, white 51 %, black 21 %
WANT
echo 'as found on 30 November 2026'
