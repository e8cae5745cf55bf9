package feedback

import (
	"math"
	"strconv"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/frame"
	"talbot/sim/network"
	"talbot/sim/opu"
	"talbot/sim/rng"
)

// The bench is drawn at a scale of its own, as Params have no lengths: mirrors of 13.7 um, as displays have
// them, green light, and numbers of a layer 100 um apart.
const (
	gap        = 0.1     // m, between planes
	spacing    = 100e-6  // m
	mirror     = 13.7e-6 // m
	wavelength = 532e-9  // m
)

// pixels is how many of the camera's, along either side, are drawn; each is a grain of speckle.
const pixels = 64

// Look is the frame of example x, as data.Examples.Read gives it, of a class, or -1: what the layers make of it,
// of the optical unit the mirrors, the medium and the camera, and panels with the error, the speckle, the
// alignment of the layers, and the confusion of what was tested last. The error is that of the class; of -1, that of
// the answer.
func (s *Session) Look(x []float32, class int) (*frame.Frame, error) {
	if len(x) != s.Net.Input.Len() {
		return nil, errs.New("feedback: an example has ", s.Net.Input.Len(), " numbers, not ", len(x))
	}
	if s.view == nil {
		var err error
		if s.view, err = s.Net.NewPass(network.View, 1); err != nil {
			return nil, err
		}
	}
	logits, err := s.view.Show(x, class)
	if err != nil {
		return nil, err
	}
	layers, err := s.view.Read(network.Behind, 1)
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{Wavelength: wavelength, Label: class, Predicted: kernels.ArgMax(logits), Scores: kernels.Softmax(logits)}
	in := s.Net.Input
	add(f, frame.Plane{Kind: frame.Source, Name: "input", Nx: in.Nx, Ny: in.Ny * in.Channels, Pitch: spacing}, x)
	for i, v := range layers[:len(layers)-1] {
		p := frame.Plane{Kind: frame.Relay, Name: layerName(i), Pitch: spacing}
		p.Nx, p.Ny = sides(len(v))
		add(f, p, sizes(v))
	}
	e := s.failure(f, class)
	f.Panels = append(f.Panels, e.panel(s.names))
	if s.Feedback == "opu" {
		speckle, full := s.speckle(e)
		s.unitPlanes(f, e, speckle, float32(full))
		f.Panels = append(f.Panels, s.camera(speckle, float32(full)))
	} else {
		p := frame.Plane{Kind: frame.Screen, Name: "answer", Pitch: 10 * spacing}
		p.Nx, p.Ny = sides(len(f.Scores))
		add(f, p, f.Scores)
	}
	if s.unaligned != nil {
		return nil, s.unaligned
	}
	if len(s.epochs) > 0 {
		f.Panels = append(f.Panels, s.alignment())
	}
	if s.confusion != nil {
		f.Panels = append(f.Panels, s.answers())
	}
	return f, nil
}

// add puts a plane behind the others, with light on it in shares of its brightest point. Electronics
// make as much of it as they like, so that no plane has a share of the light.
func add(f *frame.Frame, p frame.Plane, light []float32) {
	p.Power = 1
	for _, v := range light {
		p.Peak = max(p.Peak, v)
	}
	p.Intensity = frame.Bytes(light, p.Peak)
	if len(f.Planes) > 0 {
		p.Z = f.Planes[len(f.Planes)-1].Z + gap
	}
	f.Planes = append(f.Planes, p)
}

func sizes(x []float32) []float32 {
	out := make([]float32, len(x))
	for i, v := range x {
		out[i] = max(v, -v)
	}
	return out
}

func layerName(i int) string { return "layer " + strconv.Itoa(i+1) }

// sides are those of a rectangle of n places that is nearest to a square.
func sides(n int) (nx, ny int) {
	ny = int(math.Sqrt(float64(n)))
	for n%ny != 0 {
		ny--
	}
	return n / ny, ny
}

// failure is an error, and what is shown of it: parts of -1, 0 and 1 times a size.
type failure struct {
	whole, shown []float32
	size         float32
}

