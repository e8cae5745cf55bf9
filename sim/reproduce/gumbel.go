package reproduce

import (
	"fmt"
	"math"
	"strings"

	"talbot/sim/experiment"
)

const gumbelPaper = "Li, Chen, Gao, Yu, \"Physics-aware differentiable discrete codesign for diffractive optical neural networks\", ICCAD 2022 (arXiv 2209.14252)"

const gumbelNote = "The paper does not say how readings become logits, what pads the planes and which of two meanings lambda has; " +
	"these runs have LightRidge's mean amplitude and its lambda, a gain behind every mask, and as much padding as the light needs."

var (
	columnTrain = Column{"training", func(r *Result) float64 { return r.Train }}
	columnTest  = Column{"test", func(r *Result) float64 { return r.Test }}
	columnSmp   = Column{"sampled", func(r *Result) float64 { return r.Sampled }}
	columnRelax = Column{"continuous", func(r *Result) float64 { return r.Relaxed }}
	columnLight = Column{"efficiency", func(r *Result) float64 { return r.Light }}
)

// none stands for a value that the paper does not have.
var none = math.NaN()

var datas = []string{"mnist", "fashion-mnist"}

// codesign is a run of the paper's recipe.
func codesign(data string, layers, levels int, lambda float64) Row {
	p := must("codesign-gumbel")
	p.Data, p.Layers, p.Gain, p.Curve = data, layers, lambda, fmt.Sprint("slm-", levels)
	p.Padding = 35 // the light spreads over 62 samples: nothing comes round the window, as with 100
	return Row{Name: fmt.Sprintf("gumbel-%s-%dx%d-lambda%g", short(data), layers, levels, lambda), Config: p}
}

// calibrated is the paper's recipe for five masks with logits of a spread that the softmax
// sees: at lambda = 1.8 the ten readings of random masks differ by 0.042, where those of one
// and three masks at their lambdas differ by 6 and 1.1. With this factor the spread is 4;
// factors of 1, 10 and 30 learned digits to 26, 87 and 88 %.
func calibrated(data string) Row {
	r := codesign(data, 5, 8, experiment.PaperGain(5))
	r.Name += "-scale100"
	r.Config.LogitScale = 100
	return r
}

// ours is a run of our recipe for a device.
func ours(data string, layers, levels int) Row {
	p := must("codesign-" + short(data))
	p.Layers, p.Curve = layers, fmt.Sprint("slm-", levels)
	if layers == 1 {
		p = p.Single()
	}
	return Row{Name: fmt.Sprintf("nearest-%s-%dx%d", short(data), layers, levels), Label: "ours", Ours: true, Config: p}
}

// quantised is a run of a method that quantises, on our bench and for as long as ours.
func quantised(method, data string, layers, levels int) Row {
	p := ours(data, layers, levels).Config.Fitted(method)
	return Row{Name: fmt.Sprintf("%s-%s-%dx%d", method, short(data), layers, levels), Label: method, Ours: method == experiment.MethodStraight, Config: p}
}

// continuous is our network with ideal phase masks, which no device limits, read out as
// ours is.
func continuous(data string, layers int) Row {
	p := must("d2nn-mnist")
	p.Data, p.Layers, p.Epochs = data, layers, 40
	p.Reading, p.LogitScale, p.LearningRate = "amplitude", 300, 0.03
	if layers == 1 {
		p = p.Single()
		p.Epochs = 60
	}
	return Row{Name: fmt.Sprintf("ideal-%s-%d-amplitude", short(data), layers), Label: "ideal phase", Ours: true, Config: p}
}

// byIntensity is the preset with ideal phase masks, over the paper's number of updates:
// 100 epochs in batches of 500 are 20 of 100.
func byIntensity(data string, layers int) Row {
	p := must("d2nn-mnist")
	p.Data, p.Layers, p.Epochs = data, layers, 20
	return Row{Name: fmt.Sprintf("ideal-%s-%d", short(data), layers), Label: "ideal phase, intensities", Ours: true, Config: p}
}

func must(preset string) experiment.Config {
	p, err := experiment.Find(preset)
	if err != nil {
		panic(err)
	}
	return p.Config
}

func short(data string) string { return strings.TrimSuffix(data, "-mnist") }

