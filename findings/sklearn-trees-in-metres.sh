#!/usr/bin/env bash
# scikit-learn 1.2.1 (Debian 12: python3-sklearn 1.2.1+dfsg-1), its trees, forests and boosted trees.
#
# Input: a step of 10 at 550 nm over 61 wavelengths from 400 to 700 nm, in nanometres, micrometres and metres, learned by a decision tree, a forest, boosted trees of both
# kinds and the nearest neighbour; each predicts the wavelengths that it has learned.
#
# Guess: the step in each unit: an order of numbers is all that a tree uses.
# Seen: in nanometres and micrometres so. In metres a tree, a forest and boosted trees predict the mean, 4.9, everywhere: neighbours nearer than 1e-7 are taken for one. Boosted
# trees by histogram and the nearest neighbour are right. No warning. Keep nanometres.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-sklearn=1.2.1+dfsg-1 python3-scipy python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >trees.py <<'PY'
import numpy as np
import sklearn
from sklearn.ensemble import GradientBoostingRegressor, HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.neighbors import KNeighborsRegressor
from sklearn.tree import DecisionTreeRegressor
print('scikit-learn', sklearn.__version__)
wavelengths = np.linspace(400, 700, 61)
step = np.where(wavelengths > 552, 10.0, 0.0)
for model in (DecisionTreeRegressor(), RandomForestRegressor(n_estimators=20, bootstrap=False, random_state=0), GradientBoostingRegressor(random_state=0),
              HistGradientBoostingRegressor(min_samples_leaf=5), KNeighborsRegressor(1)):
    said = []
    for unit, scale in (('nm', 1), ('um', 1e-3), ('m', 1e-9)):
        got = model.fit(wavelengths[:, None] * scale, step).predict(wavelengths[:, None] * scale)
        said.append(f'in {unit} {got[0]:.1f} to {got[-1]:.1f}')
    print(f'{type(model).__name__}: {", ".join(said)}; right is 0 to 10')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 trees.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
scikit-learn 1.2.1
DecisionTreeRegressor: in nm 0.0 to 10.0, in um 0.0 to 10.0, in m 4.9 to 4.9; right is 0 to 10
RandomForestRegressor: in nm 0.0 to 10.0, in um 0.0 to 10.0, in m 4.9 to 4.9; right is 0 to 10
GradientBoostingRegressor: in nm 0.0 to 10.0, in um 0.0 to 10.0, in m 4.9 to 4.9; right is 0 to 10
HistGradientBoostingRegressor: in nm 0.0 to 10.0, in um 0.0 to 10.0, in m 0.0 to 10.0; right is 0 to 10
KNeighborsRegressor: in nm 0.0 to 10.0, in um 0.0 to 10.0, in m 0.0 to 10.0; right is 0 to 10
WANT
echo 'as found on 1 December 2026'
