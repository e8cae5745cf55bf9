#!/usr/bin/env bash
# python3-numexpr 2.8.4 (Debian 12: python3-numexpr 2.8.4-1+b2, python3-numpy 1:1.24.2-1+deb12u1): expressions over arrays.
#
# Input: a frame of 1000 x 1000 pixels of a 16-bit camera, 3000 everywhere: its sum, the sum of its squares, and the squares of 50,000.
#
# Guess: 3e9, 9e12 and 2.5e9, as NumPy's sum() gives 3e9.
# Seen: the sum is -1,294,967,296, that of the squares 2,043,514,880, and the squares of 50,000 are -1,794,967,296: what has 16 bits is made an int32, and that goes around. No warning.
# Floats are summed in floats: a sum of 20 million ones is 16,777,216. Multiply by 1.0, or give it astype('f8').
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-numexpr=2.8.4-1+b2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >sums.py <<'PY'
import warnings
warnings.simplefilter('error', RuntimeWarning)
import numexpr, numpy
frame, bright = numpy.full((1000, 1000), 3000, numpy.uint16), numpy.full(1, 50000, numpy.uint16)
print('numexpr', numexpr.__version__)
print('sum', numexpr.evaluate('sum(frame)'), 'by NumPy', frame.sum())
print('sum of squares', numexpr.evaluate('sum(frame * frame)'), 'by NumPy', (frame.astype('f8')**2).sum())
print('square', numexpr.evaluate('bright**2')[0], 'of', numexpr.evaluate('bright**2').dtype)
print('sum with 1.0', numexpr.evaluate('sum(1.0 * frame)'))
print('sum of 20 million ones', numexpr.evaluate('sum(ones)', {'ones': numpy.ones(20000000, numpy.float32)}))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 sums.py 2>&1 | tee out
diff out - <<'WANT'
numexpr 2.8.4
sum -1294967296 by NumPy 3000000000
sum of squares 2043514880 by NumPy 9000000000000.0
square -1794967296 of int32
sum with 1.0 3000000000.0
sum of 20 million ones 16777216.0
WANT
echo 'as found on 30 November 2026'
