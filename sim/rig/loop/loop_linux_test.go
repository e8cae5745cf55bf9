package loop

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig/virtual"
)

// bench starts a small bench with cameras at addresses of this process's own.
func bench(t *testing.T, n int) *Loop {
	t.Helper()
	if _, err := exec.LookPath("Xvfb"); err != nil {
		t.Skip("Xvfb is not installed")
	}
	s := virtual.Free(64)
	s.Panels[1].Gap = 0.01
	s.Exposure, s.Carrier = 2.5e-4, [2]float64{0.3 / 8e-6, 0.25 / 8e-6}
	pid := os.Getpid()
	at := func(k int) string { return fmt.Sprintf("127.%d.%d.%d", 180+pid>>8&63, pid&255, 1+2*n+k) }
	l, err := Start(cpu.Open(1), s, virtual.Ideal(), Options{Addresses: []string{at(0), at(1)}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// Two benches on one computer have cameras that programs can tell apart by their serial numbers, as they tell those of a lab.
func TestCamerasHaveNumbersOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for n := range 2 {
		for _, o := range bench(t, n).plugs {
			if seen[o.Serial] {
				t.Errorf("two cameras have the serial number %s", o.Serial)
			}
			seen[o.Serial] = true
		}
	}
}

// A bench that is killed leaves no screens behind.
func TestKilledBenchLeavesNoScreens(t *testing.T) {
	if os.Getenv("TALBOT_TO_BE_KILLED") != "" {
		for _, c := range bench(t, 2).servers {
			fmt.Println("screen", c.Process.Pid)
		}
		fmt.Println("ready")
		select {}
	}
	if _, err := exec.LookPath("Xvfb"); err != nil {
		t.Skip("Xvfb is not installed")
	}
	c := exec.Command(os.Args[0], "-test.run=^TestKilledBenchLeavesNoScreens$")
	c.Env = append(os.Environ(), "TALBOT_TO_BE_KILLED=yes")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var screens []int
	for in := bufio.NewScanner(out); in.Scan() && in.Text() != "ready"; {
		var pid int
		if _, err := fmt.Sscanf(in.Text(), "screen %d", &pid); err == nil {
			screens = append(screens, pid)
		}
	}
	c.Process.Kill()
	c.Wait()
	if len(screens) == 0 {
		t.Fatal("no screen was started")
	}
	for _, pid := range screens {
		for end := time.Now().Add(time.Minute); lives(pid); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Errorf("the screen of process %d lives on", pid)
				if p, err := os.FindProcess(pid); err == nil {
					p.Kill()
				}
				break
			}
		}
	}
}

// lives tells whether a process runs and is an X server.
func lives(pid int) bool {
	status, err := os.ReadFile(filepath.Join("/proc", fmt.Sprint(pid), "status"))
	return err == nil && strings.Contains(string(status), "Xvfb") && !strings.Contains(string(status), "State:\tZ")
}
