#!/usr/bin/env bash
# INDI 1.9.9 (Debian 12: libindidriver1 1.9.9+dfsg-2+b1), f_scansexa, by which drivers of rotators, mounts and stages read angles; from Python's ctypes.
#
# Input: 12 degrees 30' 36", written with colons, semicolons, letters and blanks, which the library's description ("anything that is no digit") and
# INDI's protocol allow; a half of a degree, negative, in the same ways.
#
# Guess: 12.51 and -0.5 for each.
# Seen: so with colons, semicolons and letters. With blanks they are taken out first: 12 30 36 is 123,036 degrees and -0 30 is -30, and 0, for "fine", is returned.
# A comma separates as well: 1,5 is 1 degree 5', not 1.5.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" libindidriver1=1.9.9+dfsg-2+b1 libnova-0.16-0 libcfitsio10 libtheora0 libogg0 libusb-1.0-0 libjpeg62-turbo libfftw3-double3 libcurl3-gnutls \
	libgsl27 libgslcblas0 libev4 libcurl4 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >angles.py <<'PY'
import ctypes
library = ctypes.CDLL('libindidriver.so.1')
for text in ('12:30:36', '12;30;36', '12d30m36', '12 30 36', '-0:30', '-0;30', '-0 30', '1.5', '1,5'):
    value = ctypes.c_double()
    status = library.f_scansexa(text.encode(), ctypes.byref(value))
    print(f'{text}: {value.value:.10g}, returned {status}')
PY
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':') python3 angles.py | tee out
diff out - <<'WANT'
12:30:36: 12.51, returned 0
12;30;36: 12.51, returned 0
12d30m36: 12.51, returned 0
12 30 36: 123036, returned 0
-0:30: -0.5, returned 0
-0;30: -0.5, returned 0
-0 30: -30, returned 0
1.5: 1.5, returned 0
1,5: 1.083333333, returned 0
WANT
echo 'as found on 30 November 2026'
