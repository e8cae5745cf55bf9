package fit_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/network"
	"talbot/sim/reproduce/fit"
)

var start = time.Now()

func clock() float64 { return time.Since(start).Seconds() }

// tiny is a row of the quick experiment on a plane a twelfth as large as the paper's.
func tiny(t *testing.T, name string) fit.Row {
	t.Helper()
	rows := fit.Rows(true)
	i := slices.IndexFunc(rows, func(r fit.Row) bool { return r.Name == name })
	if i < 0 {
		t.Fatalf("no row %s", name)
	}
	r := rows[i]
	r.Fit.System.Samples, r.Fit.System.Mask, r.Fit.System.Focus = 160, 96, network.DANTE.Focus/12
	r.Fit.Tiling = network.Tiling{In: 2, Out: 3, Side: 4, Pad: 1, Kernel: 3}
	r.Fit.Share = 0
	return r
}

// Every row is a fit that can be, of its own name, at both sizes.
func TestRows(t *testing.T) {
	for _, quick := range []bool{false, true} {
		seen := map[string]bool{}
		for _, r := range fit.Rows(quick) {
			r.Fit.Kernels = fit.Drawn(r.Fit.Tiling, 1)
			err := r.Fit.Check()
			if r.Free != nil {
				r.Free.Kernels = fit.Drawn(r.Free.Tiling, 1)
				err = r.Free.Check()
			}
			if err != nil && r.Spot == 0 {
				t.Errorf("%s: %v", r.Name, err)
			}
			if seen[r.Name] || r.Label == "" {
				t.Errorf("row %q twice, or without a label", r.Name)
			}
			seen[r.Name] = true
		}
	}
}

// L-BFGS comes further than the updates before it, and its curve falls to what the fit ends with.
func TestLBFGSComesFurther(t *testing.T) {
	r := tiny(t, "lbfgs")
	r.LBFGS = 60
	res, err := fit.Run(context.Background(), cpu.Open(2), r, 1, clock, func(fit.Point) {})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(res.Curve, func(p fit.Point) bool { return p.Step >= r.Fit.Steps })
	before, last := res.Curve[i], res.Curve[len(res.Curve)-1]
	t.Logf("from %.2g after %d passes to %.2g after %d", before.Error, before.Step, res.Error, res.Steps)
	if !(res.Error < before.Error/3) {
		t.Errorf("an error of %g became %g", before.Error, res.Error)
	}
	if math.Abs(last.Error-res.Error) > 0.02*res.Error || last.Step != res.Steps || res.Region != r.Fit.Tiling.Region() {
		t.Errorf("the curve ends with %+v, the result with %g after %d", last, res.Error, res.Steps)
	}
}

// Masks in free space come to a layer within 5 %, and light of single neurons lies outside the spot and inside.
func TestOtherRows(t *testing.T) {
	r := tiny(t, "free-space")
	res, err := fit.Run(context.Background(), cpu.Open(2), r, 1, clock, func(fit.Point) {})
	if err != nil {
		t.Fatal(err)
	}
	if !(res.Error > 0 && res.Error < 0.05) || len(res.Curve) == 0 {
		t.Errorf("in free space %g are left", res.Error)
	}
	r = tiny(t, "spot")
	if res, err = fit.Run(context.Background(), cpu.Open(2), r, 1, clock, nil); err != nil {
		t.Fatal(err)
	}
	if len(res.Outside) != 3 || len(res.Rings) != 3 || len(res.Rings[0]) != 64 {
		t.Fatalf("%d planes, %d rings", len(res.Outside), len(res.Rings))
	}
	for _, v := range res.Outside {
		if !(v > 0.05 && v < 1) {
			t.Errorf("shares outside the spot of %v", res.Outside)
		}
	}
}

func TestStopped(t *testing.T) {
	for _, name := range []string{"ours", "lbfgs"} {
		ctx, cancel := context.WithCancel(context.Background())
		r := tiny(t, name)
		n := 0
		_, err := fit.Run(ctx, cpu.Open(1), r, 1, clock, func(fit.Point) {
			if n++; n > 3 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTable(t *testing.T) {
	rows := fit.Rows(true)
	text := fit.Table(rows, []fit.Result{{Row: "ours", Error: 1, Region: 1, Reach: 2}, {Row: "ours", Steps: 77, Error: 0.00321, Region: 1, Reach: 2}})
	if !strings.Contains(text, "0.0032") || !strings.Contains(text, " 77 ") || strings.Contains(text, "paper's") {
		t.Error(text)
	}
}
