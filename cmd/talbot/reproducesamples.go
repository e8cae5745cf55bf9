package main

import (
	"image"
	"image/color"
	"math"

	"talbot/render/figure"
	"talbot/sim/reproduce"
)

// samplesFigure shows the pictures that runs have made, a line of them for each row of a record that has some, of the
// first seed; it is nil where there are none.
func samplesFigure(e reproduce.Experiment, rec reproduce.Record) (*figure.Figure, error) {
	var strips []figure.Strip
	for _, row := range rec.Rows {
		for _, r := range row.Runs {
			if x := r.Lists[reproduce.Samples]; len(x) > 0 {
				strips = append(strips, figure.Strip{Label: row.Label, Pictures: samplePictures(x)})
				break
			}
		}
	}
	if len(strips) == 0 {
		return nil, nil
	}
	title := e.Title
	if rec.Quick {
		title = "Quick run: " + title
	}
	return figure.Strips(title, "What each row has made, "+rec.Device+".", "Pictures below each other are made of the same noise where they have as many pixels.", strips, figure.Style{})
}

// samplePictures are the pictures in a run's list, values 0..255, rows from the top.
func samplePictures(list []float64) []*image.RGBA {
	n := max(1, int(math.Sqrt(float64(len(list)/reproduce.SamplesKept))+0.5))
	pictures := make([]*image.RGBA, len(list)/(n*n))
	for k := range pictures {
		m := image.NewRGBA(image.Rect(0, 0, n, n))
		for i, v := range list[k*n*n : (k+1)*n*n] {
			m.SetRGBA(i%n, i/n, color.RGBA{R: byte(v), G: byte(v), B: byte(v), A: 255})
		}
		pictures[k] = m
	}
	return pictures
}
