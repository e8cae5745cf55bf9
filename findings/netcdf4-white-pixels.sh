#!/usr/bin/env bash
# netCDF4 1.6.2 for Python (Debian 12: python3-netcdf4 1.6.2-1+b1), h5netcdf 1.1.0 beside it.
#
# Input: frames with two white pixels of four, of 8 and 16 bits, written with no fill value named and with fill_value=False, and read: their mean, their maximum and how many
# pixels count.
#
# Guess: for 8 bits all pixels count, as the format's text has no fill value for bytes, so that the mean is 128 and the maximum 255; the same for 16 bits.
# Seen: white is masked, in 8 bits, in 16, and -127 in signed bytes: two pixels count, the mean is 1 and the maximum 2, without a warning, though
# the file has no attribute that says so. fill_value=False helps for bytes and not for 16 bits. h5netcdf reads the same files as they are.
# Call set_auto_mask(False) on the variable before reading.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-netcdf4=1.6.2-1+b1 python3-h5netcdf=1.1.0-1 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >white.py <<'PY'
import h5netcdf, netCDF4, numpy as np
print('netCDF4', netCDF4.__version__, 'h5netcdf', h5netcdf.__version__)
for kind, white in (('u1', 255), ('i1', -127), ('u2', 65535), ('f4', 65535)):
    for fill in (None, False):
        with netCDF4.Dataset('frame.nc', 'w') as file:
            file.createDimension('x', 4)
            v = file.createVariable('frame', kind, ('x',), fill_value=fill)
            v[:] = np.array([0, 2, white, white], kind)
            names = v.ncattrs()
        with netCDF4.Dataset('frame.nc') as file:
            frame = file['frame'][:]
        with h5netcdf.File('frame.nc', 'r') as file:
            plain = file['frame'][:]
        print(kind, 'fill_value', fill, 'attributes', *names, ': pixels', frame.count(), 'mean', float(frame.mean()), 'maximum', float(frame.max()), ', h5netcdf mean', float(plain.mean()), 'maximum', float(plain.max()))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 white.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
netCDF4 1.6.2 h5netcdf 1.1.0
u1 fill_value None attributes : pixels 2 mean 1.0 maximum 2.0 , h5netcdf mean 128.0 maximum 255.0
u1 fill_value False attributes : pixels 4 mean 128.0 maximum 255.0 , h5netcdf mean 128.0 maximum 255.0
i1 fill_value None attributes : pixels 2 mean 1.0 maximum 2.0 , h5netcdf mean -63.0 maximum 2.0
i1 fill_value False attributes : pixels 4 mean -63.0 maximum 2.0 , h5netcdf mean -63.0 maximum 2.0
u2 fill_value None attributes : pixels 2 mean 1.0 maximum 2.0 , h5netcdf mean 32768.0 maximum 65535.0
u2 fill_value False attributes : pixels 2 mean 1.0 maximum 2.0 , h5netcdf mean 32768.0 maximum 65535.0
f4 fill_value None attributes : pixels 4 mean 32768.0 maximum 65535.0 , h5netcdf mean 32768.0 maximum 65535.0
f4 fill_value False attributes : pixels 4 mean 32768.0 maximum 65535.0 , h5netcdf mean 32768.0 maximum 65535.0
WANT
echo 'as found on 30 November 2026'
