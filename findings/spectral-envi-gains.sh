#!/usr/bin/env bash
# Spectral Python 0.22.4 (Debian 12: python3-spectral 0.22.4-1, of ENVI's cubes).
#
# Input: one cube of 16 bits under three headers: bare, with "reflectance scale factor = 10000", and with ENVI's "data gain values" and "data
# offset values" per band, by which a camera's levels become radiance; and a cube of doubles.
#
# Guess: load() gives radiance where the header has gains, as it gives reflectance where it has the factor; doubles stay doubles.
# Seen: the factor is followed by load(), but not by open_memmap(): the two differ by 10000. The gains and offsets are followed by
# neither. Doubles become floats of 32 bits: 633.00000123 is 633. No warning.
# Read metadata['data gain values'] by hand; load(dtype='float64').
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-spectral=0.22.4-1 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >cube.py <<'PY'
import numpy as np, spectral, warnings
import spectral.io.envi as envi
print('spectral', spectral.__version__)
levels = np.array([[[1000, 2000], [3000, 4000]]], '<u2')
for name, data, kind, more in (('bare', levels, 12, ''), ('factor', levels, 12, 'reflectance scale factor = 10000\n'),
                               ('gains', levels, 12, 'data gain values = {0.5, 0.25}\ndata offset values = {7, 9}\n'),
                               ('doubles', np.full((1, 2, 2), 633.00000123), 5, '')):
    open(name + '.hdr', 'w').write('ENVI\nsamples = 2\nlines = 1\nbands = 2\nheader offset = 0\nfile type = ENVI Standard\n'
                                   f'data type = {kind}\ninterleave = bip\nbyte order = 0\n{more}')
    open(name + '.img', 'wb').write(data.tobytes())
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter('always')
        cube = envi.open(name + '.hdr', name + '.img')
        loaded, mapped = np.asarray(cube.load()), np.asarray(cube.open_memmap())
    print(name, 'load', loaded.dtype, *(f'{v:.8g}' for v in loaded.ravel()), 'memmap', *(f'{v:.11g}' for v in mapped.ravel()), 'warnings', len(said))
print('asked for', float(np.asarray(cube.load(dtype='float64')).ravel()[0]))
PY
library=$(find "$dir/usr/lib" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 cube.py 2>&1 | tee out
diff out - <<'WANT'
spectral 0.22.4
bare load float32 1000 2000 3000 4000 memmap 1000 2000 3000 4000 warnings 0
factor load float32 0.1 0.2 0.30000001 0.40000001 memmap 1000 2000 3000 4000 warnings 0
gains load float32 1000 2000 3000 4000 memmap 1000 2000 3000 4000 warnings 0
doubles load float32 633 633 633 633 memmap 633.00000123 633.00000123 633.00000123 633.00000123 warnings 0
asked for 633.00000123
WANT
echo 'as found on 30 November 2026'
