"""PyTorch's side of suite training: an update of ONN-3-3 by DANTE's dual neurons, whose complex convolutions learn,
or by single neurons, whose phase masks learn through the light of whole planes (Yuan et al., Nature Communications
14, 7110 (2023)), written with torch.fft and autograd; complex64 and float32 without TF32. Pictures are on the device."""
import math
import time

import torch
import torch.nn.functional as nn

torch.backends.cudnn.allow_tf32 = False
MOST = 1.999 * math.pi  # of the phases that numbers are written as


def write(x):
    """Numbers as phases of light of amplitude 1."""
    phase = MOST * torch.sigmoid(x)
    return torch.polar(torch.ones_like(phase), phase)


def cross(u, k):
    """A complex convolution by one real one of twice the channels."""
    re, im = k.unbind(-1)
    both = torch.cat([torch.cat([re, -im], 1), torch.cat([im, re], 1)])
    return nn.conv2d(torch.cat([u.real, u.imag], 1), both).chunk(2, 1)


def three(u, k):
    """The same by three real ones."""
    re, im = k.unbind(-1)
    a, b, c = nn.conv2d(u.real, re), nn.conv2d(u.imag, im), nn.conv2d(u.real + u.imag, re + im)
    return a - b, c - a - b


def native(u, k):
    """The same by torch's own."""
    y = nn.conv2d(u, torch.view_as_complex(k))
    return y.real, y.imag


def dual(x, layers, parameters, way):
    *kernels, read = parameters
    for k, gain in zip(kernels[::2], kernels[1::2]):
        re, im = way(write(x), k)
        gain = 0.1 * gain
        x = nn.avg_pool2d((gain * re).square() + (gain * im).square(), 2)
    return x.flatten(1) @ read.T


class FourF:
    """A 4-f layer with a mask on a whole plane: free space, lens, free space, mask, and again; paraxial."""

    def __init__(self, o, device):
        n, pitch, focus, wavelength = int(o["n"]), float(o["pitch"]), float(o["focus"]), float(o["wavelength"])
        self.n, self.mask = n, int(o["mask"])
        unit = lambda phase: torch.polar(torch.ones_like(phase), -torch.remainder(phase, 2 * math.pi)).to(torch.complex64).to(device)
        f = torch.fft.fftfreq(n, pitch, dtype=torch.float64).square()
        r = ((torch.arange(n, dtype=torch.float64) - n // 2) * pitch).square()
        self.space = unit(math.pi * wavelength * focus * (f[:, None] + f[None, :]))
        self.lens = unit(math.pi / (wavelength * focus) * (r[:, None] + r[None, :]))

    def half(self, u):
        hop = lambda u: torch.fft.ifft2(torch.fft.fft2(u) * self.space)
        return hop(hop(u) * self.lens)

    def through(self, u, phase):
        first = self.n // 2 - self.mask // 2
        end = self.n - first - self.mask
        mask = nn.pad(torch.polar(torch.ones_like(phase), phase), (first, end, first, end))  # dark beside it
        return self.half(self.half(u) * mask)

    def middle(self, u, side):
        first = self.n // 2 - side // 2
        return u[:, first : first + side, first : first + side]


def root(n):
    return math.isqrt(n - 1) + 1


def planes(x, layers, parameters, f):
    *masks, read = parameters
    channels, _, side, _ = layers[0]
    across = root(channels)
    block = torch.zeros(len(x), across**2, side, side, dtype=torch.complex64, device=x.device)
    block[:, :channels] = write(x)
    block = block.view(-1, across, across, side, side).transpose(2, 3).reshape(-1, across * side, across * side)
    first = f.n // 2 - across * side // 2
    end = f.n - first - across * side
    u = nn.pad(block, (first, end, first, end))
    for i, (phase, gain) in enumerate(zip(masks[::2], masks[1::2])):
        if i:
            u = write(light)
        u = gain * f.through(u, phase)
        light = u.real.square() + u.imag.square()
    channels, out, side, kernel = layers[-1]
    wide, across, valid = root(channels) * side, root(out), side - kernel + 1
    seen = f.middle(light, wide * across).reshape(-1, across, wide, across, wide).transpose(2, 3).reshape(len(x), across**2, wide, wide)
    last = wide // 2 + (side - kernel) // 2  # channels lie upside down
    x = seen[:, :out, last - valid + 1 : last + 1, last - valid + 1 : last + 1].flip(2, 3)
    return nn.avg_pool2d(x, 2).flatten(1) @ read.T


def open_training(o, floats, device, wait):
    layers = [tuple(int(w) for w in layer.split("x")) for layer in o["layers"].split(",")]
    batch = int(o["batch"])
    line = lambda *v: torch.tensor(v, device=device).view(1, 3, 1, 1)
    pictures = floats(o["field"]).view(batch, 3, layers[0][2], layers[0][2]).to(device)
    pictures = (pictures - line(0.485, 0.456, 0.406)) / line(0.229, 0.224, 0.225)
    labels = torch.tensor([int(w) for w in o["labels"].split(",")], device=device)
    numbers, parameters = floats(o["masks"]), []

    def take(*shape):
        nonlocal numbers
        size = math.prod(shape)
        parameters.append(numbers[:size].reshape(shape).clone().to(device).requires_grad_())
        numbers = numbers[size:]

    for channels, out, _, kernel in layers:
        if o["model"] == "dual":
            take(out, channels, kernel, kernel, 2)
        else:
            take(int(o["mask"]), int(o["mask"]))
        take(1)
    classes = 10
    take(classes, numbers.numel() // classes)
    optimiser = torch.optim.Adam(parameters, lr=float(o["rate"]))

    def update(forward, how):
        optimiser.zero_grad(set_to_none=True)
        loss = nn.cross_entropy(forward(pictures, layers, parameters, how), labels)
        loss.backward()
        return loss

    def takes(how):
        for _ in range(2):
            wait()
            start = time.perf_counter()
            update(dual, how)
            wait()
        return time.perf_counter() - start

    if o["model"] == "dual":
        forward, how = dual, min([cross, three, native], key=takes)
    else:
        forward, how = planes, FourF(o, device)

    def work():
        loss = update(forward, how)
        optimiser.step()
        return loss

    loss = update(forward, how).item()
    size = math.sqrt(sum(p.grad.double().square().sum().item() for p in parameters))
    work()
    return work, [loss, batch * size]
