package optics

import "testing"

func BenchmarkSlice(b *testing.B) {
	g := Grid{Nx: 200, Ny: 200, Dx: 36e-6, Dy: 36e-6}
	s, err := NewSlicer(g, 532e-9, 0.3, Window{}, 24)
	if err != nil {
		b.Fatal(err)
	}
	u, dst := make([]float32, 2*g.Len()), make([]float32, 24*g.Nx)
	for i := range u {
		u[i] = float32(i%7) - 3
	}
	for b.Loop() {
		s.Slice(u, dst)
	}
}
