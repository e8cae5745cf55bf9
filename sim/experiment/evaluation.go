package experiment

import (
	"math"

	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/network"
)

// Evaluation is how well a network does on a set.
type Evaluation struct {
	network.Result
	// Efficiency is the share of the encoded light, that behind the picture, that lands in
	// the detector regions; SourceEfficiency that of the light in front of the picture. Both
	// are those of a bench without gain.
	Efficiency, SourceEfficiency float64

	Confusion []int // [classes][classes]: row the true class, column the answer
	// Margins has, for each right answer, its softmax value less the next one's.
	Margins []float32

	set            *data.Set
	power          float64 // of the illumination of the source plane
	encoded, light float64 // of all pictures so far
}

// Evaluate starts an evaluation of the whole set.
func (s *Session) Evaluate(set *data.Set) *Evaluation { return newEvaluation(s.Net, set) }

func newEvaluation(n *network.Optical, set *data.Set) *Evaluation {
	k := n.Classes()
	e := &Evaluation{set: set, Confusion: make([]int, k*k)}
	for _, v := range n.Light.U {
		e.power += float64(v) * float64(v)
	}
	return e
}

// Accuracy is the share of right answers so far.
func (e *Evaluation) Accuracy() float64 { return float64(e.Correct) / math.Max(1, float64(e.Count)) }

// MeanLoss is the mean loss so far.
func (e *Evaluation) MeanLoss() float64 { return e.Loss / math.Max(1, float64(e.Count)) }

// Confident is the share of answers that stay right when the given share is taken
// from the winner's softmax value and spread evenly over the other classes: the test of
// Li et al. (2022), section 4.3.
func (e *Evaluation) Confident(taken float64) float64 {
	classes := math.Sqrt(float64(len(e.Confusion)))
	right := 0
	for _, m := range e.Margins {
		if float64(m) > taken+taken/(classes-1) || taken == 0 {
			right++
		}
	}
	return float64(right) / math.Max(1, float64(e.Count))
}

// More runs the next images of an evaluation; it returns false once all are done.
func (s *Session) More(e *Evaluation) (bool, error) {
	return e.more(s.Net, s.eval, s.gain(s.Config.Layers))
}

// more runs the next images of e through a pass whose masks multiply the power by gain.
func (e *Evaluation) more(net *network.Optical, pass *network.Pass, gain float64) (bool, error) {
	batch := min(pass.Batch, e.set.Len()-e.Count)
	if batch <= 0 {
		return false, nil
	}
	for i := range batch {
		pass.Set(i, e.set.Image(e.Count+i), int(e.set.Labels[e.Count+i]))
	}
	if err := pass.Run(batch); err != nil {
		return false, err
	}
	r, err := pass.Result(batch)
	if err != nil {
		return false, err
	}
	logits, err := pass.Logits(batch)
	if err != nil {
		return false, err
	}
	encoded, inside, err := pass.Power(batch)
	if err != nil {
		return false, err
	}
	k := net.Classes()
	for i := range batch {
		label, z := int(e.set.Labels[e.Count+i]), logits[i*k:(i+1)*k]
		top := kernels.ArgMax(z)
		e.Confusion[label*k+top]++
		if top == label {
			e.Margins = append(e.Margins, margin(z))
		}
		e.encoded += float64(encoded[i])
		e.light += float64(inside[i])
	}
	e.Count += r.Count
	e.Loss += r.Loss
	e.Correct += r.Correct
	if light := e.light / gain / float64(len(net.Branches)); e.encoded > 0 {
		e.Efficiency, e.SourceEfficiency = light/e.encoded, light/(e.power*float64(e.Count))
	}
	return e.Count < e.set.Len(), nil
}

// margin is the difference between the largest and the next softmax value.
func margin(z []float32) float32 {
	p := kernels.Softmax(z)
	top, next := float32(0), float32(0)
	for _, v := range p {
		if v > top {
			top, next = v, top
		} else {
			next = max(next, v)
		}
	}
	return top - next
}

// power is the factor on the light's power that n masks of that gain make.
func power(gain float64, n int) float64 {
	g := 1.0
	for range n {
		g *= gain * gain
	}
	return g
}
