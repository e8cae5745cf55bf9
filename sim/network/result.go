package network

// Result is what a batch gave, summed over its images.
type Result struct {
	Count   int
	Loss    float64
	Correct int
	Values  []Named // what else there is to know, such as a cosine; each name once
}

// Named is a number with its name, summed over images like a loss.
type Named struct {
	Name string
	X    float64
}

// Add adds what another batch gave. Values of the same name are added up.
func (r *Result) Add(o Result) {
	r.Count += o.Count
	r.Loss += o.Loss
	r.Correct += o.Correct
	if len(o.Values) == 0 {
		return
	}
	sum := append([]Named(nil), r.Values...) // copies of r are others' results
next:
	for _, v := range o.Values {
		for i := range sum {
			if sum[i].Name == v.Name {
				sum[i].X += v.X
				continue next
			}
		}
		sum = append(sum, v)
	}
	r.Values = sum
}

// Value is the value of that name, 0 where there is none.
func (r Result) Value(name string) float64 {
	for _, v := range r.Values {
		if v.Name == name {
			return v.X
		}
	}
	return 0
}

// sumUp adds up pairs of a loss and whether the answer was right.
func sumUp(results []float32) Result {
	r := Result{Count: len(results) / 2}
	for i := range r.Count {
		r.Loss += float64(results[2*i])
		r.Correct += int(results[2*i+1])
	}
	return r
}
