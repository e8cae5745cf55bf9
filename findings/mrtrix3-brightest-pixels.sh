#!/usr/bin/env bash
# MRtrix3 3.0.3 (Debian 12: mrtrix3 3.0.3-3+b1), stacks of images: mrhistogram and mrconvert.
#
# Input: rows of 12 pixels of which five or eight are saturated, in 8 and 16 bits and in floats, and their histograms by 2, 4 and 8 bins; and numbers from
# -5.5 to 70000 converted to 8, 16 and 32 bits.
#
# Guess: twelve pixels in each histogram, and numbers outside of a type go to its ends, or all go around, with a warning.
# Seen: the brightest pixels are in none of the bins, so 7 or 4 of 12 are counted: what saturates is gone. And what is too large goes around in 8 and 16 bits,
# 256 to 0, while what is below 0 becomes 0 there and goes around in 32 bits. No warning; a frame of 12 bits made 8 bits has its lowest 8.
# Count from numbers one step higher, and scale by mrcalc before converting.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" mrtrix3=3.0.3-3+b1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >frames.py <<'PY'
import struct, subprocess
def run(*words): return subprocess.run(words, capture_output=True, text=True, check=True).stdout
def write(kind, letter, numbers):
    head = f'mrtrix image\ndim: {len(numbers)},1,1\nvox: 1,1,1\nlayout: +0,+1,+2\ndatatype: {kind}\n'
    head += 'transform: 1,0,0,0\ntransform: 0,1,0,0\ntransform: 0,0,1,0\nfile: . 512\nEND\n'
    open('in.mif', 'wb').write(head.encode().ljust(512, b'\0') + struct.pack(f'<{len(numbers)}{letter}', *numbers))
for kind, letter, numbers in (('UInt8', 'B', [0, 1, 2, 3, 250, 253, 254] + 5 * [255]), ('UInt16LE', 'H', [0, 1000, 2000, 4000] + 8 * [4095]),
                              ('Float32LE', 'f', [0, .1, .2, .3, .5, .6, .7] + 5 * [1])):
    write(kind, letter, numbers)
    for bins in '248':
        run('usr/bin/mrhistogram', '-quiet', '-force', '-bins', bins, 'in.mif', 'out.csv')
        counts = open('out.csv').read().split('\n')[-2].strip(',').split(',')
        print(f'{kind}, {bins} bins: {" ".join(counts)}, in all {sum(map(int, counts))} of {len(numbers)}')
write('Float32LE', 'f', [-5.5, -1, 0.4, 0.6, 255, 256, 300, 4095, 65535, 65536, 70000])
print('floats: ' + run('usr/bin/mrdump', '-quiet', 'in.mif').replace('\n', ' '))
for kind in ('uint8', 'uint16', 'uint32'):
    run('usr/bin/mrconvert', '-quiet', '-force', 'in.mif', '-datatype', kind, 'out.mif')
    print(f'{kind}: ' + run('usr/bin/mrdump', '-quiet', 'out.mif').replace('\n', ' '))
PY
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':') HOME=$dir/home /usr/bin/python3 frames.py 2>&1 | tee out
diff out - <<'WANT'
UInt8, 2 bins: 4 3, in all 7 of 12
UInt8, 4 bins: 4 0 0 3, in all 7 of 12
UInt8, 8 bins: 4 0 0 0 0 0 0 3, in all 7 of 12
UInt16LE, 2 bins: 3 1, in all 4 of 12
UInt16LE, 4 bins: 2 1 0 1, in all 4 of 12
UInt16LE, 8 bins: 1 1 0 1 0 0 0 1, in all 4 of 12
Float32LE, 2 bins: 4 3, in all 7 of 12
Float32LE, 4 bins: 3 1 3 0, in all 7 of 12
Float32LE, 8 bins: 2 1 1 0 2 1 0 0, in all 7 of 12
floats: -5.5 -1 0.4 0.6 255 256 300 4095 65535 65536 70000 
uint8: 0 0 0 1 255 0 44 255 255 0 112 
uint16: 0 0 0 1 255 256 300 4095 65535 0 4464 
uint32: 4294967290 4294967295 0 1 255 256 300 4095 65535 65536 70000 
WANT
echo 'as found on 1 December 2026'
