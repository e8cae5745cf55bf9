package main

import (
	"encoding/json"
	"image"
	"image/png"
	"math"
	"math/cmplx"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// rebuilt is a bench as a stranger builds it of slm.json and the pictures of the masks
// alone, in complex128 and with no code of Talbot's.
type rebuilt struct {
	Format     string
	Version    int
	Files      []string
	Networks   int
	Layers     int
	Wavelength float64   `json:"wavelength_m"`
	Pitch      float64   `json:"mask_pitch_m"`
	N          int       `json:"mask_pixels"`
	Panel      float64   `json:"panel_pitch_m"`
	On         int       `json:"mask_panel_pixels"`
	X          int       `json:"mask_panel_x"`
	Y          int       `json:"mask_panel_y"`
	PanelW     int       `json:"panel_width"`
	PanelH     int       `json:"panel_height"`
	Type       string    `json:"mask_type"`
	Level      string    `json:"level"`
	Gaps       []float64 `json:"gaps_m"`
	Planes     []struct {
		Z         float64 `json:"z_m"`
		Samples   int
		Pitch     float64  `json:"pitch_m"`
		Window    int      `json:"window_samples"`
		BandLimit *float64 `json:"band_limit_per_m"`
		Panel     struct {
			W     int     `json:"panel_width"`
			H     int     `json:"panel_height"`
			Pitch float64 `json:"panel_pitch_m"`
			On    int     `json:"mask_panel_pixels"`
			X     int     `json:"mask_panel_x"`
			Y     int     `json:"mask_panel_y"`
		}
	}
	Devices []struct {
		File   string
		Curve  string
		Bits   int
		Grey   string
		Levels []struct {
			Level, Grey      int
			Drive, Amplitude float64
			Phase            float64 `json:"phase_rad"`
		}
	}
	Source struct {
		Illumination string
		Waist        float64 `json:"waist_m"`
		Centre       float64 `json:"centre_m"`
		Encoding     string
		Depth        float64 `json:"phase_depth_rad"`
		Picture      struct {
			Samples int
			First   int `json:"first_sample"`
		}
	}
	Modulation  struct{ Gain float64 }
	Propagation struct {
		Padding   int      `json:"padding_samples"`
		Window    int      `json:"window_samples"`
		BandLimit *float64 `json:"band_limit_per_m"`

		BandLimits []float64 `json:"band_limits_per_m"`
	}
	Detector struct {
		Reading string
		Regions []struct {
			Network, Class, Sign int
			Name                 string
			X0, Y0, X1, Y1       int
			Left                 float64 `json:"left_m"`
			Top                  float64 `json:"top_m"`
			Right                float64 `json:"right_m"`
			Bottom               float64 `json:"bottom_m"`
		}
	}
	Readout struct {
		Logits  string
		Scale   float64 `json:"logit_scale"`
		Classes []string
	}
	Check struct {
		Picture          string
		Readings, Logits []float64
	}
	masks [][]complex128
}

func rebuild(t *testing.T, dir string) *rebuilt {
	t.Helper()
	b := &rebuilt{}
	if err := json.Unmarshal([]byte(read(t, dir, "slm.json")), b); err != nil {
		t.Fatal(err)
	}
	if b.Format != "talbot-slm" || b.Version != 2 || len(b.Files) != b.Networks*b.Layers || len(b.Gaps) != b.Layers+1 {
		t.Fatalf("%+v", b)
	}
	for l, name := range b.Files {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		p, err := png.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		if b.Planes != nil {
			on := b.Planes[1+l%b.Layers].Panel
			b.PanelW, b.PanelH, b.Panel, b.On, b.X, b.Y, b.Pitch = on.W, on.H, on.Pitch, on.On, on.X, on.Y, b.Planes[1+l%b.Layers].Pitch
		}
		if p.Bounds().Dx() != b.PanelW || p.Bounds().Dy() != b.PanelH {
			t.Fatalf("%s is %v", name, p.Bounds())
		}
		grey := func(x, y int) int {
			if g, ok := p.(*image.Gray16); ok {
				return int(g.Gray16At(x, y).Y)
			}
			return int(p.(*image.Gray).GrayAt(x, y).Y)
		}
		mask := make([]complex128, b.N*b.N)
		seen := make([]bool, b.N)
		index := func(p, first int) int {
			m := int(math.Floor((float64(p-first)+0.5-float64(b.On)/2)*b.Panel/b.Pitch + float64(b.N)/2 + 1e-6))
			return max(0, min(b.N-1, m))
		}
		for y := b.Y; y < b.Y+b.On; y++ {
			for x := b.X; x < b.X+b.On; x++ {
				seen[index(x, b.X)] = true
				mask[index(y, b.Y)*b.N+index(x, b.X)] = b.transmission(t, l, grey(x, y))
			}
		}
		if slices.Contains(seen, false) {
			t.Fatalf("%s does not show the whole mask", name)
		}
		b.masks = append(b.masks, mask)
	}
	if b.Planes != nil {
		b.at(0)
	}
	return b
}

// transmission is what a grey value of mask l does to the light.
func (b *rebuilt) transmission(t *testing.T, l, grey int) complex128 {
	g := complex(b.Modulation.Gain, 0)
	switch b.Type {
	case "phase":
		return g * cmplx.Rect(1, 2*math.Pi*float64(grey)/256)
	case "amplitude":
		return g * complex(float64(grey)/255, 0)
	}
	for _, k := range b.Devices[l].Levels {
		if k.Grey == grey {
			return g * cmplx.Rect(k.Amplitude, k.Phase)
		}
	}
	t.Fatalf("no level of mask %d has the grey value %d", l, grey)
	return 0
}

// resize makes n samples of a line of w values.
func resize(line []float64, n int) []float64 {
	w := len(line)
	r := math.Max(float64(w)/float64(n), 1)
	out := make([]float64, n)
	for i := range out {
		c := (float64(i) + 0.5) * float64(w) / float64(n)
		sum := 0.0
		for k := max(0, int(c-r+0.5)); k < min(w, int(c+r+0.5)); k++ {
			weight := math.Max(0, 1-math.Abs(float64(k)+0.5-c)/r)
			out[i] += weight * line[k]
			sum += weight
		}
		out[i] /= sum
	}
	return out
}

// encode is the light behind a picture, and what fell on it.
func (b *rebuilt) encode(picture []byte, w, h int) (field []complex128, source float64) {
	s := b.Source.Picture.Samples
	var rows [][]float64
	for y := range h {
		line := make([]float64, w)
		for x := range line {
			line[x] = float64(picture[y*w+x]) / 255
		}
		rows = append(rows, resize(line, s))
	}
	v := make([]float64, b.N*b.N)
	for i := range s {
		column := make([]float64, h)
		for y := range column {
			column[y] = rows[y][i]
		}
		for j, x := range resize(column, s) {
			v[(b.Source.Picture.First+j)*b.N+b.Source.Picture.First+i] = x
		}
	}
	field = make([]complex128, b.N*b.N)
	for j := range b.N {
		for i := range b.N {
			x := (float64(i)+0.5-float64(b.N)/2)*b.Pitch - b.Source.Centre
			y := (float64(j)+0.5-float64(b.N)/2)*b.Pitch - b.Source.Centre
			u := 1.0
			if b.Source.Illumination == "gaussian" {
				u = math.Exp(-(x*x + y*y) / (b.Source.Waist * b.Source.Waist))
			}
			source += u * u
			if b.Source.Encoding == "phase" {
				field[j*b.N+i] = cmplx.Rect(u, v[j*b.N+i]*b.Source.Depth)
			} else {
				field[j*b.N+i] = complex(u*v[j*b.N+i], 0)
			}
		}
	}
	return field, source
}

// at makes plane i that of N, the pitch and the gap behind it.
func (b *rebuilt) at(i int) {
	p := b.Planes[i]
	b.N, b.Pitch, b.Propagation.Window, b.Propagation.BandLimit = p.Samples, p.Pitch, p.Window, p.BandLimit
}

// onto is the angular spectrum over a gap onto the next plane, by the sums of the formula.
func (b *rebuilt) onto(e []complex128, gap int) []complex128 {
	from, to := b.Planes[gap], b.Planes[gap+1]
	w := from.Window
	var u, weight []float64
	for k := -(w / 2); k <= w/2; k++ {
		half := w%2 == 0 && from.Pitch != to.Pitch && (k == w/2 || k == -(w/2))
		if k > (w+1)/2-1 && !half {
			continue
		}
		u, weight = append(u, float64(k)/(float64(w)*from.Pitch)), append(weight, 1)
		if half {
			weight[len(weight)-1] = 0.5
		}
	}
	x := func(i, n int, pitch float64) float64 { return float64(i-n/2) * pitch }
	// along sums rows of n numbers to m, and leaves them as columns.
	along := func(in []complex128, n, m int, turns func(i, k int) float64) []complex128 {
		rows := len(in) / n
		out := make([]complex128, m*rows)
		for k := range m {
			for i := range n {
				r := cmplx.Rect(1, 2*math.Pi*turns(i, k))
				for j := range rows {
					out[k*rows+j] += in[j*n+i] * r
				}
			}
		}
		return out
	}
	there := func(i, k int) float64 { return -u[k] * x(i, from.Samples, from.Pitch) }
	back := func(k, i int) float64 { return u[k] * x(i, to.Samples, to.Pitch) }
	f := along(along(e, from.Samples, len(u), there), from.Samples, len(u), there)
	for j := range u {
		for i := range u {
			r := 1/(b.Wavelength*b.Wavelength) - u[i]*u[i] - u[j]*u[j]
			h := cmplx.Rect(weight[i]*weight[j]/float64(w*w), 2*math.Pi*b.Gaps[gap]*(math.Sqrt(math.Max(r, 0))-1/b.Wavelength))
			if r < 0 {
				h *= complex(math.Exp(-2*math.Pi*math.Abs(b.Gaps[gap])*math.Sqrt(-r)), 0)
			}
			if l := from.BandLimit; l != nil && (math.Abs(u[i]) > *l || math.Abs(u[j]) > *l) {
				h = 0
			}
			f[j*len(u)+i] *= h
		}
	}
	return along(along(f, len(u), to.Samples, back), len(u), to.Samples, back)
}

// hop is the angular spectrum over z, by plain Fourier sums.
func (b *rebuilt) hop(e []complex128, z float64) []complex128 {
	m, p := b.Propagation.Window, b.Propagation.Padding
	if m != b.N+2*p {
		panic("window")
	}
	w := make([]complex128, m*m)
	for j := range b.N {
		copy(w[(j+p)*m+p:], e[j*b.N:(j+1)*b.N])
	}
	roots := make([]complex128, m)
	for k := range roots {
		roots[k] = cmplx.Rect(1, -2*math.Pi*float64(k)/float64(m))
	}
	sums := func(in []complex128, inverse bool) []complex128 { // transforms rows and leaves them as columns
		out := make([]complex128, m*m)
		for j := range m {
			for k := range m {
				var sum complex128
				for i := range m {
					r := roots[i*k%m]
					if inverse {
						r = cmplx.Conj(r)
					}
					sum += in[j*m+i] * r
				}
				out[k*m+j] = sum
			}
		}
		return out
	}
	w = sums(sums(w, false), false)
	frequency := func(k int) float64 {
		if k >= (m+1)/2 {
			k -= m
		}
		return float64(k) / (float64(m) * b.Pitch)
	}
	for j := range m {
		for i := range m {
			u, v := frequency(i), frequency(j)
			f := 1/(b.Wavelength*b.Wavelength) - u*u - v*v
			h := cmplx.Rect(1, 2*math.Pi*z*(math.Sqrt(math.Max(f, 0))-1/b.Wavelength))
			if f < 0 {
				h *= complex(math.Exp(-2*math.Pi*math.Abs(z)*math.Sqrt(-f)), 0)
			}
			if l := b.Propagation.BandLimit; l != nil && (math.Abs(u) > *l || math.Abs(v) > *l) {
				h = 0
			}
			w[j*m+i] *= h / complex(float64(m*m), 0)
		}
	}
	w = sums(sums(w, true), true)
	out := make([]complex128, b.N*b.N)
	for j := range b.N {
		copy(out[j*b.N:(j+1)*b.N], w[(j+p)*m+p:])
	}
	return out
}

// logits reads a picture; efficiency is the share of the encoded light, and of the
// source's, in the detector regions.
func (b *rebuilt) logits(picture []byte, w, h int) (z []float64, inside, encoded, source float64) {
	if b.Planes != nil {
		b.at(0)
	}
	light, source := b.encode(picture, w, h)
	area := b.Pitch * b.Pitch
	for _, v := range light {
		encoded += real(v)*real(v) + imag(v)*imag(v)
	}
	readings := make([]float64, len(b.Detector.Regions))
	for network := range b.Networks {
		e := light
		for l, gap := range b.Gaps {
			switch {
			case b.Planes != nil:
				e = b.onto(e, l)
				b.at(l + 1)
			case b.Propagation.BandLimits != nil:
				b.Propagation.BandLimit = &b.Propagation.BandLimits[l]
				e = b.hop(e, gap)
			default:
				e = b.hop(e, gap)
			}
			if l < b.Layers {
				for i, t := range b.masks[network*b.Layers+l] {
					e[i] *= t
				}
			}
		}
		for k, r := range b.Detector.Regions {
			if r.Network != network+1 {
				continue
			}
			for y := r.Y0; y < r.Y1; y++ {
				for x := r.X0; x < r.X1; x++ {
					a := cmplx.Abs(e[y*b.N+x])
					inside += a * a
					if b.Detector.Reading == "intensity" {
						a *= a
					}
					readings[k] += a / float64((r.X1-r.X0)*(r.Y1-r.Y0))
				}
			}
		}
	}
	inside *= b.Pitch * b.Pitch / area // 1 where planes are alike
	inside /= float64(b.Networks) * math.Pow(b.Modulation.Gain, 2*float64(b.Layers))
	total := 0.0
	plus, minus := make([]float64, len(b.Readout.Classes)), make([]float64, len(b.Readout.Classes))
	for k, r := range b.Detector.Regions {
		total += readings[k]
		if r.Sign > 0 {
			plus[r.Class] += readings[k]
		} else {
			minus[r.Class] += readings[k]
		}
	}
	z = make([]float64, len(plus))
	for c := range z {
		switch b.Readout.Logits {
		case "scale":
			z[c] = b.Readout.Scale * plus[c]
		case "share":
			z[c] = b.Readout.Scale * plus[c] / total
		case "differential":
			if sum := plus[c] + minus[c]; sum > 0 {
				z[c] = b.Readout.Scale * (plus[c] - minus[c]) / sum
			}
		}
	}
	return z, inside, encoded, source
}
