package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/system/diffractive"
)

// apart runs talbot in a process of its own, in so many bytes of address space (0 for no
// limit), and returns what it wrote, its status and the most memory it had.
func apart(t *testing.T, space int, args ...string) (errs string, status int, peak float64) {
	t.Helper()
	shell := `exec "$0" "$@"`
	if space > 0 {
		shell = fmt.Sprintf("ulimit -v %d; %s", space>>10, shell)
	}
	cmd := exec.Command("sh", append([]string{"-c", shell, os.Args[0]}, args...)...)
	cmd.Env = append(os.Environ(), asTalbot+"=1")
	var b bytes.Buffer
	cmd.Stderr = &b
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	// What the system keeps of a child counts its parent's memory too.
	for pid := fmt.Sprint(cmd.Process.Pid); ; {
		select {
		case <-done:
			return b.String(), cmd.ProcessState.ExitCode(), peak
		case <-time.After(5 * time.Millisecond):
			peak = max(peak, float64(peakMemory(pid)))
		}
	}
}

// A training takes what the estimate says, beside what every command takes, within a
// factor of 1.6: the collector lets garbage lie for a while.
func TestTrainingTakesWhatIsEstimated(t *testing.T) {
	p, err := diffractive.Find("d2nn-mnist-64")
	if err != nil {
		t.Fatal(err)
	}
	scratch, sum := cpu.Open(2).Copies()
	run := func(samples, padding, layers int) (args []string, told float64) {
		c := p.Config
		c.Samples, c.Padding, c.Layers, c.Batch = samples, padding, layers, 32
		return []string{"train", p.ID, "--data", builtIn, "--limit-train", "32", "--limit-test", "4", "--epochs", "1", "--device", "cpu", "--threads", "2",
			"--samples", fmt.Sprint(samples), "--padding", fmt.Sprint(padding), "--layers", fmt.Sprint(layers), "--batch", "32",
			"--out", filepath.Join(t.TempDir(), "run")}, c.Memory(28*28, scratch, sum, false)
	}
	args, little := run(64, 0, 1)
	_, _, base := apart(t, 0, args...)
	for _, size := range [][3]int{{300, 50, 2}, {100, 500, 1}, {200, 0, 6}} {
		args, told := run(size[0], size[1], size[2])
		text, status, peak := apart(t, 0, args...)
		if status != 0 {
			t.Fatalf("status %d: %s", status, text)
		}
		if took := peak - base + little; took > 1.6*told || took < told/1.6 {
			t.Errorf("%v: took %.0f MB, and the estimate is %.0f", size, took/1e6, told/1e6)
		}
	}
}

// The plane that a refusal names is one for which there is room.
func TestPropagationThatIsToldToFits(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "u.npy")
	header := "{'descr': '<c8', 'fortran_order': False, 'shape': (64, 64), }"
	header += strings.Repeat(" ", 127-10-len(header)) + "\n"
	light := append([]byte("\x93NUMPY\x01\x00"), binary.LittleEndian.AppendUint16(nil, uint16(len(header)))...)
	light = append(append(light, header...), make([]byte, 8*64*64)...)
	light[len(light)-8*32*65+3] = 0x3f // one sample is not dark
	if err := os.WriteFile(in, light, 0o644); err != nil {
		t.Fatal(err)
	}
	for i, flag := range []string{"--padding", "--out-samples"} {
		run := func(value string) (string, int) {
			text, status, _ := apart(t, 2000<<20, "propagate", "--in", in, "--out", filepath.Join(dir, "v"+fmt.Sprint(i)+value+".npy"),
				"--pitch", "8um", "--wavelength", "532nm", "--z", "50mm", "--device", "cpu", "--threads", "2", flag, value)
			return text, status
		}
		text, status := run("9000")
		found := regexp.MustCompile(`(?:a padding of |--out-samples )([0-9]+)(?:x[0-9]+)? would fit`).FindStringSubmatch(text)
		if status != failed || found == nil {
			t.Fatalf("%s 9000: status %d, %q", flag, status, text)
		}
		// What the address space has left differs by a few parts in ten between runs.
		n, _ := strconv.Atoi(found[1])
		if text, status := run(strconv.Itoa(n * 3 / 4)); status != 0 {
			t.Errorf("%s %d of %d: status %d, %.300q", flag, n*3/4, n, status, text)
		}
	}
}

