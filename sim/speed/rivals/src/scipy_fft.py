"""SciPy's side of the benchmark: scipy.fft (pocketfft) in single precision, and products of
matrices by the BLAS that NumPy was built with, mostly OpenBLAS. See
doc.go for the lines it reads and writes."""
import signal
import sys
import time

import numpy as np
import scipy
import scipy.fft as sf


def transfer(n, pitch, wavelength, distance):
    """H of free space without the carrier exp(ikz), complex64, in FFT order."""
    f = np.fft.fftfreq(n, pitch)
    s = wavelength**2 * (f[:, None] ** 2 + f[None, :] ** 2)
    k = 2 * np.pi / wavelength
    return np.exp(-1j * (k * distance * s / (1 + np.sqrt(1 - s)) % (2 * np.pi))).astype(np.complex64)


def open_case(o):
    if int(o["pad"]):
        raise ValueError("it does no padding")
    n, threads = int(o["n"]), int(o["threads"])
    u = np.fromfile(o["field"], "<f4").view(np.complex64)
    if o["suite"] == "product":
        a, b = np.fromfile(o["field"], "<f4").reshape(2, n, n)
        work = lambda: a @ b
        c = work()
        return work, [4 * np.linalg.norm(c.astype(float)) / n**2, 4 * float(c[0, -1]) / n]
    if o["suite"] == "fft":
        u = u.reshape(-1, n)
        work = lambda: sf.fft(u, workers=threads)
    elif o["suite"] == "hop":
        u = u.reshape(n, n)
        h = transfer(n, float(o["pitch"]), float(o["wavelength"]), float(o["distance"]))

        def work():
            v = sf.fft2(u, workers=threads)
            v *= h
            return sf.ifft2(v, workers=threads, overwrite_x=True)
    else:
        raise ValueError("it does the suites fft, hop and product alone")
    overlap = np.vdot(u.astype(complex), work().astype(complex)) / np.vdot(u.astype(complex), u.astype(complex)).real
    return work, [overlap.real, overlap.imag]


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes our input
    work = None
    print("hello", scipy.__version__, flush=True)
    for line in sys.stdin:
        word, *rest = line.split()
        try:
            if word == "open":
                work, check = open_case(dict(w.split("=", 1) for w in rest))
                print("ready", *check, flush=True)
            elif word == "run":
                start = time.perf_counter()
                for _ in range(int(rest[0])):
                    work()
                print("took", time.perf_counter() - start, flush=True)
        except Exception as e:
            print("error", " ".join(str(e).split()) or type(e).__name__, flush=True)


main()
