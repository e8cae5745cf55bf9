package forward

import (
	"context"
	"math"
	"slices"

	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/plant"
)

// Dissectable tells whether an update is made of light forth and back: those that draw perturbations measure nothing else than losses.
func (c *Config) Dissectable() bool {
	return c.Method != "spsa" && c.Method != "monte-carlo" && c.Method != "vaccinated"
}

// fields are what an update has measured, of each mask: the light that it makes, m; what comes of that, y; the error that is shown
// behind it, e; and what comes of that, r. Pairs [Ny][Nx].
type fields struct{ m, y, e, r [][]float32 }

// noted is a way that keeps what goes back through it.
type noted struct {
	plant.Way
	note func(behind bool) error
}

func (n noted) Back(ctx context.Context, fields int) error {
	if err := n.note(false); err != nil {
		return err
	}
	if err := n.Way.Back(ctx, fields); err != nil {
		return err
	}
	return n.note(true)
}

func (n noted) Slopes() []compute.Runner {
	if w, ok := n.Way.(plant.Sloping); ok {
		return w.Slopes()
	}
	return nil
}

// wayNow is that of the next update.
func (s *Session) wayNow() plant.Way {
	switch {
	case s.inModel() || !s.onBench():
		return s.model
	case s.refined != nil:
		return plant.Aware{Bench: onBench{s}, Model: s.refined.model}
	case s.Method == "physics-aware":
		return plant.Aware{Bench: onBench{s}, Model: s.model}
	}
	return onBench{s}
}

// Apart is an update for a picture of a class, or -1 for the answer: the data forth, the errors back, the product of both in each mask,
// and the change of the masks. The bench is as before then, but for the count of its frames.
func (s *Session) Apart(image []byte, class int) (parts []experiment.Part, err error) {
	ctx := context.Background()
	err = s.peek(ctx, func() error {
		f, err := s.look(ctx, image, class)
		if err != nil {
			return err
		}
		if class < 0 {
			class = max(0, f.Predicted)
		}
		parts, err = s.apart(ctx, image, class, f)
		return err
	})
	return parts, err
}

