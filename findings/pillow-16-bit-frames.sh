#!/usr/bin/env bash
# Pillow 9.4.0 (Debian 12: python3-pil 9.4.0-1.1+deb12u1).
#
# Input: an 8 x 8 frame of levels from 0 to 63000, as 16 bits (mode I;16), as 32 bits (I) and as floats (F): the mean by ImageStat, a move by half a pixel with bilinear
# interpolation, one around by a pixel (ImageChops.offset), and pasted on black through an even mask of 128.
#
# Guess: 31500, levels 500 higher, the frame rolled, half of the levels; what a mode cannot do raises an error, as resize and blend do for I;16.
# Seen: the mean is 119 or 127 in all three: that of a histogram of 256 bins, between 0 and the frame's own range. In 16 bits each level's two bytes are moved
# and mixed as pixels of their own: half a pixel gives levels up to 207 alone. Through the mask each byte is halved and rounded by itself: 1000 becomes 628 in
# I and 0 in floats, and in I;16 the right half of the frame is missing. No error.
# Take the mean by NumPy, convert to mode I before geometry, and mask by NumPy.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-pil=9.4.0-1.1+deb12u1 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frames.py <<'PY'
import numpy as np, PIL
from PIL import Image, ImageChops, ImageStat
print('Pillow', PIL.__version__)
levels = np.arange(64).reshape(8, 8) * 1000
for kind in (np.uint16, np.int32, np.float32):
    frame = Image.fromarray(levels.astype(kind))
    black = Image.new(frame.mode, frame.size, 0)
    black.paste(frame, (0, 0), Image.new('L', frame.size, 128))
    half, moved = np.array(black), np.array(frame.transform(frame.size, Image.AFFINE, (1, 0, 0.5, 0, 1, 0), Image.BILINEAR))
    around = np.array(ImageChops.offset(frame, 1, 0))
    print(f'{frame.mode}: mean {ImageStat.Stat(frame).mean[0]:.0f}, moved by half a pixel', 'right' if abs(moved[:, :7] - levels[:, :7] - 500).max() < 1 else f'at most {moved.max():.0f}',
          ', around by one', 'right' if (around == np.roll(levels, 1, 1)).all() else 'wrong', ', through the mask 1000 is', f'{half[0, 1]:.0f}, 63000 is {half[7, 7]:.0f}')
print('right: mean', f'{levels.mean():.0f}', ', through the mask', round(1000 * 128 / 255), round(63000 * 128 / 255))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 frames.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
Pillow 9.4.0
I;16: mean 119, moved by half a pixel at most 207 , around by one wrong , through the mask 1000 is 628, 63000 is 0
I: mean 127, moved by half a pixel right , around by one right , through the mask 1000 is 628, 63000 is 31500
F: mean 127, moved by half a pixel right , around by one right , through the mask 1000 is 0, 63000 is 0
right: mean 31500 , through the mask 502 31624
WANT
echo 'as found on 30 November 2026'
