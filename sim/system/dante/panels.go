package dante

import (
	"math"
	"strconv"

	"talbot/sim/errs"
	"talbot/sim/frame"
	"talbot/sim/network"
	"talbot/sim/optics"
)

// panels are what there is to see beside the bench: first the kernels that learn; then the mask that is
// fitted, or was last, with its impulse response beside the kernels; and what of both is right.
func (s *Session) panels() (list []frame.Panel, err error) {
	if !s.Dual() {
		return s.answers(), nil
	}
	if !s.ByLight() {
		list = append(list, frame.Panel{ID: "reads", Shape: frame.Text, Note: "Convolutions stand in for the light until all masks are fitted."})
	}
	if s.at == "" {
		return s.learning(list)
	}
	m, err := s.mask(s.at)
	if err != nil {
		return nil, err
	}
	k, err := s.kernels(m)
	if err != nil {
		return nil, err
	}
	u, gain, err := s.responseOf(m)
	if err != nil {
		return nil, err
	}
	phase, _, err := s.maskOf(m)
	if err != nil {
		return nil, err
	}
	if phases := s.inputs(m); phases != nil {
		k = m.Tiling.TurnInputs(k, phases)
	}
	target := m.Tiling.Kernels(k)
	if f := s.fits[s.at]; f != nil && s.FreePhase {
		target = f.Target()
	}
	u = scaled(u, gain)
	most := largest(target, 1)
	side, want := mosaic(m.Tiling, m.Tiling.Kernel+2*beside, around(m.Tiling, target))
	_, got := mosaic(m.Tiling, m.Tiling.Kernel+2*beside, around(m.Tiling, u))
	list = append(list,
		pixels(s.field("target", "Artificial kernels", "Mask "+m.Name+", of layer "+strconv.Itoa(m.Layer+1)+". "+byHue, want, side, most)),
		pixels(s.field("response", "Impulse response of the mask", "What the light of one point comes to, where the kernels have to be, and beside that.", got, side, most)),
		s.maskPanel(phase, m.System.Mask),
		s.fall(),
		s.field("whole", "All of the impulse response", "Each kernel in a cell of its own: what is dark keeps channels apart.", u, m.Region(), most))
	return append(list, s.answers()...), nil
}

// byHue says how fields are drawn.
const byHue = "Colour is the phase, and brightness the amplitude."

// learning is the kernels of each layer's first mask while they learn, and what of them is learned: they begin with random
// ones, of which a third is another in the end, which the eye does not see.
func (s *Session) learning(list []frame.Panel) ([]frame.Panel, error) {
	masks := 0 // before the layer's
	for i, row := range s.layers[:min(len(s.layers), 4)] {
		m, layer := row[0], strconv.Itoa(i+1)
		k, err := s.kernels(m)
		if err != nil {
			return nil, err
		}
		side, v := mosaic(m.Tiling, m.Tiling.Kernel, k)
		p := pixels(s.field("kernels-"+layer, "Kernels of layer "+layer, "", v, side, largest(v, 1)))
		p.Note = strconv.Itoa(m.Out) + " groups of " + strconv.Itoa(m.In) + ": one for each output channel. " + byHue
		list = append(list, p)
		learned, share := less(k, s.firstKernels(m, masks))
		if masks += len(row); share == 0 {
			continue
		}
		_, v = mosaic(m.Tiling, m.Tiling.Kernel, learned)
		list = append(list, pixels(s.field("learned-"+layer, "Learned by the kernels of layer "+layer,
			"The kernels less the random ones that they began with: "+strconv.FormatFloat(100*share, 'f', 0, 64)+" % of these in root mean square. "+byHue, v, side, largest(v, 1))))
	}
	return append(append(list, s.answers()...), how), nil
}

// less is k less what it was, and the root mean square of that over what it was.
func less(k, was []float32) (d []float32, share float64) {
	d = make([]float32, len(k))
	var now, then float64
	for i, v := range was {
		d[i] = k[i] - v
		now, then = now+float64(d[i])*float64(d[i]), then+float64(v)*float64(v)
	}
	return d, math.Sqrt(now / then)
}

// how says what there is to see.
var how = frame.Panel{ID: "how", Shape: frame.Text, Title: "Learning in two steps",
	Note: "First small convolutions learn in place of the light, which is quick. Then each mask is fitted by itself, until light of a single point comes out as the kernels. In the end light goes through all masks, and reads."}

// beside is how many samples around a kernel are looked at.
const beside = 1

