package main

import (
	"fmt"
	"math"
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
		{"--mask display --curve slm-8 --gain 1.5", "--slm-pitch 7um"},
		{"--mask display --curve CURVE,DEEP", "--background 200"},
		{"--distance 2cm,3cm,0.1 --band-limit", ""},
		{"--distance 2cm,3cm,25mm --samples 16,18,18,21 --networks 2", "--slm-pitch 12um"},
		{"--distance 2cm,3cm,25mm --pitch 36um,36um,30um,40um --samples 16,20,20,17 --padding 6", "--slm-pitch 10um --size 90x80"},
		{"--distance 2cm,3cm,9cm --pitch 36um,30um,30um,36um --mask amplitude --band-limit --illumination gaussian --waist 200um", "--scale 2"},
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
