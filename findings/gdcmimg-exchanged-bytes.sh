#!/usr/bin/env bash
# gdcmimg of GDCM 3.0.21 (Debian 12: libgdcm-tools 3.0.21-1), which makes DICOM of a PGM and PGM of a DICOM frame; dcmj2pnm of DCMTK 3.6.7 as a second reader.
#
# Input: a grey PGM of 16 bits and one of 12 (maxval 65535 and 4095), one row of 16 levels, black to 15 16ths of full scale, made DICOM and PGM again. gdcmimg's manual
# says that PNM files are big endian, as netpbm does.
#
# Guess: the same levels.
# Seen: the DICOM is right, as DCMTK reads it. The PGM that gdcmimg makes of it has the two bytes of each level exchanged: 255 of 4095 becomes 65280, 4095 of 65535 becomes 65295, and its
# maxval is 65535 where 12 bits were given (DCMTK, which scales 12 bits to 65535, multiplies by 16). --endian changes nothing. No warning. gdcmconv --raw first, and the PGM is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" libgdcm-tools=3.0.21-1 dcmtk=3.6.7-9~deb12u4 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >levels.py <<'PY'
import re, struct, sys
if sys.argv[1] == 'write':
    top = int(sys.argv[2])
    open('in.pgm', 'wb').write(b'P5\n16 1\n%d\n' % top + struct.pack('>16H', *(i * top // 16 for i in range(16))))
else:
    data = open(sys.argv[1], 'rb').read()
    head = re.match(rb'P[25]\s+(?:#[^\n]*\n)*(\d+)\s+(\d+)\s+(\d+)\s', data)
    levels = data[head.end():].split() if data[:2] == b'P2' else struct.unpack('>16H', data[head.end():head.end() + 32])
    print('maxval', int(head[3]), 'levels', *(int(level) for level in levels[1::3]))
PY
LD_LIBRARY_PATH=$(find "$dir" -name 'lib*.so*' -printf '%h\n' | sort -u | tr '\n' ':')
DCMDICTPATH=$dir/usr/share/libdcmtk17/dicom.dic
export LD_LIBRARY_PATH DCMDICTPATH
for top in 65535 4095; do
	python3 levels.py write $top
	echo "given: $(python3 levels.py in.pgm)"
	usr/bin/gdcmimg in.pgm frame.dcm
	usr/bin/dcmj2pnm --write-16-bit-pnm frame.dcm dcmtk.pgm
	echo "  DICOM by DCMTK: $(python3 levels.py dcmtk.pgm)"
	usr/bin/gdcmimg frame.dcm out.pgm
	echo "  PGM by gdcmimg: $(python3 levels.py out.pgm)"
	usr/bin/gdcmimg --endian MSB frame.dcm out.pgm
	echo "  PGM by gdcmimg --endian MSB: $(python3 levels.py out.pgm)"
	usr/bin/gdcmconv --raw frame.dcm raw.dcm
	usr/bin/gdcmimg raw.dcm out.pgm
	echo "  PGM by gdcmimg behind gdcmconv --raw: $(python3 levels.py out.pgm)"
done 2>&1 | tee out
diff out - <<'WANT'
given: maxval 65535 levels 4095 16383 28671 40959 53247
  DICOM by DCMTK: maxval 65535 levels 4095 16383 28671 40959 53247
  PGM by gdcmimg: maxval 65535 levels 65295 65343 65391 65439 65487
  PGM by gdcmimg --endian MSB: maxval 65535 levels 65295 65343 65391 65439 65487
  PGM by gdcmimg behind gdcmconv --raw: maxval 65535 levels 4095 16383 28671 40959 53247
given: maxval 4095 levels 255 1023 1791 2559 3327
  DICOM by DCMTK: maxval 65535 levels 4080 16368 28656 40944 53232
  PGM by gdcmimg: maxval 65535 levels 65280 65283 65286 65289 65292
  PGM by gdcmimg --endian MSB: maxval 65535 levels 65280 65283 65286 65289 65292
  PGM by gdcmimg behind gdcmconv --raw: maxval 65535 levels 255 1023 1791 2559 3327
WANT
echo 'as found on 30 November 2026'
