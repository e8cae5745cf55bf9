package main

import (
	"io"
	"strconv"
	"strings"

	"talbot/sim/rundir"
)

// writeCSV writes an n x n array, a line for each y.
func writeCSV(w io.Writer, v []float32, n int) error {
	var b strings.Builder
	for i, x := range v {
		b.WriteString(strconv.FormatFloat(float64(x), 'g', -1, 32))
		if (i+1)%n == 0 {
			b.WriteByte('\n')
		} else {
			b.WriteByte(',')
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// displayTables are the tables of a display's masks: levels, phases and amplitudes.
func displayTables(t *target, m *rundir.Masks) (list []exportFile) {
	n := m.N * m.N
	levels := make([]float32, len(m.Levels))
	for i, k := range m.Levels {
		levels[i] = float32(k)
	}
	for l := range m.Layers {
		for _, a := range []struct {
			what string
			v    []float32
		}{{"levels", levels}, {"phase", m.Values}, {"amplitude", m.Transmission}} {
			part := a.v[l*n : (l+1)*n]
			list = append(list, exportFile{"mask-" + t.config.MaskNumber(l) + "-" + a.what + ".csv", func(w io.Writer) error { return writeCSV(w, part, m.N) }})
		}
	}
	return list
}
