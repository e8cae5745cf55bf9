package experiment

import "math"

// z95 is the 97.5 % quantile of the normal distribution.
const z95 = 1.959963984540054

// Wilson is how sure a share of right answers is: the 95 % interval of Wilson,
// "Probable inference, the law of succession, and statistical inference", Journal of the
// American Statistical Association 22, 209 (1927), for correct of count pictures that were
// drawn at random. Both ends are from 0 to 1; without pictures they are 0 and 1.
func Wilson(correct, count int) (low, high float64) {
	if count <= 0 {
		return 0, 1
	}
	n, z2 := float64(count), float64(z95*z95)
	p := float64(correct) / n
	middle := (p + z2/(2*n)) / (1 + z2/n)
	half := z95 / (1 + z2/n) * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	low, high = middle-half, middle+half
	if correct == 0 {
		low = 0 // not what rounding leaves of it
	}
	if correct == count {
		high = 1
	}
	return low, high
}

// Interval is how sure the accuracy is, as of Wilson.
func (e *Evaluation) Interval() (low, high float64) { return Wilson(e.Correct, e.Count) }
