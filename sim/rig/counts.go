package rig

import "talbot/sim/errs"

// Response is the light that counts above the dark stand for, in counts of a camera that counts straight: Light[i] of i/(len-1) of Top,
// and straight between. It rises.
type Response struct {
	Top   float64
	Light []float64
}

// At is the light of a count above the dark; beyond its ends the response is as steep as there.
func (r *Response) At(v float64) float64 {
	last := len(r.Light) - 1
	t := v / r.Top * float64(last)
	k := max(0, min(int(t), last-1))
	return r.Light[k] + (t-float64(k))*(r.Light[k+1]-r.Light[k])
}

func (r *Response) check() error {
	if !(r.Top > 0) || len(r.Light) < 2 {
		return errs.New("rig: a camera's response wants two counts or more, and a top above 0")
	}
	for i := range len(r.Light) - 1 {
		if !(r.Light[i+1] > r.Light[i]) {
			return errs.New("rig: the response of a camera does not rise behind ", float64(i)/float64(len(r.Light)-1), " of its top")
		}
	}
	return nil
}
