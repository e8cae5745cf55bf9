package experiment

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/optics"
)

// Basic is the recipe of a basic experiment of wave optics: light, an element or a
// few, free space, and a screen. It has a closed form to compare with, and nothing to
// train. Which of its fields matter, Params says for each kind.
type Basic struct {
	Kind       string // one of the basic presets
	Samples    int
	Pitch      float64
	Wavelength float64
	Distance   float64
	Size       float64
	Period     float64
	Contrast   float64
	Repeats    float64
	Focal      float64
	Filter     string
	Opening    float64
}

// BasicPreset is a named Basic.
type BasicPreset struct {
	ID    string
	Title string
	Doc   string
	Basic
}

// BasicPresets lists the basic experiments.
func BasicPresets() []BasicPreset {
	return []BasicPreset{
		{"slit", "Slit", "light behind a slit, from its geometric shadow to the far field",
			Basic{Kind: "slit", Samples: 256, Pitch: 10e-6, Wavelength: 532e-9, Size: 0.4e-3, Distance: 0.06}},
		{"talbot", "Talbot carpet", "a grating images itself, by propagation alone",
			Basic{Kind: "talbot", Samples: 192, Wavelength: 532e-9, Period: 200e-6, Contrast: 1, Repeats: 1}},
		{"poisson-spot", "Poisson's spot", "in the middle of a disc's shadow it is as bright as if the disc were not there",
			Basic{Kind: "poisson-spot", Samples: 192, Pitch: 20e-6, Wavelength: 532e-9, Size: 0.5e-3, Distance: 0.2}},
		{"lens", "Lens", "a lens gathers a plane wave in its focus: the Airy pattern",
			Basic{Kind: "lens", Samples: 192, Pitch: 20e-6, Wavelength: 532e-9, Size: 2e-3, Focal: 0.25}},
		{"fourier-4f", "Fourier filter (4-f)", "two lenses make an image, and a filter between them takes frequencies out of it",
			Basic{Kind: "fourier-4f", Samples: 192, Pitch: 20e-6, Wavelength: 532e-9, Size: 1e-3, Focal: 0.15, Filter: "low-pass", Opening: 0.4e-3}},
	}
}

// FindBasic returns the basic preset with that id.
func FindBasic(id string) (BasicPreset, bool) {
	for _, p := range BasicPresets() {
		if p.ID == id {
			return p, true
		}
	}
	return BasicPreset{}, false
}

// Params lists the knobs of b's kind, in the order in which a form shows them.
func (b *Basic) Params() []Param {
	samples := Param{Name: "samples", Label: "Samples", Group: "Optics", Kind: Int, Min: 32, Max: 512,
		Doc: "Samples along each side of every plane.", value: &b.Samples}
	pitch := Param{Name: "pitch", Label: "Pixel pitch", Group: "Optics", Unit: "m", Kind: Float, Min: 1e-7, Max: 1e-3,
		Doc: "Spacing of the samples.", value: &b.Pitch}
	wavelength := Param{Name: "wavelength", Label: "Wavelength", Group: "Optics", Unit: "m", Kind: Float, Min: 1e-7, Max: 1e-4,
		Doc: "Wavelength of the light; 532 nm is a green laser.", value: &b.Wavelength}
	distance := Param{Name: "distance", Label: "Distance", Group: "Optics", Unit: "m", Kind: Float, Min: 1e-4, Max: 100,
		Doc: "From the element to the screen.", value: &b.Distance}
	focal := Param{Name: "focal-length", Label: "Focal length", Group: "Element", Unit: "m", Kind: Float, Min: 1e-3, Max: 100,
		Doc: "Focal length of the lens, and the distance to the screen.", value: &b.Focal}
	size := func(name, label, doc string) Param {
		return Param{Name: name, Label: label, Group: "Element", Unit: "m", Kind: Float, Min: 1e-6, Max: 1, Doc: doc, value: &b.Size}
	}
	switch b.Kind {
	case "slit":
		return []Param{size("slit-width", "Slit width", "Width of the slit, which is long along y."), distance, wavelength, samples, pitch}
	case "talbot":
		return []Param{
			{Name: "period", Label: "Grating period", Group: "Element", Unit: "m", Kind: Float, Min: 2e-6, Max: 1e-2,
				Doc: "Period of the grating; there are 16 samples to one.", value: &b.Period},
			{Name: "contrast", Label: "Contrast", Group: "Element", Kind: Float, Min: 0, Max: 1,
				Doc: "Depth of the grating's cosine: 1 goes down to darkness.", value: &b.Contrast},
			{Name: "talbot-distances", Label: "Talbot distances", Group: "Optics", Kind: Float, Min: 0.01, Max: 8,
				Doc: "How far the screen is, in Talbot distances: at 1 the grating is there again, at 0.5 shifted by half a period.", value: &b.Repeats},
			wavelength, samples}
	case "poisson-spot":
		return []Param{size("disc-radius", "Disc radius", "Radius of the round obstacle."), distance, wavelength, samples, pitch}
	case "lens":
		return []Param{size("lens-diameter", "Lens diameter", "Diameter of the lens; no light passes beside it."), focal, wavelength, samples, pitch}
	case "fourier-4f":
		focal.Doc = "Focal length of both lenses, and the distance between neighbouring planes."
		return []Param{size("object-width", "Object width", "Width of the object: a slit in the first focal plane, three times as high."),
			{Name: "filter", Label: "Filter", Group: "Element", Kind: Choice, Choices: []string{"none", "low-pass", "high-pass"},
				Doc: "What the filter in the Fourier plane does: nothing, let only low frequencies along x pass, or only high ones.", value: &b.Filter},
			{Name: "filter-width", Label: "Filter width", Group: "Element", Unit: "m", Kind: Float, Min: 1e-6, Max: 1,
				Doc: "Width of the filter's opening or bar; frequency u lies at x = wavelength times focal length times u.", value: &b.Opening},
			focal, wavelength, samples, pitch}
	}
	panic("experiment: no basic experiment of kind " + b.Kind)
}

