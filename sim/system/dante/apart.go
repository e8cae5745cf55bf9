package dante

import (
	"math"
	"strconv"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Dissectable tells whether an update can be taken apart: of dual neurons, whose kernels learn first and whose masks are fitted then.
func (c *Config) Dissectable() bool { return c.Dual() && !c.Electronic() }

// Apart is one global step of the kernels for example x of a class, or -1 for the answer, and one local step of a mask towards its
// kernels: that which is fitted, or was last, or the first.
func (s *Session) Apart(x []float32, class int) ([]experiment.Part, error) {
	if !s.Dissectable() {
		return nil, errs.New("dante: there are dual neurons whose update is taken apart")
	}
	var err error
	if s.view == nil {
		if s.view, err = s.Net.NewPass(network.View, 1); err != nil {
			return nil, err
		}
	}
	logits, err := s.view.Show(x, class)
	if err != nil {
		return nil, err
	}
	if class < 0 {
		class = max(0, kernels.ArgMax(logits))
	}
	loss, gradient, err := s.global(x, class)
	if err != nil {
		return nil, err
	}
	// Where norms take means over a batch this example is one.
	if logits, err = s.apart.Logits(1); err != nil {
		return nil, err
	}
	scores := kernels.Softmax(logits)
	forward := experiment.Part{Name: "forward", Says: "Small convolutions of complex kernels stand in for the light, which is quick. Each picture is what the camera behind a layer would see, channel by channel."}
	for i, row := range s.layers {
		out, err := keptBy(s.view, mark{markOut, i}.name())
		if err != nil {
			return nil, err
		}
		forward.Panels = append(forward.Panels, sheet("layer-"+strconv.Itoa(i+1), "Channels of layer "+strconv.Itoa(i+1), out, row[0].Tiling.Valid()))
	}
	failure := experiment.Part{Name: "loss", Says: errs.New("The read-out gives ", s.names[class], " a share of ", strconv.Itoa(int(math.Floor(100*float64(scores[class])+0.5)))+" %", ". The loss is ", experiment.Short(loss), ".").Error(),
		Panels: []frame.Panel{{ID: "shares", Shape: frame.Bars, Title: "Answer", Names: s.names, Y: frame.Axis{Label: "share", Max: 1}, Series: []frame.Series{{Class: -1, Y: scores}}}}}
	global, err := s.globalPart(x, class, loss, gradient)
	if err != nil {
		return nil, err
	}
	parts := []experiment.Part{forward, failure, global}
	if train.FitRule(s.FitRule) == train.FitPaper { // whose gain is one of the numbers
		return parts, nil
	}
	local, err := s.localPart()
	return append(parts, local...), err
}

// global is the loss of an example by the kernels, and its gradient in all variables. It trains nothing, but leaves a gradient in them.
func (s *Session) global(x []float32, class int) (loss float64, gradient [][]float32, err error) {
	if s.apart == nil {
		if s.apart, err = s.Net.NewPass(network.Train, 1); err != nil {
			return 0, nil, err
		}
	}
	for _, v := range s.apart.Kept() {
		old := make([]float32, v.Len())
		if err := s.dev.Read(v.Value, 0, old); err != nil {
			return 0, nil, err
		}
		defer func() {
			if e := s.dev.Write(v.Value, 0, old); err == nil {
				err = e
			}
		}()
	}
	copy(s.apart.Stage(0, class), x)
	s.apart.Step = 1
	if err := s.apart.Run(1); err != nil {
		return 0, nil, err
	}
	r, err := s.apart.Result(1)
	if err != nil {
		return 0, nil, err
	}
	gradient, err = train.Gradients(s.dev, s.Net.Vars())
	return r.Loss, gradient, err
}

// globalPart is the step of the kernels, tried.
func (s *Session) globalPart(x []float32, class int, loss float64, gradient [][]float32) (p experiment.Part, err error) {
	rate, then := experiment.Downhill(loss, gradient), 0.0
	err = experiment.Try(s.dev, s.Net.Vars(), gradient, rate, func() (err error) {
		then, _, err = s.global(x, class)
		return err
	})
	p.Name = "global step: the kernels"
	p.Says = errs.New("The error goes back through all convolutions, and each kernel moves against its slope, ", experiment.Short(rate), " times. The loss goes from ", experiment.Short(loss), " to ", experiment.Short(then), ". No light is computed for it.").Error()
	for i, row := range s.layers {
		m := row[0]
		for k, v := range s.Net.Vars() {
			if v != m.Conv.K {
				continue
			}
			now, err := s.kernels(m)
			if err != nil {
				return p, err
			}
			number := strconv.Itoa(i + 1)
			for _, one := range []struct {
				id, title string
				v         []float32
			}{{"kernels-", "Kernels of layer ", now}, {"slopes-", "Change of the kernels of layer ", scaled(gradient[k], -rate)}} {
				side, u := mosaic(m.Tiling, m.Tiling.Kernel, one.v)
				p.Panels = append(p.Panels, pixels(s.field(one.id+number, one.title+number, byHue, u, side, largest(one.v, 1))))
			}
		}
	}
	return p, err
}

// localPart is the step of a mask towards its kernels, tried on a fit of its own.
func (s *Session) localPart() ([]experiment.Part, error) {
	number := 0
	for i, m := range s.masks {
		if jobKey(m) == s.at {
			number = i
		}
	}
	m := s.masks[number]
	k, err := s.kernels(m)
	if err != nil {
		return nil, err
	}
	f := s.fit(number)
	f.Tiling, f.System, f.Kernels = m.Tiling, m.System, k
	fit, err := f.Open(s.dev)
	if err != nil {
		return nil, err
	}
	phase, _, err := s.maskOf(m)
	if err == nil && phase == nil {
		phase, _, err = fit.Mask()
	}
	if err != nil {
		return nil, err
	}
	slope := make([]float32, len(phase))
	far, err := fit.Objective(phase, slope)
	if err != nil {
		return nil, err
	}
	u, gain, err := s.coming(fit)
	if err != nil {
		return nil, err
	}
	rate := experiment.Downhill(far, [][]float32{slope})
	then := make([]float32, len(phase))
	for i, v := range phase {
		then[i] = v - float32(rate*float64(slope[i]))
	}
	near, err := fit.Objective(then, make([]float32, len(phase)))
	if err != nil {
		return nil, err
	}
	target := fit.Target()
	most := largest(target, 1)
	side, want := mosaic(m.Tiling, m.Tiling.Kernel+2*beside, around(m.Tiling, target))
	_, got := mosaic(m.Tiling, m.Tiling.Kernel+2*beside, around(m.Tiling, scaled(u, gain)))
	n := m.System.Mask
	change := frame.Signed("mask-slope", "Change of the mask", "", scaled(slope, -rate), n, n).Of("change (rad)")
	change.X, change.Y = s.across("x", n), s.across("y", n)
	after := s.maskPanel(then, n)
	after.ID, after.Title = "mask-then", "Mask "+m.Name+" then"
	compare := experiment.Part{Name: "local step: the difference", Says: errs.New("Light of a single point goes through mask ", m.Name, ". What comes of it, less the kernels, is the error of this mask alone: ", experiment.Short(far), " of their power. No other layer has a say in it.").Error(),
		Panels: []frame.Panel{pixels(s.field("target", "Artificial kernels", byHue, want, side, most)), pixels(s.field("response", "Impulse response of the mask", "What the light of one point comes to, where the kernels have to be, and beside that.", got, side, most))}}
	update := experiment.Part{Name: "local step: the mask", Says: errs.New("The difference goes back as light to the mask, and each phase moves against its slope, ", experiment.Short(rate), " times. The error goes from ", experiment.Short(far), " to ", experiment.Short(near), ".").Error(),
		Panels: []frame.Panel{change, after}}
	return []experiment.Part{compare, update}, nil
}

// coming is the impulse response of a fit as it is, and its gain.
func (s *Session) coming(fit *train.Fitting) (u []float32, gain float64, err error) {
	if u, err = fit.Response(); err != nil {
		return nil, 0, err
	}
	_, gain, err = fit.Mask()
	return u, gain, err
}

// sheet is the panel of channels of side x side numbers, side by side.
func sheet(id, title string, v []float32, side int) frame.Panel {
	n := len(v) / (side * side)
	across := int(math.Ceil(math.Sqrt(float64(n))))
	down := (n + across - 1) / across
	p := frame.Panel{ID: id, Shape: frame.Image, Title: title, Names: []string{"activations"}, Nx: across * side, Ny: down * side, Image: make([]byte, across*down*side*side)}
	p = p.Across("px", 0, float32(p.Nx), 0, float32(p.Ny))
	for _, x := range v {
		p.Hi = max(p.Hi, x)
	}
	for i, x := range v {
		if c, at := i/(side*side), i%(side*side); x > 0 {
			p.Image[(c/across*side+at/side)*p.Nx+c%across*side+at%side] = byte(255*x/p.Hi + 0.5)
		}
	}
	return p
}
