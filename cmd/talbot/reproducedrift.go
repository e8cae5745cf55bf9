package main

import (
	"fmt"

	"talbot/render/figure"
	"talbot/sim/frame"
	"talbot/sim/reproduce"
	"talbot/sim/reproduce/ffm"
)

// driftFile draws into a file how the light behind each mask of the deepest networks of a record goes away from that of the simulation:
// both likenesses over the masks, and where runs have kept it the light itself, on the bench above and in the simulation
// below. It tells whether there was anything to draw.
func driftFile(rec reproduce.Record, file string) (bool, error) {
	panels := driftPanels(rec)
	if panels == nil {
		return false, nil
	}
	title := "How the light behind each mask drifts on the bench"
	if rec.Quick {
		title = "Quick run: " + title
	}
	fig, err := figure.Panels(title, panels, figure.Style{})
	if err != nil {
		return false, err
	}
	return true, figure.Save(file, fig)
}

// driftPanels are those of the figure; nil where no network has masks one behind another.
func driftPanels(rec reproduce.Record) (panels []frame.Panel) {
	deepest := 1
	for _, row := range rec.Rows {
		for _, r := range row.Runs {
			deepest = max(deepest, len(r.Lists[ffm.Alike]))
		}
	}
	if deepest < 2 {
		return nil
	}
	masks, target := make([]float32, deepest), make([]float32, deepest)
	for l := range masks {
		masks[l], target[l] = float32(l+1), 1
	}
	for _, of := range []struct{ id, title string }{{ffm.Alike, "Structural similarity of amplitudes"}, {ffm.InPhase, "Correlation of complex fields"}} {
		p := frame.Panel{ID: of.id, Title: of.title + ", bench to simulation", X: frame.Axis{Label: "mask", Min: 1, Max: float32(deepest)}, Y: frame.Axis{Max: 1.05},
			Series: []frame.Series{{Name: "target: the simulation", Class: -1, X: masks, Y: target}}}
		for _, row := range rec.Rows {
			mean, count := make([]float32, deepest), 0
			for _, r := range row.Runs {
				if v := r.Lists[of.id]; len(v) == deepest {
					count++
					for l, x := range v {
						mean[l] += (float32(x) - mean[l]) / float32(count)
					}
				}
			}
			if count > 0 {
				p.Series = append(p.Series, frame.Series{Name: row.Label, Class: -1, X: masks, Y: mean})
			}
		}
		panels = append(panels, p)
	}
	for _, row := range rec.Rows {
		light := row.Runs[0].Lists[ffm.Light]
		if n := 2 * deepest * ffm.LightSide * ffm.LightSide; len(row.Runs[0].Lists[ffm.Alike]) == deepest && len(light) == n {
			panels = append(panels, lightPanel(row.Label, light, deepest))
		}
	}
	note := fmt.Sprint("Curves are means of up to ", ffm.LookedAt, " test pictures, with the same masks on both sides; ", rec.Device, ".")
	if len(panels) > 2 {
		note += " Pictures are the amplitudes of one test picture's light behind each mask, as shares of the largest behind it in the simulation."
	}
	return append(panels, frame.Panel{ID: "note", Shape: frame.Text, Note: note})
}

// lightPanel is a row's kept light: the bench above, the simulation below, masks from left to right.
func lightPanel(label string, light []float64, masks int) frame.Panel {
	const n, rim = ffm.LightSide, 1
	p := frame.Panel{ID: "light, " + label, Shape: frame.Image, Title: label, Nx: masks*(n+rim) - rim, Ny: 2*(n+rim) - rim, Hi: 1,
		Names: []string{"amplitude", "simulation", "bench"}, X: frame.Axis{Label: "mask", Min: 0.5, Max: float32(masks) + 0.5}, Y: frame.Axis{Min: 0.5, Max: 2.5}}
	p.Image = make([]byte, p.Nx*p.Ny)
	for i := range p.Image {
		p.Image[i] = 255
	}
	for i, v := range light {
		k, at := i/(n*n), i%(n*n)
		p.Image[(k/masks*(n+rim)+at/n)*p.Nx+k%masks*(n+rim)+at%n] = byte(v)
	}
	return p
}
