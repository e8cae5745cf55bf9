package experiment

import (
	"math"

	"talbot/sim/fmath"
	"talbot/sim/optics"
	"talbot/sim/optim"
)

// Plane is the group of how a bench's planes are sampled, and of the free space between
// them. Settings embed it, as they do the groups below.
type Plane struct {
	// Samples, Pitch and Distance are for all planes and gaps, or else those of the first: then
	// Sizes, Pitches and Distances have all of them, with commas between.
	Samples    int
	Sizes      string
	Pitch      float64
	Pitches    string
	Wavelength float64
	Distance   float64
	Distances  string
	Padding    int
	BandLimit  bool
}

// Params lists the group.
func (p *Plane) Params() []Param {
	const group = "Optics"
	return []Param{
		{Name: "samples", Label: "Samples", Group: group, Kind: Int, Min: 16, Max: 2048, Each: "plane",
			Doc: "Samples along each side of every plane, or each plane's own: 96,64,64,128 for two masks; one sample is one pixel of a mask.", Var: EachOf{&p.Samples, &p.Sizes}},
		{Name: "pitch", Label: "Pixel pitch", Group: group, Unit: "m", Kind: Float, Min: 1e-7, Max: 1e-2, Each: "plane",
			Doc: "Spacing of the samples, or each plane's own.", Var: EachOf{&p.Pitch, &p.Pitches}},
		{Name: "wavelength", Label: "Wavelength", Group: group, Unit: "m", Kind: Float, Min: 1e-8, Max: 1e-2,
			Doc: "Wavelength of the light; 532 nm is a green laser.", Var: &p.Wavelength},
		{Name: "distance", Label: "Distance", Group: group, Unit: "m", Kind: Float, Min: 0, Max: 1e3, Each: "gap",
			Doc: "Free space before each mask and before the detector, or each its own: 0.3,0.2,0.3 for two masks.", Var: EachOf{&p.Distance, &p.Distances}},
		{Name: "padding", Label: "Padding", Group: group, Kind: Int, Min: 0, Max: 2048,
			Doc: "Dark samples added on each side while light propagates, so that light leaving the aperture is lost instead of coming back on the other side.", Var: &p.Padding},
		{Name: "band-limit", Label: "Band limit", Group: group, Kind: Bool,
			Doc: "Drop the angles that the window cannot sample over this distance (Matsushima and Shimobaba 2009).", Var: &p.BandLimit},
	}
}

// Uneven tells whether there is a list of samples, pitches or distances.
func (p *Plane) Uneven() bool { return p.Sizes != "" || p.Pitches != "" || p.Distances != "" }

// Grids are those of so many planes. A list that is too short, which CheckEach refuses, is taken
// as if it went on with its last value.
func (p *Plane) Grids(planes int) (all []optics.Grid) {
	samples, pitches := numbers(float64(p.Samples), p.Sizes, planes), numbers(p.Pitch, p.Pitches, planes)
	for i := range planes {
		all = append(all, optics.Square(int(samples[min(i, len(samples)-1)]), pitches[min(i, len(pitches)-1)]))
	}
	return all
}

// Gaps are so many distances, m; a list that is too short goes on with its last value.
func (p *Plane) Gaps(gaps int) []float64 {
	all := numbers(p.Distance, p.Distances, gaps)
	for len(all) < gaps {
		all = append(all, all[len(all)-1])
	}
	return all[:gaps]
}

// CheckEach refuses lists that are not for so many gaps and the planes around them.
func (p *Plane) CheckEach(gaps int) error {
	for _, l := range [...]struct{ name, all, of string }{{"samples", p.Sizes, "planes"}, {"pitch", p.Pitches, "planes"}, {"distance", p.Distances, "gaps"}} {
		want, of := gaps+1, " planes, which are the source, the masks and the detector"
		if l.of == "gaps" {
			want, of = gaps, " gaps, one more than the masks"
		}
		if n := len(numbers(0, l.all, want)); n != want {
			return Wrong(l.name, n, " values for ", want, of, ": give one for all, or one each")
		}
	}
	return nil
}