// Param returns the knob of that name, or an error that says there is none.
func (b *Basic) Param(name string) (Param, error) {
	for _, p := range b.Params() {
		if p.Name == name {
			return p, nil
		}
	}
	return Param{}, &ParamError{name, "there is no such parameter"}
}

// Check looks at the parameters together: see Config.Check.
func (b *Basic) Check() (warnings []string, err error) {
	for _, p := range b.Params() {
		if err := p.Set(p.Value()); err != nil {
			return nil, err
		}
	}
	width := float64(b.Samples) * b.pitch()
	wrong := func(name string, parts ...any) error { return &ParamError{name, errs.New(parts...).Error()} }
	fits := func(name string, size float64) error {
		if size > 0.8*width {
			return wrong(name, length(size), " leaves no room on a plane of ", length(width), ": ask for less, or for more samples or a wider pitch")
		}
		if size < 4*b.pitch() {
			return wrong(name, length(size), " is less than four samples of ", length(b.pitch()), ": ask for more, or for a finer pitch")
		}
		return nil
	}
	switch b.Kind {
	case "slit":
		err = fits("slit-width", b.Size)
	case "talbot":
		if b.Samples%16 != 0 {
			return nil, wrong("samples", b.Samples, " samples are not whole periods of 16; take a multiple of 16")
		}
		if b.Wavelength >= b.Period {
			return nil, wrong("period", length(b.Period), " is below the wavelength, so no order leaves the grating: ask for more")
		}
	case "poisson-spot":
		if err = fits("disc-radius", 2*b.Size); err != nil {
			err = wrong("disc-radius", "a disc ", err.(*ParamError).Why)
		}
	case "lens":
		if err = fits("lens-diameter", b.Size); err == nil {
			err = b.checkLens("lens-diameter", b.Size)
		}
	case "fourier-4f":
		if err = fits("object-width", 3*b.Size); err != nil {
			err = wrong("object-width", "an object three times as high, ", err.(*ParamError).Why)
		} else if err = b.checkLens("focal-length", 2*b.rim()); err == nil && b.Filter != "none" {
			err = fits("filter-width", b.Opening)
		}
	}
	if err != nil {
		return nil, err
	}
	if _, err := b.space().Exact(); err != nil {
		return nil, &ParamError{b.Params()[1].Name, micro(err.Error())}
	}
	return b.notCarried(), nil
}

// notCarried notes what the closed form does not know of: light that the samples cannot
// carry, wide angles, and the rims of the lenses of the 4-f system.
func (b *Basic) notCarried() (notes []string) {
	edge, half, what := b.Size, b.Size, "from the edges to the axis"
	z := b.gap()
	switch b.Kind {
	case "slit":
		half, what = b.Size/2, "from one edge to the other"
	case "lens":
		edge, half = b.Size/2, b.Size/2
	case "fourier-4f":
		edge, half = 0, b.rim() // its edges are imaged
	case "talbot":
		return nil // its closed form is exact
	}
	if least := edge * b.Pitch / (0.4 * b.Wavelength); z < least { // element.Carried
		notes = append(notes, "samples of "+length(b.Pitch)+" carry the light "+what+" from a distance of "+length(least)+" on, and it is "+length(z)+
			": fringes finer than the samples are missing; a finer pitch shows more of them")
	}
	// The next term of the paths, an eighth of a wave from the rim to the axis.
	if math.Pow(half, 4)/(8*z*z*z) > b.Wavelength/8 {
		notes = append(notes, "the closed form is of small angles, and light from "+length(half)+" beside the axis comes to "+length(z)+
			" at a wide one: trust the simulation, or ask for a longer distance or a smaller element")
	}
	if b.Kind == "fourier-4f" {
		// Of a high-pass image the edges are all there is.
		if finest := b.Wavelength * z / b.rim(); finest > b.Size/16 || b.Filter == "high-pass" {
			notes = append(notes, "the lenses of "+length(2*b.rim())+" pass details down to "+length(finest)+", and the object is "+length(b.Size)+
				" wide: its edges are blurred, which those of the closed form are not; a shorter focal length, or a wider plane, brings them together")
		}
	}
	return notes
}

// rim is the radius of the lenses of the 4-f system.
func (b *Basic) rim() float64 { return 0.475 * float64(b.Samples) * b.Pitch }

// checkLens refuses a lens whose phase the samples at its rim cannot follow.
func (b *Basic) checkLens(name string, diameter float64) error {
	if least := diameter * b.Pitch / b.Wavelength; b.Focal < least {
		return &ParamError{name, errs.New("samples of ", length(b.Pitch), " cannot follow the phase at the rim of a lens ", length(diameter),
			" wide below a focal length of ", length(least), ", and it is ", length(b.Focal), ": ask for a longer one, or for a finer pitch").Error()}
	}
	return nil
}

// pitch is the spacing of the samples.
func (b *Basic) pitch() float64 {
	if b.Kind == "talbot" {
		return b.Period / 16
	}
	return b.Pitch
}

// flat reports whether the light does not vary along y.
func (b *Basic) flat() bool { return b.Kind == "slit" || b.Kind == "talbot" }

// space is the free space of every gap.
func (b *Basic) space() optics.Space {
	g := optics.Square(b.Samples, b.pitch())
	if b.flat() {
		g.Ny = 1
	}
	return optics.Space{In: g, Wavelength: b.Wavelength, Z: math.Abs(b.gap())}
}
