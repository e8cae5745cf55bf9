package fourier

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/plant"
	"talbot/sim/rig"
	"talbot/sim/rng"
)

// Known is all that Calibrate has found out about a bench, as plain data that can be kept and given to it again, with what its camera saw then.
type Known struct {
	Calibration rig.Calibration // of panels and camera
	Stop        int             // samples of a side of the input that get light
	Reach       float64         // samples of the phase panel that a point lights
	Correction  []float32       // rad, [Ny][Nx]
	Fringing    float64
	CrossTalk   float64
	Unmodulated [2]float64 // real and imaginary part
	Leak        float64
	Centre      [2]float64
	Hot         []int
	Place       rig.Homography
	Glance      Glance
	Alike       float64 // correlation of the glance's picture with another one of the same minute: what noise leaves
}

// Glance is what a camera sees of a few loads, by which a calibration is known again: five spots, and one picture before a mask without order.
type Glance struct {
	Exposures [2]float64    // s, of spots and picture
	Spots     [5][2]float64 // samples from the plane's corner, x and y: the middle one first
	Picture   []float32     // [side][side], around the middle of the camera
	Share     float64       // of all light of that square, what the mask sends beside the input's image: it changes with the panel's curve
}

// Now is what is known of the bench now, without a glance.
func (b *Bench) Now() Known {
	return Known{Calibration: b.Bench.Calibration(), Stop: b.Stop, Reach: b.reach, Correction: append([]float32(nil), b.Correction...), Fringing: b.Fringing, CrossTalk: b.CrossTalk,
		Unmodulated: [2]float64{real(b.Unmodulated), imag(b.Unmodulated)}, Leak: b.Leak, Centre: b.Centre, Hot: append([]int(nil), b.Hot...), Place: b.Place}
}

// Known is what is known of the bench now, with what Verify wants, for which it takes two glances.
func (b *Bench) Known(ctx context.Context) (k Known, err error) {
	k = b.Now()
	if k.Glance, err = b.glance(ctx, [2]float64{}); err != nil {
		return k, err
	}
	again, err := b.glance(ctx, k.Glance.Exposures)
	if err != nil {
		return k, err
	}
	far := 0.0
	if far, _, k.Alike = k.Glance.beside(again); !(far <= math.MaxFloat64) {
		return k, errs.New("fourier: a spot is not seen: ", rig.ErrUncalibrated)
	}
	return k, nil
}

// Give gives a bench what was found out about it before. It is an error, and nothing changes, when that is of another plane, other lenses or another stop.
func (b *Bench) Give(k Known) error {
	g := b.Design.Plane
	if k.Stop != b.Stop || math.Abs(k.Reach/b.reach-1) > 1e-6 || len(k.Correction) != g.Len() {
		return errs.New("fourier: the calibration is of ", len(k.Correction), " samples, ", k.Stop, " of a side with light and lenses that light ", k.Reach, ", and the bench has ", g.Len(), ", ", b.Stop, " and ", b.reach)
	}
	for _, at := range k.Hot {
		if at < 0 || at >= g.Len() {
			return errs.New("fourier: the calibration has a hot pixel ", at, " of ", g.Len())
		}
	}
	if err := b.Bench.Calibrate(k.Calibration); err != nil {
		return err
	}
	b.Correction = append([]float32(nil), k.Correction...)
	b.Fringing, b.CrossTalk, b.Unmodulated, b.Leak = k.Fringing, k.CrossTalk, complex(k.Unmodulated[0], k.Unmodulated[1]), k.Leak
	b.Centre, b.Hot, b.Place = k.Centre, append([]int(nil), k.Hot...), k.Place
	b.curves()
	return nil
}

// Limits of a calibration that holds: pixels by which spots may have moved, root mean square, and of the correlation that noise leaves what a picture must have.
const placeLimit, alikeLimit = 0.5, 0.9

// shareLimit is by which part the share of light beside the image may change.
const shareLimit = 0.05

