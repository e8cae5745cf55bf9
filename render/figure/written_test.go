package figure

import (
	"strings"
	"testing"

	"talbot/sim/frame"
)

// A picture that is written as the phase of even light is shown by that phase, and planes whose light is not known are left out.
func TestWrittenPhase(t *testing.T) {
	even, ramp := make([]byte, 16), make([]byte, 16)
	for i := range even {
		even[i], ramp[i] = 255, byte(16*i)
	}
	plane := func(kind frame.Kind, name string, z float32) frame.Plane {
		return frame.Plane{Kind: kind, Name: name, Nx: 4, Ny: 4, Pitch: 1e-5, Z: z, Intensity: even, Peak: 1, Power: 1}
	}
	in, lens, mask, out := plane(frame.Source, "input", 0), plane(frame.Lens, "lens", 0.01), plane(frame.Mask, "1", 0.02), plane(frame.Camera, "camera 1", 0.03)
	in.Phase, in.Amplitude, lens.Phase, lens.Intensity, mask.Phase = ramp, even, ramp, nil, ramp
	f := &frame.Frame{Wavelength: 5e-7, Predicted: -1, Label: -1, Planes: []frame.Plane{in, lens, mask, out}}
	if !writes(&f.Planes[0]) || writes(&f.Planes[2]) || writes(&f.Planes[3]) {
		t.Error("what writes a phase is taken for what does not, or the other way round")
	}
	if a, b := shown(&f.Planes[0], Style{}.light(f)), turned(&f.Planes[0]); string(a.Pix) != string(b.Pix) {
		t.Error("the input is not shown by its phase")
	}
	fields, err := Fields(f, nil, Style{})
	if err != nil {
		t.Fatal(err)
	}
	if w := fields.words; !strings.Contains(w, "Input: phase, power") || strings.Contains(w, "lens") || !strings.Contains(w, "Camera 1: peak") {
		t.Error(w)
	}
	bench, err := Bench(f, nil, Style{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(bench.caption, "the phase is shown that is written on its light") {
		t.Error(bench.caption)
	}
}

// Planes of a chip are as flat as they are, with room for the numbers of the scale beside them.
func TestFlatPlanes(t *testing.T) {
	f := &frame.Frame{Predicted: -1, Label: -1}
	for i := range 6 {
		f.Planes = append(f.Planes, frame.Plane{Kind: frame.Element, Name: "guides", Nx: 16, Ny: 1, Pitch: 1e-4, Z: float32(i) * 1e-3, Intensity: make([]byte, 16)})
	}
	p := place(seen(f), Style{}.theme(), 3, 200, true)
	if h := p.axes[3].Rect.Y - p.axes[0].Rect.Y; h > 120 {
		t.Errorf("rows of planes that are 12.5 high are %g apart", h)
	}
	if h := p.scale().H; h < leastScale || p.scale().Bottom() > p.bottom {
		t.Errorf("the scale is %g high, to %g of %g", h, p.scale().Bottom(), p.bottom)
	}
}
