package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"path/filepath"
	"time"

	"talbot/render/figure"
	"talbot/sim/frame"
	"talbot/sim/optics"
	"talbot/sim/optics/npy"
	"talbot/sim/rig"
	"talbot/sim/rig/calibrate"
	"talbot/sim/rig/hologram"
	"talbot/sim/rundir"
)

// hologramReport is report.json.
type hologramReport struct {
	Talbot  string             `json:"talbot"`
	Made    string             `json:"made"`
	Target  string             `json:"target"`
	Spots   int                `json:"spots"`
	Bench   string             `json:"bench,omitempty"` // the grade of a simulated one
	Devices []calibrate.Device `json:"devices"`
	Stopped bool               `json:"stopped,omitempty"` // before its end
	*hologram.Result
	Frames rig.Report `json:"frames"`
}

// hologramSLM is slm.json: what the names of slmRecord that a hologram has mean there, too.
type hologramSLM struct {
	Format      string         `json:"format"`
	Version     int            `json:"version"`
	Talbot      string         `json:"talbot"`
	Files       []string       `json:"files"`
	Wavelength  float64        `json:"wavelength_m"`
	Distance    float64        `json:"distance_m"` // from panel to camera
	MaskWidth   int            `json:"mask_width"` // pixels that belong to the hologram
	MaskHeight  int            `json:"mask_height"`
	MaskPitch   float64        `json:"mask_pitch_m"`
	PanelWidth  int            `json:"panel_width"`
	PanelHeight int            `json:"panel_height"`
	PanelPitch  float64        `json:"panel_pitch_m"`
	MaskPanelX  int            `json:"mask_panel_x"`
	MaskPanelY  int            `json:"mask_panel_y"`
	Background  int            `json:"background_level"`
	Level       string         `json:"level"`
	Note        string         `json:"note"`
	Devices     []slmDisplay   `json:"devices"`
	Conventions slmConventions `json:"conventions"`
}

// write writes the folder.
func (h *hologramRun) write(b *rig.Bench, t *hologram.Target, r *hologram.Result, devices []calibrate.Device, stopped bool) error {
	g := t.Grid
	mask, sheet, err := hologramMask(b, r)
	if err != nil {
		return err
	}
	fig, err := hologramFigure(h.target, t, r)
	if err != nil {
		return err
	}
	picture, err := figure.Encode(".png", fig)
	if err != nil {
		return err
	}
	report := hologramReport{build(), time.Now().UTC().Format(time.RFC3339), h.target, len(t.Sites), h.virtual, devices, stopped, r, b.Report}
	phase := make([]float32, len(r.Phase))
	for i, v := range r.Phase {
		phase[i] = rundir.Wrap(float32(v))
	}
	array := func(v []float32) func(io.Writer) error {
		return func(w io.Writer) error { return npy.Write(w, []int{g.Ny, g.Nx}, v) }
	}
	raw := func(v []byte) func(io.Writer) error {
		return func(w io.Writer) error { _, err := w.Write(v); return err }
	}
	for _, f := range []exportFile{{"mask-1.png", raw(mask)}, {slmFile, indented(sheet)}, {"phase.npy", array(phase)}, {"simulated.npy", array(r.Simulated)},
		{"measured.npy", array(r.After)}, {"hologram.png", raw(picture)}, {"report.json", indented(report)}} {
		if err := rundir.WriteFile(filepath.Join(h.out, f.name), f.write); err != nil {
			return fmt.Errorf("cannot write %s: %w", filepath.Join(h.out, f.name), err)
		}
	}
	if h.json {
		return h.app.write(report)
	}
	said := ""
	if r.Registered {
		said = fmt.Sprintf("the camera was registered to %.2g px; ", r.Residual/g.Dx)
	}
	_, err = fmt.Fprintf(h.app.out, "\nthe best, looked at anew: efficiency %s, uniformity %s, error %s\n%s%s were taken; all is in %s\n",
		percent(r.Final.Efficiency), percent(r.Final.Uniformity), percent(r.Final.Error), said, count(b.Report.Frames, "frame"), h.out)
	return err
}

func indented(v any) func(io.Writer) error {
	return func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(v)
	}
}

