package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"

	"talbot/render/figure"
	"talbot/render/plot"
	"talbot/sim/reproduce/fit"
)

// spotFigure draws what cameras see of single neurons, if there is such a row: the mean intensity by the distance from the axis, of which the
// plane's mean is 1, and how much of the light lies within it. It gives the file, or "".
func spotFigure(rows []fit.Row, done []fit.Result, file string) (string, error) {
	var r *fit.Result
	for _, row := range rows {
		for i := range done {
			if row.Spot > 0 && done[i].Row == row.Name && len(done[i].Rings) > 0 {
				r = &done[i]
			}
		}
	}
	if r == nil {
		return "", nil
	}
	var light, within []figure.Series
	outside := ""
	for l, rings := range r.Rings {
		name := fmt.Sprintf("layer %d", l+1)
		a, b := figure.Series{Name: name}, figure.Series{Name: name}
		n, all, area := float64(len(rings)), 0.0, 0.0
		for k, v := range rings {
			ring := (2*float64(k) + 1) / (n * n)
			all, area = all+v*ring, area+ring
		}
		if !(all > 0) {
			return "", fmt.Errorf("the record of %s has no light in layer %d: make the row again", r.Row, l+1)
		}
		sum := 0.0
		for k, v := range rings {
			a.X, a.Y = append(a.X, (float64(k)+0.5)/n), append(a.Y, v*area/all)
			sum += v * (2*float64(k) + 1) / (n * n)
			b.X, b.Y = append(b.X, (float64(k)+1)/n), append(b.Y, 100*sum/all)
		}
		light, within = append(light, a), append(within, b)
		if l < len(r.Outside) {
			if outside != "" {
				outside += ", "
			}
			outside += fmt.Sprintf("%.1f", math.Round(1000*r.Outside[l])/10)
		}
	}
	fig, err := figure.Pair("Light on the cameras of single neurons", fmt.Sprintf("Masks of %d x %d as they begin, seed %d. Outside the picture's square of %d samples: %s %% of the power.", r.Mask, r.Mask, r.Seed, r.Region, outside),
		"Light to which a mask gives one phase comes back as the picture behind the first layer. All of that plane is then written on the next layer's light, which fills its plane.",
		plot.Axis{Label: "distance from the axis, of half the plane"},
		[2]figure.Panel{{Title: "Mean intensity", Y: plot.Axis{Label: "of the plane's mean", Log: true}, Set: light}, {Title: "Light within it", Y: plot.Axis{Label: "%"}, Set: within}}, figure.Style{})
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return "", err
	}
	return file, figure.Save(file, fig)
}
