package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talbot/sim/speed/report"
)

var update = flag.Bool("update", false, "write records/tables.md")

const head = `# All records of the speed as tables

Made of the records beside this file by ` + "`go test ./sim/speed/report -update`" + `; README.md says what the machines and the programs were.
` + "`talbot speed report FILE...`" + ` makes the same of your own, as ` + "`talbot speed --json`" + ` writes them. A time is the median of its samples, the limit is what
nothing but arithmetic, or copying, takes on the same machine, and a ratio Talbot's time over the other's, sample by sample.
`

// The tables of the documentation are those of the records.
func TestTables(t *testing.T) {
	const folder = "../records"
	files, err := filepath.Glob(folder + "/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no records", err)
	}
	var b bytes.Buffer
	b.WriteString(head)
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		var tables bytes.Buffer
		if err := report.Write(&tables, f); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		f.Close()
		if tables.Len() > 0 {
			b.WriteString("\n## " + filepath.Base(name) + "\n\n" + strings.TrimSpace(tables.String()) + "\n")
		}
	}
	if *update {
		if err := os.WriteFile(folder+"/tables.md", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	is, err := os.ReadFile(folder + "/tables.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(is, b.Bytes()) {
		t.Error("tables.md is not what the records say: go test ./sim/speed/report -update")
	}
}

func TestWrite(t *testing.T) {
	const machine = `{"event":"machine","cpu":"C","cores":2,"version":"v0.0.0-20260101000000-0123456789ab","date":"2026-01-02T03:04:05Z","command":"talbot speed hop","load":"1 1 1"}`
	row := func(time string) string {
		return `{"event":"row","suite":"hop","case":"64","by":"talbot","variant":"simd","threads":1,"unit":"plane","time":{"median":` + time + `,"min":1,"max":9},"limit_share":0.25,"ratio":{"fftw":{"median":0.5,"min":0.4,"max":0.6}}}`
	}
	done := `{"event":"done","rows":1}`
	var b strings.Builder
	if err := report.Write(&b, strings.NewReader(strings.Join([]string{machine, row("2e-3"), done, machine, row("4e-3"), done}, "\n"))); err != nil {
		t.Fatal(err)
	}
	want := "`talbot speed hop`, version 0123456789ab, 2026-01-02, load 1 1 1\n\nC (2 cores); medians of 2 runs\n\n" +
		"| case | by | threads | time | of the limit | ratio | memory |\n|---|---|---|---|---|---|---|\n| hop 64 | talbot simd | 1 | 3 ms a plane | 25 % | 0.50 of fftw |  |\n\n"
	if b.String() != want {
		t.Errorf("%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	first := `{"event":"row","suite":"first","case":"tiny","by":"talbot","variant":"webgpu","unit":"start","time":{"median":1.5},"parts":{"pictures_s":0.25,"waiting_s":0.5,"network_s":0.125,"folder_s":0.001,"update_s":0.6}}`
	if err := report.Write(&b, strings.NewReader(machine+"\n"+first)); err != nil {
		t.Fatal(err)
	}
	if want := "| first tiny | talbot webgpu |  | 1.5 s a start, of it pictures 250 ms, device 500 ms, network 125 ms, folder 1 ms, update 600 ms |  |  |  |\n"; !strings.Contains(b.String(), want) {
		t.Errorf("%s\nwant\n%s", b.String(), want)
	}
	for text, why := range map[string]string{row("1"): "without a machine", "one": "no line of a record"} {
		if err := report.Write(&b, strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