// hologramMask is what the whole phase panel shows, and what must be known of it.
func hologramMask(b *rig.Bench, r *hologram.Result) ([]byte, *hologramSLM, error) {
	m, g := b.Mounts[b.Stepper], b.Design.Plane
	grey, err := greysOf(m.Curve)
	if err != nil {
		return nil, nil, fmt.Errorf("the phase panel's levels %w", err)
	}
	panel, none := m.SLM.Info().Grid, grey.value[rig.Nearest(m.Curve, 0)]
	at := func(x, y int) uint16 {
		if x -= m.X; x >= 0 && x < g.Nx {
			if y -= m.Y; y >= 0 && y < g.Ny {
				return grey.value[r.Levels[y*g.Nx+x]]
			}
		}
		return none
	}
	var p image.Image
	if grey.bits == 8 {
		q := image.NewGray(image.Rect(0, 0, panel.Nx, panel.Ny))
		for i := range q.Pix {
			q.Pix[i] = byte(at(i%panel.Nx, i/panel.Nx))
		}
		p = q
	} else {
		q := image.NewGray16(image.Rect(0, 0, panel.Nx, panel.Ny))
		for y := range panel.Ny {
			for x := range panel.Nx {
				q.SetGray16(x, y, color.Gray16{Y: at(x, y)})
			}
		}
		p = q
	}
	var file bytes.Buffer
	if err := png.Encode(&file, p); err != nil {
		return nil, nil, err
	}
	device := slmDisplay{File: "mask-1.png", Curve: m.Curve.Name, Bits: grey.bits, Grey: "level"}
	if grey.drive {
		device.Grey = "drive"
	}
	for k, s := range m.Curve.States {
		device.Levels = append(device.Levels, slmLevel{k, int(grey.value[k]), s.Drive, s.Amplitude, s.Phase})
	}
	z := 0.0
	for _, gap := range b.Design.Gaps[b.Stepper:] {
		z += gap
	}
	return withPitch(file.Bytes(), panel.Dx), &hologramSLM{Format: "talbot-hologram", Version: 1, Talbot: build(), Files: []string{"mask-1.png"}, Wavelength: b.Design.Wavelength, Distance: z,
		MaskWidth: g.Nx, MaskHeight: g.Ny, MaskPitch: g.Dx, PanelWidth: panel.Nx, PanelHeight: panel.Ny, PanelPitch: panel.Dx, MaskPanelX: m.X, MaskPanelY: m.Y, Background: int(none),
		Level: grey.meaning() + " of " + m.Curve.Name + ": see devices",
		Note:  "The picture is the whole panel, without the tags that number pictures on a bench. It was found for this bench and its faults.", Devices: []slmDisplay{device},
		Conventions: slmConventions{Phase: slmPhase, View: slmView,
			Axes:  "Row 0 of a picture is the top one and column 0 the left one. x runs to the right, y downwards, z along the light.",
			Panel: "Column p of the picture shows column p - mask_panel_x of the hologram, row q row q - mask_panel_y. The rest has background_level."}}, nil
}

// hologramFigure is asked, simulated and measured light side by side, the phases, and how the error went.
func hologramFigure(name string, t *hologram.Target, r *hologram.Result) (*figure.Figure, error) {
	g := t.Grid
	x, y := planeAxis("x", g.Nx, g.Dx), planeAxis("y", g.Ny, g.Dy)
	light := func(id, title, note string, v []float32) frame.Panel {
		peak := float32(0)
		for _, p := range v {
			peak = max(peak, p)
		}
		return frame.Panel{ID: id, Shape: frame.Image, Title: title, Note: note, X: x, Y: y, Nx: g.Nx, Ny: g.Ny, Image: frame.Bytes(v, peak), Hi: 1, Map: frame.Intensity}
	}
	says := func(f hologram.Figures) string {
		return fmt.Sprintf("efficiency %s, uniformity %s, error %s", percent(f.Efficiency), percent(f.Uniformity), percent(f.Error))
	}
	phases := frame.Panel{ID: "phase", Shape: frame.Image, Title: "phase of the panel, rad", X: x, Y: y, Nx: g.Nx, Ny: g.Ny, Hi: 2 * math.Pi, Map: frame.Phase}
	for _, p := range r.Phase {
		phases.Image = append(phases.Image, frame.PhaseByte(p))
	}
	var list []frame.Panel
	list = append(list, light("asked", "asked for", count(len(t.Sites), "spot"), t.Light()), light("simulated", "simulated", says(r.Stages[r.Best].Simulated), r.Simulated))
	if r.Before != nil {
		before := 0
		for i, s := range r.Stages {
			if s.Round == 0 {
				before = i
			}
		}
		list = append(list, light("before", "measured, before the camera's rounds", says(r.Stages[before].Measured), r.Before))
	}
	list = append(list, light("after", "measured, the best", says(r.Final), r.After), phases)
	errors := frame.Panel{ID: "errors", Shape: frame.Lines, Title: "error of the spots' light", X: frame.Axis{Label: "stage"}, Y: frame.Axis{Label: "error", Log: true}}
	simulated, measured := frame.Series{Name: "simulated", Class: 0}, frame.Series{Name: "measured", Class: 1}
	for i, s := range r.Stages {
		simulated.X, measured.X = append(simulated.X, float32(i+1)), append(measured.X, float32(i+1))
		simulated.Y, measured.Y = append(simulated.Y, float32(s.Simulated.Error)), append(measured.Y, float32(s.Measured.Error))
	}
	errors.Series = []frame.Series{simulated, measured}
	errors.Note = "1 is Gerchberg-Saxton, 2 weighted, then the rounds with the camera. Light is drawn as amplitude, each picture as a share of its brightest."
	return figure.Panels("Hologram of "+filepath.Base(name), append(list, errors), figure.Style{})
}

// planeAxis is an axis of a plane's pixels.
func planeAxis(label string, n int, pitch float64) frame.Axis {
	g := optics.Grid{Nx: n, Dx: pitch}
	return frame.Axis{Label: label, Unit: "m", Min: float32(g.X(0) - pitch/2), Max: float32(g.X(n-1) + pitch/2)}
}
