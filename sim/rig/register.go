package rig

import (
	"context"
	"math"

	"talbot/sim/errs"
	"talbot/sim/optics"
	"talbot/sim/plant"
)

// spotsAcross is how many spots of a registration lie side by side.
const spotsAcross = 5

// Register finds out where each place of the plane is on a camera, 0 for the Object and 1 for the Reference,
// by the homography that takes spots nearest to where they are seen, and keeps it as the eye's
// Registration. It returns how far the spots are from it then, root mean square, in m of the plane.
//
// A spot is made by a hole of the amplitude panel, and a lens of the focal length of the way behind it on the
// phase panel, right in front of where the spot is to be: such light travels along the axis, so that its place
// does not depend on how far the camera is. Spots that are further than a quarter of a pixel from where any homography has
// them have been moved by aberrations, which are told apart and kept as the eye's Bent: only how the camera
// is turned and shifted is its Registration then, as a stretch may be either. Where the phase panel is imaged onto the camera the spots are the holes.
func (b *Bench) Register(ctx context.Context, camera int) (float64, error) {
	e := b.eye(camera)
	if e.Camera == nil {
		return 0, errs.New("rig: there is no camera ", camera, " to register")
	}
	g := b.Design.Plane
	at, seen, err := b.spots(ctx, camera)
	if err != nil {
		return 0, err
	}
	h, err := FitHomography(at, seen)
	if err != nil {
		return 0, err
	}
	square := 0.0
	for i, p := range at {
		x, y := h.At(p[0], p[1])
		square += ((x-seen[i][0])*(x-seen[i][0]) + (y-seen[i][1])*(y-seen[i][1])) / float64(len(at))
	}
	e.Registration, e.Bent = h, nil
	if z, _, err := b.way(); err != nil || z == 0 || square < g.Dx*g.Dx/16 {
		return math.Sqrt(square), err
	}
	// No camera sees a plane so: light went elsewhere on its way.
	if e.Bent, err = FitBent(at, seen, math.Min(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy)/2); err != nil {
		return 0, err
	}
	e.Registration, square = e.Bent.Turned(), 0
	for i, p := range at {
		x, y := e.Bent.At(p[0], p[1])
		square += ((x-seen[i][0])*(x-seen[i][0]) + (y-seen[i][1])*(y-seen[i][1])) / float64(len(at))
	}
	return math.Sqrt(square), nil
}

// spots are where 25 spots should be and where a camera sees them, m from the axis.
func (b *Bench) spots(ctx context.Context, camera int) (at, seen [][2]float64, err error) {
	g := b.Design.Plane
	var loads []plant.Load
	for j := range spotsAcross {
		for i := range spotsAcross {
			x, y := math.Round(place(i)*float64(g.Nx))*g.Dx, math.Round(place(j)*float64(g.Ny))*g.Dy // of whole pixels, so that holes are even
			l, err := b.spot(x, y)
			if err != nil {
				return nil, nil, err
			}
			loads, at = append(loads, l), append(at, [2]float64{x, y})
		}
	}
	seen = make([][2]float64, 0, len(loads))
	err = b.looks(ctx, loads, camera, func(v []float32) error {
		x, y, ok := centre(g, v)
		if !ok {
			return errs.New("rig: spot ", len(seen)+1, " of ", len(loads), " is not seen: ", ErrUncalibrated)
		}
		seen = append(seen, [2]float64{x, y})
		return nil
	})
	return at, seen, err
}

// looked is how many loads a calibration has in memory at a time.
const looked = 16

// place is where spot i is along the plane, as a share of it from the axis.
func place(i int) float64 { return (float64(i)/(spotsAcross-1) - 0.5) * 0.56 }

// way is the length of the light's way behind the phase panel, and which panel makes holes: the first that
// changes the amplitude.
func (b *Bench) way() (z float64, holes int, err error) {
	holes = -1
	for i, m := range b.Mounts {
		if m.SLM.Info().Kind == Amplitude && holes < 0 {
			holes = i
		}
	}
	if holes < 0 {
		return 0, 0, errs.New("rig: no panel of this bench can be dark: ", ErrUncalibrated)
	}
	for i, gap := range b.Design.Gaps {
		if i >= holes && gap > 0 && (i < b.Stepper || b.Stepper < 0) {
			return 0, 0, errs.New("rig: the panel that makes holes must be imaged onto the phase panel: ", ErrUncalibrated)
		}
		if i >= b.Stepper {
			z += gap
		}
	}
	return z, holes, nil
}

// lensShare is the radius of a spot's lens as a share of the plane.
const lensShare = 0.2

