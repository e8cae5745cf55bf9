package train

import (
	"cmp"
	"slices"

	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/network"
	"talbot/sim/rng"
)

// Polish improves the levels of a display's masks after training, by changing levels of
// single pixels and nothing else; how they were trained does not matter. It is our own
// method. With g the gradient of the mean loss with respect to a pixel's transmission t,
// and h the mean square of the gradients of its parts (the diagonal of the empirical
// Fisher information, in place of the curvature), level k changes the loss by about
//
//	Re<g, d> + (c/2) h |d|^2,  d = t_k - t,
//
// where c grows with the number of pixels that change at once. So the best level of a
// pixel, and the pixels to change first, are those of the largest -Re<g, d>/(h |d|^2).
//
// Every round takes g and h of a sample of pictures, and some from the rounds before, and
// changes a share of all pixels together. What the change is worth, other pictures tell,
// which are in no sample: a change that has been fitted to a sample does not make their
// loss smaller. If it does not, the change is put back, and the best half of it is tried;
// if it does, the next one is larger.
type Polish struct {
	Share float64 // of the pixels that the next change is of, at most
	Held  float64 // mean loss of the pictures that are in no sample
	// Progress, unless nil, is told after every part which share of the round is done, if
	// no change is put back; false stops the round.
	Progress func(share float64) bool

	net         *network.Network
	set         data.Examples
	masks       []modulator.Display
	levels      [][]uint16
	pixels      int     // of all masks
	size        int     // pictures of a sample
	rest, held  []int32 // pictures for samples, and those that are in none
	pass, check *network.Pass
	slope       slope // of the sample
	seed        uint64
	round       uint32
	done        int // pictures of the round so far
}

// slope is how the loss depends on the transmissions, up to a factor common to g and h.
type slope struct {
	g [][]float64 // of each mask [n] complex
	h [][]float64 // of each mask [n]
}

// ErrStopped is how a round ends that Progress has stopped.
var ErrStopped = errs.New("train: stopped")

const (
	polishShare  = 0.04 // of the pixels that the first change is of
	polishGrowth = 1.5  // of the share after a change that is kept
	polishMemory = 0.85 // share of g and h that the next round keeps; measured over 0, 0.7 and 0.85
	polishFloor  = 0.03 // of the mean h of a mask, which is added to it
	polishBatch  = 50   // pictures of a part; h is made of parts
	polishTrials = 8    // changes that a round tries
)

// NewPolish polishes masks, which are all those of net, on samples of so many pictures of
// the set. As many again, but not more than a fifth of the set, are in none.
func NewPolish(net *network.Network, masks []modulator.Display, set data.Examples, sample int, seed uint64) (*Polish, error) {
	p := &Polish{Share: polishShare, net: net, set: set, masks: masks, seed: seed}
	for _, m := range masks {
		levels, err := m.Levels()
		if err != nil {
			return nil, err
		}
		p.levels, p.pixels = append(p.levels, levels), p.pixels+len(levels)
	}
	n := set.Len()
	if len(p.masks) == 0 || n < 5 || sample < 1 {
		return nil, errs.New("train: polishing wants masks of a display, 5 pictures or more and samples of 1 or more; there are ",
			len(p.masks), " masks and ", n, " pictures, in samples of ", sample)
	}
	order := rng.Stream{Seed: seed, Stream: rng.Polish}.Perm(0, n)
	apart := min(sample, n/5)
	p.held, p.rest = order[:apart], order[apart:]
	p.size = min(sample, len(p.rest))
	p.slope = newSlope(p.levels)
	var err error
	if p.pass, err = net.NewPass(network.Train, polishBatch); err != nil {
		return nil, err
	}
	if p.check, err = net.NewPass(network.Eval, polishBatch); err != nil {
		return nil, err
	}
	control := p.masks[0].Control()
	if err := control.Train(modulator.Deployed); err != nil {
		return nil, err
	}
	if err := control.Eval(modulator.Deployed); err != nil {
		return nil, err
	}
	p.Held, err = p.loss(p.check, p.held, nil)
	return p, err
}

func newSlope(levels [][]uint16) (s slope) {
	for _, l := range levels {
		s.g, s.h = append(s.g, make([]float64, 2*len(l))), append(s.h, make([]float64, len(l)))
	}
	return s
}

// Round is what a round did.
type Round struct {
	Tried  int     // changes
	Pixels int     // that have another level now, 0 if no change was good
	Loss   float64 // mean loss of the sample, before the change
}

