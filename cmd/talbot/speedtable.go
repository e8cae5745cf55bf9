package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"talbot/sim/speed"
	"talbot/sim/speed/rivals"
)

// speedOutput writes what is measured, as it comes: a table, or JSON lines.
type speedOutput struct {
	*app
	asJSON bool
	line   *line
	rows   int
	suite  string
	label  string

	gpuName string
	dual    map[any]update // of suite training
}

func newSpeedOutput(a *app) *speedOutput {
	return &speedOutput{app: a, asJSON: a.json || !isTerminal(a.out), line: newLine(a.err)}
}

func (o *speedOutput) progress(label string, share float64) {
	o.line.draw(bar{label: label, share: share}, label != o.label)
	o.label = label
}

// note tells a person something beside the results.
func (o *speedOutput) note(format string, args ...any) {
	o.line.clear()
	fmt.Fprintf(o.err, "talbot: note: "+format+"\n", args...)
}

// machine says where the numbers come from and what the machine can do.
func (o *speedOutput) machine(limits map[int]speed.Limits, threads []int) error {
	o.line.clear()
	if o.asJSON {
		type limit struct {
			Threads int       `json:"threads"`
			Flops   float64   `json:"gflop_per_s"`
			How     string    `json:"how"`
			Sizes   []float64 `json:"copy_bytes"`
			Copy    []float64 `json:"copy_gb_per_s"`
		}
		m := struct {
			Event    string  `json:"event"`
			CPU      string  `json:"cpu"`
			Cores    int     `json:"cores"`
			Platform string  `json:"platform"`
			Go       string  `json:"go"`
			Version  string  `json:"version"`
			Date     string  `json:"date"`
			Command  string  `json:"command"`
			Load     string  `json:"load,omitempty"`
			Limits   []limit `json:"limits"`
		}{"machine", processor(), runtime.NumCPU(), runtime.GOOS + "/" + runtime.GOARCH, runtime.Version(), build(),
			time.Now().UTC().Format(time.RFC3339), "talbot " + strings.Join(os.Args[1:], " "), load(), nil}
		for _, n := range threads {
			l := limits[n]
			c := limit{n, l.Flops / 1e9, l.How, l.Sizes, nil}
			for _, v := range l.Copy {
				c.Copy = append(c.Copy, v/1e9)
			}
			m.Limits = append(m.Limits, c)
		}
		return o.write(m)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s, %s/%s, %s, talbot %s\n", processor(), count(runtime.NumCPU(), "core"), runtime.GOOS, runtime.GOARCH, runtime.Version(), build())
	for _, n := range threads {
		l := limits[n]
		fmt.Fprintf(&b, "limit with %s: %.0f GFLOP/s (%s); copies", count(n, "thread"), l.Flops/1e9, l.How)
		for i, size := range l.Sizes {
			fmt.Fprintf(&b, "  %s %.0f", bytesText(size), l.Copy[i]/1e9)
		}
		b.WriteString(" GB/s\n")
	}
	_, err := fmt.Fprint(o.out, b.String())
	return err
}

// skipped tells that a rival is not here.
func (o *speedOutput) skipped(r rivals.Rival, why *rivals.MissingError) error {
	o.line.clear()
	if o.asJSON {
		return o.write(struct {
			Event string `json:"event"`
			Rival string `json:"rival"`
			Why   string `json:"why"`
			Needs string `json:"needs"`
		}{"skipped", r.ID, why.Why, r.Needs})
	}
	_, err := fmt.Fprintf(o.out, "skipped: %v\n", why)
	return err
}

var suiteTitles = map[string]string{
	"fft":     "fft: lines, 16 in memory one after another",
	"hop":     "hop: propagation of a plane, F^-1 H F",
	"plane":   "plane: propagation of one plane by all threads, F^-1 H F",
	"step":    "step: gradient and Adam, five phase masks",
	"product": "product: two square matrices",
}

// row writes one row, and before the first of a suite its heading.
func (o *speedOutput) row(r *speedRow) error {
	o.rows++
	if o.asJSON {
		return o.write(r)
	}
	if r.Device != "" {
		return o.gpuRow(r)
	}
	var b strings.Builder
	if r.Suite != o.suite {
		o.suite, o.label = r.Suite, ""
		fmt.Fprintf(&b, "\n%s\n", bold(o.out, suiteTitles[r.Suite]))
		fmt.Fprintf(&b, "  %-14s %-9s %7s  %10s  %-17s %7s %6s %6s  %s\n", "size", "by", "threads", "a "+r.Unit, "min to max", "GFLOP/s", "GB/s", "limit", "of others' time")
	}
	size := r.Case
	if size == o.label {
		size = ""
	} else {
		o.label = size
	}
	by := r.Variant
	if r.By != "talbot" {
		by = rivalName(r.By)
	}
	text, unit := engineering(r.Seconds.Median)
	fmt.Fprintf(&b, "  %-14s %-9s %7d  %7s %s  %-17s %7.1f %6.1f %4.0f %%  %s\n", size, by, r.Threads, text, unit,
		scaled(r.Seconds.Min, unit)+" to "+scaled(r.Seconds.Max, unit), r.Flops, r.Bytes, 100*r.Share, ratios(r.Ratio))
	_, err := fmt.Fprint(o.out, strings.ReplaceAll(b.String(), " \n", "\n"))
	return err
}

// ratios lists Talbot's time over that of each rival.
func ratios(m map[string]speed.Spread) string {
	var s []string
	if x, ok := m[oneThread]; ok {
		s = append(s, fmt.Sprintf("%.2f %s", x.Median, oneThread))
	}
	for _, r := range allRivals {
		if x, ok := m[r.ID]; ok {
			s = append(s, fmt.Sprintf("%.2f %s", x.Median, r.Name))
		}
	}
	return strings.Join(s, ", ")
}

// allRivals are those of a processor and what a GPU has beside them.
var allRivals = func() []rivals.Rival {
	list := slices.Clone(rivals.All)
	for _, r := range rivals.OnGPU {
		if !slices.ContainsFunc(list, func(o rivals.Rival) bool { return o.ID == r.ID }) {
			list = append(list, r)
		}
	}
	return list
}()

func rivalName(id string) string {
	for _, r := range allRivals {
		if r.ID == id {
			return r.Name
		}
	}
	return id
}

// done ends the output.
func (o *speedOutput) done(took time.Duration, opponents []*opponent) error {
	o.line.clear()
	memory := map[string]int64{}
	if n := peakMemory("self"); n > 0 {
		memory["talbot"] = n
	}
	for _, p := range opponents {
		if n := peakMemory(strconv.Itoa(p.PID())); n > 0 {
			memory[p.Rival.ID] = max(n, memory[p.Rival.ID])
		}
	}
	if o.asJSON {
		return o.write(struct {
			Event   string           `json:"event"`
			Rows    int              `json:"rows"`
			Seconds float64          `json:"seconds"`
			Memory  map[string]int64 `json:"peak_memory,omitempty"`
			Load    string           `json:"load,omitempty"`
		}{"done", o.rows, took.Seconds(), memory, load()})
	}
	var peaks []string
	if n, ok := memory["talbot"]; ok {
		peaks = append(peaks, "Talbot "+megabytes(n))
	}
	for _, r := range allRivals {
		if n, ok := memory[r.ID]; ok {
			peaks = append(peaks, r.Name+" "+megabytes(n))
		}
	}
	if len(peaks) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(o.out, "\npeak memory: %s\n", strings.Join(peaks, ", "))
	return err
}

// engineering writes seconds with a unit that leaves one to three digits before
// the point.
func engineering(s float64) (text, unit string) {
	unit = "s"
	for _, u := range []string{"s", "ms", "µs", "ns"} {
		unit = u
		if s >= timeUnits[u] {
			break
		}
	}
	return scaled(s, unit), fmt.Sprintf("%-2s", unit)
}

var timeUnits = map[string]float64{"s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}

// scaled writes seconds in a unit, with three digits.
func scaled(s float64, unit string) string {
	v := s / timeUnits[strings.TrimSpace(unit)]
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

func bytesText(n float64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%.0f MiB", n/(1<<20))
	}
	return fmt.Sprintf("%.0f KiB", n/(1<<10))
}
