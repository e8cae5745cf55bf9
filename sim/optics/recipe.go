package optics

import (
	"talbot/sim/errs"
	"talbot/sim/fft"
)

// Recipe is a propagator written down in float64: what light is multiplied by and
// convolved with on its way. A device runs it in float32 (see NewMap), package
// optics/exact in complex128, and both from the same numbers.
type Recipe struct {
	Method string // in words, such as "angular spectrum"
	In     Grid
	Out    Plane
	Steps  []Step
}

// Step is one step of a recipe; it leaves a plane of Nx x Ny samples. Exactly one
// of T and H is set.
type Step struct {
	Nx, Ny int

	// T places the light on the new plane, axis on axis, and multiplies it where
	// both planes are: T(i, j) is the factor at sample (i, j) of that overlap.
	// See kernels.Place.
	T func(i, j int) complex128

	// H convolves: the plane, whose size stays, is transformed in a window of
	// Mx x My around it, multiplied by the transfer function and transformed back.
	// H(i, j) is its value at frequency (i, j) in FFT order. See kernels.Propagate.
	// Once it has been called it may keep a table, of Kept bytes.
	H      func(i, j int) complex128
	Mx, My int
	Kept   float64

	// Even says that H is the same, to the bit, at (i, j), (-i, j) and (i, -j), so that a device may read a quarter
	// of its table.
	Even bool

	// Same is 1 plus the number of an earlier step with the same H, whose table a device
	// can use again; 0 for none.
	Same int
}

// window returns the size of a step's window, or an error when a device cannot
// hold it.
func checkWindow(mx, my int) error {
	if mx > Most/max(my, 1) {
		return errs.New("optics: a window of ", mx, " x ", my, " samples is too large; ask for fewer samples or less padding")
	}
	return nil
}

// convolution is a recipe of one convolution over the window w around g.
func convolution(method string, g Grid, out Plane, w Window, h func(i, j int) complex128) (*Recipe, error) {
	mx, my := g.Nx+2*w.PadX, g.Ny+2*w.PadY
	if err := checkWindow(mx, my); err != nil {
		return nil, err
	}
	return &Recipe{method, g, out, []Step{{Nx: g.Nx, Ny: g.Ny, H: h, Mx: mx, My: my}}}, nil
}

func checkPadding(w Window) error {
	if w.PadX < 0 || w.PadY < 0 {
		return errs.New("optics: padding must not be negative, not ", w.PadX, ", ", w.PadY, " samples")
	}
	if w.PadX > Most || w.PadY > Most {
		return errs.New("optics: padding of ", max(w.PadX, w.PadY), " samples is too large: a window has at most ", Most, " samples")
	}
	return nil
}

// fastWindow is the smallest fast window of at least m samples around n that
// leaves as many samples on both sides.
func fastWindow(n, m int) int {
	m = fft.NextFast(max(n, m))
	for (m-n)%2 != 0 {
		m = fft.NextFast(m + 1)
	}
	return m
}

// separable is a function of two indices that is a product.
func separable(x, y []complex128) func(i, j int) complex128 {
	return func(i, j int) complex128 { return x[i] * y[j] }
}
