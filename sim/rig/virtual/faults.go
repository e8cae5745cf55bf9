package virtual

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/experiment"
)

// Faults says how large each imperfection is; the seed says which way it goes. The zero value of a number is
// for none but where it says otherwise.
type Faults struct {
	Seed int

	// Of each plane behind the first: where it stands.
	Shift    float64 // pixels to some side
	Axial    float64 // m along the axis
	Tilt     float64 // degrees about an axis of the plane
	Rotation float64 // rad about the light's axis
	Scale    float64 // of the image: the share by which it is larger
	Pointing float64 // rad: the light behind each panel leaves at this angle

	// Of each panel.
	Depth       float64 // of the phase: its range as a share of what is meant, or an amplitude panel's brightest; 1 for none
	Bend        float64 // gamma: phase or amplitude go with this power of the level; 1 for none
	Spread      float64 // of the phase's range over the panel: from that share less to that more
	Fringing    float64 // pixels along x over which a phase runs into its neighbour
	CrossTalk   float64 // share of its state that a pixel has from each of four neighbours
	Unmodulated float64 // share of the power
	Aberration  float64 // waves, root mean square: also of the reference beam
	Flicker     float64 // rad, root mean square, over a period of the refresh, which half of is the pixels' own
	Latency     float64 // pictures of 1/60 s
	Response    float64 // s, of the exponential by which pixels move

	// Of the source.
	Edge    float64 // intensity at the middle of an edge as a share of the centre's; 1 for none
	Ripple  float64 // contrast of fringes, and as much of speckle, in amplitude
	Power   float64 // share, root mean square, from frame to frame and over minutes
	Drift   float64 // pixels, after an hour; the phase of the two arms drifts by as many turns
	Photons bool    // light comes in electrons

	// Of the cameras.
	Read       float64 // electrons of noise
	Well       float64 // electrons when a pixel is full; 0 for no limit
	Bits       int     // of a count; 0 for any number
	Uneven     float64 // standard deviation of the pixels' sensitivities
	Hot        float64 // share of pixels that are hot
	Compressed bool    // a gamma of 1/2.2 has been left on
	Auto       bool    // the gain has been left to the camera: it wanders by a fifth over minutes
	Loss       float64 // share of frames that are lost, late or incomplete
	Gone       int     // frames after which the cameras answer no more; 0 for never

	Link string // what the graphics card does to pictures on their way: one of Links
}

// Links are the mistakes of a graphics card: to send only levels 16 to 235 of 255, the picture's negative, a gamma of 1/2.2,
// pictures 2 % too small, or each to the other panel.
var Links = []string{"exact", "limited-range", "inverted", "gamma", "scaled", "swapped"}

// Grades are the settings that a bench can be given as a whole: of none, and of mild, typical and bad faults.
var Grades = []string{"ideal", "mild", "typical", "bad"}

// scale is one imperfection: where it is, its sizes when there is none and when it is mild, typical and bad, and its limits.
type scale struct {
	group, name, label, unit, doc string
	at                            func(*Faults) any // *float64 or *int or *bool
	sizes                         [4]float64
	low, high                     float64
}