// Whatever takes the memory, it is refused in a line before it is taken.
func TestTooLargeForTheMemory(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "u.npy")
	header := "{'descr': '<c8', 'fortran_order': False, 'shape': (64, 64), }"
	header += strings.Repeat(" ", 127-10-len(header)) + "\n"
	light := append([]byte("\x93NUMPY\x01\x00"), binary.LittleEndian.AppendUint16(nil, uint16(len(header)))...)
	if err := os.WriteFile(in, append(append(light, header...), make([]byte, 8*64*64)...), 0o644); err != nil {
		t.Fatal(err)
	}
	run := tinyRun(t)
	config, err := os.ReadFile(filepath.Join(run, "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	large := bytes.ReplaceAll(config, []byte(`"padding": 4`), []byte(`"padding": 2048`))
	large = bytes.ReplaceAll(large, []byte(`"samples": 16`), []byte(`"samples": 2048`))
	if bytes.Equal(large, config) {
		t.Fatal("the configuration has not the fields that this test changes")
	}
	if err := os.WriteFile(filepath.Join(run, "config.json"), large, 0o644); err != nil {
		t.Fatal(err)
	}
	light64 := []string{"propagate", "--in", in, "--out", filepath.Join(dir, "v.npy"), "--pitch", "8um", "--wavelength", "532nm", "--z", "5mm", "--device", "cpu"}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"train", "d2nn-mnist-64", "--data", builtIn, "--samples", "2048", "--padding", "2048", "--batch", "500", "--device", "cpu", "--out", filepath.Join(dir, "run")}, "this network takes about 4.6 GB of memory, more than the "},
		{[]string{"eval", run, "--data", builtIn, "--device", "cpu"}, "this network takes about "},
		{[]string{"figure", run, "--data", builtIn, "--device", "cpu", "--out", filepath.Join(dir, "f.png")}, "this network takes about "},
		{[]string{"export", run, "--as", "npy", "--out", filepath.Join(dir, "masks")}, "this network takes about "},
		{[]string{"polish", run, "--data", builtIn, "--device", "cpu", "--display-curve", "slm-8", "--out", filepath.Join(dir, "p")}, "this network takes about "},
		{append(light64, "--padding", "2000000000"), "a padding of "},
		{append(light64, "--padding", "9000000000000000000"), "a padding of "},
		{append(light64, "--padding", "8000"), "this propagation takes about 4.1 GB of memory"},
		{append(light64, "--padding", "2000000000", "--precision", "float64"), "a padding of "},
		{append(light64, "--out-samples", "2000000000x2000000000"), "--out-samples "},
	} {
		text, status, _ := apart(t, 2500<<20, c.args...)
		lines := strings.Split(strings.TrimSpace(text), "\n")
		last := lines[len(lines)-1]
		if status != failed || !strings.Contains(last, c.want) || !strings.Contains(last, "80 % of the free memory") || !strings.HasSuffix(last, "; --force does it all the same") {
			t.Errorf("%v: status %d, %q", c.args, status, text)
		}
		if strings.Contains(text, "goroutine") {
			t.Errorf("%v ended in a trace", c.args)
		}
	}
	for _, left := range []string{"run", "f.png", "masks", "p", "v.npy"} {
		if _, err := os.Stat(filepath.Join(dir, left)); err == nil {
			t.Errorf("%s is there", left)
		}
	}
}

// --force lifts the limit.
func TestForceLiftsTheLimit(t *testing.T) {
	for _, force := range []bool{false, true} {
		room, _ := openCPU(1, force).Room()
		if (room == 0) != force {
			t.Errorf("force %v: room for %g bytes", force, room)
		}
	}
}
