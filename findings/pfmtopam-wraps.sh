#!/usr/bin/env bash
# netpbm 2:11.01.00-2 (Debian 12: pfmtopam, from floats to levels).
#
# Input: a PFM, the plain file of floats in which intensities and phases go from program to
# program, of eight numbers from -1 to 8, at -maxval 65535.
#
# Guess: 0 to 1 become 0 to 65535, what is less is black, what is more is white.
# Seen: what is more or less goes around: 2.5 is 32766, half grey, 7 is nearly white,
# 1.00002 is black, -0.25 is 49153. Exit status 0, nothing on stderr. A speckle brighter than 1 has a hole in it.
# Divide by the maximum first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
for package in netpbm=2:11.01.00-2 libnetpbm11=2:11.01.00-2; do
	apt-get download -qq "$package" >apt.log 2>&1 || { cat apt.log; exit 1; }
done
for file in *.deb; do dpkg -x "$file" .; done
python3 - <<'PY'
import struct
open('light.pfm', 'wb').write(b'Pf\n8 1\n-1.0\n' + struct.pack('<8f', 0, .5, 1, 1.00002, 2.5, 7, 8, -.25))
PY
LD_LIBRARY_PATH=$(dirname "$(find usr/lib -name 'libnetpbm.so.*' -print -quit)") usr/bin/pfmtopam -maxval 65535 light.pfm 2>said >light.pam
python3 - <<'PY' | tee out
import struct
data = open('light.pam', 'rb').read().split(b'ENDHDR\n')[1]
print(*struct.unpack('>8H', data), 'stderr:', len(open('said').read()), 'bytes')
PY
diff out - <<'WANT'
0 32768 65535 0 32766 65529 65528 49153 stderr: 0 bytes
WANT
echo 'as found on 29 November 2026'
