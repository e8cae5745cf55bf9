package opu

// Machine is what a unit can do, for accounts of time and energy.
type Machine struct {
	Mirrors, Pixels int
	Rate            float64 // frames a second
	Power           float64 // W
}

// LightOn is the machine of Wang et al., "Optical training of large-scale Transformers and deep neural networks with direct
// feedback alignment", arXiv 2409.12965, which states up to 1500 TeraOPS at 30 W. Mirrors and pixels are those of
// the simulator of its maker; the frame rate is the one at which they do 1500 TeraOPS.
func LightOn() Machine {
	return Machine{Mirrors: 1140 * 912, Pixels: 2040 * 1088, Rate: 325, Power: 30}
}

// Operations is how many a second the machine does: of each frame a product and a sum for every mirror and pixel.
func (m Machine) Operations() float64 {
	return 2 * float64(m.Mirrors) * float64(m.Pixels) * m.Rate
}

// Energy is that of an operation, J.
func (m Machine) Energy() float64 { return m.Power / m.Operations() }

// Account is what some projections take of a machine.
type Account struct {
	Frames     float64
	Seconds    float64
	Joules     float64
	Operations float64 // that arithmetic would make: a product and a sum of real numbers each
}

// Count is the account of so many ternary patterns of n numbers, which become so many real numbers each, measured by a
// method. Camera and mirrors take as long for a few as for all of theirs; more come in several goes.
func (m Machine) Count(by Method, patterns float64, n, numbers int) Account {
	goes := func(n, most int) float64 { return float64((n + most - 1) / most) }
	mirrors := n
	if by == Anchor {
		mirrors += anchors(n)
	}
	a := Account{Frames: float64(by.Frames()) * patterns * goes(mirrors, m.Mirrors) * goes(by.Pixels(numbers), m.Pixels), Operations: 2 * patterns * float64(n) * float64(numbers)}
	a.Seconds = a.Frames / m.Rate
	a.Joules = a.Seconds * m.Power
	return a
}