// Source is the group of the light that enters, and of how a picture is written on it.
type Source struct {
	Illumination string
	Waist        float64
	Encoding     string
	PhaseDepth   float64
	ImageSize    int
}

// Params lists the group.
func (s *Source) Params() []Param {
	const group = "Source"
	return []Param{
		{Name: "illumination", Label: "Illumination", Group: group, Kind: Choice, Choices: []string{"plane", "gaussian"},
			Doc: "Light on the source plane: a plane wave, or a Gaussian beam at its waist.", Var: &s.Illumination},
		{Name: "waist", Label: "Beam waist", Group: group, Unit: "m", Kind: Float, Min: 1e-7, Max: 1, Needs: "illumination=gaussian",
			Doc: "Radius of the Gaussian beam, where the amplitude has fallen to 1/e.", Var: &s.Waist},
		{Name: "encoding", Label: "Encoding", Group: group, Kind: Choice, Choices: []string{"amplitude", "phase"},
			Doc: "What a picture's grey value does to the light.", Var: &s.Encoding},
		{Name: "phase-depth", Label: "Phase depth", Group: group, Unit: "rad", Kind: Float, Min: 0, Max: 50, Needs: "encoding=phase",
			Doc: "Phase that a white pixel adds, for phase encoding.", Var: &s.PhaseDepth},
		{Name: "image-size", Label: "Picture size", Group: group, Kind: Int, Min: 4, Max: 2048,
			Doc: "Samples along each side of the picture, in the middle of the source plane.", Var: &s.ImageSize},
	}
}

// Detector is the group of the regions of the last plane and their read-out.
type Detector struct {
	RegionSize   int
	RegionSpread float64
	Reading      string
	Logits       string
	LogitScale   float64
}

// Params lists the group.
func (d *Detector) Params() []Param {
	const group = "Detector"
	return []Param{
		{Name: "region-size", Label: "Detector size", Group: group, Kind: Int, Min: 1, Max: 512,
			Doc: "Samples along each side of a detector region.", Var: &d.RegionSize},
		{Name: "region-spread", Label: "Detector spread", Group: group, Kind: Float, Min: 0.05, Max: 1,
			Doc: "Share of the plane's width and height that the regions divide evenly, in its middle.", Var: &d.RegionSpread},
		{Name: "reading", Label: "Reading", Group: group, Kind: Choice, Choices: []string{"intensity", "amplitude"},
			Doc: "What a region reads: the mean intensity, as a camera does, or the mean amplitude.", Var: &d.Reading},
		{Name: "logits", Label: "Logits", Group: group, Kind: Choice, Choices: []string{"share", "scale", "differential"},
			Doc: "Logits are made of each reading's share of all readings, of the readings as they are, or of two readings a class: their difference over their sum.", Var: &d.Logits},
		{Name: "logit-scale", Label: "Logit scale", Group: group, Kind: Float, Min: 1e-3, Max: 1e6,
			Doc: "Factor from reading, share or difference to logit: the softmax's inverse temperature.", Var: &d.LogitScale},
	}
}

// Descent is the group of the rule that changes what is trained, and of its rate over so many epochs.
type Descent struct {
	Optimiser      string
	LearningRate   float64
	Momentum       float64
	Schedule       string
	ScheduleEpochs int
	ScheduleFactor float64
	ScheduleEnd    float64
	Batch          int
	Epochs         int
}

