package fourier

import (
	"context"
	"math"

	"talbot/sim/plant"
	"talbot/sim/rig"
)

// MeasureCentre finds where on the phase panel the light of the input's middle comes to. The panels are never quite one behind the other,
// and where the amplitude panel's own aberrations slope, light leaves it aslant: a mask that stands beside its light has its kernels
// turned in phase from place to place.
//
// A square of the input is shown, and the phase panel sends what comes on one side of a line to one place of the camera, and what comes on the other
// to another place: in the light's middle, which the line is moved to, both are equally bright. The two places lie beside each other along the line, across
// which the edge between the two parts spreads light, and are exchanged, as the panel may send more light to one of them.
func (b *Bench) MeasureCentre(ctx context.Context) error {
	g := b.Design.Plane
	b.Centre = [2]float64{}
	for step := max(1, float64(min(g.Nx, g.Ny))/32); ; step = max(1, step/4) {
		c, err := b.centred(ctx, step)
		if err != nil {
			return err
		}
		b.Centre = c
		if step == 1 {
			break
		}
	}
	clear(b.levels)
	clear(b.exposed)
	return nil
}

// splits is how many places of the line are tried on each side of the best known.
const splits = 3

// centred looks for the light's middle around that which is known, by lines so many samples apart.
func (b *Bench) centred(ctx context.Context, step float64) (c [2]float64, err error) {
	g := b.Design.Plane
	away, half := g.Nx/4, b.Stop/4
	var loads []plant.Load
	for axis := range 2 {
		for k := -splits; k <= splits; k++ {
			line := math.Round(b.Centre[axis] + step*float64(k))
			for _, side := range []float64{1, -1} {
				phases := b.shown(g.Nx, func(i int) float64 {
					at := [2]int{i%g.Nx - g.Nx/2, i/g.Nx - g.Ny/2}
					turn := side
					if float64(at[axis]) < line {
						turn = -side
					}
					return 2 * math.Pi * float64(away) * (float64(at[axis]) + turn*float64(at[1-axis])) / b.reach
				})
				loads = append(loads, b.spot(0, 0, half, phases))
			}
		}
	}
	middle := splits * 2
	if err := b.fit(ctx, loads[middle:middle+1]); err != nil {
		return c, err
	}
	frames, err := b.Intensity(ctx, loads)
	if err != nil {
		return c, err
	}
	window := min(half+b.window()/2, g.Nx/4-2)
	for axis := range 2 {
		var at, balance []float64
		for k := -splits; k <= splits; k++ {
			var light [2]float64 // on the line's sides: below, above
			for turn := range 2 {
				f := frames[2*(axis*(2*splits+1)+k+splits)+turn]
				for place := range 2 { // below, above
					at := [2]int{g.Nx/2 + away, g.Ny/2 + away}
					if place == 0 {
						at[1-axis] -= 2 * away
					}
					sum := 0.0
					for j := -window; j <= window; j++ {
						for i := -window; i <= window; i++ {
							sum += float64(f[(at[1]+j)*g.Nx+at[0]+i])
						}
					}
					light[(place+turn)%2] += sum
				}
			}
			if !(light[0]+light[1] > 0) {
				return c, rig.ErrUncalibrated
			}
			// The line lies half a sample before the first sample above it.
			at = append(at, math.Round(b.Centre[axis]+step*float64(k))-0.5)
			balance = append(balance, (light[0]-light[1])/(light[0]+light[1]))
		}
		if c[axis], err = crossing(at, balance); err != nil {
			return c, err
		}
	}
	return c, nil
}

// crossing is where values that rise from below 0 to above it are 0, between the two that are nearest to it.
func crossing(at, y []float64) (float64, error) {
	for k := 1; k < len(y); k++ {
		if y[k-1] <= 0 && y[k] > 0 {
			return at[k-1] + (at[k]-at[k-1])*y[k-1]/(y[k-1]-y[k]), nil
		}
	}
	return 0, rig.ErrUncalibrated
}
