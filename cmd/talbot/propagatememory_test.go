package main

import (
	"testing"

	"talbot/sim/optics"
)

// The estimate of memory counts the window of the truth, twice that of the propagation in
// double precision, unless no error is asked for.
func TestMemoryCountsTheTruth(t *testing.T) {
	g := optics.Grid{Nx: 1000, Ny: 1000, Dx: 1e-6, Dy: 1e-6}
	for _, wide := range []bool{false, true} {
		judged := (&propagation{}).windowBytes(g, 2500, 2500, wide)
		blind := (&propagation{blind: true}).windowBytes(g, 2500, 2500, wide)
		if rows := 16.0 * 1000 * 5000; judged < rows || judged < blind {
			t.Errorf("float64 %v: %.3g bytes, %.3g without an estimate; the rows of the truth's window alone are %.3g", wide, judged, blind, rows)
		}
		if wide && judged < 1.9*blind {
			t.Errorf("%.3g bytes, %.3g without an estimate: the truth's window is twice as wide", judged, blind)
		}
	}
}
