package chip

import "math"

// Error is how far one gradient is from another, of one layer's weights.
type Error struct {
	// Mean is the mean of the distances, as a share of what lies between the largest and the smallest of the other.
	Mean   float64
	Cosine float64
}

// Errors sets the gradients of the flowers to learn from, one by one as the session's method measures them on the chip at its
// weights, beside those of the drawing and, which no laboratory knows, of the chip as it is. An in-silico network's are
// measured by fully forward mode, on the chip that it is to work on. Measured and drawn are the sums over all flowers.
func (s *Session) Errors() (measured, drawn [][]float64, drawing, truth []Error, err error) {
	s.Chip.At(uint32(s.Stage.Step) + 1)
	method := s.Method
	if method == "in-silico" {
		method = "ffm"
	}
	var each [3][][]float64 // by method and layer, of all flowers
	for k, m := range []string{method, "in-silico", "true"} {
		each[k] = make([][]float64, len(widths))
		for i := range s.learn.Len() {
			_, g, err := s.gradient(m, s.learn, []int32{int32(i)})
			if err != nil {
				return nil, nil, nil, nil, err
			}
			for l := range g {
				each[k][l] = append(each[k][l], g[l]...)
			}
		}
	}
	for l, n := range widths {
		measured, drawn = append(measured, total(each[0][l], n)), append(drawn, total(each[1][l], n))
		drawing, truth = append(drawing, distance(each[0][l], each[1][l])), append(truth, distance(each[0][l], each[2][l]))
	}
	return measured, drawn, drawing, truth, nil
}

// total is the sum of rows of n numbers.
func total(rows []float64, n int) []float64 {
	sum := make([]float64, n)
	for i, v := range rows {
		sum[i%n] += v
	}
	return sum
}

func distance(a, b []float64) (e Error) {
	low, high := math.Inf(1), math.Inf(-1)
	var ab, aa, bb float64
	for i, v := range b {
		low, high = math.Min(low, v), math.Max(high, v)
		e.Mean += math.Abs(a[i]-v) / float64(len(b))
		ab, aa, bb = ab+a[i]*v, aa+a[i]*a[i], bb+v*v
	}
	if high > low {
		e.Mean /= high - low
	}
	if aa > 0 && bb > 0 {
		e.Cosine = ab / math.Sqrt(aa*bb)
	}
	return e
}