func gumbelFig2() Experiment {
	e := Experiment{ID: "gumbel-fig2", Title: "Temperature schedules", Source: gumbelPaper + ", figure 2", Note: gumbelNote,
		Columns: []Column{columnTrain, columnTest, columnSmp, columnRelax, columnLight}}
	schedules := []struct {
		label, schedule string
		first           float64
		paper           [2][2]float64 // [data][training, test]
	}{
		{"linear", "linear", 50, [2][2]float64{{.997, .979}, {.941, .891}}},
		{"cosine", "cosine", 50, [2][2]float64{{.994, .978}, {.935, .888}}},
		{"step", "step", 50, [2][2]float64{{.995, .978}, {.938, .889}}},
		{"tau = 50", "constant", 50, [2][2]float64{{.138, .133}, {.857, .844}}},
		{"tau = 25", "constant", 25, [2][2]float64{{.930, .926}, {.876, .854}}},
		{"tau = 1", "constant", 1, [2][2]float64{{.143, .146}, {.446, .444}}},
	}
	for _, s := range schedules {
		for d, data := range datas {
			r := codesign(data, 5, 8, 1.8)
			r.Label = short(data) + ", " + s.label
			if s.label != "linear" {
				r.Name += "-" + strings.ReplaceAll(s.label, " = ", "")
			}
			r.Config.Temperature, r.Config.TemperatureStart = s.schedule, s.first
			r.Paper = []float64{s.paper[d][0], s.paper[d][1], none, none, none}
			e.Rows = append(e.Rows, r)
		}
	}
	for d, data := range datas {
		for _, s := range schedules {
			r := calibrated(data)
			r.Label = short(data) + ", " + s.label + ", logits times 100"
			if s.label != "linear" {
				r.Name += "-" + strings.ReplaceAll(s.label, " = ", "")
			}
			r.Config.Temperature, r.Config.TemperatureStart = s.schedule, s.first
			r.Paper = []float64{s.paper[d][0], s.paper[d][1], none, none, none}
			e.Rows = append(e.Rows, r)
		}
		for _, s := range schedules {
			r := gumbelOurs(data, 5, 8)
			if s.label != "linear" {
				r.Name += "-" + strings.ReplaceAll(s.label, " = ", "")
			}
			r.Config.Temperature, r.Config.TemperatureStart = s.schedule, s.first
			e.add(r, short(data)+", "+s.label+", our read-out")
		}
		e.add(ours(data, 5, 8), short(data)+", ours")
		e.add(continuous(data, 5), short(data)+", ideal phase")
	}
	return e
}

// gumbelOurs is Gumbel-Softmax with the linear schedule, on our bench: shares of the
// light as logits, cross-entropy, and no lambda.
func gumbelOurs(data string, layers, levels int) Row {
	p, q := must("codesign-gumbel"), must("codesign-mnist")
	q.Data, q.Layers, q.Curve, q.Method, q.Forward, q.Temperature = data, layers, fmt.Sprint("slm-", levels), p.Method, p.Forward, p.Temperature
	q.TemperatureStart, q.TemperatureEnd, q.InitRange, q.LearningRate, q.Schedule = p.TemperatureStart, p.TemperatureEnd, p.InitRange, p.LearningRate, p.Schedule
	q.Batch, q.Epochs = p.Batch, p.Epochs
	return Row{Name: fmt.Sprintf("gumbel-%s-%dx%d-share", short(data), layers, levels), Config: q}
}

func masks(n int) string {
	if n == 1 {
		return "1 mask"
	}
	return fmt.Sprint(n, " masks")
}

// add appends a row of ours.
func (e *Experiment) add(r Row, label string) {
	r.Label, r.Ours = label, true
	for range e.Columns {
		r.Paper = append(r.Paper, none)
	}
	e.Rows = append(e.Rows, r)
}

