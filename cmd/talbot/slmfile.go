package main

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"io"
	"math"

	"talbot/sim/rundir"
)

// slmFile is the name of the file beside the pictures for an SLM.
const slmFile = "slm.json"

// slmRecord is what somebody needs who puts the pictures on an SLM. Lengths are in
// metres.
type slmRecord struct {
	Preset      string   `json:"preset"`
	Talbot      string   `json:"talbot"` // version
	Masks       string   `json:"masks"`  // which ones they are
	Files       []string `json:"files"`  // as the light meets them, one network after another
	Wavelength  float64  `json:"wavelength_m"`
	Distance    float64  `json:"distance_m"` // before each mask and before the detector
	Networks    int      `json:"networks"`   // side by side, of so many layers each
	Layers      int      `json:"layers"`
	MaskType    string   `json:"mask_type"`
	MaskPixels  int      `json:"mask_pixels"` // along a side
	MaskPitch   float64  `json:"mask_pitch_m"`
	PanelWidth  int      `json:"panel_width"`
	PanelHeight int      `json:"panel_height"`
	PanelPitch  float64  `json:"panel_pitch_m"`
	MaskOnPanel int      `json:"mask_panel_pixels"` // along a side
	Background  int      `json:"background_level"`
	Level       string   `json:"level"`
	Note        string   `json:"note"`
}

// record describes the pictures of t's masks in a frame.
func (s *slmFrame) record(t *target, m *rundir.Masks, files []string) *slmRecord {
	c := &t.config
	r := &slmRecord{
		Preset: t.preset, Talbot: build(), Masks: t.source(), Files: files,
		Wavelength: c.Wavelength, Distance: c.Distance, Networks: c.Networks, Layers: c.Layers, MaskType: c.Mask,
		MaskPixels: m.N, MaskPitch: c.Pitch,
		PanelWidth: s.w, PanelHeight: s.h, PanelPitch: s.pitch, MaskOnPanel: len(s.shown), Background: int(s.background),
		Level: "phase = 2 pi b/256",
		Note: "The levels assume a panel that is linear and reaches 2 pi at level 256 for " + lengthText(c.Wavelength) +
			": set its lookup table so, or map the levels by the panel's own curve.",
	}
	if m.Levels != nil {
		r.Level = "drive of the " + shortCurve(c.Curve)
		r.Note = "The grey values are the drives at which the device's curve was measured, or the levels themselves if the curve has no drives of 0 to 255. They need no lookup table."
	}
	if m.Amplitude {
		r.Level = "amplitude = b/255"
		r.Note = "The levels are of the amplitude, not of the intensity, and assume a panel that is linear in it."
	}
	return r
}

func (r *slmRecord) write(w io.Writer) error {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
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
