package chip

import "math"

// Error is how far one gradient is from another, of one layer's weights.
type Error struct {
	// Mean is the mean of the distances, as a share of what lies between the largest and the smallest of the other.
	Mean   float64
	Cosine float64
}

// Errors sets the gradient of all flowers to learn from, as the session's method measures it on the chip at its weights,
// beside that of the drawing and, which no laboratory knows, of the chip as it is. An in-silico network's is
// measured by fully forward mode, on the chip that it is to work on.
func (s *Session) Errors() (measured [][]float64, drawing, truth []Error, err error) {
	s.Chip.At(uint32(s.Stage.Step) + 1)
	all := make([]int32, s.learn.Len())
	for i := range all {
		all[i] = int32(i)
	}
	method := s.Method
	if method == "in-silico" {
		method = "ffm"
	}
	_, measured, err = s.gradient(method, s.learn, all)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, to := range []struct {
		method string
		list   *[]Error
	}{{"in-silico", &drawing}, {"true", &truth}} {
		_, g, err := s.gradient(to.method, s.learn, all)
		if err != nil {
			return nil, nil, nil, err
		}
		for l := range g {
			*to.list = append(*to.list, distance(measured[l], g[l]))
		}
	}
	return measured, drawing, truth, nil
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
