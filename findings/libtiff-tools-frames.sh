#!/usr/bin/env bash
# tiffdither, tiffmedian and tiffcrop of libtiff 4.5.0 (Debian 12: libtiff-tools 4.5.0-6+deb12u4); files written and read by python3-tifffile 20230203.
#
# Input: grey frames of 8 bits to be dithered to the two levels of a micromirror device; a picture in colour of 16 bits, and the same of 8 bits, to be put on a
# palette of 64 colours; and a frame of floats to be inverted (-I data), beside ones of 8 and 16 bits.
#
# Guess: a pattern of the frame's size, the picture's colours to a step of the palette, and 1 - x or an error.
# Seen: the pattern is a row short, of 64 rows 63: a micromirror device gets no last row. The picture of 16 bits becomes black and other colours, that of 8 bits is
# right. The floats have their bits inverted: 0 is no number, 0.25 is -16, 0.5 is -8 and 1 is -4. No error, and the exit is 0, where
# tiff2bw and tiff2rgba say that they take 8 bits, or no floats.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" libtiff-tools=4.5.0-6+deb12u4 python3-tifffile=20230203-1 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frames.py <<'PY'
import subprocess
import numpy as np
import tifffile
def run(command, array, photometric='minisblack'):
    tifffile.imwrite('in.tif', array, metadata=None, photometric=photometric)
    code = subprocess.run(f'usr/bin/{command} in.tif out.tif', shell=True).returncode
    return code, tifffile.TiffFile('out.tif').pages[0]
print('tifffile', tifffile.__version__)
for rows in (8, 9, 64):
    code, page = run('tiffdither -c none', np.full((rows, 16), 128, 'u1'))
    print(f'tiffdither of {rows} x 16: {page.imagelength} x {page.imagewidth}, exit {code}')
grey = np.arange(64 * 64, dtype='u2').reshape(64, 64) * 16
picture = np.stack([grey, grey // 2, grey // 4], -1)
for bits, given in ((8, (picture >> 8).astype('u1')), (16, picture)):
    code, page = run('tiffmedian -C 64', given, 'rgb')
    got = np.moveaxis(page.colormap[:, page.asarray()], 0, -1).astype(int)
    print(f'tiffmedian of {bits} bits: off by {np.abs(got - given.astype(int) * (257 if bits == 8 else 1)).max() / 65535:.2f} of full scale, exit {code}')
for values in (np.array([[0, 100, 255, 7]], 'u1'), np.array([[0, 4096, 65535, 7]], 'u2'), np.array([[0, 0.25, 0.5, 1]], 'f4')):
    code, page = run('tiffcrop -I data', np.repeat(values, 8, 0))
    print(f'tiffcrop -I data of {values[0].tolist()}: {[float(f"{v:.6g}") for v in page.asarray()[0]]}, exit {code}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 frames.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
tifffile 2023.2.3
tiffdither of 8 x 16: 7 x 16, exit 0
tiffdither of 9 x 16: 8 x 16, exit 0
tiffdither of 64 x 16: 63 x 16, exit 0
tiffmedian of 8 bits: off by 0.06 of full scale, exit 0
tiffmedian of 16 bits: off by 1.00 of full scale, exit 0
tiffcrop -I data of [0, 100, 255, 7]: [255.0, 155.0, 0.0, 248.0], exit 0
tiffcrop -I data of [0, 4096, 65535, 7]: [65535.0, 61439.0, 0.0, 65528.0], exit 0
tiffcrop -I data of [0.0, 0.25, 0.5, 1.0]: [nan, -16.0, -8.0, -4.0], exit 0
WANT
echo 'as found on 1 December 2026'
