# Makes the files of this folder: python3 make.py (NumPy 1.24.2 made those that are here). Picture i of class c has the value 40 c + i in pixel 0, and 7 in
# the last. The PNGs of folder "shades" are of Pillow 9.4.
import numpy as np
from PIL import Image


def pictures(n, shape, first=0):
    x = np.zeros((n,) + shape, 'uint8')
    y = np.arange(n) % 3
    x.reshape(n, -1)[:, 0] = 40 * y + np.arange(n) + first
    x.reshape(n, -1)[:, -1] = 7
    return x, y


x, y = pictures(9, (3, 2))
t, u = pictures(6, (3, 2), 1)
np.savez('keras.npz', x_train=x, y_train=y.astype('uint8'), x_test=t, y_test=u.astype('uint8'))
np.savez_compressed('floats.npz', X_train=(x / 255).astype('float32'), Y_train=y[:, None], X_test=(t / 255).astype('float32'), Y_test=u[:, None])
np.savez('deep.npz', images=257 * x.astype('uint16'), labels=y.astype('int32') + 1)
c, d = pictures(9, (5, 2, 3))
np.savez('colour.npz', c, d)
np.savez('rows.npz', data=np.asfortranarray(x.reshape(9, 6) / 16 - 1), target=y)
np.savez('one-hot.npz', images=x, labels=np.eye(3)[y])
np.savez('objects.npz', images=x, labels=np.array(['a'] * 9, object))
np.savetxt('plain.csv', np.column_stack([y, x.reshape(9, 6)]), '%d', ',')
np.savetxt('exponents.csv', np.column_stack([x.reshape(9, 6), y]), delimiter=';', header='a;b;c;d;e;f;species', comments='')

for i in range(3):
    Image.fromarray(np.full((3, 4), 10 + i, 'uint8')).save(f'shades/low/{i}.png')
    Image.fromarray(np.full((3, 4), 257 * (200 + i), 'uint16')).save(f'shades/high/{i}.png')
Image.fromarray(np.full((3, 4, 3), 99, 'uint8')).quantize(4).save('shades/low/palette.png')
