package rig

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/plant"
)

// Align finds out where each place of the plane is on the panel that makes holes, and keeps it as its mount's
// Registration: holes are seen by the Object's camera, which must have been registered to the phase panel first. From
// then on loads come on that panel where the phase panel has them. It returns how far the holes are from the homography,
// root mean square, in m. Where the light is brighter on one side of a hole it is seen further to that side, in proportion
// to the hole's area: from holes of two sizes follows where one without area would be.
func (b *Bench) Align(ctx context.Context) (float64, error) {
	_, holes, err := b.way()
	if err != nil {
		return 0, err
	}
	if b.Object.Registration == (Homography{}) {
		return 0, errs.New("rig: register the camera before the panels: ", ErrUncalibrated)
	}
	g := b.Design.Plane
	open, shut := b.amplitude(holes, 1), b.amplitude(holes, 0)
	var loads []plant.Load
	var at, seen [][2]float64
	for _, share := range []float64{0.15, 0.15 / math.Sqrt2} {
		radius := share * math.Min(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy)
		at = nil
		for j := range spotsAcross {
			for i := range spotsAcross {
				x, y := math.Round(place(i)*float64(g.Nx))*g.Dx, math.Round(place(j)*float64(g.Ny))*g.Dy
				l := b.Blank()
				for k := range l[holes] {
					if l[holes][k] = shut; math.Hypot(g.X(k%g.Nx)-x, g.Y(k/g.Nx)-y) < radius {
						l[holes][k] = open
					}
				}
				loads, at = append(loads, l), append(at, [2]float64{x, y})
			}
		}
	}
	one := *b
	one.Mounts = append([]Mount(nil), b.Mounts...)
	one.Mounts[holes].Registration = Homography{}
	err = one.looks(ctx, loads, 0, func(v []float32) error {
		x, y, ok := centre(g, v)
		if !ok {
			return errs.New("rig: hole ", len(seen)+1, " of ", len(loads), " is not seen: ", ErrUncalibrated)
		}
		seen = append(seen, [2]float64{x, y})
		return nil
	})
	b.Report, b.seq = one.Report, one.seq
	if err != nil {
		return 0, err
	}
	// A hole of the panel at p is seen where the camera sees the plane's q: p is where the panel has q.
	back, err := b.Object.Registration.Inverse()
	if err != nil {
		return 0, err
	}
	plane := make([][2]float64, len(at))
	for i := range plane {
		large, small := seen[i], seen[i+len(at)]
		plane[i][0], plane[i][1] = back.At(2*small[0]-large[0], 2*small[1]-large[1])
	}
	h, err := FitHomography(plane, at)
	if err != nil {
		return 0, err
	}
	square := 0.0
	for i, q := range plane {
		x, y := h.At(q[0], q[1])
		square += ((x-at[i][0])*(x-at[i][0]) + (y-at[i][1])*(y-at[i][1])) / float64(len(at))
	}
	b.Mounts[holes].Registration = h
	return math.Sqrt(square), nil
}

// Placed is a load as it comes on the panels: those that are registered have it where the plane is.
func (b *Bench) Placed(load plant.Load) plant.Load {
	out := make(plant.Load, len(load))
	for i, m := range b.Mounts {
		out[i] = load[i]
		if m.moved() {
			out[i] = b.placed(m, load[i], nearestAmplitudes(m.Curve))
		}
	}
	return out
}

// moved tells whether loads do not come on a panel as they are.
func (m Mount) moved() bool { return m.Registration != (Homography{}) && m.Registration != Same }

// placed are levels of a load where a panel has the plane's places: between pixels the amplitude is joined by straight
// lines, and rounded to the nearest level.
func (b *Bench) placed(m Mount, levels []uint16, nearest func(float64) uint16) []uint16 {
	if !m.moved() {
		return levels
	}
	back, err := m.Registration.Inverse()
	if err != nil {
		return levels // Check has refused such a one
	}
	g := b.Design.Plane
	amplitude := make([]float64, m.Curve.Levels())
	for i, s := range m.Curve.States {
		amplitude[i] = s.Amplitude
	}
	out := make([]uint16, len(levels))
	for i := range out {
		x, y := back.At(g.X(i%g.Nx), g.Y(i/g.Nx))
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
		out[i] = nearest(sum)
	}
	return out
}
