package rig

import (
	"context"
	"math"
	"slices"

	"talbot/sim/errs"
	"talbot/sim/plant"
)

// Align finds out where each place of the plane is on the panel that makes holes, and keeps it as its mount's
// Registration: from then on loads come on that panel where the phase panel has them. It returns how far that may be wrong, root mean square, in m: by more
// than a pixel the holes tell nothing, and the Registration stays what it was.
//
// It wants the loads h and fields W h of MeasureSymmetry before. As D W is its own transpose, of light a through a hole
//
//	sum_x h D (W a) = sum_x a D (W h),
//
// so that the field of the hole tells by how much it is aside: by so much the right side's a is moved that both sides, of all
// loads, are most alike. Aberrations and the length of the way are in both. A hole is dim, and some are where aberrations send their light away: so one shift,
// turn and stretch is found for all of them together, and how far it may be wrong is told by two halves of the holes. Where the phase panel is imaged onto the camera
// there is nothing to tell, and holes are where they are seen.
func (b *Bench) Align(ctx context.Context) (float64, error) {
	z, holes, err := b.way()
	if err != nil {
		return 0, err
	}
	if z > 0 && b.probes == nil || z == 0 && b.Object.Registration == (Homography{}) {
		return 0, errs.New("rig: measure the symmetry before the panels are aligned, or register the camera where there is no way: ", ErrUncalibrated)
	}
	g := b.Design.Plane
	amplitudes := nearestAmplitudes(b.Mounts[holes].Curve)
	radius := holeShare * math.Min(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy)
	one := *b
	one.Mounts = append([]Mount(nil), b.Mounts...)
	one.Mounts[holes].Registration, one.Mounts[holes].Bent = Homography{}, nil
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	dark := b.Blank()
	for k := range dark[holes] {
		dark[holes][k] = amplitudes(0)
	}
	if z == 0 {
		return b.alignImaged(ctx, &one, holes, amplitudes, radius)
	}
	var loads []plant.Load
	var seen []hole
	for j := range spotsAcross {
		for i := range spotsAcross {
			x, y := math.Round(place(i)*float64(g.Nx))*g.Dx, math.Round(place(j)*float64(g.Ny))*g.Dy
			seen = append(seen, hole{x: x, y: y})
			loads = append(loads, b.hole(holes, amplitudes, x, y, radius))
		}
	}
	n := 2 * g.Len()
	leak, through := make([]float32, n), make([][]float32, len(seen)) // a dark panel leaks, all over its plane together as much light as comes through a hole
	for k, l := range loads {
		through[k] = make([]float32, n)
		part := []plant.Load{dark}
		for range timesThrough {
			part = append(part, l)
		}
		all, err := one.Modulated(ctx, part)
		if err != nil {
			return 0, err
		}
		for f, u := range all {
			for i, v := range u {
				if f == 0 {
					leak[i] += v / float32(len(seen))
				} else {
					through[k][i] += v / float32(timesThrough)
				}
			}
		}
	}
	for k, u := range through {
		for i, v := range leak {
			u[i] -= v
		}
		seen[k].left = b.probes.left(u)
	}
	at, far := b.probes.placed(g, seen, radius)
	h, err := at.homography().Inverse()
	if err != nil {
		return 0, err
	}
	if far <= math.Max(g.Dx, g.Dy) {
		b.Mounts[holes].Registration, b.Mounts[holes].Bent = h, nil
	}
	return far, nil
}

// hole is the load of a hole at (x, y), m.
func (b *Bench) hole(panel int, amplitudes func(float64) uint16, x, y, radius float64) plant.Load {
	g, l := b.Design.Plane, b.Blank()
	for k := range l[panel] {
		l[panel][k] = amplitudes(soft(g.X(k%g.Nx)-x, g.Y(k/g.Nx)-y, radius))
	}
	return l
}

