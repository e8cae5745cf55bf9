// Package open makes a bench of real devices from a file that says which panels and cameras it has and how they stand.
package open

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"talbot/sim/modulator"
	"talbot/sim/optics"
	"talbot/sim/rig"
	"talbot/sim/rig/virtual"
)

// File is a bench, as JSON. Lengths are in m and times in s.
type File struct {
	Wavelength   float64    `json:"wavelength"`
	Plane        Plane      `json:"plane"`
	Panels       []Panel    `json:"panels"` // in the order of the light
	Camera       Camera     `json:"camera"`
	Interference *Camera    `json:"interference,omitempty"` // the camera behind a reference beam
	Carrier      [2]float64 `json:"carrier"`                // 1/m: the tilt of that beam
	Retries      int        `json:"retries"`
	Pipelined    *Pipelined `json:"pipelined,omitempty"` // nil for pictures one after another
}

// Pipelined has panels go to the next picture while a frame is read out: see rig.Pipeline, whose Late and Lead these are, s. Without
// them pictures overlap once a calibration of the timing has measured both.
type Pipelined struct {
	Late *float64 `json:"late,omitempty"`
	Lead *float64 `json:"lead,omitempty"`
}

// Plane is the grid of loads and of what is measured.
type Plane struct {
	Nx int     `json:"nx"`
	Ny int     `json:"ny"`
	Dx float64 `json:"dx"`
	Dy float64 `json:"dy"`
}

// Panel is a monitor that is a panel, and how it stands.
type Panel struct {
	Monitor string  `json:"monitor"`
	Display string  `json:"display,omitempty"`
	Primary bool    `json:"primary,omitempty"`
	End     string  `json:"end,omitempty"`   // hold, blank or park
	Check   bool    `json:"check,omitempty"` // read every picture back
	Kind    string  `json:"kind"`            // amplitude or phase
	Curve   string  `json:"curve"`           // amplitude-256, or one of the displays, such as phase-256
	X       int     `json:"x"`               // the pixel where loads begin
	Y       int     `json:"y"`
	Gap     float64 `json:"gap"` // to what is behind it; 0 where it is imaged there
	Latency float64 `json:"latency"`
	Settle  float64 `json:"settle"`
	Tag     rig.Tag `json:"tag"`
}

// Camera is a camera, its region and what it counts.
type Camera struct {
	Name     string  `json:"name"`                      // as talbot rig list has it, a serial number or an address
	Mode     [2]int  `json:"mode,omitzero"`             // of V4L2 alone: the frame size that the region is of,
	Rate     float64 `json:"rate,omitempty"`            // frames a second,
	Control  string  `json:"exposureControl,omitempty"` // the control that exposes, where it is not V4L2's own,
	Step     float64 `json:"exposureStep,omitempty"`    // and how long one step of it is, s
	Format   string  `json:"format"`
	RegionX  int     `json:"regionX"`
	RegionY  int     `json:"regionY"`
	Nx       int     `json:"nx"` // of the region
	Ny       int     `json:"ny"`
	X        int     `json:"x"` // the region's pixel where the plane begins
	Y        int     `json:"y"`
	Unit     float64 `json:"unit"` // counts that an intensity of 1 gives in a second
	Offset   float64 `json:"offset"`
	Exposure float64 `json:"exposure"`
	Gain     float64 `json:"gain"` // dB
	Readout  float64 `json:"readout,omitempty"`
	High     bool    `json:"highByteFirst,omitempty"`
}

// Read reads a file.
func Read(name string) (File, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return File{}, err
	}
	var f File
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		var r struct { // of a calibration
			Kind     string          `json:"kind"`
			Verified json.RawMessage `json:"verified"`
		}
		if json.Unmarshal(b, &r) == nil && r.Kind != "" && r.Verified != nil {
			return f, fmt.Errorf("%s is no bench but a calibration (%s): give it as --calibration %s, and a bench in its place", name, r.Kind, name)
		}
		return f, fmt.Errorf("%s is no bench: %w", name, err)
	}
	return f, f.check(name)
}

// Write writes a new file.
func (f File) Write(name string) error {
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	to, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = to.Write(append(b, '\n'))
	if err = errors.Join(err, to.Close()); err != nil {
		os.Remove(name) // a part of a bench is none
	}
	return err
}

func (f File) check(name string) error {
	if len(f.Panels) == 0 || f.Camera.Name == "" || f.Wavelength == 0 {
		return fmt.Errorf("%s: a bench wants a panel, a camera and a wavelength at least", name)
	}
	if !(f.Wavelength > 0 && f.Wavelength < 1e-3) {
		return fmt.Errorf("%s: a wavelength is in m, such as 5.32e-7, not %g", name, f.Wavelength)
	}
	if k := f.Interference; k != nil && k.Name == f.Camera.Name {
		return fmt.Errorf("%s: camera and interference are both %q: each wants a camera of its own", name, k.Name)
	}
	if p := f.Pipelined; p != nil && (p.Late != nil || p.Lead != nil) {
		if p.Late == nil || p.Lead == nil {
			return fmt.Errorf("%s: pipelined: give both late and lead, or neither: talbot rig calibrate timing measures them", name)
		}
		if !(*p.Late >= 0) || !(*p.Lead >= 0) {
			return fmt.Errorf("%s: pipelined: late and lead are s of 0 or more, not %g and %g", name, *p.Late, *p.Lead)
		}
	}
	for i, p := range f.Panels {
		for k, q := range f.Panels[:i] {
			if p.Monitor == q.Monitor && p.Display == q.Display {
				return fmt.Errorf("%s: panels %d and %d are both monitor %q%s: each wants one of its own", name, k+1, i+1, p.Monitor, on(p.Display))
			}
		}
		if _, err := p.curve(); err != nil {
			return fmt.Errorf("%s: panel %d: %w", name, i+1, err)
		}
		if _, err := p.kind(); err != nil {
			return fmt.Errorf("%s: panel %d: %w", name, i+1, err)
		}
	}
	return nil
}

// on names a display, if there is one to name.
func on(display string) string {
	if display == "" {
		return ""
	}
	return " of display " + display
}

func (p Panel) kind() (rig.Kind, error) {
	for _, k := range []rig.Kind{rig.Phase, rig.Amplitude} {
		if p.Kind == k.String() {
			return k, nil
		}
	}
	return 0, fmt.Errorf("kind %q: want phase or amplitude", p.Kind)
}

func (p Panel) curve() (modulator.Curve, error) {
	if n, ok := strings.CutPrefix(p.Curve, "amplitude-"); ok {
		k, err := strconv.Atoi(n)
		if err != nil || k < 2 || k > 256 {
			return modulator.Curve{}, fmt.Errorf("curve %q: want amplitude-2 to amplitude-256", p.Curve)
		}
		return virtual.Amplitudes(k, false), nil
	}
	return modulator.ParseCurve(p.Curve)
}

func (p Plane) grid() optics.Grid { return optics.Grid{Nx: p.Nx, Ny: p.Ny, Dx: p.Dx, Dy: p.Dy} }
