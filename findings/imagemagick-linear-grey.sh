#!/usr/bin/env bash
# ImageMagick 6.9.11-60 Q16 (Debian 12: imagemagick-6.q16).
#
# Input: a grey frame of 16 bits as PNG, with a gAMA chunk of 1 (levels in proportion to light, as a camera's are), with one of 0.45455, and
# without; each made a PGM with -colorspace gray, which it is already, and without that.
#
# Guess: -colorspace gray does nothing.
# Seen: where gAMA is 1 it makes 8498 of level 1000 and 48191 of 32767, as a screen needs it; without the option, and with the other two
# files, the levels stay. No word is said, and the PGM's header does not tell. A visibility of fringes or a threshold is another one then.
# Leave the option out, or say -colorspace LinearGray.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" 'imagemagick-6.q16=8:6.9.11.60*' libmagickcore-6.q16-6 libmagickwand-6.q16-6 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >png.py <<'PY'
import struct, sys, zlib
levels = (0, 100, 1000, 20000, 32767, 65535)
if sys.argv[1] == 'write':
    chunk = lambda kind, d: struct.pack('>I', len(d)) + kind + d + struct.pack('>I', zlib.crc32(kind + d))
    for name, gamma in (('gAMA_1', 100000), ('gAMA_0.45455', 45455), ('no_gAMA', 0)):
        open(name + '.png', 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 6, 1, 16, 0, 0, 0, 0)) +
                                        (chunk(b'gAMA', struct.pack('>I', gamma)) if gamma else b'') +
                                        chunk(b'IDAT', zlib.compress(b'\0' + struct.pack('>6H', *levels))) + chunk(b'IEND', b''))
else:
    print(*sys.argv[1:], ':', *struct.unpack('>6H', open('o.pgm', 'rb').read()[-12:]))
PY
python3 png.py write
library=$(dirname "$(find "$dir/usr/lib" -name 'libMagickCore-6.Q16.so.6' -print -quit)")
export LD_LIBRARY_PATH=$library MAGICK_CONFIGURE_PATH=$dir/etc/ImageMagick-6
coders=$(find "$dir/usr/lib" -type d -name coders -print -quit)
export MAGICK_CODER_MODULE_PATH=$coders
for name in gAMA_1 gAMA_0.45455 no_gAMA; do
	for option in '-depth 16' '-colorspace gray' '-colorspace LinearGray'; do
		read -ra options <<<"$option"
		usr/bin/convert-im6.q16 $name.png "${options[@]}" -depth 16 o.pgm
		python3 png.py $name "$option"
	done
done 2>&1 | tee out
diff out - <<'WANT'
gAMA_1 -depth 16 : 0 100 1000 20000 32767 65535
gAMA_1 -colorspace gray : 0 1292 8498 38561 48191 65535
gAMA_1 -colorspace LinearGray : 0 100 1000 20000 32767 65535
gAMA_0.45455 -depth 16 : 0 100 1000 20000 32767 65535
gAMA_0.45455 -colorspace gray : 0 100 1000 20000 32767 65535
gAMA_0.45455 -colorspace LinearGray : 0 8 77 4970 14027 65535
no_gAMA -depth 16 : 0 100 1000 20000 32767 65535
no_gAMA -colorspace gray : 0 100 1000 20000 32767 65535
no_gAMA -colorspace LinearGray : 0 8 77 4970 14027 65535
WANT
echo 'as found on 30 November 2026'
