package basic

import (
	"math"
	"strings"

	"talbot/sim/compute"
	"talbot/sim/element"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/optics"
	"talbot/sim/optics/closed"
)

// setup is what stands on the bench of a basic experiment.
type setup struct {
	light      optics.Profile // on the first plane; nil: a plane wave of intensity 1
	background float64        // of the light behind the first element, if it fills the plane
	elements   []piece
	closed     func(x float64) float64 // intensity on the screen
	half       float64                 // of the curve, m; 0 for the whole screen
	formula    string
	note       string
}

// piece is an element: what its light meets, and how its pixels look.
type piece struct{ light, shown optics.Profile }

func plain(e optics.Profile) piece { return piece{e, e} }

// gap is the distance between neighbouring planes.
func (b *Config) gap() float64 {
	switch b.Kind {
	case "talbot":
		return b.Repeats * closed.TalbotDistance(b.Period, b.Wavelength)
	case "lens", "fourier-4f":
		return b.Focal
	}
	return b.Distance
}

// Elements is how many elements stand between source and screen.
func (b *Config) Elements() int { return len(b.PlaneNames()) - 2 }

// PlaneNames is what stands in each plane of the bench, from where the light comes to
// the screen.
func (b *Config) PlaneNames() []string {
	switch b.Kind {
	case "talbot":
		return []string{"source", "grating", "screen"}
	case "poisson-spot":
		return []string{"source", "disc", "screen"}
	case "fourier-4f":
		return []string{"object", "lens", "filter", "lens", "screen"}
	}
	return []string{"source", b.Kind, "screen"}
}

// Origin is the plane from which distances along the light count: the first with an
// element or the object. A plane wave comes to it from nowhere in particular.
func (b *Config) Origin() int {
	if b.Kind == "fourier-4f" {
		return 0
	}
	return 1
}

func (b *Config) bench() setup {
	g, lambda, z := b.space().In, b.Wavelength, b.gap()
	pixels := func(e optics.Profile) optics.Profile { return element.Smooth(e, g, 8) }
	// A hard element is drawn by its pixels, open by their area; its light is what the
	// samples can carry of it.
	points := 8 // a sample
	if b.flat() {
		points = 64
	}
	hard := func(e optics.Profile) piece { return piece{element.Carried(e, g, points), pixels(e)} }
	number := "Fresnel number " + experiment.Short(b.Size*b.Size/(4*lambda*z))
	switch b.Kind {
	case "slit":
		return setup{elements: []piece{hard(element.Slit(b.Size))},
			closed:  func(x float64) float64 { return closed.Intensity(closed.Slit(x, b.Size, lambda, z)) },
			formula: "Fresnel integrals", note: number + ": well above 1 is the geometric shadow with fringes, well below 1 the far field."}
	case "talbot":
		scale := 1 / (1 + b.Contrast)
		return setup{elements: []piece{plain(element.AmplitudeGrating(b.Period, b.Contrast))},
			closed: func(x float64) float64 {
				return scale * scale * closed.Intensity(closed.Cosine(x, b.Period, b.Contrast, lambda, z))
			},
			formula: "three orders, exact", note: "The grating images itself every " + experiment.Length(z/b.Repeats) + "."}
	case "poisson-spot":
		return setup{background: 1, elements: []piece{hard(element.Disc(b.Size))},
			closed:  func(x float64) float64 { return closed.Intensity(closed.Disc(math.Abs(x), b.Size, lambda, z)) },
			formula: "Lommel functions", note: "Fresnel number " + experiment.Short(b.Size*b.Size/(lambda*z)) + ": on the axis the light is as bright as without the disc."}
	case "lens":
		top := math.Pi * b.Size * b.Size / (4 * lambda * b.Focal)
		rim, lens := hard(element.Circle(b.Size/2)), element.Lens(b.Focal, lambda)
		return setup{elements: []piece{{element.Contact(rim.light, lens), element.Contact(rim.shown, lens)}},
			closed: func(x float64) float64 {
				a := top * closed.Airy(x, b.Size, lambda, b.Focal)
				return a * a
			},
			half:    8 * closed.AiryZero(b.Size, lambda, b.Focal),
			formula: "Airy pattern", note: "The first dark ring is " + experiment.Length(closed.AiryZero(b.Size, lambda, b.Focal)) + " from the axis, 1.22 λ f/D."}
	}
	rim := b.rim()
	lens := plain(element.Contact(pixels(element.Circle(rim)), element.Lens(b.Focal, lambda)))
	cutoff := b.Opening / 2 / (lambda * b.Focal)
	// The object's pixels are open by their area, and so is their image.
	object := func(x float64) float64 {
		return math.Min(1, math.Max(0, (b.Size/2-math.Abs(x))/b.Pitch+0.5))
	}
	filter, image := plain(element.Contact()), object
	note := "Without a filter the image is the object, upside down."
	switch b.Filter {
	case "low-pass":
		filter = hard(element.Slit(b.Opening))
		image = func(x float64) float64 { return closed.LowPass(x, b.Size, cutoff) }
		note = "Only details wider than " + experiment.Length(1/cutoff) + " pass, and the edges ring."
	case "high-pass":
		open := hard(element.Slit(b.Opening))
		shut := func(e optics.Profile) optics.Profile {
			return func(x, y float64) complex128 { return 1 - e(x, y) }
		}
		filter = piece{shut(open.light), shut(open.shown)}
		image = func(x float64) float64 { return object(x) - closed.LowPass(x, b.Size, cutoff) }
		note = "Only details finer than " + experiment.Length(1/cutoff) + " pass, down to the " + experiment.Length(lambda*b.Focal/rim) + " of the lenses' rims: the edges remain."
	}
	return setup{light: pixels(element.Rectangle(b.Size, 3*b.Size)), elements: []piece{lens, filter, lens},
		closed:  func(x float64) float64 { return image(x) * image(x) },
		formula: "sine integrals", note: note}
}

