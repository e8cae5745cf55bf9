"""PyTorch's side of the benchmark: a hop, and the training step of a diffractive
network as one writes it with torch.fft and autograd; complex64 throughout. With
padding every hop transforms the whole window. See doc.go for the lines it reads
and writes."""
import math
import signal
import sys
import time

import numpy as np
import torch
import torch.nn.functional as nn


def transfer(n, pitch, wavelength, distance):
    """H of free space without the carrier exp(ikz), complex64, in FFT order."""
    f = torch.fft.fftfreq(n, pitch, dtype=torch.float64)
    s = wavelength**2 * (f[:, None] ** 2 + f[None, :] ** 2)
    k = 2 * math.pi / wavelength
    phase = -torch.remainder(k * distance * s / (1 + torch.sqrt(1 - s)), 2 * math.pi)
    return torch.polar(torch.ones_like(phase), phase).to(torch.complex64)


def hop(u, h, pad):
    n = u.shape[-1]
    if pad:
        window = torch.zeros(*u.shape[:-2], n + 2 * pad, n + 2 * pad, dtype=u.dtype)
        window[..., pad : pad + n, pad : pad + n] = u
        u = window
    u = torch.fft.ifft2(torch.fft.fft2(u) * h)
    return u[..., pad : pad + n, pad : pad + n] if pad else u


def open_hop(o, h):
    n, pad = int(o["n"]), int(o["pad"])
    u = torch.from_numpy(np.fromfile(o["field"], "<f4")).view(n, n, 2)
    u = torch.view_as_complex(u)

    def work():
        with torch.no_grad():
            return hop(u, h, pad)

    v = work()
    overlap = (u.conj().to(torch.complex128) * v).sum().item() / u.abs().double().square().sum().item()
    return work, [overlap.real, overlap.imag]


def open_step(o, h):
    n, pad, layers = int(o["n"]), int(o["pad"]), int(o["layers"])
    image = torch.from_numpy(np.fromfile(o["field"], "<f4")).view(-1, n, n).to(torch.complex64)
    label = torch.tensor([int(w) for w in o["labels"].split(",")])
    corners = torch.tensor([int(w) for w in o["regions"].split(",")]).view(-1, 4).tolist()
    phase = torch.from_numpy(np.fromfile(o["masks"], "<f4")).view(layers, n, n).requires_grad_()
    optimiser = torch.optim.Adam([phase], lr=float(o["rate"]))
    scale = float(o["scale"])

    def work():
        optimiser.zero_grad()
        mask = torch.polar(torch.ones_like(phase), phase)
        u = image
        for l in range(layers):
            u = hop(u, h, pad) * mask[l]
        u = hop(u, h, pad)
        # Slices are much faster here than a product with masks of the regions.
        light = u.real.square() + u.imag.square()
        reading = torch.stack([light[:, y0:y1, x0:x1].mean((1, 2)) for x0, y0, x1, y1 in corners], 1)
        loss = nn.cross_entropy(scale * reading / reading.sum(1, keepdim=True), label)
        loss.backward()
        optimiser.step()
        return loss

    return work, [work().item()]


def open_case(o):
    torch.set_num_threads(int(o["threads"]))
    h = transfer(int(o["n"]) + 2 * int(o["pad"]), float(o["pitch"]), float(o["wavelength"]), float(o["distance"]))
    if o["suite"] == "hop":
        return open_hop(o, h)
    if o["suite"] == "step":
        return open_step(o, h)
    raise ValueError("it does the suites hop and step alone")


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes our input
    work = None
    print("hello", torch.__version__, flush=True)
    for line in sys.stdin:
        word, *rest = line.split()
        try:
            if word == "open":
                work = None  # frees the last case first
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