// alignImaged is Align of panels that are imaged onto the camera: holes are where they are seen.
func (b *Bench) alignImaged(ctx context.Context, one *Bench, holes int, amplitudes func(float64) uint16, radius float64) (float64, error) {
	g := b.Design.Plane
	back, err := b.Object.Registration.Inverse()
	if err != nil {
		return 0, err
	}
	var at, plane [][2]float64
	for j := range spotsAcross {
		for i := range spotsAcross {
			x, y := math.Round(place(i)*float64(g.Nx))*g.Dx, math.Round(place(j)*float64(g.Ny))*g.Dy
			err := one.looks(ctx, []plant.Load{b.hole(holes, amplitudes, x, y, radius)}, 0, func(v []float32) error {
				u, w, ok := centre(g, v)
				if !ok {
					return errs.New("rig: hole ", len(at)+1, " is not seen: ", ErrUncalibrated)
				}
				u, w = back.At(u, w)
				at, plane = append(at, [2]float64{x, y}), append(plane, [2]float64{u, w})
				return nil
			})
			if err != nil {
				return 0, err
			}
		}
	}
	h, far, err := fitMost(plane, at)
	if err == nil && far <= math.Max(g.Dx, g.Dy) {
		b.Mounts[holes].Registration, b.Mounts[holes].Bent = h, nil
	}
	return far, err
}

// fitMost is the homography that takes places nearest to others, root mean square, without those that lie
// more than three times as far from it as the middle one: up to a fifth of them, the worst first.
func fitMost(from, to [][2]float64) (h Homography, far float64, err error) {
	from, to = append([][2]float64(nil), from...), append([][2]float64(nil), to...)
	for least := len(from) * 4 / 5; ; {
		if h, err = FitHomography(from, to); err != nil {
			return h, 0, err
		}
		off, worst, square := make([]float64, len(from)), 0, 0.0
		for i, q := range from {
			x, y := h.At(q[0], q[1])
			off[i] = math.Hypot(x-to[i][0], y-to[i][1])
			square += off[i] * off[i] / float64(len(from))
			if off[i] > off[worst] {
				worst = i
			}
		}
		sorted := append([]float64(nil), off...)
		slices.Sort(sorted)
		if off[worst] <= 3*sorted[len(sorted)/2] || len(from) <= least {
			return h, math.Sqrt(square), nil
		}
		from, to = slices.Delete(from, worst, worst+1), slices.Delete(to, worst, worst+1)
	}
}

// timesThrough is how many times the field of each of Align's holes is read.
const timesThrough = 3

// holeShare is the radius of Align's holes as a share of the plane.
const holeShare = 0.08

// soft is the amplitude of a hole without a sharp edge.
func soft(x, y, radius float64) float64 {
	r := math.Hypot(x, y)
	if r >= radius {
		return 0
	}
	_, c := math.Sincos(math.Pi / 2 * r / radius)
	return c * c
}

// moved tells whether loads do not come on a panel as they are.
func (m Mount) moved() bool {
	return m.Registration != (Homography{}) && m.Registration != Same || m.Bent != nil || m.Flat != nil
}

// back takes a place of the panel to that of the plane which it has.
func (m Mount) back() (func(x, y float64) (float64, float64), error) {
	h := m.Registration
	if h == (Homography{}) {
		h = Same
	}
	h, err := h.Inverse()
	if err != nil || m.Bent == nil {
		return h.At, err
	}
	return func(x, y float64) (float64, float64) { return m.Bent.back(h, x, y) }, nil
}

// placed are levels of a load where a panel has the plane's places: between pixels the amplitude is joined by straight
// lines, and rounded to the nearest level.
func (b *Bench) placed(m Mount, levels []uint16, nearest func(float64) uint16) []uint16 {
	if !m.moved() {
		return levels
	}
	back, err := m.back()
	if err != nil {
		return levels // Check has refused such a one
	}
	g := b.Design.Plane
	amplitude := make([]float64, m.Curve.Levels())
	for i, s := range m.Curve.States {
		amplitude[i] = s.Amplitude
	}
	out := make([]uint16, len(levels))
	inParts(len(out), func(from, to int) {
		for i := from; i < to; i++ {
			x, y := back(g.X(i%g.Nx), g.Y(i/g.Nx))
			u, v := x/g.Dx+float64(g.Nx/2), y/g.Dy+float64(g.Ny/2)
			x0, y0 := math.Floor(u), math.Floor(v)
			sum := 0.0
			for j := range 2 {
				for k := range 2 {
					c, r := int(x0)+k, int(y0)+j
					if c < 0 || c >= g.Nx || r < 0 || r >= g.Ny {
						continue
					}
					sum += math.Abs(1-float64(k)-(u-x0)) * math.Abs(1-float64(j)-(v-y0)) * amplitude[levels[r*g.Nx+c]]
				}
			}
			if m.Flat != nil {
				sum *= float64(m.Flat[i])
			}
			out[i] = nearest(sum)
		}
	})
	return out
}
