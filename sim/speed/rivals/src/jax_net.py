"""JAX's side of the benchmark: a hop, and the training step of a diffractive network
with its gradient and Adam, each compiled as a whole by jit; complex64 throughout. With
padding every hop transforms the whole window. See doc.go for the lines it reads and
writes."""
import os
import signal
import sys
import time

# The GPU's memory is for others too.
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

import jax
import jax.numpy as jnp
import numpy as np


def transfer(n, pitch, wavelength, distance):
    """H of free space without the carrier exp(ikz), complex64, in FFT order."""
    f = np.fft.fftfreq(n, pitch)
    s = wavelength**2 * (f[:, None] ** 2 + f[None, :] ** 2)
    k = 2 * np.pi / wavelength
    return np.exp(-1j * (k * distance * s / (1 + np.sqrt(1 - s)) % (2 * np.pi))).astype(np.complex64)


def hop(u, h, pad):
    n = u.shape[-1]
    if pad:
        u = jnp.pad(u, [(0, 0)] * (u.ndim - 2) + [(pad, pad), (pad, pad)])
    u = jnp.fft.ifft2(jnp.fft.fft2(u) * h)
    return u[..., pad : pad + n, pad : pad + n] if pad else u


def open_hop(o, h):
    n, pad, chain, batch = int(o["n"]), int(o["pad"]), int(o["chain"]), int(o["batch"])
    one = np.fromfile(o["field"], "<f4").view(np.complex64).reshape(n, n)
    u = jnp.broadcast_to(jnp.asarray(one), (batch, n, n)) + 0

    @jax.jit
    def propagate(u, h):
        for _ in range(chain):
            u = hop(u, h, pad)
        return u

    def work():
        return propagate(u, h)

    v = np.asarray(work()[-1]).astype(complex)
    overlap = np.vdot(one.astype(complex), v) / np.vdot(one.astype(complex), one.astype(complex)).real
    return work, [overlap.real, overlap.imag]


def open_step(o, h):
    n, pad, layers = int(o["n"]), int(o["pad"]), int(o["layers"])
    image = jnp.asarray(np.fromfile(o["field"], "<f4").reshape(-1, n, n))
    label = jnp.asarray([int(w) for w in o["labels"].split(",")])
    corners = np.array([int(w) for w in o["regions"].split(",")]).reshape(-1, 4).tolist()
    levels, scale, rate = int(o["levels"]), float(o["scale"]), float(o["rate"])
    value = np.fromfile(o["masks"], "<f4").reshape(layers, max(1, levels), n, n)
    if levels:
        value = np.ascontiguousarray(value.transpose(0, 2, 3, 1))
        amplitude, phase = np.fromfile(o["states"], "<f4").reshape(levels, 2).T
        tau = float(o["tau"])
    else:
        value = value[:, 0]
    value = jnp.asarray(value)

    def transmission(value, key):
        if not levels:
            return jnp.exp(1j * value)
        if key is None:
            w = jax.nn.one_hot(value.argmax(-1), levels, dtype=value.dtype)
        else:  # straight through
            soft = jax.nn.softmax((value + jax.random.gumbel(key, value.shape, value.dtype)) / tau)
            w = jax.nn.one_hot(soft.argmax(-1), levels, dtype=value.dtype)
            w = w + soft - jax.lax.stop_gradient(soft)
        return (w @ amplitude) * jnp.exp(1j * (w @ phase))

    def loss(value, key, image, label, h):
        mask = transmission(value, key)
        u = image.astype(jnp.complex64)
        for l in range(layers):
            u = hop(u, h, pad) * mask[l]
        u = hop(u, h, pad)
        light = u.real**2 + u.imag**2
        reading = jnp.stack([light[:, y0:y1, x0:x1].mean((1, 2)) for x0, y0, x1, y1 in corners], 1)
        z = jax.nn.log_softmax(scale * reading / reading.sum(1, keepdims=True))
        return -jnp.take_along_axis(z, label[:, None], 1).mean()

    # Adam of Kingma and Ba with its usual constants.
    @jax.jit
    def step(value, m, v, t, key, image, label, h):
        key, now = jax.random.split(key)
        error, g = jax.value_and_grad(loss)(value, now, image, label, h)
        m, v, t = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g, t + 1
        value = value - rate * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8)
        return value, m, v, t, key, error

    state = [value, jnp.zeros_like(value), jnp.zeros_like(value), jnp.zeros((), jnp.float32), jax.random.PRNGKey(1), None]

    def work():
        state[:] = step(*state[:5], image, label, h)
        return state[5]

    check = float(jax.jit(loss)(value, None, image, label, h))
    work()
    return work, [check]


def open_case(o):
    device = jax.devices(o["device"])[0]
    jax.config.update("jax_default_device", device)
    h = jax.device_put(transfer(int(o["n"]) + 2 * int(o["pad"]), float(o["pitch"]), float(o["wavelength"]), float(o["distance"])), device)
    if o["suite"] == "hop":
        return open_hop(o, h)
    if o["suite"] == "step":
        return open_step(o, h)
    raise ValueError("it does the suites hop and step alone")


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes our input
    work = None
    print("hello", jax.__version__, flush=True)
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
                    last = work()
                jax.block_until_ready(last)
                print("took", time.perf_counter() - start, flush=True)
            elif word == "peak":
                print("peak 0", flush=True)  # it tells that of the whole process alone
        except Exception as e:
            print("error", " ".join(str(e).split())[:300] or type(e).__name__, flush=True)


main()
