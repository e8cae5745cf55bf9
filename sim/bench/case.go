package bench

import (
	"math"
	"strconv"

	"talbot/sim/errs"
)

// Case is one piece of work.
type Case struct {
	Suite string // fft, hop or step
	N     int    // points of a line, or samples of a plane along one side
	Pad   int    // samples of darkness added on each side of a plane
	Batch int    // pictures of a training step
}

// Suites are the names of all suites.
var Suites = []string{"fft", "hop", "step"}

// Light and geometry of every case with planes: as LightRidge's public recipe has
// it for 200 samples, and the same spread of the light for others.
const (
	Wavelength = 532e-9 // m
	Pitch      = 36e-6  // m
	Layers     = 5      // masks of a training step
)

// Distance is the length of a hop between planes, m.
func (c Case) Distance() float64 { return 0.3 * float64(c.N) / 200 }

// Cases are those of a suite, in the order in which they are run.
func Cases(suite string, batch int) ([]Case, error) {
	var list []Case
	switch suite {
	case "fft":
		for _, n := range []int{128, 200, 256, 400, 512, 1024, 2048} {
			list = append(list, Case{Suite: suite, N: n})
		}
	case "hop":
		for _, n := range []int{64, 128, 200, 256, 400, 512, 2000} {
			list = append(list, Case{Suite: suite, N: n})
		}
	case "step":
		for _, n := range []int{64, 128, 200} {
			list = append(list, Case{Suite: suite, N: n, Batch: batch}, Case{Suite: suite, N: n, Pad: n / 2, Batch: batch})
		}
	default:
		return nil, errs.New("there is no suite \"", suite, "\"; want fft, hop or step")
	}
	return list, nil
}

// Label is the case's size for a person, such as "5x200 pad 100".
func (c Case) Label() string {
	s := strconv.Itoa(c.N)
	switch {
	case c.Suite == "fft":
		return s
	case c.Suite == "step":
		s = strconv.Itoa(Layers) + "x" + s
	}
	if c.Pad > 0 {
		s += " pad " + strconv.Itoa(c.Pad)
	}
	return s
}

// Unit is what times and rates are per.
func (c Case) Unit() string {
	return map[string]string{"fft": "line", "hop": "plane", "step": "picture"}[c.Suite]
}

// window is the length of a transform.
func (c Case) window() float64 { return float64(c.N + 2*c.Pad) }

// hops is how often a picture of a step is propagated: there, and back but for the
// first hop, behind which nothing is trained.
const hops = 2*Layers + 1

// Flops is the number of operations of a unit by the convention of this package.
func (c Case) Flops() float64 {
	m := c.window()
	if c.Suite == "fft" {
		return 5 * m * math.Log2(m)
	}
	hop := 2*5*m*m*math.Log2(m*m) + 6*m*m
	if c.Suite == "hop" {
		return hop
	}
	return hops * hop
}

// Bytes is the least that is moved for a unit. A line is read and written. A hop
// goes over the plane three times, rows, columns, rows, of which the outer two
// leave what is dark, and reads the transfer function. In a training step the rows
// behind one hop are those before the next: there they take the mask on the way
// and keep the field, and on the way back they read that field again and add to
// the mask's gradient.
func (c Case) Bytes() float64 {
	n, m := float64(c.N), c.window()
	const pair = 8 // bytes of a complex64
	columns := pair * (2*n*m + m*m)
	switch c.Suite {
	case "fft":
		return pair * 2 * n
	case "hop":
		return columns + pair*(2*n*n+2*n*m)
	}
	rows := pair * 2 * n * m // read and write one spectrum
	forward := (Layers+1)*columns + Layers*(rows+2*pair*n*n) + pair*2*n*m
	back := Layers*columns + Layers*(rows+3*pair*n*n) + pair*n*m
	return forward + back
}

// WorkingSet is about how many bytes one thread goes over again and again.
func (c Case) WorkingSet() float64 {
	n, m := float64(c.N), c.window()
	switch c.Suite {
	case "fft":
		return lines * 2 * 8 * n
	case "hop":
		return 8 * (2*n*n + n*m + m*m)
	}
	return 8*((Layers+3)*n*n+n*m+m*m) + 12*Layers*n*n
}
