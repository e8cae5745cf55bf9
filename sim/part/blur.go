package part

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Kernel is a blur of odd size, [y][x], on the mask's pixels.
type Kernel struct {
	N      int       `json:"n"`
	Values []float64 `json:"values"`
}

// MaxKernel is the greatest side of a kernel.
const MaxKernel = 127

// NewKernel makes a kernel of the numbers of a square, divided by their sum.
func NewKernel(values []float64) (*Kernel, error) {
	n := int(math.Round(math.Sqrt(float64(len(values)))))
	if n*n != len(values) || n%2 == 0 || n > MaxKernel {
		return nil, fmt.Errorf("a blur of %d numbers is no square of odd side up to %d", len(values), MaxKernel)
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return nil, fmt.Errorf("the numbers of the blur add to %g: want more than 0", sum)
	}
	k := &Kernel{N: n}
	for _, v := range values {
		k.Values = append(k.Values, v/sum)
	}
	return k, nil
}

// ReadKernel reads a kernel from a table: a line for each row, numbers apart by commas, semicolons
// or blanks, and comments behind #.
func ReadKernel(b []byte) (*Kernel, error) {
	var v []float64
	rows, columns := 0, 0
	for i, line := range strings.Split(string(b), "\n") {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
		if len(fields) == 0 {
			continue
		}
		if rows++; rows == 1 {
			columns = len(fields)
		}
		if len(fields) != columns || columns > MaxKernel {
			return nil, fmt.Errorf("line %d of the blur has %d numbers: want a square of odd side up to %d", i+1, len(fields), MaxKernel)
		}
		for _, f := range fields {
			x, err := strconv.ParseFloat(f, 64)
			if err != nil || x-x != 0 {
				return nil, fmt.Errorf("line %d of the blur has %q, which is no number", i+1, f)
			}
			v = append(v, x)
		}
	}
	if rows != columns {
		return nil, fmt.Errorf("the blur is a table of %d x %d numbers: want a square of odd side up to %d", rows, columns, MaxKernel)
	}
	return NewKernel(v)
}

// Gaussian is the blur exp(-r^2/(2 sigma^2)), sampled on pixels to 3 sigma.
func Gaussian(sigma, pitch float64) (*Kernel, error) {
	s := sigma / pitch
	if !(s > 0) || math.Ceil(3*s) > MaxKernel/2 {
		return nil, fmt.Errorf("a blur of %.4g pixels is outside 0 to %d", s, MaxKernel/6)
	}
	r := int(math.Ceil(3 * s))
	var v []float64
	for y := -r; y <= r; y++ {
		for x := -r; x <= r; x++ {
			v = append(v, math.Exp(-float64(x*x+y*y)/(2*s*s)))
		}
	}
	return NewKernel(v)
}

// Blur is the heights, n x n, as the process blurs them; around the mask height is 0, as in
// the margin.
func (k *Kernel) Blur(h []float64, n int) []float64 {
	out, r := make([]float64, len(h)), k.N/2
	for y := range n {
		for x := range n {
			sum := 0.0
			for j := max(0, y-r); j <= min(n-1, y+r); j++ {
				row := k.Values[(y-j+r)*k.N:]
				for i := max(0, x-r); i <= min(n-1, x+r); i++ {
					sum += row[x-i+r] * h[j*n+i]
				}
			}
			out[y*n+x] = sum
		}
	}
	return out
}

// Made is the heights or shares that the process makes of levels.
func (p *Process) Made(levels []uint16, n int) []float64 {
	h := p.Heights(levels)
	if p.Kernel != nil {
		h = p.Kernel.Blur(h, n)
	}
	return h
}

// Shift is a mask's transmission, n x n complex, moved by (dx, dy) pixels: each sample is the
// mean over its square of what then lies there. Outside the mask there is no light.
func Shift(t []float32, n int, dx, dy float64) []float32 {
	at := func(x, y, c int) float64 {
		if x < 0 || y < 0 || x >= n || y >= n {
			return 0
		}
		return float64(t[2*(y*n+x)+c])
	}
	fx, fy := math.Floor(dx), math.Floor(dy)
	ix, iy, u, v := int(fx), int(fy), dx-fx, dy-fy
	out := make([]float32, len(t))
	for y := range n {
		for x := range n {
			for c := range 2 {
				a, b := x-ix, y-iy
				out[2*(y*n+x)+c] = float32((1-v)*((1-u)*at(a, b, c)+u*at(a-1, b, c)) + v*((1-u)*at(a, b-1, c)+u*at(a-1, b-1, c)))
			}
		}
	}
	return out
}