func gumbelFig3() Experiment {
	e := Experiment{ID: "gumbel-fig3", Title: "Codesign and quantisation", Source: gumbelPaper + ", figure 3", Columns: []Column{columnTest, columnRelax, columnLight},
		Note: "The paper has bars without numbers; its text says that at 8 levels Gumbel-Softmax is about 20 points (digits) and 28 points (clothes) above quantisation. " +
			"Quantisation here has our read-out, our epochs, and a learning rate of its own, the best of several on held-out pictures, so that it is not beaten by its settings."}
	for _, data := range datas {
		for _, layers := range []int{3, 4, 5} {
			for _, levels := range []int{8, 12, 16} {
				where := fmt.Sprintf("%s, %s, %d levels, ", short(data), masks(layers), levels)
				r := codesign(data, layers, levels, experiment.PaperGain(layers))
				r.Label, r.Paper = where+"Gumbel", []float64{none, none, none}
				e.Rows = append(e.Rows, r)
				e.add(ours(data, layers, levels), where+"ours")
				for _, method := range []string{experiment.MethodPTQ, experiment.MethodQAT, experiment.MethodStraight} {
					r := quantised(method, data, layers, levels)
					r.Label, r.Paper = where+method, []float64{none, none, none}
					e.Rows = append(e.Rows, r)
				}
			}
		}
	}
	return e
}

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

func gumbelTable1() Experiment {
	e := Experiment{ID: "gumbel-table1", Title: "The factor lambda", Source: gumbelPaper + ", table 1", Columns: []Column{columnTrain, columnTest, columnRelax, columnLight},
		Note: gumbelNote + " The paper's text has another meaning of lambda, 1/lambda on the part of the gradient that comes through the amplitude; those rows have our read-out. The paper's accuracies below a tenth are of networks that have not learned. \"None\" is the paper's citation of Lin et al. (2018); here it is lambda = 1."}
	for _, data := range datas {
		for _, layers := range []int{1, 3, 5} {
			p := table1[data][layers]
			for i, lambda := range []float64{90, 5, 1.8, 1} {
				r := codesign(data, layers, 8, lambda)
				r.Label = fmt.Sprintf("%s, %s, lambda %g", short(data), masks(layers), lambda)
				if lambda == 1 {
					r.Label = fmt.Sprintf("%s, %s, none", short(data), masks(layers))
					r.Paper = []float64{none, p.without, none, none}
				} else {
					r.Paper = []float64{p.train[i], p.test[i], none, none}
				}
				e.Rows = append(e.Rows, r)
			}
			for _, lambda := range []float64{1, experiment.PaperGain(layers)} {
				r := gumbelOurs(data, layers, 8)
				r.Config.AmplitudeGradient = 1 / lambda
				label := "none"
				if lambda > 1 {
					r.Name, label = fmt.Sprint(r.Name, "-gradient", lambda), fmt.Sprintf("1/%g on the gradient", lambda)
				}
				e.add(r, fmt.Sprintf("%s, %s, our read-out, %s", short(data), masks(layers), label))
			}
			e.add(ours(data, layers, 8), fmt.Sprintf("%s, %s, ours", short(data), masks(layers)))
			e.add(continuous(data, layers), fmt.Sprintf("%s, %s, ideal phase", short(data), masks(layers)))
		}
	}
	return e
}

func gumbelTable2() Experiment {
	e := Experiment{ID: "gumbel-table2", Title: "Confidence", Source: gumbelPaper + ", table 2",
		Note: "Accuracy when x percent are taken from the winner's softmax value and spread over the other classes. It depends on the softmax's temperature, which the paper does not state."}
	e.Columns = []Column{columnTest}
	for _, x := range []string{"1", "3", "5"} {
		e.Columns = append(e.Columns, Column{x + " %", func(r *Result) float64 { return r.Stays[x] }})
	}
	paper := map[string]map[int][]float64{
		"mnist":         {1: {.960, .326, 0, 0}, 3: {.982, .964, .850, .588}, 5: {.986, .986, .986, .986}},
		"fashion-mnist": {1: {.878, .340, 0, 0}, 3: {.894, .812, .502, .264}, 5: {.894, .894, .892, .890}},
	}
	for _, data := range datas {
		for _, layers := range []int{1, 3, 5} {
			r := codesign(data, layers, 8, experiment.PaperGain(layers))
			r.Label, r.Paper = fmt.Sprintf("%s, %s", short(data), masks(layers)), paper[data][layers]
			e.Rows = append(e.Rows, r)
			e.add(ours(data, layers, 8), fmt.Sprintf("%s, %s, ours", short(data), masks(layers)))
		}
	}
	return e
}

