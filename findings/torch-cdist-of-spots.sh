#!/usr/bin/env bash
# PyTorch 1.13.1 (Debian 12: python3-torch 1.13.1+dfsg-4), cdist of floats on the processor.
#
# Input: the places of 25 and of 26 spots within one pixel of (100, 100), (1000, 1000) and (4000, 4000) on a camera, and all distances between them; beside it
# the same by the differences, and by cdist's other way, 'donot_use_mm_for_euclid_dist'.
#
# Guess: right to 1e-3 of a pixel; the documentation calls it equivalent to SciPy's cdist, and of the ways it says that products of matrices come from 26 points on.
# Seen: with 25 spots all distances are right to 1e-3. One more, and some are off by 0.02 pixels at 100, 0.5 at 1000 and 2 at 4000: spots that are
# apart have the distance 0. The squares of the places are subtracted from each other in floats. No warning. Take off the mean first, or name the other way.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-torch=1.13.1+dfsg-4 python3-numpy libblas3 liblapack3 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >probe.py <<'PY'
import torch
torch.manual_seed(1)
print('PyTorch', torch.__version__)
def off(d, right):
    worst = float((d - right).abs().max())
    return 'less than 1e-3' if worst < 1e-3 else next(f'more than {limit}' for limit in (0.5, 0.1, 0.005, 1e-3) if worst >= limit)
for middle in (100, 1000, 4000):
    for n in (25, 26):
        spots = middle + torch.rand(n, 2)
        right = (spots[:, None] - spots[None]).double().norm(dim=-1)
        d = torch.cdist(spots, spots)
        apart = int(((d == 0) & (right > 0.1)).sum()) // 2
        print(f'{n} spots around {middle}: cdist off by', off(d, right), ', pairs more than 0.1 apart with distance 0:', 'none' if apart == 0 else 'some',
              ', the other way off by', off(torch.cdist(spots, spots, compute_mode='donot_use_mm_for_euclid_dist'), right))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 probe.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
PyTorch 1.13.0a0
25 spots around 100: cdist off by less than 1e-3 , pairs more than 0.1 apart with distance 0: none , the other way off by less than 1e-3
26 spots around 100: cdist off by more than 0.005 , pairs more than 0.1 apart with distance 0: none , the other way off by less than 1e-3
25 spots around 1000: cdist off by less than 1e-3 , pairs more than 0.1 apart with distance 0: none , the other way off by less than 1e-3
26 spots around 1000: cdist off by more than 0.5 , pairs more than 0.1 apart with distance 0: some , the other way off by less than 1e-3
25 spots around 4000: cdist off by less than 1e-3 , pairs more than 0.1 apart with distance 0: none , the other way off by less than 1e-3
26 spots around 4000: cdist off by more than 0.5 , pairs more than 0.1 apart with distance 0: some , the other way off by less than 1e-3
WANT
echo 'as found on 1 December 2026'
