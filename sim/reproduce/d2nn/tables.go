package d2nn

import (
	"fmt"
	"slices"

	"talbot/sim/reproduce"
	"talbot/sim/system/diffractive"
)

// table1 has the paper's accuracies by data, depth and lambda (90, 5, 1.8), training
// and test; then that of Lin et al. (2018) without lambda, test alone.
var table1 = map[string]map[int]struct {
	train, test [3]float64
	without     float64
}{
	"mnist": {
		1: {[3]float64{.9691, .0491, .0476}, [3]float64{.9591, .0466, .0445}, .67},
		3: {[3]float64{.2095, .9984, .0408}, [3]float64{.2118, .9781, .0309}, .91},
		5: {[3]float64{.0946, .9641, .9971}, [3]float64{.0938, .9594, .9791}, .95}},
	"fashion-mnist": {
		1: {[3]float64{.9083, .1287, .1001}, [3]float64{.8746, .1175, .0955}, .54},
		3: {[3]float64{.1937, .9532, .0162}, [3]float64{.1969, .8892, .0144}, .83},
		5: {[3]float64{.1000, .7476, .9412}, [3]float64{.0941, .7416, .8906}, .87}},
}

func gumbelTable1() list {
	e := list{Experiment: reproduce.Experiment{ID: "gumbel-table1", Title: "The factor lambda", Source: gumbelPaper + ", table 1", Columns: []reproduce.Column{columnTrain, columnTest, columnRelax, columnLight},
		Note: gumbelNote + " The paper's text has another meaning of lambda, 1/lambda on the part of the gradient that comes through the amplitude; those rows have our read-out. The paper's accuracies below a tenth are of networks that have not learned. \"None\" is the paper's citation of Lin et al. (2018); here it is lambda = 1."}}
	for _, data := range datas {
		for _, layers := range []int{1, 3, 5} {
			p := table1[data][layers]
			for i, lambda := range []float64{90, 5, 1.8, 1} {
				r := codesign(data, layers, 8, lambda)
				r.Label = fmt.Sprintf("%s, %s, lambda %g", short(data), masks(layers), lambda)
				if lambda == 1 {
					r.Label = fmt.Sprintf("%s, %s, none", short(data), masks(layers))
					r.Paper = []float64{reproduce.None, p.without, reproduce.None, reproduce.None}
				} else {
					r.Paper = []float64{p.train[i], p.test[i], reproduce.None, reproduce.None}
				}
				e.Rows = append(e.Rows, r)
			}
			best := slices.Max(p.test[:])
			r := calibrated(data, layers, 8)
			r.Label = fmt.Sprintf("%s, %s, lambda %g, logits times %g", short(data), masks(layers), r.Config.Gain, r.Config.LogitScale)
			r.Paper = []float64{p.train[slices.Index(p.test[:], best)], best, reproduce.None, reproduce.None}
			e.Rows = append(e.Rows, r)
			for _, lambda := range []float64{1, diffractive.PaperGain(layers)} {
				r := gumbelOurs(data, layers, 8)
				r.Config.AmplitudeGradient = 1 / lambda
				label := "none"
				if lambda > 1 {
					r.Name, label = fmt.Sprint(r.Name, "-gradient", lambda), fmt.Sprintf("1/%g on the gradient", lambda)
				}
				e.add(r, fmt.Sprintf("%s, %s, our read-out, %s", short(data), masks(layers), label))
			}
			e.add(ours(data, layers, 8), fmt.Sprintf("%s, %s, ours", short(data), masks(layers)))
			if layers == 1 {
				r := filled(data)
				e.add(r, fmt.Sprintf("%s, %s, %s", short(data), masks(1), r.Label))
			}
			e.add(continuous(data, layers), fmt.Sprintf("%s, %s, ideal phase", short(data), masks(layers)))
		}
	}
	return e
}

func gumbelTable2() list {
	e := list{Experiment: reproduce.Experiment{ID: "gumbel-table2", Title: "Confidence", Source: gumbelPaper + ", table 2",
		Note: "Accuracy when x percent are taken from the winner's softmax value and spread over the other classes. It depends on the softmax's temperature, which the paper does not state."}}
	e.Columns = []reproduce.Column{columnTest}
	for _, x := range []string{"1", "3", "5"} {
		e.Columns = append(e.Columns, reproduce.Column{Name: x + " %"})
	}
	paper := map[string]map[int][]float64{
		"mnist":         {1: {.960, .326, 0, 0}, 3: {.982, .964, .850, .588}, 5: {.986, .986, .986, .986}},
		"fashion-mnist": {1: {.878, .340, 0, 0}, 3: {.894, .812, .502, .264}, 5: {.894, .894, .892, .890}},
	}
	for _, data := range datas {
		for _, layers := range []int{1, 3, 5} {
			r := calibrated(data, layers, 8)
			r.Label, r.Paper = fmt.Sprintf("%s, %s", short(data), masks(layers)), paper[data][layers]
			e.Rows = append(e.Rows, r)
			e.add(ours(data, layers, 8), fmt.Sprintf("%s, %s, ours", short(data), masks(layers)))
		}
	}
	return e
}
