//go:build js && wasm && wasmsimd

package kernels

import "talbot/sim/fft"

//go:wasmimport talbot_simd modulate
//go:noescape
func kernelModulate(x, t *float32, n int32)

//go:wasmimport talbot_simd phase_adjoint
//go:noescape
func kernelPhaseAdjoint(g, e, t, d *float32, n int32)

//go:wasmimport talbot_simd add_scaled
//go:noescape
func kernelAddScaled(x, y *float32, n int32, w float32)

//go:wasmimport talbot_simd expand
//go:noescape
func kernelExpand(line, u, e *float32, n int32)

//go:wasmimport talbot_simd adam
//go:noescape
func kernelAdam(x, grad, m, v *float32, n int32, scale, rate, i1, i2, b1, b2, c1, c2, eps float32)

//go:wasmimport talbot_simd transmission
//go:noescape
func kernelTransmission(phi, t *float32, n int32, gain float64)

func init() {
	if len(fft.Vectors()) > 0 {
		vectorModulate, vectorPhaseAdjoint = modulateWasm, phaseAdjointWasm
		vectorAddScaled, vectorExpand = addScaledWasm, expandWasm
		vectorAdam, vectorTransmission = adamWasm, transmissionWasm
	}
}

// pairs is the number of float32 of four pairs, which the kernel takes at a time.
const pairs = 8

func modulateWasm(x, t []float32) {
	t = t[:len(x)]
	whole := len(x) / pairs
	if whole > 0 {
		kernelModulate(&x[0], &t[0], int32(whole))
	}
	modulate(x[whole*pairs:], t[whole*pairs:])
}

func phaseAdjointWasm(g, e, t, d []float32) {
	e, t, d = e[:len(g)], t[:len(g)], d[:len(g)/2]
	whole := len(g) / pairs
	if whole > 0 {
		kernelPhaseAdjoint(&g[0], &e[0], &t[0], &d[0], int32(whole))
	}
	from := whole * pairs
	phaseAdjoint(g[from:], e[from:], t[from:], d[from/2:])
}

func addScaledWasm(x, y []float32, w float32) {
	y = y[:len(x)]
	whole := len(x) / 4
	if whole > 0 {
		kernelAddScaled(&x[0], &y[0], int32(whole), w)
	}
	addScaled(x[whole*4:], y[whole*4:], w)
}

func expandWasm(line, u, e []float32) {
	u, e = u[:2*len(line)], e[:2*len(line)]
	whole := len(line) / 4
	if whole > 0 {
		kernelExpand(&line[0], &u[0], &e[0], int32(whole))
	}
	expand(line[whole*4:], u[whole*pairs:], e[whole*pairs:])
}

func adamWasm(x, grad, m, v, rates []float32, b1, b2, c1, c2, eps float32) int {
	grad, m, v = grad[:len(x)], m[:len(x)], v[:len(x)]
	whole := len(x) / 4
	if whole > 0 {
		kernelAdam(&x[0], &grad[0], &m[0], &v[0], int32(whole), rates[RateScale], rates[RateStep],
			1/rates[RateBias1], 1/rates[RateBias2], b1, b2, c1, c2, eps)
	}
	return 4 * whole
}

func transmissionWasm(phi, t []float32, gain float64) int {
	t = t[:2*len(phi)]
	whole := len(phi) / 4
	if whole > 0 {
		kernelTransmission(&phi[0], &t[0], int32(whole), gain)
	}
	return 4 * whole
}
