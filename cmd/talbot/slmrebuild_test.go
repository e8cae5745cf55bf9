package main

import (
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"math"
	"math/cmplx"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talbot/assets"
	"talbot/sim/compute/cpu"
	"talbot/sim/data"
	"talbot/sim/data/open"
	"talbot/sim/network"
	"talbot/sim/rundir"
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
	Devices    []struct {
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
	light, source := b.encode(picture, w, h)
	for _, v := range light {
		encoded += real(v)*real(v) + imag(v)*imag(v)
	}
	readings := make([]float64, len(b.Detector.Regions))
	for network := range b.Networks {
		e := light
		for l, gap := range b.Gaps {
			e = b.hop(e, gap)
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

// A bench that is built of slm.json and the masks' pictures alone reads as Talbot does.
func TestSLMFileRebuildsTheBench(t *testing.T) {
	const pictures = 12
	curve := filepath.Join(t.TempDir(), "lab 7.csv")
	if err := os.WriteFile(curve, []byte("level,intensity,phase (deg)\n-1,1,0\n0.25,0.5,100\n0.5,0.25,200\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	deep := filepath.Join(t.TempDir(), "deep.csv")
	if err := os.WriteFile(deep, []byte("drive,phase\n0,0\n300,1.5\n612,3\n1023,4.5\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ train, export string }{
		{"", ""},
		{"--mask amplitude --reading amplitude", "--slm-pitch 12um --size 101x64"},
		{"--logits differential --logit-scale 10 --region-size 2", ""},
		{"--logits differential --logit-scale 10 --region-size 2 --reading amplitude --layers 1", "--scale 3"},
		{"--logits scale --logit-scale 3 --reading amplitude --gain 1.5 --loss softmax-mse", ""},
		{"--networks 2", "--slm-pitch 8um"},
		{"--networks 5 --logits differential --logit-scale 10 --layers 1", ""},
		{"--networks 10 --layers 1 --logits scale", ""},
		{"--encoding phase --phase-depth 2.5 --illumination gaussian --waist 150um --image-size 11", ""},
		{"--samples 17 --image-size 12 --band-limit --distance 0.1 --region-spread 0.9", "--size 40x33"},
		{"--mask device --curve slm-8 --gain 1.5", "--slm-pitch 7um"},
		{"--mask device --curve CURVE,DEEP", "--background 200"},
		{"--pitch 0.3um --wavelength 633nm --distance 2um --padding 0", ""}, // some waves are evanescent
	} {
		t.Run(c.train+" "+c.export, func(t *testing.T) {
			args := strings.Fields(c.train)
			for i, a := range args {
				args[i] = strings.NewReplacer("CURVE", curve, "DEEP", deep).Replace(a)
			}
			run, out := filepath.Join(t.TempDir(), "run"), filepath.Join(t.TempDir(), "slm")
			args = slices.Concat(tiny, []string{"--epochs", "1", "--out", run}, args)
			if _, text, status := call(t, args...); status != 0 { // some have notes
				t.Fatal(text)
			}
			works(t, append([]string{"export", run, "--as", "slm-png", "--out", out}, strings.Fields(c.export)...)...)
			b := rebuild(t, out)

			// Talbot's own, of the masks in as many levels as the pictures have.
			target, err := find(run)
			if err != nil {
				t.Fatal(err)
			}
			_, set, err := open.LoadFS(assets.Data(), target.config.Data)
			if err != nil {
				t.Fatal(err)
			}
			set = &data.Set{Name: set.Name, Classes: set.Classes, Width: set.Width, Height: set.Height,
				Images: set.Images[:pictures*set.Width*set.Height], Labels: set.Labels[:pictures]}
			s, err := target.session(cpu.Open(1), set)
			if err != nil {
				t.Fatal(err)
			}
			m, err := rundir.MasksOf(s)
			if err == nil && m.Levels == nil {
				err = s.SetMaskBytes(m.Bytes)
			}
			if err != nil {
				t.Fatal(err)
			}
			pass, err := s.Net.NewPass(network.Eval, pictures)
			if err != nil {
				t.Fatal(err)
			}
			for i := range pictures {
				pass.Set(i, set.Image(i), int(set.Labels[i]))
			}
			if err := pass.Run(pictures); err != nil {
				t.Fatal(err)
			}
			want, err := pass.Logits(pictures)
			if err != nil {
				t.Fatal(err)
			}
			e := s.Evaluate(set)
			for more := true; more; {
				if more, err = s.More(e); err != nil {
					t.Fatal(err)
				}
			}
			var inside, encoded, source float64
			for i := range pictures {
				got, in, on, from := b.logits(set.Image(i), set.Width, set.Height)
				inside, encoded, source = inside+in, encoded+on, source+from
				z := want[10*i : 10*i+10]
				most := 0.0
				for _, v := range z {
					most = math.Max(most, math.Abs(float64(v)))
				}
				for k := range z {
					if math.Abs(got[k]-float64(z[k])) > 1e-4*most {
						t.Fatalf("picture %d: logits %v, Talbot's %v", i, got, z)
					}
				}
			}
			if math.Abs(inside/encoded-e.Efficiency) > 1e-4*e.Efficiency || math.Abs(inside/source-e.SourceEfficiency) > 1e-4*e.SourceEfficiency {
				t.Errorf("efficiency %g and %g, Talbot's %g and %g", inside/encoded, inside/source, e.Efficiency, e.SourceEfficiency)
			}
			var w, h, right, below int
			if _, err := fmt.Sscanf(b.Check.Picture, "%d x %d pixels, 255 where column < %d and row < %d, else 0", &w, &h, &right, &below); err != nil {
				t.Fatal(b.Check.Picture, err)
			}
			corner := make([]byte, w*h)
			for i := range corner {
				if i%w < right && i/w < below {
					corner[i] = 255
				}
			}
			got, _, _, _ := b.logits(corner, w, h)
			for k, z := range b.Check.Logits {
				if len(b.Check.Logits) != len(got) || len(b.Check.Readings) != len(b.Detector.Regions) || math.Abs(got[k]-z) > 1e-4*math.Max(1e-3, slices.Max(b.Check.Logits)) {
					t.Fatalf("the check has the logits %v, the rebuilt bench %v", b.Check.Logits, got)
				}
			}
			for _, r := range b.Detector.Regions {
				for _, edge := range [][2]float64{{r.Left, float64(r.X0)}, {r.Right, float64(r.X1)}, {r.Top, float64(r.Y0)}, {r.Bottom, float64(r.Y1)}} {
					if math.Abs(edge[0]-(edge[1]-float64(b.N)/2)*b.Pitch) > 1e-11*b.Pitch*float64(b.N) {
						t.Errorf("region %+v", r)
					}
				}
				if r.Name != b.Readout.Classes[r.Class] {
					t.Errorf("region %+v", r)
				}
			}
		})
	}
}
