package feedback

import (
	"math"
	"strconv"
	"strings"

	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Apart is an update for example x of a class, or -1 for the answer: what the layers make of it, the error of the
// answer, what is sent to each hidden layer beside what backpropagation would bring, and the change of the weights.
func (s *Session) Apart(x []float32, class int) ([]experiment.Part, error) {
	f, err := s.Look(x, class)
	if err != nil {
		return nil, err
	}
	if class < 0 {
		class = max(0, f.Predicted)
	}
	layers, err := s.view.Read(network.Behind, 1)
	if err != nil {
		return nil, err
	}
	got, err := s.DFA.Signals(x, class)
	if err != nil {
		return nil, err
	}
	f.Scores = kernels.Softmax(got.Logits)
	forward := experiment.Part{Name: "forward", Says: errs.New("The numbers go through ", len(layers)-1, " hidden layers to the answer, which gives ", s.names[class], " a share of ", percent(f.Scores[class]), ".").Error()}
	for i, v := range layers[:len(layers)-1] {
		nx, ny := sides(len(v))
		forward.Panels = append(forward.Panels, frame.Signed("forward-"+strconv.Itoa(i+1), "Layer "+strconv.Itoa(i+1), "", v, nx, ny).Of("activations"))
	}
	forward.Panels = append(forward.Panels, frame.Panel{ID: "shares", Shape: frame.Bars, Title: "Answer", Names: s.names, Y: frame.Axis{Label: "share", Max: 1}, Series: []frame.Series{{Class: -1, Y: f.Scores}}})
	e := s.failure(f, class)
	failure := experiment.Part{Name: "output error", Says: errs.New("The answer less the truth is the error, class by class. The loss is ", experiment.Short(got.Loss), ".").Error(), Panels: []frame.Panel{e.panel(s.names)}}
	update, err := s.changed(x, class, got)
	if err != nil {
		return nil, err
	}
	return []experiment.Part{forward, failure, s.sending(e, got), update}, nil
}

// sending is how the error comes to hidden layers.
func (s *Session) sending(e failure, got train.Signals) experiment.Part {
	p := experiment.Part{Name: "feedback", Says: "The error goes to each hidden layer at once through a matrix of random numbers of its own, which never change: no layer waits for the one above, and nothing goes backwards."}
	switch s.Feedback {
	case "opu":
		p.Says = "Mirrors show the error, a medium scatters their light, and a camera reads the speckle: that is a product with random numbers that nobody has to know. It goes to each hidden layer at once, and nothing goes backwards."
		light, full := s.speckle(e)
		p.Panels = append(p.Panels, s.camera(light, float32(full)))
	case "backprop":
		p.Name, p.Says = "backward", "The error goes backwards from layer to layer, through the same weights as the numbers forward."
	case "last-layer":
		p.Says = "Nothing comes to the hidden layers: they stay as they were drawn."
	}
	for i, v := range got.Sent[:len(got.Sent)-1] {
		nx, ny := sides(len(v))
		number, same := strconv.Itoa(i+1), got.Exact[i]
		note := ""
		if s.Feedback != "backprop" {
			note = "Cosine with what backpropagation would bring: " + strings.Replace(strconv.FormatFloat(math.Round(100*cosine(v, same))/100+0, 'f', 2, 64), "-", "−", 1) + "."
		}
		p.Panels = append(p.Panels, frame.Signed("sent-"+number, "Sent to layer "+number, note, v, nx, ny).Of("error"))
		if s.Feedback != "backprop" {
			p.Panels = append(p.Panels, frame.Signed("exact-"+number, "Backpropagation to layer "+number, "", same, nx, ny).Of("error"))
		}
	}
	return p
}

// changed is the update, tried.
func (s *Session) changed(x []float32, class int, got train.Signals) (p experiment.Part, err error) {
	rate, then := experiment.Downhill(got.Loss, got.Gradient), 0.0
	err = experiment.Try(s.Net.Device, s.Net.Vars(), got.Gradient, rate, func() (err error) {
		then, err = s.DFA.Loss(x, class)
		return err
	})
	p = experiment.Part{Name: "change of the weights", Says: errs.New("Each weight moves against the product of what came to its layer and what was sent to it, ", experiment.Short(rate), " times. The loss goes from ", experiment.Short(got.Loss), " to ", experiment.Short(then),
		"; the true slope along this way says that it falls by ", experiment.Short(rate*experiment.Slope(got.Gradient, got.Slope)), ".").Error()}
	for i, v := range s.Net.Vars() {
		if rows := v.Shape[0]; len(v.Shape) == 2 && v.Len() <= most {
			p.Panels = append(p.Panels, frame.Signed("change-"+strconv.Itoa(i), "Change of the "+v.Name, "", scaled(got.Gradient[i], -rate), v.Len()/rows, rows).Of("change of a weight"))
		}
	}
	return p, err
}

// most is how many numbers a matrix has at most whose change is drawn.
const most = 1 << 20

func scaled(v []float32, by float64) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(by * float64(x))
	}
	return out
}

// cosine is that of the angle between two lists, 0 where one is all zeros.
func cosine(a, b []float32) float64 {
	slope := func(a, b []float32) float64 { return experiment.Slope([][]float32{a}, [][]float32{b}) }
	if all := slope(a, a) * slope(b, b); all > 0 {
		return slope(a, b) / math.Sqrt(all)
	}
	return 0
}

func percent(share float32) string {
	return strconv.Itoa(int(math.Floor(100*float64(share)+0.5))) + " %"
}