func (s *Session) apart(ctx context.Context, image []byte, class int, f *frame.Frame) ([]experiment.Part, error) {
	k, got, loss := s.Net, fields{}, 0.0
	if err := s.put(image, class); err != nil {
		return nil, err
	}
	r, err := k.Forth(ctx, s.wayNow(), 1, func(l int) error {
		if err := s.keepField(&got.m, k.Shown(l)); err != nil {
			return err
		}
		return s.keepField(&got.y, k.Light())
	})
	if err != nil {
		return nil, err
	}
	loss = r.Loss
	err = k.Back(ctx, noted{s.wayNow(), func(behind bool) error {
		if behind {
			return s.keepField(&got.r, k.Light())
		}
		return s.keepField(&got.e, k.Light())
	}}, 1)
	if err != nil {
		return nil, err
	}
	slices.Reverse(got.e) // the last mask came first
	slices.Reverse(got.r)
	gradient := got.products()
	rate, then := experiment.Downhill(loss, gradient), 0.0
	var moved [][]float32
	err = experiment.Try(s.dev, k.Masks, gradient, rate, func() error {
		for _, v := range k.Masks {
			x := make([]float32, v.Len())
			if err := s.dev.Read(v.Value, 0, x); err != nil {
				return err
			}
			moved = append(moved, x)
		}
		if err := s.put(image, class); err != nil {
			return err
		}
		r, err := k.Forth(ctx, s.wayNow(), 1, nil)
		then = r.Loss
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.tell(f, class, got, gradient, moved, loss, then, rate), nil
}

// put writes a picture for the next run.
func (s *Session) put(image []byte, class int) error {
	picture := make([]byte, s.Net.Numbers)
	copy(picture, image)
	return s.Net.Put(&data.Set{Width: s.Net.Numbers, Height: 1, Images: picture, Labels: []uint16{uint16(class)}}, []int32{0})
}

func (s *Session) keepField(to *[][]float32, from compute.Buffer) error {
	u := make([]float32, 2*s.Grid().Len())
	*to = append(*to, u)
	return s.dev.Read(from, 0, u)
}

// products are Im(r conj m) of all masks, the slopes of the loss by their phases: see plant.Cascade.
func (f fields) products() (all [][]float32) {
	for l, r := range f.r {
		m, g := f.m[l], make([]float32, len(r)/2)
		for i := range g {
			g[i] = r[2*i+1]*m[2*i] - r[2*i]*m[2*i+1]
		}
		all = append(all, g)
	}
	return all
}

// tell says and draws it.
func (s *Session) tell(f *frame.Frame, class int, got fields, gradient, moved [][]float32, loss, then, rate float64) []experiment.Part {
	name := itoa(class)
	if class < len(s.names) {
		name = s.names[class]
	}
	forward := experiment.Part{Name: "data pass", Says: errs.New("The panel shows the picture through ", len(got.m), " masks, one after the other, and a camera measures the light behind each, with its phase. The loss for ", name, " is ", experiment.Short(loss), ".").Error()}
	errors := experiment.Part{Name: "error pass", Says: "What is wrong with the light on the camera is shown on the same panel, and goes the same way forward: light takes as long a way from here to there as from there to here. The camera measures what comes of it."}
	if s.wayNow() == plant.Way(s.model) {
		forward.Says = errs.New("The simulation takes the picture through ", len(got.m), " masks, one after the other. The loss for ", name, " is ", experiment.Short(loss), ".").Error()
		errors.Says = "What is wrong with the light on the camera goes back through the simulation, from the last mask to the first."
	} else if _, aware := s.wayNow().(plant.Aware); aware {
		errors.Says = "What is wrong with the light that the bench has shown goes back through the simulation, from the last mask to the first."
	}
	product := experiment.Part{Name: "product of fields", Says: "At each place of a mask both fields are multiplied: the imaginary part says how the loss changes with the phase there. Blue: more phase takes loss away; brown: adds to it."}
	update := experiment.Part{Name: "change of the masks", Says: errs.New("Each phase moves against its slope, ", experiment.Short(rate), " times. The loss goes from ", experiment.Short(loss), " to ", experiment.Short(then),
		"; the slope alone says ", experiment.Short(loss-rate*experiment.Slope(gradient, gradient)), ".").Error()}
	for l := range got.m {
		number := itoa(l + 1)
		forward.Panels = append(forward.Panels, s.across(frame.Field("data-"+number, "Light behind mask "+number, "", got.y[l], s.Samples, s.Samples, brightest(got.y[l]))))
		back := "Error that mask " + number + " gets"
		errors.Panels = append(errors.Panels, s.across(frame.Field("shown-"+number, "Error behind mask "+number, "", got.e[l], s.Samples, s.Samples, brightest(got.e[l]))),
			s.across(frame.Field("error-"+number, back, "", got.r[l], s.Samples, s.Samples, brightest(got.r[l]))))
		p := frame.Signed("product-"+number, "Slope of mask "+number, "", gradient[l], s.Samples, s.Samples).Of("loss per rad")
		product.Panels = append(product.Panels, s.across(p))
		m := frame.Panel{ID: "mask-" + number, Shape: frame.Image, Title: "Mask " + number + " then", Names: []string{"phase (rad)"}, Nx: s.Samples, Ny: s.Samples, Map: frame.Phase, Hi: 2 * math.Pi}
		for _, v := range moved[l] {
			m.Image = append(m.Image, frame.PhaseByte(float64(v)))
		}
		update.Panels = append(update.Panels, s.across(m))
	}
	slices.Reverse(errors.Panels) // as the error goes
	for i := 0; i+1 < len(errors.Panels); i += 2 {
		errors.Panels[i], errors.Panels[i+1] = errors.Panels[i+1], errors.Panels[i]
	}
	read := frame.Panel{ID: "read", Shape: frame.Bars, Title: "Share of the regions", Y: frame.Axis{Label: "share", Max: 1}, Series: []frame.Series{{Class: -1, Y: shares(f.Readings)}}}
	for i := range f.Readings {
		read.Names = append(read.Names, itoa(i))
		if i < len(s.names) {
			read.Names[i] = s.names[i]
		}
	}
	forward.Panels = append(forward.Panels, read)
	return []experiment.Part{forward, errors, product, update}
}

// across gives a panel the plane's place in metres.
func (s *Session) across(p frame.Panel) frame.Panel {
	half := float32(float64(s.Samples) / 2 * s.Pitch)
	return p.Across("m", -half, half, -half, half)
}

// brightest is the largest amplitude of pairs, 1 where all is dark.
func brightest(u []float32) float64 {
	most := 0.0
	for i := 0; i < len(u); i += 2 {
		most = max(most, math.Hypot(float64(u[i]), float64(u[i+1])))
	}
	if most == 0 {
		return 1
	}
	return most
}
