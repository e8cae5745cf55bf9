package part

import (
	"fmt"
	"math"
)

// Process says how a mask is made. Lengths are in metres.
type Process struct {
	Wavelength float64 `json:"wavelength_m"`
	Pitch      float64 `json:"pitch_m"` // of the mask's pixels
	// Index is the material's refractive index at the wavelength, Ambient that of what is around.
	Index   float64 `json:"refractive_index,omitempty"`
	Ambient float64 `json:"ambient_index,omitempty"`
	// Levels is how many heights there are, 0 among them; of openings, how many shares.
	Levels int `json:"levels"`
	// Turns is the phase, in turns, after which heights begin at 0 again.
	Turns float64 `json:"wrap_turns,omitempty"`
	// Limit is the greatest height that the process makes; 0: as the turns want.
	Limit float64 `json:"relief_limit_m,omitempty"`
	Base  float64 `json:"base_m"` // what stands below height 0
	// Away turns the relief away from the source: files are then mirrored left to right, as
	// they show the part from the side of its relief.
	Away bool `json:"relief_faces_detector"`
	// Openings makes openings of amplitudes, in place of heights.
	Openings bool `json:"openings"`
	// Kernel is the blur of the process, or nil; its values add to 1.
	Kernel *Kernel `json:"blur,omitempty"`
}

// MaxLevels is the greatest number of levels.
const MaxLevels = 1 << 16

// UsualBase is a base that holds a mask of n x n pixels by itself: a fiftieth of the part's width,
// but at least 1 mm.
func UsualBase(n int, pitch float64) float64 {
	return math.Max(1e-3, float64(PlaneOf(nil, n, nil).Side())*pitch/50)
}

// Check says what is wrong with the process.
func (p *Process) Check() error {
	positive := func(v float64) bool { return v > 0 && !math.IsInf(v, 0) }
	switch {
	case !positive(p.Wavelength) || !positive(p.Pitch):
		return fmt.Errorf("wavelength %g m and pixel %g m must be above 0", p.Wavelength, p.Pitch)
	case p.Levels < 2 || p.Levels > MaxLevels:
		return fmt.Errorf("%d levels are outside 2 to %d", p.Levels, MaxLevels)
	case p.Openings:
		return nil
	case !positive(p.Index):
		return fmt.Errorf("the refractive index of the material at the wavelength is not known: give it")
	case !positive(p.Ambient):
		return fmt.Errorf("the ambient index %g is not above 0: give 1 for air", p.Ambient)
	case math.Abs(p.Index-p.Ambient) < 1e-6:
		return fmt.Errorf("material and surroundings have the same refractive index %g: no height changes the phase", p.Index)
	case !positive(p.Turns) || p.Turns > 1000:
		return fmt.Errorf("heights wrap after %g turns, which is outside 0 to 1000", p.Turns)
	case p.Limit < 0 || math.IsInf(p.Limit, 0) || math.IsNaN(p.Limit):
		return fmt.Errorf("the greatest height %g m is not above 0", p.Limit)
	case !(p.Base >= 0) || math.IsInf(p.Base, 0):
		return fmt.Errorf("the base %g m is not a thickness", p.Base)
	}
	return nil
}

// turn is the height that delays the light by one turn.
func (p *Process) turn() float64 { return p.Wavelength / math.Abs(p.Index-p.Ambient) }

// Step is the height of one level. Without a limit the level after the last would be the
// first again.
func (p *Process) Step() float64 {
	if p.Limit > 0 {
		return p.Limit / float64(p.Levels-1)
	}
	return p.Turns * p.turn() / float64(p.Levels)
}

// Relief is the height of the last level.
func (p *Process) Relief() float64 { return p.Step() * float64(p.Levels-1) }

// Phase is what a height adds to the light's phase, in radians: more where the material is
// denser than what is around, less where it is not.
func (p *Process) Phase(h float64) float64 {
	return 2 * math.Pi * (p.Index - p.Ambient) * h / p.Wavelength
}

