// Package report makes tables, in Markdown, of what "talbot speed --json" and the scripts of site/test/speed wrote.
package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// spread is the median of some samples, and their ends.
type spread struct{ Median, Min, Max float64 }

// event is a line of a record: those of its fields that the tables have.
type event struct {
	Event string

	// A machine.
	CPU, GPU, Browser, Version, Commit, Talbot, Date, Command, Load string
	Cores                                                           int
	Copy                                                            json.RawMessage `json:"copy_gb_per_s"` // of a GPU, one number
	Adapter                                                         struct{ Vendor, Architecture, Description string }

	// A row.
	Suite, Case, By, Variant, Unit string
	Threads, Batch                 int
	Time                           spread
	CPUTime                        spread          `json:"cpu_time"` // s of a core
	Share                          float64         `json:"limit_share"`
	Peak                           float64         `json:"device_peak_bytes"`
	Parts                          parts           // of a first update
	Updates                        float64         `json:"updates_per_s"`
	OfCommand                      spread          `json:"of_command"`
	Ratio                          json.RawMessage // of most suites an object of spreads
}

// parts is what the time before a first update went to, in s.
type parts struct {
	Pictures float64 `json:"pictures_s"`
	Wait     float64 `json:"waiting_s"`
	Network  float64 `json:"network_s"`
	Folder   float64 `json:"folder_s"`
	Update   float64 `json:"update_s"`
}

// String is empty where there are none.
func (p parts) String() string {
	if p == (parts{}) {
		return ""
	}
	return fmt.Sprintf(", of it pictures %s, device %s, network %s, folder %s, update %s", seconds(p.Pictures), seconds(p.Wait), seconds(p.Network), seconds(p.Folder), seconds(p.Update))
}

// run is what one command measured, of one version, once or several times one after another.
type run struct {
	machine event
	times   int
	rows    []*row
}

// row is what was measured of a case by one program, in all of a run.
type row struct {
	event
	medians []float64
	ratios  map[string][]float64
}

// key is what tells rows apart.
func (e *event) key() string {
	return fmt.Sprint(e.Suite, "|", e.Case, "|", e.By, "|", e.Variant, "|", e.Threads, "|", e.Batch)
}

// Write writes the tables of a record: one for each command of a version, of whose runs that follow one another
// it tells the medians. All else that a record has, such as the passes of a GPU, is left to the record.
func Write(w io.Writer, record io.Reader) error {
	runs, err := read(record)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, r := range runs {
		r.write(&b)
	}
	_, err = io.WriteString(w, b.String())
	return err
}

func read(record io.Reader) (runs []*run, err error) {
	lines := bufio.NewScanner(record)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		var kind struct{ Event string }
		var e event
		err := json.Unmarshal(lines.Bytes(), &kind)
		if kind.Event == "machine" || kind.Event == "row" {
			err = json.Unmarshal(lines.Bytes(), &e)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d is no line of a record: %w; records are what talbot speed --json writes", n, err)
		}
		switch e.Event {
		case "machine":
			if k := len(runs) - 1; k >= 0 && runs[k].machine.Command == e.Command && runs[k].machine.build() == e.build() {
				runs[k].times++
				continue
			}
			runs = append(runs, &run{machine: e, times: 1})
		case "row":
			if len(runs) == 0 {
				return nil, fmt.Errorf("line %d is a row without a machine: a record begins with the machine's line", n)
			}
			runs[len(runs)-1].add(e)
		}
	}
	return runs, lines.Err()
}

// build is the version that was measured.
func (e *event) build() string {
	if e.Commit != "" {
		return e.Commit
	}
	if v := e.Version; v != "" {
		return v[strings.LastIndexByte(v, '-')+1:] // of v0.0.0-DATE-COMMIT
	}
	return "unnamed"
}

func (r *run) add(e event) {
	k := slices.IndexFunc(r.rows, func(o *row) bool { return o.key() == e.key() })
	if k < 0 {
		k = len(r.rows)
		r.rows = append(r.rows, &row{event: e, ratios: map[string][]float64{}})
	}
	o := r.rows[k]
	o.medians = append(o.medians, e.Time.Median)
	var others map[string]spread
	if json.Unmarshal(e.Ratio, &others) == nil {
		for by, v := range others {
			o.ratios[by] = append(o.ratios[by], v.Median)
		}
	}
	if e.OfCommand.Median > 0 {
		o.ratios["the command's updates"] = append(o.ratios["the command's updates"], e.OfCommand.Median)
	}
}

func (r *run) write(b *strings.Builder) {
	if len(r.rows) == 0 {
		return
	}
	m := &r.machine
	where := m.CPU
	if m.GPU != "" {
		where = m.GPU + ", " + where
	} else if a := m.Adapter; a.Vendor != "" {
		where = strings.TrimSpace(a.Vendor+" "+a.Architecture+" "+a.Description) + ", " + where
	}
	if m.Cores > 0 {
		where += fmt.Sprintf(" (%d cores)", m.Cores)
	}
	if m.Browser != "" {
		where += ", in a browser"
	}
	var copied float64
	if json.Unmarshal(m.Copy, &copied) == nil && copied > 0 {
		where += fmt.Sprintf("; copies %.0f GB/s", copied)
	}
	fmt.Fprintf(b, "`%s`, version %.12s, %.10s, load %s\n\n%s", m.Command, m.build(), m.Date, or(m.Load, "not said"), where)
	if r.times > 1 {
		fmt.Fprintf(b, "; medians of %d runs", r.times)
	}
	b.WriteString("\n\n| case | by | threads | time | of the limit | ratio | memory |\n|---|---|---|---|---|---|---|\n")
	for _, o := range r.rows {
		o.write(b)
	}
	b.WriteByte('\n')
}

func (o *row) write(b *strings.Builder) {
	name := strings.TrimSpace(o.Suite + " " + o.Case)
	if o.Batch > 0 && !strings.Contains(o.Case, "batch") {
		name += fmt.Sprintf(", batch %d", o.Batch)
	}
	threads, share, memory := "", "", ""
	if o.Threads > 0 {
		threads = fmt.Sprint(o.Threads)
	}
	if o.Share > 0 {
		share = fmt.Sprintf("%.0f %%", 100*o.Share)
	}
	if o.Peak > 0 {
		memory = fmt.Sprintf("%.0f MB", o.Peak/1e6)
	}
	time := seconds(median(o.medians)) + " a " + or(o.Unit, "unit")
	time += o.Parts.String()
	if o.Updates > 0 {
		time += fmt.Sprintf(", %.0f/s", o.Updates)
	}
	if o.CPUTime.Median > 0 {
		time += ", " + seconds(o.CPUTime.Median) + " of a core"
	}
	var ratios []string
	for _, by := range slices.Sorted(maps.Keys(o.ratios)) {
		ratios = append(ratios, fmt.Sprintf("%.2f of %s", median(o.ratios[by]), by))
	}
	fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s |\n", name, strings.TrimSpace(o.By+" "+o.Variant), threads, time, share, strings.Join(ratios, ", "), memory)
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// seconds is a time with three digits.
func seconds(s float64) string {
	switch {
	case s < 1e-3:
		return fmt.Sprintf("%.3g us", 1e6*s)
	case s < 1:
		return fmt.Sprintf("%.3g ms", 1e3*s)
	}
	return fmt.Sprintf("%.3g s", s)
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}
