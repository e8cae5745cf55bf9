package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"talbot/sim/reproduce/fit"
)

// fits repeats the fits of DANTE's masks, one after another, as each takes the whole device; what is
// there is kept.
func (r *reproducing) fits(ctx context.Context) error {
	rows := fit.Rows(r.quick)
	if len(r.only) > 0 {
		all := rows
		rows = slices.DeleteFunc(slices.Clone(all), func(row fit.Row) bool {
			return !slices.ContainsFunc(r.only, func(p string) bool { ok, _ := path.Match(p, row.Name); return ok })
		})
		if len(rows) == 0 {
			var names []string
			for _, row := range all {
				names = append(names, row.Name)
			}
			return usage("--only: no row is called so; want some of %s", strings.Join(names, ", "))
		}
	}
	seeds := []int{1}
	if r.flagged("seeds") {
		seeds = r.seeds
	}
	file := filepath.Join(r.out, fit.ID+map[bool]string{true: "-quick"}[r.quick]+".jsonl")
	if r.records != "" {
		file = r.records
	}
	done, err := readFits(file, r.quick)
	if err != nil {
		return err
	}
	there := func(row fit.Row, seed int) bool {
		return slices.ContainsFunc(done, func(d fit.Result) bool { return d.Row == row.Name && d.Seed == seed })
	}
	if r.list {
		for _, row := range rows {
			fmt.Fprintf(r.app.out, "%-16s %s\n", row.Name, row.Label)
		}
		return nil
	}
	if r.records == "" {
		dev, err := r.device.open()
		if err != nil {
			return err
		}
		defer dev.Close()
		began := time.Now()
		clock := func() float64 { return time.Since(began).Seconds() }
		if err := os.MkdirAll(r.out, 0o777); err != nil {
			return err
		}
		for _, seed := range seeds {
			for _, row := range rows {
				if there(row, seed) {
					continue
				}
				said := time.Now()
				res, err := fit.Run(ctx, dev, row, seed, clock, func(p fit.Point) {
					if !r.json && time.Since(said) > 5*time.Second {
						said = time.Now()
						fmt.Fprintf(r.app.out, "%s: %d passes, error %.3g\n", row.Name, p.Step, p.Error)
					}
				})
				if errors.Is(err, context.Canceled) {
					return stopped{"stopped; the same command goes on with the fit that was under way"}
				}
				if err != nil {
					return fmt.Errorf("%s: %w", row.Name, err)
				}
				res.Quick, res.Talbot = r.quick, build()
				res.Command = fmt.Sprintf("talbot reproduce %s --only %s --seeds %d", fit.ID, row.Name, seed)
				if r.quick {
					res.Command += " --quick"
				}
				if err := appendLine(file, res); err != nil {
					return err
				}
				if !r.json {
					fmt.Fprintf(r.app.out, "%s: error %.3g after %d passes in %.3g s\n", row.Name, res.Error, res.Steps, res.Seconds)
				}
				done = append(done, *res)
			}
		}
	}
	drawn, err := spotFigure(rows, done, filepath.Join(r.out, fit.ID+map[bool]string{true: "-quick"}[r.quick]+"-spot.svg"))
	if err != nil {
		return err
	}
	if r.json {
		return r.write(done)
	}
	if _, err := fmt.Fprint(r.app.out, fitHead(rows, done, r.quick), fit.Table(rows, done)); err != nil || drawn == "" {
		return err
	}
	_, err = fmt.Fprintf(r.app.out, "the spot of single neurons is drawn in %s\n", drawn)
	return err
}

// fitHead says what the table is of, as above those of other experiments, and what has made those results that are in it.
func fitHead(rows []fit.Row, done []fit.Result, quick bool) string {
	var devices []string
	for _, d := range done {
		if d.Device != "" && !slices.Contains(devices, d.Device) && slices.ContainsFunc(rows, func(row fit.Row) bool { return row.Name == d.Row }) {
			devices = append(devices, d.Device)
		}
	}
	name := fit.ID
	if quick {
		name += " --quick"
	}
	head := []string{name + ": " + fit.Title, fit.Source}
	if devices != nil {
		head = append(head, "ours on "+strings.Join(devices, ", "))
	}
	text := ""
	for _, paragraph := range head {
		text += strings.Join(wrapWords(paragraph, 80), "\n") + "\n"
	}
	return text + "\n"
}

// appendLine adds a value to a file as a line of JSON.
func appendLine(file string, v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}

// readFits are the results in a file, which may not be there yet.
func readFits(file string, quick bool) (done []fit.Result, err error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var res fit.Result
		if err := json.Unmarshal(lines.Bytes(), &res); err != nil {
			return nil, fmt.Errorf("line %d of %s is not the result of a fit: %w: delete it to make the fit again", n, file, err)
		}
		if res.Experiment == fit.ID && res.Quick == quick {
			done = append(done, res)
		}
	}
	return done, lines.Err()
}
