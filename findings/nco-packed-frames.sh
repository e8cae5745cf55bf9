#!/usr/bin/env bash
# NCO 5.1.4 (Debian 12: nco 5.1.4-1+deb12u1), operators on NetCDF files: ncra over frames and ncflint between files.
#
# Input: two files of one frame each: intensities packed into 16 bits with a scale factor of 0.5 and an offset, as the NetCDF conventions have it, and plain
# levels of 16 bits.
#
# Guess: the largest, the smallest and the weighted mean of the unpacked intensities, and the sum of two levels of 20000, or an error.
# Seen: mean and sum of the packed ones are right. Their largest, smallest and weighted mean are floats that were rounded to whole numbers: 20.5 is 20 and
# 21.5 is 22. The sum of the levels is -25536. No error or warning.
# Unpack first: ncpdq -U in.nc out.nc, whose largest is right, and make levels floats by ncap2.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" nco=5.1.4-1+deb12u1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frame.py <<'PY'
import struct, sys
# classic NetCDF of one frame of four pixels, by hand
def text(s): return struct.pack('>i', len(s)) + s.encode().ljust(-(-len(s) // 4) * 4, b'\0')
def number(name, v): return text(name) + struct.pack('>iid', 6, 1, v)
def variable(name, attributes, start):
    head = struct.pack('>iii', 2, 0, 1) + (struct.pack('>ii', 12, len(attributes)) + b''.join(attributes) if attributes else bytes(8))
    return text(name) + head + struct.pack('>iii', 3, 8, start)
def write(path, packed, offset, levels):
    attributes = [number('scale_factor', 0.5), number('add_offset', offset)]
    def head(at): return b'CDF\1' + struct.pack('>i', 1) + struct.pack('>ii', 10, 2) + text('frame') + bytes(4) + text('x') + struct.pack('>i', 4) + bytes(8) + struct.pack('>ii', 11, 2) + variable('packed', attributes, at) + variable('levels', [], at + 8)
    open(path, 'wb').write(head(len(head(0))) + struct.pack('>4h', *packed) + struct.pack('>4h', *levels))
write('1.nc', (1, 2, 3, 4), 10.0, (20000, 100, -5, 3))
write('2.nc', (1, 2, 3, 4), 20.0, (20000, 200, -5, 3))
PY
python3 frame.py
library=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
nco() { LD_LIBRARY_PATH=$library timeout 60 "usr/bin/$1" -O -h "${@:2}"; }
said() {
	for name in packed levels; do
		echo "$1 $name: $(nco ncks --cdl -C -v $name "$2" | tr -d '\n' | sed "s/.* $name = *//; s/ *;.*//")"
	done
}
{
	said "file 2" 2.nc
	for how in avg ttl max min; do
		nco ncra -y $how 1.nc 2.nc $how.nc
		said $how $how.nc
	done
	nco ncflint -w 0.25,0.75 1.nc 2.nc mean.nc
	said 'weighted mean' mean.nc
	for k in 1 2; do nco ncpdq -U $k.nc u$k.nc; done
	nco ncra -y max u1.nc u2.nc u.nc
	said "unpacked first, max" u.nc
} | tee out
diff out - <<'WANT'
file 2 packed: 1, 2, 3, 4
file 2 levels: 20000, 200, -5, 3
avg packed: 15.5, 16, 16.5, 17
avg levels: 20000, 150, -5, 3
ttl packed: 31, 32, 33, 34
ttl levels: -25536, 300, -10, 6
max packed: 20, 21, 22, 22
max levels: 20000, 200, -5, 3
min packed: 10, 11, 12, 12
min levels: 20000, 100, -5, 3
weighted mean packed: 18, 18, 19, 20
weighted mean levels: 20000, 175, -5, 3
unpacked first, max packed: 20.5, 21, 21.5, 22
unpacked first, max levels: 20000, 200, -5, 3
WANT
echo 'as found on 30 November 2026'
