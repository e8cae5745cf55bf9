package rig

import (
	"math"
	"math/cmplx"

	"talbot/sim/plant"
)

// Registered is what camera number c saw, numbers of per parts of each pixel of the plane from the eye's X and Y on, resampled to the plane as
// Intensity and Field tell it, [Ny][Nx][per].
func (b *Bench) Registered(c int, v []float32, per int) []float32 {
	return b.register(b.eye(c), v, per)
}

// RegisteredAdjoint is the adjoint of Registered.
func (b *Bench) RegisteredAdjoint(c int, g []float32, per int) []float32 {
	h := b.eye(c).Registration
	if h == (Homography{}) || h == Same {
		return g
	}
	plane := b.Design.Plane
	out := make([]float32, len(g))
	for k := range len(g) / per {
		u, w := h.At(plane.X(k%plane.Nx), plane.Y(k/plane.Nx))
		x, y := u/plane.Dx+float64(plane.Nx/2), w/plane.Dy+float64(plane.Ny/2)
		x0, y0 := math.Floor(x), math.Floor(y)
		wx, wy := lagrange(x-x0), lagrange(y-y0)
		for j, a := range wy {
			r := int(y0) - 2 + j
			if r < 0 || r >= plane.Ny {
				continue
			}
			for i, w := range wx {
				q := int(x0) - 2 + i
				if q < 0 || q >= plane.Nx {
					continue
				}
				for p := range per {
					out[per*(r*plane.Nx+q)+p] += float32(a * w * float64(g[per*k+p]))
				}
			}
		}
	}
	return out
}

// PlacedAdjoint takes a gradient g with respect to the amplitudes on the panel that makes holes as it is Placed, dL = Re<g, dA>, back to those
// of the load, [Ny][Nx]. A load that is refocused is taken for one whose light goes back by that way, with phases that do not change.
func (b *Bench) PlacedAdjoint(load plant.Load, g []complex128) []complex128 {
	_, holes, err := b.way()
	if err != nil {
		return g
	}
	m, plane := b.Mounts[holes], b.Design.Plane
	if m.moved() {
		back, err := m.back()
		if err != nil {
			return g
		}
		out := make([]complex128, len(g))
		for i, v := range g {
			if m.Flat != nil {
				v *= complex(float64(m.Flat[i]), 0)
			}
			x, y := back(plane.X(i%plane.Nx), plane.Y(i/plane.Nx))
			u, w := x/plane.Dx+float64(plane.Nx/2), y/plane.Dy+float64(plane.Ny/2)
			x0, y0 := math.Floor(u), math.Floor(w)
			for j := range 2 {
				for k := range 2 {
					c, r := int(x0)+k, int(y0)+j
					if c >= 0 && c < plane.Nx && r >= 0 && r < plane.Ny {
						out[r*plane.Nx+c] += v * complex(math.Abs(1-float64(k)-(u-x0))*math.Abs(1-float64(j)-(w-y0)), 0)
					}
				}
			}
		}
		g = out
	}
	if !b.refocuses(holes) {
		return g
	}
	there := fresnel(plane.Dx, b.Design.Wavelength, m.Axial)
	on := travelled(m.lit(load[holes]), plane.Nx, plane.Ny, there)
	// The adjoint of the way back is the way there.
	g = travelled(g, plane.Nx, plane.Ny, there)
	for i, v := range on {
		// What the load's own level turns is in what its phase panel takes off already.
		g[i] *= cmplx.Rect(1, m.Curve.States[load[holes][i]].Phase-cmplx.Phase(v))
	}
	return g
}
