package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"talbot/sim/reproduce"
)

// A row that was stopped, or has ended, is not trained again; the record has every
// epoch and the paper's value beside ours.
func TestReproduce(t *testing.T) {
	if testing.Short() {
		t.Skip("trains a network")
	}
	out := t.TempDir()
	args := []string{"reproduce", "gumbel-fig2", "--quick", "--only", "*-lambda1.8-tau25", "--seeds", "4", "--epochs", "1", "--data", builtIn,
		"--limit-train", "60", "--limit-test", "30", "--out", out, "--device", "cpu"}
	text := works(t, args...)
	for _, want := range []string{"gumbel-fig2 --quick, not comparable with the paper: ", "  seeds  ", "(92.60)", "(85.40)", "mnist, tau = 25"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	var rec reproduce.Record
	if err := json.Unmarshal([]byte(read(t, out, "gumbel-fig2-quick.json")), &rec); err != nil {
		t.Fatal(err)
	}
	if len(rec.Rows) != 2 || len(rec.Rows[0].Runs) != 1 {
		t.Fatalf("%+v", rec)
	}
	r := rec.Rows[0].Runs[0]
	if r.Seed != 4 || r.Epochs != 1 || len(r.Curve) != 1 || r.Value(reproduce.Test) != r.Curve[0].TestAccuracy || len(r.Lists) != 5 || r.StepMS <= 0 ||
		!strings.Contains(r.Command, "talbot reproduce gumbel-fig2 --only quick-gumbel-mnist-5x8-lambda1.8-tau25 --seeds 4 --device cpu --quick --epochs 1 --limit-train 60 --limit-test 30 --data built-in") {
		t.Errorf("%+v", r)
	}
	if _, err := os.Stat(filepath.Join(out, "gumbel-fig2-quick.png")); err != nil {
		t.Error(err)
	}
	folder := filepath.Join(out, "quick-gumbel-mnist-5x8-lambda1.8-tau25-seed4-epochs1")
	if err := os.WriteFile(filepath.Join(folder, "checkpoint.npz"), nil, 0o644); err != nil { // not needed any more
		t.Fatal(err)
	}
	first, rest, _ := strings.Cut(text, "\n")
	if !strings.HasPrefix(first, "2 runs on cpu") || !strings.Contains(first, ": about ") {
		t.Errorf("how long it takes is in %q", first)
	}
	if again := works(t, args...); !strings.HasSuffix(rest, again) || !strings.HasPrefix(rest, "mnist, tau = 25 (1 of 2, seed 4): test accuracy ") {
		t.Errorf("once more it says\n%s\nbefore\n%s", again, text)
	}
	if _, err, status := call(t, append(args, "--limit-train", "50")...); status != failed || !strings.Contains(err, "has trained on 60 pictures") || !strings.Contains(err, "or choose another --out") {
		t.Errorf("of other pictures: %d, %q", status, err)
	}
	works(t, append(args, "--epochs", "3", "--test-every", "2")...)
	var res reproduce.Result
	err := json.Unmarshal([]byte(read(t, filepath.Join(out, "quick-gumbel-mnist-5x8-lambda1.8-tau25-seed4-epochs3"), "result.json")), &res)
	if err != nil || len(res.Curve) != 3 || res.Curve[0].Tested != nil || res.Curve[1].Tested == nil || res.Curve[2].Tested == nil || res.Curve[0].Loss == 0 {
		t.Errorf("tested every second epoch: %+v, %v", &res, err)
	}
	if list := works(t, append(args, "--list", "--json")...); !strings.Contains(list, `"done":[{"epochs":1,"seed":4,"step_ms":`) {
		t.Errorf("the list in JSON is\n%s", list)
	}
	if list := works(t, append(args, "--list")...); !strings.Contains(list, "seed 4: ") {
		t.Errorf("the list is\n%s", list)
	}
}

// The records that come with the code fill a table without any training.
func TestReproduceFromRecords(t *testing.T) {
	const records = "../../sim/reproduce/records/h100.jsonl"
	out := t.TempDir()
	text := works(t, "reproduce", "gumbel-table1", "--records", records, "--out", out)
	if !strings.Contains(text, "mnist, 3 masks, ours") || strings.Contains(text, "fashion, 3 masks, lambda 90") {
		t.Errorf("it says\n%s", text)
	}
	if short := works(t, "reproduce", "gumbel-table1", "--records", records, "--epochs", "5", "--out", out); !strings.Contains(short, "mnist, 3 masks, lambda 90") || strings.Contains(short, "masks, ours") {
		t.Errorf("of 5 epochs it says\n%s", short)
	}
	if _, err, _ := call(t, "reproduce", "lightridge-logs", "--records", records, "--epochs", "7", "--out", out); !strings.Contains(err, "no run of lightridge-logs of 7 epochs: its runs of it have 3\n") {
		t.Errorf("of 7 epochs: %q", err)
	}
	if _, err, _ := call(t, "reproduce", "gumbel-fig4", "--records", "../../sim/reproduce/records/cpu.jsonl", "--out", out); !strings.Contains(err, "at full size: add --quick") {
		t.Errorf("of the other size: %q", err)
	}
	if logs := works(t, "reproduce", "lightridge-logs", "--records", records, "--out", out); !strings.Contains(logs, "96.02 (96.25)") || strings.Contains(logs, "0.00 (92.92)") {
		t.Errorf("the epochs that were not tested are\n%s", logs)
	}
	if list := works(t, "reproduce", "gumbel-fig4", "--records", records, "--list"); !strings.Contains(list, "seed 1: 6.") || strings.Contains(list, " \n") {
		t.Errorf("the list is\n%s", list)
	}
	works(t, "reproduce", "gumbel-table1", "--records", records, "--out", out)
	var rec reproduce.Record
	if err := json.Unmarshal([]byte(read(t, out, "gumbel-table1.json")), &rec); err != nil || !strings.Contains(rec.Device, "H100") {
		t.Errorf("%q, %v", rec.Device, err)
	}
	if _, err, status := call(t, "reproduce", "gumbel-table1", "--records", "reproduce_test.go", "--out", out); status != misused || !strings.Contains(err, "line 1 of reproduce_test.go is not the result of a run") {
		t.Errorf("a file of something else: %d, %q", status, err)
	}
}

// The bright spot of single neurons has its number and its drawing from a record.
func TestSpotOfRecords(t *testing.T) {
	out := t.TempDir()
	text := works(t, "reproduce", "dante-fit", "--only", "spot", "--records", "../../sim/reproduce/records/fit-cpu.jsonl", "--out", out)
	drawn := read(t, out, "dante-fit-spot.svg")
	if !strings.HasPrefix(text, "dante-fit: How near a DANTE mask comes") || !strings.Contains(text, "\nours on cpu (") || !strings.Contains(text, "0.8653 0.9961 0.9971") || !strings.Contains(drawn, "86.5, 99.6, 99.7 %") {
		t.Errorf("it says\n%s, and draws\n%.300s", text, drawn)
	}
	if none := works(t, "reproduce", "dante-fit", "--only", "size-4-*", "--records", "../../sim/reproduce/records/fit-cpu.jsonl", "--out", t.TempDir()); strings.Contains(none, "is drawn") {
		t.Errorf("without the row it draws\n%s", none)
	}
}

// A table is as wide as what stands in it; on a narrower terminal the labels have lines of
// their own.
func TestTableText(t *testing.T) {
	table := [][]string{{"ours", "test"}, {"mnist, 5 masks", "98.33"}}
	if got, want := tableText(table, 0), "  ours             test\n  mnist, 5 masks  98.33\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := tableText(table, 20), "  ours\n     test\n  mnist, 5 masks\n    98.33\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A column's head has the unit of its values where columns have several, and numbers are as long as people read them.
func TestCells(t *testing.T) {
	for _, c := range []struct {
		column reproduce.Column
		mixed  bool
		want   string
	}{
		{reproduce.Column{Name: "test"}, false, "test"}, {reproduce.Column{Name: "test"}, true, "test, %"}, {reproduce.Column{Name: "width", Unit: "um"}, true, "width, um"},
		{reproduce.Column{Name: "cosine", Unit: "1"}, true, "cosine"}, {reproduce.Column{Name: "hours", Unit: "h"}, true, "hours"},
	} {
		if got := columnHead(c.column, c.mixed); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	for _, c := range []struct {
		mean, spread float64
		runs         int
		want         string
	}{
		{0.0000166, 0, 1, "1.66e-05"}, {5356300027865442304, 0, 1, "5.36e+18"}, {2338163, 0, 1, "2338163"}, {-0.000207, 0.001217, 3, "-0.000207±0.001217"}, {0.653, 0.005, 3, "0.653±0.005"}, {0, 0, 1, "0.00"},
	} {
		row := reproduce.RowRecord{Runs: make([]*reproduce.Result, c.runs), Values: []reproduce.ValueRecord{{Name: "x", Unit: "1", Mean: c.mean, Spread: c.spread}}}
		if got := cellText(row, "x"); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// How long a quick version takes is said before it starts, and is about true.
func TestQuickSaysHowLong(t *testing.T) {
	if testing.Short() {
		t.Skip("trains networks")
	}
	out := t.TempDir()
	said := func(epochs string) (e struct {
		Event   string
		Count   int
		Seconds float64
	}) {
		began := time.Now()
		text := works(t, "reproduce", "ideal-d2nn", "--quick", "--only", "quick-ideal-mnist-5", "--seeds", "5", "--epochs", epochs, "--data", builtIn,
			"--limit-train", "100", "--limit-test", "50", "--out", out, "--device", "cpu", "--json")
		line, rest, _ := strings.Cut(text, "\n")
		for strings.Contains(line, `"event":"doing"`) {
			line, rest, _ = strings.Cut(rest, "\n")
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil || e.Event != "estimate" || e.Count == 0 {
			t.Fatalf("%q: %v", line, err)
		}
		took := time.Since(began).Seconds()
		t.Logf("%d runs of %s epochs: said %.2f s, took %.2f s with measuring", e.Count, epochs, e.Seconds, took)
		if !(e.Seconds > 0) {
			t.Errorf("said %g s", e.Seconds)
		}
		if os.Getenv("TALBOT_TIMING") != "" && (e.Seconds > 3*took || e.Seconds < took/30) { // on a quiet machine
			t.Errorf("said %.2f s, took %.2f s", e.Seconds, took)
		}
		return e
	}
	if a, b := said("1"), said("6"); os.Getenv("TALBOT_TIMING") != "" && b.Seconds < 1.5*a.Seconds {
		t.Errorf("one epoch %g s, six epochs %g s", a.Seconds, b.Seconds)
	}
}

// The record of steps of large networks shows its table and law without a device.
func TestRecordOfScaling(t *testing.T) {
	out, err, code := call(t, "reproduce", "dfa-scaling", "--records", "../../sim/reproduce/records/scaling-h200.jsonl", "--out", t.TempDir())
	if code != 0 || !strings.Contains(out, "20 blocks of 2048, 512 tokens: 0.181 s") || !strings.Contains(out, "law: t = ") {
		t.Errorf("%d, %s\n%s", code, err, out)
	}
}