// around is what a field over the region of a tiling has at the places of the kernels and beside
// them, [Out][In][n][n] pairs, n = Kernel + 2 beside.
func around(t network.Tiling, u []float32) []float32 {
	n, across, side := t.Kernel+2*beside, int(math.Ceil(math.Sqrt(float64(t.In)))), t.Region()
	v := make([]float32, 0, 2*t.Out*t.In*n*n)
	for o := range t.Out {
		row, col := t.SuperCell(o)
		for c := range t.In {
			first, left := row+c/across*t.Cell()+(t.Cell()-t.Kernel)/2-beside, col+c%across*t.Cell()+(t.Cell()-t.Kernel)/2-beside
			for y := first; y < first+n; y++ {
				for x := left; x < left+n; x++ {
					if x < 0 || y < 0 || x >= side || y >= side {
						v = append(v, 0, 0)
						continue
					}
					v = append(v, u[2*(y*side+x)], u[2*(y*side+x)+1])
				}
			}
		}
	}
	return v
}

// mosaic is squares of n x n pairs, [Out][In][n][n], side by side as a tiling has its kernels, but close
// together: a dark pixel stands between two, and another one between groups.
func mosaic(t network.Tiling, n int, k []float32) (side int, v []float32) {
	root := func(n int) int { return int(math.Ceil(math.Sqrt(float64(n)))) }
	in, out := root(t.In), root(t.Out)
	group := in*(n+1) + 1
	if t.In == 1 {
		group = n + 1
	}
	side = out*group + 1
	v = make([]float32, 2*side*side)
	for i := range len(k) / 2 {
		x, y := i%n, i/n%n
		c, o := i/(n*n)%t.In, i/(n*n*t.In)
		row, col := 1+o/out*group+c/in*(n+1)+y, 1+o%out*group+c%in*(n+1)+x
		v[2*(row*side+col)], v[2*(row*side+col)+1] = k[2*i], k[2*i+1]
	}
	return side, v
}

// field is the panel of a field of side x side pairs, whose full brightness is at amplitude most.
func (s *Session) field(id, title, note string, u []float32, side int, most float64) frame.Panel {
	p := frame.Field(id, title, note, u, side, side, most)
	p.X, p.Y = s.across("x", side), s.across("y", side)
	return p
}

// pixels is a panel of a field whose axes count pixels, as squares that lie close together have no other place.
func pixels(p frame.Panel) frame.Panel {
	p = p.Across("px", 0, float32(p.Nx), 0, float32(p.Ny))
	return p
}

// across is an axis over a plane of so many samples.
func (s *Session) across(label string, side int) frame.Axis {
	half := float32(float64(side) / 2 * s.Pitch)
	return frame.Axis{Label: label, Unit: "m", Min: -half, Max: half}
}

func (s *Session) maskPanel(phase []float32, side int) frame.Panel {
	p := frame.Panel{ID: "mask", Shape: frame.Image, Title: "Phase of the mask", Names: []string{"phase (rad)"}, Nx: side, Ny: side, Map: frame.Phase, Hi: 2 * math.Pi, Image: make([]byte, side*side)}
	p.X, p.Y = s.across("x", side), s.across("y", side)
	p.Note = "Light of each point comes through all of it."
	for i, v := range phase {
		p.Image[i] = frame.PhaseByte(float64(v))
	}
	return p
}

// fall is the panel of the errors of all fits.
func (s *Session) fall() frame.Panel {
	p := frame.Panel{ID: "fall", Shape: frame.Lines, Title: "Error of the fit", X: frame.Axis{Label: "update"}, Y: frame.Axis{Label: "squared error, relative", Log: true},
		Note: "What of the kernels the impulse response lacks: 0.01 is 1 % of their power."}
	for _, m := range s.masks {
		fall := s.falls[jobKey(m)]
		if len(fall) == 0 || len(s.masks) > 12 && jobKey(m) != s.at {
			continue
		}
		c := frame.Series{Name: "mask " + m.Name, Class: len(p.Series) % 4}
		for i := 0; i < len(fall); i += 2 {
			c.X, c.Y = append(c.X, fall[i]), append(c.Y, fall[i+1])
		}
		p.Series = append(p.Series, c)
	}
	return p
}

