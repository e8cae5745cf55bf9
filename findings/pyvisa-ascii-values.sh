#!/usr/bin/env bash
# PyVISA 1.11.3 (Debian 12: python3-pyvisa 1.11.3-3; instruments by SCPI from Python), write_ascii_values.
#
# Input: a wavelength of 633 nm and a pulse of 25 ns, in metres and seconds as SCPI has them, and a level of 0.123456789.
#
# Guess: 6.33e-07, 2.5e-08 and 0.123456789 on the line.
# Seen: 0.000001, 0.000000 and 0.123457: six decimals by default, whatever the size. A wavelength becomes 1 um, and a pulse none. No warning.
# Give converter='.12g'.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-pyvisa=1.11.3-3 python3-typing-extensions >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >line.py <<'PY'
import pyvisa
from pyvisa.resources import MessageBasedResource
class Line(MessageBasedResource):
    """an instrument that shows what is sent to it"""
    encoding = 'ascii'
    def __init__(self): self._session, self._write_termination, self.sent = None, '\n', b''
    def write_raw(self, message):
        self.sent += bytes(message)
        return len(message)
print('PyVISA', pyvisa.__version__)
for more in ({}, {'converter': '.12g'}):
    line = Line()
    line.write_ascii_values('SOUR:LIST ', [633e-9, 25e-9, 0.123456789], **more)
    print(more or 'default', line.sent)
PY
PYTHONPATH=usr/lib/python3/dist-packages /usr/bin/python3 line.py 2>&1 | tee out
diff out - <<'WANT'
PyVISA 1.11.3
default b'SOUR:LIST 0.000001,0.000000,0.123457\n'
{'converter': '.12g'} b'SOUR:LIST 6.33e-07,2.5e-08,0.123456789\n'
WANT
echo 'as found on 30 November 2026'