func gumbelFig4() Experiment {
	e := Experiment{ID: "gumbel-fig4", Title: "Time against the number of levels", Source: gumbelPaper + ", figure 4",
		Note:    "Computed displays, five masks, the median of 60 updates (10 in a quick run). The paper has seconds an epoch on two of its cards, as a curve without numbers, nearly linear up to 784 levels on one and to 384 on the other.",
		Columns: []Column{{"ms an update", func(r *Result) float64 { return r.StepMS }}}}
	short := func(r Row) Row {
		r.Config.Epochs, r.Limit, r.Timed, r.Paper = 1, 60*r.Config.Batch, true, []float64{none}
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
		r.Config.Curve, r.Config.Method = fmt.Sprint("tn-", levels), experiment.MethodNearest
		r.Name, r.Label, r.Ours = fmt.Sprint("time-nearest-", levels), fmt.Sprint("ours, ", levels), true
		e.Rows = append(e.Rows, short(r))
	}
	r := codesign("mnist", 5, 8, 1.8)
	r.Config.Mask, r.Name, r.Label, r.Ours = "phase", "time-ideal", "ideal phase masks", true
	e.Rows = append(e.Rows, short(r))
	return e
}

// lightRidge is the public logs of LightRidge, epoch by epoch.
func lightRidge() Experiment {
	at := func(epoch int) Column {
		return Column{fmt.Sprint("epoch ", epoch), func(r *Result) float64 {
			if epoch > len(r.Curve) {
				return none
			}
			return r.Curve[epoch-1].TestAccuracy
		}}
	}
	e := Experiment{ID: "lightridge-logs", Title: "LightRidge's public logs", Source: "github.com/lightridge/lightridge, README.md and notebooks",
		Note:    "Test accuracy after each epoch. LightRidge evaluates with noise, so the deployed accuracy is another quantity; the codesign logs come from its \"Fresnel3\" propagator.",
		Columns: []Column{at(1), at(2), at(3)}}
	c := must("codesign-lightridge")
	e.Rows = append(e.Rows, Row{Name: "lightridge-k64", Label: "64 levels", Config: c, Paper: []float64{.9292, .9536, .9625}})
	c.Curve, c.Gain, c.LearningRate = "slm-8", 7, 0.3
	e.Rows = append(e.Rows, Row{Name: "lightridge-k8", Label: "8 levels", Config: c, Paper: []float64{.9002, .9327, none}})
	for _, levels := range []int{64, 8} {
		r := ours("mnist", 5, levels)
		r.Config.Batch, r.Config.Epochs = 100, 3
		r.Name += "-short"
		e.add(r, fmt.Sprint(levels, " levels, ours"))
	}
	return e
}

// ideal is the phase-only network without a device.
func ideal() Experiment {
	e := Experiment{ID: "ideal-d2nn", Title: "Ideal phase masks", Source: "Mengu, Luo, Rivenson, Ozcan, \"Analysis of diffractive optical neural networks and their integration with electronic neural networks\", IEEE JSTQE 26, 3700114 (2020); " +
		"differential rows: Li, Mengu, Luo, Rivenson, Ozcan, \"Class-specific differential detection in diffractive optical neural networks improves inference accuracy\", Advanced Photonics 1, 046001 (2019)",
		Note:    "Five phase-only masks; plain intensity of ten regions, or the mean of its square root where a row says amplitude. The paper's masks are of 200 x 200 too, on a bench of another wavelength. Differential rows have two regions a class, class-specific ones also several networks side by side, with so many times the masks; the paper's value is that of its best number of networks. The last columns show the trained masks by the nearest states of a device, without training for it.",
		Columns: []Column{columnTest, columnLight}}
	for _, device := range MapTo {
		e.Columns = append(e.Columns, Column{"on " + device, func(r *Result) float64 {
			if accuracy, ok := r.Mapped[device]; ok {
				return accuracy
			}
			return none
		}})
	}
	for i, data := range datas {
		r := byIntensity(data, 5)
		r.Label, r.Ours, r.Paper = short(data), false, []float64{[]float64{.9718, .8913}[i], none, none, none, none}
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
