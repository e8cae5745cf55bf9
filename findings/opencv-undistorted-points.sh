#!/usr/bin/env bash
# OpenCV 4.6.0 (Debian 12: python3-opencv 4.6.0+dfsg-12), undistortPoints.
#
# Input: points of a plane, up to 31 and 24 degrees from the axis, projected by projectPoints through lenses with barrel distortion (k1 -0.1 to -0.5, k2 0.1) and
# pincushion distortion (0.2), of a focal length of 1000 pixels, and brought back by undistortPoints as it comes, and by undistortPointsIter with 100 steps.
#
# Guess: the points to 1e-6, a thousandth of a pixel, as the model is one and the same.
# Seen: undistortPoints does five steps of an iteration, whatever they leave: that is 0.07 pixels for a k1 of -0.3, 1.0 for -0.4 and 6.7 for -0.5 at the corner, and 0.25
# for pincushion. No warning. By the other function all is right to 1e-9, as these points have one solution.
# Call undistortPointsIter with enough steps.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-opencv=4.6.0+dfsg-12 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >points.py <<'PY'
import cv2, numpy as np
print('OpenCV', cv2.__version__)
camera = np.array([[1000, 0, 640], [0, 1000, 480], [0, 0, 1.0]])
plane = np.array([[x, y, 1.0] for x in np.linspace(-0.6, 0.6, 7) for y in np.linspace(-0.45, 0.45, 5)])
for k1 in (-0.1, -0.3, -0.4, -0.5, 0.2):
    lens = np.array([k1, 0.1, 0, 0, 0])
    seen = cv2.projectPoints(plane, np.zeros(3), np.zeros(3), camera, lens)[0]
    off = lambda back: 1000 * np.abs(back.reshape(-1, 2) - plane[:, :2]).max()
    many = off(cv2.undistortPointsIter(seen, camera, lens, None, None, (3, 100, 1e-12)))
    print(f'k1 {k1}: worst {off(cv2.undistortPoints(seen, camera, lens)):.2f} pixels, with 100 steps', 'below 1e-6' if many < 1e-6 else f'{many:.6f}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 points.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
OpenCV 4.6.0
k1 -0.1: worst 0.00 pixels, with 100 steps below 1e-6
k1 -0.3: worst 0.07 pixels, with 100 steps below 1e-6
k1 -0.4: worst 1.02 pixels, with 100 steps below 1e-6
k1 -0.5: worst 6.74 pixels, with 100 steps below 1e-6
k1 0.2: worst 0.25 pixels, with 100 steps below 1e-6
WANT
echo 'as found on 30 November 2026'
