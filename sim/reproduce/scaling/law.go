package scaling

import (
	"gonum.org/v1/gonum/mat"

	"talbot/sim/errs"
)

// Law is how long something takes by the size of a network, in seconds:
//
//	t = c0 + c1 D + c2 n W D + c3 n P + c4 P
//
// with D layers of width W, P weights and n examples: what a step costs in any case, what each layer does, each
// number of a layer, each product, and each weight once. No c is below 0.
type Law [5]float64

// terms are what the numbers of a law stand before.
func (s Size) terms() [5]float64 {
	n, d := float64(s.Batch), float64(s.Depth)
	return [5]float64{1, d, n * float64(s.Width) * d, n * s.Weights(), s.Weights()}
}

// Seconds is what the law says of a size.
func (l Law) Seconds(s Size) (t float64) {
	for i, x := range s.terms() {
		t += l[i] * x
	}
	return t
}

// Laws are those of the parts of a step. Forward is part of Feedback, and that of Backprop: none is below the one before.
type Laws struct {
	Forward, Feedback, Backprop, Update Law
}

// Fit makes the laws of measured times: those with the least sum of squares of relative errors. The times of Forward, Feedback and
// Backprop are fitted at once, by numbers of the forward pass, of the layers' own gradients, and of the error's way back.
func Fit(sizes []Size, times []Times) (l Laws, err error) {
	const terms = len(Law{})
	if len(sizes) < terms {
		return l, errs.New("scaling: ", len(sizes), " sizes make no law: measure more widths and depths")
	}
	a := mat.NewDense(3*len(sizes), 3*terms, nil)
	u := mat.NewDense(len(sizes), terms, nil)
	for i, s := range sizes {
		for k, x := range s.terms() {
			for part, t := range []float64{times[i].Forward, times[i].Feedback, times[i].Backprop} {
				for below := range part + 1 {
					a.Set(3*i+part, below*terms+k, x/t)
				}
			}
			u.Set(i, k, x/times[i].Update)
		}
	}
	x, err := least(a)
	if err != nil {
		return l, err
	}
	for k := range terms {
		l.Forward[k] = x[k]
		l.Feedback[k] = l.Forward[k] + x[terms+k]
		l.Backprop[k] = l.Feedback[k] + x[2*terms+k]
	}
	x, err = least(u)
	copy(l.Update[:], x)
	return l, err
}

// Test tells how good a law is at what it has not seen: it is fitted without the widest and the deepest network, and says
// how far off it is at each, as a share of the measured time of a step by backpropagation.
func Test(sizes []Size, times []Times) (widest, deepest float64, err error) {
	at := [2]int{}
	for i, s := range sizes {
		if s.Width > sizes[at[0]].Width {
			at[0] = i
		}
		if s.Depth > sizes[at[1]].Depth {
			at[1] = i
		}
	}
	var known []Size
	var of []Times
	for i, s := range sizes {
		if i != at[0] && i != at[1] {
			known, of = append(known, s), append(of, times[i])
		}
	}
	l, err := Fit(known, of)
	off := func(i int) float64 { return l.Backprop.Seconds(sizes[i])/times[i].Backprop - 1 }
	return off(at[0]), off(at[1]), err
}
