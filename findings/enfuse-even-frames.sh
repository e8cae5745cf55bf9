#!/usr/bin/env bash
# Enfuse 4.2 (Debian 12: enfuse 4.2-10+b1), which merges frames of several exposures or of several focuses into one.
#
# Input: an even grey frame of half of full scale, in 16 bits and in floats, merged with itself by default, and with the weights of its manual for focus
# stacks, contrast alone, with hard masks and with soft ones; and a frame of 0.1 with a square of 0.6.
#
# Guess: the frame itself, whatever the weights are, as both inputs are the same in each pixel.
# Seen: so by default and with hard masks. With soft masks, where no contrast is, and all weights are 0 so, 16 bits are 0.4 % too dark and floats 1.6 %,
# or 2.5 % at a tenth of full scale, without a warning: the dark level depends on the content, and a difference of two stacks shows edges that are not there.
# Give --hard-mask, or a small --exposure-weight beside.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" enfuse=4.2-10+b1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >merge.py <<'PY'
import struct, subprocess
def write(name, rows, bits):
    letter = {16: 'H', 32: 'f'}[bits]
    data = b''.join(struct.pack(f'<{len(row)}{letter}', *row) for row in rows)
    tags = ((256, 3, len(rows[0])), (257, 3, len(rows)), (258, 3, bits), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1), (278, 3, len(rows)), (279, 4, len(data)),
            (339, 3, 3 if bits == 32 else 1))
    body = struct.pack('<H', len(tags)) + b''.join(struct.pack('<HHII', tag, kind, 1, value) for tag, kind, value in tags) + bytes(4)
    open(name, 'wb').write(b'II*\0' + struct.pack('<I', 8 + len(data)) + data + body)
def read(name, bits):  # a TIFF of two samples a pixel, the second one opacity, packed by LZW
    raw = open(name, 'rb').read()
    at, = struct.unpack_from('<I', raw, 4)
    tags = {}
    for k in range(struct.unpack_from('<H', raw, at)[0]):
        tag, kind, count = struct.unpack_from('<HHI', raw, at + 2 + 12 * k)
        letter, size = {3: ('H', 2), 4: ('I', 4)}.get(kind, ('B', 1))
        tags[tag] = struct.unpack_from(f'<{count}{letter}', raw, at + 10 + 12 * k if count * size <= 4 else struct.unpack_from('<I', raw, at + 10 + 12 * k)[0])
    assert tags[259][0] == 5 and tags[277][0] == 2 and tags.get(317, (1,))[0] == 1, tags
    out = b''
    for offset, length in zip(tags[273], tags[279]):
        stream, place, width, last, table = int.from_bytes(raw[offset:offset + length], 'big'), 0, 9, b'', None
        while True:
            code = stream >> (8 * length - place - width) & ((1 << width) - 1)
            place += width
            if code == 257: break
            if code == 256:
                table, width, last = [bytes([i]) for i in range(256)] + [b'', b''], 9, b''
                continue
            entry = table[code] if code < len(table) else last + last[:1]
            if last: table.append(last + entry[:1])
            out += entry
            last = entry
            width = 9 if len(table) < 511 else 10 if len(table) < 1023 else 11 if len(table) < 2047 else 12
    return struct.unpack(f'<{len(out) * 8 // bits}' + {16: 'H', 32: 'f'}[bits], out)[::2]
focus = ['--exposure-weight=0', '--saturation-weight=0', '--contrast-weight=1']
for bits, full in ((16, 65535), (32, 1)):
    convert = float if bits == 32 else round
    for name, rows in (('0.5', [[.5] * 64] * 64), ('square of 0.6 on 0.1', [[.6 if 20 < x < 40 and 20 < y < 40 else .1 for x in range(64)] for y in range(64)])):
        write('a.tif', [[convert(full * v) for v in row] for row in rows], bits)
        for kind, options in (('default', []), ('hard', focus + ['--hard-mask']), ('soft', focus)):
            subprocess.run(['usr/bin/enfuse', *options, '-o', 'out.tif', 'a.tif', 'a.tif'], check=True, capture_output=True)
            got = read('out.tif', bits)
            print(f'{bits} bits, {name}, {kind}: at a corner {got[0] / full:.3f}, mean {sum(got) / full / len(got):.3f} of {sum(map(sum, rows)) / 4096:.3f}')
PY
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':') HOME=$dir/home /usr/bin/python3 merge.py 2>&1 | tee out
diff out - <<'WANT'
16 bits, 0.5, default: at a corner 0.500, mean 0.500 of 0.500
16 bits, 0.5, hard: at a corner 0.500, mean 0.500 of 0.500
16 bits, 0.5, soft: at a corner 0.498, mean 0.498 of 0.500
16 bits, square of 0.6 on 0.1, default: at a corner 0.100, mean 0.144 of 0.144
16 bits, square of 0.6 on 0.1, hard: at a corner 0.100, mean 0.144 of 0.144
16 bits, square of 0.6 on 0.1, soft: at a corner 0.100, mean 0.144 of 0.144
32 bits, 0.5, default: at a corner 0.500, mean 0.500 of 0.500
32 bits, 0.5, hard: at a corner 0.500, mean 0.500 of 0.500
32 bits, 0.5, soft: at a corner 0.492, mean 0.492 of 0.500
32 bits, square of 0.6 on 0.1, default: at a corner 0.100, mean 0.144 of 0.144
32 bits, square of 0.6 on 0.1, hard: at a corner 0.100, mean 0.144 of 0.144
32 bits, square of 0.6 on 0.1, soft: at a corner 0.097, mean 0.144 of 0.144
WANT
echo 'as found on 1 December 2026'
