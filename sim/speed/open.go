package speed

import (
	"runtime"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/errs"
	"talbot/sim/fft"
)

// Variant is a way in which Talbot does a case.
type Variant struct {
	Scalar  bool // without SIMD
	Threads int
	GPU     compute.Device // that does it, nil for the processor
	Tuning  string         // how it does, "" for as usual
	Steps   int            // training steps that go to it together, 0 for one
	Room    float64        // bytes that the processor's may take, 0 for no limit
}

// Name is the instruction set that the variant uses.
func (v Variant) Name() string {
	if v.GPU != nil && v.Tuning != "" {
		return v.GPU.Name() + ", " + v.Tuning
	}
	if v.GPU != nil {
		return v.GPU.Name()
	}
	if vectors := fft.Vectors(); !v.Scalar && len(vectors) > 0 {
		return vectors[0].Name
	}
	return "scalar"
}

// On is Name, with the instruction set that the transforms of a case take.
func (v Variant) On(c Case) string {
	if best := fft.VectorsFor(int(c.window())); v.GPU == nil && !v.Scalar && c.Suite != "product" && len(best) > 0 {
		return best[0].Name
	}
	return v.Name()
}

// HasSIMD reports whether there is more than the scalar variant here.
func HasSIMD() bool { return len(fft.Vectors()) > 0 }

func (v Variant) device() compute.Device {
	if v.GPU != nil {
		return v.GPU
	}
	dev := cpu.Open(v.Threads)
	if v.Scalar {
		dev = cpu.OpenScalar(v.Threads)
	}
	dev.SetRoom(v.Room, "that are 80 % of the free memory")
	return dev
}

// Talbot is a Contender: this program itself.
type Talbot struct {
	Case    Case
	Variant Variant

	clock   Clock
	units   int
	run     func(reps int) error
	check   []float64
	allocs  float64
	problem func() (Problem, error)
	runs    []Run
}

// Run is a program of a case as it is run, for who measures its parts.
type Run struct {
	Runner compute.Runner
	Batch  int
}

// Work is a case that another package makes ready.
type Work struct {
	Units int
	Check []float64
	Runs  []Run
	Run   func(reps int) error
	// Problem is what a rival needs, nil where none knows the work.
	Problem func() (Problem, error)
}

// New is a Contender that does such work.
func New(c Case, v Variant, clock Clock, w Work) *Talbot {
	t := &Talbot{Case: c, Variant: v, clock: clock, units: w.Units, check: w.Check, runs: w.Runs, run: w.Run, problem: w.Problem}
	if t.problem == nil {
		t.problem = func() (Problem, error) { return Problem{}, errs.New("no rival does suite ", c.Suite) }
	}
	return t
}

// Runs are the programs that the work of a case is made of.
func (t *Talbot) Runs() []Run { return t.runs }

// Problem is the input of a case, which a rival needs to compute the same. Planes are [y][x], complex numbers pairs.
type Problem struct {
	Case
	Field   []float32 // fft: [lines][n] complex; product: both factors, [2][n][n]; hop: [n][n] complex, the same for all of a batch; step: [batch][n][n] real amplitudes; copy: what fills the array, again and again; dante: target, [n][n] complex; opu: patterns, [batch][n]
	Labels  []byte    // step: class of each picture
	Masks   []float32 // step: [Layers][n][n] initial phases, rad, or [Layers][levels][n][n] logits; dante: [w][w]
	States  []float32 // step with levels: [levels] of amplitude and phase, rad
	Tau     float64   // step with levels: temperature of the softmax
	Regions []int     // step: [classes] of x0, y0, x1, y1; readings are mean intensities
	Scale   float64   // step: logits are Scale times each reading's share of their sum
	Rate    float64   // step: Adam's learning rate; the loss is the batch's mean cross-entropy
	More    []string  // other suites: words name=value of their own
}

// Lines is how many lines the problem of suite fft has.
func (p Problem) Lines() int { return lines }

// Open makes a case ready.
func Open(c Case, v Variant, clock Clock) (*Talbot, error) {
	t := &Talbot{Case: c, Variant: v, clock: clock}
	var err error
	switch c.Suite {
	case "fft":
		err = t.openLines()
	case "hop", "plane":
		err = t.openHop()
	case "step":
		err = t.openStep()
	case "copy":
		err = t.openCopy()
	case "product":
		err = t.openProduct()
	case "opu":
		err = t.openProjection()
	case "dante":
		err = t.openDante()
	default:
		err = errs.New("there is no suite \"", c.Suite, "\"")
	}
	return t, err
}

// Sample does the work reps times.
func (t *Talbot) Sample(reps int) (float64, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := t.clock()
	err := t.run(reps)
	took := t.clock() - start
	runtime.ReadMemStats(&after)
	t.allocs = float64(after.Mallocs-before.Mallocs) / float64(reps)
	return took, err
}

// Allocs is how often memory was allocated for each repetition of the last sample.
func (t *Talbot) Allocs() float64 { return t.allocs }

// wait returns when a device that works on while the host does other things has done
// all that it was given: it reads a number of b.
func wait(dev compute.Device, b compute.Buffer) error {
	if _, ok := dev.(compute.Later); !ok {
		return nil
	}
	var one [1]float32
	return dev.Read(b, 0, one[:])
}

func (t *Talbot) Units() int       { return t.units }
func (t *Talbot) Check() []float64 { return t.check }

// Problem is what a rival needs to compute the same.
func (t *Talbot) Problem() (Problem, error) { return t.problem() }

// overlap is sum conj(a) b / sum |a|^2 of pairs: the check of linear maps.
func overlap(a, b []float32) []float64 {
	var re, im, size float64
	for i := 0; i+1 < len(a); i += 2 {
		ar, ai, br, bi := float64(a[i]), float64(a[i+1]), float64(b[i]), float64(b[i+1])
		re += float64(ar*br) + float64(ai*bi)
		im += float64(ar*bi) - float64(ai*br)
		size += float64(ar*ar) + float64(ai*ai)
	}
	return []float64{re / size, im / size}
}
