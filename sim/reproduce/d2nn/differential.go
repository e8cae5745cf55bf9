package d2nn

import (
	"fmt"

	"talbot/sim/reproduce"
)

// differential are the rows with two detectors a class: one network, and several that
// share the classes. The paper has one value for each, whatever the reading.
func differential(data string) (rows []row) {
	paper := map[string][2]float64{"mnist": {.9854, .9852}, "fashion-mnist": {.9054, .9148}}[data]
	for _, networks := range []int{1, 5, 10} {
		for _, reading := range []string{"intensity", "amplitude"} {
			if networks == 10 && reading == "amplitude" {
				continue
			}
			p := must("d2nn-mnist-differential")
			p.Data, p.Networks, p.Reading = data, networks, reading
			r := row{Name: fmt.Sprint("ideal-", short(data), "-differential"), Label: short(data) + ", differential", Paper: []float64{paper[0], reproduce.None, reproduce.None, reproduce.None, reproduce.None}}
			if networks > 1 {
				r.Name = fmt.Sprint("ideal-", short(data), "-class-specific", networks)
				r.Label = fmt.Sprint(short(data), ", differential, ", networks, " class-specific networks")
				r.Paper[0] = paper[1]
			}
			if reading == "amplitude" {
				p.LearningRate = 0.03
				r.Name, r.Label = r.Name+"-amplitude", r.Label+", of the mean amplitude"
			}
			r.Config = p
			rows = append(rows, r)
		}
	}
	return rows
}
