package virtual

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/rig"
)

// Remember is all that the next frames of a bench that New or Of has made depend on besides its settings: its clock and
// its count of frames, on which noise and drift depend, the cameras' exposures, what the panels still show of
// the picture before, and the frames that may yet come late. Recall brings another bench of the same settings there, and it
// goes on bit for bit. The numbers are whole or float32, so that a checkpoint keeps them as they are.
func Remember(b *rig.Bench) ([]float32, error) {
	h, err := truthOf(b)
	if err != nil {
		return nil, err
	}
	v := appendBits(nil, uint64(h.taken))
	v = appendBits(v, uint64(b.Report.Frames))
	v = appendBits(v, math.Float64bits(h.now))
	for _, m := range h.slms {
		v = appendBits(v, math.Float64bits(m.start))
		if !h.lags() {
			continue
		}
		v = append(v, m.from...)
		for _, l := range m.to {
			v = append(v, float32(l))
		}
	}
	for _, c := range h.cameras {
		if c == nil {
			continue
		}
		v = appendBits(v, math.Float64bits(c.exposure))
		if h.truth.Faults.Loss > 0 {
			last := make([]float32, c.Info().Grid.Len()) // of no frame yet: dark
			had := float32(0)
			if c.last != nil {
				had = float32(copy(last, c.last))
			}
			v = append(append(v, had), last...)
		}
	}
	return v, nil
}

// Recall brings a bench to where Remember was called of one with the same settings. Nothing changes on error.
func Recall(b *rig.Bench, v []float32) error {
	h, err := truthOf(b)
	if err != nil {
		return err
	}
	now, err := Remember(b)
	if err != nil {
		return err
	}
	if len(v) != len(now) {
		return errs.New("virtual: a bench of other settings has been remembered: ", len(v), " numbers, this one has ", len(now))
	}
	h.taken, v = uint32(bitsOf(v)), v[pieces:]
	b.Report.Frames, v = int(bitsOf(v)), v[pieces:]
	h.now, v = math.Float64frombits(bitsOf(v)), v[pieces:]
	for _, m := range h.slms {
		m.start, v = math.Float64frombits(bitsOf(v)), v[pieces:]
		if !h.lags() {
			continue
		}
		n := m.info.Grid.Len()
		m.from, m.to, m.there = append([]float32(nil), v[:n]...), make([]uint16, n), nil
		for i, l := range v[n : 2*n] {
			m.to[i] = uint16(l)
		}
		v = v[2*n:]
	}
	for _, c := range h.cameras {
		if c == nil {
			continue
		}
		c.exposure, v = math.Float64frombits(bitsOf(v)), v[pieces:]
		if h.truth.Faults.Loss > 0 {
			n := c.Info().Grid.Len()
			c.last = nil
			if v[0] > 0 {
				c.last = append([]float32(nil), v[1:1+n]...)
			}
			v = v[1+n:]
		}
	}
	return nil
}

// Hold keeps where a bench that New or Of has made is, and returns what brings it back there: Remember and Recall for this bench in
// this program, which costs nothing.
func Hold(b *rig.Bench) (back func(), err error) {
	h, err := truthOf(b)
	if err != nil {
		return nil, err
	}
	taken, now, frames := h.taken, h.now, b.Report.Frames
	slms, cameras := make([]slm, len(h.slms)), [2]camera{}
	for i, m := range h.slms {
		slms[i] = *m // what they show is replaced and never changed
	}
	for i, c := range h.cameras {
		if c != nil {
			cameras[i] = *c
		}
	}
	return func() {
		h.taken, h.now, b.Report.Frames = taken, now, frames
		for i, m := range h.slms {
			m.from, m.to, m.there, m.start = slms[i].from, slms[i].to, slms[i].there, slms[i].start
		}
		for i, c := range h.cameras {
			if c != nil {
				c.exposure, c.last = cameras[i].exposure, cameras[i].last
			}
		}
	}, nil
}

// Continue brings a bench that New or Of has made to the clock, the count of frames and the exposures of another of the same panels and
// cameras, whatever their faults are: what has been found out about the one by its own means is then true of the other, whose light
// is as bright on its cameras, and which has drifted as far.
func Continue(b, from *rig.Bench) error {
	h, err := truthOf(b)
	if err != nil {
		return err
	}
	was, err := truthOf(from)
	if err != nil {
		return err
	}
	if len(h.slms) != len(was.slms) || (h.cameras[1] == nil) != (was.cameras[1] == nil) {
		return errs.New("virtual: a bench of ", len(h.slms), " panels cannot go on where one of ", len(was.slms), " is, or has other cameras")
	}
	h.now, h.taken = was.now, was.taken
	for i, c := range h.cameras {
		if c != nil {
			c.exposure = was.cameras[i].exposure
		}
	}
	return nil
}

// lags tells whether a frame can have some of the picture before.
func (h *hardware) lags() bool { return h.truth.Faults.Response > 0 || h.truth.Faults.Latency > 0 }

func truthOf(b *rig.Bench) (*hardware, error) {
	h, ok := b.Clock.(*hardware)
	if !ok {
		return nil, errs.New("virtual: this bench is real, and its truth is not known")
	}
	return h, nil
}

// pieces are the numbers of 16 bits, which a float32 holds, of one of 64.
const pieces = 4

func appendBits(v []float32, u uint64) []float32 {
	for k := range pieces {
		v = append(v, float32(uint16(u>>(16*k))))
	}
	return v
}

func bitsOf(v []float32) (u uint64) {
	for k := range pieces {
		u |= uint64(uint16(v[k])) << (16 * k)
	}
	return u
}
