package kernels

import "slices"

// AbsorptionTable is the share T of an intensity I that an absorber lets pass, as it was
// measured: joined by cubics whose slopes are those of Fritsch and Butland (SIAM Journal on
// Scientific and Statistical Computing 5, 300 (1984)), which rise where the table
// rises, fall where it falls, and go beyond none of its values. Outside of the table T is that
// of its ends.
type AbsorptionTable struct {
	I, T  []float32 // I rises; T is 0 to 1
	slope []float32 // dT/dI at each line
}

// NewAbsorptionTable takes lines of a table, in order of a rising intensity, two at least.
func NewAbsorptionTable(intensity, share []float64) *AbsorptionTable {
	n := len(intensity)
	if n < 2 || len(share) != n {
		panic("kernels: an absorber's table needs two lines or more, and a share for each intensity")
	}
	t := &AbsorptionTable{I: make([]float32, n), T: make([]float32, n), slope: make([]float32, n)}
	for i := range n {
		t.I[i], t.T[i] = float32(intensity[i]), float32(share[i])
		if i > 0 && !(t.I[i] > t.I[i-1]) {
			panic("kernels: the intensities of an absorber's table must rise")
		}
	}
	// The ends are level, as the table is beyond them; so the slope has no jump.
	for i := 1; i < n-1; i++ {
		h, k := float64(t.I[i]-t.I[i-1]), float64(t.I[i+1]-t.I[i])
		d, e := float64(t.T[i]-t.T[i-1])/h, float64(t.T[i+1]-t.T[i])/k
		if d*e > 0 {
			w, v := 2*k+h, k+2*h
			t.slope[i] = float32((w + v) / (w/d + v/e))
		}
	}
	return t
}

// At is T and its slope at an intensity.
func (t *AbsorptionTable) At(light float32) (share, slope float32) {
	n := len(t.I)
	if !(light > t.I[0]) {
		return t.T[0], 0
	}
	if light >= t.I[n-1] {
		return t.T[n-1], 0
	}
	i, _ := slices.BinarySearch(t.I, light) // the first that is not below it
	i--
	h := t.I[i+1] - t.I[i]
	x := (light - t.I[i]) / h
	rise, a, b := t.T[i+1]-t.T[i], float32(h*t.slope[i]), float32(h*t.slope[i+1])
	// T_i + x (a + x (p + x q))
	p, q := 3*rise-2*a-b, a+b-2*rise
	share = t.T[i] + float32(x*(a+float32(x*(p+float32(x*q)))))
	slope = (a + float32(x*(2*p+float32(3*x*q)))) / h
	return share, slope
}

// wgsl leaves share and slope at the intensity l.
func (t *AbsorptionTable) wgsl() string {
	last := len(t.I) - 1
	return `var share = $t1[0];
var slope = 0.0f;
if (l >= $t0[` + u32(last) + `]) {
share = $t1[` + u32(last) + `];
} else if (l > $t0[0]) {
var k = 0u;
var top = ` + u32(last) + `;
while (top - k > 1u) {
let m = (k + top) / 2u;
if ($t0[m] < l) { k = m; } else { top = m; }
}
let h = $t0[top] - $t0[k];
let r = (l - $t0[k]) / h;
let rise = $t1[top] - $t1[k];
let a = h * $t2[k];
let b = h * $t2[top];
let p = 3.0f * rise - 2.0f * a - b;
let q = a + b - 2.0f * rise;
share = $t1[k] + r * (a + r * (p + r * q));
slope = (a + r * (2.0f * p + 3.0f * r * q)) / h;
}
`
}
