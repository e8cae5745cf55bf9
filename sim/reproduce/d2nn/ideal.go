package d2nn

import (
	"fmt"

	"talbot/sim/reproduce"
)

// ideal is the phase-only network without a display.
func ideal() list {
	e := list{Experiment: reproduce.Experiment{ID: "ideal-d2nn", Title: "Ideal phase masks", Source: "Mengu, Luo, Rivenson, Ozcan, \"Analysis of diffractive optical neural networks and their integration with electronic neural networks\", IEEE JSTQE 26, 3700114 (2020); " +
		"differential rows: Li, Mengu, Luo, Rivenson, Ozcan, \"Class-specific differential detection in diffractive optical neural networks improves inference accuracy\", Advanced Photonics 1, 046001 (2019)",
		Note:    "Five phase-only masks; plain intensity of ten regions, or the mean of its square root where a row says amplitude. The paper's masks are of 200 x 200 too, on a bench of another wavelength. Differential rows have two regions a class, class-specific ones also several networks side by side, with so many times the masks; the paper's value is that of its best number of networks. The last columns show the trained masks by the nearest states of a display, without training for it.",
		Columns: []reproduce.Column{columnTest, columnLight}}}
	for _, display := range MapTo {
		e.Columns = append(e.Columns, reproduce.Column{Name: "on " + display})
	}
	for i, data := range datas {
		r := byIntensity(data, 5)
		r.Label, r.Ours, r.Paper = short(data), false, []float64{[]float64{.9718, .8913}[i], reproduce.None, reproduce.None, reproduce.None, reproduce.None}
		e.Rows = append(e.Rows, r)
		r.Config.Epochs = 60
		r.Name, r.Label = r.Name+"-long", short(data)+", 60 epochs"
		e.Rows = append(e.Rows, r)
		for _, shift := range []int{1, 2} {
			s := r
			s.Config.Shift, s.Config.Flip = shift, data == "fashion-mnist"
			s.Name, s.Label = fmt.Sprint(r.Name, "-shift", shift), fmt.Sprintf("%s, pictures shifted by %d", r.Label, shift)
			if s.Config.Flip {
				s.Label += " and mirrored"
			}
			e.Rows = append(e.Rows, s)
		}
		s := continuous(data, 5)
		s.Label, s.Ours, s.Paper = short(data)+", shares of the mean amplitude, 40 epochs", false, r.Paper
		e.Rows = append(e.Rows, s)
		r.Config.LogitScale = 120
		r.Name, r.Label = r.Name+"-scale120", r.Label+", logit scale 120"
		e.Rows = append(e.Rows, r)
		e.Rows = append(e.Rows, differential(data)...)
	}
	return e
}
