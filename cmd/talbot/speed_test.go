package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
	"talbot/sim/speed"
	"talbot/sim/speed/nets"
)

var speedTiny = []string{"speed", "fft", "--size", "128", "--samples", "2", "--seconds", "0.0001"}

func speedRows(t *testing.T, out string) (rows []speedRow, other []string) {
	t.Helper()
	for _, l := range strings.Split(strings.TrimSpace(out), "\n") {
		var r speedRow
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

func TestSpeedWritesJSONLines(t *testing.T) {
	rows, other := speedRows(t, works(t, append(speedTiny, "--variant", "scalar", "--threads", "1")...))
	if len(rows) != 1 || len(other) != 2 || !strings.Contains(other[0], `"event":"machine"`) || !strings.Contains(other[1], `"event":"done"`) {
		t.Fatalf("%d rows, %q", len(rows), other)
	}
	r := rows[0]
	if r.Suite != "fft" || r.Case != "128" || r.By != "talbot" || r.Variant != "scalar" || r.Threads != 1 || r.Unit != "line" || r.Samples != 2 ||
		!(r.Seconds.Median > 0) || !(r.Flops > 0) || !(r.Bytes > 0) || !(r.Share > 0) {
		t.Errorf("%+v", r)
	}
}

// A suite that is not there is told with those that are, also those that are commands.
func TestSpeedUnknownSuite(t *testing.T) {
	_, err, status := call(t, "speed", "frist")
	for _, want := range []string{"did you mean first?", "hop", "fleet", "parts", "opu", "training"} {
		if status == 0 || !strings.Contains(err, want) {
			t.Errorf("status %d, %q, without %s", status, err, want)
		}
	}
}

// The command's old name does the same.
func TestSpeedWasBench(t *testing.T) {
	old := append([]string{"bench"}, speedTiny[1:]...)
	if rows, _ := speedRows(t, works(t, append(old, "--variant", "scalar", "--threads", "1")...)); len(rows) != 1 || rows[0].Suite != "fft" {
		t.Errorf("%+v", rows)
	}
}

func TestSpeedSkipsMissingRivals(t *testing.T) {
	t.Setenv("CC", "no-such-compiler")
	t.Setenv("TALBOT_PYTHON", "no-such-python")
	rows, other := speedRows(t, works(t, append(speedTiny, "--rival", "all", "--threads", "1")...))
	all := strings.Join(other, "\n")
	if len(rows) == 0 || strings.Count(all, `"event":"skipped"`) != 4 || !strings.Contains(all, "libfftw3-dev") || !strings.Contains(all, "python3-torch") {
		t.Errorf("%d rows, %s", len(rows), all)
	}
}

// chromium is the driver of the GPU that Debian's chromium brings as a program.
const chromium = "/usr/lib/chromium/vk_swiftshader_icd.json"

// someGPU is a GPU for a test: the machine's, or else Chromium's, which is a program. A
// test that finds neither is skipped.
func someGPU(t *testing.T) *webgpu.Device {
	t.Helper()
	if _, err := dawn.Find(); err != nil {
		t.Skip(err)
	}
	named := os.Getenv("VK_DRIVER_FILES") != ""
	if _, err := os.Stat(chromium); err == nil && !named && !dawn.Present() {
		t.Setenv("VK_DRIVER_FILES", chromium)
		named = true
	}
	dev, err := openGPU(true, "", false)
	switch {
	case err != nil && !named && !dawn.Present():
		t.Skipf("%v; for this test Debian's chromium and libvulkan1 bring a GPU that is a program", err)
	case err != nil:
		t.Fatal(err)
	}
	return dev
}

// On a GPU, here one that is a program: every suite gives rows that are whole, with the
// passes, and rivals that are not here are skipped.
func TestSpeedOnGPU(t *testing.T) {
	if testing.Short() {
		t.Skip("a GPU that is a program takes its time")
	}
	someGPU(t).Close()
	t.Setenv("TALBOT_PYTHON", "no-such-python")
	for suite, c := range map[string]struct{ unit, label string }{"copy": {"copy", " MiB"}, "hop": {"hop", "64 batch 2"}, "step": {"step", "5x64"}, "dante": {"step", "64 mask 38"}} {
		args := []string{"speed", suite, "--device", "webgpu", "--samples", "2", "--seconds", "0.0001", "--batch", "2", "--pad", "none", "--rival", "all"}
		if suite != "copy" {
			args = append(args, "--size", "64")
		}
		passes := suite == "hop" || suite == "dante"
		if passes {
			args = append(args, "--passes")
		}
		variants := []string{"webgpu"}
		if suite == "hop" {
			args, variants = append(args, "--storage", "both"), []string{"webgpu", "webgpu half"}
		}
		if suite == "step" {
			args, variants = append(args, "--tune", "narrow", "--steps", "1,8"), []string{"webgpu narrow steps 1", "webgpu narrow steps 8"}
		}
		rows, other := speedRows(t, works(t, args...))
		all := strings.Join(other, "\n")
		if want := map[string]int{"hop": 4, "step": 4}[suite]; len(rows) != max(1, want) || !strings.Contains(all, `"copy_gb_per_s":`) || strings.Count(all, `"event":"skipped"`) != 2 {
			t.Fatalf("%s: %d rows, %s", suite, len(rows), all)
		}
		for i, r := range rows {
			sum := 0.0
			for _, p := range r.Passes {
				sum += p.Seconds
			}
			if r.By != "talbot" || r.Variant != variants[i%len(variants)] || r.Device == "" || r.Unit != c.unit || r.Samples != 2 || r.Threads != 0 || !(r.Seconds.Median > 0) ||
				!(r.Moved > 0) || !(r.Bytes > 0) || !(r.Share > 0) || r.Peak < 8*64*64 || (sum > 0) != passes {
				t.Errorf("%s: %+v", suite, r)
			}
			if !strings.Contains(r.Case, c.label) || (i/len(variants) == 1) != (r.Chain+r.Levels > 0) {
				t.Errorf("%s: row %d is of %q, chain %d, levels %d", suite, i, r.Case, r.Chain, r.Levels)
			}
		}
	}
}

// What a GPU computes in each suite is what the processor computes.
func TestGPUComputesTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("a GPU that is a program takes its time")
	}
	dev := someGPU(t)
	defer dev.Close()
	for _, c := range []speed.Case{{Suite: "copy", N: 1, Batch: 1, GPU: true}, {Suite: "hop", N: 20, Batch: 3, Chain: 3, GPU: true},
		{Suite: "step", N: 20, Pad: 5, Batch: 3, GPU: true}, {Suite: "step", N: 20, Levels: 4, Batch: 3, GPU: true}, {Suite: "dante", N: 30, Batch: 1, GPU: true},
		{Suite: "global", N: 28, Model: "dante-small", Batch: 3, GPU: true}, {Suite: "text", N: 32, Batch: 2, GPU: true}} {
		var checks [2][]float64
		for i, v := range []speed.Variant{{GPU: dev}, {GPU: cpu.Open(1)}} {
			open := speed.Open
			if slices.Contains(nets.Suites, c.Suite) {
				open = nets.Open
			}
			b, err := open(c, v, func() float64 { return 0 })
			if err != nil {
				t.Fatalf("%s %s: %v", c.Suite, c.Label(), err)
			}
			checks[i] = b.Check()
		}
		if err := speed.Agree(checks[1], checks[0]); err != nil {
			t.Errorf("%s %s: %v", c.Suite, c.Label(), err)
		}
	}
}