// Round makes a round. One that is stopped ends with ErrStopped and changes nothing.
func (p *Polish) Round() (r Round, err error) {
	p.round++
	p.done = 0
	sample := rng.Stream{Seed: p.seed, Stream: rng.Polish}.Perm(p.round, len(p.rest))[:p.size]
	for i, k := range sample {
		sample[i] = p.rest[k]
	}
	if r.Loss, err = p.loss(p.pass, sample, &p.slope); err != nil {
		return r, err
	}
	for ; r.Pixels == 0 && r.Tried < polishTrials && !p.Done(); r.Tried++ {
		before := clone(p.levels)
		pixels := p.change()
		if pixels == 0 {
			p.Share = 0
			break
		}
		if err := p.show(p.levels); err != nil {
			return r, err
		}
		held, err := p.loss(p.check, p.held, nil)
		if err != nil || held >= p.Held {
			p.levels = before
			if err := cmp.Or(p.show(before), err); err != nil {
				return r, err
			}
			p.Share /= 2
			continue
		}
		p.Share = min(polishGrowth*p.Share, 0.5)
		p.Held, r.Pixels = held, pixels
	}
	return r, nil
}

// Done tells that there is nothing to change, or less than a pixel at once.
func (p *Polish) Done() bool { return p.Share*float64(p.pixels) < 1 }

// candidate is a pixel with the level that it is best changed to.
type candidate struct {
	layer, pixel int
	level        uint16
	score        float64 // -Re<g, d>/((h + floor) |d|^2)
}

// change changes the levels of the share of pixels with the highest scores, and returns
// how many; 0 if no level promises anything.
func (p *Polish) change() (pixels int) {
	var list []candidate
	for l, mask := range p.masks {
		states, g, h, floor := mask.States(), p.slope.g[l], p.slope.h[l], p.slope.floor(l)
		for i, now := range p.levels[l] {
			best := candidate{layer: l, pixel: i}
			for k := range len(states) / 2 {
				re := float64(states[2*k]) - float64(states[2*now])
				im := float64(states[2*k+1]) - float64(states[2*now+1])
				fall := -float64(g[2*i]*re) - float64(g[2*i+1]*im)
				if fall <= 0 {
					continue
				}
				if score := fall / ((h[i] + floor) * (float64(re*re) + float64(im*im))); score > best.score {
					best.level, best.score = uint16(k), score
				}
			}
			if best.score > 0 {
				list = append(list, best)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	pixels = min(len(list), int(p.Share*float64(p.pixels)))
	for _, c := range list[:pixels] {
		p.levels[c.layer][c.pixel] = c.level
	}
	return pixels
}

// loss is the mean loss over pictures of the set; their slope is added to s, unless that is
// nil, which fades.
func (p *Polish) loss(pass *network.Pass, pictures []int32, s *slope) (float64, error) {
	if s != nil {
		for l := range s.g {
			fade(s.g[l])
			fade(s.h[l])
		}
	}
	sum, all := 0.0, 1/float64(len(pictures))
	for part := range slices.Chunk(pictures, polishBatch) {
		for i, k := range part {
			p.set.Read(int(k), pass.Stage(i, p.set.Target(int(k))))
		}
		if err := pass.Run(len(part)); err != nil {
			return 0, err
		}
		r, err := pass.Result(len(part))
		if err != nil {
			return 0, err
		}
		sum += r.Loss
		if s != nil {
			if err := p.add(s, all); err != nil {
				return 0, err
			}
		}
		p.done += len(part)
		if all := p.size + 2*len(p.held); p.Progress != nil && !p.Progress(min(1, float64(p.done)/float64(all))) {
			return 0, ErrStopped
		}
	}
	return float64(sum * all), nil
}

// floor keeps dark pixels, of which little is known and less is gained, from coming first.
func (s *slope) floor(l int) (mean float64) {
	for _, v := range s.h[l] {
		mean += v
	}
	return polishFloor * mean / float64(len(s.h[l]))
}

func fade(v []float64) {
	for i := range v {
		v[i] *= polishMemory
	}
}

// add adds the part that the pass has just been over.
func (p *Polish) add(s *slope, scale float64) error {
	for l, mask := range p.masks {
		d, err := mask.TransmissionGradient()
		if err != nil {
			return err
		}
		g, h := s.g[l], s.h[l]
		for i := range h {
			re, im := float64(d[2*i]), float64(d[2*i+1])
			g[2*i] += float64(re * scale)
			g[2*i+1] += float64(im * scale)
			h[i] += (float64(re*re) + float64(im*im)) * scale
		}
	}
	return nil
}

// show sets the masks to these levels.
func (p *Polish) show(levels [][]uint16) error {
	for l, mask := range p.masks {
		if err := mask.SetLevels(levels[l]); err != nil {
			return err
		}
	}
	return nil
}

func clone(levels [][]uint16) (c [][]uint16) {
	for _, l := range levels {
		c = append(c, slices.Clone(l))
	}
	return c
}