// Count is what became of a mask's pixels.
type Count struct {
	Pixels  int `json:"pixels"`
	Clipped int `json:"clipped"` // higher than the process makes, by more than half a step
	// Rounded are the pixels that no level has exactly. The errors are those of height, and of the
	// phase or amplitude, after rounding and clipping.
	Rounded      int     `json:"rounded"`
	RMSHeight    float64 `json:"rms_height_error_m,omitempty"`
	MaxHeight    float64 `json:"max_height_error_m,omitempty"`
	RMSPhase     float64 `json:"rms_phase_error_rad,omitempty"`
	MaxPhase     float64 `json:"max_phase_error_rad,omitempty"`
	RMSAmplitude float64 `json:"rms_amplitude_error,omitempty"`
	MaxAmplitude float64 `json:"max_amplitude_error,omitempty"`
}

// Quantise rounds a mask to levels: phases in radians, wrapped or not, or amplitudes from 0 to
// 1 for openings.
func (p *Process) Quantise(values []float32) ([]uint16, Count) {
	levels, c := make([]uint16, len(values)), Count{Pixels: len(values)}
	var sum, most float64
	last := float64(p.Levels - 1)
	for i, v := range values {
		var off float64 // in levels
		if p.Openings {
			want := float64(v) * last
			k := math.Max(0, math.Min(last, math.Round(want)))
			levels[i], off = uint16(k), k-want
		} else {
			var clipped bool
			levels[i], off, clipped = p.level(float64(v))
			if clipped {
				c.Clipped++
			}
		}
		off = math.Abs(off)
		if off > 1e-4 {
			c.Rounded++
		}
		sum += off * off
		most = math.Max(most, off)
	}
	rms := math.Sqrt(sum / math.Max(1, float64(len(values))))
	if p.Openings {
		c.RMSAmplitude, c.MaxAmplitude = rms/last, most/last
		return levels, c
	}
	c.RMSHeight, c.MaxHeight = rms*p.Step(), most*p.Step()
	c.RMSPhase, c.MaxPhase = math.Abs(p.Phase(c.RMSHeight)), math.Abs(p.Phase(c.MaxHeight))
	return levels, c
}

// level is the one nearest to a phase, and how far off it is, in levels.
func (p *Process) level(phase float64) (k uint16, off float64, clipped bool) {
	turns := phase / (2 * math.Pi)
	if p.Index < p.Ambient {
		turns = -turns
	}
	turns -= p.Turns * math.Floor(turns/p.Turns)
	perTurn := p.turn() / p.Step() // levels in a turn
	want, last := turns*perTurn, float64(p.Levels-1)
	near := math.Round(want)
	if near <= last {
		return uint16(near), near - want, false
	}
	// Above the last level: that, or, where heights wrap after whole turns, the first.
	over, under := want-last, p.Turns*perTurn-want
	clipped = p.Limit > 0 && over > 0.5
	if p.Turns == math.Round(p.Turns) && under < over {
		return 0, under, clipped && under > 0.5
	}
	return uint16(last), -over, clipped
}

// Heights are those of levels, in metres; shares of openings.
func (p *Process) Heights(levels []uint16) []float64 {
	h, step := make([]float64, len(levels)), p.Step()
	if p.Openings {
		step = 1 / float64(p.Levels-1)
	}
	for i, k := range levels {
		h[i] = float64(k) * step
	}
	return h
}

// Transmission is what heights or shares do to the light, [y][x] complex.
func (p *Process) Transmission(h []float64) []float32 {
	t := make([]float32, 2*len(h))
	for i, v := range h {
		if p.Openings {
			t[2*i] = float32(v)
			continue
		}
		sin, cos := math.Sincos(p.Phase(v))
		t[2*i], t[2*i+1] = float32(cos), float32(sin)
	}
	return t
}
