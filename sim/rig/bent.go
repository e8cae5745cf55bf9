package rig

import (
	"math"

	"talbot/sim/errs"
)

// Bent is where a camera sees places of the plane, through aberrations: light that they tilt by some angle lands beside where
// it should by that angle times its way, so that a place p, in units of Unit, is seen at
//
//	Matrix p + Shift + grad(sum_k Terms[k] x^a y^b)
//
// with monomials of the third to the fifth degree. Those of lower degree are in Matrix and Shift: defocus and astigmatism
// stretch what is seen, as a magnification does, and cannot turn it, as they are symmetric.
type Bent struct {
	Unit   float64 // m
	Matrix [4]float64
	Shift  [2]float64
	Terms  []float64 // x^3, x^2 y, x y^2, y^3, x^4 and so on to y^5
}

// bends calls each with the gradient of all monomials at (x, y).
func bends(x, y float64, each func(k int, dx, dy float64)) {
	k := 0
	for degree := 3; degree <= 5; degree++ {
		for b := range degree + 1 {
			a := degree - b
			each(k, float64(a)*math.Pow(x, float64(max(a-1, 0)))*math.Pow(y, float64(b)), float64(b)*math.Pow(x, float64(a))*math.Pow(y, float64(max(b-1, 0))))
			k++
		}
	}
}

const bendTerms = 4 + 5 + 6

// FitBent is the nearest to places, m, and where they are seen. It wants more than ten.
func FitBent(at, seen [][2]float64, unit float64) (*Bent, error) {
	var rows [][]float64
	var right []float64
	for i, p := range at {
		x, y := p[0]/unit, p[1]/unit
		for c := range 2 {
			row := make([]float64, 6+bendTerms)
			row[2*c], row[2*c+1], row[4+c] = x, y, 1
			bends(x, y, func(k int, dx, dy float64) { row[6+k] = [2]float64{dx, dy}[c] })
			rows, right = append(rows, row), append(right, seen[i][c]/unit)
		}
	}
	v, ok := LeastSquares(rows, right)
	if !ok {
		return nil, errs.New("rig: these spots tell no aberrations: ", ErrUncalibrated)
	}
	return &Bent{unit, [4]float64(v[:4]), [2]float64(v[4:6]), v[6:]}, nil
}

// check says what of a bend cannot be.
func (b *Bent) check() error {
	if b != nil && (!(b.Unit > 0) || len(b.Terms) != bendTerms) {
		return errs.New("rig: a bend of ", len(b.Terms), " terms and a unit of ", b.Unit, " m: want ", bendTerms, " and one above 0")
	}
	return nil
}

// At is where (x, y) is seen, m.
func (b *Bent) At(x, y float64) (float64, float64) {
	x, y = x/b.Unit, y/b.Unit
	u := b.Matrix[0]*x + b.Matrix[1]*y + b.Shift[0]
	v := b.Matrix[2]*x + b.Matrix[3]*y + b.Shift[1]
	bends(x, y, func(k int, dx, dy float64) { u, v = u+b.Terms[k]*dx, v+b.Terms[k]*dy })
	return u * b.Unit, v * b.Unit
}

// back is the place that is seen at (u, v), m, of a bend that is small beside the registration that it belongs to, whose inverse is near.
func (b *Bent) back(near Homography, u, v float64) (x, y float64) {
	ux, uy := near.At(u, v)
	x, y = ux, uy
	for range 4 { // each time by what is left, which the bend's slope makes less
		x1, y1 := near.At(b.At(x, y))
		x, y = x+ux-x1, y+uy-y1
	}
	return x, y
}

// Turned is the part that aberrations do not make: a turn, and a shift.
func (b *Bent) Turned() Homography {
	s, c := math.Sincos(math.Atan2(b.Matrix[2]-b.Matrix[1], b.Matrix[0]+b.Matrix[3]))
	return Homography{c, -s, b.Shift[0] * b.Unit, s, c, b.Shift[1] * b.Unit, 0, 0, 1}
}

// LeastSquares is the nearest solution of rows x = right, by the normal equations and Cholesky's factor.
func LeastSquares(rows [][]float64, right []float64) ([]float64, bool) {
	n := len(rows[0])
	a, x := make([][]float64, n), make([]float64, n)
	for i := range a {
		a[i] = make([]float64, n)
	}
	for r, row := range rows {
		for i, v := range row {
			x[i] += v * right[r]
			for j := range i + 1 {
				a[i][j] += v * row[j]
			}
		}
	}
	for i := range n {
		for j := range i + 1 {
			for k := range j {
				a[i][j] -= a[i][k] * a[j][k]
			}
			if i > j {
				a[i][j] /= a[j][j]
			} else if a[i][i] > 1e-12 {
				a[i][i] = math.Sqrt(a[i][i])
			} else {
				return nil, false
			}
		}
	}
	for i := range n {
		for k := range i {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= a[k][i] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x, true
}