// dark is the share of the light from which on it is no light.
const dark = 0.05

// ErrMoved is of a bench that a calibration is no longer of.
var ErrMoved = errs.New("the bench is not as it was when it was calibrated")

// moments is how many frames a glance's picture is the mean of: at one moment a panel that flickers passes a twentieth more or less of the light.
const moments = 4

// Verify tells by five spots and four frames of one picture whether a calibration that the bench was given still holds: ErrMoved, with the reason, where it does not.
// Light may be more or less than it was, but not none.
func (b *Bench) Verify(ctx context.Context, k Known) error {
	if n := b.glanced() * b.glanced(); len(k.Glance.Picture) != n {
		return errs.New("fourier: the calibration's glance has ", len(k.Glance.Picture), " pixels, and the bench wants ", n)
	}
	now, err := b.glance(ctx, k.Glance.Exposures)
	if err != nil {
		return err
	}
	far, light, alike := k.Glance.beside(now)
	switch {
	case light < dark:
		return errs.New("there is hardly any light, a share of ", math.Round(1000*light)/1000, " of what there was: see to laser and shutter")
	case !(far <= math.MaxFloat64):
		return errs.New("a spot is not seen: ", ErrMoved)
	case far > placeLimit:
		return errs.New("spots are ", math.Round(100*far)/100, " pixels from where they were: ", ErrMoved)
	case !(math.Abs(now.Share/k.Glance.Share-1) <= shareLimit):
		return errs.New("a mask sends a share of ", math.Round(1000*now.Share)/1000, " of the light aside, where it was ", math.Round(1000*k.Glance.Share)/1000, ": ", ErrMoved)
	case !(alike >= alikeLimit*k.Alike):
		return errs.New("a picture before a mask looks otherwise (correlation ", math.Round(1000*alike)/1000, ", ", math.Round(1000*k.Alike)/1000, " when it was made): ", ErrMoved)
	}
	return nil
}

// glanced is the side of the square of the camera that a glance keeps.
func (b *Bench) glanced() int { return min(3*b.Stop, b.Design.Plane.Nx, b.Design.Plane.Ny) }

// patch is the side, in samples, of the squares that pictures and masks are made of; half of it of a glance's mask, whose light goes further.
const patch = 4

// patches are a picture's amplitudes from 0.2 to 1 and a mask's phases, rad, by the same numbers each time.
func patches(nx, ny, patch int, stream uint32, low, high float32) []float32 {
	across := (nx + patch - 1) / patch
	u, out := make([]float32, across*((ny+patch-1)/patch)), make([]float32, nx*ny)
	rng.Stream{Seed: 4, Stream: rng.Probe}.Uniform(stream, u)
	for i := range out {
		out[i] = low + (high-low)*u[i/nx/patch*across+i%nx/patch]
	}
	return out
}

// glance looks at the bench, with exposures that were fitted before, or fits them if they are 0.
func (b *Bench) glance(ctx context.Context, exposures [2]float64) (s Glance, err error) {
	g, aside := b.Design.Plane, b.aside()
	b.move(-float64(aside), -float64(aside))
	plain := b.blank()
	b.move(float64(aside), float64(aside))
	far := (b.Stop/2 - 2*hole) * 3 / 4
	at := [5][2]int{{}, {-far, -far}, {far, -far}, {-far, far}, {far, far}}
	var spots []plant.Load
	for _, p := range at {
		spots = append(spots, b.spot(p[0], p[1], hole, plain))
	}
	phases := patches(g.Nx, g.Ny, patch/2, 1, 0, 2*math.Pi)
	picture := []plant.Load{b.load(b.Stop, patches(b.Stop, b.Stop, patch, 2, 0.2, 1), b.shown(g.Nx, func(i int) float64 { return float64(phases[i]) }))}
	for range moments - 1 {
		picture = append(picture, picture[0])
	}
	for i, loads := range [][]plant.Load{spots, picture} {
		if s.Exposures[i] = exposures[i]; exposures[i] == 0 {
			if err := b.fit(ctx, loads[:1]); err != nil {
				return s, err
			}
			s.Exposures[i] = b.exposure
		} else if err := b.expose(ctx, exposures[i]); err != nil {
			return s, err
		}
		frames, err := b.Intensity(ctx, loads)
		if err != nil {
			return s, err
		}
		if i == 1 {
			for _, f := range frames[1:] {
				for k, v := range f {
					frames[0][k] += v
				}
			}
			for k := range frames[0] {
				frames[0][k] /= moments
			}
			s.Picture, s.Share = b.middleOf(frames[0])
			break
		}
		for k, f := range frames {
			u, w := b.Place.At(float64(at[k][0])*g.Dx, float64(at[k][1])*g.Dy)
			x, y, ok := centre(f, g.Nx, g.Ny, g.Nx/2+aside+int(math.Round(u/g.Dx)), g.Ny/2+aside+int(math.Round(w/g.Dy)), b.window())
			if !ok {
				x, y = math.Inf(1), math.Inf(1) // moved out of sight, or dark
			}
			s.Spots[k] = [2]float64{x, y}
		}
	}
	return s, nil
}

