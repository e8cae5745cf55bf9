"""PyTorch's side of the benchmark: a hop, the training step of a diffractive network
and DANTE's local learning as one writes them with torch.fft and autograd, a product of
matrices, a copy, and what torch_training.py has; complex64 or float32 throughout, on the CPU or by CUDA. With padding every hop transforms the whole
window. See doc.go for the lines it reads and writes."""
import math
import signal
import sys
import time

import numpy as np
import torch
import torch.nn.functional as nn

from torch_training import open_training

torch.backends.cuda.matmul.allow_tf32 = False


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
        window = torch.zeros(*u.shape[:-2], n + 2 * pad, n + 2 * pad, dtype=u.dtype, device=u.device)
        window[..., pad : pad + n, pad : pad + n] = u
        u = window
    u = torch.fft.ifft2(torch.fft.fft2(u) * h)
    return u[..., pad : pad + n, pad : pad + n] if pad else u


def floats(path):
    return torch.from_numpy(np.fromfile(path, "<f4"))


def overlap(u, v):
    u, v = u.to(torch.complex128), v.to(torch.complex128)
    o = (u.conj() * v).sum().item() / u.abs().square().sum().item()
    return [o.real, o.imag]


def open_hop(o, h):
    n, pad, chain, batch = int(o["n"]), int(o["pad"]), int(o["chain"]), int(o["batch"])
    u = torch.view_as_complex(floats(o["field"]).view(n, n, 2)).to(h.device)
    if o["device"] != "cpu":
        u = u.expand(batch, n, n).contiguous()

    def work():
        with torch.no_grad():
            v = u
            for _ in range(chain):
                v = hop(v, h, pad)
            return v

    return work, overlap(u.view(-1, n, n)[-1], work().view(-1, n, n)[-1])


def open_step(o, h):
    n, pad, layers = int(o["n"]), int(o["pad"]), int(o["layers"])
    image = floats(o["field"]).view(-1, n, n).to(torch.complex64).to(h.device)
    label = torch.tensor([int(w) for w in o["labels"].split(",")], device=h.device)
    corners = torch.tensor([int(w) for w in o["regions"].split(",")]).view(-1, 4).tolist()
    levels, scale = int(o["levels"]), float(o["scale"])
    if levels:
        # The choice is the last dimension, as gumbel_softmax likes it best.
        value = floats(o["masks"]).view(layers, levels, n, n).permute(0, 2, 3, 1).contiguous().to(h.device).requires_grad_()
        amplitude, phase = floats(o["states"]).view(levels, 2).t().contiguous().to(h.device)
        tau = float(o["tau"])
    else:
        value = floats(o["masks"]).view(layers, n, n).to(h.device).requires_grad_()
    optimiser = torch.optim.Adam([value], lr=float(o["rate"]))

    def transmission(noise):
        if not levels:
            return torch.polar(torch.ones_like(value), value)
        if noise:
            w = nn.gumbel_softmax(value, tau=tau, hard=True, dim=-1)
        else:
            w = nn.one_hot(value.argmax(-1), levels).to(value.dtype)
        return torch.polar(w @ amplitude, w @ phase)

    def forward(noise=True):
        mask = transmission(noise)
        u = image
        for l in range(layers):
            u = hop(u, h, pad) * mask[l]
        u = hop(u, h, pad)
        # Slices are much faster here than a product with masks of the regions.
        light = u.real.square() + u.imag.square()
        reading = torch.stack([light[:, y0:y1, x0:x1].mean((1, 2)) for x0, y0, x1, y1 in corners], 1)
        return nn.cross_entropy(scale * reading / reading.sum(1, keepdim=True), label)

    def work():
        optimiser.zero_grad(set_to_none=True)
        loss = forward()
        loss.backward()
        optimiser.step()
        return loss

    with torch.no_grad():
        check = forward(noise=False).item()
    work()
    return work, [check]


