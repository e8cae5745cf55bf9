package main

import (
	"fmt"
	"strconv"

	"talbot/sim/compute/cpu"
	"talbot/sim/experiment"
	"talbot/sim/opu"
	"talbot/sim/rng"
)

// How much of a matrix is looked at: its first mirrors, as many as opu.Thick has, and pixels.
const (
	speckleMirrors = 64
	specklePixels  = 40000
)

// speckleModel is a table of what the light of the settings' optical unit shows of its medium, beside media of free space.
func speckleModel(c experiment.Config) (*experiment.Model, error) {
	way, err := experiment.Named(c, "feedback")
	if err != nil || way.Value() != "opu" {
		return nil, usage("--speckle is for what gets feedback through an optical unit: talbot model dfa-mnist --speckle, or --feedback opu with another preset of feedback")
	}
	number, err := experiment.Named(c, "seed")
	if err != nil {
		return nil, err
	}
	seed, err := strconv.ParseUint(number.Value(), 10, 64)
	if err != nil {
		return nil, err
	}
	ideal, err := opu.Matrix{Mirrors: speckleMirrors, Pixels: specklePixels, Seed: seed, Stream: rng.Feedback}.Quality()
	if err != nil {
		return nil, err
	}
	media := []opu.Quality{ideal}
	for _, planes := range []int{opu.Thick().Planes, 1} {
		s := opu.Thick()
		s.Planes, s.Seed = planes, seed
		m, err := s.Open(cpu.Open(1))
		if err != nil {
			return nil, err
		}
		q, err := m.Quality()
		if err != nil {
			return nil, err
		}
		media = append(media, q)
	}
	is, off := opu.Developed(specklePixels)
	t := &experiment.Model{Columns: []string{"statistic", "developed", "deviation", "this unit", "four planes", "one plane"}, Memory: []experiment.Amount{}}
	row := func(name string, want, deviation float64, of func(opu.Quality) float64) {
		cells := []string{name, strconv.FormatFloat(want, 'f', 0, 64), fmt.Sprintf("%.3f", deviation)}
		for _, q := range media {
			cells = append(cells, fmt.Sprintf("%.3f", of(q)))
		}
		t.Rows = append(t.Rows, cells)
	}
	row("contrast", is.Contrast, off.Contrast, func(q opu.Quality) float64 { return q.Contrast })
	row("mean of I^2 over that of I, squared", is.Moments[0], off.Moments[0], func(q opu.Quality) float64 { return q.Moments[0] })
	row("mean of I^3 over that of I, cubed", is.Moments[1], off.Moments[1], func(q opu.Quality) float64 { return q.Moments[1] })
	row("correlation of neighbouring pixels", is.Neighbours, off.Neighbours, func(q opu.Quality) float64 { return q.Neighbours })
	row("mean of y^2 over that of |y|^2, real", is.Circular[0], off.Circular[0], func(q opu.Quality) float64 { return q.Circular[0] })
	row("mean of y^2 over that of |y|^2, imaginary", is.Circular[1], off.Circular[1], func(q opu.Quality) float64 { return q.Circular[1] })
	row("correlation of patterns, no mirror in common", is.Correlation, off.Correlation, func(q opu.Quality) float64 { return q.Correlation })
	row("memory of neighbouring mirrors, largest of 49", is.Memory, off.Memory, func(q opu.Quality) float64 { return q.Memory })
	for i, name := range []string{"pixels of this unit", "pixels of the planes"} {
		t.Totals = append(t.Totals, experiment.Amount{Name: name, Value: float64(media[i].Pixels)})
	}
	return t, nil
}