// table is what is known of benches: published, measured and estimated sizes.
var table = []scale{
	{"Alignment", "plane-shift", "Shift", "px", "How far each plane lies to some side of where it should.", func(f *Faults) any { return &f.Shift }, [4]float64{0, 0.2, 1, 5}, 0, 100},
	{"Alignment", "axial", "Along the axis", "m", "How far each plane lies before or behind where it should.", func(f *Faults) any { return &f.Axial }, [4]float64{0, 1e-4, 1e-3, 5e-3}, 0, 0.1},
	{"Alignment", "plane-tilt", "Tilt", "deg", "By how much each plane is not square to the axis.", func(f *Faults) any { return &f.Tilt }, [4]float64{0, 0.1, 0.5, 2}, 0, 10},
	{"Alignment", "rotation", "Rotation", "rad", "By how much each plane is turned about the axis.", func(f *Faults) any { return &f.Rotation }, [4]float64{0, 0.2e-3, 1e-3, 5e-3}, 0, 0.1},
	{"Alignment", "magnification", "Magnification", "", "Share by which each plane is imaged too large or too small.", func(f *Faults) any { return &f.Scale }, [4]float64{0, 0.2e-3, 1e-3, 1e-2}, 0, 0.1},
	{"Alignment", "pointing", "Pointing", "rad", "Angle to the axis at which light leaves each panel.", func(f *Faults) any { return &f.Pointing }, [4]float64{0, 1e-5, 5e-5, 2e-4}, 0, 1e-2},
	{"Panels", "lut-depth", "Range", "", "Range of the phase as a share of a turn, or brightest amplitude.", func(f *Faults) any { return &f.Depth }, [4]float64{1, 0.98, 0.9, 0.8}, 0.1, 2},
	{"Panels", "lut-gamma", "Bend", "", "Power of the level that phase or amplitude go with.", func(f *Faults) any { return &f.Bend }, [4]float64{1, 1.02, 1.1, 1.5}, 0.2, 5},
	{"Panels", "lut-spread", "Spread", "", "Share by which the phase's range varies over the panel.", func(f *Faults) any { return &f.Spread }, [4]float64{0, 0.01, 0.03, 0.1}, 0, 0.5},
	{"Panels", "fringing", "Fringing", "px", "Pixels over which a phase runs into that beside it.", func(f *Faults) any { return &f.Fringing }, [4]float64{0, 0.1, 0.3, 0.5}, 0, 2},
	{"Panels", "pixel-cross-talk", "Cross-talk", "", "Share of its state that a pixel has from each of four neighbours.", func(f *Faults) any { return &f.CrossTalk }, [4]float64{0, 0.002, 0.01, 0.03}, 0, 0.2},
	{"Panels", "unmodulated", "Zero order", "", "Share of the power that a panel does not change.", func(f *Faults) any { return &f.Unmodulated }, [4]float64{0, 0.01, 0.05, 0.35}, 0, 1},
	{"Panels", "aberration", "Aberration", "waves", "Root mean square of Zernike's polynomials 4 to 15 on each panel and the reference beam.", func(f *Faults) any { return &f.Aberration }, [4]float64{0, 0.1, 0.5, 3}, 0, 20},
	{"Panels", "flicker", "Flicker", "rad", "Root mean square of the phase over each period of a panel's refresh.", func(f *Faults) any { return &f.Flicker }, [4]float64{0, 0.01 * math.Pi, 0.05 * math.Pi, 0.1 * math.Pi}, 0, math.Pi},
	{"Panels", "latency", "Latency", "frames", "Pictures of 1/60 s before a panel begins to move.", func(f *Faults) any { return &f.Latency }, [4]float64{0, 1, 2, 3}, 0, 100},
	{"Panels", "response", "Response", "s", "Time constant of the pixels.", func(f *Faults) any { return &f.Response }, [4]float64{0, 4e-3, 8e-3, 25e-3}, 0, 1},
	{"Light", "edge", "Edge", "", "Intensity at the plane's edge as a share of that in the centre.", func(f *Faults) any { return &f.Edge }, [4]float64{1, 0.9, 0.6, 0.3}, 0.01, 1},
	{"Light", "ripple", "Ripple", "", "Contrast of fringes and of speckle on the light.", func(f *Faults) any { return &f.Ripple }, [4]float64{0, 0.01, 0.03, 0.1}, 0, 0.5},
	{"Light", "laser-power", "Power", "", "Root mean square of the power, as a share.", func(f *Faults) any { return &f.Power }, [4]float64{0, 0.002, 0.01, 0.03}, 0, 0.5},
	{"Light", "drift", "Drift", "px", "How far the image wanders in an hour; the arms' phase, by as many turns.", func(f *Faults) any { return &f.Drift }, [4]float64{0, 0.1, 0.5, 2}, 0, 100},
	{"Camera", "photons", "Photons", "", "Whether light comes in electrons.", func(f *Faults) any { return &f.Photons }, [4]float64{0, 1, 1, 1}, 0, 1},
	{"Camera", "read-noise", "Read noise", "electrons", "Noise of the reading.", func(f *Faults) any { return &f.Read }, [4]float64{0, 2.5, 2.5, 2.5}, 0, 1000},
	{"Camera", "well", "Full well", "electrons", "Electrons at which a pixel is full; 0 for no limit.", func(f *Faults) any { return &f.Well }, [4]float64{0, 10500, 10500, 10500}, 0, 1e6},
	{"Camera", "camera-bits", "Bits", "", "Bits of a count; 0 for any number.", func(f *Faults) any { return &f.Bits }, [4]float64{0, 12, 12, 8}, 0, 16},
	{"Camera", "uneven", "Uneven pixels", "", "Standard deviation of the pixels' sensitivities.", func(f *Faults) any { return &f.Uneven }, [4]float64{0, 0.003, 0.006, 0.02}, 0, 0.5},
	{"Camera", "hot", "Hot pixels", "", "Share of pixels that count in the dark.", func(f *Faults) any { return &f.Hot }, [4]float64{0, 1e-5, 1e-4, 1e-3}, 0, 0.1},
	{"Camera", "compressed", "Gamma left on", "", "Whether the camera counts a power of the light.", func(f *Faults) any { return &f.Compressed }, [4]float64{0, 0, 0, 0}, 0, 1},
	{"Camera", "auto-gain", "Automatic gain", "", "Whether the camera's gain has been left to the camera.", func(f *Faults) any { return &f.Auto }, [4]float64{0, 0, 0, 0}, 0, 1},
	{"Camera", "gone-after", "Gone after", "frames", "Frames after which the cameras answer no more; 0 for never.", func(f *Faults) any { return &f.Gone }, [4]float64{0, 0, 0, 0}, 0, 1e9},
	{"Camera", "frame-loss", "Lost frames", "", "Share of frames that are lost, late or incomplete.", func(f *Faults) any { return &f.Loss }, [4]float64{0, 0, 1e-3, 1e-2}, 0, 0.5},
}

