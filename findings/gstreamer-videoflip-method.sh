#!/usr/bin/env bash
# GStreamer 1.22.0 (Debian 12: gstreamer1.0-tools, gstreamer1.0-plugins-good), the element videoflip.
#
# Input: frames of 4 x 4 pixels of 8 and 16 bits, to be mirrored or turned as a camera behind a mirror asks for, by the property
# "method" of a pipeline's text, and by "video-direction".
#
# Guess: both do the same.
# Seen: video-direction works. With method the frames come out as they went in, for each of its values, in 8 and 16 bits; the property is
# known, its values are checked, no error or warning is given. A bench that is aligned by it has left and right swapped.
# Write video-direction=horiz, 180, 90r or vert.
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
python3 - <<'PY'
import struct
open('8.raw', 'wb').write(bytes(range(16)))
open('16.raw', 'wb').write(struct.pack('<16H', *range(0, 16000, 1000)))
PY
turn() {
	usr/bin/gst-launch-1.0 -q filesrc location="$1.raw" ! rawvideoparse width=4 height=4 format="$2" ! videoflip "$3" ! filesink location=o.raw 2>&1
	echo "$2 $3: $(od -An -w32 -t"u$(($1 / 8))" --endian=little o.raw | tr -s ' ')"
	rm o.raw
}
{
	usr/bin/gst-launch-1.0 --gst-version
	for pair in horizontal-flip,horiz rotate-180,180 clockwise,90r vertical-flip,vert; do
		turn 8 gray8 method=${pair%,*}
		turn 8 gray8 video-direction=${pair#*,}
	done
	turn 16 gray16-le method=horizontal-flip
	turn 16 gray16-le video-direction=horiz
} | tee out
diff out - <<'WANT'
GStreamer Core Library version 1.22.0
gray8 method=horizontal-flip:  0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
gray8 video-direction=horiz:  3 2 1 0 7 6 5 4 11 10 9 8 15 14 13 12
gray8 method=rotate-180:  0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
gray8 video-direction=180:  15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0
gray8 method=clockwise:  0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
gray8 video-direction=90r:  12 8 4 0 13 9 5 1 14 10 6 2 15 11 7 3
gray8 method=vertical-flip:  0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
gray8 video-direction=vert:  12 13 14 15 8 9 10 11 4 5 6 7 0 1 2 3
gray16-le method=horizontal-flip:  0 1000 2000 3000 4000 5000 6000 7000 8000 9000 10000 11000 12000 13000 14000 15000
gray16-le video-direction=horiz:  3000 2000 1000 0 7000 6000 5000 4000 11000 10000 9000 8000 15000 14000 13000 12000
WANT
echo 'as found on 30 November 2026'
