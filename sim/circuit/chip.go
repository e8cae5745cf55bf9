package circuit

import (
	"math"

	"talbot/sim/errs"
	"talbot/sim/fmath"
	"talbot/sim/rng"
)

// Faults are what distinguishes a chip from its drawing, and a reading from the light. All are standard deviations
// but Bits.
type Faults struct {
	Splitting float64 // rad: error of each coupler's angle, pi/4 of which is half the power
	Phase     float64 // rad: what calibration leaves of the phase at each waveguide's either end
	Weight    float64 // share by which each weight is too large or small
	Drift     float64 // share by which the numbers of the cores change with time
	Readout   float64 // noise of each of both quadratures, as a share of the root mean square of what is read
	Bits      int     // of the weights, sign included; 0: any weight
	Seed      uint64
}

// Check says what is wrong with faults.
func (f Faults) Check() error {
	for _, v := range []struct {
		name string
		v    float64
	}{{"splitting", f.Splitting}, {"phase", f.Phase}, {"weight", f.Weight}, {"drift", f.Drift}, {"read-out", f.Readout}} {
		if !(v.v >= 0 && v.v <= 1) {
			return errs.New("circuit: the error of the ", v.name, " must be 0 to 1, not ", errs.Float(v.v))
		}
	}
	if f.Bits != 0 && (f.Bits < 2 || f.Bits > 16) {
		return errs.New("circuit: weights have 2 to 16 bits, not ", f.Bits)
	}
	return nil
}

// errors are those of a layer.
type errors struct{ angle, in, out, weight []float64 }

// Chip is a circuit as it was made. It tells what a laboratory can see: what is read when something is loaded.
type Chip struct {
	Design
	Faults
	made  []errors
	cores []Core
	time  uint32
	reads uint32
}

// New makes a chip of a drawing. Its faults come from their seed.
func New(d Design, f Faults) (*Chip, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	if err := f.Check(); err != nil {
		return nil, err
	}
	c := &Chip{Design: d, Faults: f}
	draw := func(l, what, n int, size float64) []float64 {
		v, e := make([]float32, n), make([]float64, n)
		rng.Stream{Seed: f.Seed, Stream: rng.Hidden}.Normal(hidden+uint32(8*l+what), v)
		for i := range e {
			e[i] = size * float64(v[i])
		}
		return e
	}
	for l, n := range d.Widths {
		c.made = append(c.made, errors{draw(l, 0, n/2, f.Splitting), draw(l, 1, n, f.Phase), draw(l, 2, n, f.Phase), draw(l, 3, n, f.Weight)})
	}
	c.At(0)
	return c, nil
}

// hidden is the step of rng.Hidden of the first fault, beyond those of benches.
const hidden = 1 << 20

// At is the chip at a time, counted in updates. Readings of one time are always the same in their order.
func (c *Chip) At(time uint32) {
	c.time, c.reads, c.cores = time, 0, nil
	for l := range c.Widths {
		m := c.core(l, &c.made[l])
		if c.Drift > 0 {
			for i, row := range m.M {
				for j := range row {
					if row[j] != 0 {
						row[j] *= complex(1+c.Wander(l, i, j, c.time), 0)
					}
				}
			}
		}
		c.cores = append(c.cores, m)
	}
}

// wander is a slow function of time of mean 0 and variance 1: waves of some ten to some hundred updates.
func (c *Chip) wander(which, time uint32) (v float64) {
	const waves = 4
	for k := range uint32(waves) {
		b := rng.Stream{Seed: c.Faults.Seed, Stream: rng.Drift}.Block(hidden+which, k)
		period := 20 * math.Pow(2, 5*float64(b[0])/(1<<32))
		sin, _ := fmath.Sincos(2 * math.Pi * (float64(time)/period + float64(b[1])/(1<<32)))
		v += sin * math.Sqrt2 / 2
	}
	return v
}

// Shown are the weights of layer l as the chip has them when it is asked for w.
func (c *Chip) Shown(l int, w []float64) []float64 {
	s := make([]float64, len(w))
	for i, v := range w {
		s[i] = c.round(v) * (1 + c.made[l].weight[i])
	}
	return s
}

// round is the nearest weight that can be loaded.
func (c *Chip) round(w float64) float64 {
	w = math.Min(math.Max(w, -c.Range), c.Range)
	if c.Bits == 0 {
		return w
	}
	top := float64(int(1)<<(c.Bits-1) - 1)
	return math.Floor(w/c.Range*top+0.5) / top * c.Range
}

// Read loads x before the couplers of layer l, and reads what comes out: both quadratures, with noise.
func (c *Chip) Read(l int, x []complex128) []complex128 {
	y := c.cores[l].Forward(x)
	if c.Readout == 0 {
		return y
	}
	square := 0.0
	for _, v := range y {
		square += real(v)*real(v) + imag(v)*imag(v)
	}
	size := c.Readout * math.Sqrt(square/float64(2*len(y)))
	noise := make([]float32, 2*len(y))
	rng.Stream{Seed: c.Faults.Seed + uint64(c.time)<<20, Stream: rng.Readout}.Normal(c.reads, noise)
	c.reads++
	for i := range y {
		y[i] += complex(size*float64(noise[2*i]), size*float64(noise[2*i+1]))
	}
	return y
}

// Truth is the core of layer l as it is now, which no laboratory knows; for what says how near a gradient is.
func (c *Chip) Truth(l int) Core { return c.cores[l] }

// Time is that of the chip, in updates.
func (c *Chip) Time() uint32 { return c.time }

// Wander is the share by which number (i, j) of the core of layer l is off at a time, by drift.
func (c *Chip) Wander(l, i, j int, time uint32) float64 {
	return c.Drift * c.wander(uint32(l*1024+i*32+j), time)
}
