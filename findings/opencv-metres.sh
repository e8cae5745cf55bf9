#!/usr/bin/env bash
# OpenCV 4.6.0 (Debian 12: python3-opencv 4.6.0+dfsg-12).
#
# Input: the same small things in micrometres and in metres: 40 points on a circle of 5 um, two squares of 2 um that share a quarter, 3 x 3 and 4 x 4 matrices of
# metres to be inverted, and eight views of a calibration target of 9 x 6 points with a pitch of 25 um, by a camera of a focal length of 1000 pixels.
#
# Guess: the same, but for the unit, to 1e-3.
# Seen: in micrometres all is right. In metres the smallest enclosing circle has a radius of 100 um, the squares share nothing, the inverse of a 4 x 4 matrix of
# floats is 0 where that of 3 x 3 is right, and the focal length becomes 1058 pixels, with a mean error of 0.41 pixels: tolerances (1e-4, 1e-6, 1e-7) are absolute.
# No error. Give micrometres or pixels.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-opencv=4.6.0+dfsg-12 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >metres.py <<'PY'
import cv2, numpy as np
print('OpenCV', cv2.__version__)
turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
circle = 5 * np.stack([np.cos(turn), np.sin(turn)], 1)
square = np.array([[0, 0], [2, 0], [2, 2], [0, 2]], float)
target = np.array([[i, j, 0] for i in range(9) for j in range(6)], float)
camera, lens = np.array([[1000, 0, 640], [0, 1000, 480], [0, 0, 1.0]]), np.array([-0.2, 0.05, 0, 0, 0])
for name, um in (('micrometres', 1.0), ('metres', 1e-6)):
    print(name, end=': ')
    print('circle', f'{cv2.minEnclosingCircle((circle * um).astype(np.float32))[1] / um:.0f} um', end=', ')
    print('shared', f'{cv2.intersectConvexConvex((square * um).astype(np.float32), ((square + 1) * um).astype(np.float32))[0] / um**2:.1f} um2', end=', ')
    for n in (3, 4):
        print(f'inverse of {n} x {n}', f'{cv2.invert((0.01 * um * np.eye(n)).astype(np.float32))[1][0, 0] * um:.0f} / um', end=', ')
    known, seen = [], []
    for i in range(8):
        view = np.array([0.3 * np.sin(i), 0.4 * np.cos(2 * i), 0.1 * i]), 25 * um * np.array([-4 + 0.2 * i, -3, 12 + 0.5 * i])
        known.append((25 * um * target).astype(np.float32))
        seen.append(cv2.projectPoints(25 * um * target, *view, camera, lens)[0].astype(np.float32))
    error, found = cv2.calibrateCamera(known, seen, (1280, 960), None, None)[:2]
    print('focal length', 'right' if abs(found[0, 0] - 1000) < 0.1 else 'more than 3 % off' if abs(found[0, 0] - 1000) > 30 else 'off', ', error', 'below 1e-3' if error < 1e-3 else 'above 0.1' if error > 0.1 else 'between')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 metres.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
OpenCV 4.6.0
micrometres: circle 5 um, shared 1.0 um2, inverse of 3 x 3 100 / um, inverse of 4 x 4 100 / um, focal length right , error below 1e-3
metres: circle 100 um, shared 0.0 um2, inverse of 3 x 3 100 / um, inverse of 4 x 4 0 / um, focal length more than 3 % off , error above 0.1
WANT
echo 'as found on 30 November 2026'
