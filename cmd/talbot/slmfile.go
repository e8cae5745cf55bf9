package main

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"io"
	"math"
	"slices"
	"strings"

	"talbot/sim/rundir"
)

// slmFile is the name of the file beside the pictures for an SLM.
const slmFile = "slm.json"

// slmVersion is that of the file's layout: 1 had no version and no bench. Fields keep
// their meaning from version to version.
const slmVersion = 2

// slmRecord is all that somebody needs who puts the pictures on an SLM and builds the
// bench around it. Lengths are in metres.
type slmRecord struct {
	Format  string `json:"format"`
	Version int    `json:"version"`

	Preset      string   `json:"preset"`
	Talbot      string   `json:"talbot"` // version
	Masks       string   `json:"masks"`  // which ones they are
	Files       []string `json:"files"`  // as the light meets them, one network after another
	Wavelength  float64  `json:"wavelength_m"`
	Distance    *float64 `json:"distance_m,omitempty"` // before each mask and before the detector; none where they differ
	Networks    int      `json:"networks"`             // side by side, of so many layers each
	Layers      int      `json:"layers"`
	MaskType    string   `json:"mask_type"`
	MaskPixels  int      `json:"mask_pixels"`            // along a side
	MaskPitch   float64  `json:"mask_pitch_m,omitempty"` // none where planes has them
	PanelWidth  int      `json:"panel_width"`
	PanelHeight int      `json:"panel_height"`
	PanelPitch  float64  `json:"panel_pitch_m"`
	MaskOnPanel int      `json:"mask_panel_pixels"` // along a side
	MaskPanelX  int      `json:"mask_panel_x"`      // the panel's pixel with the first of a mask
	MaskPanelY  int      `json:"mask_panel_y"`
	Background  int      `json:"background_level"`
	Level       string   `json:"level"`
	Note        string   `json:"note"`

	Devices     []slmDisplay   `json:"devices,omitempty"` // one for each file
	Conventions slmConventions `json:"conventions"`
	slmBench
	Check *slmCheck `json:"check"`
}

// slmDisplay is the calibration of the display that shows a mask, and its grey values.
type slmDisplay struct {
	File   string     `json:"file"`
	Curve  string     `json:"curve"` // its name
	Bits   int        `json:"bits"`  // of the picture
	Grey   string     `json:"grey"`  // "drive" or "level": what the grey values are
	Levels []slmLevel `json:"levels"`
}

type slmLevel struct {
	Level     int     `json:"level"`
	Grey      int     `json:"grey"`
	Drive     float64 `json:"drive"`
	Amplitude float64 `json:"amplitude"`
	Phase     float64 `json:"phase_rad"`
}

// slmConventions are the signs and directions of all the file's numbers, in words.
type slmConventions struct {
	Phase string `json:"phase"`
	View  string `json:"view"`
	Axes  string `json:"axes"`
	Panel string `json:"panel"`
}

// slmPhase and slmView are those of all pictures for an SLM.
const (
	slmPhase = "The field is the real part of E exp(-i omega t), and free space multiplies by exp(+i k z). A phase above 0 is a delay, more optical path: " +
		"where the phase is larger, by a higher level of a phase mask or a larger phase_rad of a display, the light comes later."
	slmView = "Every picture and plane is seen along the light, from the source towards the detector; a panel from its front. No plane is turned or mirrored " +
		"against another. Each reflection in between, as by a reflective panel, mirrors what follows: flip it left to right. A camera that faces the light sees the detector plane flipped so."
)

