package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

var benchTiny = []string{"bench", "fft", "--size", "128", "--samples", "2", "--seconds", "0.0001"}

func benchRows(t *testing.T, out string) (rows []benchRow, other []string) {
	t.Helper()
	for _, l := range strings.Split(strings.TrimSpace(out), "\n") {
		var r benchRow
		if err := json.Unmarshal([]byte(l), &r); err != nil {
			t.Fatalf("%v: %s", err, l)
		}
		if r.Event == "row" {
			rows = append(rows, r)
		} else {
			other = append(other, l)
		}
	}
	return rows, other
}

func TestBenchWritesJSONLines(t *testing.T) {
	rows, other := benchRows(t, works(t, append(benchTiny, "--variant", "scalar", "--threads", "1")...))
	if len(rows) != 1 || len(other) != 2 || !strings.Contains(other[0], `"event":"machine"`) || !strings.Contains(other[1], `"event":"done"`) {
		t.Fatalf("%d rows, %q", len(rows), other)
	}
	r := rows[0]
	if r.Suite != "fft" || r.Case != "128" || r.By != "talbot" || r.Variant != "scalar" || r.Threads != 1 || r.Unit != "line" || r.Samples != 2 ||
		!(r.Seconds.Median > 0) || !(r.Flops > 0) || !(r.Bytes > 0) || !(r.Share > 0) {
		t.Errorf("%+v", r)
	}
}

func TestBenchSkipsMissingRivals(t *testing.T) {
	t.Setenv("CC", "no-such-compiler")
	t.Setenv("TALBOT_PYTHON", "no-such-python")
	rows, other := benchRows(t, works(t, append(benchTiny, "--rival", "all", "--threads", "1")...))
	all := strings.Join(other, "\n")
	if len(rows) == 0 || strings.Count(all, `"event":"skipped"`) != 3 || !strings.Contains(all, "libfftw3-dev") || !strings.Contains(all, "python3-torch") {
		t.Errorf("%d rows, %s", len(rows), all)
	}
}

func TestBenchMistakes(t *testing.T) {
	for args, want := range map[string]string{
		"bench hops":             "did you mean hop?",
		"bench fft hop":          "one suite at most",
		"bench --rival ffwt":     "did you mean fftw?",
		"bench --variant vector": "is none of scalar, simd, all",
		"bench --size 77":        "no case has 77 samples",
		"bench fft --size 2000":  "no case has 2000 samples",
		"bench --samples 0":      "--samples",
		"bench --seconds -1":     "--seconds",
		"bench --threads 99":     "--threads",
		"bench --pad much":       "--pad",
		"bench --batch 0":        "--batch",
	} {
		out, err, status := call(t, strings.Fields(args)...)
		if status != misused || !strings.Contains(err, want) || strings.Count(err, "\n") != 1 || out != "" {
			t.Errorf("talbot %s: status %d, %q, %q; want %q", args, status, out, err, want)
		}
	}
}

// Ctrl-C ends it with the rows that are ready and the status of an interruption.
func TestBenchStops(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "bench", "fft", "--json", "--seconds", "0.01", "--samples", "20", "--threads", "1", "--rival", "scipy")
	temp := t.TempDir()
	cmd.Env = append(os.Environ(), asTalbot+"=1", "TMPDIR="+temp)
	var out, log bytes.Buffer
	cmd.Stderr = &log
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 4096)
	for !strings.Contains(out.String(), `"event":"row"`) {
		n, err := pipe.Read(b)
		if err != nil {
			t.Fatal(err, log.String())
		}
		out.Write(b[:n])
	}
	began := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if _, err := out.ReadFrom(pipe); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if cmd.ProcessState.ExitCode() != interrupted || time.Since(began) > 20*time.Second {
		t.Errorf("status %d after %v", cmd.ProcessState.ExitCode(), time.Since(began))
	}
	rows, other := benchRows(t, out.String())
	if len(rows) == 0 || !strings.Contains(other[len(other)-1], "stopped early") || !strings.Contains(log.String(), "stopped early") {
		t.Errorf("%d rows, %q, %q", len(rows), other, log.String())
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) != 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

func TestEngineering(t *testing.T) {
	for s, want := range map[float64]string{2.5: "2.50 s ", 0.0123: "12.3 ms", 4.56e-5: "45.6 µs", 7.8e-7: "780 ns", 1e-3: "1.00 ms"} {
		if text, unit := engineering(s); text+" "+unit != want {
			t.Errorf("engineering(%g) = %q, want %q", s, text+" "+unit, want)
		}
	}
}
