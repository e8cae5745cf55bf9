#!/usr/bin/env bash
# admesh 0.98.4-2 and libadmesh1 of Debian 12, on amd64.
#
# Input: a closed plate of 80 mm x 80 mm as binary STL, its top a relief of 200 x 200 pixels with
# heights of 0.8 to 1.6 mm: 160,800 facets that fit, outward, one part.
#
# Guess: its volume to six digits, as it prints six behind the point.
# Seen: no fault is found, and the volume is 6e-5 too large: the sum over the facets is made in single
# precision, so that it gets worse with their number (a plate of 20 x 20 pixels is right to 1e-6).
# Sum the tetrahedra in double precision to check a part, and take admesh for its faults.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
[ "$(dpkg --print-architecture)" = amd64 ] || { echo 'seen on amd64 alone' >&2; exit 2; }
apt-get -qq -o APT::Sandbox::User=root download admesh=0.98.4-2 libadmesh1=0.98.4-2
for d in ./*.deb; do dpkg -x "$d" root; done
cat >plate.py <<'PY'
import struct, sys

n, out = int(sys.argv[1]), sys.argv[2]
state, top = 1, {}
for j in range(n + 1):
    for i in range(n + 1):
        state = (state * 1103515245 + 12345) % 2**31
        top[i, j] = 0.8 + 0.8 * (state >> 16) / 2**15
single = lambda x: struct.unpack('<f', struct.pack('<f', x))[0]
at = lambda i, j, z: (single(80 * i / n), single(80 * j / n), single(z))
up = lambda i, j: at(i, j, top[i, j])
down = lambda i, j: at(i, j, 0)
facets = []
for j in range(n):
    for i in range(n):
        for p, order in ((up, 1), (down, -1)):
            a, b, c, d = p(i, j), p(i + 1, j), p(i + 1, j + 1), p(i, j + 1)
            facets += [(a, b, c)[::order], (a, c, d)[::order]]
rim = [((i, 0), (i + 1, 0)) for i in range(n)] + [((n, j), (n, j + 1)) for j in range(n)]
rim += [((i + 1, n), (i, n)) for i in range(n)] + [((0, j + 1), (0, j)) for j in range(n)]
for a, b in rim:
    facets += [(down(*a), down(*b), up(*b)), (down(*a), up(*b), up(*a))]
volume = 0.0
with open(out, 'wb') as f:
    f.write(b'\0' * 80 + struct.pack('<I', len(facets)))
    for a, b, c in facets:
        u, v = [q - p for p, q in zip(a, b)], [q - p for p, q in zip(a, c)]
        m = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
        size = sum(x * x for x in m) ** 0.5
        volume += sum(p * x for p, x in zip(a, m)) / 6
        f.write(struct.pack('<12fH', *(x / size for x in m), *a, *b, *c, 0))
print(f'{volume:.6f}')
PY
for n in 20 200; do
	want=$(python3 plate.py $n plate.stl)
	LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu) root/usr/bin/admesh plate.stl >told
	parts=$(sed -n 's/^Number of parts *: *\([0-9]*\).*/\1/p' told)
	got=$(sed -n 's/.*Volume *: *\([-0-9.]*\).*/\1/p' told)
	echo "$n x $n: $parts part, volume $got, by double precision $want"
	awk -v n=$n -v g="$got" -v w="$want" 'BEGIN { e = g / w - 1; if (e < 0) e = -e; printf "    relative difference %.1e\n", e; exit !(n == 20 ? e < 5e-6 : e > 1e-5) }' || { echo 'not as found' >&2; exit 1; }
done
echo 'as found on 28 November 2026'
