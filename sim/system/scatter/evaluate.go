package scatter

import (
	"math"

	"talbot/sim/data"
	"talbot/sim/experiment"
)

// View is pictures' light on the camera without noise, as it is added up for those who read it, [picture][group]: squares of the detector for masks, cells
// for electronics. It is found picture by picture as it is asked for, with the masks as they stand then.
type View struct {
	s           *Session
	of          *data.Set
	sums        [][]float64
	inside, all float64 // sums of light, of squares and of the camera
	step        int     // update behind which it is
}

// View is that of pictures, of which nothing is known yet, or that which has been asked for last, of the same pictures and masks.
func (s *Session) View(of *data.Set) *View {
	if v := s.view; v != nil && v.of == of && v.step == s.Stage.Step {
		return v
	}
	s.view = &View{s: s, of: of, sums: make([][]float64, of.Len()), step: s.Stage.Step}
	return s.view
}

// InSquares is the share of the light on the camera that is in the squares of the detector, of what has been asked for.
func (v *View) InSquares() float64 { return v.inside / math.Max(v.all, 1e-30) }

// sum is what is added up of picture i.
func (v *View) sum(i int) ([]float64, error) {
	if v.sums[i] != nil {
		return v.sums[i], nil
	}
	s := v.s
	x := make([]float32, len(s.drawer.x))
	v.of.Read(i, x)
	light, err := s.Seen(x)
	if err != nil {
		return nil, err
	}
	for _, q := range squares(light, s.Samples, s.regions) {
		v.inside += q
	}
	for _, p := range light {
		v.all += float64(p)
	}
	v.sums[i] = s.read(light)
	return v.sums[i], nil
}

// read adds light up for those who read it.
func (s *Session) read(light []float32) []float64 {
	if s.Wires != nil {
		return cells(light, s.Samples, s.Cell)
	}
	return squares(light, s.Samples, s.regions)
}

// Evaluation is how well pictures are told apart behind the scatterer, by single frames.
type Evaluation struct {
	experiment.Evaluation
	s       *Session
	of      *View
	photons float64
}

// Evaluate begins a test in which a pixel counts so many photons of the light in front of the first mask, the mean of plane and pictures; 0 is for
// light without noise. The view may be that of another session whose settings differ in the number of photons alone.
func (s *Session) Evaluate(of *View, photons float64) *Evaluation {
	e := &Evaluation{s: s, of: of, photons: photons}
	e.Confusion = make([]int, len(s.regions)*len(s.regions))
	return e
}

// Result is that of what was done so far, and the number of all examples.
func (e *Evaluation) Result() (*experiment.Evaluation, int) { return &e.Evaluation, e.of.of.Len() }

// More tests with the next picture; it returns false once all are done.
func (e *Evaluation) More() (bool, error) {
	if err := e.s.ctx().Err(); err != nil {
		return false, err
	}
	i, of := e.Count, e.of.of
	if i >= of.Len() {
		return false, nil
	}
	sums, err := e.of.sum(i)
	if err != nil {
		return false, err
	}
	logits, err := e.s.answer(sums, e.photons, uint32(learned+i))
	if err != nil {
		return false, err
	}
	e.Count++
	e.Loss += crossEntropy(logits, of.Target(i))
	if e.Answer(of.Target(i), logits) {
		e.Correct++
	}
	return e.Count < of.Len(), nil
}

// answer is the logits of what is counted, in a frame of that number, of light that is added up.
func (s *Session) answer(sums []float64, photons float64, number uint32) ([]float32, error) {
	r, err := s.reader(photons)
	if err != nil {
		return nil, err
	}
	if s.Wires != nil {
		s.staged(r, sums, number, s.pass.Stage(0, 0))
		if err := s.pass.Run(1); err != nil {
			return nil, err
		}
		return s.pass.Logits(1)
	}
	counts := r.counts(sums, s.RegionSize*s.RegionSize, number)
	per := r.scale * float64(s.RegionSize*s.RegionSize)
	if s.Logits == "share" {
		per = 0
		for _, v := range counts {
			per += math.Max(v, 0)
		}
	}
	logits := make([]float32, len(counts))
	for k, v := range counts {
		logits[k] = float32(s.LogitScale * v / math.Max(per, 1e-30))
	}
	return logits, nil
}

// crossEntropy is -ln softmax(z)_t.
func crossEntropy(z []float32, t int) float64 {
	top, sum := math.Inf(-1), 0.0
	for _, v := range z {
		top = math.Max(top, float64(v))
	}
	for _, v := range z {
		sum += math.Exp(float64(v) - top)
	}
	return math.Log(sum) + top - float64(z[t])
}
