package window_test

import (
	"os"
	"testing"
	"time"

	"talbot/sim/rig"
	"talbot/sim/rig/monitor"
	"talbot/sim/rig/window"
)

// The program that TALBOT_DESK names fills the only monitor of the screen DISPLAY, which it calls TALBOT_MONITOR, pixel by pixel. "./build.sh wine" does so with talbot-desk.exe.
func TestExact(t *testing.T) {
	program := os.Getenv("TALBOT_DESK")
	if program == "" {
		t.Skip("set TALBOT_DESK")
	}
	s, err := monitor.Open(os.Getenv("DISPLAY"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all, err := s.Outputs()
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	began := time.Now()
	p, err := window.Open(t.Context(), window.Options{Program: program, Monitor: os.Getenv("TALBOT_MONITOR"), Primary: true, End: "blank", Wait: time.Minute,
		Kind: rig.Phase, Levels: 256, Pitch: 8e-6, Now: func() float64 { return time.Since(began).Seconds() }})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	nx, ny := all[0].Nx, all[0].Ny
	if r := p.Ready(); r.Nx != nx || r.Ny != ny {
		t.Fatalf("%+v on a monitor of %d x %d pixels", r, nx, ny)
	}
	for k := range 5 {
		levels := make([]uint16, nx*ny)
		for i := range levels {
			levels[i] = uint16((i%nx*7 + i/nx*13 + k*31) % 256)
		}
		if _, err := p.Show(t.Context(), levels); err != nil {
			t.Fatal(err)
		}
		got, err := s.Grey(all[0])
		if err != nil {
			t.Fatal(err)
		}
		wrong := 0
		for i, v := range levels {
			if got[i] != byte(v) {
				wrong++
			}
		}
		t.Logf("picture %d: %d of %d pixels are wrong; the program looked at the %s", k+1, wrong, len(levels), p.Ready().Verified)
		if wrong > 0 {
			t.Errorf("picture %d: %d of %d pixels are wrong", k+1, wrong, len(levels))
		}
	}
}
