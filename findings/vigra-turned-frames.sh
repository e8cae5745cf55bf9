#!/usr/bin/env bash
# VIGRA 1.11.1 (Debian 12: python3-vigra 1.11.1+dfsg-11), rotateImageDegree of vigra.sampling and recursiveFilter2D of vigra.filters.
#
# Input: an even frame of sevens, turned by 0, 90, 180, 270 and 360 degrees, by three orders of splines; the same frame through the recursive filter of first
# order, b 0.5, with the border's treatment left out, given by its name, and given as the third argument, as the help lists it.
#
# Guess: sevens each time.
# Seen: turned by 90, 180, 270 or 360 degrees, rows or columns of the frame are black: they lie 1e-15 outside and are not computed. With the border as third argument the
# filter is another, of second order, whose second coefficient is the border's number, 1 to 4: sevens become numbers of 1e4 to 1e21. No error.
# Turn by np.rot90, and name the argument, which is spelled borderTreament.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-vigra=1.11.1+dfsg-11 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >turned.py <<'PY'
import numpy as np, vigra
print('vigra', vigra.version)
for degrees in (0.0, 90.0, 180.0, 270.0, 360.0):
    for n in (5, 16):
        dark = []
        for order in (0, 1, 3):
            frame = vigra.taggedView(np.full((n, n), 7, np.float32), 'yx')
            turned = np.asarray(vigra.sampling.rotateImageDegree(frame, degrees, vigra.sampling.RotationDirection.CLOCKWISE, order))
            dark.append('some' if (turned < 1).any() else 'none')
        print(f'{n} x {n} sevens, turned by {degrees:.0f}: dark pixels by order 0, 1, 3', *dark)
frame, borders = np.full((12, 12), 7, np.float32), vigra.filters.BorderTreatmentMode
say = lambda o: 'sevens' if abs(np.asarray(o) - 7).max() < 1e-3 else f'from 1e{np.floor(np.log10(np.asarray(o).min())):.0f} to 1e{np.floor(np.log10(np.asarray(o).max())):.0f}'
print('no border given:', say(vigra.filters.recursiveFilter2D(frame, 0.5)))
for name in ('CLIP', 'REPEAT', 'REFLECT', 'WRAP'):
    border = getattr(borders, 'BORDER_TREATMENT_' + name)
    print(name, 'by its name:', say(vigra.filters.recursiveFilter2D(frame, 0.5, borderTreament=border)), ', third argument:', say(vigra.filters.recursiveFilter2D(frame, 0.5, border)))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 turned.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
vigra 1.11.1
5 x 5 sevens, turned by 0: dark pixels by order 0, 1, 3 none none none
16 x 16 sevens, turned by 0: dark pixels by order 0, 1, 3 none none none
5 x 5 sevens, turned by 90: dark pixels by order 0, 1, 3 some some some
16 x 16 sevens, turned by 90: dark pixels by order 0, 1, 3 some some some
5 x 5 sevens, turned by 180: dark pixels by order 0, 1, 3 some some some
16 x 16 sevens, turned by 180: dark pixels by order 0, 1, 3 some some some
5 x 5 sevens, turned by 270: dark pixels by order 0, 1, 3 some some some
16 x 16 sevens, turned by 270: dark pixels by order 0, 1, 3 some some some
5 x 5 sevens, turned by 360: dark pixels by order 0, 1, 3 some some some
16 x 16 sevens, turned by 360: dark pixels by order 0, 1, 3 some some some
no border given: sevens
CLIP by its name: sevens , third argument: from 1e4 to 1e6
REPEAT by its name: sevens , third argument: from 1e9 to 1e13
REFLECT by its name: sevens , third argument: from 1e12 to 1e18
WRAP by its name: sevens , third argument: from 1e14 to 1e21
WANT
echo 'as found on 30 November 2026'