// spot is the load that makes a spot at (x, y), about as bright as the light without a lens.
func (b *Bench) spot(x, y float64) (plant.Load, error) {
	z, holes, err := b.way()
	if err != nil {
		return nil, err
	}
	g := b.Design.Plane
	radius, bright := lensShare*math.Min(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy), 1.0
	if z == 0 {
		radius /= 5
	} else {
		bright = math.Min(1, b.Design.Wavelength*z/(math.Pi*radius*radius))
	}
	l := b.Blank()
	open, shut := b.amplitude(holes, bright), b.amplitude(holes, 0)
	phases := LevelsOf(b.Mounts[b.Stepper].Curve)
	board := [2]uint16{phases.Nearest(0), phases.Nearest(math.Pi)}
	for i := range l[holes] {
		dx, dy := g.X(i%g.Nx)-x, g.Y(i/g.Nx)-y
		d2 := dx*dx + dy*dy
		switch hole := d2 < radius*radius; {
		case !hole:
			l[holes][i] = shut
			if z > 0 { // what leaks through is sent far aside by a checkerboard
				l[b.Stepper][i] = board[(i%g.Nx+i/g.Nx)%2]
			}
		case z > 0:
			l[holes][i], l[b.Stepper][i] = open, phases.Nearest(-math.Pi*d2/(b.Design.Wavelength*z))
		default:
			l[holes][i] = open
		}
	}
	return l, nil
}

// amplitude is the level of a panel whose amplitude is nearest.
func (b *Bench) amplitude(panel int, a float64) uint16 {
	best, least := 0, math.Inf(1)
	for i, s := range b.Mounts[panel].Curve.States {
		if d := math.Abs(s.Amplitude - a); d < least {
			best, least = i, d
		}
	}
	return uint16(best)
}

// Blank is the load of full amplitude and no phase.
func (b *Bench) Blank() plant.Load {
	l := make(plant.Load, len(b.Mounts))
	for i, m := range b.Mounts {
		level := Nearest(m.Curve, 0)
		if m.SLM.Info().Kind == Amplitude {
			level = b.amplitude(i, 1)
		}
		l[i] = make([]uint16, b.Design.Plane.Len())
		for k := range l[i] {
			l[i][k] = level
		}
	}
	return l
}

// looks hands on what a camera sees of loads as it stands, not registered: the intensity of the light alone, which
// behind the reference beam is read by four steps, up to a factor. Noise makes the dark darker than dark as well, so that means are right.
func (b *Bench) looks(ctx context.Context, loads []plant.Load, camera int, each func([]float32) error) error {
	one := *b
	one.Object.Registration, one.Reference.Registration, one.Reference.Phase = Same, Same, nil
	defer func() { b.Report, b.seq = one.Report, one.seq }()
	one.Reading = FourSteps
	for len(loads) > 0 {
		part := loads[:min(len(loads), looked)]
		loads = loads[len(part):]
		var seen [][]float32
		if camera == 0 {
			var err error
			if seen, err = one.intensities(ctx, part); err != nil {
				return err
			}
		} else {
			all, err := one.interference(ctx, part)
			if err != nil {
				return err
			}
			for _, steps := range all {
				v := make([]float32, b.Design.Plane.Len())
				for i := range v {
					re, im := steps[0][i]-steps[2][i], steps[1][i]-steps[3][i]
					v[i] = re*re + im*im
				}
				seen = append(seen, v)
			}
		}
		for _, v := range seen {
			if err := each(v); err != nil {
				return err
			}
		}
	}
	return nil
}

// centre is the centroid of the brightest spot: of what is above a quarter of its height, in a window around it that
// is moved until it is in its middle.
func centre(g optics.Grid, v []float32) (x, y float64, ok bool) {
	top, most := 0, float32(0)
	for i, p := range v {
		if p > most {
			top, most = i, p
		}
	}
	if most == 0 {
		return 0, 0, false
	}
	cx, cy := float64(top%g.Nx), float64(top/g.Nx)
	reach := float64(max(g.Nx, g.Ny)) / 8
	for range 5 {
		var sum, sx, sy float64
		for j := max(int(cy-reach), 0); j < min(int(cy+reach)+1, g.Ny); j++ {
			for i := max(int(cx-reach), 0); i < min(int(cx+reach)+1, g.Nx); i++ {
				if w := float64(v[j*g.Nx+i]) - float64(most)/4; w > 0 {
					sum, sx, sy = sum+w, sx+w*float64(i), sy+w*float64(j)
				}
			}
		}
		if !(sum > 0) {
			return 0, 0, false
		}
		cx, cy = sx/sum, sy/sum
	}
	return (cx - float64(g.Nx/2)) * g.Dx, (cy - float64(g.Ny/2)) * g.Dy, true
}
