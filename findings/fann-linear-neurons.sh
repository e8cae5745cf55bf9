#!/usr/bin/env bash
# FANN 2.2.0 (Debian 12: libfann2 2.2.0+ds-8; neural networks in C), networks of doubles, from Python's ctypes.
#
# Input: one input and one output neuron of FANN_LINEAR, of steepness 1 and the library's own 0.5: weights of 1 to 4095 by hand, and training on eleven points
# of a straight line from 0 to 140 and from 0 to 1000, as of a camera's level against a voltage.
#
# Guess: steepness times weight times input, as the header says: y = x*s, "span: -inf < y < inf"; and both lines are learned to 0.1.
# Seen: the sum is cut at 150 divided by the steepness, whatever the neuron: with steepness 1 every output above 150 is 150, and 0.5 gives 300 at most. A line
# to 140 is learned to 0.1; one to 1000 ends as 150 everywhere, with a mean squared error of 222500. No error, and the header says nothing of a limit. Scale the targets.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq libfann2=2.2.0+ds-8 >apt.log 2>&1 || { cat apt.log; exit 1; }
dpkg -x libfann2_*.deb .
cat >linear.py <<'PY'
import ctypes as c, glob
fann = c.CDLL(glob.glob('usr/lib/*/libdoublefann.so.2')[0])
net, number, linear = c.c_void_p, c.c_double, 0
for name, result, arguments in (('create_standard', net, None), ('run', c.POINTER(number), [net, c.POINTER(number)]), ('set_activation_function_output', None, [net, c.c_int]),
                                ('set_activation_steepness_output', None, [net, number]), ('set_weight', None, [net, c.c_uint, c.c_uint, number]),
                                ('read_train_from_file', net, [c.c_char_p]), ('train_on_data', None, [net, net, c.c_uint, c.c_uint, c.c_float]),
                                ('test_data', c.c_float, [net, net])):
    f = getattr(fann, 'fann_' + name)
    f.restype = result
    if arguments:
        f.argtypes = arguments
n = fann.fann_create_standard(c.c_uint(2), c.c_uint(1), c.c_uint(1))
fann.fann_set_activation_function_output(n, linear)
run = lambda x: fann.fann_run(n, (number * 1)(x))[0]
def weights(slope, offset):
    fann.fann_set_weight(n, 0, 2, slope)
    fann.fann_set_weight(n, 1, 2, offset)
for steepness in (1.0, 0.5):
    fann.fann_set_activation_steepness_output(n, steepness)
    for w in (1.0, 100.0, 200.0, 1000.0, 4095.0):
        weights(w, 0.0)
        print(f'steepness {steepness}, weight {w:.0f}: 1 gives {run(1.0):g} for {steepness * w:g}, -1 gives {run(-1.0):g}')
fann.fann_set_activation_steepness_output(n, 1.0)
for top in (140, 1000):
    points = [(k / 10, top * k / 10) for k in range(11)]
    with open('points', 'w') as f:
        f.write('11 1 1\n' + ''.join(f'{x}\n{y}\n' for x, y in points))
    weights(0.1, 0.0)
    data = fann.fann_read_train_from_file(b'points')
    fann.fann_train_on_data(n, data, 3000, 0, 1e-6)
    off = max(abs(run(x) - y) for x, y in points)
    print(f'line to {top}: 0, 0.5 and 1 give {run(0.0):.0f}, {run(0.5):.0f} and {run(1.0):.0f}, off by', 'less than 0.1' if off < 0.1 else f'{off:.0f}',
          '' if top == 140 else f', mean squared error {fann.fann_test_data(n, data):.0f}')
PY
python3 linear.py | sed 's/ *$//; s/-0,/0,/' | tee out
diff out - <<'WANT'
steepness 1.0, weight 1: 1 gives 1 for 1, -1 gives -1
steepness 1.0, weight 100: 1 gives 100 for 100, -1 gives -100
steepness 1.0, weight 200: 1 gives 150 for 200, -1 gives -150
steepness 1.0, weight 1000: 1 gives 150 for 1000, -1 gives -150
steepness 1.0, weight 4095: 1 gives 150 for 4095, -1 gives -150
steepness 0.5, weight 1: 1 gives 0.5 for 0.5, -1 gives -0.5
steepness 0.5, weight 100: 1 gives 50 for 50, -1 gives -50
steepness 0.5, weight 200: 1 gives 100 for 100, -1 gives -100
steepness 0.5, weight 1000: 1 gives 300 for 500, -1 gives -300
steepness 0.5, weight 4095: 1 gives 300 for 2047.5, -1 gives -300
line to 140: 0, 0.5 and 1 give 0, 70 and 140, off by less than 0.1
line to 1000: 0, 0.5 and 1 give 150, 150 and 150, off by 850 , mean squared error 222500
WANT
echo 'as found on 1 December 2026'
