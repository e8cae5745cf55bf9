package diffractive

// paperCodesign is the recipe of Li, Chen, Gao and Yu, "Physics-aware differentiable
// discrete codesign for diffractive optical neural networks" (2022), as far as its
// text and its authors' code tell: Gumbel-Softmax over the 8 levels of a measured
// display, hard in the forward pass, temperature from 50 to 1, Adam 0.5, batch 500,
// 100 epochs, factor 1.8 on the amplitude of every mask, mean |U| of ten regions,
// squared error of the softmax. The bench is lightRidge's.
var paperCodesign = func() Config {
	c := lightRidge
	c.Mask, c.Curve, c.Method, c.Gain, c.InitRange = "display", "slm-8", MethodGumbel, 1.8, 0.5
	c.LearningRate, c.Schedule, c.Batch, c.Epochs, c.Seed = 0.5, "constant", 500, 100, 1
	return c
}()

// PaperGain is the factor lambda that the paper finds best for a number of masks; it
// gives those for 1, 3 and 5, and between them this is their geometric mean.
func PaperGain(layers int) float64 {
	switch {
	case layers <= 1:
		return 90
	case layers == 2:
		return 21
	case layers == 3:
		return 5
	case layers == 4:
		return 3
	}
	return 1.8
}

// lightRidgeCodesign is the public run of LightRidge with 64 levels whose log reads
// 92.92, 95.36 and 96.25 % after 1, 2 and 3 epochs.
var lightRidgeCodesign = func() Config {
	c := paperCodesign
	c.Curve, c.Gain, c.LearningRate, c.Batch, c.Epochs = "slm-64", 5, 0.7, 100, 3
	c.Temperature, c.TemperatureStart = "constant", 10
	return c
}()

// onDisplay is our recipe for masks of a display: the state nearest to a free number,
// annealed from mixtures of the states around it.
func onDisplay(c Config) Config {
	c.Mask, c.Method, c.Forward, c.InitRange = "display", MethodNearest, "soft", 0.3
	c.Temperature, c.TemperatureStart, c.TemperatureEnd = "exponential", 1, 0.02
	c.Pull = 1e-5
	return c
}

// atFullSize is our recipe for a display with many pixels: the nearest state from the
// first update on, with the gradient straight through the choice, and logits that are
// shares of the mean amplitude, which give weak light more say. The pull matters most: it
// must hold the numbers near the states, but not against the gradient. Measured at 200 x
// 200 with 8 levels, 30 epochs on 50,000 pictures of clothes, seed 1, on the other 10,000:
// pull 1e-3 85.9 %, 1e-4 88.8, 3e-5 89.6, 1e-5 89.8, 3e-6 89.5, none 89.2; with
// intensities 89.4; after 60 epochs 90.0.
func atFullSize(c Config) Config {
	c.Forward, c.Reading, c.LogitScale, c.LearningRate, c.Pull, c.Epochs = "hard", "amplitude", 300, 0.01, 1e-5, 30
	return c
}

// Single is a full-size recipe for one mask alone: larger steps, logits that are the
// readings themselves, not shares, and a bench that fits two hops of 2.2 mm: the picture is
// on the inner four fifths of the plane's 7.2 mm, and the regions divide its inner half, so
// that light of every part of the picture can reach every region. Measured as above with
// one mask, 60 epochs: 87.8 %; the picture as large as the plane 87.1, the regions over all
// of the plane as well 86.2. Regions over three fifths of it are as good, 87.7; more are
// worse (25 epochs: a half 87.6, seven tenths 86.8, all 86.6). With shares 25 epochs gave
// 86.0 where the readings gave 86.5, and with the other masks' steps and pull less.
func (c Config) Single() Config {
	if c.Data == "fashion-mnist" {
		c.Epochs = 100
	}
	c.Layers, c.Reading, c.Logits, c.LogitScale, c.LearningRate = 1, "amplitude", "scale", 300, 0.05
	c.ImageSize, c.RegionSpread = c.Samples*4/5, 0.5
	if c.Displayed() {
		c.Pull = 3e-5
	}
	return c
}

