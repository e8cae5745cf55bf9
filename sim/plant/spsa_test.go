package plant_test

import (
	"context"
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/kernels"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/optics"
	"talbot/sim/optim"
	"talbot/sim/plant"
	"talbot/sim/rng"
	"talbot/sim/train"
)

// hidden is a bench as a program: a mirror array shows a picture, light goes to a phase
// panel and from there to a camera. Nobody is told that the panel lies a pixel to the right, nor
// of the plate behind it.
type hidden struct {
	dev           compute.Device
	panels        []plant.Panel
	first, second compute.Buffer // transmissions of the panels, a batch
	run           compute.Runner
	calls         int
}

const (
	hiddenSide  = 12
	hiddenBatch = 6
)

func newHidden(t *testing.T) *hidden {
	t.Helper()
	dev, g := cpu.Open(2), optics.Square(hiddenSide, 8e-6)
	h := &hidden{dev: dev}
	for i, text := range []string{"binary", "phase-256"} {
		c, err := modulator.ParseCurve(text)
		check(t, err)
		h.panels = append(h.panels, plant.Panel{[]string{"picture", "mask"}[i], g, c})
	}
	hop, err := optics.NewAngularSpectrum(dev, g, 532e-9, 4e-3, optics.Window{PadX: 4, PadY: 4})
	check(t, err)
	alloc := func(scope compute.Scope) compute.Buffer {
		b, err := dev.Alloc(compute.Spec{Name: "field", Scope: scope, Len: 2 * g.Len(), Batch: hiddenBatch})
		check(t, err)
		return b
	}
	plate := alloc(compute.Shared)
	h.first, h.second = alloc(compute.Sample), alloc(compute.Sample)
	v := make([]float32, g.Len())
	rng.Stream{Seed: 3, Stream: 1005}.Uniform(0, v)
	u := make([]float32, 0, 2*g.Len())
	for _, x := range v {
		sin, cos := math.Sincos(4 * float64(x))
		u = append(u, float32(cos), float32(sin))
	}
	check(t, dev.Write(plate, 0, u))
	var p compute.Program
	hop.Forward(&p, h.first, h.first)
	p.Add(kernels.Modulate(), h.first, h.second)
	p.Add(kernels.Modulate(), h.first, plate)
	hop.Forward(&p, h.first, h.first)
	h.run, err = dev.Compile(&p)
	check(t, err)
	return h
}

func (h *hidden) Panels() []plant.Panel { return h.panels }
func (h *hidden) Camera() optics.Grid   { return h.panels[0].Grid }

func (h *hidden) Field(ctx context.Context, loads []plant.Load) (all [][]float32, err error) {
	h.calls++
	n := h.Camera().Len()
	for len(loads) > 0 {
		part := loads[:min(len(loads), hiddenBatch)]
		loads = loads[len(part):]
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for panel, b := range []compute.Buffer{h.first, h.second} {
			t := make([]float32, 0, 2*n*len(part))
			for _, l := range part {
				if len(l) != 2 || len(l[panel]) != n {
					return nil, errs.New("this load does not fit the panels")
				}
				for i := range n {
					s := h.panels[panel].Curve.States[l[panel][(i+n-panel)%n]]
					sin, cos := math.Sincos(s.Phase)
					t = append(t, float32(s.Amplitude*cos), float32(s.Amplitude*sin))
				}
			}
			if err := h.dev.Write(b, 0, t); err != nil {
				return nil, err
			}
		}
		if err := h.run.Run(len(part)); err != nil {
			return nil, err
		}
		for i := range part {
			u := make([]float32, 2*n)
			if err := h.dev.Read(h.first, 2*n*i, u); err != nil {
				return nil, err
			}
			all = append(all, u)
		}
	}
	return all, nil
}

func (h *hidden) Intensity(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	fields, err := h.Field(ctx, loads)
	for k, u := range fields {
		v := make([]float32, len(u)/2)
		for i := range v {
			v[i] = u[2*i]*u[2*i] + u[2*i+1]*u[2*i+1]
		}
		fields[k] = v
	}
	return fields, err
}

