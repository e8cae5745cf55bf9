package fourier

import (
	"context"
	"math"

	"talbot/sim/element"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// aberrations are the polynomials that are corrected: numbers 2 to 15 in Noll's order.
var aberrations = [][2]int{{1, 1}, {1, -1}, {2, 0}, {2, -2}, {2, 2}, {3, -1}, {3, 1}, {3, -3}, {3, 3}, {4, 0}, {4, 2}, {4, -2}, {4, 4}, {4, -4}}

// tilts is how many of them move a spot and do nothing else.
const tilts = 2

// modes are the aberrations on the phase panel, [mode][Ny][Nx], made orthogonal and of a root mean square of 1 rad under the light
// that comes there of one sample: so each is found without regard to the others.
func (b *Bench) modes() [][]float64 {
	g := b.Design.Plane
	radius := math.Hypot(float64(g.Nx), float64(g.Ny)) / 2
	weight, all := make([]float64, g.Len()), 0.0
	for i := range weight {
		x, y := sinc(float64(i%g.Nx-g.Nx/2)/b.reach), sinc(float64(i/g.Nx-g.Ny/2)/b.reach)
		weight[i] = x * x * y * y
		all += weight[i]
	}
	product := func(u, v []float64) (sum float64) {
		for i, w := range weight {
			sum += w * u[i] * v[i] / all
		}
		return sum
	}
	one := make([]float64, g.Len())
	for i := range one {
		one[i] = 1
	}
	found := [][]float64{one}
	for _, nm := range aberrations {
		v := make([]float64, g.Len())
		for i := range v {
			v[i] = element.ZernikeAt(nm[0], nm[1], float64(i%g.Nx-g.Nx/2)/radius, float64(i/g.Nx-g.Ny/2)/radius)
		}
		for _, u := range found {
			c := product(u, v)
			for i := range v {
				v[i] -= c * u[i]
			}
		}
		size := math.Sqrt(product(v, v))
		for i := range v {
			v[i] /= size
		}
		found = append(found, v)
	}
	return found[1:]
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// measure is what a frame of a point tells of the wave's aberrations.
type measure struct {
	of    func(f []float32) float64 // the less the better, a parabola of each mode's size near the best
	step  float64                   // rad, root mean square
	tilts bool                      // whether it tells them
}

// aside is by how many samples along both axes the phase panel moves a spot that is looked at: light that the panel does not change stays
// on the axis, and would interfere with it.
func (b *Bench) aside() int { return max(8, b.Design.Plane.Nx/16) }

// MeasureAberrations makes the spot of a point small, mode by mode. Where it is coarse its mean squared radius, which is the mean squared
// slope of the wave, is made least; then the sharpness of the spot; and at the end the light on one pixel greatest, which
// of small aberrations is exp(-their mean square): three frames tell where its logarithm's parabola is highest.
func (b *Bench) MeasureAberrations(ctx context.Context, coarse bool) error {
	modes := b.modes()
	rounds := []measure{{b.darkness, 1, true}, {b.darkness, 0.7, true}}
	if coarse {
		rounds = append([]measure{{b.spread, 2, false}, {b.spread, 1.5, false}, {b.blur, 1, false}, {b.blur, 0.7, false}}, rounds...)
	}
	aside := float64(b.aside())
	b.move(-aside, -aside)
	defer func() { b.move(aside, aside) }()
	for r, round := range rounds {
		if round.tilts && (r == 0 || !rounds[r-1].tilts) {
			if err := b.middle(ctx); err != nil {
				return err
			}
		}
		for k, mode := range modes {
			if k < tilts && !round.tilts {
				continue
			}
			now := b.Correction
			off := func(size float64) []uint16 {
				b.Correction = make([]float32, len(now))
				for i, c := range now {
					b.Correction[i] = c + float32(size*mode[i])
				}
				return b.blank()
			}
			frames, err := b.points(ctx, off(-round.step), off(0), off(round.step))
			if err != nil {
				return err
			}
			off(round.step * lowest(round.of(frames[0]), round.of(frames[1]), round.of(frames[2])))
		}
	}
	clear(b.levels)
	clear(b.exposed)
	return nil
}

// lowest is where the parabola through values at -1, 0 and 1 is least; where there is none, the place of the least of them. From there
// on it is not looked further than 1.5.
func lowest(before, at, behind float64) float64 {
	switch bend := before - 2*at + behind; {
	case bend > 0:
		return math.Max(-1.5, math.Min(1.5, (before-behind)/(2*bend)))
	case before < at && before < behind:
		return -1
	case behind < at:
		return 1
	}
	return 0
}

// blank are the levels of the phase panel without a mask.
func (b *Bench) blank() []uint16 {
	return b.shown(b.Design.Plane.Nx, func(int) float64 { return 0 })
}

// points is what the camera would see of one sample on the axis alone, with each of some phases on the phase panel, when that of the
// middle one is exposed well. An amplitude panel is never quite dark: light of all its samples interferes with that of the one. Of amplitudes s
// and d a frame has |s + d|^2, with half of s it has |s/2 + d|^2, and without it |d|^2: twice the first and the last less four times the second is |s|^2.
func (b *Bench) points(ctx context.Context, phases ...[]uint16) ([][]float32, error) {
	g := b.Design.Plane
	at, dark := g.Ny/2*g.Nx+g.Nx/2, b.load(0, nil, nil)[0]
	shown := func(a float64, phases []uint16) plant.Load {
		l := append([]uint16(nil), dark...)
		l[at] = b.light(a)
		return plant.Load{l, phases}
	}
	var loads []plant.Load
	for _, p := range phases {
		loads = append(loads, shown(1, p), shown(0.5, p), shown(0, p))
	}
	if err := b.fit(ctx, loads[len(phases)/2*3:][:1]); err != nil {
		return nil, err
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return nil, err
	}
	var all [][]float32
	for i := range phases {
		whole, half, none := frames[3*i], frames[3*i+1], frames[3*i+2]
		for k := range whole {
			whole[k] = 2*whole[k] - 4*half[k] + 2*none[k]
		}
		all = append(all, whole)
	}
	return all, nil
}

// middle has the phase panel move a spot onto the pixel that is looked at.
func (b *Bench) middle(ctx context.Context) error {
	g := b.Design.Plane
	frames, err := b.points(ctx, b.blank())
	if err != nil {
		return err
	}
	cx, cy := g.Nx/2+b.aside(), g.Ny/2+b.aside()
	x, y, ok := centre(frames[0], g.Nx, g.Ny, cx, cy, b.window())
	if !ok {
		return rig.ErrUncalibrated
	}
	b.move(x-float64(cx), y-float64(cy))
	return nil
}

// move has the phase panel move the image by so many samples back.
func (b *Bench) move(x, y float64) {
	g := b.Design.Plane
	for i := range b.Correction {
		b.Correction[i] -= float32(2 * math.Pi * (x*float64(i%g.Nx-g.Nx/2) + y*float64(i/g.Nx-g.Ny/2)) / b.reach)
	}
}

// darkness is how little light is on the pixel that is looked at: minus the logarithm of it.
func (b *Bench) darkness(f []float32) float64 {
	g := b.Design.Plane
	top := 0.0
	for _, v := range f {
		top = math.Max(top, float64(v))
	}
	return -math.Log(math.Max(float64(f[(g.Ny/2+b.aside())*g.Nx+g.Nx/2+b.aside()]), 1e-3*top))
}

// spread is the mean squared radius of a spot about its middle, in samples, of what is above a fiftieth of its height.
func (b *Bench) spread(f []float32) float64 {
	g := b.Design.Plane
	cx, cy, ok := centre(f, g.Nx, g.Ny, g.Nx/2+b.aside(), g.Ny/2+b.aside(), b.window())
	if !ok {
		return math.MaxFloat64
	}
	sum, moment := 0.0, 0.0
	each(f, g.Nx, g.Ny, int(cx), int(cy), b.window(), func(x, y int, v float64) {
		dx, dy := float64(x)-cx, float64(y)-cy
		sum += v
		moment += v * (dx*dx + dy*dy)
	})
	return moment / sum
}

// window is the half side of the square in which a spot is looked at.
func (b *Bench) window() int { return max(16, b.Design.Plane.Nx/20) }

// blur is over how many pixels a spot's light is: the square of its sum as a share of the sum of its squares, less what is below a
// fiftieth of its height.
func (b *Bench) blur(f []float32) float64 {
	g := b.Design.Plane
	sum, squares := 0.0, 0.0
	each(f, g.Nx, g.Ny, g.Nx/2+b.aside(), g.Ny/2+b.aside(), b.window(), func(_, _ int, v float64) {
		sum += v
		squares += v * v
	})
	return math.Log(sum * sum / squares)
}
