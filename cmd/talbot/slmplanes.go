package main

import (
	"talbot/sim/optics"
	"talbot/sim/system/diffractive"
)

// slmPlane is a plane of a bench whose planes differ.
type slmPlane struct {
	Place   float64 `json:"z_m"`
	Samples int     `json:"samples"` // along a side
	Pitch   float64 `json:"pitch_m"`
	// Of the gap behind it, none behind the detector.
	Window    int      `json:"window_samples,omitempty"`
	BandLimit *float64 `json:"band_limit_per_m,omitempty"`
	// How a mask stands on its panel.
	Panel *slmPanel `json:"panel,omitempty"`
}

type slmPanel struct {
	Width  int     `json:"panel_width"`
	Height int     `json:"panel_height"`
	Pitch  float64 `json:"panel_pitch_m"`
	Pixels int     `json:"mask_panel_pixels"`
	X      int     `json:"mask_panel_x"`
	Y      int     `json:"mask_panel_y"`
}

// planes describes planes that differ, and the way between them.
func (b *slmBench) planes(c *diffractive.Config) {
	for i := range c.Layers + 2 {
		g := c.PlaneAt(i)
		p := slmPlane{Place: neat(c.Place(i)), Samples: g.Nx, Pitch: g.Dx}
		if i <= c.Layers {
			s := optics.Space{In: g, Wavelength: c.Wavelength, Z: c.Gap(i)}
			if p.Window, _ = s.WindowOnto(c.Window(), c.PlaneAt(i+1)); c.BandLimit && s.Z != 0 {
				l := optics.BandLimit(p.Window, g.Dx, c.Wavelength, s.Z)
				p.BandLimit = &l
			}
		}
		b.Planes = append(b.Planes, p)
	}
	b.Propagation.Window = 0
	b.Propagation.Formula = "E of a plane at (x', y') of its samples is the sum over u and v of H(u, v) F(u, v) exp(2 pi i (u x' + v y'))/W^2, where F(u, v) is the sum of E exp(-2 pi i (u x + v y)) " +
		"over all samples of the plane before it, and W its window_samples. x of column i is (i - floor(samples/2)) pitch_m, each of its own plane, and y of row j likewise. u and v are k/(W pitch_m) of the plane before, " +
		"k from -floor(W/2) to ceil(W/2) - 1; but where W is even and the two planes have another pitch, k goes to W/2, and terms with k = W/2 or -W/2 count half, for u and for v. " +
		"H = exp(2 pi i z (sqrt(1/lambda^2 - u^2 - v^2) - 1/lambda)) with z the gap, and where the root is imaginary, H = exp(-2 pi i z/lambda) exp(-2 pi |z| sqrt(u^2 + v^2 - 1/lambda^2))."
	if c.BandLimit {
		b.Propagation.Formula += " H is 0 where |u| or |v| is above the band_limit_per_m of the plane before."
	}
	b.Efficiency += " A sum over samples is multiplied by pitch_m^2 of their plane."
}

// slmAxes is how the planes stand where they differ.
const slmAxes = "Row 0 of a picture is the top one and column 0 the left one. x runs to the right, y downwards, z along the light. Sample (i, j) of a plane of N x N samples is a square of its pitch_m; " +
	"its centre is at x = (i + 0.5 - N/2) pitch_m, y = (j + 0.5 - N/2) pitch_m from the centre of its plane. The centres of the samples (floor(N/2), floor(N/2)) of all planes lie on one axis along z. " +
	"Regions have the samples x0 <= i < x1, y0 <= j < y1, and the edges left_m, right_m, top_m, bottom_m in these x and y. The numbers panel of a mask's plane count in place of those of the same names outside."