// The table has a line for each row, and one for each pass.
func TestSpeedGPUTable(t *testing.T) {
	var out bytes.Buffer
	o := &speedOutput{app: &app{out: &out, err: &out}, line: newLine(&out)}
	r := &speedRow{Suite: "step", Case: "5x200 batch 500", By: "talbot", Device: "a GPU", Unit: "step", Seconds: speed.Spread{Median: 4.1e-3, Min: 4e-3, Max: 4.4e-3},
		Bytes: 2100, Share: 0.75, Peak: 1500e6, Passes: []gpuPass{{Label: "adam", Seconds: 5e-5, Bytes: 123}, {Label: "dense 3 x 4 by 5", Seconds: 1e-5, Flops: 77, Bytes: 9}}, Ratio: map[string]speed.Spread{"jax": {Median: 0.41}}}
	for range 2 {
		if err := o.row(r); err != nil {
			t.Fatal(err)
		}
	}
	text := out.String()
	for _, want := range []string{"step: gradient", "5x200 batch 500", "4.10 ms", "4.00 to 4.40", "2100", "75 %", "1500.0 MB", "0.41 JAX", "50.0 µs", "60.0 µs  in all", "123 GB/s     adam", "77 Gflop/s  dense 3 x 4 by 5"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Count(text, "step: gradient") != 1 || strings.Count(text, "5x200 batch 500") != 1 {
		t.Errorf("headings repeat:\n%s", text)
	}
}

func TestSpeedMistakes(t *testing.T) {
	for args, want := range map[string]string{
		"speed hops":                                "did you mean hop?",
		"speed fft hop":                             "one suite at most",
		"speed --rival ffwt":                        "did you mean fftw?",
		"speed --variant vector":                    "is none of scalar, simd, all",
		"speed --size 77":                           "no case has 77 samples; the sizes of fft, hop, step, product are 64, ",
		"speed fft --size 2000":                     "no case has 2000 samples; the sizes of fft are ",
		"speed --samples 0":                         "--samples",
		"speed --seconds -1":                        "--seconds",
		"speed --threads 99":                        "--threads",
		"speed --pad much":                          "--pad",
		"speed --batch 0":                           "--batch",
		"speed copy":                                "is for a GPU; add --device webgpu",
		"speed --passes":                            "--passes is for --device webgpu",
		"speed --gpu 0":                             "--gpu is for --device webgpu",
		"speed --device webgpu --gpu 0 --rival all": "a rival takes the first GPU",
		"speed --device gpu":                        "there is no device",
		"speed --rival jax":                         "there is no rival",
		"speed --device webgpu fft":                 "is not for a GPU",
		"speed --device webgpu hops":                "did you mean hop?",
		"speed --device webgpu --threads 2":         "--threads is for --device cpu",
		"speed --device webgpu --variant simd":      "--variant is for --device cpu",
		"speed hop --processor-time":                "--processor-time is for --threads 1",
		"speed hop --processor-time --threads 1 --rival pytorch": "with --rival none or fftw",
		"speed step --steps 2":                 "--steps is for training steps on a GPU",
		"speed step --device webgpu --steps 0": "--steps: want numbers from 1 to 64",
		"speed --device webgpu --rival fftw":   "no rival \"fftw\" on a GPU",
		"speed --device webgpu --size 77":      "no case has 77 samples",
	} {
		out, err, status := call(t, strings.Fields(args)...)
		if status != misused || !strings.Contains(err, want) || strings.Count(err, "\n") != 1 || out != "" {
			t.Errorf("talbot %s: status %d, %q, %q; want %q", args, status, out, err, want)
		}
	}
}

// Ctrl-C ends it with the rows that are ready and the status of an interruption.
func TestSpeedStops(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "speed", "fft", "--json", "--seconds", "0.01", "--samples", "20", "--threads", "1", "--rival", "scipy")
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
	rows, other := speedRows(t, out.String())
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
