package d2nn

import (
	"fmt"
	"strings"

	"talbot/sim/reproduce"
	"talbot/sim/system/diffractive"
)

const gumbelPaper = "Li, Chen, Gao, Yu, \"Physics-aware differentiable discrete codesign for diffractive optical neural networks\", ICCAD 2022 (arXiv 2209.14252)"

const gumbelNote = "The paper does not say how readings become logits, what pads the planes and which of two meanings lambda has; " +
	"these runs have LightRidge's mean amplitude and its lambda, a gain behind every mask, and as much padding as the light needs."

var (
	columnTrain = reproduce.Column{Name: reproduce.Training}
	columnTest  = reproduce.Column{Name: reproduce.Test}
	columnSmp   = reproduce.Column{Name: "sampled"}
	columnRelax = reproduce.Column{Name: "continuous"}
	columnLight = reproduce.Column{Name: reproduce.Efficiency}
)

var datas = []string{"mnist", "fashion-mnist"}

// codesign is a run of the paper's recipe.
func codesign(data string, layers, levels int, lambda float64) row {
	p := must("codesign-gumbel")
	p.Data, p.Layers, p.Gain, p.Curve = data, layers, lambda, fmt.Sprint("slm-", levels)
	p.Padding = 35 // the light spreads over 62 samples: nothing comes round the window, as with 100
	return row{Name: fmt.Sprintf("gumbel-%s-%dx%d-lambda%g", short(data), layers, levels, lambda), Config: p}
}

// calibrated is the paper's recipe with a factor on the readings, which it leaves open: at
// its lambdas the ten readings of random masks differ by 0.042 with five masks, 1.1 with
// three and 6 with one, and only the last is a spread that a softmax sees well. The factors
// are the best of several on digits held out of the training set, after 25 epochs: five
// masks 1, 10, 30, 100: 26, 87, 88, 98 %; three masks 10, 30, 100: 97.5, 48, 29 %; one mask
// 0.1, 0.3, 2, 3, 10, 30: 14, 14, 78, 77, 55, 54 %. That of four masks lies between.
func calibrated(data string, layers, levels int) row {
	r := codesign(data, layers, levels, diffractive.PaperGain(layers))
	r.Config.LogitScale = map[int]float64{1: 2, 3: 10, 4: 30, 5: 100}[layers]
	r.Name += fmt.Sprint("-scale", r.Config.LogitScale)
	return r
}

// ours is a run of our recipe for a display. One mask's has a smaller picture: see filled.
func ours(data string, layers, levels int) row {
	preset := "codesign-" + short(data)
	if layers == 1 {
		preset += "-1"
	}
	p := must(preset)
	p.Layers, p.Curve = layers, fmt.Sprint("slm-", levels)
	return row{Name: fmt.Sprintf("nearest-%s-%dx%d", short(data), layers, levels), Label: "ours", Ours: true, Config: p}
}

// filled is ours with one mask and a picture as large as the plane, as the paper has it.
func filled(data string) row {
	r := ours(data, 1, 8)
	r.Name, r.Label, r.Config.ImageSize = r.Name+"-filled", "ours, picture of the plane's size", r.Config.Samples
	r.Config.Epochs = must("codesign-" + short(data)).Epochs
	return r
}

// quantised is a run of a method that quantises, on our bench and for as long as ours.
func quantised(method, data string, layers, levels int) row {
	p := ours(data, layers, levels).Config.Fitted(method)
	return row{Name: fmt.Sprintf("%s-%s-%dx%d", method, short(data), layers, levels), Label: method, Ours: method == diffractive.MethodStraight, Config: p}
}

// continuous is our network with ideal phase masks, which no display limits, read out as
// ours is.
func continuous(data string, layers int) row {
	p := must("d2nn-mnist")
	p.Data, p.Layers, p.Epochs = data, layers, 40
	p.Reading, p.LogitScale, p.LearningRate = "amplitude", 300, 0.03
	if layers == 1 {
		p = p.Single()
		p.Epochs = 60
	}
	return row{Name: fmt.Sprintf("ideal-%s-%d-amplitude", short(data), layers), Label: "ideal phase", Ours: true, Config: p}
}

// byIntensity is the preset with ideal phase masks, over the paper's number of updates:
// 100 epochs in batches of 500 are 20 of 100.
func byIntensity(data string, layers int) row {
	p := must("d2nn-mnist")
	p.Data, p.Layers, p.Epochs = data, layers, 20
	return row{Name: fmt.Sprintf("ideal-%s-%d", short(data), layers), Label: "ideal phase, intensities", Ours: true, Config: p}
}

func must(preset string) diffractive.Config {
	p, err := diffractive.Find(preset)
	if err != nil {
		panic(err)
	}
	return p.Config
}

func short(data string) string { return strings.TrimSuffix(data, "-mnist") }

// gumbelOurs is Gumbel-Softmax with the linear schedule, on our bench: shares of the
// light as logits, cross-entropy, and no lambda.
func gumbelOurs(data string, layers, levels int) row {
	p, q := must("codesign-gumbel"), must("codesign-mnist")
	q.Data, q.Layers, q.Curve, q.Method, q.Forward, q.Temperature = data, layers, fmt.Sprint("slm-", levels), p.Method, p.Forward, p.Temperature
	q.TemperatureStart, q.TemperatureEnd, q.InitRange, q.LearningRate, q.Schedule = p.TemperatureStart, p.TemperatureEnd, p.InitRange, p.LearningRate, p.Schedule
	q.Batch, q.Epochs = p.Batch, p.Epochs
	return row{Name: fmt.Sprintf("gumbel-%s-%dx%d-share", short(data), layers, levels), Config: q}
}

func masks(n int) string {
	if n == 1 {
		return "1 mask"
	}
	return fmt.Sprint(n, " masks")
}

// add appends a row of ours.
func (e *list) add(r row, label string) {
	r.Label, r.Ours, r.Paper = label, true, nil
	e.Rows = append(e.Rows, r)
}