// middleOf is the middle of a frame, [side][side], with 0 where the input's image lies, whose light the mask does not change, and the share of the light that is elsewhere.
func (b *Bench) middleOf(f []float32) (out []float32, share float64) {
	g, side := b.Design.Plane, b.glanced()
	out = make([]float32, side*side)
	all := 0.0
	for i := range out {
		x, y := i%side-side/2, i/side-side/2
		v := f[(g.Ny/2+y)*g.Nx+g.Nx/2+x]
		all += float64(v)
		if within := b.Stop/2 + patch; max(x, -x) > within || max(y, -y) > within {
			out[i] = v
			share += float64(v)
		}
	}
	return out, share / all
}

// beside is by how many pixels spots have moved, root mean square, how bright the picture is beside what it was, and their correlation.
func (s Glance) beside(now Glance) (far, light, alike float64) {
	for i, p := range s.Spots {
		far += (math.Pow(now.Spots[i][0]-p[0], 2) + math.Pow(now.Spots[i][1]-p[1], 2)) / float64(len(s.Spots))
	}
	var a, b, aa, bb, ab float64
	for i, v := range s.Picture {
		a, b = a+float64(v), b+float64(now.Picture[i])
	}
	n := float64(len(s.Picture))
	for i, v := range s.Picture {
		p, q := float64(v)-a/n, float64(now.Picture[i])-b/n
		aa, bb, ab = aa+p*p, bb+q*q, ab+p*q
	}
	return math.Sqrt(far), b / a, ab / math.Sqrt(aa*bb)
}

// apartMasks is by how many masks Apart tells: one alone may be a third nearer or further than the mean.
const apartMasks = 4

// Apart is how far what the bench shows of pictures before masks is from what one shows that is as it was designed: root mean square, from the best
// multiple of that, as a share of it, in the mean of masks. It is of other masks than those by which a bench is calibrated.
func (b *Bench) Apart(ctx context.Context, design *Bench) (apart float64, err error) {
	const name = "a picture that verifies"
	side := min(b.Design.Plane.Nx, b.Design.Plane.Ny, design.Design.Plane.Nx, design.Design.Plane.Ny)
	block, response := b.Stop/2, min(64, side/2)
	for mask := range uint32(apartMasks) {
		phase, picture := patches(side, side, patch, 1001+2*mask, 0, 2*math.Pi), patches(block, block, patch, 1002+2*mask, 0.2, 1)
		var seen [2][]float32
		for i, x := range []*Bench{design, b} {
			x.forget(name)
			frames, err := x.Read(ctx, name, side, phase, [][]float32{picture}, block, response)
			x.forget(name)
			if err != nil {
				return 0, err
			}
			seen[i] = frames[0]
		}
		apart += distance(seen[0], seen[1]) / apartMasks
	}
	return apart, nil
}
