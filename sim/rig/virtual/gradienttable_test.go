package virtual

import (
	"context"
	"flag"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

var update = flag.Bool("update", false, "write gradient.md anew")

// recorder keeps the loads of the first fields that are measured.
type recorder struct {
	plant.FieldPlant
	loads []plant.Load
}

func (r *recorder) Modulated(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	return r.FieldPlant.(plant.Separating).Modulated(ctx, loads)
}

func (r *recorder) Field(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	if r.loads == nil {
		r.loads = loads
	}
	return r.FieldPlant.Field(ctx, loads)
}

// plane says how many pixels a bench has, whose way is as long as gives it the published one's Fresnel number.
var plane = flag.Int("plane", gradientSide, "pixels along an axis of the bench that gradient.md is of")

// measuredCosine is the cosine of what fully forward mode measures for one mask to the true gradient of what it shows, on a
// bench of the published one's Fresnel number that has been calibrated by its own means.
func measuredCosine(t *testing.T, n int, f Faults) (float64, error) {
	t.Helper()
	s, dev := Free(n), cpu.Open(1)
	short := float64(n*n) / (400 * 400)
	s.Panels[1].Gap *= short
	f.Axial *= short // as large a share of the way
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	b, err := New(dev, s, f)
	check(t, err)
	b.Retries, b.Synchronised = 10, true
	b.Wait = f.Latency/refresh + 14*f.Response
	if err := b.MeasureAll(ctx, nil); err != nil {
		return 0, err
	}
	return gradientCosine(t, b, dev, n)
}

func gradientCosine(t *testing.T, b *rig.Bench, dev compute.Device, n int) (float64, error) {
	s := b.Clock.(*hardware).setup
	masks, r := masksOf(t, dev, n, 1), &recorder{FieldPlant: b}
	if _, err := ffm(r, dev, masks).Gradient(shapes(n), []int32{0, 1}, 1); err != nil {
		return 0, err
	}
	// The loss is that of light on both halves of the plane, wherever the camera sees them.
	corners := [][2]float64{{-1e-3, -1e-3}, {1e-3, -1e-3}, {1e-3, 1e-3}, {-1e-3, 1e-3}}
	var seen [][2]float64
	for _, c := range corners {
		x, y := b.Object.Registration.At(c[0], c[1])
		seen = append(seen, [2]float64{x, y})
	}
	back, err := rig.FitHomography(seen, corners)
	check(t, err)
	want := make([]float32, n*n)
	for k, l := range r.loads {
		g, err := TrueGradient(ctx, b, l, func(intensity []float32) []float32 {
			half, sum := make([]int, n*n), [3]float64{}
			for i, v := range intensity {
				x, y := back.At(s.Plane.X(i%n), s.Plane.Y(i/n))
				column, row := x/s.Plane.Dx+float64(n/2), y/s.Plane.Dy+float64(n/2)
				half[i] = 2
				if column > -0.5 && column < float64(n)-0.5 && row > -0.5 && row < float64(n)-0.5 {
					half[i] = min(int(math.Round(column)), n-1) * 2 / n
				}
				sum[half[i]] += float64(v)
			}
			slope := make([]float32, n*n)
			for i, h := range half {
				if h < 2 {
					slope[i] = float32(1 / (sum[0] + sum[1]))
				}
				if h == k {
					slope[i] -= float32(1 / sum[k])
				}
			}
			return slope
		})
		check(t, err)
		for i, v := range g {
			want[i] += v
		}
	}
	return cosines(t, dev, masks, [][]float32{want})[0], nil
}

// gradientRows are the imperfections of gradient.md, and all of them.
func gradientRows() (names []string) {
	f := Ideal()
	for _, p := range f.Params() {
		// Latency, response and loss cost time and frames, and do not change what is measured.
		if sizes := sizesOf(p.Name); sizes[3] != sizes[0] {
			if p.Name != "latency" && p.Name != "response" && p.Name != "frame-loss" {
				names = append(names, p.Name)
			}
		}
	}
	return append(names, "all", "all but aberration")
}

func sizesOf(name string) (sizes [4]float64) {
	for _, s := range table {
		if s.name == name {
			return s.sizes
		}
	}
	return sizes
}

// gradientRow is a line of gradient.md: the cosine of an imperfection of each grade.
func gradientRow(t *testing.T, name string) string {
	line := "| " + name
	for grade := 1; grade < len(Grades); grade++ {
		f, err := Grade(Grades[grade])
		check(t, err)
		if !strings.HasPrefix(name, "all") {
			value := named(f.Params(), name).Value()
			f = Ideal()
			check(t, named(f.Params(), name).Set(value))
			if name == "read-noise" || name == "camera-bits" {
				f.Well = 10500
			}
		} else if name != "all" {
			f.Aberration = 0
		}
		c, err := measuredCosine(t, *plane, f)
		cell := strconv.FormatFloat(c, 'f', 3, 64)
		if err != nil {
			t.Logf("%s, %s: %v", name, Grades[grade], err)
			cell = "-"
		}
		line += " | " + cell
	}
	return line + " |\n"
}

const gradientSide = 96

const gradientHead = `# How near a measured gradient is to the true one

The cosine of what fully forward mode (plant.FFM) measures for one mask to the gradient of the loss with respect
to the phases that the panel is told to show, by the adjoint of the hidden truth (TrueGradient), with one
imperfection at a time of its mild, typical and bad size, and with all of them, of seed 1. The bench
has 96 x 96 pixels of 8 um and the Fresnel number of the published one, is exposed for 0.25 ms, and has
been calibrated by its own means: Bench.MeasureCurves at 17 levels, four times; Register of both cameras; Align;
MeasureBlank smoothed over 12 pixels. Fields are read by three steps. Pictures are two sets of bars, the loss is
the cross-entropy of the light on both halves. A dash would be where a calibration fails, and says so. An
aberration of so many waves is four times as steep on this plane as on one of 400 pixels.

` + "`go test ./sim/rig/virtual -run TestGradientTable -update`" + ` writes this page; without -update the test measures one row again.

| imperfection | mild | typical | bad |
|---|---|---|---|
`

// gradient.md is what is measured now.
func TestGradientTable(t *testing.T) {
	if *update {
		page := gradientHead
		for _, name := range gradientRows() {
			row := gradientRow(t, name)
			t.Log(row)
			page += row
		}
		if err := os.WriteFile("gradient.md", []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile("gradient.md")
	check(t, err)
	if !strings.HasPrefix(string(page), gradientHead) || strings.Count(string(page), "\n") != strings.Count(gradientHead, "\n")+len(gradientRows()) {
		t.Error("gradient.md has another head, or other rows, than the test: write it anew with -update")
	}
	const again = "lut-gamma"
	numbers := func(row string) (all []float64) {
		for _, cell := range strings.Split(row, "|") {
			if v, err := strconv.ParseFloat(strings.TrimSpace(cell), 64); err == nil {
				all = append(all, v)
			}
		}
		return all
	}
	_, old, found := strings.Cut(string(page), "| "+again)
	old, _, _ = strings.Cut(old, "\n")
	was, is := numbers(old), numbers(gradientRow(t, again))
	if !found || len(was) != 3 || len(is) != 3 {
		t.Fatalf("gradient.md has the numbers %v for %s, and %v are measured", was, again, is)
	}
	for k := range is {
		if math.Abs(was[k]-is[k]) > 0.002 { // the last digit, and what SIMD rounds otherwise
			t.Errorf("gradient.md has the cosines %v for %s, and %v are measured", was, again, is)
		}
	}
}
