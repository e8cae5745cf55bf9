#!/usr/bin/env bash
# PyTorch 1.13.1 (Debian 12: python3-torch 1.13.1+dfsg-4), torch.optim on complex weights, on the processor.
#
# Input: two complex weights that are to become 1 + 2i and -0.5 + 0.1i, by the squared modulus of what is missing, 3000 steps of rate 0.01; the same with real and
# imaginary parts as pairs of real weights.
#
# Guess: each optimiser goes the way of the pairs, to 1e-3, or raises an error.
# Seen: Adam, AdamW, Adamax, RMSprop, Adagrad, Adadelta, Rprop, SGD and ASGD do. NAdam and RAdam do not: they square complex gradients without taking the modulus,
# so that the phase of each step is wrong. The first step of NAdam moves only the real parts, and the loss is still above 1 after 3000 steps, where
# the pairs are at 1e-11. No error or warning. Give view_as_real's pairs to these two.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-torch=1.13.1+dfsg-4 python3-numpy libblas3 liblapack3 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >probe.py <<'PY'
import warnings
warnings.simplefilter('ignore')
import torch
torch.set_num_threads(1)
print('PyTorch', torch.__version__)
goal, start = torch.tensor([1 + 2j, -0.5 + 0.1j]), torch.tensor([0.3 - 0.2j, 2 + 1j])
def learn(name, pairs):
    weights = (torch.view_as_real(start) if pairs else start).clone().requires_grad_(True)
    optimiser, way = getattr(torch.optim, name)([weights], lr=0.01), []
    for step in range(3001):
        w = torch.view_as_complex(weights) if pairs else weights
        loss = (w - goal).abs().square().sum()
        way.append((w.detach().clone(), float(loss)))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return way
for name in ('Adam', 'AdamW', 'Adamax', 'RMSprop', 'Adagrad', 'Adadelta', 'Rprop', 'SGD', 'ASGD', 'NAdam', 'RAdam'):
    whole, pairs = learn(name, False), learn(name, True)
    off = max(float((a - b).abs().max()) for (a, _), (b, _) in zip(whole, pairs))
    if off < 1e-3:
        print(name, 'as the pairs')
        continue
    moved = whole[1][0] - start
    print(name, f'up to {off:.1f} from the pairs, first step', *(f'{complex(v):.2f}' for v in moved), ', loss after 3000 steps', 'above 1' if whole[-1][1] > 1 else f'{whole[-1][1]:.0e}',
          ', by pairs', 'below 1e-6' if pairs[-1][1] < 1e-6 else f'{pairs[-1][1]:.0e}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 probe.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
PyTorch 1.13.0a0
Adam as the pairs
AdamW as the pairs
Adamax as the pairs
RMSprop as the pairs
Adagrad as the pairs
Adadelta as the pairs
Rprop as the pairs
SGD as the pairs
ASGD as the pairs
NAdam up to 2.5 from the pairs, first step 0.01+0.00j -0.01+0.00j , loss after 3000 steps above 1 , by pairs below 1e-6
RAdam up to 2.3 from the pairs, first step 0.01+0.04j -0.05-0.02j , loss after 3000 steps above 1 , by pairs below 1e-6
WANT
echo 'as found on 1 December 2026'
