"""Makes the pickles of batches_test.go, as CIFAR-10's and ImageNet-32's are made: run it here."""
import gzip
import pickle

import numpy as np

data = np.zeros((4, 3072), np.uint8)
for i in range(4):
    data[i] = 10 * i + np.arange(3072) // 1024  # picture i has 10 i, 10 i + 1 and 10 i + 2 in its colours
labels = [3, 1, 2, 1]
for name, value, protocol in [
    ("old", {b"data": data, b"labels": labels, b"filenames": [b"a.png"] * 4, b"batch_label": b"one of five"}, 2),
    ("new", {"data": data, "labels": labels, "mean": data.mean(0)}, 4),
    ("newest", {"data": np.asfortranarray(data), "labels": np.array(labels)}, 5),
    ("objects", {"data": data, "labels": labels, "when": __import__("datetime").date(2017, 7, 1)}, 4),
    ("floats", {"data": data.astype(np.float32), "labels": labels}, 4),
]:
    with open(name + ".pickle", "wb") as f:
        f.write(gzip.compress(pickle.dumps(value, protocol), mtime=0))