// answers are the shares of right answers and the confusions of both faces, as far as they were tested.
func (s *Session) answers() (list []frame.Panel) {
	faces := [2]string{"artificial", "optical"}
	if s.Electronic() {
		faces[1] = "electronic"
	}
	bars := frame.Panel{ID: "right", Shape: frame.Bars, Title: "Right answers", Y: frame.Axis{Label: "per cent", Max: 100}, Series: []frame.Series{{Class: 0}},
		Note: "Of the test pictures: by the kernels as they learned, and by light through the masks."}
	for i, e := range s.tested {
		if e == nil {
			continue
		}
		bars.Names, bars.Series[0].Y = append(bars.Names, faces[i]), append(bars.Series[0].Y, float32(100*e.Accuracy()))
		n := len(s.names)
		if n > 12 {
			continue
		}
		g := frame.Panel{ID: "answers-" + faces[i], Shape: frame.Grid, Title: "Answers, " + faces[i], Note: "A row is a true class, and a column an answer.",
			Nx: n, Ny: n, Names: append(append([]string(nil), s.names...), s.names...), Series: []frame.Series{{Class: -1}}}
		for _, v := range e.Confusion {
			g.Series[0].Y = append(g.Series[0].Y, float32(v))
		}
		list = append(list, g)
	}
	if len(bars.Names) == 2 {
		list = append([]frame.Panel{bars}, list...)
	}
	return list
}

// response is that of a mask whose fit has ended, kept while the mask is the same.
type response struct {
	phase []float32
	u     []float32
}

// responseOf is the impulse response of a mask as it is, [Region][Region] pairs, and the gain that brings it to
// the kernels.
func (s *Session) responseOf(m Mask) (u []float32, gain float64, err error) {
	if f := s.fits[jobKey(m)]; f != nil {
		u, err = f.Response()
		if err != nil {
			return nil, 0, err
		}
		_, gain, err = f.Mask()
		return u, gain, err
	}
	phase, gain, err := s.maskOf(m)
	if err != nil || phase == nil {
		return make([]float32, 2*m.Region()*m.Region()), 1, err
	}
	if s.seen.u != nil && &s.seen.phase[0] == &phase[0] {
		return s.seen.u, gain, nil
	}
	light, err := m.System.PointLight(s.dev)
	if err != nil {
		return nil, 0, err
	}
	amplitude := s.transmissionOf(m, len(phase))
	for i, v := range phase {
		sin, cos := math.Sincos(float64(v))
		sin, cos = amplitude[i]*sin, amplitude[i]*cos
		re, im := float64(light.U[2*i]), float64(light.U[2*i+1])
		light.U[2*i], light.U[2*i+1] = float32(re*cos-im*sin), float32(re*sin+im*cos)
	}
	back, err := m.System.Back(s.dev, m.Region(), 1)
	if err != nil {
		return nil, 0, err
	}
	out, err := optics.Apply(s.dev, back, light)
	if err != nil {
		return nil, 0, err
	}
	s.seen = response{phase, out.U}
	return out.U, gain, nil
}

// maskOf is a mask's phase, rad, as it is, and its gain: of single neurons that which learns, else that of a
// fit under way or ended; nil before.
func (s *Session) maskOf(m Mask) (phase []float32, gain float64, err error) {
	if !s.Dual() {
		phase, w := make([]float32, m.Mask.Var().Len()), make([]float32, 1)
		if err := s.dev.Read(m.Mask.Var().Value, 0, phase); err != nil {
			return nil, 0, err
		}
		err = s.dev.Read(m.Gain.W.Value, 0, w)
		return phase, float64(w[0]), err
	}
	if f := s.fits[jobKey(m)]; f != nil {
		return f.Mask()
	}
	phase, gain, _, _ = s.fitted(m)
	return phase, gain, nil
}

// kernels are those of a mask, [Out][In][Kernel][Kernel] pairs.
func (s *Session) kernels(m Mask) ([]float32, error) {
	k := make([]float32, m.Conv.K.Len())
	return k, s.dev.Read(m.Conv.K.Value, 0, k)
}

// jobKey is the name of the fit of a mask.
func jobKey(m Mask) string { return "mask " + m.Name }

// mask is that of a job.
func (s *Session) mask(key string) (Mask, error) {
	for _, m := range s.masks {
		if jobKey(m) == key {
			return m, nil
		}
	}
	return Mask{}, errs.New("dante: there is no ", key)
}

// largest is the largest amplitude of pairs, or otherwise where all are 0.
func largest(u []float32, otherwise float64) float64 {
	most := 0.0
	for i := 0; i < len(u); i += 2 {
		most = max(most, math.Hypot(float64(u[i]), float64(u[i+1])))
	}
	if most == 0 {
		return otherwise
	}
	return most
}

func scaled(u []float32, by float64) []float32 {
	v := make([]float32, len(u))
	for i, x := range u {
		v[i] = float32(by * float64(x))
	}
	return v
}
