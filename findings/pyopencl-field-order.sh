#!/usr/bin/env bash
# pyopencl 2022.3.1 (Debian 12: python3-pyopencl 2022.3.1-2.1), arrays on a device, here the processor by pocl 3.1-3+deb12u1.
#
# Input: a complex field of 3 x 4 in Fortran order, as a transpose or a MATLAB file gives it, and in C order; what numpy gives for the same.
#
# Guess: the numbers of numpy, in one order or the other, or an error.
# Seen: an array of Fortran order goes to the device and back right, and so do its sine, its conjugate and its double. Its modulus, its real part and its conversion
# to another type are laid out in the other order: the elements change places. A sum or product of one array of each order, or of an array and its
# own transpose, mixes elements of different places. No error, where a slice raises one. Copy into C order before (numpy.ascontiguousarray).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-pyopencl=2022.3.1-2.1 pocl-opencl-icd=3.1-3+deb12u1 python3-numpy >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >order.py <<'PY'
import warnings
import numpy as np
import pyopencl as cl
import pyopencl.array
import pyopencl.clmath
warnings.simplefilter('ignore')
queue = cl.CommandQueue(cl.Context(cl.get_platforms()[0].get_devices()[:1]))
print('pyopencl', cl.VERSION_TEXT)
rows = (np.arange(12).reshape(3, 4) * (1 + 0.5j)).astype('c8')
square = np.arange(9, dtype='f4').reshape(3, 3)
def put(array):
    return cl.array.to_device(queue, array)
for name, f, inputs in (('there and back', lambda a: a, 1), ('double', lambda a: a * 2, 1), ('conjugate', lambda a: a.conj(), 1), ('modulus', abs, 1), ('real part', lambda a: a.real, 1),
                        ('other type', lambda a: a.astype('c16'), 1), ('sum', lambda a, b: a + b, 2), ('product', lambda a, b: a * b, 2)):
    for order, given in (('C', [rows] * inputs), ('Fortran', [np.asfortranarray(rows)] + [rows] * (inputs - 1))):
        got, right = f(*map(put, given)).get(), f(*given)
        print(f'{name}, {order} order{" and C order" if inputs > 1 else ""}: {int(np.isclose(got, right).sum())} of 12 right')
got = (put(square) + put(square).T).get()
print('sum with its own transpose:', got.ravel().tolist(), 'for', (square + square.T).ravel().tolist())
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
OCL_ICD_VENDORS=$dir/etc/OpenCL/vendors POCL_CACHE_DIR=$dir/home HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 order.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
pyopencl 2022.3.1
there and back, C order: 12 of 12 right
there and back, Fortran order: 12 of 12 right
double, C order: 12 of 12 right
double, Fortran order: 12 of 12 right
conjugate, C order: 12 of 12 right
conjugate, Fortran order: 12 of 12 right
modulus, C order: 12 of 12 right
modulus, Fortran order: 2 of 12 right
real part, C order: 12 of 12 right
real part, Fortran order: 2 of 12 right
other type, C order: 12 of 12 right
other type, Fortran order: 2 of 12 right
sum, C order and C order: 12 of 12 right
sum, Fortran order and C order: 2 of 12 right
product, C order and C order: 12 of 12 right
product, Fortran order and C order: 2 of 12 right
sum with its own transpose: [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0] for [0.0, 4.0, 8.0, 4.0, 8.0, 12.0, 8.0, 12.0, 16.0]
WANT
echo 'as found on 1 December 2026'
