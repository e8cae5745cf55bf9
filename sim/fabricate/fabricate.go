// Package fabricate makes parts of a network's masks and tests the network with them: what the
// command and the page do alike. Files and sheets are those of package part.
package fabricate

import (
	"fmt"
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/experiment"
	"talbot/sim/part"
	"talbot/sim/system/diffractive"
)

// Network is a network whose masks are to be made.
type Network struct {
	Config diffractive.Config
	Values []float32 // [mask][y][x]: phases in radians, or amplitudes from 0 to 1
	// Shares are the amplitudes of a display's states, [mask][y][x]; nil for other masks.
	Shares []float32
}

// NetworkOf has the masks of an array, of the kind that MaskKind of the settings says.
func NetworkOf(c diffractive.Config, a experiment.MaskArray) (*Network, error) {
	n := &Network{Config: c}
	size := c.Samples * c.Samples
	if want := c.Masks() * size; len(a.Values) != want {
		return nil, fmt.Errorf("there are %d numbers of masks, and the network has %d", len(a.Values), want)
	}
	if kind := c.MaskKind(); a.Kind != kind {
		return nil, fmt.Errorf("the masks are %s, and the network's are %s", a.Kind, kind)
	}
	switch a.Kind {
	case experiment.Logits:
		for _, v := range a.Values {
			n.Values = append(n.Values, float32(kernels.Logistic(float64(v))))
		}
	case experiment.Levels:
		curves, err := c.Curves()
		if err != nil {
			return nil, err
		}
		for i, v := range a.Values {
			states := curves[i/size].States
			k := int(v)
			if k < 0 || k >= len(states) || float32(k) != v {
				return nil, fmt.Errorf("level %g is none of the display's %d", v, len(states))
			}
			n.Values = append(n.Values, float32(states[k].Phase))
			n.Shares = append(n.Shares, float32(states[k].Amplitude))
		}
	default:
		n.Values = a.Values
	}
	return n, nil
}

// Order says what is to be made. Lengths are in metres.
type Order struct {
	Form   string `json:"form"`
	Stack  bool   `json:"stack"`
	Cells  bool   `json:"cells"`
	Sloped bool   `json:"sloped"`
	// Index, Ambient, Levels, Turns, Limit, Base (0: as part.UsualBase) and Away.
	part.Process
	Blur float64 `json:"blur_m"` // sigma of a Gaussian
}

// Sheet fills a sheet of the network's masks as the order wants them, and makes their planes. The
// caller says where the masks are from.
func (n *Network) Sheet(o Order) (*part.Sheet, []part.Made, error) {
	c := &n.Config
	s := &part.Sheet{Form: o.Form, Sloped: o.Sloped, Packed: o.Form == part.OASIS, Stack: o.Stack, Cells: o.Cells, Process: o.Process}
	s.Wavelength, s.Pitch, s.Openings = c.Wavelength, c.MaskGrid(0).Dx, c.Mask == "amplitude"
	if s.Openings {
		s.Index, s.Ambient, s.Turns, s.Base = 0, 0, 0, 0
	} else if s.Base == 0 {
		s.Base = part.UsualBase(c.Samples, s.Pitch)
	}
	if err := s.Process.Check(); err != nil {
		return nil, nil, err
	}
	if o.Blur == 0 && o.Kernel == nil {
		o.Blur = n.blur() * s.Pitch // what the masks were trained for
	}
	if o.Blur != 0 {
		k, err := part.Gaussian(o.Blur, s.Pitch)
		if err != nil {
			return nil, nil, err
		}
		s.Kernel = k
	}
	if n.Shares != nil {
		s.Notes = append(s.Notes, "The masks were trained for a display: the part has its phases, and lets all light through.")
	}
	var list []part.MaskIn
	size := c.Samples * c.Samples
	for l := range c.Masks() {
		list = append(list, part.MaskIn{Number: c.MaskNumber(l), Place: c.Place(l%c.Layers + 1),
			Pitch: c.MaskGrid(l).Dx, N: c.Samples, Values: n.Values[l*size : (l+1)*size]})
	}
	made, err := s.Make(list)
	return s, made, err
}

// trained is the transmission of mask l as it was trained, [y][x] complex.
func (n *Network) trained(l int) []float32 {
	size := n.Config.Samples * n.Config.Samples
	t := make([]float32, 2*size)
	values := n.Values[l*size : (l+1)*size]
	if n.blur() > 0 {
		values = n.blurred(values)
	}
	for i, v := range values {
		if n.Config.Mask == "amplitude" {
			t[2*i] = v
			continue
		}
		a := 1.0
		if n.Shares != nil {
			a = float64(n.Shares[l*size+i])
		}
		sin, cos := math.Sincos(float64(v))
		t[2*i], t[2*i+1] = float32(a*cos), float32(a*sin)
	}
	return t
}

// blur is that of the process for which the masks were trained, in pixels.
func (n *Network) blur() float64 {
	if c := &n.Config; c.Displayed() && c.Method != diffractive.MethodGumbel && c.Method != diffractive.MethodNearest {
		return c.ProcessBlur
	}
	return 0
}

// blurred are the phases of a display that is heights, as the process of its training makes them.
func (n *Network) blurred(phases []float32) []float32 {
	k, err := part.Gaussian(n.blur(), 1)
	if err != nil {
		return phases // Check has refused such a blur
	}
	wide := make([]float64, len(phases))
	for i, v := range phases {
		wide[i] = float64(v)
	}
	out := make([]float32, len(phases))
	for i, v := range k.Blur(wide, n.Config.Samples) {
		out[i] = float32(v)
	}
	return out
}
