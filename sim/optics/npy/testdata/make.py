# Makes the files of this folder with NumPy: python3 make.py (NumPy 1.24.2 on x86-64 made
# those that are here). Every array of numbers is [[0, 1, 2], [3, 4, 5]] in a type of its
# own: halves of that for floats, i - i j for complex numbers, odd or not for bool.
import numpy as np

whole = np.arange(6).reshape(2, 3)


def array(dtype):
    kind = np.dtype(dtype).kind
    if kind == 'b':
        return whole % 2 == 1
    if kind == 'f':
        return (whole / 2).astype(dtype)
    if kind == 'c':
        return (whole * (1 - 1j)).astype(dtype)
    return whole.astype(dtype)


def save(name, a, version=None):
    with open(name + '.npy', 'wb') as f:
        np.lib.format.write_array(f, a, version=version)


def raw(name, text, a, version=(1, 0)):
    """A header as other programs write it; numpy.load must read the same from it."""
    with open(name + '.npy', 'wb') as f:
        f.write(b'\x93NUMPY' + bytes(version))
        f.write(len(text).to_bytes(2 if version == (1, 0) else 4, 'little') + text.encode('latin1') + a.tobytes())
    assert np.array_equal(np.load(name + '.npy'), a)


for t in 'bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 complex64 complex128'.split():
    save(t, array(t))
for t in '>i2 >u2 >i4 >u8 >f2 >f4 >f8 >c8 >c16'.split():
    save('big-' + t[1:], array(t))
for t in 'bool int16 float32 complex128'.split():
    save('fortran-' + t, np.asfortranarray(array(t)))
save('fortran-big', np.asfortranarray(array('>f8')))
save('version-2', array('float32'), (2, 0))
save('version-3', array('uint8'), (3, 0))
raw('native', "{'descr': '=f8', 'fortran_order': False, 'shape': (2, 3), }\n", array('float64'))
raw('name', "{'descr': 'float64', 'fortran_order': False, 'shape': (2, 3)}", array('float64'))
raw('letter', "{'descr': '?', 'fortran_order': False, 'shape': (2, 3)}", array('bool'))
raw('keys', "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f4'}\n", array('float32'))
raw('quotes', '{"descr": "<f4", "fortran_order": False, "shape": (2, 3)}\n', array('float32'))
raw('spaces', "{ 'descr' :'<f4' ,\n 'fortran_order':False,'shape':( 2,3 , ) , }   \n", array('float32'))
raw('python-2', "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }\n", array('float32'))

np.savez('stored.npz', radians=array('float32'), meta=np.array('{"preset": "d2nn-mnist-64", "note": "2\u03c0 \U0001d70b"}'))
np.savez_compressed('deflated.npz', radians=np.zeros((4, 200)), meta=np.frombuffer(b'{"preset": "d2nn-mnist-64"}', np.uint8))
np.savez('mixed.npz', radians=array('float64'), meta=np.array({'preset': 'd2nn-mnist-64'}, dtype=object), history=np.array([None], dtype=object))
np.savez('nameless.npz', np.asfortranarray(array('>f4')))

# What nobody reads: objects, text, dates, records, extended precision.
np.save('objects.npy', np.array([None, 'x'], dtype=object), allow_pickle=True)
save('text', np.array(['0.5', '1']))
save('dates', np.array(['2026-01-02'], dtype='M8[D]'))
save('records', np.zeros(2, [('re', '<f4'), ('im', '<f4')]))
save('longdouble', whole.astype(np.longdouble))
