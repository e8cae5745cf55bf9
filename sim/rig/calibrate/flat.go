package calibrate

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// evens is how many ways the light is sent across the camera for a flat field, and evenTimes how many frames are taken of each and of
// each of four phases, whose sum has no fringes of light that the phase panel does not change.
const evens, evenTimes = 25, 2

// flat finds by how much pixels count more or less than those around them, in light that is smooth and is sent to other places of the
// camera from frame to frame, as in Kuhn, Lin and Loranz (Publications of the Astronomical Society of the Pacific 103, 1097 (1991)). What
// changes slowly over the camera cannot be told from the light, and is left as it is; so is a pixel that gets little of it.
func flat(ctx context.Context, b *rig.Bench, r *Result) error {
	for c, e := range eyes(b) {
		was := e.Even
		e.Even = nil
		light, err := bright(ctx, b, c, 0)
		if err != nil {
			return err
		}
		even, n := evenness(b, light)
		if n < b.Design.Plane.Len()/4 {
			return errs.New("calibrate: only ", n, " pixels of camera ", e.Camera.Info().Name, " get a quarter of the brightest light")
		}
		again, err := bright(ctx, b, c, 1)
		if err != nil {
			return err
		}
		e.Even = even
		r.Verified = append(r.Verified, Test{eyeNames[c], 100 * uneven(b, again, was), 100 * uneven(b, again, even), "% rms of their neighbours", 0.05})
	}
	return nil
}

// bright is what a camera counts above the dark of smooth light from all ways; part says of which.
func bright(ctx context.Context, b *rig.Bench, camera, part int) (sum []float64, err error) {
	e := eyes(b)[camera]
	sum = make([]float64, b.Design.Plane.Len())
	was := 0.0
	defer func() { back(ctx, e, was, &err) }()
	for k := range evens {
		x, y := float64(k%5-2)*0.15+0.1*float64(part), float64(k/5-2)*0.15-0.1*float64(part)
		for turn := range 4 {
			if err := shown(ctx, b, lit(b, camera, x, y, (float64(turn)+0.618*float64(k))*math.Pi/2), b.Waits()); err != nil {
				return nil, err
			}
			if k == 0 && turn == 0 {
				if was, _, err = expose(ctx, b, e, 0.6); err != nil {
					return nil, err
				}
			}
			for range evenTimes {
				f, err := grab(ctx, e.Camera)
				if err != nil {
					return nil, err
				}
				for i, v := range above(b, e, f) {
					if e.Linear != nil {
						v = e.Linear.At(v)
					}
					sum[i] += v
				}
			}
		}
	}
	return sum, nil
}

// evenness is what pixels count as a share of what a plane of the second degree through those around has there; 1 for those with little
// light. It tells how many have more.
func evenness(b *rig.Bench, light []float64) (even []float32, n int) {
	g := b.Design.Plane
	even = make([]float32, g.Len())
	most := 0.0
	for _, v := range light {
		most = math.Max(most, v)
	}
	for i := range even {
		even[i] = 1
		x, y := i%g.Nx, i/g.Nx
		if x < around || y < around || x >= g.Nx-around || y >= g.Ny-around || light[i] < most/4 {
			continue
		}
		expected := 0.0
		for k, w := range aroundWeights {
			expected += w * light[(y+k/(2*around+1)-around)*g.Nx+x+k%(2*around+1)-around]
		}
		if v := light[i] / expected; v > 0.2 && v < 5 {
			even[i] = float32(v)
			n++
		}
	}
	return even, n
}

// uneven is how far pixels are from those around, root mean square, with what is known of them.
func uneven(b *rig.Bench, light []float64, known []float32) float64 {
	v := make([]float64, len(light))
	for i, l := range light {
		v[i] = l
		if known != nil {
			v[i] /= float64(known[i])
		}
	}
	even, _ := evenness(b, v)
	raw, n := evenness(b, light)
	sum := 0.0
	for i := range even {
		if raw[i] != 1 { // one of those that are told
			sum += math.Pow(float64(even[i])-1, 2)
		}
	}
	return math.Sqrt(sum / float64(n))
}

// around is how far a pixel's neighbours go, and aroundWeights what a polynomial of the second degree through them has in the middle,
// where the pixel itself is left out (Savitzky and Golay, Analytical Chemistry 36, 1627 (1964)).
const around = 2

var aroundWeights = func() (w [(2*around + 1) * (2*around + 1)]float64) {
	// Of 1, x^2 and y^2 alone: the odd terms are 0 in the middle, and by symmetry x^2 and y^2 have one factor.
	var n, s, s4 float64
	each := func(do func(k int, q float64)) {
		for k := range w {
			x, y := float64(k%(2*around+1)-around), float64(k/(2*around+1)-around)
			if x != 0 || y != 0 {
				do(k, x*x+y*y)
			}
		}
	}
	each(func(_ int, q float64) { n, s, s4 = n+1, s+q, s4+q*q })
	det := n*s4 - s*s
	each(func(k int, q float64) { w[k] = (s4 - s*q) / det })
	return w
}()