// Grade is one of Grades, with seed 1.
func Grade(name string) (Faults, error) {
	for g, n := range Grades {
		if n != name {
			continue
		}
		f := Faults{Seed: 1, Link: Links[0]}
		for _, s := range table {
			switch v := s.at(&f).(type) {
			case *float64:
				*v = s.sizes[g]
			case *int:
				*v = int(s.sizes[g])
			case *bool:
				*v = s.sizes[g] != 0
			}
		}
		return f, nil
	}
	list := ""
	for i, n := range Grades {
		if i > 0 {
			list += ", "
		}
		list += n
	}
	return Faults{}, errs.New("virtual: there is no bench ", name, ": want one of ", list)
}

// Ideal is a bench without faults.
func Ideal() Faults {
	f, _ := Grade(Grades[0])
	return f
}

// Params are the imperfections in the order of a form; their values are in f.
func (f *Faults) Params() (all []experiment.Param) {
	for i, s := range table {
		if i > 0 && table[i-1].group == linked && s.group != linked {
			all = append(all, f.link())
		}
		p := experiment.Param{Name: s.name, Label: s.label, Group: s.group, Unit: s.unit, Doc: s.doc, Kind: experiment.Float, Min: s.low, Max: s.high}
		v := s.at(f)
		switch v.(type) {
		case *int:
			p.Kind = experiment.Int
		case *bool:
			p.Kind = experiment.Bool
		}
		all = append(all, p.At(v))
	}
	return append(all, experiment.Param{Name: "bench-seed", Label: "Seed", Group: "Bench", Doc: "Number that says which way each fault goes.",
		Kind: experiment.Int, Max: math.MaxInt32}.At(&f.Seed))
}

// linked is the group of the link, which stands behind the panels' numbers.
const linked = "Panels"

func (f *Faults) link() experiment.Param {
	return experiment.Param{Name: "link", Label: "Link", Group: linked, Doc: "What the graphics card does to pictures on their way to the panels.",
		Kind: experiment.Choice, Choices: Links}.At(&f.Link)
}

// Check says what of the values is outside its range.
func (f *Faults) Check() error {
	for _, p := range f.Params() {
		if err := p.Set(p.Value()); err != nil {
			return err
		}
	}
	return nil
}
