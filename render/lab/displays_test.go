package lab

import (
	"testing"

	"talbot/render/lab/labtest"
	"talbot/sim/frame"
)

// uneven is a bench of other elements, whose planes have other sizes at other distances.
func uneven() *frame.Frame {
	f := labtest.Frame(64, 3, 0, 0)
	f.Planes[1].Kind, f.Planes[1].Name = frame.Lens, "lens"
	f.Planes[2].Kind, f.Planes[2].Name, f.Planes[2].Phase = frame.Absorber, "absorber", nil
	f.Planes[3].Kind, f.Planes[3].Name, f.Planes[3].Phase = frame.Relay, "relay", nil
	p := f.Last()
	*p = frame.Plane{Kind: frame.Camera, Name: "camera", Nx: 64, Ny: 32, Pitch: p.Pitch, Z: 2 * p.Z, Intensity: p.Intensity[:64*32], Peak: p.Peak, Power: p.Power}
	f.Ribbons = f.Ribbons[:3] // the camera is behind electronics
	return f
}

// display8 is a display like a real one, whose levels are used unevenly.
func display8() Display {
	return Display{Title: "slm-8, 8 levels", Drive: []float64{0, 36.4, 72.9, 109.3, 145.7, 182.1, 218.6, 255},
		Amplitude: []float64{0.5914, 0.5415, 0.4684, 0.4066, 0.5309, 0.8025, 0.9648, 0.9997},
		Phase:     []float64{0, 0.1197, 0.2992, 1.4276, 3.6246, 4.6077, 5.2659, 5.3257},
		Used:      []float64{0.15, 0.36, 0.13, 0.1, 0.04, 0.02, 0.1, 0.1}}
}

// A display stands where a plane is enlarged otherwise, and a plane takes its place.
func TestShowDisplay(t *testing.T) {
	s := ready(labtest.Frame(64, 3, 10, 0), Options{})
	s.ShowDisplay(0) // there is none yet
	s.Update()
	if s.ShownDisplay() != -1 || !s.layout.Detail.Empty() {
		t.Errorf("display %d is shown before it is there", s.ShownDisplay())
	}
	s.SetDisplays([]Display{display8(), {Title: "dark"}})
	s.Update()
	if s.ShownDisplay() != 0 || s.layout.Detail.Empty() {
		t.Errorf("display %d is shown in %v", s.ShownDisplay(), s.layout.Detail)
	}
	with := shoot(s, 1000, 600, 3)
	used := display8()
	used.Used = []float64{0, 0, 0, 0, 0, 0, 0, 1}
	s.SetDisplays([]Display{used})
	if other := shoot(s, 1000, 600, 3); string(other.Pix) == string(with.Pix) {
		t.Error("other shares make the same picture")
	}
	s.Select(2)
	s.Update()
	if s.ShownDisplay() != -1 || s.Selected() != 2 {
		t.Errorf("display %d stays in front of plane %d", s.ShownDisplay(), s.Selected())
	}
	s.ShowDisplay(0)
	s.SetDisplays(nil)
	s.Update()
	if s.ShownDisplay() != -1 {
		t.Error("a display that is gone is shown")
	}
}

// In an overlay the cross hides the display.
func TestCloseDisplay(t *testing.T) {
	s := ready(labtest.Frame(64, 3, 10, 0), Options{})
	s.SetDisplays([]Display{display8()})
	s.ShowDisplay(0)
	s.LayoutF(760, 430)
	s.Update()
	s.Update()
	if !s.layout.Overlay {
		t.Fatal("no overlay on a low screen")
	}
	c := centre(s.place().close)
	s.Tap(c.X/s.scale, c.Y/s.scale)
	s.Update()
	s.Update()
	if s.ShownDisplay() != -1 || !s.layout.Detail.Empty() {
		t.Error("the cross does not close it")
	}
}

// The legend has no phase where no element has any.
func TestLegendOfAmplitude(t *testing.T) {
	f := labtest.Frame(64, 2, 10, 0)
	if !f.Turns() {
		t.Error("phase masks do not turn the phase")
	}
	for i := 1; i <= 2; i++ {
		f.Planes[i].Amplitude, f.Planes[i].Phase = f.Planes[i].Phase, nil
	}
	if f.Turns() {
		t.Error("amplitude masks turn the phase")
	}
}
