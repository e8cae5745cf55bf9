#!/usr/bin/env bash
# SymPy 1.11.1 (Debian 12: python3-sympy 1.11.1-1), its physical constants, converted into the SI's base units by convert_to of sympy.physics.units.
#
# Input: the constants that a laboratory's volt and ohm go back to, Josephson's 2 e / h and von Klitzing's h / e^2, beside these from SymPy's own h and e; the impedance
# of the vacuum, the constants of Boltzmann, Faraday and Stefan; and the nautical mile.
#
# Guess: 4.83598e14 Hz/V and 25812.8 ohm, and the others as CODATA and the SI brochure have them.
# Seen: Josephson's constant is 2.07e-9 in units of Hz/V: h / (2 e), upside down, times a million. Von Klitzing's is 4108.2 ohm, with the reduced h for h. The nautical mile is
# 1851.96 m for 1852. The others are right. No error. Write 2*elementary_charge/planck and planck/elementary_charge**2.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-sympy=1.11.1-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >constants.py <<'PY'
import sympy
from sympy import N
from sympy.physics import units as u
base = [u.meter, u.kilogram, u.second, u.ampere, u.kelvin, u.mole]
def show(quantity):
    return N(u.convert_to(quantity, base), 6)
print('SymPy', sympy.__version__)
for name in ('planck', 'elementary_charge', 'vacuum_impedance', 'boltzmann', 'faraday_constant', 'stefan_boltzmann_constant', 'nautical_mile', 'josephson_constant', 'von_klitzing_constant'):
    print(name, show(getattr(u, name)))
print('2 e / h', show(2 * u.elementary_charge / u.planck))
print('h / e^2', show(u.planck / u.elementary_charge**2))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 constants.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
SymPy 1.11.1
planck 6.62607e-34*kilogram*meter**2/second
elementary_charge 1.60218e-19*ampere*second
vacuum_impedance 376.73*kilogram*meter**2/(ampere**2*second**3)
boltzmann 1.38065e-23*kilogram*meter**2/(kelvin*second**2)
faraday_constant 96485.3*ampere*second/mole
stefan_boltzmann_constant 5.67037e-8*kilogram/(kelvin**4*second**3)
nautical_mile 1851.96*meter
josephson_constant 2.06783e-9*ampere*second**2/(kilogram*meter**2)
von_klitzing_constant 4108.24*kilogram*meter**2/(ampere**2*second**3)
2 e / h 4.83598e+14*ampere*second**2/(kilogram*meter**2)
h / e^2 25812.8*kilogram*meter**2/(ampere**2*second**3)
WANT
echo 'as found on 1 December 2026'