// record describes the pictures of t's masks in a frame, and the bench around them.
func (s *slmFrame) record(t *target, m *rundir.Masks, frames []*slmFrame, files []string, devices []greys, check *slmCheck) *slmRecord {
	c := &t.config
	x, y := s.corner()
	r := &slmRecord{
		Format: "talbot-slm", Version: slmVersion,
		Preset: t.preset, Talbot: build(), Masks: t.source(), Files: files,
		Wavelength: c.Wavelength, Networks: c.Networks, Layers: c.Layers, MaskType: c.Mask,
		MaskPixels: m.N, MaskPitch: c.Pitch,
		PanelWidth: s.w, PanelHeight: s.h, PanelPitch: s.pitch, MaskOnPanel: len(s.shown), MaskPanelX: x, MaskPanelY: y, Background: int(s.background),
		Level: "phase = 2 pi b/256",
		Note: "The levels assume a panel that is linear and reaches 2 pi at level 256 for " + lengthText(c.Wavelength) +
			": set its lookup table so, or map the levels by the panel's own curve.",
		Conventions: slmConventions{
			Phase: slmPhase, View: slmView,
			Axes: "Row 0 of a picture is the top one and column 0 the left one. x runs to the right, y downwards, z along the light. Sample (i, j) of N x N is a square of one " +
				"mask_pitch_m; its centre is at x = (i + 0.5 - N/2) mask_pitch_m, y = (j + 0.5 - N/2) mask_pitch_m from the centre of its plane. " +
				"The centres of all planes lie on one axis along z. Regions have the samples x0 <= i < x1, y0 <= j < y1, and the edges left_m, right_m, top_m, bottom_m in these x and y.",
			Panel: "Column p of a panel's picture, from mask_panel_x on, shows column floor((p - mask_panel_x + 0.5 - mask_panel_pixels/2) panel_pitch_m/mask_pitch_m + mask_pixels/2 + 1e-6) " +
				"of the mask, kept to 0 ... mask_pixels - 1; rows go likewise. The rest has background_level.",
		},
		slmBench: benchOf(c), Check: check,
	}
	if r.Planes != nil {
		r.Conventions.Axes = slmAxes
		r.Conventions.Panel = strings.ReplaceAll(r.Conventions.Panel, "mask_pitch_m", "pitch_m")
		r.MaskPitch = 0
		for l := range c.Layers {
			x, y := frames[l].corner()
			r.Planes[l+1].Panel = &slmPanel{frames[l].w, frames[l].h, frames[l].pitch, len(frames[l].shown), x, y}
		}
	}
	if c.Distances == "" {
		r.Distance = &c.Distance
	}
	if m.Levels != nil {
		r.Level = greyMeaning(devices) + " of the " + shortCurve(c.Curve) + ": see devices"
		r.Note = "Each entry of devices says for one file what a grey value stands for: the drive at which the display's curve was measured, rounded to a whole number, " +
			"or the number of a level, which the panel's lookup table must turn into that level's drive."
		curves, _ := c.Curves() // as slmMasks has them
		for l, g := range devices {
			d := slmDisplay{File: files[l], Curve: curves[l].Name, Bits: g.bits, Grey: "level"}
			if g.drive {
				d.Grey = "drive"
			}
			for k, s := range curves[l].States {
				d.Levels = append(d.Levels, slmLevel{k, int(g.value[k]), s.Drive, s.Amplitude, s.Phase})
			}
			r.Devices = append(r.Devices, d)
		}
	}
	if m.Amplitude {
		r.Level = "amplitude = b/255"
		r.Note = "The levels are of the amplitude, not of the intensity, and assume a panel that is linear in it."
	}
	if slices.ContainsFunc(frames, func(f *slmFrame) bool { return f.ratio < 1-1e-6 }) {
		r.Note += " The panel's pixels are larger than the mask's: some of the mask's are not shown, and the bench does not read as Talbot's."
	}
	return r
}

func (r *slmRecord) write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false) // a < in a sentence is one
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// withPitch is a PNG with a pHYs chunk: the pixels a metre along both axes. It
// stands behind the first chunk, IHDR, which always has 13 bytes.
func withPitch(file []byte, pitch float64) []byte {
	const header = 8 + 4 + 4 + 13 + 4 // signature; length, type, data and CRC of IHDR
	perMetre := uint32(math.Min(math.Round(1/pitch), math.MaxInt32))
	chunk := binary.BigEndian.AppendUint32([]byte("pHYs"), perMetre)
	chunk = append(binary.BigEndian.AppendUint32(chunk, perMetre), 1) // 1: the unit is the metre
	out := append([]byte{}, file[:header]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4))
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, file[header:]...)
}
