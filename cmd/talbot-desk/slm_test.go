package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"talbot/sim/rig"
	"talbot/sim/rig/monitor"
	"talbot/sim/rig/rigtest"
	"talbot/sim/rig/window"
)

// TestMain lets this test's own program stand for the desk as the window of a panel.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "slm" {
		main()
		return
	}
	if dir := os.Getenv(rides); dir != "" {
		os.Exit(ride(dir))
	}
	os.Exit(m.Run())
}

// virtualScreen starts an X server without a monitor, and returns its display.
func virtualScreen(t *testing.T, nx, ny int) string {
	t.Helper()
	if testing.Short() {
		t.Skip("starts an X server")
	}
	program, err := exec.LookPath("Xvfb")
	if err != nil {
		t.Skip("Xvfb is not installed")
	}
	r, w, err := os.Pipe()
	need(t, err)
	defer r.Close()
	c := exec.Command(program, "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", nx, ny), "-nolisten", "tcp", "-noreset")
	c.ExtraFiles = []*os.File{w}
	need(t, c.Start())
	w.Close()
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
	r.SetReadDeadline(time.Now().Add(10 * time.Second))
	number, err := bufio.NewReader(r).ReadString('\n') // to its end, or the server fails as it writes
	need(t, err)
	return ":" + strings.TrimSpace(number)
}

func need(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func opened(t *testing.T, o window.Options) *window.Panel {
	t.Helper()
	p, err := openPanel(t, o)
	need(t, err)
	t.Cleanup(p.Kill)
	return p
}

func openPanel(t *testing.T, o window.Options) (*window.Panel, error) {
	t.Helper()
	var err error
	o.Program, err = os.Executable()
	need(t, err)
	if o.Monitor == "" {
		o.Monitor = "screen"
	}
	return window.Open(t.Context(), o)
}

// shows waits until a screen shows some levels.
func shows(t *testing.T, display string, want []byte) bool {
	t.Helper()
	s, err := monitor.Open(display)
	need(t, err)
	defer s.Close()
	all, err := s.Outputs()
	need(t, err)
	for range 100 {
		got, err := s.Grey(all[0])
		need(t, err)
		if bytes.Equal(got, want) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

func noise(n, seed int) (levels []uint16, bytes []byte) {
	x := uint32(seed)
	for range n {
		x = x*1664525 + 1013904223
		levels, bytes = append(levels, uint16(x>>24)), append(bytes, byte(x>>24))
	}
	return levels, bytes
}

func TestPanelConformance(t *testing.T) {
	display := virtualScreen(t, 64, 48)
	rigtest.SLM(t, func() rig.SLM {
		return opened(t, window.Options{Display: display, Primary: true, Levels: 128})
	})
}

// Every pixel of the screen is the level that was given, read back by the program and by us.
func TestPanelExact(t *testing.T) {
	for _, size := range [][2]int{{320, 240}, {101, 67}} {
		display := virtualScreen(t, size[0], size[1])
		for _, every := range []bool{true, false} {
			p := opened(t, window.Options{Display: display, Primary: true, Check: every})
			if r := p.Ready(); r.Verified != "screen" || r.Nx != size[0] || r.Ny != size[1] {
				t.Fatalf("the panel says %+v", r)
			}
			for k := range 5 {
				levels, want := noise(size[0]*size[1], k+1)
				if _, err := p.Show(t.Context(), levels); err != nil {
					t.Fatal(err)
				}
				if !shows(t, display, want) {
					t.Fatalf("picture %d of %v is not on the screen", k, size)
				}
			}
			need(t, p.Close())
		}
	}
}

// What the screen shows at the end is what was asked for.
func TestPanelEnds(t *testing.T) {
	display := virtualScreen(t, 64, 48)
	levels, bytes := noise(64*48, 7)
	for end, want := range map[string][]byte{"hold": bytes, "blank": make([]byte, 64*48), "park": window.Park(64, 48)} {
		p := opened(t, window.Options{Display: display, Primary: true, End: end})
		_, err := p.Show(t.Context(), levels)
		need(t, err)
		need(t, p.Close())
		time.Sleep(100 * time.Millisecond)
		if !shows(t, display, want) {
			t.Errorf("a panel that is to %s shows something else", end)
		}
		p.Kill()
	}
	if _, err := openPanel(t, window.Options{Display: display, Primary: true, End: "explode"}); err == nil || !strings.Contains(err.Error(), "explode") {
		t.Errorf("an end that there is not gives %v", err)
	}
}

// The wrong monitor is refused, with those that there are.
func TestPanelRefuses(t *testing.T) {
	display := virtualScreen(t, 64, 48)
	for what, o := range map[string]window.Options{
		"screen is the primary monitor": {Display: display},
		`no monitor is called "HDMI-1"`: {Display: display, Primary: true, Monitor: "HDMI-1"},
		"does not answer":               {Display: ":97531", Primary: true},
	} {
		p, err := openPanel(t, o)
		if err == nil {
			p.Kill()
		}
		if err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%+v gives %v, want %q", o, err, what)
		}
	}
}

// A program that is killed is noticed at the next picture, and another can take its place.
func TestPanelKilled(t *testing.T) {
	display := virtualScreen(t, 64, 48)
	p := opened(t, window.Options{Display: display, Primary: true})
	levels, want := noise(64*48, 3)
	_, err := p.Show(t.Context(), levels)
	need(t, err)
	child, err := os.FindProcess(p.Ready().Process)
	need(t, err)
	need(t, child.Kill())
	began := time.Now()
	for range 3 {
		if _, err = p.Show(t.Context(), levels); err != nil {
			break
		}
	}
	if !errors.Is(err, rig.ErrGone) || time.Since(began) > 3*time.Second {
		t.Errorf("after %v the panel says %v", time.Since(began), err)
	}
	need(t, p.Close())
	again := opened(t, window.Options{Display: display, Primary: true})
	_, err = again.Show(t.Context(), levels)
	need(t, err)
	if !shows(t, display, want) {
		t.Error("the panel that came back shows something else")
	}
}
