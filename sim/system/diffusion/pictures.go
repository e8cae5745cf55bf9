package diffusion

import "talbot/sim/data"

// Shrink is a set whose pictures have side x side pixels: each the mean of the part of the picture that it
// covers. Pictures of 28 x 28, as of MNIST, get a margin of two dark pixels before, so that 8 and 16 divide them.
func Shrink(s *data.Set, side int) *data.Set {
	out := *s
	out.Width, out.Height, out.Images = side, side, make([]byte, 0, s.Len()*side*side*max(1, s.Channels))
	x := make([]float32, s.Pixels())
	for i := range s.Len() {
		for k, v := range s.Image(i) {
			x[k] = float32(v)
		}
		for c := range max(1, s.Channels) {
			size := s.Width * s.Height
			for _, v := range shrink(x[c*size:(c+1)*size], s.Width, s.Height, side) {
				out.Images = append(out.Images, byte(v+0.5))
			}
		}
	}
	return &out
}

// shrink is Shrink of one channel of nx x ny numbers.
func shrink(x []float32, nx, ny, side int) []float32 {
	margin := 0
	if nx == 28 && ny == 28 {
		margin = 2
	}
	along := func(n int) (from []int, share []float64, at []int) { // pieces of a pixel in one of the small ones
		wide := float64(n+2*margin) / float64(side)
		for k := range side {
			for p := int(float64(k) * wide); float64(p) < float64(k+1)*wide; p++ {
				part := min(float64(p+1), float64(k+1)*wide) - max(float64(p), float64(k)*wide)
				if q := p - margin; q >= 0 && q < n && part > 1e-9 {
					from, share, at = append(from, q), append(share, part/wide), append(at, k)
				}
			}
		}
		return from, share, at
	}
	fx, sx, ax := along(nx)
	fy, sy, ay := along(ny)
	sum := make([]float64, side*side)
	for j, y := range fy {
		for i, c := range fx {
			sum[ay[j]*side+ax[i]] += sy[j] * sx[i] * float64(x[y*nx+c])
		}
	}
	out := make([]float32, len(sum))
	for i, v := range sum {
		out[i] = float32(v)
	}
	return out
}
