package speed

import (
	"math"
	"strconv"

	"talbot/sim/errs"
	"talbot/sim/network"
)

// Case is one piece of work.
type Case struct {
	Suite string // one of Suites or GPUSuites
	N     int    // points of a line, samples of a plane or numbers of a matrix along one side, or MiB of a copied array
	Pad   int    // samples of darkness added on each side of a plane
	Batch int    // pictures of a training step; of a GPU's case, planes of a hop too
	Chain int    // hops behind each other; 0 for one alone
	// Levels is how many states a pixel of a step's masks has, trained by Gumbel-Softmax:
	// see modulator.Gumbel. 0 is for free phases.
	Levels int
	// Model is how suite dante computes its light: "" by full propagation of the whole plane, "fresnel"
	// of what comes from the mask to the region, "products" or "chirp-z" in the ideal limit.
	Model string
	GPU   bool // the unit is the work of the whole batch: one hop of all planes, one step
}

// Suites are the names of the suites that a processor does, GPUSuites those of a GPU.
var (
	Suites = []string{"fft", "hop", "step", "product"}
	// Alone are suites of a processor that are run by their names only: plane is hop with one plane for all
	// threads, which share its rows and columns.
	Alone     = []string{"plane"}
	GPUSuites = []string{"copy", "hop", "step", "dante", "product", "opu"}
)

// Light and geometry of every case with planes: as LightRidge's public recipe has
// it for 200 samples, and the same spread of the light for others.
const (
	Wavelength = 532e-9 // m
	Pitch      = 36e-6  // m
	Layers     = 5      // masks of a training step
	Chain      = 6      // hops in a row, as many as a training step has there
)

// Distance is the length of a hop between planes, m.
func (c Case) Distance() float64 {
	if c.Suite == "dante" {
		return c.system().Focus
	}
	return 0.3 * float64(c.N) / 200
}

// Spacing is the distance of samples, m.
func (c Case) Spacing() float64 {
	if c.Suite == "dante" {
		return c.system().Pitch
	}
	if c.Suite == "training" {
		return network.DANTE.Pitch
	}
	return Pitch
}

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
	case "plane":
		for _, n := range []int{512, 1000, 2000} {
			list = append(list, Case{Suite: suite, N: n})
		}
	case "step":
		for _, n := range []int{64, 128, 200} {
			list = append(list, Case{Suite: suite, N: n, Batch: batch}, Case{Suite: suite, N: n, Pad: n / 2, Batch: batch})
		}
	case "product":
		for _, n := range []int{512, 2048} {
			list = append(list, Case{Suite: suite, N: n})
		}
	default:
		return nil, errs.New("there is no suite \"", suite, "\"; want fft, hop, step, product or plane")
	}
	return list, nil
}

// GPUCases are those of a suite for a GPU, in the order in which they are run: batch is
// that of training steps and of hops at 200 samples, which have fewer planes where these
// are larger; mib is the size of an array that is copied.
func GPUCases(suite string, batch, mib int) ([]Case, error) {
	var list []Case
	add := func(c Case) {
		c.Suite, c.GPU = suite, true
		list = append(list, c)
	}
	switch suite {
	case "copy":
		add(Case{N: mib, Batch: 1})
	case "hop":
		for _, n := range []int{64, 128, 200, 256, 400, 512, 2000} {
			k := max(1, batch*200*200/(max(n, 200)*max(n, 200)))
			add(Case{N: n, Batch: k})
			add(Case{N: n, Batch: k, Chain: Chain})
			if n == 2000 && k > 1 {
				add(Case{N: n, Batch: 1})
				add(Case{N: n, Batch: 1, Chain: Chain})
			}
		}
	case "step":
		for _, n := range []int{64, 128, 200} {
			add(Case{N: n, Batch: batch})
			add(Case{N: n, Pad: n / 2, Batch: batch})
			add(Case{N: n, Levels: 8, Batch: batch})
		}
	case "dante":
		for _, n := range []int{64, 500, 1000, 2000} {
			add(Case{N: n, Batch: 1})
		}
		for _, model := range []string{"fresnel", "products", "chirp-z"} {
			add(Case{N: 2000, Batch: 1, Model: model})
		}
	case "product":
		for _, n := range []int{512, 1024, 2048, 4096} {
			add(Case{N: n, Batch: 1})
		}
	case "opu":
		for _, n := range []int{1000, 10000, 100000} {
			add(Case{N: n, Batch: 1})
			add(Case{N: n, Batch: 64})
		}
	default:
		return nil, errs.New("there is no suite \"", suite, "\" for a GPU; want copy, hop, step, dante, product or opu")
	}
	return list, nil
}

