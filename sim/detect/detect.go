// Package detect turns the light on the last plane into numbers.
package detect

import (
	"math"

	"talbot/sim/compute"
	"talbot/sim/compute/kernels"
	"talbot/sim/errs"
	"talbot/sim/optics"
)

// Quantity is what a detector region reads.
type Quantity int

const (
	Intensity Quantity = iota // mean |E|^2: what a camera measures
	Amplitude                 // mean |E|: what LightRidge's recipe reads
)

// Detector is a set of regions on a plane.
type Detector struct {
	Grid     optics.Grid
	Regions  []kernels.Region
	Quantity Quantity
	First    int // the first region's number among the readings, of which other detectors may have some
}

// Rows lays out square regions of the given size, in samples: rows of so many classes,
// each with one region or two, the second of which lies below the first and comes
// behind it. They divide evenly the middle of the plane, of spread times its width and
// height. LightRidge's recipe has rows of three, four and three over the whole plane, which
// for 200 samples and size 20 have the corners (40, 40), (40, 90) and so on. The classes
// run along the rows.
func Rows(g optics.Grid, size int, spread float64, each int, rows ...int) []kernels.Region {
	at := func(i, of, samples int) int {
		from := (1 - spread) / 2
		corner := (from+spread*float64(i+1)/float64(of+1))*float64(samples) - float64(size)/2
		return int(math.Round(corner + 1e-9)) // corners between samples go one way, rounded sums or not
	}
	var regions []kernels.Region
	for r, n := range rows {
		for c := range n {
			for k := range each {
				x, y := at(c, n, g.Nx), at(r*each+k, len(rows)*each, g.Ny)
				regions = append(regions, kernels.Region{X0: x, Y0: y, X1: x + size, Y1: y + size})
			}
		}
	}
	return regions
}

// Check returns an error when a region is empty or leaves the plane, or when two
// overlap.
func (d Detector) Check() error {
	for i, r := range d.Regions {
		if r.X0 >= r.X1 || r.Y0 >= r.Y1 || r.X0 < 0 || r.Y0 < 0 || r.X1 > d.Grid.Nx || r.Y1 > d.Grid.Ny {
			return errs.New("detect: region ", i, " is empty or leaves the plane of ", d.Grid.Nx, " x ", d.Grid.Ny, " samples")
		}
		for j, s := range d.Regions[:i] {
			if r.X0 < s.X1 && s.X0 < r.X1 && r.Y0 < s.Y1 && s.Y0 < r.Y1 {
				return errs.New("detect: regions ", j, " and ", i, " overlap; make them smaller")
			}
		}
	}
	return nil
}

// Forward records the readings of field, those from number First on.
func (d Detector) Forward(p *compute.Program, field, readings compute.Buffer) {
	if d.Quantity == Amplitude {
		p.Add(kernels.DetectAmplitude(d.Grid.Nx, d.Regions, d.First), field, readings)
		return
	}
	p.Add(kernels.DetectIntensity(d.Grid.Nx, d.Regions, d.First), field, readings)
}

// Adjoint records the gradient g with respect to field, given that with respect
// to the readings. g must not be field.
func (d Detector) Adjoint(p *compute.Program, field, readings, g compute.Buffer) {
	if d.Quantity == Amplitude {
		p.Add(kernels.DetectAmplitudeAdjoint(d.Grid.Nx, d.Regions, d.First), field, readings, g)
		return
	}
	p.Add(kernels.DetectIntensityAdjoint(d.Grid.Nx, d.Regions, d.First), field, readings, g)
}

// Logits says how readings become logits.
type Logits int

const (
	Scaled       Logits = iota // the reading of a class
	Shared                     // its share of all readings
	Differential               // the difference of a class's two readings over their sum
)

// Readout makes logits of readings.
type Readout struct {
	Logits Logits
	Scale  float64 // factor on all of them: the softmax's inverse temperature
}

// Readings is how many readings a class has.
func (r Readout) Readings() int {
	if r.Logits == Differential {
		return 2
	}
	return 1
}

// Forward records logits, [classes], of readings.
func (r Readout) Forward(p *compute.Program, classes int, readings, logits compute.Buffer) {
	k := kernels.Scale
	switch r.Logits {
	case Shared:
		k = kernels.Share
	case Differential:
		k = kernels.Differential
	}
	p.Add(k(classes, r.Scale), readings, logits)
}

// Adjoint records the gradient with respect to the readings, given that with
// respect to the logits.
func (r Readout) Adjoint(p *compute.Program, classes int, readings, dlogits, dreadings compute.Buffer) {
	k := kernels.ScaleAdjoint
	switch r.Logits {
	case Shared:
		k = kernels.ShareAdjoint
	case Differential:
		k = kernels.DifferentialAdjoint
	}
	p.Add(k(classes, r.Scale), readings, dlogits, dreadings)
}
