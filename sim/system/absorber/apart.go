package absorber

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

// Names of what a pass of an update that is taken apart keeps beside: the errors at the absorbers.
const (
	errorBehind = "error behind absorbers"
	errorBefore = "error before absorbers"
)

// watch is a mark of such a pass: it keeps what goes through, and the error on its way back.
type watch struct{ mark }

func (w watch) Forward(t *network.Tape, in network.Value) (network.Value, network.Back, error) {
	t.Keep(w.name, in)
	return in, func(g network.Value, _ bool) (network.Value, error) {
		name := errorBefore
		if w.name == behind {
			name = errorBehind
		}
		c := t.New(name, g.Shape)
		t.Keep(name, c)
		t.Main.Add(kernels.Times(g.Len(), 1), g.Buf, c.Buf) // what follows may write over it
		return g, nil
	}, nil
}

// dissected is what one example gives: what stands before and behind the absorbers of each layer, the errors there, and the gradient.
type dissected struct {
	loss                    float64
	before, behind          [][]float32
	errorBehind, errorFront [][]float32 // from the first layer on
	gradient                [][]float32
}

// dissect has them for an example x of a class. It trains nothing, but leaves a gradient in the variables.
func (s *Session) dissect(x []float32, class int) (d dissected, err error) {
	if s.apart == nil {
		net := *s.Net
		net.Layers = nil
		for _, l := range s.Net.Layers {
			if m, ok := l.(mark); ok {
				l = watch{m}
			}
			net.Layers = append(net.Layers, l)
		}
		if s.apart, err = net.NewPass(network.Train, 1); err != nil {
			return d, err
		}
	}
	copy(s.apart.Stage(0, class), x)
	s.apart.Step = 1
	if err := s.apart.Run(1); err != nil {
		return d, err
	}
	r, err := s.apart.Result(1)
	if err != nil {
		return d, err
	}
	d.loss = r.Loss
	if d.gradient, err = train.Gradients(s.Net.Device, s.Net.Vars()); err != nil || s.activation() == nil {
		return d, err
	}
	for name, to := range map[string]*[][]float32{before: &d.before, behind: &d.behind, errorBehind: &d.errorBehind, errorBefore: &d.errorFront} {
		if *to, err = s.apart.Read(name, 1); err != nil {
			return d, err
		}
	}
	for _, all := range [][][]float32{d.errorBehind, d.errorFront} { // tapes go down there
		for i, k := 0, len(all)-1; i < k; i, k = i+1, k-1 {
			all[i], all[k] = all[k], all[i]
		}
	}
	return d, nil
}

// Apart is an update for a point of a class: pump forward, probe backward, and the change of the weights.
func (s *Session) Apart(x []float32, class int) ([]experiment.Part, error) {
	f, err := s.Look(x, class)
	if err != nil {
		return nil, err
	}
	if class < 0 {
		class = max(0, f.Predicted)
	}
	d, err := s.dissect(x, class)
	if err != nil {
		return nil, err
	}
	forward := experiment.Part{Name: "forward by the pump", Says: "Strong light goes through the multipliers, and bleaches the absorbers as far as it is bright: that is what makes the network more than one matrix."}
	loss := ". The loss is "
	if s.Loss == "mean-squares" {
		loss = ". The loss, of all amplitudes beside those wanted, is "
	}
	failure := experiment.Part{Name: "loss", Says: errs.New("The answer gives ", s.names[class], " a share of ", percent(f.Scores[class]), loss, experiment.Short(d.loss), ".").Error(),
		Panels: []frame.Panel{{ID: "shares", Shape: frame.Bars, Title: "Answer", Names: s.names, Y: frame.Axis{Label: "share", Max: 1}, Series: []frame.Series{{Class: -1, Y: f.Scores}}}}}
	backward := experiment.Part{Name: "backward by the probe", Says: "The error goes back as weak light through the same multipliers, and through absorbers that the pump has set: what they let pass stands for the slope, which nobody has to compute."}
	if s.Activate != "absorber" {
		forward.Name, forward.Says = "forward", "The numbers go through the multipliers, and between two through what makes the network more than one matrix."
		backward.Name, backward.Says = "backward", "The error goes back through the same multipliers and the slopes of what stands between."
	} else if s.Gradient == "exact" {
		backward.Name, backward.Says = "backward", "The error goes back through the same multipliers, and is multiplied by the slope of each absorber."
	}
	for i := range d.before {
		number := strconv.Itoa(i + 1)
		forward.Panels = append(forward.Panels, points("pump-"+number, "Layer "+number, "amplitude", named{"arrives", d.before[i]}, named{"leaves", d.behind[i]}))
		exact := make([]float32, len(d.before[i]))
		lists := []named{{"arrives from behind", d.errorBehind[i]}, {"leaves in front", d.errorFront[i]}}
		if s.Activate == "absorber" {
			_, slope, _ := s.response(d.before[i])
			for k, v := range slope {
				exact[k] = v * d.errorBehind[i][k]
			}
			lists = append(lists, named{"by the exact slope", exact})
		}
		backward.Panels = append([]frame.Panel{points("probe-"+number, "Error at layer "+number, "error", lists...)}, backward.Panels...)
	}
	update, err := s.update(x, class, d)
	return []experiment.Part{forward, failure, backward, update}, err
}

// update is the change of the weights, tried.
func (s *Session) update(x []float32, class int, d dissected) (p experiment.Part, err error) {
	rate, then := experiment.Downhill(d.loss, d.gradient), 0.0
	vars := s.Net.Vars()
	for i, v := range vars {
		rows, change := v.Shape[0], make([]float32, v.Len())
		for k, g := range d.gradient[i] {
			change[k] = float32(-rate * float64(g))
		}
		p.Panels = append(p.Panels, frame.Signed("change-"+strconv.Itoa(i+1), "Change of the "+v.Name, "", change, v.Len()/rows, rows).Of("change of a weight"))
	}
	err = experiment.Try(s.Net.Device, vars, d.gradient, rate, func() error {
		after, err := s.dissect(x, class)
		if then = after.loss; err != nil || !s.Planar() {
			return err
		}
		answers, err := s.boundary(x)
		p.Panels = append(p.Panels, answers)
		return err
	})
	p.Name = "change of the weights"
	p.Says = errs.New("Each weight moves against the light that came forward times the error that came back, ", experiment.Short(rate), " times. The loss goes from ", experiment.Short(d.loss), " to ", experiment.Short(then), ".").Error()
	return p, err
}

// named are numbers of a layer, one a neuron.
type named struct {
	name string
	v    []float32
}

func percent(share float32) string {
	return strconv.Itoa(int(math.Floor(100*float64(share)+0.5))) + " %"
}

func points(id, title, label string, lists ...named) frame.Panel {
	p := frame.Panel{ID: id, Shape: frame.Lines, Title: title, X: frame.Axis{Label: "neuron"}, Y: frame.Axis{Label: label}}
	for class, l := range lists {
		c := frame.Series{Name: l.name, Class: class, Points: class > 0, Y: l.v}
		for i := range l.v {
			c.X = append(c.X, float32(i+1))
		}
		p.Series = append(p.Series, c)
	}
	return p
}
