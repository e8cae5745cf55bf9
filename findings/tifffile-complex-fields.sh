#!/usr/bin/env bash
# tifffile 2023.2.3 (Debian 12: python3-tifffile 20230203-1), and libtiff 4.5.0 (libtiff-tools 4.5.0-6+deb12u4), whose tiffcp writes the file.
#
# Input: a field of complex numbers of two floats, and the same of real ones and of 64-bit integers, as TIFF compressed by deflate with and without
# horizontal differences (predictor 2), which libtiff takes for any samples of 8 to 64 bits.
#
# Guess: the numbers, or an error.
# Seen: real ones and integers are right with and without. The complex field behind differences comes as other numbers: differences of its bits are added
# up as complex numbers. No error, but tifffile itself refuses to write such a file. tiffcp reads it right: unpack with tiffcp -c none before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-tifffile=20230203-1 libtiff-tools=4.5.0-6+deb12u4 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >fields.py <<'PY'
import subprocess
import warnings
import numpy as np
import tifffile
warnings.simplefilter('ignore')
print('tifffile', tifffile.__version__)
ramp = np.arange(32).reshape(4, 8)
for name, array in (('floats', (ramp * 1.5).astype('f4')), ('doubles', ramp * 1.5), ('64-bit integers', ramp.astype('i8')), ('complex', (ramp * (1 + 0.5j)).astype('c8'))):
    tifffile.imwrite('in.tif', array, metadata=None, photometric='minisblack')
    for option in ('zip', 'zip:2'):
        subprocess.run(f'usr/bin/tiffcp -c {option} in.tif packed.tif && usr/bin/tiffcp -c none packed.tif plain.tif', shell=True, check=True)
        got = [int((tifffile.imread(file) == array).sum()) for file in ('packed.tif', 'plain.tif')]
        print(f'{name}, {option}: {got[0]} of 32 right, unpacked by tiffcp {got[1]}; second row begins {tifffile.imread("packed.tif")[1, :3].tolist()} for {array[1, :3].tolist()}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 fields.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
tifffile 2023.2.3
floats, zip: 32 of 32 right, unpacked by tiffcp 32; second row begins [12.0, 13.5, 15.0] for [12.0, 13.5, 15.0]
floats, zip:2: 32 of 32 right, unpacked by tiffcp 32; second row begins [12.0, 13.5, 15.0] for [12.0, 13.5, 15.0]
doubles, zip: 32 of 32 right, unpacked by tiffcp 32; second row begins [12.0, 13.5, 15.0] for [12.0, 13.5, 15.0]
doubles, zip:2: 32 of 32 right, unpacked by tiffcp 32; second row begins [12.0, 13.5, 15.0] for [12.0, 13.5, 15.0]
64-bit integers, zip: 32 of 32 right, unpacked by tiffcp 32; second row begins [8, 9, 10] for [8, 9, 10]
64-bit integers, zip:2: 32 of 32 right, unpacked by tiffcp 32; second row begins [8, 9, 10] for [8, 9, 10]
complex, zip: 32 of 32 right, unpacked by tiffcp 32; second row begins [(8+4j), (9+4.5j), (10+5j)] for [(8+4j), (9+4.5j), (10+5j)]
complex, zip:2: 5 of 32 right, unpacked by tiffcp 32; second row begins [(8+4j), (8+4j), (8+4j)] for [(8+4j), (9+4.5j), (10+5j)]
WANT
echo 'as found on 1 December 2026'
