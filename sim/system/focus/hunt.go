package focus

import (
	"math"

	"talbot/sim/element"
	"talbot/sim/errs"
	"talbot/sim/network"
	"talbot/sim/search"
	"talbot/sim/train"
)

// hunt is a focus that is searched by measurements alone. An update takes as many frames as one of fully forward mode
// does, so that equal updates are equal frames.
type hunt struct {
	s      *Session
	search search.Search
	wave   func(v []float32) []float32 // phases of all pixels
	train.Progress
}

// frames is how many frames an update of fully forward mode takes: of data and of error one to expose by, one of the
// amplitude and three of the phase.
const frames = 10

// modes is the number of Zernike polynomials, to the sixth degree; blocks that of superpixels along a side.
const modes, blocks = 28, 20

func newHunt(s *Session) *hunt {
	h := &hunt{s: s}
	seed := uint64(s.Seed)
	switch s.Method {
	case "swarm-superpixels":
		h.wave = s.superpixels
		h.search = search.NewSwarm(blocks*blocks, frames, 0, 2*math.Pi, seed)
	case "swarm-zernike":
		h.wave = s.zernikes()
		h.search = search.NewSwarm(modes, frames, -2, 2, seed) // as far as the released program's annealing goes
	default:
		h.wave = s.zernikes()
		h.search = search.NewAnnealing(modes, frames, 0.7, 0.002, math.Pow(0.03, 1/float64(max(1, s.Epochs))), seed)
	}
	return h
}

// Name tells what is done.
func (h *hunt) Name() string { return "searching" }

// Next measures the candidates of an update, and shows the best so far.
func (h *hunt) Next() (r network.Result, err error) {
	var loss []float64
	for _, v := range h.search.Ask(h.Step + 1) {
		seen, err := h.s.intensity(h.wave(v))
		if err != nil {
			return r, err
		}
		l := h.s.loss(seen, nil)
		loss = append(loss, l)
	}
	h.Step++
	h.Epoch++
	h.search.Tell(h.Step, loss)
	best, l := h.search.Best()
	return network.Result{Count: 1, Loss: l}, h.s.dev.Write(h.s.phase.Value, 0, h.wave(best))
}

// Done is the share of the updates.
func (h *hunt) Done() float64 { return float64(h.Step) / float64(h.s.Epochs) }

// State is that of the search.
func (h *hunt) State() (*train.State, error) {
	st := &train.State{Progress: h.Progress}
	for i, v := range h.search.Arrays() {
		st.Arrays = append(st.Arrays, train.Values{Name: "search " + string(rune('1'+i)), Shape: []int{len(v)}, Data: append([]float32(nil), v...)})
	}
	return st, nil
}

// Restore goes on from there.
func (h *hunt) Restore(st *train.State) error {
	arrays := h.search.Arrays()
	if len(arrays) != len(st.Arrays) {
		return errs.New("focus: the checkpoint has ", len(st.Arrays), " arrays, this search ", len(arrays))
	}
	for i, v := range arrays {
		if len(v) != len(st.Arrays[i].Data) {
			return errs.New("focus: array ", i, " of the checkpoint has ", len(st.Arrays[i].Data), " numbers, this search ", len(v))
		}
	}
	for i, v := range arrays {
		copy(v, st.Arrays[i].Data)
	}
	h.Progress = st.Progress
	best, _ := h.search.Best()
	return h.s.dev.Write(h.s.phase.Value, 0, h.wave(best))
}

// zernikes makes phases of the coefficients, rad root mean square, of polynomials of the circle through the corners.
func (s *Session) zernikes() func(v []float32) []float32 {
	g := s.Bench.Camera()
	radius := math.Hypot(float64(g.Nx)*g.Dx, float64(g.Ny)*g.Dy) / 2
	var planes [][]float32
	for n := 0; len(planes) < modes; n++ {
		for m := -n; m <= n; m += 2 {
			plane := make([]float32, g.Len())
			for i := range plane {
				plane[i] = float32(element.ZernikeAt(n, m, g.X(i%g.Nx)/radius, g.Y(i/g.Nx)/radius))
			}
			planes = append(planes, plane)
		}
	}
	return func(v []float32) []float32 {
		w := make([]float32, g.Len())
		for k, a := range v {
			for i, z := range planes[k] {
				w[i] += a * z
			}
		}
		return w
	}
}

// superpixels makes phases of one for each block.
func (s *Session) superpixels(v []float32) []float32 {
	n := s.Samples
	w := make([]float32, n*n)
	for i := range w {
		w[i] = v[i/n*blocks/n*blocks+i%n*blocks/n]
	}
	return w
}
