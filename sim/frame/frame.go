// Package frame is the picture of a bench that every front end draws from: planes with
// their own size and place, the light between them, what the system answers, and
// panels for whatever else there is to see. It knows no physics: a system fills it in.
package frame

import "math"

// Frame is one picture of the whole bench: the light of one input on its way along
// the planes, and what the system makes of it. It is small: intensities and
// phases are bytes.
type Frame struct {
	Wavelength float32 // m

	Planes  []Plane  // along the light; Z never falls
	Ribbons []Ribbon // one a gap, or none at all

	// RibbonPeak is the intensity for which a ribbon's byte is 255, in the unit of Plane.Peak.
	RibbonPeak float32

	// Network is the network that the frame shows, counted from 0, of so many side by
	// side; 0 of them stands for 1. Each gets 1/Networks of the source's power, and Peak
	// and Power are relative to that.
	Network, Networks int

	Readings  []float32 // what each region reads, of all planes in their order
	Scores    []float32 // softmax of the logits, of all classes; below 1 in all where the rest is that of none of them; 0 when there is nothing to read
	Label     int       // the true class, or -1 when it is not known
	Predicted int       // the class with the highest score; -1 for none or two

	Panels []Panel
}

// Depths is how many slices of light a ribbon has, where one has to be chosen for many.
const Depths = 24

// Kind tells what stands in a plane.
type Kind byte

const (
	Source   Kind = iota // light enters here
	Mask                 // trained: its Name is its number
	Lens                 // and any other fixed element has the kind Element
	Detector             // its regions are read
	Camera               // reads every pixel
	Absorber             // saturable
	Relay                // electronics: what is read here is sent on
	Speckle              // a scatterer
	Element              // fixed, named by Name
	Screen               // light is looked at
	kinds
)

var kindNames = [kinds]string{"source", "mask", "lens", "detector", "camera", "absorber", "relay", "speckle", "element", "screen"}

func (k Kind) String() string {
	if k >= kinds {
		return "unknown"
	}
	return kindNames[k]
}

// Plane is one plane across the light. All its arrays are [Ny][Nx].
type Plane struct {
	Kind   Kind
	Name   string // a mask's number, "2.3" for the third of the second network; else what it is, in English
	Nx, Ny int
	Pitch  float32 // sample spacing, m
	Z      float32 // place along the light, m, from where distances count; below 0 it stands before that

	// Intensity is that of the light that arrives: 255 sqrt(I/Peak). It may be nil.
	Intensity []byte
	Peak      float32 // the largest intensity, relative to the brightest point that a full-scale input pixel gives
	Power     float32 // as a share of that of the encoded light

	// Phase is the phase that the element adds: byte b is 2 pi b/256 rad. It is nil where nothing
	// changes the phase.
	Phase []byte
	// Amplitude is the amplitude transmission: byte b is b/255. It is nil where all light passes.
	Amplitude []byte

	Regions []Region
}

// Region is a detector region in samples, X0 <= x < X1, Y0 <= y < Y1, and the class for
// which it speaks, or against which, as the second region of a class does.
type Region struct {
	X0, Y0, X1, Y1 int
	Class          int
	Against        bool
}

// Ribbon is the x-z slice of the intensity behind plane Plane and before the next one,
// [Steps][Nx]: 255 sqrt(I/RibbonPeak) at the row in the middle, at Steps equally spaced depths.
type Ribbon struct {
	Plane, Steps, Nx int
	Pitch            float32 // m, along x
	Values           []byte
}

// Changes tells whether an element of the plane changes the light.
func (p *Plane) Changes() bool { return p.Phase != nil || p.Amplitude != nil }

// Turns tells whether the element changes the phase across the light. One that lets light
// pass and turns all of it by the same angle does not.
func (p *Plane) Turns() bool {
	if p.Amplitude == nil {
		return p.Phase != nil
	}
	for _, v := range p.Phase {
		if v != p.Phase[0] {
			return true
		}
	}
	return false
}

// Width and Height are the plane's size, m.
func (p *Plane) Width() float64  { return float64(p.Nx) * float64(p.Pitch) }
func (p *Plane) Height() float64 { return float64(p.Ny) * float64(p.Pitch) }

