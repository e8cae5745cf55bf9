package fourier

import (
	"context"
	"math"
	"math/cmplx"

	"talbot/sim/rng"
)

// mixed is what pixels have of phases, [ny][nx], that are told to them: a share c of each of four neighbours' is in place of their own; at the edge a
// pixel is its own neighbour (kernels.Panel.Mix). Of two pixels each has as much of the other, so it is its own adjoint.
func mixed(v []float32, nx, ny int, c float32) []float32 {
	if c == 0 {
		return v
	}
	out := make([]float32, len(v))
	share(ny, func(from, to int) {
		for y := from; y < to; y++ {
			row, up, down := v[y*nx:][:nx], v[max(y-1, 0)*nx:][:nx], v[min(y+1, ny-1)*nx:][:nx]
			for x, p := range row {
				out[y*nx+x] = p + c*(row[max(x-1, 0)]+row[min(x+1, nx-1)]+up[x]+down[x]-4*p)
			}
		}
	})
	return out
}

// triedMasks is how many masks a share of cross-talk is tried by, and triedPictures how many pictures are shown before each.
const triedMasks, triedPictures = 4, 4

// TryCrossTalk keeps the share of cross-talk that MeasurePhases found only where it helps: masks without order, every other one of patches, are fitted to
// the panel with it and without, and the camera's light of pictures has to be nearer to what is meant with it. Else the share is 0. tried are both distances, root mean
// square as a share of the light, without and with it; nothing is shown where the share is 0.
func (b *Bench) TryCrossTalk(ctx context.Context) (tried [2]float64, err error) {
	found := b.CrossTalk
	if found == 0 {
		return tried, nil
	}
	g := b.Design.Plane
	side := min(g.Nx, g.Ny)
	block := b.Stop - 2 // as networks fill what gets light
	response := max(side/2-block, side/8)
	for mask := range triedMasks {
		draw := rng.Stream{Seed: uint64(mask), Stream: rng.Probe}
		phase := patches(side, side, []int{1, patch}[mask%2], uint32(triedPictures+mask+1), 0, 2*math.Pi)
		pictures := make([][]float32, triedPictures)
		for i := range pictures {
			pictures[i] = make([]float32, block*block)
			draw.Uniform(uint32(i+1), pictures[i])
		}
		for with := range tried {
			b.CrossTalk = found * float64(with)
			b.forget("tried")
			frames, err := b.Read(ctx, "tried", side, phase, pictures, block, response)
			if err != nil {
				return tried, err
			}
			for i, f := range frames {
				tried[with] += distance(b.meant(side, phase, pictures[i], block, response), f) / triedMasks / triedPictures
			}
		}
	}
	if tried[1] >= tried[0] {
		b.CrossTalk = 0
	}
	b.forget("tried")
	return tried, nil
}

// forget is for a mask whose levels are others now.
func (b *Bench) forget(name string) {
	delete(b.levels, name)
	delete(b.exposed, name)
}

// meant is what the camera would see without faults, as Read gives it: the transform, behind a mask, of the transform of amplitudes,
//
//	I_n = |sum_k exp(i phase_k) exp(-2 pi i k n/N) sum_j a_j exp(-2 pi i k j/N)|^2
//
// along both axes, with N samples of the phase panel that a point lights.
func (b *Bench) meant(side int, phase, amplitudes []float32, block, response int) []float32 {
	line := func(k, n int) complex128 { return cmplx.Rect(1, -2*math.Pi*float64(k)*float64(n)/b.reach) }
	table := func(rows, columns int) []complex128 { // [rows][columns], both from the middle
		out := make([]complex128, rows*columns)
		for i := range out {
			out[i] = line(i/columns-rows/2, i%columns-columns/2)
		}
		return out
	}
	to, fro := table(side, block), table(response, side)
	u := make([]complex128, block*block)
	for i, a := range amplitudes {
		u[i] = complex(float64(a), 0)
	}
	u = transformed(to, u, side, block)
	for i, p := range phase {
		u[i] *= cmplx.Rect(1, float64(p))
	}
	out := make([]float32, response*response)
	for i, v := range transformed(fro, u, response, side) {
		out[i] = float32(real(v)*real(v) + imag(v)*imag(v))
	}
	return out
}

// transformed is M u M^T, of u, [n][n], and M, [m][n].
func transformed(matrix, u []complex128, m, n int) []complex128 {
	half, out := make([]complex128, m*n), make([]complex128, m*m)
	share(m, func(from, to int) {
		for y := from; y < to; y++ {
			for k, f := range matrix[y*n:][:n] {
				for x, v := range u[k*n:][:n] {
					half[y*n+x] += f * v
				}
			}
			for x := range m {
				for k, f := range matrix[x*n:][:n] {
					out[y*m+x] += f * half[y*n+k]
				}
			}
		}
	})
	return out
}

// distance is how far a is from the best multiple of b, root mean square, as a share of a.
func distance(a, b []float32) float64 {
	var ab, bb, aa float64
	for i, v := range a {
		ab += float64(v) * float64(b[i])
		bb += float64(b[i]) * float64(b[i])
		aa += float64(v) * float64(v)
	}
	if !(aa > 0 && bb > 0) {
		return 1
	}
	return math.Sqrt(max(0, 1-ab*ab/(aa*bb)))
}
