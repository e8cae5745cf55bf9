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
