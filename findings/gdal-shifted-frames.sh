#!/usr/bin/env bash
# GDAL 3.6.2 (Debian 12: python3-gdal 3.6.2+dfsg-1+b2), gdal.Warp, as the program gdalwarp, which lays a frame on another grid, and ReadAsArray with a size,
# as overviews and gdal_translate -outsize do it.
#
# Input: a frame of 120 x 120 floats with a spot of 8 pixels' width at (61.3, 57.8), laid on pixels of half to eight times the size over the same area, by each
# method that mixes pixels; the centre of the spot in what comes out, in pixels of the first frame.
#
# Guess: (61.3, 57.8), by each method and for each size.
# Seen: so by bilinear, cubic, cubic spline and average both ways, and by Lanczos in ReadAsArray. By Lanczos in Warp the spot is moved by half a pixel along
# both axes where pixels become 1.5, 2, 2.5, 4, 6 or 8 times as large, not at 0.5, 1, 3 and 5. By Gauss in ReadAsArray it is moved back by half a pixel or
# one, by the size: two frames of one scene at two sizes do not lie on each other. No warning. Take cubic.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-gdal=3.6.2+dfsg-1+b2 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >resize.py <<'PY'
import numpy as np
from osgeo import gdal
gdal.UseExceptions()
print('GDAL', gdal.__version__)
size = 120
x, y = np.meshgrid(np.arange(size) + 0.5, np.arange(size) + 0.5)
spot = np.exp(-((x - 61.3)**2 + (y - 57.8)**2) / 2 / 8**2)
frame = gdal.GetDriverByName('MEM').Create('', size, size, 1, gdal.GDT_Float32)
frame.SetGeoTransform([0, 1, 0, size, 0, -1])
frame.GetRasterBand(1).WriteArray(spot)
def warp(method, step):
    return gdal.Warp('', frame, format='MEM', xRes=step, yRes=step, resampleAlg=method, outputBounds=[0, 0, size, size]).ReadAsArray()
def read(method, step):
    kind = {'bilinear': gdal.GRIORA_Bilinear, 'cubic': gdal.GRIORA_Cubic, 'cubicspline': gdal.GRIORA_CubicSpline, 'average': gdal.GRIORA_Average,
            'lanczos': gdal.GRIORA_Lanczos, 'gauss': gdal.GRIORA_Gauss}[method]
    return frame.ReadAsArray(buf_xsize=round(size / step), buf_ysize=round(size / step), resample_alg=kind)
for way, methods in ((warp, 'bilinear cubic cubicspline average lanczos'), (read, 'bilinear cubic cubicspline average lanczos gauss')):
    for method in methods.split():
        said = {}
        for step in (0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8):
            out = way(method, step).astype(float)
            place = (np.arange(out.shape[0]) + 0.5) * size / out.shape[0]
            said.setdefault(f'({out.sum(0) @ place / out.sum():.1f}, {out.sum(1) @ place / out.sum():.1f})', []).append(step)
        print(way.__name__, method, '; '.join(f'{where} for pixels of {", ".join(map(str, steps))}' for where, steps in said.items()))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 resize.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
GDAL 3.6.2
warp bilinear (61.3, 57.8) for pixels of 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8
warp cubic (61.3, 57.8) for pixels of 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8
warp cubicspline (61.3, 57.8) for pixels of 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8
warp average (61.3, 57.8) for pixels of 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8
warp lanczos (61.3, 57.8) for pixels of 0.5, 1, 3, 5; (61.8, 58.3) for pixels of 1.5, 2, 2.5, 4, 6, 8
read bilinear (61.3, 57.8) for pixels of 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8
read cubic (61.3, 57.8) for pixels of 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8
read cubicspline (61.3, 57.8) for pixels of 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8
read average (61.3, 57.8) for pixels of 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8
read lanczos (61.3, 57.8) for pixels of 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8
read gauss (60.3, 56.8) for pixels of 0.5, 1.5, 2.5, 3, 5; (61.3, 57.8) for pixels of 1; (60.8, 57.3) for pixels of 2, 4, 6, 8
WANT
echo 'as found on 1 December 2026'
