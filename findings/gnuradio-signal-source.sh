#!/usr/bin/env bash
# GNU Radio 3.10.5.1 (Debian 12: gnuradio 3.10.5.1-3), its signal source.
#
# Input: cosines of 333, 100 and 250 Hz at 1000 samples a second over a million samples, as references of a lock-in have, compared with the formula; and each
# waveform with an amplitude of 1.
#
# Guess: the phase of the formula to the rounding of floats at the end too, and each waveform from -1 to 1.
# Seen: 250 Hz is right. 333 Hz falls behind steadily, by 9 degrees after a million samples, and 100 Hz gains half a degree: what is modulated by
# it and measured by a clock of the same rate turns slowly. Cosine and sine go from -1 to 1, but square, triangle and saw from 0 to 1, so half as
# large, on an offset. Nothing is said of either.
# Compute a reference from the sample's number, with phases taken modulo one turn in doubles, and give an offset of -1 and an amplitude of 2.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" gnuradio=3.10.5.1-3 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >source.py <<'PY'
import numpy as np
from gnuradio import analog, blocks, gr
print('GNU Radio', gr.version())
def samples(kind, frequency, n):
    block, sink = gr.top_block(), blocks.vector_sink_f()
    block.connect(analog.sig_source_f(1000, kind, frequency, 1), blocks.head(4, n), sink)
    block.run()
    return np.array(sink.data())
n = 1000000
k = np.arange(n)
for frequency in (333, 100, 250):
    got = samples(analog.GR_COS_WAVE, frequency, n)
    turned = got * np.exp(-2j * np.pi * (k * frequency % 1000) / 1000)
    phases = [np.degrees(np.angle(turned[i:i + 2000].sum())) for i in (0, n // 2, n - 2000)]
    print(f'{frequency} Hz: phase', ', '.join(f'{p + 0.0:.2f}'.replace('-0.00', '0.00') for p in phases), 'degrees at the beginning, the middle and the end')
for name in ('COS', 'SIN', 'SQR', 'TRI', 'SAW'):
    got = samples(getattr(analog, f'GR_{name}_WAVE'), 50, 1000)
    print(f'{name}: {got.min():.2f} to {got.max():.2f}, mean {abs(got.mean()):.2f}'.replace('-0.00', '0.00'))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 source.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
GNU Radio 3.10.5.1
333 Hz: phase -0.01, -4.60, -9.17 degrees at the beginning, the middle and the end
100 Hz: phase 0.00, 0.27, 0.54 degrees at the beginning, the middle and the end
250 Hz: phase 0.00, 0.00, 0.00 degrees at the beginning, the middle and the end
COS: -1.00 to 1.00, mean 0.00
SIN: -1.00 to 1.00, mean 0.00
SQR: 0.00 to 1.00, mean 0.50
TRI: 0.00 to 1.00, mean 0.50
SAW: 0.00 to 0.95, mean 0.48
WANT
echo 'as found on 1 December 2026'