// Last is the plane in which the light ends.
func (f *Frame) Last() *Plane { return &f.Planes[len(f.Planes)-1] }

// Masks are the numbers, counted from 0, of the planes with an element that changes the light.
func (f *Frame) Masks() (planes []int) {
	for i := range f.Planes {
		if f.Planes[i].Changes() {
			planes = append(planes, i)
		}
	}
	return planes
}

// Turns tells whether any element changes the phase of the light.
func (f *Frame) Turns() bool {
	for i := range f.Planes {
		if f.Planes[i].Turns() {
			return true
		}
	}
	return false
}

// Even tells whether all planes have the same samples and pitch and stand at even distances,
// and what the distance is, m.
func (f *Frame) Even() (distance float64, even bool) {
	for i := range f.Planes {
		p, first := &f.Planes[i], &f.Planes[0]
		if p.Nx != first.Nx || p.Ny != first.Ny || p.Pitch != first.Pitch {
			return 0, false
		}
	}
	return f.evenGaps()
}

// evenGaps tells whether all planes stand at even distances, and what the distance is, m.
func (f *Frame) evenGaps() (distance float64, even bool) {
	if len(f.Planes) < 2 {
		return 0, false
	}
	first, all := float64(f.Planes[0].Z), float64(f.Last().Z)-float64(f.Planes[0].Z)
	gap := float64(f.Planes[1].Z) - first
	for i := 1; i < len(f.Planes); i++ {
		// Places are float32, so that gaps have their rounding.
		if math.Abs(float64(f.Planes[i].Z)-float64(f.Planes[i-1].Z)-gap) > 1e-5*math.Abs(all) {
			return 0, false
		}
	}
	return gap, true
}

// closest is the shortest gap of Places, as a share of the mean one.
const closest = 0.35

// Places is where drawings put the planes: how far behind the first each stands, in mean
// gaps, so that the last is at their number. They are to scale, but for gaps below a third of the
// mean: those are drawn as long as that, as a plane would hide the one in front of it.
func (f *Frame) Places() []float64 {
	places := make([]float64, len(f.Planes))
	last := len(places) - 1
	if _, even := f.evenGaps(); even || last < 1 {
		for i := range places {
			places[i] = float64(i)
		}
		return places
	}
	mean := (float64(f.Last().Z) - float64(f.Planes[0].Z)) / float64(last)
	for i := range last {
		places[i+1] = places[i] + max(closest*mean, float64(f.Planes[i+1].Z)-float64(f.Planes[i].Z))
	}
	for i := range places {
		places[i] *= float64(last) / places[last]
	}
	return places
}

// Bytes is 255 sqrt(v/peak), rounded, of intensities v: what Intensity and Values hold.
func Bytes(v []float32, peak float32) []byte {
	b := make([]byte, len(v))
	if peak <= 0 {
		return b
	}
	for i, x := range v {
		b[i] = byte(255*math.Sqrt(float64(x/peak)) + 0.5)
	}
	return b
}

// PhaseByte is the byte of a phase in rad, as in Plane.Phase.
func PhaseByte(phi float64) byte {
	turns := phi / (2 * math.Pi)
	return byte(int(math.Floor(256*(turns-math.Floor(turns))+0.5)) & 255)
}

// Answers are the scores and, where those of the classes leave one, behind them that of an answer
// which is none of them. read is the index of what the network answers there: Predicted, or
// len(f.Scores) for none of the classes; -1 where it answers nothing, or two alike.
func (f *Frame) Answers() (scores []float32, read int) {
	const roundings = 1e-5
	scores, read = f.Scores, f.Predicted
	sum, most := 0.0, 0.0
	for _, v := range scores {
		sum, most = sum+float64(v), max(most, float64(v))
	}
	left := 1 - sum
	if !(sum > 0) || !(left > roundings) {
		return scores, read
	}
	if read < 0 && left > most {
		read = len(scores)
	}
	return append(scores[:len(scores):len(scores)], float32(left)), read
}
