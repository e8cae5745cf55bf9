#!/usr/bin/env bash
# Aravis 0.8.26 (Debian's libaravis-0.8-0 0.8.26-1, amd64), whose class ArvEvaluator computes the formulas of a GenICam camera's
# description, by Python's ctypes: in whole numbers of 64 bits, as an IntSwissKnife does.
#
# Input: constants of 64 bits, as masks and addresses are.
#
# Guess: they are the whole numbers that they say: X & 0xFFFFFFFFFFFFFFFF is X.
# Seen: constants go through a double. From 2^53 on they lose their last bits (9007199254740993 is 9007199254740992), and from about 2^63
# on (0x7FFFFFFFFFFFFFFF rounds up to it) they are -2^63, whatever they say: X & 0xFFFFFFFFFFFFFFFF is 0 for each X from 0 on, without an error. Calculated numbers are whole: 2**53+1 is
# exact, and ~0 has all bits.
# A description for Aravis puts large constants together: (0xFFFFFFFF<<32)|0xFFFFFFFF.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -o APT::Sandbox::User="$(id -un)" libaravis-0.8-0=0.8.26-1 >apt.log 2>&1 || { cat apt.log; exit 1; }
dpkg-deb -x libaravis-*.deb .
cat >formula.py <<'PY'
import ctypes as c, glob
a = c.CDLL(glob.glob("usr/lib/*/libaravis-0.8.so.0")[0])
a.arv_evaluator_new.restype, a.arv_evaluator_new.argtypes = c.c_void_p, [c.c_char_p]
a.arv_evaluator_set_int64_variable.argtypes = [c.c_void_p, c.c_char_p, c.c_int64]
whole = a.arv_evaluator_evaluate_as_int64
whole.restype, whole.argtypes = c.c_int64, [c.c_void_p, c.POINTER(c.c_void_p)]
for formula in ("9007199254740992", "9007199254740993", "2**53+1", "0x7FFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFF", "X&0xFFFFFFFFFFFFFFFF",
                "X&0xFFFFFFFFFFFF0000", "X&~0", "X&((0xFFFFFFFF<<32)|0xFFFFFFFF)"):
    e, error = a.arv_evaluator_new(formula.encode()), c.c_void_p()
    a.arv_evaluator_set_int64_variable(e, b"X", 0x12345678)
    print(formula, whole(e, c.byref(error)), "error" if error else "no error")
PY
python3 formula.py | tee out
diff out - <<'WANT'
9007199254740992 9007199254740992 no error
9007199254740993 9007199254740992 no error
2**53+1 9007199254740993 no error
0x7FFFFFFFFFFFFFFF -9223372036854775808 no error
0xFFFFFFFFFFFFFFFF -9223372036854775808 no error
X&0xFFFFFFFFFFFFFFFF 0 no error
X&0xFFFFFFFFFFFF0000 0 no error
X&~0 305419896 no error
X&((0xFFFFFFFF<<32)|0xFFFFFFFF) 305419896 no error
WANT
echo 'as found on 29 November 2026'
