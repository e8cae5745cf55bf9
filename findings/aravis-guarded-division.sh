#!/usr/bin/env bash
# Aravis 0.8.26 (Debian's libaravis-0.8-0 0.8.26-1), whose class ArvEvaluator computes the formulas of a GenICam camera's
# description (SwissKnife, IntSwissKnife, Converter), by Python's ctypes.
#
# Input: formulas that look before they divide, as descriptions do for registers that may be 0: "(N=0)?0:(M/N)".
#
# Guess: of c?a:b only that is computed which c asks for, as in C: with N = 0 the result is 0.
# Seen: both are computed, and the formula fails with "division by zero" as soon as the one that is not asked for divides by 0: no
# guard guards, in both kinds of arithmetic. || and && compute both sides, too. The feature cannot be read then.
# A description for Aravis divides by what is never 0: "(N=0)?0:(M/(N+(N=0)))" is 0.
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
class Error(c.Structure):
    _fields_ = [("domain", c.c_uint32), ("code", c.c_int), ("message", c.c_char_p)]
for f in (a.arv_evaluator_evaluate_as_int64, a.arv_evaluator_evaluate_as_double):
    f.argtypes = [c.c_void_p, c.POINTER(c.POINTER(Error))]
a.arv_evaluator_evaluate_as_int64.restype, a.arv_evaluator_evaluate_as_double.restype = c.c_int64, c.c_double
for formula in ("(N=0)?0:(M/N)", "(N<>0)?(M/N):0", "(N<>0)&&(M/N>1)", "(N=0)||(M/N>1)", "(N=0)?0:(M/(N+(N=0)))"):
    for n in (0, 3):
        said = []
        for f in (a.arv_evaluator_evaluate_as_int64, a.arv_evaluator_evaluate_as_double):
            e = a.arv_evaluator_new(formula.encode())
            a.arv_evaluator_set_int64_variable(e, b"M", 12)
            a.arv_evaluator_set_int64_variable(e, b"N", n)
            error = c.POINTER(Error)()
            v = f(e, c.byref(error))
            said.append(error.contents.message.decode() if error else str(v))
        print("N =", n, formula, *said, sep="  ")
PY
python3 formula.py | tee out
diff out - <<'WANT'
N =  0  (N=0)?0:(M/N)  Parsing error (division by zero)  Parsing error (division by zero)
N =  3  (N=0)?0:(M/N)  4  4.0
N =  0  (N<>0)?(M/N):0  Parsing error (division by zero)  Parsing error (division by zero)
N =  3  (N<>0)?(M/N):0  4  4.0
N =  0  (N<>0)&&(M/N>1)  Parsing error (division by zero)  Parsing error (division by zero)
N =  3  (N<>0)&&(M/N>1)  1  1.0
N =  0  (N=0)||(M/N>1)  Parsing error (division by zero)  Parsing error (division by zero)
N =  3  (N=0)||(M/N>1)  1  1.0
N =  0  (N=0)?0:(M/(N+(N=0)))  0  0.0
N =  3  (N=0)?0:(M/(N+(N=0)))  4  4.0
WANT
echo 'as found on 29 November 2026'
