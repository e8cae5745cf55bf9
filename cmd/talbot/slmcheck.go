package main

import (
	"fmt"

	"talbot/sim/network"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// slmCheck is what the bench reads of one picture, for who has rebuilt it. The picture is
// white in one corner, so that a turned or mirrored bench reads something else.
type slmCheck struct {
	Picture  string    `json:"picture"`
	Readings []float32 `json:"readings"` // in the order of the regions
	Logits   []float32 `json:"logits"`
}

// checkOf runs that picture through the network of s, whose masks become those of m in
// the levels of the pictures for an SLM.
func checkOf(s *diffractive.Session, m *rundir.Masks) (*slmCheck, error) {
	if m.Levels == nil {
		if err := s.SetMaskBytes(m.Bytes); err != nil {
			return nil, err
		}
	}
	pass, err := s.Net.NewPass(network.Eval, 1)
	if err != nil {
		return nil, err
	}
	w, h := s.Net.Encoder.Width, s.Net.Encoder.Height
	picture := make([]byte, w*h)
	for y := range h / 2 {
		for x := range w / 2 {
			picture[y*w+x] = 255
		}
	}
	pass.Set(0, picture, 0)
	if err := pass.Run(1); err != nil {
		return nil, err
	}
	c := &slmCheck{Picture: fmt.Sprintf("%d x %d pixels, 255 where column < %d and row < %d, else 0", w, h, w/2, h/2)}
	if c.Readings, err = pass.Readings(1); err != nil {
		return nil, err
	}
	c.Logits, err = pass.Logits(1)
	return c, err
}
