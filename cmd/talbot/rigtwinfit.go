package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"talbot/sim/optics/npy"
	"talbot/sim/rig/twin"
	"talbot/sim/rundir"
)

// capture are the patterns of the folder, and those that are missing of the bench; again is the last of them once more.
func (x *twinning) capture(ctx context.Context, l *line) (samples []*twin.Sample, again *twin.Sample, err error) {
	dir := filepath.Join(x.out, "patterns")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, nil, err
	}
	g := x.shown.grid
	for k := range x.patterns + 1 {
		name := filepath.Join(dir, fmt.Sprint(k+1, ".npz"))
		s, err := readSample(name)
		if err == nil {
			err = s.Check(g)
		}
		if errors.Is(err, fs.ErrNotExist) {
			if x.every > 0 && k > 0 && k%x.every == 0 {
				if err := x.well(ctx); err != nil {
					return nil, nil, err
				}
			}
			err = x.do(ctx, func() (err error) {
				s, err = twin.Capture(ctx, x.lab.Bench, min(k, x.patterns-1))
				return err
			})
			if err != nil {
				return nil, nil, err
			}
			err = rundir.WriteFile(name, func(w io.Writer) error { return writeSample(w, s, g.Ny, g.Nx) })
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		if k < x.patterns {
			samples = append(samples, s)
		} else {
			again = s
		}
		if x.json {
			_ = x.app.write(map[string]any{"event": "pattern", "patterns": k + 1, "of": x.patterns + 1, "frames": x.report().Frames})
		} else if l.live {
			l.draw(bar{label: "patterns", share: float64(k+1) / float64(x.patterns+1)}, false)
		}
	}
	return samples, again, nil
}

func writeSample(w io.Writer, s *twin.Sample, ny, nx int) error {
	a := npy.NewArchive(w)
	seen := []int{ny, nx}
	if len(s.Seen) > ny*nx {
		seen = append(seen, 2)
	}
	return errors.Join(npy.Add(a, "amplitude", []int{ny, nx}, s.Amplitude), npy.Add(a, "phase", []int{ny, nx}, s.Phase), npy.Add(a, "seen", seen, s.Seen), a.Close())
}

func readSample(name string) (*twin.Sample, error) {
	m, err := readArrays(name, "amplitude", "phase", "seen")
	if err != nil {
		return nil, err
	}
	return &twin.Sample{Amplitude: m[0], Phase: m[1], Seen: m[2]}, nil
}

// readArrays are arrays of an archive.
func readArrays(name string, names ...string) ([][]float32, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	all, err := npy.ReadZip(b)
	if err != nil {
		return nil, fmt.Errorf("%w: remove it, and the same command goes on", err)
	}
	out := make([][]float32, len(names))
	for i, n := range names {
		for _, m := range all {
			if m.Name == n {
				out[i] = npy.Values[float32](m.Array)
			}
		}
		if out[i] == nil {
			return nil, fmt.Errorf("it has no array %q: remove it, and the same command goes on", n)
		}
	}
	return out, nil
}

// twinFit is fit.json.
type twinFit struct {
	Numbers []twin.Fitted `json:"numbers"`
	// How far patterns that were held out are from the bench as it is planned, from the twin, and from themselves when they are
	// shown again, root mean square, as shares of their light.
	Planned float64 `json:"planned"`
	Twin    float64 `json:"twin"`
	Again   float64 `json:"again"`
	Held    int     `json:"held_out"`
}

// fit makes the twin, or takes that of the folder.
func (x *twinning) fit(ctx context.Context, l *line, samples []*twin.Sample, again *twin.Sample) (err error) {
	d := x.lab.Bench.Design
	x.twin, err = twin.New(twin.Plan{Wavelength: d.Wavelength, Plane: d.Plane, Distance: d.Gaps[len(d.Gaps)-1], Padding: x.shown.padding})
	if err != nil {
		return err
	}
	if ok, err := x.known(); ok || err != nil {
		return err
	}
	held := samples[len(samples)*3/4:]
	f := twinFit{Held: len(held), Again: twin.Apart(samples[len(samples)-1], again)}
	if f.Planned, err = x.twin.Far(ctx, x.dev, held); err != nil {
		return err
	}
	show := func(label string, most int) func(int, float64) {
		return func(round int, far float64) {
			if x.json {
				_ = x.app.write(map[string]any{"event": "fit", "stage": label, "round": round, "apart": far})
			} else if l.live {
				l.draw(bar{label: "fitting the " + label, share: float64(round) / float64(most), notes: []string{percent(far) + " apart"}}, true)
			}
		}
	}
	learn := samples[:len(samples)*3/4]
	if f.Numbers, err = x.twin.Fit(ctx, x.dev, learn, x.rounds[0], show("numbers", x.rounds[0])); err != nil {
		return err
	}
	if err := x.twin.FitPlates(ctx, x.dev, learn, x.rounds[1], show("plates", x.rounds[1])); err != nil {
		return err
	}
	if f.Twin, err = x.twin.Far(ctx, x.dev, held); err != nil {
		return err
	}
	if !(f.Twin < f.Planned) {
		return fmt.Errorf("the twin is no nearer to the bench (%s of its light apart) than its plan (%s): see with talbot rig check whether the bench is well, and show more with --patterns in another folder", percent(f.Twin), percent(f.Planned))
	}
	g := x.shown.grid
	err = rundir.WriteFile(filepath.Join(x.out, "fit.npz"), func(w io.Writer) error {
		a := npy.NewArchive(w)
		return errors.Join(npy.Add(a, "panel", []int{g.Ny, g.Nx, 2}, floats(x.twin.Panel)), npy.Add(a, "reading", []int{g.Ny, g.Nx, 2}, floats(x.twin.Reading)), a.Close())
	})
	if err != nil {
		return err
	}
	if err := rundir.WriteFile(filepath.Join(x.out, "fit.json"), indented(f)); err != nil {
		return err
	}
	x.told.Fit = f
	if !x.json {
		l.clear()
		fmt.Fprintf(x.app.out, "%s held out: the bench is %s of its light from its plan, %s from the twin, and %s from itself\n", several(f.Held, "pattern"), percent(f.Planned), percent(f.Twin), percent(f.Again))
	}
	return nil
}

// known takes the folder's twin, if there is one.
func (x *twinning) known() (bool, error) {
	name := filepath.Join(x.out, "fit.json")
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var f twinFit
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&f); err != nil || len(f.Numbers) != len(x.twin.Values) {
		return false, fmt.Errorf("%s is not a twin's: remove it, and the same command fits again", name)
	}
	plates := filepath.Join(x.out, "fit.npz")
	m, err := readArrays(plates, "panel", "reading")
	if err != nil {
		return false, fmt.Errorf("%s: %w", plates, err)
	}
	if n := 2 * x.shown.grid.Len(); len(m[0]) != n || len(m[1]) != n {
		return false, fmt.Errorf("%s is of another plane: remove it and fit.json, and the same command fits again", plates)
	}
	for i, n := range f.Numbers {
		x.twin.Values[i] = n.Value
	}
	x.twin.Panel, x.twin.Reading, x.told.Fit = complexes(m[0]), complexes(m[1]), f
	return true, nil
}

func floats(u []complex128) (v []float32) {
	for _, c := range u {
		v = append(v, float32(real(c)), float32(imag(c)))
	}
	return v
}

func complexes(v []float32) (u []complex128) {
	for i := 0; i+1 < len(v); i += 2 {
		u = append(u, complex(float64(v[i]), float64(v[i+1])))
	}
	return u
}
