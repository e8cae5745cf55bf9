package rig

import "math"

// least is the factor that leaves the least share of the power that was read, whatever its size: the eigenvector of the least eigenvalue, by inverse
// iteration on Cholesky's factor. Where little tells its amplitude that may be 0 but in a corner.
func (s *symmetry) least() ([]complex128, bool) {
	n := len(s.normal)
	trace := 0.0
	for i := range n {
		trace += real(s.normal[i][i])
	}
	if !(trace > 0) {
		return nil, false
	}
	l, ok := cholesky(s.normal, func(int) float64 { return 1e-9 * trace / float64(n) })
	if !ok {
		return nil, false
	}
	d := make([]complex128, n)
	d[0] = 1
	for i := range d {
		d[i] += complex(1e-3*math.Sin(float64(3*i+1)), 1e-3*math.Cos(float64(5*i)))
	}
	for range 50 {
		d = s.weigh(d)
		l.solve(d)
		norm := 0.0
		for _, v := range d {
			norm += real(v)*real(v) + imag(v)*imag(v)
		}
		for i := range d {
			d[i] /= complex(math.Sqrt(norm), 0)
		}
	}
	return d, true
}

// weigh is a factor times the power that was read, as a sum of cosines again.
func (s *symmetry) weigh(d []complex128) []complex128 {
	u := s.cells(d)
	for i := range u {
		u[i] *= complex(s.power[i], 0)
	}
	return s.analysed(u)
}
