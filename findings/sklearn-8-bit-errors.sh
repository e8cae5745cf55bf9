#!/usr/bin/env bash
# scikit-learn 1.2.1 (Debian 12: python3-sklearn 1.2.1+dfsg-1), its measures of error of sklearn.metrics.
#
# Input: a frame of a camera and one that a model predicts, four pixels 200 100 250 3 and 100 200 255 5, as 8 bits, 16 bits (times 200) and doubles.
#
# Guess: the errors of the doubles, for each type.
# Seen: differences and squares go around in the frame's own type. The mean squared error of 8 bits is 15.25 for 5007.25, the mean absolute one 65.75 for 51.75, the
# largest 254 for 100, and R^2 0.998 for 0.445: a poor model scores as a nearly perfect one. 16 bits do the same. Distances and the deviance of Poisson are right, as they
# convert first. No warning. Convert to double before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-sklearn=1.2.1+dfsg-1 python3-scipy python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >errors.py <<'PY'
import numpy as np
import sklearn
from sklearn import metrics
print('scikit-learn', sklearn.__version__)
seen, predicted = np.array([200, 100, 250, 3]), np.array([100, 200, 255, 5])
for name in ('mean_squared_error', 'mean_absolute_error', 'max_error', 'r2_score', 'explained_variance_score', 'd2_absolute_error_score', 'mean_poisson_deviance'):
    measure = getattr(metrics, name)
    small, large, doubles = ((seen * k, predicted * k) for k in (1, 200, 1))
    print(f'{name}: 8 bits {measure(*(v.astype("u1") for v in small)):.3f} for {measure(*map(np.double, doubles)):.3f},',
          f'16 bits {measure(*(v.astype("u2") for v in large)):.3f} for {measure(*map(np.double, large)):.3f}')
frames = np.stack([seen, predicted])
print(f'distance: 8 bits {metrics.pairwise_distances(frames.astype("u1"))[0, 1]:.3f} for {metrics.pairwise_distances(frames.astype(float))[0, 1]:.3f}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 errors.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
scikit-learn 1.2.1
mean_squared_error: 8 bits 15.250 for 5007.250, 16 bits 28368.000 for 200290000.000
mean_absolute_error: 8 bits 65.750 for 51.750, 16 bits 16734.000 for 10350.000
max_error: 8 bits 254.000 for 100.000, 16 bits 65136.000 for 20000.000
r2_score: 8 bits 0.998 for 0.445, 16 bits 1.000 for 0.445
explained_variance_score: 8 bits 0.527 for 0.445, 16 bits 0.061 for 0.445
d2_absolute_error_score: 8 bits -1.193 for 0.403, 16 bits -1.813 for 0.403
mean_poisson_deviance: 8 bits 34.916 for 34.916, 16 bits 6983.158 for 6983.158
distance: 8 bits 141.524 for 141.524
WANT
echo 'as found on 1 December 2026'
