package d2nn

import (
	"fmt"
	"slices"
	"strings"

	"talbot/sim/reproduce"
	"talbot/sim/system/diffractive"
)

// schedule is one of the temperature schedules that the paper compares.
type schedule struct {
	label, name string
	first       float64
	paper       [2][2]float64 // [data][training, test]
}

// with is a row with the schedule, called by its label and what else it is.
func (s schedule) with(r row, data, also string) row {
	r.Label = short(data) + ", " + s.label + also
	if s.label != "linear" {
		r.Name += "-" + strings.ReplaceAll(s.label, " = ", "")
	}
	r.Config.Temperature, r.Config.TemperatureStart = s.name, s.first
	p := s.paper[slices.Index(datas, data)]
	r.Paper = []float64{p[0], p[1], reproduce.None, reproduce.None, reproduce.None}
	return r
}

func gumbelFig2() list {
	e := list{Experiment: reproduce.Experiment{ID: "gumbel-fig2", Title: "Temperature schedules", Source: gumbelPaper + ", figure 2", Note: gumbelNote,
		Columns: []reproduce.Column{columnTrain, columnTest, columnSmp, columnRelax, columnLight}}}
	schedules := []schedule{
		{"linear", "linear", 50, [2][2]float64{{.997, .979}, {.941, .891}}},
		{"cosine", "cosine", 50, [2][2]float64{{.994, .978}, {.935, .888}}},
		{"step", "step", 50, [2][2]float64{{.995, .978}, {.938, .889}}},
		{"tau = 50", "constant", 50, [2][2]float64{{.138, .133}, {.857, .844}}},
		{"tau = 25", "constant", 25, [2][2]float64{{.930, .926}, {.876, .854}}},
		{"tau = 1", "constant", 1, [2][2]float64{{.143, .146}, {.446, .444}}},
	}
	for _, s := range schedules {
		for _, data := range datas {
			e.Rows = append(e.Rows, s.with(codesign(data, 5, 8, 1.8), data, ""))
		}
	}
	for _, data := range datas {
		for _, s := range schedules {
			e.Rows = append(e.Rows, s.with(calibrated(data, 5, 8), data, ", logits times 100"))
		}
		for _, s := range schedules {
			r := s.with(gumbelOurs(data, 5, 8), data, ", our read-out")
			e.add(r, r.Label)
		}
		e.add(ours(data, 5, 8), short(data)+", ours")
		e.add(continuous(data, 5), short(data)+", ideal phase")
	}
	return e
}

func gumbelFig3() list {
	e := list{Experiment: reproduce.Experiment{ID: "gumbel-fig3", Title: "Codesign and quantisation", Source: gumbelPaper + ", figure 3", Columns: []reproduce.Column{columnTest, columnRelax, columnLight},
		Note: "The paper has bars without numbers; its text says that at 8 levels Gumbel-Softmax is about 20 points (digits) and 28 points (clothes) above quantisation. " +
			"Quantisation here has our read-out, our epochs, and a learning rate of its own, the best of several on held-out pictures, so that it is not beaten by its settings."}}
	for _, data := range datas {
		for _, layers := range []int{3, 4, 5} {
			for _, levels := range []int{8, 12, 16} {
				where := fmt.Sprintf("%s, %s, %d levels, ", short(data), masks(layers), levels)
				r := calibrated(data, layers, levels)
				r.Label, r.Paper = where+"Gumbel", []float64{reproduce.None, reproduce.None, reproduce.None}
				e.Rows = append(e.Rows, r)
				e.add(ours(data, layers, levels), where+"ours")
				for _, method := range []string{diffractive.MethodPTQ, diffractive.MethodQAT, diffractive.MethodStraight} {
					r := quantised(method, data, layers, levels)
					r.Label, r.Paper = where+method, []float64{reproduce.None, reproduce.None, reproduce.None}
					e.Rows = append(e.Rows, r)
				}
			}
		}
	}
	return e
}

func gumbelFig4() list {
	e := list{Experiment: reproduce.Experiment{ID: "gumbel-fig4", Title: "Time against the number of levels", Source: gumbelPaper + ", figure 4",
		Note:    "Computed displays, five masks, the median of 60 updates (10 in a quick run). The paper has seconds an epoch on two of its cards, as a curve without numbers, nearly linear up to 784 levels on one and to 384 on the other.",
		Columns: []reproduce.Column{{Name: "ms an update", Unit: "ms", Of: func(r *reproduce.Result) float64 { return r.StepMS }}}}}
	short := func(r row) row {
		r.Config.Epochs, r.Limit, r.Timed, r.Paper = 1, 60*r.Config.Batch, true, []float64{reproduce.None}
		return r
	}
	for _, levels := range []int{8, 16, 32, 64, 128, 256, 384, 512, 784} {
		r := codesign("mnist", 5, levels, 1.8)
		r.Config.Curve = fmt.Sprint("tn-", levels)
		r.Name, r.Label = fmt.Sprint("time-gumbel-", levels), fmt.Sprint("Gumbel, ", levels)
		e.Rows = append(e.Rows, short(r))
	}
	for _, levels := range []int{8, 64, 784} {
		r := codesign("mnist", 5, levels, 1.8)
		r.Config.Curve, r.Config.Method = fmt.Sprint("tn-", levels), diffractive.MethodNearest
		r.Name, r.Label, r.Ours = fmt.Sprint("time-nearest-", levels), fmt.Sprint("ours, ", levels), true
		e.Rows = append(e.Rows, short(r))
	}
	r := codesign("mnist", 5, 8, 1.8)
	r.Config.Mask, r.Name, r.Label, r.Ours = "phase", "time-ideal", "ideal phase masks", true
	e.Rows = append(e.Rows, short(r))
	return e
}
