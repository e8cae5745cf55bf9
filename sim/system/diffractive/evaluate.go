package diffractive

import (
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/network"
)

// Testing is an evaluation while it is made.
type Testing struct {
	experiment.Evaluation
	set            *data.Set
	power          float64 // of the illumination of the source plane
	encoded, light float64 // of all pictures so far
	readings       bool    // to keep what the detectors read
}

// Evaluate starts an evaluation of the whole set.
func (s *Session) Evaluate(set *data.Set) *Testing {
	e := newEvaluation(s.Net, set)
	e.readings = s.KeepReadings
	return e
}

func newEvaluation(n *network.Optical, set *data.Set) *Testing {
	k := n.Classes()
	e := &Testing{set: set}
	e.Confusion = make([]int, k*k)
	for _, v := range n.Light.U {
		e.power += float64(v) * float64(v)
	}
	return e
}

// More runs the next images of an evaluation; it returns false once all are done.
func (s *Session) More(e *Testing) (bool, error) {
	return e.more(s.Net, s.eval, s.gain(s.Config.Layers))
}

// more runs the next images of e through a pass whose masks multiply the power by gain.
func (e *Testing) more(net *network.Optical, pass *network.Pass, gain float64) (bool, error) {
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
	if e.readings {
		read, err := pass.Readings(batch)
		if err != nil {
			return false, err
		}
		e.Readings = append(e.Readings, read...)
	}
	k := net.Classes()
	for i := range batch {
		e.Answer(int(e.set.Labels[e.Count+i]), logits[i*k:(i+1)*k])
		e.encoded += float64(encoded[i])
		e.light += float64(inside[i])
	}
	e.Count += r.Count
	e.Loss += r.Loss
	e.Correct += r.Correct
	// Powers are sums over samples, so that the sizes of these count.
	from, to := net.Light.Grid, net.Branches[0].Detector.Grid
	area := to.Dx / from.Dx * to.Dy / from.Dy
	if light := e.light / gain / float64(len(net.Branches)) * area; e.encoded > 0 {
		e.Efficiency, e.SourceEfficiency = light/e.encoded, light/(e.power*float64(e.Count))
	}
	return e.Count < e.set.Len(), nil
}

// power is the factor on the light's power that n masks of that gain make.
func power(gain float64, n int) float64 {
	g := 1.0
	for range n {
		g *= gain * gain
	}
	return g
}
