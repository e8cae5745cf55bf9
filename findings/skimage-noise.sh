#!/usr/bin/env bash
# scikit-image 0.19.3 (Debian 12: python3-skimage 0.19.3-8), its shot noise and its removal of noise: random_noise(mode='poisson') of skimage.util and
# denoise_wavelet of skimage.restoration.
#
# Input: a frame of uint16 with 1, 16, 256 or 4096 different levels around 3000; and clean frames of 0 to 1: even, a step, a grating, a ramp and a spot. The docstrings promise
# Poisson noise made from the data, and take frames of any type; sigma is estimated where it is not given.
#
# Guess: the same noise for each number of levels (55 if a level is a photon), and clean frames as they are.
# Seen: the noise is 13,433 for the even frame, four times the light itself, and falls to 218 for 4096 levels: its photons are counted by how many different levels the frame
# has. The wavelets make each clean frame NaN but the spot, as none of its finest details is left to estimate sigma from; numpy warns of a mean of nothing.
# Draw the noise with numpy's poisson, and give sigma.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-skimage=0.19.3-8 python3-numpy python3-scipy python3-pywt >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >noise.py <<'PY'
import numpy as np, skimage
from skimage import restoration, util
print('skimage', skimage.__version__)
for levels in (1, 16, 256, 4096):
    frame = (3000 + np.arange(256 * 256) % levels - levels // 2).reshape(256, 256).astype('u2')
    print(f'{levels} levels around 3000: noise {(util.random_noise(frame, "poisson", seed=1) * 65535 - frame).std():.0f}')
x = np.arange(32) / 32
for name, row in (('even', 0 * x + 0.5), ('step', x >= 0.5), ('grating', np.arange(32) % 2), ('ramp', x), ('spot', np.exp(-(x - 0.5)**2 * 20))):
    frame = np.outer(row if name == 'spot' else np.ones(32), row).astype(float)
    back, given = restoration.denoise_wavelet(frame), restoration.denoise_wavelet(frame, sigma=0.01)
    print(f'{name}: {np.isnan(back).sum()} of {back.size} are NaN, with a sigma of 0.01 {np.isnan(given).sum()}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 noise.py 2>said | tee out
[ -s out ] || cat said
diff out - <<'WANT'
skimage 0.19.3
1 levels around 3000: noise 13433
16 levels around 3000: noise 3514
256 levels around 3000: noise 873
4096 levels around 3000: noise 218
even: 1024 of 1024 are NaN, with a sigma of 0.01 0
step: 1024 of 1024 are NaN, with a sigma of 0.01 0
grating: 1024 of 1024 are NaN, with a sigma of 0.01 0
ramp: 1024 of 1024 are NaN, with a sigma of 0.01 0
spot: 0 of 1024 are NaN, with a sigma of 0.01 0
WANT
echo 'as found on 30 November 2026'
