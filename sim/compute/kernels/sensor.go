package kernels

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/rng"
)

// Sensor is a camera's pixels, by the linear model of the standard EMVA 1288: electrons of a
// mean that is the light's, whose number is a Poisson variable; noise of the reading; a well that is
// full at some number; and a converter that counts them.
type Sensor struct {
	Photons bool    // the number of electrons varies
	Read    float64 // standard deviation of the reading, electrons
	Well    float64 // electrons at which a pixel is full; 0 for no limit
	Gain    float64 // counts an electron
	Offset  float64 // counts in the dark
	Bits    int     // of a count, which is a whole number then; 0 for any number, 0 or more
	Gamma   float64 // count = most (count/most)^Gamma; 1, and 0, for a camera that counts straight
	Seed    uint64
	Stream  uint32 // see package rng
}

// Most is the largest count, 0 for no limit.
func (s Sensor) Most() float64 {
	if s.Bits == 0 {
		return 0
	}
	return float64(int(1)<<s.Bits - 1)
}

// few is the mean from which a Poisson variable is taken from the normal distribution.
const few = 30

// Poisson is a Poisson variable of a mean: for few by adding up probabilities until they pass u, of 0 to 1;
// else of a normal number z, with the skew (Cornish and Fisher, 1938): mean + sqrt(mean) z + (z^2 - 1)/6, to
// the nearest whole number.
func Poisson(mean, u, z float32) float32 {
	if !(mean > 0) {
		return 0
	}
	if mean >= few {
		return float32(math.Floor(float64(max(0, mean+float32(sqrt(mean)*z)+float32((float32(z*z)-1)*(1.0/6))+0.5))))
	}
	p := exp32(-mean)
	sum, k := p, float32(0)
	for u >= sum && k < 120 {
		k++
		p = float32(p * mean / k)
		sum += p
	}
	return k
}

// Counts is what the sensor counts of a field.
//
//	u         [n] complex
//	response  [n][2]          of each pixel: its share of the electrons, and dark electrons a second
//	frame     [FrameNumbers]
//	counts    [n]             written
func (s Sensor) Counts() compute.Kernel {
	k := compute.Kernel{Name: "sensor", Each: func(args [][]float32, _ []float32) {
		u, response, frame, counts := args[0], args[1], args[2], args[3]
		for i := range counts {
			light := float32(u[2*i]*u[2*i]) + float32(u[2*i+1]*u[2*i+1])
			counts[i] = s.Count(float32(light*frame[FrameElectrons]*response[2*i])+float32(response[2*i+1]*frame[FrameSeconds]), uint32(frame[FrameNumber]), uint32(i))
		}
	}}
	if compute.WithGPU {
		k.GPU = s.gpu()
	}
	return k
}

// Count is what a pixel counts of a mean of electrons in a frame.
func (s Sensor) Count(mean float32, frame, pixel uint32) float32 {
	e, noise := mean, float32(0)
	if s.Photons || s.Read > 0 {
		bits := rng.Stream{Seed: s.Seed, Stream: s.Stream}.Block(frame, pixel)
		var z [4]float32
		normal4(&z, bits, 1)
		if s.Photons {
			e = Poisson(mean, float32(bits[2]>>8)*(1.0/(1<<24)), z[0])
		}
		noise = float32(float32(s.Read) * z[1])
	}
	if s.Well > 0 {
		e = min(e, float32(s.Well))
	}
	v := max(0, float32(s.Offset)+float32(float32(s.Gain)*(e+noise)))
	if s.Bits > 0 {
		most := float32(s.Most())
		v = min(v, most)
		if s.Gamma > 0 && s.Gamma != 1 {
			v = float32(float64(most) * math.Pow(float64(v/most), s.Gamma))
		}
		v = float32(math.Floor(float64(v + 0.5)))
	}
	return v
}

func (s Sensor) gpu() compute.GPU {
	text := "let i = p; var e = dot(v, v) * $2[1u] * $1[2u * i] + $1[2u * i + 1u] * $2[2u];\nvar noise = 0.0f;\n"
	functions := ""
	if s.Photons || s.Read > 0 {
		functions = randomWGSL + sensorWGSL
		text += "let b = levelsBits(vec4u(i, u32($2[0u]), " + u32(int(s.Stream)) + ", 0u), " + seedWGSL(s.Seed) + ");\n" +
			"let z = sqrt(-2.0f * randomLog(2u * (b.x >> 8u) + 1u)) * randomTurn(b.y >> 8u);\nnoise = " + f32(s.Read) + " * z.y;\n"
		if s.Photons {
			text += "e = sensorPoisson(e, f32(b.z >> 8u) * 5.9604644775390625e-8f, z.x);\n"
		}
	}
	if s.Well > 0 {
		text += "e = min(e, " + f32(s.Well) + ");\n"
	}
	text += "var c = max(0.0f, " + f32(s.Offset) + " + " + f32(s.Gain) + " * (e + noise));\n"
	if s.Bits > 0 {
		text += "c = min(c, " + f32(s.Most()) + ");\n"
		if s.Gamma > 0 && s.Gamma != 1 {
			text += "c = " + f32(s.Most()) + " * pow(c * " + f32(1/s.Most()) + ", " + f32(s.Gamma) + ");\n"
		}
		text += "c = floor(c + 0.5f);\n"
	}
	return &compute.Plane{In: 0, Out: -1, Code: compute.Code{Functions: functions, Pairs: []int{0}, Writes: []int{3}, Text: text + "$3[i] = c;"}}
}

const sensorWGSL = `fn sensorPoisson(mean: f32, u: f32, z: f32) -> f32 {
if (!(mean > 0.0f)) { return 0.0f; }
if (mean >= 30.0f) { return floor(max(0.0f, mean + sqrt(mean) * z + (z * z - 1.0f) * 0.16666667f + 0.5f)); }
var p = levelsExp(-mean);
var sum = p;
var k = 0.0f;
while (u >= sum && k < 120.0f) {
k += 1.0f;
p = p * mean / k;
sum += p;
}
return k;
}
`
