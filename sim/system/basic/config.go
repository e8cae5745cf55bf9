package basic

import (
	"math"

	"talbot/sim/experiment"
	"talbot/sim/optics"
)

// Config is the recipe of a basic experiment of wave optics: light, an element or a
// few, free space, and a screen. It has a closed form to compare with, and nothing to
// train. Which of its fields matter, Params says for each kind.
type Config struct {
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

// Presets are fresh copies of the basic experiments.
func Presets() []experiment.Preset {
	return []experiment.Preset{
		{ID: "slit", Title: "Slit", Doc: "light behind a slit, from its geometric shadow to the far field",
			Config: &Config{Kind: "slit", Samples: 256, Pitch: 10e-6, Wavelength: 532e-9, Size: 0.4e-3, Distance: 0.06}},
		{ID: "talbot", Title: "Talbot carpet", Doc: "a grating images itself, by propagation alone",
			Config: &Config{Kind: "talbot", Samples: 192, Wavelength: 532e-9, Period: 200e-6, Contrast: 1, Repeats: 1}},
		{ID: "poisson-spot", Title: "Poisson's spot", Doc: "in the middle of a disc's shadow it is as bright as if the disc were not there",
			Config: &Config{Kind: "poisson-spot", Samples: 192, Pitch: 20e-6, Wavelength: 532e-9, Size: 0.5e-3, Distance: 0.2}},
		{ID: "lens", Title: "Lens", Doc: "a lens gathers a plane wave in its focus: the Airy pattern",
			Config: &Config{Kind: "lens", Samples: 192, Pitch: 20e-6, Wavelength: 532e-9, Size: 2e-3, Focal: 0.25}},
		{ID: "fourier-4f", Title: "Fourier filter (4-f)", Doc: "two lenses make an image, and a filter between them takes frequencies out of it",
			Config: &Config{Kind: "fourier-4f", Samples: 192, Pitch: 20e-6, Wavelength: 532e-9, Size: 1e-3, Focal: 0.15, Filter: "low-pass", Opening: 0.4e-3}},
	}
}

// Params lists the knobs of b's kind, in the order in which a form shows them.
func (b *Config) Params() []experiment.Param {
	samples := experiment.Param{Name: "samples", Label: "Samples", Group: "Optics", Kind: experiment.Int, Min: 32, Max: 512,
		Doc: "Samples along each side of every plane.", Var: &b.Samples}
	pitch := experiment.Param{Name: "pitch", Label: "Pixel pitch", Group: "Optics", Unit: "m", Kind: experiment.Float, Min: 1e-7, Max: 1e-3,
		Doc: "Spacing of the samples.", Var: &b.Pitch}
	wavelength := experiment.Param{Name: "wavelength", Label: "Wavelength", Group: "Optics", Unit: "m", Kind: experiment.Float, Min: 1e-7, Max: 1e-4,
		Doc: "Wavelength of the light; 532 nm is a green laser.", Var: &b.Wavelength}
	distance := experiment.Param{Name: "distance", Label: "Distance", Group: "Optics", Unit: "m", Kind: experiment.Float, Min: 1e-4, Max: 100,
		Doc: "From the element to the screen.", Var: &b.Distance}
	focal := experiment.Param{Name: "focal-length", Label: "Focal length", Group: "Element", Unit: "m", Kind: experiment.Float, Min: 1e-3, Max: 100,
		Doc: "Focal length of the lens, and the distance to the screen.", Var: &b.Focal}
	size := func(name, label, doc string) experiment.Param {
		return experiment.Param{Name: name, Label: label, Group: "Element", Unit: "m", Kind: experiment.Float, Min: 1e-6, Max: 1, Doc: doc, Var: &b.Size}
	}
	switch b.Kind {
	case "slit":
		return []experiment.Param{size("slit-width", "Slit width", "Width of the slit, which is long along y."), distance, wavelength, samples, pitch}
	case "talbot":
		return []experiment.Param{
			{Name: "period", Label: "Grating period", Group: "Element", Unit: "m", Kind: experiment.Float, Min: 2e-6, Max: 1e-2,
				Doc: "Period of the grating; there are 16 samples to one.", Var: &b.Period},
			{Name: "contrast", Label: "Contrast", Group: "Element", Kind: experiment.Float, Min: 0, Max: 1,
				Doc: "Depth of the grating's cosine: 1 goes down to darkness.", Var: &b.Contrast},
			{Name: "talbot-distances", Label: "Talbot distances", Group: "Optics", Kind: experiment.Float, Min: 0.01, Max: 8,
				Doc: "How far the screen is, in Talbot distances: at 1 the grating is there again, at 0.5 shifted by half a period.", Var: &b.Repeats},
			wavelength, samples}
	case "poisson-spot":
		return []experiment.Param{size("disc-radius", "Disc radius", "Radius of the round obstacle."), distance, wavelength, samples, pitch}
	case "lens":
		return []experiment.Param{size("lens-diameter", "Lens diameter", "Diameter of the lens; no light passes beside it."), focal, wavelength, samples, pitch}
	case "fourier-4f":
		focal.Doc = "Focal length of both lenses, and the distance between neighbouring planes."
		return []experiment.Param{size("object-width", "Object width", "Width of the object: a slit in the first focal plane, three times as high."),
			{Name: "filter", Label: "Filter", Group: "Element", Kind: experiment.Choice, Choices: []string{"none", "low-pass", "high-pass"},
				Doc: "What the filter in the Fourier plane does: nothing, let only low frequencies along x pass, or only high ones.", Var: &b.Filter},
			{Name: "filter-width", Label: "Filter width", Group: "Element", Unit: "m", Kind: experiment.Float, Min: 1e-6, Max: 1,
				Doc: "Width of the filter's opening or bar; frequency u lies at x = wavelength times focal length times u.", Var: &b.Opening},
			focal, wavelength, samples, pitch}
	}
	panic("experiment: no basic experiment of kind " + b.Kind)
}

// Param returns the knob of that name, or an error that says there is none.
func (b *Config) Param(name string) (experiment.Param, error) {
	for _, p := range b.Params() {
		if p.Name == name {
			return p, nil
		}
	}
	return experiment.Param{}, experiment.Wrong(name, "there is no such parameter")
}

// Check looks at the parameters together: see Config.Check.
func (b *Config) Check() (warnings []string, err error) {
	for _, p := range b.Params() {
		if err := p.Set(p.Value()); err != nil {
			return nil, err
		}
	}
	width := float64(b.Samples) * b.pitch()
	fits := func(name string, size float64) error {
		if size > 0.8*width {
			return experiment.Wrong(name, experiment.Length(size), " leaves no room on a plane of ", experiment.Length(width), ": ask for less, or for more samples or a wider pitch")
		}
		if size < 4*b.pitch() {
			return experiment.Wrong(name, experiment.Length(size), " is less than four samples of ", experiment.Length(b.pitch()), ": ask for more, or for a finer pitch")
		}
		return nil
	}
	switch b.Kind {
	case "slit":
		err = fits("slit-width", b.Size)
	case "talbot":
		if b.Samples%16 != 0 {
			return nil, experiment.Wrong("samples", b.Samples, " samples are not whole periods of 16; take a multiple of 16")
		}
		if b.Wavelength >= b.Period {
			return nil, experiment.Wrong("period", experiment.Length(b.Period), " is below the wavelength, so no order leaves the grating: ask for more")
		}
	case "poisson-spot":
		if err = fits("disc-radius", 2*b.Size); err != nil {
			err = experiment.Wrong("disc-radius", "a disc ", err.(*experiment.ParamError).Why)
		}
	case "lens":
		if err = fits("lens-diameter", b.Size); err == nil {
			err = b.checkLens("lens-diameter", b.Size)
		}
	case "fourier-4f":
		if err = fits("object-width", 3*b.Size); err != nil {
			err = experiment.Wrong("object-width", "an object three times as high, ", err.(*experiment.ParamError).Why)
		} else if err = b.checkLens("focal-length", 2*b.rim()); err == nil && b.Filter != "none" {
			err = fits("filter-width", b.Opening)
		}
	}
	if err != nil {
		return nil, err
	}
	if _, err := b.space().Exact(); err != nil {
		return nil, experiment.Wrong(b.Params()[1].Name, micro(err.Error()))
	}
	return b.notCarried(), nil
}

// notCarried notes what the closed form does not know of: light that the samples cannot
// carry, wide angles, and the rims of the lenses of the 4-f system.
func (b *Config) notCarried() (notes []string) {
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
		notes = append(notes, "samples of "+experiment.Length(b.Pitch)+" carry the light "+what+" from a distance of "+experiment.Length(least)+" on, and it is "+experiment.Length(z)+
			": fringes finer than the samples are missing; a finer pitch shows more of them")
	}
	// The next term of the paths, an eighth of a wave from the rim to the axis.
	if math.Pow(half, 4)/(8*z*z*z) > b.Wavelength/8 {
		notes = append(notes, "the closed form is of small angles, and light from "+experiment.Length(half)+" beside the axis comes to "+experiment.Length(z)+
			" at a wide one: trust the simulation, or ask for a longer distance or a smaller element")
	}
	if b.Kind == "fourier-4f" {
		// Of a high-pass image the edges are all there is.
		if finest := b.Wavelength * z / b.rim(); finest > b.Size/16 || b.Filter == "high-pass" {
			notes = append(notes, "the lenses of "+experiment.Length(2*b.rim())+" pass details down to "+experiment.Length(finest)+", and the object is "+experiment.Length(b.Size)+
				" wide: its edges are blurred, which those of the closed form are not; a shorter focal length, or a wider plane, brings them together")
		}
	}
	return notes
}

