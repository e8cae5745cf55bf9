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

// Detector is a set of regions on a plane, one a class.
type Detector struct {
	Grid     optics.Grid
	Regions  []kernels.Region
	Quantity Quantity
}

// Rows343 lays out ten square regions of the given size, in samples, in rows of
// three, four and three, centred on the plane: the layout of LightRidge's recipe,
// which for 200 samples and size 20 has the corners (40, 40), (40, 90) and so on.
// Classes 0 to 9 run along the rows.
func Rows343(g optics.Grid, size int) []kernels.Region {
	var regions []kernels.Region
	for r, columns := range [][]float64{{.25, .5, .75}, {.2, .4, .6, .8}, {.25, .5, .75}} {
		for _, c := range columns {
			x := int(math.Round(c*float64(g.Nx) - float64(size)/2))
			y := int(math.Round((.25+.25*float64(r))*float64(g.Ny) - float64(size)/2))
			regions = append(regions, kernels.Region{X0: x, Y0: y, X1: x + size, Y1: y + size})
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

// Forward records readings, [regions], of field.
func (d Detector) Forward(p *compute.Program, field, readings compute.Buffer) {
	if d.Quantity == Amplitude {
		p.Add(kernels.DetectAmplitude(d.Grid.Nx, d.Regions), field, readings)
		return
	}
	p.Add(kernels.DetectIntensity(d.Grid.Nx, d.Regions), field, readings)
}

// Adjoint records the gradient g with respect to field, given that with respect
// to the readings. g must not be field.
func (d Detector) Adjoint(p *compute.Program, field, readings, g compute.Buffer) {
	if d.Quantity == Amplitude {
		p.Add(kernels.DetectAmplitudeAdjoint(d.Grid.Nx, d.Regions), field, readings, g)
		return
	}
	p.Add(kernels.DetectIntensityAdjoint(d.Grid.Nx, d.Regions), field, readings, g)
}

// Readout makes logits of readings.
type Readout struct {
	Share bool    // logits are Scale times each reading's share of all, else Scale times the reading
	Scale float64 // the softmax's inverse temperature
}

// Forward records logits, [regions], of readings.
func (r Readout) Forward(p *compute.Program, classes int, readings, logits compute.Buffer) {
	if r.Share {
		p.Add(kernels.Share(classes, r.Scale), readings, logits)
		return
	}
	p.Add(kernels.Scale(classes, r.Scale), readings, logits)
}

// Adjoint records the gradient with respect to the readings, given that with
// respect to the logits.
func (r Readout) Adjoint(p *compute.Program, classes int, readings, dlogits, dreadings compute.Buffer) {
	if r.Share {
		p.Add(kernels.ShareAdjoint(classes, r.Scale), readings, dlogits, dreadings)
		return
	}
	p.Add(kernels.ScaleAdjoint(classes, r.Scale), readings, dlogits, dreadings)
}
