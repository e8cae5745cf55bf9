package main

import (
	"math"
	"strconv"

	"talbot/sim/optics"
	"talbot/sim/system/diffractive"
)

// slmBench is the bench around the masks. With it, the pictures of the masks and the
// pictures to be read, another program gets Talbot's logits.
type slmBench struct {
	Gaps        []float64      `json:"gaps_m"`           // source to first mask, mask to mask, last mask to detector
	Planes      []slmPlane     `json:"planes,omitempty"` // source, masks, detector, where they differ in pitch or samples
	Source      slmSource      `json:"source"`
	Modulation  slmModulation  `json:"modulation"`
	Propagation slmPropagation `json:"propagation"`
	Detector    slmDetector    `json:"detector"`
	Readout     slmReadout     `json:"readout"`
	Side        string         `json:"side_by_side"`
	Efficiency  string         `json:"efficiency"`
}

type slmSource struct {
	Illumination string     `json:"illumination"` // plane or gaussian
	Waist        float64    `json:"waist_m,omitempty"`
	Centre       float64    `json:"centre_m"` // of the beam, along x and y
	Field        string     `json:"field"`
	Encoding     string     `json:"encoding"` // amplitude or phase
	Depth        float64    `json:"phase_depth_rad,omitempty"`
	Encoded      string     `json:"encoded_field"`
	Picture      slmPicture `json:"picture"`
}

// slmPicture says how a picture lies on the source plane.
type slmPicture struct {
	Data    string  `json:"data_set"`
	Samples int     `json:"samples"` // along a side
	First   int     `json:"first_sample"`
	Size    float64 `json:"size_m"`
	Left    float64 `json:"left_m"`
	Top     float64 `json:"top_m"`
	Value   string  `json:"value"`
}

type slmModulation struct {
	Gain float64 `json:"gain"` // factor on the amplitude behind each mask
	Mask string  `json:"mask"`
}

type slmPropagation struct {
	Method    string   `json:"method"`
	Padding   int      `json:"padding_samples"`            // dark, on each side
	Window    int      `json:"window_samples,omitempty"`   // none where planes has them
	BandLimit *float64 `json:"band_limit_per_m,omitempty"` // largest |u| and |v|

	BandLimits []float64 `json:"band_limits_per_m,omitempty"` // the same where each gap has its own
	Formula    string    `json:"formula"`
}

type slmDetector struct {
	Reading string      `json:"reading"` // intensity or amplitude
	Formula string      `json:"formula"`
	Regions []slmRegion `json:"regions"` // in the order of the readings
}

// slmRegion is a detector region, behind a network counted from 1, and the class whose
// logit its reading raises (sign 1) or lowers (sign -1).
type slmRegion struct {
	Network int     `json:"network"`
	Class   int     `json:"class"`
	Name    string  `json:"name"`
	Sign    int     `json:"sign"`
	X0      int     `json:"x0"`
	Y0      int     `json:"y0"`
	X1      int     `json:"x1"`
	Y1      int     `json:"y1"`
	Left    float64 `json:"left_m"`
	Top     float64 `json:"top_m"`
	Right   float64 `json:"right_m"`
	Bottom  float64 `json:"bottom_m"`
}

type slmReadout struct {
	Logits  string   `json:"logits"` // share, scale or differential
	Scale   float64  `json:"logit_scale"`
	Formula string   `json:"formula"`
	Classes []string `json:"classes"` // by number
	Answer  string   `json:"answer"`
}

