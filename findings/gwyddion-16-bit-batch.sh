#!/usr/bin/env bash
# Gwyddion 2.62-1 (Debian 12: surfaces and interferograms), gwyddion --convert-to-gwy, as it is installed.
#
# Input: the same levels as grey PNG of 8 and of 16 bits, as PGM of 16 bits and as TIFF of 16 bits.
#
# Guess: surfaces in proportion to the levels from all four.
# Seen: from the PNG of 8 bits and the TIFF so. From the PNG and the PGM of 16 bits each height is 0; exit status 0, nothing on stderr.
# The dialogue that asks for the scale of such heights is not shown there, and the scale is 0.
# Take TIFF or NRRD.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" gwyddion=2.62-1 gwyddion-common=2.62-1 libgwyddion2-0=2.62-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >levels.py <<'PY'
import struct, sys, zlib
levels = [0, 16, 128, 255]
if sys.argv[1] == 'write':
    def png(name, bits, row):
        chunk = lambda kind, d: struct.pack('>I', len(d)) + kind + d + struct.pack('>I', zlib.crc32(kind + d))
        open(name, 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 4, 2, bits, 0, 0, 0, 0)) +
                               chunk(b'IDAT', zlib.compress(2 * (b'\0' + row))) + chunk(b'IEND', b''))
    wide = struct.pack('>4H', *(257 * v for v in levels))
    png('8.png', 8, bytes(levels))
    png('16.png', 16, wide)
    open('16.pgm', 'wb').write(b'P5\n4 2\n65535\n' + 2 * wide)
    tags = [(256, 4), (257, 2), (258, 16), (259, 1), (262, 1), (273, 8 + 2 + 12 * 9 + 4), (277, 1), (278, 2), (279, 16)]
    entries = b''.join(struct.pack('>HHI', tag, 4 if tag in (273, 279) else 3, 1) + struct.pack('>I' if tag in (273, 279) else '>HH', *((v,) if tag in (273, 279) else (v, 0)))
                       for tag, v in tags)
    open('16.tif', 'wb').write(b'MM\0*' + struct.pack('>IH', 8, len(tags)) + entries + struct.pack('>I', 0) + 2 * wide)
else:  # in a .gwy, data are "data", 0, "D", a count, and doubles
    file = open(sys.argv[1] + '.gwy', 'rb').read()
    at = file.index(b'data\0D') + 6
    heights = struct.unpack_from('<4d', file, at + 4)
    print(sys.argv[1], struct.unpack_from('<I', file, at)[0], 'heights:', *(f'{h / max(heights) if max(heights) else h:.4f}' for h in heights))
PY
python3 levels.py write
library=$(dirname "$(find "$dir/usr/lib" -name 'libgwyddion2.so.0' -print -quit)")
for name in 8.png 16.png 16.pgm 16.tif; do
	HOME=$dir/home GWYDDION_LIBDIR=$library GWYDDION_DATADIR=$dir/usr/share LD_LIBRARY_PATH=$library usr/bin/gwyddion --convert-to-gwy=$name.gwy $name 2>>said
	python3 levels.py $name
done | tee out
wc -c <said | tee -a out
diff out - <<'WANT'
8.png 8 heights: 0.0000 0.0627 0.5020 1.0000
16.png 8 heights: 0.0000 0.0000 0.0000 0.0000
16.pgm 8 heights: 0.0000 0.0000 0.0000 0.0000
16.tif 8 heights: 0.0000 0.0627 0.5020 1.0000
0
WANT
echo 'as found on 30 November 2026'
