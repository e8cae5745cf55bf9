package focus

import (
	"talbot/sim/compute"
	"talbot/sim/data"
	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/network"
	"talbot/sim/train"
)

// Open makes a session. Its examples are squares.
func (c *Hidden) Open(dev compute.Device, _ *data.Set) (experiment.Session, error) {
	s, err := OpenScene(dev, *c)
	if err != nil {
		return nil, err
	}
	return &seeing{s: s}, nil
}

// SceneOf is the scene of a session of this system, and whether it is one.
func SceneOf(s experiment.Session) (*Scene, bool) {
	r, ok := s.(*seeing)
	if !ok {
		return nil, false
	}
	return r.s, true
}

// seeing is a Scene as every system has them.
type seeing struct {
	s       *Scene
	history []float32 // structural similarity of each look at a step
	at      int       // the step of the last
}

func (r *seeing) Config() experiment.Config             { return &r.s.Hidden }
func (r *seeing) Device() compute.Device                { return r.s.dev }
func (r *seeing) Plan() train.Stage                     { return stage{r.s.Stage, r.s.back.Rig} }
func (r *seeing) ClassNames() []string                  { return nil }
func (r *seeing) Can() []string                         { return []string{"train", "evaluate", "own", "files"} }
func (r *seeing) Size() (elements, samples int)         { return 1, r.s.Samples }
func (r *seeing) Examples() (learn, test data.Examples) { return r.s.objects, r.s.objects }
func (r *seeing) Called() string                        { return "scene" }
func (r *seeing) Learn(*data.Set) error                 { return nil } // the squares stay

func (r *seeing) Progress() (step int, epoch float64) {
	l := r.s.Stage.(*train.Epochs).Loop
	return l.Step, float64(l.Epoch) + float64(l.Index)/float64(max(1, l.Batches()))
}

// NotANumber says what most likely made the loss none.
func (r *seeing) NotANumber() string { return "lower the learning rate" }

// Tells makes a session experiment.Teller.
func (r *seeing) Tells() (loss, right string) { return "1 - SSIM", "SSIM of 0.9 or more" }

func (r *seeing) Test(*data.Set) experiment.Test { return &watching{s: r.s} }

// Values of a test: the mean structural similarity of frames of two squares that stand still, and of one that moves.
const (
	Static = "SSIM, still"
	Moving = "SSIM, moving"
)

// watching is a test by frames of two squares and then of a moving one. A picture is right from a structural similarity of 0.9 on.
type watching struct {
	s             *Scene
	e             experiment.Evaluation
	still, moving float64 // sums
}

func (t *watching) More() (bool, error) {
	s := t.s
	take, sum, number := s.Two, &t.still, t.e.Count
	if number >= s.Pairs() {
		take, sum, number = s.Moving, &t.moving, number-s.Pairs()
	}
	p, err := take(number)
	if err != nil {
		return false, err
	}
	*sum += p.SSIM
	t.e.Count++
	t.e.Loss += 1 - p.SSIM
	if p.SSIM >= good {
		t.e.Correct++
	}
	n := float64(t.e.Count)
	t.e.Values = []network.Named{{Name: Static, X: t.still / float64(min(t.e.Count, s.Pairs())) * n}}
	if m := t.e.Count - s.Pairs(); m > 0 {
		t.e.Values = append(t.e.Values, network.Named{Name: Moving, X: t.moving / float64(m) * n})
	}
	return t.e.Count < s.Pairs()+s.Pass(), nil
}

func (t *watching) Result() (*experiment.Evaluation, int) { return &t.e, t.s.Pairs() + t.s.Pass() }

func (r *seeing) Look(experiment.Input) (*frame.Frame, error) { return r.look() }