// Label is the case's size for a person, such as "5x200 pad 100".
func (c Case) Label() string {
	s := strconv.Itoa(c.N)
	switch {
	case c.Suite == "fft" || c.Suite == "product":
		return s
	case c.Suite == "opu":
		return s + "x" + s + " patterns " + strconv.Itoa(c.Batch)
	case c.Suite == "copy":
		return s + " MiB"
	case c.Suite == "training":
		return s + " " + c.Model + " batch " + strconv.Itoa(c.Batch)
	case c.Suite == "global":
		return c.Model + " batch " + strconv.Itoa(c.Batch)
	case c.Suite == "text":
		return "width " + s + " batch " + strconv.Itoa(c.Batch)
	case c.Suite == "dante":
		s += " mask " + strconv.Itoa(c.Window())
		if c.Model != "" {
			s += " to " + strconv.Itoa(c.Region()) + " by " + c.Model
		}
		return s
	case c.Suite == "step":
		s = strconv.Itoa(Layers) + "x" + s
	}
	if c.Pad > 0 {
		s += " pad " + strconv.Itoa(c.Pad)
	}
	if c.Levels > 0 {
		s += " levels " + strconv.Itoa(c.Levels)
	}
	if c.GPU {
		s += " batch " + strconv.Itoa(c.Batch)
	}
	if c.Chain > 0 {
		s += " chain " + strconv.Itoa(c.Chain)
	}
	return s
}

// Unit is what times and rates are per.
func (c Case) Unit() string {
	if c.GPU {
		return map[string]string{"copy": "copy", "hop": "hop", "step": "step", "dante": "step", "global": "step", "text": "step", "training": "step", "product": "product", "opu": "projection"}[c.Suite]
	}
	return map[string]string{"fft": "line", "hop": "plane", "plane": "plane", "step": "picture", "product": "product"}[c.Suite]
}

// window is the length of a transform.
func (c Case) window() float64 { return float64(c.N + 2*c.Pad) }

// hops is how often a picture of a step is propagated: there, and back but for the
// first hop, behind which nothing is trained.
const hops = 2*Layers + 1

// Flops is the number of operations of a unit by the convention of this package.
func (c Case) Flops() float64 {
	m := c.window()
	hop := 2*5*m*m*math.Log2(m*m) + 6*m*m
	switch c.Suite {
	case "fft":
		return 5 * m * math.Log2(m)
	case "copy", "global", "text", "training": // of which passes tell their own
		return 0
	case "product":
		return 2 * m * m * m
	case "opu": // a sum of each part of a number, and what draws them is not counted
		return 2 * m * m * c.planes()
	case "dante":
		return c.danteFlops(hop)
	case "hop", "plane":
		return c.planes() * hop
	}
	return c.planes() * hops * hop
}

// planes is how many planes or pictures a unit has.
func (c Case) planes() float64 {
	if c.GPU {
		return float64(c.Batch)
	}
	return 1
}

// Bytes is the least that is moved for a unit. A line is read and written. A hop
// goes over the plane three times, rows, columns, rows, of which the outer two
// leave what is dark, and reads the transfer function. In a training step the rows
// behind one hop are those before the next: there they take the mask on the way
// and keep the field, and on the way back they read that field again and add to
// the mask's gradient. Between the last hop and the detectors, there and back, only the
// rows that have some count. In a chain of hops the rows behind one are those before the
// next.
//
// A processor reads the transfer function and a mask's transmission again for every
// plane; for a GPU, which takes all planes of a batch together, they count once. An
// update of the masks counts in suite dante alone, which has one plane for one mask.
func (c Case) Bytes() float64 {
	n, m := float64(c.N), c.window()
	const pair = 8 // bytes of a complex64
	once := pair / c.planes()
	columns := pair*2*n*m + once*m*m
	rows := pair * 2 * n * m // read and write one spectrum
	ends := pair * (2*n*n + 2*n*m)
	switch c.Suite {
	case "global", "text", "training":
		return 0
	case "fft":
		return pair * 2 * n
	case "copy":
		return 2 * n * (1 << 20)
	case "product":
		return 4 * 3 * n * n
	case "opu":
		return 4 * 3 * n * c.planes()
	case "hop", "plane":
		if k := float64(c.Chain); k > 1 {
			return c.planes() * (columns + ((k-1)*rows+ends)/k)
		}
		return c.planes() * (columns + ends)
	case "dante":
		return c.danteBytes(columns, rows)
	}
	forward := (Layers+1)*columns + Layers*(rows+(pair+once)*n*n) + pair*2*n*m
	back := Layers*columns + Layers*(rows+(pair+2*once)*n*n) + pair*n*m
	dark := pair * 4 * (n - c.detected()) * m // columns and rows, there and back
	return c.planes() * (forward + back - dark)
}

// detected is how many rows of a plane have detectors: three lines of them, a tenth of a
// plane wide.
func (c Case) detected() float64 { return float64(3 * max(1, c.N/10)) }

// WorkingSet is about how many bytes one thread goes over again and again.
func (c Case) WorkingSet() float64 {
	n, m := float64(c.N), c.window()
	switch c.Suite {
	case "fft":
		return lines * 2 * 8 * n
	case "hop", "plane":
		return 8 * (2*n*n + n*m + m*m)
	case "product":
		return 4 * 3 * n * n
	}
	return 8*((Layers+3)*n*n+n*m+m*m) + 12*Layers*n*n
}
