#!/usr/bin/env bash
# PyTorch 1.13.1 (Debian 12: python3-torch 1.13.1+dfsg-4), dot and vdot of complex fields on the processor.
#
# Input: two fields of 2 and 1000 complex numbers, of 64 and 128 bits, and two real ones; their scalar product six ways: dot, vdot (which conjugates the first),
# the operator @, linalg.vecdot, and the sums of the products, with and without conjugation.
#
# Guess: dot and @ are the sum of the products, and vdot and vecdot that with the first conjugated, to 1e-5.
# Seen: dot, vdot, @ and vecdot of complex vectors are 0 whatever the numbers, also of a field with itself: by these, the power of every field is 0, and so is each
# overlap of two modes. No error. Real vectors are right, and so are inner, einsum and matrices times vectors. Take (a.conj() * b).sum().
# It comes with both of the BLAS libraries that were tried; later releases of PyTorch were not.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir -p deb/partial home
apt-get install -qq --download-only --no-install-recommends --reinstall -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
	-o Dir::Cache::archives="$dir/deb" python3-torch=1.13.1+dfsg-4 python3-numpy libblas3 liblapack3 >apt.log 2>&1 || { cat apt.log; exit 1; }
for file in deb/*.deb; do dpkg -x "$file" .; done
cat >probe.py <<'PY'
import torch
torch.manual_seed(1)
print('PyTorch', torch.__version__)
def near(a, b):
    return 'right' if abs(a - b) < 1e-4 * abs(b) else f'{complex(a):.3g}' if torch.is_complex(a) else f'{float(a):.3g}'
for kind in (torch.float32, torch.complex64, torch.complex128):
    for n in (2, 1000):
        a, b = torch.randn(n, dtype=kind), torch.randn(n, dtype=kind)
        plain, turned, power = (a * b).sum(), (a.conj() * b).sum(), (a.conj() * a).sum()
        print(kind, n, 'dot', near(torch.dot(a, b), plain), ', @', near(a @ b, plain), ', vdot', near(torch.vdot(a, b), turned), ', vecdot', near(torch.linalg.vecdot(a, b), turned),
              ', power by vdot', near(torch.vdot(a, a), power), ', inner', near(torch.inner(a, b), plain), ', einsum', near(torch.einsum('i,i', a, b), plain),
              ', matrix', near((a[None] @ b)[0], plain))
PY
library=$(find "$dir" -name 'lib*.so*' -not -path '*dist-packages*' -printf '%h\n' | sort -u | tr '\n' ':')
HOME=$dir/home PYTHONPATH=usr/lib/python3/dist-packages LD_LIBRARY_PATH=$library /usr/bin/python3 probe.py 2>said | tee out || true
[ -s out ] || cat said
diff out - <<'WANT'
PyTorch 1.13.0a0
torch.float32 2 dot right , @ right , vdot right , vecdot right , power by vdot right , inner right , einsum right , matrix right
torch.float32 1000 dot right , @ right , vdot right , vecdot right , power by vdot right , inner right , einsum right , matrix right
torch.complex64 2 dot 0+0j , @ 0+0j , vdot 0+0j , vecdot 0+0j , power by vdot 0+0j , inner right , einsum right , matrix right
torch.complex64 1000 dot 0+0j , @ 0+0j , vdot 0+0j , vecdot 0+0j , power by vdot 0+0j , inner right , einsum right , matrix right
torch.complex128 2 dot 0+0j , @ 0+0j , vdot 0+0j , vecdot 0+0j , power by vdot 0+0j , inner right , einsum right , matrix right
torch.complex128 1000 dot 0+0j , @ 0+0j , vdot 0+0j , vecdot 0+0j , power by vdot 0+0j , inner right , einsum right , matrix right
WANT
echo 'as found on 1 December 2026'
