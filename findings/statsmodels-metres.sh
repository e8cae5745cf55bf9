#!/usr/bin/env bash
# statsmodels 0.13.5 (Debian 12: python3-statsmodels 0.13.5+dfsg-7), lowess, KernelReg and QuantReg.
#
# Input: a straight line 2 x + 1 over 50 wavelengths from 400 to 700 nm, smoothed by lowess and by local lines of a kernel of 20 nm, with wavelengths in nanometres,
# micrometres and metres; and places of a stage along a line, each tenth of them 50 nm too high, fitted by their median and by least squares, with
# places in nanometres, micrometres and metres.
#
# Guess: the line itself, and the line below the outliers by the median, in each unit.
# Seen: so in nanometres and micrometres. In metres lowess is off by 91, of 801 to 1401, as if it took means for lines, and the kernel by 28. The
# median's line in metres is that of least squares, drawn up by the outliers; NumPy warns of a division by 0 there, and of nothing else. Keep nanometres.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-statsmodels=0.13.5+dfsg-7 python3-scipy python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >metres.py <<'PY'
import warnings
import numpy as np
import statsmodels
import statsmodels.api as sm
warnings.simplefilter('ignore')
print('statsmodels', statsmodels.__version__.split('+')[0])
wavelengths = np.linspace(400, 700, 50)
line = 2 * wavelengths + 1
steps = np.arange(50)
places = 100 + 3.0 * steps + np.where(steps % 10 == 7, 50, 0) + np.sin(steps)
for unit, scale in (('nm', 1), ('um', 1e-3), ('m', 1e-9)):
    smooth = sm.nonparametric.lowess(line, wavelengths * scale, frac=0.3)[:, 1]
    kernel = sm.nonparametric.KernelReg(line, wavelengths * scale, 'c', bw=[20 * scale]).fit()[0]
    median, mean = (f(places * scale, sm.add_constant(steps)).fit(**k).params / scale for f, k in ((sm.QuantReg, {'q': 0.5}), (sm.OLS, {})))
    print(f'in {unit}: lowess off by {np.abs(smooth - line).max():.1f}, kernel by {np.abs(kernel - line).max():.1f};',
          f'median {median[0]:.1f} + {median[1]:.2f} x, least squares {mean[0]:.1f} + {mean[1]:.2f} x')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 metres.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
statsmodels 0.13.5
in nm: lowess off by 0.0, kernel by 0.0; median 100.1 + 3.00 x, least squares 103.6 + 3.06 x
in um: lowess off by 0.0, kernel by 0.0; median 100.1 + 3.00 x, least squares 103.6 + 3.06 x
in m: lowess off by 91.0, kernel by 28.2; median 103.6 + 3.06 x, least squares 103.6 + 3.06 x
WANT
echo 'as found on 1 December 2026'
