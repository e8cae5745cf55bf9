package scaling

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"talbot/sim/errs"
)

// least is the x with no number below 0 for which a x is nearest to ones, by the active sets of Lawson and Hanson,
// "Solving least squares problems" (1974), chapter 23.
func least(a *mat.Dense) ([]float64, error) {
	rows, cols := a.Dims()
	scale := make([]float64, cols) // columns of length 1
	for c := range cols {
		scale[c] = mat.Norm(a.ColView(c), 2)
		if scale[c] == 0 {
			return nil, errs.New("scaling: a term of the law is 0 at all sizes")
		}
	}
	var b mat.Dense
	b.Apply(func(_, c int, v float64) float64 { return v / scale[c] }, a)
	x, in := make([]float64, cols), make([]bool, cols)
	for range 10 * cols {
		r := mat.NewVecDense(rows, nil)
		r.MulVec(&b, mat.NewVecDense(cols, x))
		for i := range rows {
			r.SetVec(i, 1-r.AtVec(i))
		}
		best, at := 1e-11, -1
		for c := range cols {
			if w := mat.Dot(b.ColView(c), r); !in[c] && w > best {
				best, at = w, c
			}
		}
		if at < 0 {
			break
		}
		in[at] = true
		for {
			s, err := among(&b, in)
			if err != nil { // terms that these sizes do not tell apart
				in[at] = false
				break
			}
			share := 1.0
			for c, v := range s {
				if in[c] && v <= 0 {
					share = math.Min(share, x[c]/(x[c]-v))
				}
			}
			for c := range x {
				x[c] += share * (s[c] - x[c])
				if in[c] && share < 1 && x[c] <= 1e-14 {
					x[c], in[c] = 0, false
				}
			}
			if share == 1 {
				break
			}
		}
	}
	for c := range x {
		x[c] /= scale[c]
	}
	return x, nil
}

// among is the nearest x of the columns that are in, without bounds; others are 0.
func among(b *mat.Dense, in []bool) ([]float64, error) {
	var used []int
	for c, yes := range in {
		if yes {
			used = append(used, c)
		}
	}
	rows, _ := b.Dims()
	m, ones := mat.NewDense(rows, len(used), nil), mat.NewVecDense(rows, nil)
	for r := range rows {
		for k, c := range used {
			m.Set(r, k, b.At(r, c))
		}
		ones.SetVec(r, 1)
	}
	var x mat.VecDense
	if err := x.SolveVec(m, ones); err != nil {
		return nil, err
	}
	out := make([]float64, len(in))
	for k, c := range used {
		out[c] = x.AtVec(k)
	}
	return out, nil
}
