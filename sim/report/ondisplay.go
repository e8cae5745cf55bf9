package report

import (
	"math"

	"talbot/sim/modulator"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// OnDisplay is the levels of the masks and the curves that they are shown on: those of their
// display, or of others, one for each mask, unless they are nil. The same levels are shown on
// others of as many levels each; else, and of masks of no display, all are mapped to the
// nearest states. Without any curve there are no levels.
func OnDisplay(others []modulator.Curve, s *diffractive.Session) (levels [][]uint16, curves []modulator.Curve, mapped bool, err error) {
	for _, d := range s.Displays() {
		curves = append(curves, d.Curve())
	}
	levels, err = s.Levels()
	if err != nil || others == nil {
		return levels, curves, false, err
	}
	same := curves != nil
	for l, c := range curves {
		same = same && c.Levels() == others[l].Levels()
	}
	if same {
		return levels, others, false, nil
	}
	m, err := rundir.MasksOf(s)
	if err != nil {
		return nil, nil, false, err
	}
	values, amplitudes := m.Values, m.Transmission
	if m.Amplitude {
		values, amplitudes = make([]float32, len(m.Values)), m.Values
	}
	levels = nil
	n := m.N * m.N
	for l, curve := range others {
		t := make([]float32, 2*n)
		for i := range n {
			size := 1.0
			if amplitudes != nil {
				size = float64(amplitudes[l*n+i])
			}
			sin, cos := math.Sincos(float64(values[l*n+i]))
			t[2*i], t[2*i+1] = float32(size*cos), float32(size*sin)
		}
		levels = append(levels, diffractive.MapNearest(curve, t))
	}
	return levels, others, true, nil
}
