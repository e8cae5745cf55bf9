#!/usr/bin/env bash
# python3-pywt 1.1.1 (Debian 12: python3-pywt 1.1.1-3+b2), PyWavelets: the frequencies of its continuous wavelets.
#
# Input: central_frequency of complex Morlet and Shannon wavelets, whose names are their bandwidth and central frequency; the continuous transform
# of a fringe row with a period of 32 samples, and the period of its strongest scale by the frequencies that come with it.
#
# Guess: the frequency in the name; 32 samples, to a scale's width.
# Seen: so it is with Morlet. The Shannon wavelet of 1.0 has 0.275 with the bandwidth 1.5 and 0.775 with 0.5, its lower edge: the largest of an equal
# band is taken. The row's period becomes 196 and 50. No warning. With a Shannon wavelet take the name's frequency / scale instead.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-pywt=1.1.1-3+b2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >wavelet.py <<'PY'
import numpy as np, pywt
row = np.sin(2 * np.pi * np.arange(1024) / 32)
scales = np.arange(8, 128)
for name, centre in (('cmor1.5-1.0', 1), ('cmor0.5-1.0', 1), ('cmor1.5-2.0', 2), ('shan1.5-1.0', 1), ('shan0.5-1.0', 1), ('shan1.0-2.0', 2)):
    out, frequencies = pywt.cwt(row, scales, name)
    print(f'{name}: central frequency {pywt.central_frequency(name):.3f}, scale 10 is {pywt.scale2frequency(name, 10):.4f} and by its name {centre / 10:.4f}, period {1 / frequencies[np.abs(out)[:, 300:700].mean(1).argmax()]:.0f}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 wavelet.py 2>&1 | tee out
diff out - <<'WANT'
cmor1.5-1.0: central frequency 1.000, scale 10 is 0.1000 and by its name 0.1000, period 33
cmor0.5-1.0: central frequency 1.000, scale 10 is 0.1000 and by its name 0.1000, period 34
cmor1.5-2.0: central frequency 2.000, scale 10 is 0.2000 and by its name 0.2000, period 32
shan1.5-1.0: central frequency 0.275, scale 10 is 0.0275 and by its name 0.1000, period 196
shan0.5-1.0: central frequency 0.775, scale 10 is 0.0775 and by its name 0.1000, period 50
shan1.0-2.0: central frequency 1.525, scale 10 is 0.1525 and by its name 0.2000, period 50
WANT
echo 'as found on 30 November 2026'
