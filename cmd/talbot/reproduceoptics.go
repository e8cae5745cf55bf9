package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"talbot/sim/optics"
	"talbot/sim/rundir"
	"talbot/sim/validate"
)

// caseLine is one case, in float64 and on the device.
type caseLine struct {
	validate.Case
	results []validate.Result
}

func (l caseLine) ok() bool {
	for _, r := range l.results {
		if !r.OK {
			return false
		}
	}
	return true
}

// opticsCases runs the cases and the sweep of package validate.
func opticsCases(ctx context.Context, p *reproducing) error {
	if p.records != "" || p.list {
		return usage("reproduce optics trains nothing, and has no runs to show: leave --records and --list away")
	}
	dev, err := p.device.open()
	if err != nil {
		return err
	}
	defer dev.Close()
	engines := []validate.Engine{validate.Float64(), validate.On(dev)}
	if p.quick {
		engines = engines[1:]
	}
	var lines []caseLine
	wrong := 0
	if p.quick {
		if err := p.announceOptics(engines[0], dev.Name()); err != nil {
			return err
		}
	}
	for _, c := range validate.Cases() {
		if ctx.Err() != nil {
			return stopped{"stopped before the end; nothing was kept"}
		}
		l := caseLine{Case: c}
		for _, e := range engines {
			r, err := c.Check(e)
			if err != nil {
				return fmt.Errorf("%s: %w", c.ID, err)
			}
			l.results = append(l.results, r)
			if p.json {
				if err := p.app.write(struct {
					Event string `json:"event"`
					validate.Result
				}{"case", r}); err != nil {
					return err
				}
			}
		}
		if !l.ok() {
			wrong++
		}
		lines = append(lines, l)
		if !p.json {
			p.line(l)
		}
	}
	var rows []validate.Row
	if !p.quick {
		swept := make(chan error, 1)
		go func() {
			var err error
			rows, err = validate.Sweep(engines[1], time.Now)
			swept <- err
		}()
		select {
		case err := <-swept:
			if err != nil {
				return err
			}
		case <-ctx.Done():
			return stopped{"stopped before the end; nothing was kept"}
		}
	}
	for _, r := range rows {
		if r.Bound > 0 && !(r.Error <= r.Bound) {
			wrong++
		}
		if p.json {
			if err := p.app.write(struct {
				Event string `json:"event"`
				validate.Row
			}{"distance", r}); err != nil {
				return err
			}
		}
	}
	var masks []validate.MaskRow
	if !p.quick {
		if masks, err = validate.Masks(engines[1]); err != nil {
			return err
		}
	}
	for _, r := range masks {
		if r.Bound > 0 && !(r.Error <= r.Bound) {
			wrong++
		}
		if p.json {
			if err := p.app.write(struct {
				Event string `json:"event"`
				validate.MaskRow
			}{"mask", r}); err != nil {
				return err
			}
		}
	}
	if !p.json && len(rows) > 0 {
		fmt.Fprint(p.app.out, "\nrelative error against the Rayleigh-Sommerfeld integral, in brackets where a\n"+
			"propagator's sampling conditions are not met, and one propagation in ms\n\n")
		writeSweep(p.app.out, rows, false)
		fmt.Fprint(p.app.out, "\nthe same of a random phase mask, by critical distances N dx^2/lambda\n\n")
		writeMasks(p.app.out, masks, false)
	}
	if p.page != "" {
		if p.quick {
			return usage("--page: a page needs all of it; leave out --quick")
		}
		if err := rundir.WriteFile(p.page, func(w io.Writer) error { return writePage(w, dev.Name(), lines, rows, masks) }); err != nil {
			return fmt.Errorf("cannot write %s: %w", p.page, err)
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d of %d claims do not hold", wrong, len(lines)+len(rows)+len(masks))
	}
	if p.json {
		return p.app.write(struct {
			Event string `json:"event"`
			Cases int    `json:"cases"`
		}{"done", len(lines)})
	}
	_, err = fmt.Fprintf(p.app.out, "\nall %d cases hold\n", len(lines))
	return err
}

// line writes one case to the terminal.
func (p *reproducing) line(l caseLine) {
	mark := "ok  "
	if !l.ok() {
		mark = "FAIL"
	}
	fmt.Fprintf(p.app.out, "%s %-28s", mark, l.ID)
	for _, r := range l.results {
		fmt.Fprintf(p.app.out, "  %s %8.1e (allowed %.1e)", strings.SplitN(r.Engine, ",", 2)[0], r.Value, r.Bound)
	}
	fmt.Fprintln(p.app.out)
}

// writeSweep writes the error of each propagator by Fresnel number, and its cost.
func writeSweep(w io.Writer, rows []validate.Row, markdown bool) {
	cell, begin, end := "%9s", "%-31s", "\n"
	if markdown {
		cell, begin, end = " %s |", "| %s |", "\n"
	}
	fmt.Fprintf(w, begin, "Fresnel number")
	for _, n := range validate.SweepNumbers {
		fmt.Fprintf(w, cell, fmt.Sprint(n))
	}
	fmt.Fprintf(w, cell, "points")
	fmt.Fprintf(w, cell+end, "ms")
	if markdown {
		fmt.Fprintf(w, "|---|%s\n", strings.Repeat("---|", len(validate.SweepNumbers)+2))
	}
	distance := map[float64]float64{}
	var order []string
	by := map[string]map[float64]validate.Row{}
	for _, r := range rows {
		distance[r.Fresnel] = r.Z
		if by[r.Method] == nil {
			by[r.Method] = map[float64]validate.Row{}
			order = append(order, r.Method)
		}
		by[r.Method][r.Fresnel] = r
	}
	fmt.Fprintf(w, begin, "distance")
	for _, n := range validate.SweepNumbers {
		fmt.Fprintf(w, cell, optics.Length(distance[n]))
	}
	fmt.Fprintf(w, cell, "")
	fmt.Fprintf(w, cell+end, "")
	for _, m := range order {
		fmt.Fprintf(w, begin, m)
		var last validate.Row
		for _, n := range validate.SweepNumbers {
			last = by[m][n]
			text := fmt.Sprintf("%.1e", last.Error)
			switch {
			case last.Bound == 0:
				text = "(" + text + ")"
			case markdown:
				text = "**" + text + "**"
			}
			fmt.Fprintf(w, cell, text)
		}
		fmt.Fprintf(w, cell, fmt.Sprint(last.Points))
		fmt.Fprintf(w, cell+end, fmt.Sprintf("%.2f", 1e3*last.Seconds))
	}
}

// writeMasks writes the error of each propagator by distance.
func writeMasks(w io.Writer, rows []validate.MaskRow, markdown bool) {
	cell, begin, rule := "%9s", "%-37s", ""
	if markdown {
		cell, begin, rule = " %s |", "| %s |", "|---|"+strings.Repeat("---|", len(validate.MaskTimes))+"\n"
	}
	fmt.Fprintf(w, begin, "critical distances")
	for _, n := range validate.MaskTimes {
		fmt.Fprintf(w, cell, fmt.Sprint(n))
	}
	fmt.Fprint(w, "\n"+rule)
	seen := map[string]bool{}
	for _, r := range rows {
		if seen[r.Method] {
			continue
		}
		seen[r.Method] = true
		fmt.Fprintf(w, begin, r.Method)
		for _, n := range validate.MaskTimes {
			text := ""
			for _, q := range rows {
				if q.Method == r.Method && q.Times == n {
					text = fmt.Sprintf("%.1e", q.Error)
				}
			}
			fmt.Fprintf(w, cell, text)
		}
		fmt.Fprintln(w)
	}
}

// writePage writes all of it in Markdown.
func writePage(w io.Writer, device string, lines []caseLine, rows []validate.Row, masks []validate.MaskRow) error {
	fmt.Fprintf(w, `# Validation of the propagators

Made by `+"`talbot reproduce optics --page sim/validate/validation.md`"+` on %s; do not edit it.
Float64 is package sim/optics/exact, float32 that device. What is allowed comes from the
estimate in the case, never from what passed; `+"`go test ./sim/optics`"+` runs the same cases.

## Propagator against distance

A smooth aperture, exp(-(r/a)^8) with a = 0.35 mm, 532 nm, 128 x 128 samples of 10 um:
the relative distance of the float32 field from the Rayleigh-Sommerfeld integral, summed
directly in float64 at 144 points within the light. **Bold** where the propagator's sampling
conditions are met, in brackets where they are not. Points is how many points are
transformed, there and back; ms is one propagation.

`, device)
	writeSweep(w, rows, true)
	fmt.Fprint(w, `
The angular spectrum up to twice the critical distance N dx^2/lambda = 24 mm, and the impulse
response and the scalable angular spectrum beyond, are right to rounding for this smooth
aperture. The paraxial ones differ from the integral by what they leave out.

## Light that fills its band

A random phase mask, 48 x 40 samples of 8 um, 633 nm: the relative distance of the float32
field from the Rayleigh-Sommerfeld sum over the samples, by critical distances. The impulse
response is that sum. The others cut the light at the edge of the band, each in its own way,
and no estimate says by how much: package judge measures it, so that `+"`talbot propagate`"+` can
say it, and `+"`--method auto`"+` takes the smallest.

`)
	writeMasks(w, masks, true)
	fmt.Fprint(w, `
## Cases

| case | what | measured | float64 | allowed | float32 | allowed | where that comes from |
|---|---|---|---|---|---|---|---|
`)
	for _, l := range lines {
		fmt.Fprintf(w, "| %s | %s | %s |", l.ID, mdText(l.Claim), mdText(l.Measure))
		for _, r := range l.results {
			fmt.Fprintf(w, " %.1e | %.1e |", r.Value, r.Bound)
		}
		if _, err := fmt.Fprintf(w, " %s |\n", mdText(l.Estimate)); err != nil {
			return err
		}
	}
	return nil
}

// mdText makes text fit for a cell of a table.
func mdText(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
