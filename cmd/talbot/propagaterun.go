package main

import (
	"fmt"
	"math"
	"runtime"
	"strconv"

	"talbot/sim/optics"
	"talbot/sim/optics/exact"
	"talbot/sim/optics/judge"
)

// compute propagates u in float64 or on the device, and names which.
func (p *propagation) compute(s optics.Space, c optics.Choice, u []complex128, wide bool) (*judge.Result, string, error) {
	task := judge.Task{Space: s, Choice: c, U: u, Floor: judge.Floor64, Blind: p.blind,
		Run: func(r *optics.Recipe) ([]complex128, error) { return exact.Apply(r, u) }}
	if l := newLine(p.err); !p.json {
		defer l.clear()
		task.Tell = func(what string, share float64) { l.draw(bar{label: what, share: share}, true) }
	}
	if wide || c.Method == judge.Sum {
		r, err := task.Do()
		return r, "float64", trimmed(err)
	}
	dev, err := p.device.open()
	if err != nil {
		return nil, "", err
	}
	defer dev.Close()
	f := optics.NewField(s.In, s.Wavelength)
	for i, v := range u {
		f.U[2*i], f.U[2*i+1] = float32(real(v)), float32(imag(v))
	}
	task.Floor = judge.Floor32
	task.Run = func(r *optics.Recipe) ([]complex128, error) {
		if r.Bytes(1) > 50e6 {
			runtime.GC() // what the method before took makes room, before it is asked for
		}
		g, err := r.Propagate(dev, f)
		if err != nil {
			return nil, err
		}
		v := make([]complex128, g.Len())
		for i := range v {
			v[i] = complex(float64(g.U[2*i]), float64(g.U[2*i+1]))
		}
		return v, nil
	}
	r, err := task.Do()
	device := dev.Name()
	if err == nil && r.Method == judge.Sum {
		device = "float64"
	}
	return r, device, trimmed(err)
}

func (p *propagation) report(s optics.Space, r *judge.Result, device, typ string) error {
	out := r.Out
	if p.json {
		var bound *float64 // null where it is not known
		if !math.IsNaN(r.Error) {
			bound = &r.Error
		}
		return p.app.write(struct {
			Event    string        `json:"event"`
			File     string        `json:"file"`
			Type     string        `json:"type"`
			Shape    []int         `json:"shape"`
			Pitch    []float64     `json:"pitch_m"`
			Centre   []float64     `json:"centre_m"`
			Method   string        `json:"method"`
			Reason   string        `json:"reason"`
			Error    *float64      `json:"error_bound"`
			Basis    string        `json:"error_against"`
			Inside   float64       `json:"power_in_plane"`
			Tried    []judge.Tried `json:"tried,omitempty"`
			Device   string        `json:"device"`
			Warnings []string      `json:"warnings,omitempty"`
		}{"done", p.out, typ, []int{out.Ny, out.Nx}, []float64{out.Dx, out.Dy}, []float64{out.X, out.Y}, string(r.Method), r.Reason, bound, r.Basis, r.Inside, r.Tried, device, r.Warnings})
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(p.app.err, "talbot: note: %s\n", w)
	}
	size := strconv.Itoa(out.Nx)
	if out.Ny > 1 {
		size += " x " + strconv.Itoa(out.Ny)
	}
	where := "behind"
	if s.Z < 0 {
		where = "before"
	}
	_, err := fmt.Fprintf(p.app.out, "%s: %s samples of %s, %s, %s %s\n%s (%s)\n%s\n%s\n", p.out, size, out.Spacing(), typ, lengthText(math.Abs(s.Z)), where,
		r.Reason, device, errorText(r), powerText(r.Inside))
	return err
}

// errorText says how wrong the field may be.
func errorText(r *judge.Result) string {
	if math.IsNaN(r.Error) {
		return "error: unknown; " + r.Basis
	}
	text := fmt.Sprintf("error: at most %.2g of the field, held against %s", r.Error, r.Basis)
	if n := len(r.Tried); n > 1 {
		text += fmt.Sprintf("; the best of %d methods", n)
	}
	return text
}

// powerText says how much of the light the plane out has.
func powerText(inside float64) string {
	switch left := 1 - inside; {
	case inside == 0:
		return "power: none is on the plane"
	case left < -1e-3:
		return fmt.Sprintf("power: the plane has %.4g times that of the light", inside)
	case left < 1e-6:
		return "power: less than 0.0001 % leaves the plane"
	case left > 0.999:
		return fmt.Sprintf("power: %.3g %% is on the plane, the rest leaves it", 100*inside)
	default:
		return fmt.Sprintf("power: %.3g %% leaves the plane", 100*left)
	}
}
