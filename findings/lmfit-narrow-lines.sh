#!/usr/bin/env bash
# python3-lmfit 1.1.0 (Debian 12: python3-lmfit 1.1.0-1), which fits models to data; GaussianModel.
#
# Input: a Gaussian line without noise at 633 nm, of sigma 100, 20 and 0.5 nm, and a pulse of sigma 2 ns, with x once in nm or ns and once in metres or
# seconds; the start is the model's own guess.
#
# Guess: the same sigma in both units, or no success.
# Seen: in metres the lines of 20 and 0.5 nm are not found, and the pulse in seconds is not either; the residuals are up to 0.3, and the fit says
# success. Twice the square of sigma is never taken to be below 1e-15, whatever the unit: a sigma below 2.2e-8 does nothing.
# model.eval with the right sigma is no Gaussian either. LorentzianModel has the same bound on sigma itself. Fit in nm or ns.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-lmfit=1.1.0-1 python3-numpy python3-scipy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >line.py <<'PY'
import numpy as np
from lmfit.models import GaussianModel
for name, centre, sigma, unit in (('line', 633, 100, 1e-9), ('line', 633, 20, 1e-9), ('line', 633, 0.5, 1e-9), ('pulse', 0, 2, 1e-9)):
    for scale in (1, unit):
        s = sigma * scale
        x = centre * scale + np.linspace(-6, 6, 121) * s
        y = np.exp(-(x - centre * scale)**2 / (2 * s**2))
        model = GaussianModel()
        result = model.fit(y, model.guess(y, x), x=x)
        found = abs(result.params['sigma'].value / s - 1) < 1e-3
        half = model.eval(x=np.array([(centre + 1.17741 * sigma) * scale]), amplitude=s * np.sqrt(2 * np.pi), center=centre * scale, sigma=s)
        print(f"{name} of {sigma}, unit {scale:g}: success {result.success}, sigma {'right' if found else 'wrong'}, rms residual {np.sqrt(np.mean(result.residual**2)):.2f}, at half height {half[0]:.3f} of {model.eval(x=np.array([centre * scale]), amplitude=s * np.sqrt(2 * np.pi), center=centre * scale, sigma=s)[0]:.3f}")
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 line.py 2>&1 | tee out
diff out - <<'WANT'
line of 100, unit 1: success True, sigma right, rms residual 0.00, at half height 0.500 of 1.000
line of 100, unit 1e-09: success True, sigma right, rms residual 0.00, at half height 0.500 of 1.000
line of 20, unit 1: success True, sigma right, rms residual 0.00, at half height 0.500 of 1.000
line of 20, unit 1e-09: success True, sigma wrong, rms residual 0.03, at half height 0.574 of 1.000
line of 0.5, unit 1: success True, sigma right, rms residual 0.00, at half height 0.500 of 1.000
line of 0.5, unit 1e-09: success True, sigma wrong, rms residual 0.32, at half height 1.000 of 1.000
pulse of 2, unit 1: success True, sigma right, rms residual 0.00, at half height 0.500 of 1.000
pulse of 2, unit 1e-09: success True, sigma wrong, rms residual 0.32, at half height 0.994 of 1.000
WANT
echo 'as found on 30 November 2026'