// propagate sends the light through and returns the bench as a frame, and the curve on the
// screen, which its panels show.
func (b *Config) propagate(dev compute.Device) (*frame.Frame, *curve, error) {
	if _, err := b.Check(); err != nil {
		return nil, nil, err
	}
	s, bench := b.space(), b.bench()
	plan, err := s.Exact()
	if err != nil {
		return nil, nil, err
	}
	if b.Kind == "talbot" { // it fills the plane, which repeats: no padding
		if plan.Recipe, err = s.AngularSpectrum(optics.Window{}); err != nil {
			return nil, nil, err
		}
		plan.Reason = "angular spectrum, exact without padding: the plane holds whole periods"
	}
	if err := b.fits(dev, plan.Recipe); err != nil {
		return nil, nil, err
	}
	hop, err := optics.NewMap(dev, plan.Recipe, 1)
	if err != nil {
		return nil, nil, err
	}
	slicer, err := b.slicer(s)
	if err != nil {
		return nil, nil, err
	}
	layers := len(bench.elements)
	f := &frame.Frame{Wavelength: float32(b.Wavelength), Label: -1, Predicted: -1}
	steps := frame.Depths
	if layers == 1 {
		steps = depths
	}
	u := optics.NewField(s.In, b.Wavelength)
	if bench.light != nil {
		u = bench.light.Field(s.In, b.Wavelength)
	} else {
		addTo(u, 1)
	}
	var ribbons [][]float32
	background := float32(1) // of a plane wave before the first element
	for i := range layers + 1 {
		b.addPlane(f, u)
		if i > 0 {
			t := bench.elements[i-1]
			element.Apply(u, t.light)
			b.showElement(f.Last(), s.In, t.shown)
			background = 0
			if i == 1 {
				background = float32(bench.background)
			}
		} else if bench.light != nil {
			background = 0
		}
		addTo(u, -background)
		slicer.Background = background
		ribbon := make([]float32, steps*b.Samples)
		slicer.Slice(u.U, ribbon)
		ribbons = append(ribbons, ribbon)
		if u, err = optics.Apply(dev, hop, u); err != nil {
			return nil, nil, err
		}
		addTo(u, background)
	}
	b.addPlane(f, u)
	for _, r := range ribbons {
		for _, v := range r {
			f.RibbonPeak = max(f.RibbonPeak, v)
		}
	}
	for g, r := range ribbons {
		f.Ribbons = append(f.Ribbons, frame.Ribbon{Plane: g, Steps: steps, Nx: b.Samples, Pitch: float32(s.In.Dx), Values: frame.Bytes(r, f.RibbonPeak)})
	}
	source := f.Planes[0].Power
	for i := range f.Planes {
		f.Planes[i].Power /= max(source, 1e-30)
	}
	c := newCurve(u, bench, plan)
	f.Panels = c.panels()
	return f, c, nil
}