def open_dante(o, h):
    n, w, r, full = int(o["n"]), int(o["window"]), int(o["region"]), o["model"] in ("full", "fresnel")
    start, first = (n - w) // 2, 0
    scale = float(o["wavelength"]) * float(o["distance"])
    line = lambda m: (torch.arange(m, dtype=torch.float64) - m // 2) * float(o["pitch"])
    target = torch.view_as_complex(floats(o["field"]).view(r, r, 2)).to(h.device)
    phase = floats(o["masks"]).view(w, w).to(h.device).requires_grad_()
    optimiser = torch.optim.Adam([phase], lr=float(o["rate"]))
    if o["model"] == "fresnel":  # mask and region are on the axis
        start, first = n // 2 - w // 2, n // 2 - r // 2
        f = torch.fft.fftfreq(n, float(o["pitch"]), dtype=torch.float64)
        bend = -torch.remainder(math.pi * scale * (f[:, None] ** 2 + f[None, :] ** 2), 2 * math.pi)
        h = torch.polar(torch.ones_like(bend), bend).to(torch.complex64).to(h.device)
    if full:
        r2 = line(n)[:, None] ** 2 + line(n)[None, :] ** 2
        bend = -torch.remainder(math.pi * r2 / scale, 2 * math.pi)
        lens = torch.polar(torch.ones_like(bend), bend).to(torch.complex64).to(h.device)
        spot = torch.zeros(n, n, dtype=torch.complex64, device=h.device)
        spot[n // 2, n // 2] = 1
        light = hop(hop(spot, h, 0) * lens, h, 0)  # in front of the mask, the same in every step
    else:
        # Of a lens, from the mask to the region: y = F x F^T, whatever the model is of Talbot's.
        turns = torch.remainder(line(r)[:, None] * line(w)[None, :] / scale, 1)
        weight = float(o["pitch"]) / math.sqrt(scale)
        fourier = (weight * torch.polar(torch.ones_like(turns), -2 * math.pi * turns)).to(torch.complex64).to(h.device)
        light = -(weight**2)  # of both lenses, each with 1/i
        there = fourier.T.contiguous()

    def work():
        optimiser.zero_grad(set_to_none=True)
        t = torch.polar(torch.ones_like(phase), phase)
        if full:
            mask = torch.zeros(n, n, dtype=torch.complex64, device=h.device)
            mask[start : start + w, start : start + w] = t
            u = hop(hop(light * mask, h, 0) * lens, h, 0)[first : first + r, first : first + r]
        else:
            u = fourier @ (light * t) @ there
        d = u - target
        loss = (d.real.square() + d.imag.square()).mean()
        loss.backward()
        optimiser.step()
        return loss

    loss = work().item()
    return work, [loss * r**2, phase.grad.double().norm().item() * r**2 * n]


def open_copy(o, device):
    part = floats(o["field"])
    size = part.numel()
    u = part.to(device).repeat(int(o["n"]))
    v = torch.empty_like(u)

    def work():
        v.copy_(u)
        return v

    pairs = lambda x: torch.view_as_complex(x.cpu().view(-1, 2))
    work()
    return work, overlap(pairs(part), pairs(v[:size])) + overlap(pairs(part), pairs(v[-size:]))


def open_product(o, device):
    n = int(o["n"])
    a, b = floats(o["field"]).view(2, n, n).to(device)
    work = lambda: a @ b
    c = work().double()
    return work, [4 * c.norm().item() / n**2, 4 * c[0, -1].item() / n]


def open_case(o):
    torch.set_num_threads(int(o["threads"]))
    device = torch.device(o["device"])
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    if o["suite"] == "copy":
        return open_copy(o, device)
    if o["suite"] == "product":
        return open_product(o, device)
    if o["suite"] == "training":
        return open_training(o, floats, device, wait)
    h = transfer(int(o["n"]) + 2 * int(o["pad"]), float(o["pitch"]), float(o["wavelength"]), float(o["distance"])).to(device)
    if o["suite"] == "hop":
        return open_hop(o, h)
    if o["suite"] == "step":
        return open_step(o, h)
    if o["suite"] == "dante":
        return open_dante(o, h)
    raise ValueError("it does the suites copy, hop, step, dante, training and product alone")


def wait():
    if torch.cuda.is_available():
        torch.cuda.synchronize()


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
                wait()
                start = time.perf_counter()
                for _ in range(int(rest[0])):
                    work()
                wait()
                print("took", time.perf_counter() - start, flush=True)
            elif word == "peak":
                print("peak", torch.cuda.max_memory_allocated() if torch.cuda.is_available() else 0, flush=True)
        except Exception as e:
            print("error", " ".join(str(e).split()) or type(e).__name__, flush=True)


main()
