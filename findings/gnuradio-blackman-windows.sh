#!/usr/bin/env bash
# GNU Radio 3.10.5.1 (Debian 12: gnuradio 3.10.5.1-3), its windows for spectra and filters.
#
# Input: each Blackman window of 1024 samples; its highest side lobe, and the spectrum of a cosine at line 100 under it.
#
# Guess: the line is found at 100 by each, and side lobes fall from variant to variant, as they do by the books, below -58 dB.
# Seen: so by blackman, blackman_harris and nuttall. blackman2 has side lobes of -39 dB. Under blackman3 the line is found at 99 and 101, 4 % higher than
# at 100, and under blackman4 at 98 and 102, more than twice as high as at 100: one laser mode becomes two. Their numbers are those of powers of
# a cosine (then side lobes are at -71, -92 and -67 dB, also computed here), but are taken for those of its multiples. The help says "Blackman window, variation 3".
# Take blackman_harris, or compute the powers by hand.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" gnuradio=3.10.5.1-3 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >windows.py <<'PY'
import numpy as np
from gnuradio import gr
from gnuradio.fft import window
print('GNU Radio', gr.version())
n = 1024
turn = 2 * np.pi * np.arange(n) / (n - 1)
powers = {'blackman2': (.34401, -.49755, .15844), 'blackman3': (.21747, -.45325, .28256, -.04672), 'blackman4': (.084037, -.29145, .375696, -.20762, .041194)}
def tell(name, w):
    spectrum = np.abs(np.fft.rfft(w, 16 * n))
    spectrum /= spectrum.max()
    edge = spectrum.argmax() + 16
    while spectrum[edge + 1] < spectrum[edge]: edge += 1
    lines = np.abs(np.fft.rfft(w * np.cos(2 * np.pi * 100 * np.arange(n) / n)))
    found = [k for k in range(90, 111) if lines[k] > 0.999 * lines.max()]
    print(f'{name}: {w.min():.3f} to {w.max():.3f}, side lobes {20 * np.log10(spectrum[edge:].max()):.0f} dB, line 100 found at', *found, f'{lines.max() / lines[100]:.2f} times as high')
for name in ('blackman', 'blackman_harris', 'nuttall', 'blackman2', 'blackman3', 'blackman4'): tell(name, np.array(getattr(window, name)(n)))
for name, numbers in powers.items():
    asked = np.array(getattr(window, name)(n))
    print(f'{name} by multiples: off by {np.abs(asked - sum(a * np.cos(k * turn) for k, a in enumerate(numbers))).max():.0e}')
    tell(f'{name} by powers', sum(a * np.cos(turn)**k for k, a in enumerate(numbers)))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 windows.py 2>said | sed 's/-0\.000/0.000/' | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
GNU Radio 3.10.5.1
blackman: 0.000 to 1.000, side lobes -58 dB, line 100 found at 100 1.00 times as high
blackman_harris: 0.000 to 1.000, side lobes -92 dB, line 100 found at 100 1.00 times as high
nuttall: 0.000 to 1.000, side lobes -98 dB, line 100 found at 100 1.00 times as high
blackman2: -0.010 to 1.000, side lobes -39 dB, line 100 found at 100 1.00 times as high
blackman3: -0.114 to 1.000, side lobes -51 dB, line 100 found at 99 101 1.04 times as high
blackman4: -0.293 to 1.000, side lobes -52 dB, line 100 found at 98 102 2.24 times as high
blackman2 by multiples: off by 2e-07
blackman2 by powers: 0.005 to 1.000, side lobes -71 dB, line 100 found at 100 1.00 times as high
blackman3 by multiples: off by 2e-07
blackman3 by powers: 0.000 to 1.000, side lobes -92 dB, line 100 found at 100 1.00 times as high
blackman4 by multiples: off by 3e-07
blackman4 by powers: 0.002 to 1.000, side lobes -67 dB, line 100 found at 100 1.00 times as high
WANT
echo 'as found on 1 December 2026'
