#!/usr/bin/env bash
# colormath 3.0.0 (Debian 12: python3-colormath 3.0.0-4), colours from spectra of reflectance.
#
# Input: white paper: a reflectance of 1 at every wavelength from 340 to 830 nm, under each illuminant that the package has, as XYZ and Lab.
#
# Guess: the illuminant's own white, as the package tabulates it, and Lab of 100, 0, 0 to 0.1, under each.
# Seen: so by A, C, D50, D65 and E. Under the fluorescent lamps F2, F7 and F11 white is yellow, by b of 12, 7 and 14, as Z is 17, 11 and 20 % below the table's:
# their spectra have lines, and only every second number of the standard's table, of which each 10 nm are one, is taken. No warning.
# Divide by the paper's own XYZ.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-colormath=3.0.0-4 python3-networkx python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >paper.py <<'PY'
from colormath.color_conversions import convert_color
from colormath.color_objects import LabColor, SpectralColor, XYZColor
paper = {f'spec_{nm}nm': 1.0 for nm in range(340, 840, 10)}
for illuminant in ('a', 'c', 'd50', 'd65', 'e', 'f2', 'f7', 'f11'):
    colour = SpectralColor(observer='2', illuminant=illuminant, **paper)
    xyz, lab, white = convert_color(colour, XYZColor), convert_color(colour, LabColor), colour.get_illuminant_xyz()
    print(f"{illuminant}: X {xyz.xyz_x / white['X']:.2f}, Z {xyz.xyz_z / white['Z']:.2f} of the illuminant's, Lab {lab.lab_l:.0f} {abs(round(lab.lab_a, 1)) and round(lab.lab_a, 1)} {abs(round(lab.lab_b, 1)) and round(lab.lab_b, 1)}")
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 paper.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
a: X 1.00, Z 1.00 of the illuminant's, Lab 100 0.0 0.0
c: X 1.00, Z 1.00 of the illuminant's, Lab 100 0.0 0.1
d50: X 1.00, Z 1.00 of the illuminant's, Lab 100 0.0 0.1
d65: X 1.00, Z 1.00 of the illuminant's, Lab 100 0.0 0.1
e: X 1.00, Z 1.00 of the illuminant's, Lab 100 0.0 0.0
f2: X 1.00, Z 0.83 of the illuminant's, Lab 100 -0.6 12.2
f7: X 1.00, Z 0.89 of the illuminant's, Lab 100 -0.6 7.4
f11: X 1.02, Z 0.80 of the illuminant's, Lab 100 3.6 14.3
WANT
echo 'as found on 30 November 2026'
