#!/usr/bin/env bash
# cjxl and djxl 0.7.0 (Debian 12: libjxl-tools 0.7.0-10+deb12u1; JPEG XL).
#
# Input: grey PGM files of 10, 12, 14 and 16 bits (maxval 1023, 4095, 16383, 65535), as cameras give, with 1024 or 4096 levels
# from black to full scale; written without loss (-d 0) and read back to PGM.
#
# Guess: the same levels; that is what a distance of 0 says.
# Seen: 16 bits are the same. Of 12 bits 257 levels are left, each up to 8 off, of 10 bits 17 levels, up to 32 off; of 14 bits each is up to 2 off.
# The header says 4095 as before, jxlinfo says 12 bits and "lossless", and no error or warning is printed.
# Multiply a frame of 12 bits by 16 and say 65535: that comes back as it was.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" libjxl-tools=0.7.0-10+deb12u1 libjxl0.7 libhwy1 libgif7 libjpeg62-turbo libopenexr-3-1-30 libimath-3-1-29 libpng16-16 \
	libbrotli1 libgoogle-perftools4 libtcmalloc-minimal4 libunwind8 liblcms2-2 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
export LD_LIBRARY_PATH
cat >pgm.py <<'PY'
import re, struct, sys
def read(name):
    data = open(name, 'rb').read()
    head = re.match(rb'P5\s+(\d+)\s+(\d+)\s+(\d+)\s', data)
    return int(head[3]), struct.unpack('>4096H', data[head.end():])
if sys.argv[1] == 'write':
    top = int(sys.argv[2])
    levels = [i * top // 4095 for i in range(4096)]
    if len(sys.argv) > 3: levels, top = [16 * v for v in levels], 65535
    open('in.pgm', 'wb').write(b'P5\n64 64\n%d\n' % top + struct.pack('>4096H', *levels))
else:
    (top, given), (maxval, found) = read('in.pgm'), read('out.pgm')
    print(f'maxval {top}: {len(set(given))} levels; back with maxval {maxval}: {len(set(found))} levels, off by up to {max(abs(a - b) for a, b in zip(given, found))}')
PY
for top in 1023 4095 16383 65535 '4095 shifted'; do
	rm -f ./*.pgm ./*.jxl
	# shellcheck disable=SC2086
	python3 pgm.py write $top
	usr/bin/cjxl -d 0 in.pgm a.jxl >cjxl.log 2>&1
	usr/bin/djxl a.jxl out.pgm >djxl.log 2>&1
	grep -iE 'warn|error|fail' cjxl.log djxl.log || true
	python3 pgm.py read
done | tee out
diff out - <<'WANT'
maxval 1023: 1024 levels; back with maxval 1023: 17 levels, off by up to 32
maxval 4095: 4096 levels; back with maxval 4095: 257 levels, off by up to 8
maxval 16383: 4096 levels; back with maxval 16383: 4096 levels, off by up to 2
maxval 65535: 4096 levels; back with maxval 65535: 4096 levels, off by up to 0
maxval 65535: 4096 levels; back with maxval 65535: 4096 levels, off by up to 0
WANT
echo 'as found on 30 November 2026'
