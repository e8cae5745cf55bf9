package opu

import (
	"talbot/sim/compute"
	"talbot/sim/element"
	"talbot/sim/errs"
	"talbot/sim/optics"
)

// Scatterer is a medium of free space to compare with a Matrix: light of a square display of mirrors goes through
// planes of rough phase, one behind the other, and on to a camera. With one plane the speckle of neighbouring mirrors
// is the same, moved (the memory effect: Freund, Rosenbluh, Feng, Physical Review Letters 61, 2328 (1988)); planes far
// enough apart take that away, and leave what Matrix takes for granted.
type Scatterer struct {
	Side       int     // mirrors along either side
	Mirror     int     // samples of a mirror, along either side
	Samples    int     // of the square plane
	Pitch      float64 // m
	Wavelength float64 // m
	Planes     int
	Gap        float64 // m, from the mirrors to the first plane, and between planes
	Distance   float64 // m, from the last plane to the camera
	Roughness  float64 // rad, standard deviation of a plane's phase
	Grain      float64 // m, its correlation length
	Seed       uint64
}

// Thick is one whose speckle is that of an ideal matrix within some percent: four planes.
func Thick() Scatterer {
	return Scatterer{Side: 8, Mirror: 8, Samples: 256, Pitch: 4e-6, Wavelength: 532e-9, Planes: 4, Gap: 6e-3, Distance: 12e-3, Roughness: 4, Grain: 12e-6, Seed: 1}
}

// Medium is a Scatterer ready on a device.
type Medium struct {
	Scatterer
	dev     compute.Device
	in, out compute.Buffer
	run     compute.Runner
	field   []float32
}

// Open makes the medium ready.
func (s Scatterer) Open(dev compute.Device) (*Medium, error) {
	if s.Side < 1 || s.Mirror < 1 || s.Side*s.Mirror > s.Samples || s.Planes < 1 {
		return nil, errs.New("opu: ", s.Side, " mirrors of ", s.Mirror, " samples along a side need a plane of as many, not ", s.Samples, ", and a medium has one plane at least")
	}
	g := optics.Square(s.Samples, s.Pitch)
	m := &Medium{Scatterer: s, dev: dev, field: make([]float32, 2*g.Len())}
	free := func(z float64) (*optics.Recipe, error) {
		return optics.Space{In: g, Wavelength: s.Wavelength, Z: z}.AngularSpectrum(optics.Window{})
	}
	var parts []*optics.Recipe
	hop, err := free(s.Gap)
	if err != nil {
		return nil, err
	}
	for i := range s.Planes {
		rough, err := element.Diffuser(g, s.Roughness, s.Grain, s.Seed, uint32(i))
		if err != nil {
			return nil, err
		}
		screen, err := optics.Screen(g, rough)
		if err != nil {
			return nil, err
		}
		parts = append(parts, hop, screen)
	}
	last, err := free(s.Distance)
	if err != nil {
		return nil, err
	}
	system, err := optics.Join(append(parts, last)...)
	if err != nil {
		return nil, err
	}
	way, err := optics.NewMap(dev, system, 1)
	if err != nil {
		return nil, err
	}
	for _, buf := range []*compute.Buffer{&m.in, &m.out} {
		if *buf, err = dev.Alloc(compute.Spec{Name: "light", Scope: compute.Sample, Len: len(m.field), Batch: 1}); err != nil {
			return nil, err
		}
	}
	var p compute.Program
	way.Forward(&p, m.in, m.out)
	m.run, err = dev.Compile(&p)
	return m, err
}

// Mirrors is how many there are.
func (m *Medium) Mirrors() int { return m.Side * m.Side }

// Field is the light of a pattern, 0 to 1 of each mirror row by row, on the middle half of the camera along either
// side, row by row.
func (m *Medium) Field(x []float32) ([]complex128, error) {
	if len(x) != m.Mirrors() {
		return nil, errs.New("opu: a pattern of ", len(x), " numbers for ", m.Mirrors(), " mirrors")
	}
	clear(m.field)
	n, first := m.Samples, (m.Samples-m.Side*m.Mirror)/2
	for i := range m.Side * m.Mirror {
		for j := range m.Side * m.Mirror {
			m.field[2*((first+i)*n+first+j)] = x[i/m.Mirror*m.Side+j/m.Mirror]
		}
	}
	if err := m.dev.Write(m.in, 0, m.field); err != nil {
		return nil, err
	}
	if err := m.run.Run(1); err != nil {
		return nil, err
	}
	if err := m.dev.Read(m.out, 0, m.field); err != nil {
		return nil, err
	}
	var y []complex128
	for i := n / 4; i < n-n/4; i++ {
		for j := n / 4; j < n-n/4; j++ {
			y = append(y, complex(float64(m.field[2*(i*n+j)]), float64(m.field[2*(i*n+j)+1])))
		}
	}
	return y, nil
}