// depths is frame.Depths for benches of one element.
const depths = 72

// slicer makes the x-z slices of the gaps.
func (b *Config) slicer(s optics.Space) (*optics.Slicer, error) {
	steps, w := frame.Depths, optics.Window{PadX: b.Samples / 2, PadY: b.Samples / 2}
	if b.Kind != "fourier-4f" {
		steps = depths
	}
	if b.flat() {
		w.PadY = 0
	}
	if b.Kind == "talbot" {
		w.PadX = 0
	}
	slicer, err := optics.NewSlicer(s.In, s.Wavelength, s.Z, w, steps)
	if err == nil && b.Kind != "talbot" {
		slicer.LimitBand(s.Wavelength, s.Z)
	}
	return slicer, err
}

// addTo adds an even field.
func addTo(u *optics.Field, a float32) {
	if a == 0 {
		return
	}
	for i := 0; i < len(u.U); i += 2 {
		u.U[i] += a
	}
}

// addPlane adds the light that arrives at the next plane.
func (b *Config) addPlane(f *frame.Frame, u *optics.Field) {
	i := len(f.Planes)
	p := frame.Plane{Kind: frame.Element, Name: b.PlaneNames()[i], Nx: b.Samples, Ny: b.Samples, Pitch: float32(u.Dx),
		Z: float32(float64(i-b.Origin()) * math.Abs(b.gap()))}
	switch p.Name {
	case "source", "object":
		p.Kind = frame.Source
	case "lens":
		p.Kind = frame.Lens
	case "screen":
		p.Kind = frame.Screen
	}
	v := u.Intensity()
	power := 0.0
	for _, x := range v {
		power += float64(x)
		p.Peak = max(p.Peak, x)
	}
	p.Intensity, p.Power = b.rows(frame.Bytes(v, p.Peak)), float32(power)
	f.Planes = append(f.Planes, p)
}

// showElement fills in what the element in a plane does to the light.
func (b *Config) showElement(p *frame.Plane, g optics.Grid, t optics.Profile) {
	phase, amplitude := make([]byte, g.Len()), make([]byte, g.Len())
	for i := range phase {
		v := t(g.X(i%g.Nx), g.Y(i/g.Nx))
		if v != 0 { // darkness has no phase
			phase[i] = frame.PhaseByte(math.Atan2(imag(v), real(v)))
		}
		amplitude[i] = byte(255*math.Min(1, math.Sqrt(closed.Intensity(v))) + 0.5)
	}
	p.Phase, p.Amplitude = b.rows(phase), b.rows(amplitude)
}

// micro writes the um of package optics, which is for terminals too, as the page does.
func micro(text string) string { return strings.ReplaceAll(text, " um", " µm") }

// rows repeats the one row of light that does not vary along y.
func (b *Config) rows(v []byte) []byte {
	if !b.flat() {
		return v
	}
	out := make([]byte, 0, b.Samples*b.Samples)
	for range b.Samples {
		out = append(out, v...)
	}
	return out
}