// Params lists the group; what says what changes, such as "masks".
func (d *Descent) Params(what string) []Param {
	const group = "Training"
	return []Param{
		{Name: "optimiser", Label: "Optimiser", Group: group, Role: RoleTraining, Kind: Choice, Choices: []string{"adam", "sgd"},
			Doc: "The rule that changes the " + what + ".", Var: &d.Optimiser},
		{Name: "learning-rate", Label: "Learning rate", Group: group, Role: RoleTraining, Kind: Float, Min: 0, Max: 1e3, Live: true,
			Doc: "Size of a step.", Var: &d.LearningRate},
		{Name: "momentum", Label: "Momentum", Group: group, Role: RoleTraining, Kind: Float, Min: 0, Max: 0.999, Needs: "optimiser=sgd",
			Doc: "Share of the last step that SGD keeps.", Var: &d.Momentum},
		{Name: "schedule", Label: "Schedule", Group: group, Role: RoleTraining, Kind: Choice, Choices: []string{"constant", "step", "cosine"},
			Doc: "How the learning rate falls: not at all, by a factor every few epochs, or along half a cosine to its end.", Var: &d.Schedule},
		{Name: "schedule-epochs", Label: "Step every", Group: group, Role: RoleTraining, Kind: Int, Min: 1, Max: 100000, Needs: "schedule=step",
			Doc: "Epochs between two steps of the step schedule.", Var: &d.ScheduleEpochs},
		{Name: "schedule-factor", Label: "Step factor", Group: group, Role: RoleTraining, Kind: Float, Min: 0, Max: 1, Needs: "schedule=step",
			Doc: "What each step multiplies the learning rate by.", Var: &d.ScheduleFactor},
		{Name: "schedule-end", Label: "Cosine's end", Group: group, Role: RoleTraining, Kind: Float, Min: 0, Max: 1e3, Needs: "schedule=cosine",
			Doc: "Learning rate at which the cosine ends.", Var: &d.ScheduleEnd},
		{Name: "batch", Label: "Batch", Group: group, Role: RoleTraining, Kind: Int, Min: 1, Max: 4096,
			Doc: "Pictures per update.", Var: &d.Batch},
		{Name: "epochs", Label: "Epochs", Group: group, Role: RoleEpochs, Kind: Int, Min: 1, Max: 100000,
			Doc: "Times that training visits every picture.", Var: &d.Epochs},
	}
}

// Seed is the parameter of a run's randomness.
func Seed(v *int) Param {
	return Param{Name: "seed", Label: "Seed", Group: "Training", Role: RoleTraining, Kind: Int, Min: 0, Max: math.MaxInt32,
		Doc: "Number that all randomness of a run comes from.", Var: v}
}

// Rule is that of the optimiser.
func (d *Descent) Rule() optim.Rule {
	if d.Optimiser == "sgd" {
		return optim.SGD{Momentum: d.Momentum}
	}
	return optim.DefaultAdam
}

// Rate is the learning rate of an epoch, counted from 0. A cosine run that goes on
// after its last epoch keeps the last rate.
func (d *Descent) Rate(epoch int) float64 {
	switch d.Schedule {
	case "step":
		r := d.LearningRate
		for k := d.ScheduleEpochs; k <= epoch; k += d.ScheduleEpochs {
			r *= d.ScheduleFactor
		}
		return r
	case "cosine":
		// The cosine of the middle of the epoch, so that the last one still learns.
		return d.cosine(float64(min(epoch, d.Epochs-1)) + 0.5)
	}
	return d.LearningRate
}

// RateWithin is Rate of update number i, counted from 0, of an epoch of so many: a cosine falls from update to update, so that one
// epoch is a whole one. A run that goes on after its last epoch keeps the rate at that one's end.
func (d *Descent) RateWithin(epoch, i, of int) float64 {
	if d.Schedule != "cosine" {
		return d.Rate(epoch)
	}
	if epoch >= d.Epochs {
		epoch, i = d.Epochs-1, of-1
	}
	return d.cosine(float64(epoch) + (float64(i)+0.5)/float64(max(1, of)))
}

// cosine is the rate of that schedule behind so many epochs.
func (d *Descent) cosine(epochs float64) float64 {
	_, cos := fmath.Sincos(math.Pi * epochs / float64(d.Epochs))
	return d.ScheduleEnd + (d.LearningRate-d.ScheduleEnd)*(1+cos)/2
}