var (
	_ plant.FieldPlant = (*hidden)(nil)
	_ train.Gradient   = (*plant.SPSA)(nil)
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sorting is a task for the bench: light of vertical bars is to go left, of horizontal
// ones right. The mask has 6 x 6 numbers, each for 2 x 2 pixels.
func sorting(t *testing.T, h *hidden) (*plant.SPSA, *data.Set) {
	t.Helper()
	set := &data.Set{Name: "bars", Width: hiddenSide, Height: hiddenSide, Labels: []uint16{0, 1}, Images: make([]byte, 2*hiddenSide*hiddenSide)}
	for i := range set.Images {
		x, y, label := i%hiddenSide, i/hiddenSide%hiddenSide, i/(hiddenSide*hiddenSide)
		if [2]int{x, y}[label]%4 < 2 {
			set.Images[i] = 255
		}
	}
	v := &compute.Var{Name: "mask", Shape: []int{6, 6}}
	var err error
	v.Value, err = h.dev.Alloc(compute.Spec{Name: "mask", Len: 36})
	check(t, err)
	v.Grad, err = h.dev.Alloc(compute.Spec{Name: "mask gradient", Len: 36})
	check(t, err)
	start := make([]float32, 36)
	rng.Stream{Seed: 4, Stream: 1006}.Uniform(0, start)
	for i := range start {
		start[i] *= 256
	}
	check(t, h.dev.Write(v.Value, 0, start))
	s := plant.NewSPSA(h.dev, []*compute.Var{v})
	s.Plant, s.Step, s.Seed = h, 4, 1
	s.Load = func(values [][]float32, picture []float32) plant.Load {
		l := plant.Load{make([]uint16, len(picture)), make([]uint16, len(picture))}
		for i, v := range picture {
			l[0][i] = uint16(v)
			x := values[0][i/hiddenSide/2*6+i%hiddenSide/2]
			l[1][i] = uint16(int(math.Round(float64(x))) & 255) // a phase turns round
		}
		return l
	}
	s.Loss = func(intensity []float32, label int) (float64, bool) {
		var side [2]float64
		for i, v := range intensity {
			side[i%hiddenSide*2/hiddenSide] += float64(v)
		}
		wrong := side[1-label] / (side[0] + side[1])
		return wrong, wrong < 0.5
	}
	return s, set
}

// Of a plant that hides what it does a gradient can be had: the mean of what SPSA says points
// where central differences of each number alone do.
func TestSPSAPointsWhereDifferencesDo(t *testing.T) {
	h := newHidden(t)
	s, set := sorting(t, h)
	w := s.Vars()[0]
	x, g, mean := make([]float32, 36), make([]float32, 36), make([]float64, 36)
	check(t, h.dev.Read(w.Value, 0, x))
	const draws = 600
	for k := range draws {
		calls := h.calls
		r, err := s.Gradient(set, []int32{0, 1}, k+1)
		check(t, err)
		if r.Count != 2 || h.calls != calls+1 {
			t.Fatalf("%d images, %d calls of the bench", r.Count, h.calls-calls)
		}
		check(t, h.dev.Read(w.Grad, 0, g))
		for i, v := range g {
			mean[i] += float64(v) / draws
		}
	}
	picture := make([]float32, hiddenSide*hiddenSide)
	loss := func() (sum float64) {
		var loads []plant.Load
		for k := range 2 {
			set.Read(k, picture)
			loads = append(loads, s.Load([][]float32{x}, picture))
		}
		all, err := h.Intensity(context.Background(), loads)
		check(t, err)
		for k, v := range all {
			l, _ := s.Loss(v, k)
			sum += l
		}
		return sum
	}
	var dot, a, b float64
	for i := range x {
		old := x[i]
		x[i] = old + 4
		up := loss()
		x[i] = old - 4
		want := (up - loss()) / 8
		x[i] = old
		dot, a, b = dot+want*mean[i], a+want*want, b+mean[i]*mean[i]
	}
	// Each number has the noise of the 35 others, over 600 draws: a quarter of its size.
	if cosine := dot / math.Sqrt(a*b); cosine < 0.95 {
		t.Errorf("the mean of %d draws has a cosine of %.3f to differences", draws, cosine)
	}
}

func TestSPSADescends(t *testing.T) {
	h := newHidden(t)
	s, set := sorting(t, h)
	d, err := train.NewDescent(h.dev, s, optim.DefaultAdam, false)
	check(t, err)
	stage := &train.Epochs{Loop: &train.Loop{Descent: d, Set: set, Batch: 2, Seed: 1, Rate: func(int) float64 { return 4 }}, Title: "bench", N: 400}
	first, err := stage.Next()
	check(t, err)
	for stage.Done() < 1 {
		_, err := stage.Next()
		check(t, err)
	}
	before, after := first.Loss/2, stage.Sum.Loss/2
	if !(after < before/2) {
		t.Errorf("the share of light on the wrong side falls from %.3f to %.3f only", before, after)
	}
	t.Logf("the share of light on the wrong side falls from %.3f to %.3f", before, after)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s.Context = ctx
	if _, err := stage.Loop.Next(); err != context.Canceled {
		t.Errorf("a bench that is stopped gives %v", err)
	}
	s.Step = 0
	if _, err := s.Gradient(set, []int32{0}, 1); err == nil || err == context.Canceled {
		t.Errorf("a step of 0 gives %v", err)
	}
}
