package virtual

import (
	"context"
	"flag"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

var (
	update = flag.Bool("update", false, "write the table of gradient.md anew")
	into   = flag.String("into", ".", "folder of gradient.md")
	within = flag.Duration("within", 24*time.Hour, "begin no measurement later than this")
	plane  = flag.Int("plane", 400, "pixels along an axis of the bench that gradient.md is of")
)

// recorder keeps the loads of the first fields that are measured.
type recorder struct {
	plant.FieldPlant
	loads []plant.Load
}

func (r *recorder) Modulated(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	return r.FieldPlant.(plant.Separating).Modulated(ctx, loads)
}

func (r *recorder) Fringing() (length, top float64) { return r.FieldPlant.(plant.Fringed).Fringing() }

func (r *recorder) Field(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	if r.loads == nil {
		r.loads = loads
	}
	return r.FieldPlant.Field(ctx, loads)
}

// measuredCosine is the cosine of what fully forward mode measures for one mask to the true gradient of what it shows, on a
// bench of the published one's Fresnel number that has been calibrated by its own means.
func measuredCosine(t *testing.T, n int, f Faults, reading rig.Reading, over float64) (float64, error) {
	t.Helper()
	s, dev := Free(n), cpu.Open(1)
	short := float64(n*n) / (400 * 400)
	s.Panels[1].Gap *= short
	f.Axial *= short // as large a share of the way
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	b, err := New(dev, s, f)
	if err != nil {
		return 0, err
	}
	b.Retries, b.Synchronised, b.Follow = 10, true, true
	b.Wait = f.Latency/refresh + 14*f.Response
	if err := b.MeasureAll(ctx, nil); err != nil {
		return 0, err
	}
	b.Reading = reading
	return gradientCosine(t, b, dev, n, over)
}

func gradientCosine(t *testing.T, b *rig.Bench, dev compute.Device, n int, over float64) (float64, error) {
	s := b.Clock.(*hardware).setup
	masks, r := masksOf(t, dev, n, 1), &recorder{FieldPlant: b}
	f := ffm(r, dev, masks)
	f.Overdrive = over
	if _, err := f.Gradient(shapes(n), []int32{0, 1}, 1); err != nil {
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
	return append(names, "all", "all but aberration", cured, thirds)
}

// All faults, read by four steps, and by three of a third of a turn as the presets do, with an error 1.5 times as bright as the panel can.
const cured, thirds = "all, four steps", "all, thirds of a turn"

func sizesOf(name string) (sizes [4]float64) {
	for _, s := range table {
		if s.name == name {
			return s.sizes
		}
	}
	return sizes
}

// cell is an imperfection of a grade.
func cell(name string, grade int) (Faults, error) {
	f, err := Grade(Grades[grade])
	if err != nil {
		return f, err
	}
	switch {
	case name == "all", name == cured, name == thirds:
	case strings.HasPrefix(name, "all"):
		f.Aberration = 0
	default:
		value := named(f.Params(), name).Value()
		f = Ideal()
		if err := named(f.Params(), name).Set(value); err != nil {
			return f, err
		}
		if name == "read-noise" || name == "camera-bits" {
			f.Well = 10500
		}
	}
	return f, nil
}

const gradientSide = 96

const againRow = "lut-gamma, 96 pixels"

// cellsOf are the values of a file of cells, by row and grade.
func cellsOf(text []byte) map[string]string {
	cells := map[string]string{}
	for _, line := range strings.Split(string(text), "\n") {
		if name, value, ok := strings.Cut(line, "="); ok {
			cells[name] = value
		}
	}
	return cells
}

// measureCells measures what is not yet in a file of cells, on all cores, and adds it there.
func measureCells(t *testing.T, path string, within time.Duration) map[string]string {
	text, _ := os.ReadFile(path)
	done := cellsOf(text)
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	check(t, err)
	defer file.Close()
	type task struct {
		key, name string
		grade     int
		side      int
	}
	tasks, begun := make(chan task), time.Now()
	var lock sync.Mutex
	var group sync.WaitGroup
	for range runtime.NumCPU() {
		group.Go(func() {
			for k := range tasks {
				f, err := cell(k.name, k.grade)
				value := "-"
				if err == nil {
					var c float64
					reading, over := rig.ThreeSteps, 1.0
					switch k.name {
					case cured:
						reading, over = rig.FourSteps, 1.5
					case thirds:
						reading, over = rig.ThirdTurns, 1.5
					}
					if c, err = measuredCosine(t, k.side, f, reading, over); err == nil {
						value = strconv.FormatFloat(c, 'f', 3, 64)
					}
				}
				lock.Lock()
				t.Logf("%s: %s %v", k.key, value, err)
				done[k.key] = value
				file.WriteString(k.key + "=" + value + "\n")
				lock.Unlock()
			}
		})
	}
	give := func(key, name string, grade, side int) {
		lock.Lock()
		_, known := done[key]
		lock.Unlock()
		if !known && time.Since(begun) < within {
			tasks <- task{key, name, grade, side}
		}
	}
	names := gradientRows()
	for _, grade := range []int{2, 1, 3} { // the typical ones first
		give(againRow+" "+Grades[grade], "lut-gamma", grade, gradientSide)
		for i := range names { // all together first
			name := names[len(names)-1-i]
			give(name+" "+Grades[grade], name, grade, *plane)
		}
	}
	close(tasks)
	group.Wait()
	return done
}

// The table of gradient.md is that of gradient.cells, and its last row is measured now.
func TestGradientTable(t *testing.T) {
	if testing.Short() {
		t.Skip("long; it runs where time is no matter")
	}
	if *update {
		cells := measureCells(t, filepath.Join(*into, "gradient.cells"), *within)
		page, err := os.ReadFile(filepath.Join(*into, "gradient.md"))
		check(t, err)
		prose, _, _ := strings.Cut(string(page), gradientHead)
		check(t, os.WriteFile(filepath.Join(*into, "gradient.md"), []byte(prose+gradientTable(cells)), 0o644))
		check(t, os.WriteFile(filepath.Join(*into, "gradient.svg"), []byte(gradientFigure(cells)), 0o644))
		return
	}
	page, err := os.ReadFile("gradient.md")
	check(t, err)
	text, err := os.ReadFile("gradient.cells")
	check(t, err)
	if !strings.HasSuffix(string(page), "\n"+gradientTable(cellsOf(text))) {
		t.Error("gradient.md has another table than gradient.cells: write it anew with -update")
	}
	_, row, found := strings.Cut(string(page), "| "+againRow)
	values := strings.Split(row, "|")
	if !found || len(values) < 4 {
		t.Fatalf("gradient.md has no row %s", againRow)
	}
	was, err := strconv.ParseFloat(strings.TrimSpace(values[2]), 64)
	check(t, err)
	f, err := cell("lut-gamma", 2)
	check(t, err)
	is, err := measuredCosine(t, gradientSide, f, rig.ThreeSteps, 1)
	check(t, err)
	if math.Abs(was-is) > 0.002 { // the last digit, and what SIMD rounds otherwise
		t.Errorf("gradient.md has a cosine of %.3f for %s, and %.4f is measured", was, againRow, is)
	}
}
