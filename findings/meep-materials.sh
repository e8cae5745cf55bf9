#!/usr/bin/env bash
# python3-meep 1.25.0 (Debian 12: python3-meep 1.25.0-2), which solves Maxwell's equations; its library of materials, meep.materials.
#
# Input: the index of refraction at 0.633 um of those materials that are there more than once and are valid there.
#
# Guess: those of one material agree to a few tenths, as titanium's 2.05+3.16i and gold's 0.31+3.15i from their wide fits.
# Seen: Ti_visible is 25.5+0.4i: its constant, -5.4742e7, is cut to five digits, where a term of 54742662.196 is to cancel it. Au_JC_visible is 1.53+2.88i
# and would be 0.25+3.37i, near gold, with its two damping rates exchanged. Si3N4 absorbs, 2.59+0.58i, where the other two are 2.01 and 2.04. No warning, and
# Au_JC_visible gives an index at any wavelength. Ask material.epsilon(1/wavelength) before use; Ti, Au and Si3N4_NIR are right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-meep=1.25.0-2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >index.py <<'PY'
import sys
from unittest.mock import MagicMock
for name in ('', '.animation', '.axes', '.cm', '.colors', '.figure', '.pyplot'):
    sys.modules['matplotlib' + name] = MagicMock()  # imported for plots alone
import numpy as np
from meep import materials
wavelength = 0.633
def told(n): return f'{n.real:.2f}+{n.imag:.2f}i, reflects {abs((n - 1) / (n + 1))**2:.2f}'
for name in ('Ti', 'Ti_drude', 'Ti_visible', 'Au', 'Au_visible', 'Au_JC_visible', 'Si3N4_NIR', 'Si3N4_VISNIR', 'Si3N4'):
    print(name, told(np.sqrt(complex(getattr(materials, name).epsilon(1 / wavelength)[0, 0]))))
gold, f = materials, 1 / wavelength
def by_hand(drude, lorentz):
    e = gold.Au_JC_visible.epsilon_diag.x - gold.Au_JC_visible_frq0**2 / (f * (f + 1j * drude))
    e += gold.Au_JC_visible_sig1 * gold.Au_JC_visible_frq1**2 / (gold.Au_JC_visible_frq1**2 - f**2 - 1j * f * lorentz)
    return np.sqrt(e)
print('Au_JC_visible by hand', told(by_hand(gold.Au_JC_visible_gam0, gold.Au_JC_visible_gam1)))
print('with its damping rates exchanged', told(by_hand(gold.Au_JC_visible_gam1, gold.Au_JC_visible_gam0)))
print('Ti_visible: constant and term differ by', round(gold.Ti_visible_sig1 + gold.Ti_visible.epsilon_diag.x))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 index.py 2>&1 | grep -v -e Elapsed -e '^$' | tee out
diff out - <<'WANT'
Ti 2.05+3.16i, reflects 0.58
Ti_drude 1.97+3.81i, reflects 0.66
Ti_visible 25.55+0.39i, reflects 0.86
Au 0.31+3.15i, reflects 0.89
Au_visible 0.21+3.26i, reflects 0.93
Au_JC_visible 1.53+2.88i, reflects 0.58
Si3N4_NIR 2.04+0.00i, reflects 0.12
Si3N4_VISNIR 2.01+0.00i, reflects 0.11
Si3N4 2.59+0.58i, reflects 0.22
Au_JC_visible by hand 1.53+2.88i, reflects 0.58
with its damping rates exchanged 0.25+3.37i, reflects 0.92
Ti_visible: constant and term differ by 662
WANT
echo 'as found on 30 November 2026'
