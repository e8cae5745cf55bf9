#!/usr/bin/env bash
# python3-pymeasure 0.9.0 (Debian 12: python3-pymeasure 0.9.0-2), which runs experiments with instruments; the helpers of pymeasure.experiment for sweeps.
#
# Input: sweeps of a laser's current or a modulator's voltage from 0 to a limit, by step, by number of steps, and up and down from 0.
#
# Guess: none passes its limit, a sweep by n steps has n + 1 values, and up and down ends at 0.
# Seen: by a step of 0.3 the sweep to 1 ends at 1.2, and so do some whose limit is a whole number of steps, as 1.1 by 0.1; 6 or 9 steps to 1
# are 7 or 10 and end above 1. The sweep to 1, -1 and 0 by 0.5 ends at -0.5.
# No error, and nothing between this and the instrument stops it. Use numpy.linspace.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-pymeasure=0.9.0-2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >sweep.py <<'PY'
from pymeasure.experiment.experiment import get_array, get_array_steps, get_array_zero
for start, stop, step in ((0, 1, 0.3), (0, 1, 0.1), (0, 0.2, 0.1), (0, 1.1, 0.1), (0, 2.2, 0.2), (1, 0, 0.3)):
    print(f'{start} to {stop} by {step}: ends at {get_array(start, stop, step)[-1]:.3g}')
for steps in (4, 6, 9, 10, 21):
    values = get_array_steps(0, 1, steps)
    print(f'0 to 1 in {steps} steps: {len(values) - 1} steps, ends at {values[-1]:.3g}')
print('0 to 1 to -1 to 0:', *get_array_zero(1, 0.5))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 sweep.py 2>&1 | tee out
diff out - <<'WANT'
0 to 1 by 0.3: ends at 1.2
0 to 1 by 0.1: ends at 1
0 to 0.2 by 0.1: ends at 0.3
0 to 1.1 by 0.1: ends at 1.2
0 to 2.2 by 0.2: ends at 2.4
1 to 0 by 0.3: ends at -0.2
0 to 1 in 4 steps: 4 steps, ends at 1
0 to 1 in 6 steps: 7 steps, ends at 1.17
0 to 1 in 9 steps: 10 steps, ends at 1.11
0 to 1 in 10 steps: 10 steps, ends at 1
0 to 1 in 21 steps: 22 steps, ends at 1.05
0 to 1 to -1 to 0: 0.0 0.5 1.0 0.5 0.0 -0.5 -1.0 -0.5
WANT
echo 'as found on 30 November 2026'
