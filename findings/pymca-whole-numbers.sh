#!/usr/bin/env bash
# PyMca 5.8.0 (Debian 12: python3-pymca5 5.8.0+dfsg-2+b1): its own writer and reader of EDF, and derivate of SimpleMath, which the program's window offers for
# every spectrum.
#
# Input: frames of whole numbers as NumPy makes them (64 bits, signed and unsigned), and of 32 and 16 bits, written and read back; the slope of x^2 on steps of
# 1 and 0.1.
#
# Guess: the same numbers, or an error at writing; 2 x at every point that comes back.
# Seen: 64 bits are written whole, called SignedLong, and read as 32: each number is followed by its upper half, so that 0 1 200 3 comes as 0 0 1 0, and the
# half of the frame is gone. The slope is right but at the last point, where 2 and 9 are missing. No error.
# Write int32 or doubles, and drop the last slope.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-pymca5=5.8.0+dfsg-2+b1 pymca-data=5.8.0+dfsg-2 python-fisx-common python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >written.py <<'PY'
import contextlib, io, os
import numpy as np
for name, folder in (('FISX', 'fisx'), ('PYMCA', 'pymca')):
    for what in ('DATA', 'DOC'):
        os.environ[f'{name}_{what}_DIR'] = os.path.abspath('usr/share/' + folder)
with contextlib.redirect_stdout(io.StringIO()):
    from PyMca5 import version
from PyMca5.PyMcaIO import EdfFile
from PyMca5.PyMcaMath.SimpleMath import SimpleMath
print('PyMca', version())
for kind in ('int64', 'uint64', 'int32', 'uint16', 'float64'):
    file = EdfFile.EdfFile('frame.edf')
    file.WriteImage({}, np.array([[0, 1], [200, 3]], kind))
    del file
    head = open('frame.edf', 'rb').read().split(b'DataType = ')[1].split()[0].decode()
    print(kind, 'is called', head, 'and read as', EdfFile.EdfFile('frame.edf').GetData(0).tolist())
    os.remove('frame.edf')
for n, step in ((21, 1), (101, 1), (1001, 0.1)):
    x = step * np.arange(n)
    at, slope = SimpleMath().derivate(x, x**2)
    off = slope - 2 * at
    print(f'{n} points of x^2: from x {at[0]:.1f} to {at[-1]:.1f} the slopes but the last are', 'right' if abs(off[:-1]).max() < 1e-6 else 'wrong', f', the last is off by {off[-1]:.3f}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 written.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
PyMca 5.8.0
int64 is called SignedLong and read as [[0, 0], [1, 0]]
uint64 is called UnsignedLong and read as [[0, 0], [1, 0]]
int32 is called SignedInteger and read as [[0, 1], [200, 3]]
uint16 is called UnsignedShort and read as [[0, 1], [200, 3]]
float64 is called DoubleValue and read as [[0.0, 1.0], [200.0, 3.0]]
21 points of x^2: from x 3.0 to 17.0 the slopes but the last are right , the last is off by -2.000
101 points of x^2: from x 3.0 to 97.0 the slopes but the last are right , the last is off by -2.000
1001 points of x^2: from x 0.5 to 99.5 the slopes but the last are right , the last is off by -9.086
WANT
echo 'as found on 30 November 2026'
