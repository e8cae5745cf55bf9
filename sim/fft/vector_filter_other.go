//go:build !amd64 || !goexperiment.simd

package fft

// Filter is done in steps here.
func (p *VectorPlan) Filter(_ []float32, _ int, _ []float32, _ int, _ float32, _, _ []float32) bool {
	return false
}

// VectorsFor are Vectors, the fastest for lines of n points first.
func VectorsFor(int) []*Vector { return vectors }

// Spread and Cut are of amd64.
func (p *VectorPlan) Spread(dst, src Rows, lines, n int, a, b []float32) bool { return false }
func (p *VectorPlan) Cut(dst, src Rows, lines, n int, a, b []float32) bool    { return false }
