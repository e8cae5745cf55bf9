#!/usr/bin/env bash
# GStreamer 1.22.0 (Debian 12), videoconvert and pngenc.
#
# Input: a camera's frame of 16 bits (GRAY16_LE) through "videoconvert ! pngenc", where pngenc takes GRAY16_BE.
#
# Guess: a grey PNG of 16 bits with the same levels.
# Seen: a coloured PNG of 8 bits: 256 of 65536 levels are left, and some pixels are not even grey (level 255 is 1, 0, 1). No warning is given.
# To ARGB64, of 16 bits, level 0 becomes red 11, green 0 and blue 47, as the conversion is computed for 8 bits.
# With "video/x-raw,format=GRAY16_BE" between the two all levels are kept.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" 'gstreamer1.0-tools=1.22.0-*' 'gstreamer1.0-plugins-base=1.22.0-*' 'gstreamer1.0-plugins-good=1.22.0-*' \
	libgstreamer1.0-0 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
library=$(dirname "$(find "$dir/usr/lib" -name 'libgstreamer-1.0.so.0' -print -quit)")
export LD_LIBRARY_PATH=$library GST_PLUGIN_SYSTEM_PATH=$library/gstreamer-1.0 GST_REGISTRY=$dir/registry GST_REGISTRY_FORK=no
cat >png.py <<'PY'
import struct, sys, zlib
levels = [0, 100, 255, 256, 1000, 20000, 40000, 65535]
if sys.argv[1] == 'write':
    open('frame.raw', 'wb').write(struct.pack('<8H', *levels))
elif sys.argv[1].endswith('.raw'):
    pixels = struct.unpack('=32H', open(sys.argv[1], 'rb').read())
    print('ARGB64', *(pixels[i + 1:i + 4] for i in (0, 4, 16)))
else:
    data, at, packed = open(sys.argv[1], 'rb').read(), 8, b''
    while at < len(data):
        size, kind = struct.unpack_from('>I4s', data, at)
        part = data[at + 8:at + 8 + size]
        if kind == b'IHDR':
            bits, colour = part[8:10]
        packed += part if kind == b'IDAT' else b''
        at += size + 12
    row = zlib.decompress(packed)
    channels = {0: 1, 2: 3, 6: 4}[colour]
    step, line = channels * bits // 8, bytearray(row[1:])
    assert row[0] in (0, 1), 'one row: nothing or the left neighbour is taken away'
    for i in range(step, len(line)):
        line[i] = (line[i] + (line[i - step] if row[0] else 0)) & 255
    samples = struct.unpack(f">{8 * channels}{'BH'[bits // 16]}", line)
    print(bits, 'bits,', channels, 'channels:', *(samples if channels == 1 else [samples[i:i + 3] for i in range(0, 8 * channels, channels)]))
PY
python3 png.py write
launch() { usr/bin/gst-launch-1.0 -q filesrc location=frame.raw ! rawvideoparse width=8 height=1 format=gray16-le ! videoconvert ! "$@"; }
{
	usr/bin/gst-launch-1.0 --gst-version
	launch pngenc ! filesink location=left.png 2>&1
	launch video/x-raw,format=GRAY16_BE ! pngenc ! filesink location=asked.png 2>&1
	launch video/x-raw,format=ARGB64 ! filesink location=argb.raw 2>&1
	python3 png.py left.png
	python3 png.py asked.png
	python3 png.py argb.raw
} | tee out
diff out - <<'WANT'
GStreamer Core Library version 1.22.0
8 bits, 4 channels: (0, 0, 0) (0, 0, 0) (1, 0, 1) (1, 0, 1) (4, 3, 3) (78, 77, 77) (155, 155, 155) (255, 254, 255)
16 bits, 1 channels: 0 100 255 256 1000 20000 40000 65535
ARGB64 (11, 0, 47) (111, 89, 147) (1011, 989, 1047)
WANT
echo 'as found on 30 November 2026'