// longer is for pictures that take more epochs.
func longer(c Config) Config {
	c.Epochs *= 2
	return c
}

// qatRate is the learning rate that QAT begins with, in levels; its cosine ends at half a
// level. Below that rounding undoes every update: a cosine from 0.6 to zero is there from
// 27 % of the run on, and the masks stand still. Rates that stay high move levels by the
// noise of the gradient in the end. Measured on held-out clothes at 64 x 64 with three
// masks, tested on 2,000 pictures. After 8 epochs on 9,000 pictures in batches of 100: the
// cosine to zero 61 %, constant rates of 0.5, 0.55, 0.6, 0.7, 0.8 and 1 67, 70, 73, 74, 44
// and 47 (tested on 3,000). In 25 epochs on 4,000 in batches of 50: constant at 0.6 73 % at
// best and 69 at the end; from 0.7 to 0.5 72 at best, and 64 after 18; from 0.6 to 0.5 75 at
// best, and 73 at the end; from 0.56 to 0.5 74. At 200 x 200, 10 epochs on 50,000, with three
// and five masks: from 0.6 to 0.5 80.1 and 83.1 %, from 0.55 to 0.5 80.8 and 82.8, either
// to 0.45 0.5 to 0.7 less, batches of 250 and 500 two to four less. From 0.6 three masks of 8
// levels fell, on all pictures, from 88.6 % to 70.6 (digits) and from 78.6 to 75.3.
const qatRate = 0.55

// Fitted is the recipe c for a display with drives on a fitted curve, which has levels as
// its unit. The learning rate of the other methods is the best of 0.03, 0.1 and 0.3 on
// held-out clothes with three masks.
func (c Config) Fitted(method string) Config {
	c.Method, c.InitRange, c.LearningRate, c.Pull = method, 4, 0.03, 0
	if method == MethodQAT {
		c.LearningRate, c.Schedule, c.ScheduleEnd = qatRate, "cosine", half
	}
	return c
}

func codesignPresets() []Preset {
	return []Preset{
		{"codesign-mnist-64", "Display, digits, 64 x 64", "five masks on a measured display with 8 levels, trained through its curve", onDisplay(small)},
		{"codesign-fashion-64", "Display, clothes, 64 x 64", "the same display sorts pictures of clothes", onDisplay(fashion(small))},
		{"codesign-mnist", "Display, digits, 200 x 200", "the display with 8 levels at full size: our best recipe for a display", atFullSize(onDisplay(ours))},
		{"codesign-fashion", "Display, clothes, 200 x 200", "the same at full size on pictures of clothes", longer(atFullSize(onDisplay(fashion(ours))))},
		{"codesign-mnist-1", "One display mask, digits, 200 x 200", "one mask of the display alone, on a bench that fits its light: the network with the fewest parts to build", atFullSize(onDisplay(ours)).Single()},
		{"codesign-fashion-1", "One display mask, clothes, 200 x 200", "the same on pictures of clothes", longer(atFullSize(onDisplay(fashion(ours)))).Single()},
		{"codesign-gumbel", "Gumbel-Softmax codesign", "the published codesign recipe: Gumbel-Softmax over 8 levels, 100 epochs; the paper has 97.9 %", paperCodesign},
		{"codesign-gumbel-fashion", "Gumbel-Softmax codesign, clothes", "the same on pictures of clothes; the paper has 89.1 %", fashion(paperCodesign)},
		{"codesign-ptq", "Post-training quantisation", "drives on a fitted curve, rounded to 8 levels at the end: what codesign is compared with", atFullSize(onDisplay(ours)).Fitted(MethodPTQ)},
		{"codesign-qat", "Quantisation-aware training", "drives on a fitted curve, rounded to 8 levels after every update", atFullSize(onDisplay(ours)).Fitted(MethodQAT)},
		{"codesign-lightridge", "LightRidge's codesign recipe", "Gumbel-Softmax over 64 levels as in LightRidge's public log, which reads 96.3 % after 3 epochs", lightRidgeCodesign},
	}
}