// rim is the radius of the lenses of the 4-f system.
func (b *Config) rim() float64 { return 0.475 * float64(b.Samples) * b.Pitch }

// checkLens refuses a lens whose phase the samples at its rim cannot follow.
func (b *Config) checkLens(name string, diameter float64) error {
	if least := diameter * b.Pitch / b.Wavelength; b.Focal < least {
		return experiment.Wrong(name, "samples of ", experiment.Length(b.Pitch), " cannot follow the phase at the rim of a lens ", experiment.Length(diameter),
			" wide below a focal length of ", experiment.Length(least), ", and it is ", experiment.Length(b.Focal), ": ask for a longer one, or for a finer pitch")
	}
	return nil
}

// pitch is the spacing of the samples.
func (b *Config) pitch() float64 {
	if b.Kind == "talbot" {
		return b.Period / 16
	}
	return b.Pitch
}

// flat reports whether the light does not vary along y.
func (b *Config) flat() bool { return b.Kind == "slit" || b.Kind == "talbot" }

// space is the free space of every gap.
func (b *Config) space() optics.Space {
	g := optics.Square(b.Samples, b.pitch())
	if b.flat() {
		g.Ny = 1
	}
	return optics.Space{In: g, Wavelength: b.Wavelength, Z: math.Abs(b.gap())}
}
