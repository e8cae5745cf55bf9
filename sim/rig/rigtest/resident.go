package rigtest

import (
	"context"
	"errors"
	"math"
	"testing"

	"talbot/sim/compute"
	"talbot/sim/plant"
	"talbot/sim/rig"
)

// Resident runs the suite on a bench whose light is computed, and that open makes anew each time as it was: fields that
// stay on the device, their modulated parts and magnitudes, are those that are measured load by load, and the bench has
// done and counted the same. tolerance is the root mean square difference, as a share.
func Resident(t *testing.T, open func() *rig.Bench, loads []plant.Load, tolerance float64) {
	for _, what := range []plant.Part{plant.Whole, plant.Modulated, plant.Magnitude} {
		resident(t, open, loads, tolerance, what)
	}
}

func resident(t *testing.T, open func() *rig.Bench, loads []plant.Load, tolerance float64, what plant.Part) {
	ctx := context.Background()
	one, many := open(), open()
	n := one.Camera().Len()
	dev, batch, err := many.Home()
	check(t, err)
	if batch < 2 || dev == nil {
		t.Fatalf("%d loads are measured at a time", batch)
	}
	field, err := dev.Alloc(compute.Spec{Name: "field", Scope: compute.Sample, Len: 2 * n, Batch: batch})
	check(t, err)
	var levels []compute.Buffer
	for range many.Panels() {
		l, err := dev.Alloc(compute.Spec{Name: "levels", Scope: compute.Sample, Len: n, Batch: batch})
		check(t, err)
		levels = append(levels, l)
	}
	m, err := many.Measure(levels, field, what)
	check(t, err)
	for len(loads) > 0 {
		part := loads[:min(batch, len(loads))]
		loads = loads[len(part):]
		measure := one.Field
		switch what {
		case plant.Modulated:
			measure = one.Modulated
		case plant.Magnitude:
			measure = roots(one)
		}
		want, err := measure(ctx, part)
		check(t, err)
		for i, l := range part {
			for k, panel := range l {
				v := make([]float32, n)
				for p, level := range panel {
					v[p] = float32(level)
				}
				check(t, dev.Write(levels[k], i*n, v))
			}
		}
		check(t, m.Measure(ctx, len(part)))
		for i := range part {
			got, d, norm := make([]float32, 2*n), 0.0, 0.0
			check(t, dev.Read(field, i*2*n, got))
			for p, w := range want[i] {
				d += float64(got[p]-w) * float64(got[p]-w)
				norm += float64(w) * float64(w)
			}
			if off := math.Sqrt(d / norm); !(off <= tolerance) {
				t.Errorf("a field that stays differs from the same load measured alone by %.3g of it", off)
			}
		}
		if many.Wanders { // what is ready follows a registration that moves
			for _, b := range []*rig.Bench{one, many} {
				b.Move(&rig.Centre{Moved: [2][2]float64{{3e-6, -2e-6}, {-1e-6, 4e-6}}})
			}
		}
	}
	if one.Report != many.Report || math.Abs(one.Clock.Now()-many.Clock.Now()) > 1e-9 {
		t.Errorf("one after another the bench reports %+v after %v s, and together %+v after %v s", one.Report, one.Clock.Now(), many.Report, many.Clock.Now())
	}
	check(t, m.Measure(ctx, 0))
	if err := m.Measure(ctx, batch+1); err == nil {
		t.Error("more loads are measured than there is room for")
	}
	if err := m.Measure(ended(), 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended gives %v", err)
	}
	if _, err := many.Measure(levels[1:], field, what); err == nil {
		t.Error("a panel too few is measured")
	}
	if _, err := many.Measure(levels, levels[0], what); err == nil {
		t.Error("a field is measured into a plane that has not enough room")
	}
}

// roots are the magnitudes that a bench sees, as fields.
func roots(b *rig.Bench) func(ctx context.Context, loads []plant.Load) ([][]float32, error) {
	return func(ctx context.Context, loads []plant.Load) ([][]float32, error) {
		all, err := b.Intensity(ctx, loads)
		for k, light := range all {
			all[k] = make([]float32, 2*len(light))
			for i, v := range light {
				all[k][2*i] = float32(math.Sqrt(float64(v)))
			}
		}
		return all, err
	}
}