// benchOf describes the bench of c.
func benchOf(c *diffractive.Config) slmBench {
	n, last := c.Samples, c.PlaneAt(c.Layers+1)
	// edgeOf is where sample i of a plane begins, from its middle.
	edgeOf := func(i, n int, pitch float64) float64 { return neat((float64(i) - float64(n)/2) * pitch) }
	edge := func(i int) float64 { return edgeOf(i, n, c.Pitch) }
	b := slmBench{
		Source: slmSource{
			Illumination: c.Illumination, Centre: neat((float64(n/2) + 0.5 - float64(n)/2) * c.Pitch), Field: "U = 1",
			Encoding: c.Encoding, Encoded: "E = v U",
			Picture: slmPicture{
				Data: c.Data, Samples: c.ImageSize, First: (n - c.ImageSize) / 2, Size: neat(float64(c.ImageSize) * c.Pitch),
				Left: edge((n - c.ImageSize) / 2), Top: edge((n - c.ImageSize) / 2),
				Value: "v is the grey value over 255, from 0 to 1, of the picture resized to samples x samples; beside the picture v is 0. Resizing goes along x and then along y: " +
					"of W pixels, output i of S is the sum of pixels k, from int(c - r + 0.5) up to but not int(c + r + 0.5) and within 0 ... W - 1, with the weights " +
					"max(0, 1 - |k + 0.5 - c|/r) divided by their sum, where c = (i + 0.5) W/S and r = max(W/S, 1).",
			},
		},
		Modulation: slmModulation{c.Gain, "E behind a mask is gain exp(i phase) E"},
		Propagation: slmPropagation{
			Method: "angular spectrum", Padding: c.Padding, Window: n + 2*c.Padding,
			Formula: "E at the end of a gap z is F^-1[H F[E]]: F is the discrete Fourier transform of a window of window_samples, with E in the middle and 0 around it, of which " +
				"the middle is kept; u and v are its frequencies, k/(window_samples mask_pitch_m); H = exp(2 pi i z (sqrt(1/lambda^2 - u^2 - v^2) - 1/lambda)), and where the root is imaginary, " +
				"H = exp(-2 pi i z/lambda) exp(-2 pi |z| sqrt(u^2 + v^2 - 1/lambda^2)).",
		},
		Detector: slmDetector{Reading: c.Reading, Formula: "r is the mean of |E|^2 over the samples of a region"},
		Readout: slmReadout{
			Logits: c.Logits, Scale: c.LogitScale, Classes: c.ClassNames(),
			Answer: "the class of the largest logit, the first of them if several are equal",
		},
		Side: "one network",
		Efficiency: "Talbot's efficiency is the sum of |E|^2 over all detector regions, over that of the encoded field E on the source plane, so of the light behind the picture; its efficiency of the source " +
			"is the same over the sum of |U|^2, the light in front of the picture. Both without the gain, and divided by the number of networks. " +
			"Of many pictures, each of the sums goes over all of them before they are divided: it is no mean of the pictures' efficiencies.",
	}
	for i := range c.Layers + 1 {
		b.Gaps = append(b.Gaps, c.Gap(i))
	}
	if c.Illumination == "gaussian" {
		b.Source.Waist = c.Waist
		b.Source.Field = "U = exp(-((x - centre_m)^2 + (y - centre_m)^2)/waist_m^2)"
	}
	if c.Encoding == "phase" {
		b.Source.Depth = c.PhaseDepth
		b.Source.Encoded = "E = exp(i v phase_depth_rad) U"
	}
	switch {
	case c.Displayed():
		b.Modulation.Mask = "E behind a mask is gain amplitude exp(i phase_rad) E, with the amplitude and phase of its level in devices"
	case c.Mask == "amplitude":
		b.Modulation.Mask = "E behind a mask is gain amplitude E"
	}
	limit := func(z float64) float64 { return optics.BandLimit(b.Propagation.Window, c.Pitch, c.Wavelength, z) }
	switch {
	case c.Pitches+c.Sizes != "":
		b.planes(c)
	case !c.BandLimit:
	case c.Distances != "":
		for _, z := range b.Gaps {
			b.Propagation.BandLimits = append(b.Propagation.BandLimits, limit(z))
		}
		b.Propagation.Formula += " H of a gap is 0 where |u| or |v| is above its number of band_limits_per_m."
	case c.Distance != 0:
		l := limit(c.Distance)
		b.Propagation.BandLimit = &l
		b.Propagation.Formula += " H is 0 where |u| or |v| is above band_limit_per_m."
	}
	if c.Reading == "amplitude" {
		b.Detector.Formula = "r is the mean of |E| over the samples of a region"
	}
	detector := func(i int) float64 { return edgeOf(i, last.Nx, last.Dx) }
	for _, r := range c.Regions() {
		sign := 1
		if r.Against {
			sign = -1
		}
		b.Detector.Regions = append(b.Detector.Regions, slmRegion{r.Network + 1, r.Class, b.Readout.Classes[r.Class], sign,
			r.X0, r.Y0, r.X1, r.Y1, detector(r.X0), detector(r.Y0), detector(r.X1), detector(r.Y1)})
	}
	switch c.Logits {
	case "differential":
		b.Readout.Formula = "logit of a class = logit_scale (r+ - r-)/(r+ + r-), of its regions with sign 1 and -1; 0 where both are dark"
	case "scale":
		b.Readout.Formula = "logit of a class = logit_scale r"
	default:
		b.Readout.Formula = "logit of a class = logit_scale r/(sum of the readings of all regions of all networks); 0 where all are dark"
	}
	if c.Networks > 1 {
		b.Side = strconv.Itoa(c.Networks) + " networks of the same gaps, each with masks and a detector plane of its own. All get the same encoded field; in these formulas each gets all of it, " +
			"on a bench an even share of its power. files and regions name one network after another."
	}
	return b
}

// neat is x with 12 digits, without what rounding leaves behind.
func neat(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 12, 64), 64)
	if err != nil || math.IsInf(y, 0) {
		return x
	}
	return y + 0 // no minus zero
}
