"""OpenBLAS's side of the benchmark: products of matrices by libopenblas itself, without NumPy.
See doc.go for the lines it reads and writes."""
import ctypes
import signal
import sys
import time

blas = ctypes.CDLL("libopenblas.so.0")
blas.openblas_get_config.restype = ctypes.c_char_p
blas.openblas_get_corename.restype = ctypes.c_char_p
blas.cblas_dsdot.restype = ctypes.c_double
pointer, size, number = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
blas.cblas_sgemm.argtypes = [size] * 6 + [number, pointer, size, pointer, size, number, pointer, size]
blas.cblas_dsdot.argtypes = [size, pointer, size, pointer, size]
ROW_MAJOR, AS_IT_LIES = 101, 111


def open_case(o):
    if o["suite"] != "product":
        raise ValueError("it does the suite product alone")
    n = int(o["n"])
    blas.openblas_set_num_threads(int(o["threads"]))
    with open(o["field"], "rb") as f:
        ab = (number * (2 * n * n)).from_buffer(bytearray(f.read()))
    c = (number * (n * n))()
    a, b, to = ctypes.addressof(ab), ctypes.addressof(ab) + 4 * n * n, ctypes.addressof(c)

    def work():
        blas.cblas_sgemm(ROW_MAJOR, AS_IT_LIES, AS_IT_LIES, n, n, n, 1, a, n, b, n, 0, to, n)
        return ab, c  # which stay as long as this function does

    work()
    return work, [4 * blas.cblas_dsdot(n * n, to, 1, to, 1) ** 0.5 / n**2, 4 * c[n - 1] / n]


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes our input
    work = None
    version = blas.openblas_get_config().decode().removeprefix("OpenBLAS ").split()[0]
    print("hello", version, blas.openblas_get_corename().decode(), flush=True)
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