// failure is that of the answer of f.
func (s *Session) failure(f *frame.Frame, class int) failure {
	if class < 0 {
		class = f.Predicted
	}
	e := failure{whole: append([]float32(nil), f.Scores...), shown: make([]float32, len(f.Scores)), size: 1}
	if class < len(e.whole) {
		e.whole[class]--
	}
	random, ok := s.source().(network.Random)
	if !ok || random.Show == network.Whole {
		copy(e.shown, e.whole)
		return e
	}
	control, size := make([]float32, kernels.Controls), []float32{0}
	kernels.PutControl(control, kernels.ControlSeed, uint32(s.Seed))
	kernels.PutControl(control, kernels.ControlStep, uint32(s.Stage.Step))
	kernels.Ternary{Rows: 1, N: len(e.whole), Chance: random.Show == network.ByChance, Threshold: s.Threshold, Stream: rng.Chance}.
		Kernel().Each([][]float32{e.whole, {0}, control, e.shown, size}, nil)
	e.size = size[0]
	return e
}

// panel draws both.
func (e failure) panel(names []string) frame.Panel {
	p := frame.Panel{ID: "error", Shape: frame.Lines, Title: "Error", X: frame.Axis{Label: "class"}, Y: frame.Axis{Label: "error"},
		Note:   "The answer less the truth, of each class, and what is sent to all layers at once.",
		Series: []frame.Series{{Name: "error", Class: 0}, {Name: "sent", Points: true, Class: 1}}}
	for i, v := range e.whole {
		for k, y := range []float32{v, e.shown[i] * e.size} {
			p.Series[k].X, p.Series[k].Y = append(p.Series[k].X, float32(i)), append(p.Series[k].Y, y)
		}
	}
	return p
}

// speckle is the intensity that the camera reads of what is 1, with the second beam, on pixels x pixels, and that of
// a full pixel. Off-axis holograms show the fringes on the first pixels of as many lines.
func (s *Session) speckle(e failure) (light []float32, full float64) {
	u := s.Unit()
	n, m := len(e.shown), pixels*pixels
	q := u.Speckle(1, n, m, rng.Speckle)
	beam := u.Beam(uint64(s.Seed), rng.Feedback, n, m)
	on := make([]float32, n)
	for i, v := range e.shown {
		on[i] = max(v, 0)
	}
	matrix := opu.Matrix{Mirrors: n, Pixels: m, Seed: uint64(s.Seed), Stream: rng.Feedback}
	var y []complex128
	if u.Method == opu.Tilted {
		o := opu.Holograms()
		matrix.Pixels = pixels * o.Modes()
		y = fringed(o, matrix.Field(on, 0, matrix.Pixels))
	} else {
		y = matrix.Field(on, 0, m)
	}
	light = make([]float32, m)
	for j, v := range y {
		at := 2 * j
		if u.Method == opu.Tilted { // each line begins with the same phase
			at = 2 * (j % pixels)
		}
		re, im := float32(real(v))+beam[at], float32(imag(v))+beam[at+1]
		light[j] = min(float32(re*re)+float32(im*im), float32(q.Full))
	}
	return light, q.Full
}

// fringed is the light of grains, [lines][Modes], on the first pixels of their lines.
func fringed(o opu.OffAxis, grains []complex128) []complex128 {
	spread, modes := o.Light(), o.Modes()
	y := make([]complex128, len(grains)/modes*pixels)
	for i := range y {
		for k, v := range grains[i/pixels*modes:][:modes] {
			y[i] += v * complex(spread[k*o.Pixels()+i%pixels], 0)
		}
	}
	return y
}

// unitPlanes are the mirrors, in three bands: what is 1, what is -1, and the anchor; the medium; and the camera.
func (s *Session) unitPlanes(f *frame.Frame, e failure, speckle []float32, full float32) {
	const wide = 4
	n := len(e.shown)
	p := frame.Plane{Kind: frame.Element, Name: "mirrors", Nx: wide * n, Ny: 3 * wide, Pitch: mirror}
	light := make([]float32, p.Nx*p.Ny)
	for i := range light {
		class, band := i%p.Nx/wide, i/p.Nx/wide
		switch v := e.shown[class]; {
		case band == 0 && v > 0, band == 1 && v < 0, band == 2 && s.Method == "anchor":
			light[i] = 1
		}
	}
	for _, v := range light {
		p.Amplitude = append(p.Amplitude, byte(255*v))
	}
	add(f, p, light)
	const grains = 32
	even := make([]float32, grains*grains)
	medium := frame.Plane{Kind: frame.Speckle, Name: "medium", Nx: grains, Ny: grains, Pitch: 2 * mirror}
	for i := range even {
		even[i] = 1
		medium.Phase = append(medium.Phase, byte(rng.Stream{Seed: uint64(s.Seed), Stream: rng.Scatter}.Block(0, uint32(i))[0]))
	}
	add(f, medium, even)
	add(f, frame.Plane{Kind: frame.Camera, Name: "camera", Nx: pixels, Ny: pixels, Pitch: mirror}, speckle)
}
