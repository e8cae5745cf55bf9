package main

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"math"

	"talbot/sim/reproduce"
	"talbot/sim/rundir"
)

// samplesFile draws the pictures that runs have made into a file, a line of them for each row of e that has some, of the
// first seed; it tells whether there are any.
func samplesFile(e reproduce.Experiment, results map[string][]*reproduce.Result, file string) (bool, error) {
	const scale, gap = 4, 4
	var lines [][]float64
	side := 0
	for _, row := range e.Rows {
		for _, r := range results[row.Name] {
			if x := r.Lists[reproduce.Samples]; len(x) > 0 {
				lines = append(lines, x)
				side = max(side, samplesSide(x))
				break
			}
		}
	}
	if len(lines) == 0 {
		return false, nil
	}
	cell := side*scale + gap
	m := image.NewGray(image.Rect(0, 0, reproduce.SamplesKept*cell+gap, len(lines)*cell+gap))
	for i := range m.Pix {
		m.Pix[i] = 128
	}
	for y, x := range lines {
		n := samplesSide(x)
		wide := side * scale / n
		for i, v := range x {
			k, at := i/(n*n), i%(n*n)
			for dy := range wide {
				for dx := range wide {
					m.SetGray(gap+k*cell+at%n*wide+dx, gap+y*cell+at/n*wide+dy, color.Gray{Y: byte(v)})
				}
			}
		}
	}
	return true, rundir.WriteFile(file, func(w io.Writer) error { return png.Encode(w, m) })
}

func samplesSide(x []float64) int {
	return max(1, int(math.Sqrt(float64(len(x)/reproduce.SamplesKept))+0.5))
}
