#!/usr/bin/env bash
# VTK 9.1.0 (Debian 12: python3-vtk9 9.1.0+really9.1.0+dfsg2-5+deb12u1), readers and writers of pictures.
#
# Input: one picture of 2 x 3 pixels in 8 bits as PGM, as PNG and as TIFF of the usual orientation 1 (first row on top) and of 4 (first row at the bottom);
# the same written by VTK and read again; and the picture in 16 bits as PGM.
#
# Guess: the same rows from each file, the lower one first, as VTK has them; what was written comes back; 16 bits are read, or refused.
# Seen: TIFF comes upside down, from orientation 1 and 4 alike, though it tells these two apart, and so does VTK's own TIFF, so a mask that was saved and
# loaded is mirrored, in 8 and 16 bits and in floats. Of a PGM of 16 bits the upper and lower bytes of half of the picture come as pixels of 8 bits, with no error.
# Flip rows behind the TIFF reader, and keep 16 bits as PNG.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-vtk9=9.1.0+really9.1.0+dfsg2-5+deb12u1 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >rows.py <<'PY'
import struct, zlib
import numpy as np
import vtk
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy
print('VTK', vtk.vtkVersion().GetVTKVersion())
def read(reader, name):
    reader.SetFileName(name)
    reader.Update()
    image = reader.GetOutput()
    x, y, _ = image.GetDimensions()
    return vtk_to_numpy(image.GetPointData().GetScalars()).reshape(y, x)
def show(rows): return f'{rows.dtype} {rows.tolist()}, error {vtk.vtkErrorCode.GetStringFromErrorCode(reader.GetErrorCode())}'
def chunk(kind, data): return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
open('p.pgm', 'wb').write(b'P5\n3 2\n255\n\1\2\3\4\5\6')
open('w.pgm', 'wb').write(b'P5\n3 2\n65535\n' + struct.pack('>6H', 1, 258, 4095, 40000, 5, 6))
open('p.png', 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 3, 2, 8, 0, 0, 0, 0)) +
                          chunk(b'IDAT', zlib.compress(b'\0\1\2\3\0\4\5\6')) + chunk(b'IEND', b''))
for orientation in (1, 4):
    tags = ((256, 3, 3), (257, 3, 2), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (274, 3, orientation), (277, 3, 1), (278, 3, 2), (279, 4, 6))
    body = struct.pack('<H', len(tags)) + b''.join(struct.pack('<HHII', tag, kind, 1, value) for tag, kind, value in tags) + bytes(4)
    open(f'{orientation}.tif', 'wb').write(b'II*\0' + struct.pack('<I', 16) + b'\1\2\3\4\5\6\0\0' + body)
for name, kind in (('p.pgm', 'PNM'), ('p.png', 'PNG'), ('1.tif', 'TIFF'), ('4.tif', 'TIFF'), ('w.pgm', 'PNM')):
    reader = getattr(vtk, f'vtk{kind}Reader')()
    print(f'{name}: {show(read(reader, name))}')
for kind, extension, types in (('PNG', 'png', ('u1', 'u2')), ('PNM', 'pgm', ('u1',)), ('TIFF', 'tif', ('u1', 'u2', 'f4'))):
    for number in types:
        rows = np.array([[1, 2, 3], [4, 5, 6]], number)
        image = vtk.vtkImageData()
        image.SetDimensions(3, 2, 1)
        image.GetPointData().SetScalars(numpy_to_vtk(rows.ravel(), deep=1))
        writer, reader = getattr(vtk, f'vtk{kind}Writer')(), getattr(vtk, f'vtk{kind}Reader')()
        writer.SetInputData(image)
        writer.SetFileName(f'out.{extension}')
        writer.Write()
        print(f'{rows.tolist()} by {kind}: {show(read(reader, f"out.{extension}"))}')
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 rows.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
VTK 9.1.0
p.pgm: uint8 [[4, 5, 6], [1, 2, 3]], error Success
p.png: uint8 [[4, 5, 6], [1, 2, 3]], error Success
1.tif: uint8 [[1, 2, 3], [4, 5, 6]], error Success
4.tif: uint8 [[4, 5, 6], [1, 2, 3]], error Success
w.pgm: uint8 [[2, 15, 255], [0, 1, 1]], error Success
[[1, 2, 3], [4, 5, 6]] by PNG: uint8 [[1, 2, 3], [4, 5, 6]], error Success
[[1, 2, 3], [4, 5, 6]] by PNG: uint16 [[1, 2, 3], [4, 5, 6]], error Success
[[1, 2, 3], [4, 5, 6]] by PNM: uint8 [[1, 2, 3], [4, 5, 6]], error Success
[[1, 2, 3], [4, 5, 6]] by TIFF: uint8 [[4, 5, 6], [1, 2, 3]], error Success
[[1, 2, 3], [4, 5, 6]] by TIFF: uint16 [[4, 5, 6], [1, 2, 3]], error Success
[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]] by TIFF: float32 [[4.0, 5.0, 6.0], [1.0, 2.0, 3.0]], error Success
WANT
echo 'as found on 1 December 2026'
