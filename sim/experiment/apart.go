package experiment

import (
	"talbot/sim/compute"
	"talbot/sim/frame"
)

// Part is one of the pieces that an update is made of, such as the light's way forth.
type Part struct {
	Name   string // what is done, in English, as "forward"
	Says   string // what came of it, in sentences
	Panels []frame.Panel
}

// Apart is a session that takes an update for one example apart ("apart").
type Apart interface {
	// Apart makes an update for the example against its gradient, as large as Downhill says, and takes it back, so that
	// the session is as before. The parts are in the order in which they are made. Of an example whose
	// class is not known it is that of the answer.
	Apart(Input) ([]Part, error)
}

// TakenAway is the share of the loss that the slope says an update that is taken apart takes away.
const TakenAway = 0.1

// Downhill is the rate at which the slope of a loss, whose gradient in some arrays this is, takes TakenAway of it
// away; 0 where there is no slope.
func Downhill(loss float64, gradient [][]float32) float64 {
	slope := Slope(gradient, gradient)
	if slope == 0 {
		return 0
	}
	return TakenAway * loss / slope
}

// Slope is the sum of the products of two gradients: how a loss of the one falls along the other, at a rate of 1.
func Slope(a, b [][]float32) (sum float64) {
	for i, v := range a {
		for k, x := range v {
			sum += float64(float64(x) * float64(b[i][k]))
		}
	}
	return sum
}

// Try moves variables against a gradient, rate times, has try called, and puts them back.
func Try(dev compute.Device, vars []*compute.Var, gradient [][]float32, rate float64, try func() error) (err error) {
	for i, v := range vars {
		old, x := make([]float32, v.Len()), make([]float32, v.Len())
		if err := dev.Read(v.Value, 0, old); err != nil {
			return err
		}
		defer func() {
			if e := dev.Write(v.Value, 0, old); err == nil {
				err = e
			}
		}()
		for k, g := range gradient[i] {
			x[k] = old[k] - float32(rate*float64(g))
		}
		if err := dev.Write(v.Value, 0, x); err != nil {
			return err
		}
	}
	return try()
}
