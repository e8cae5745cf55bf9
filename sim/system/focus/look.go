package focus

import (
	"math"
	"math/cmplx"

	"talbot/sim/experiment"
	"talbot/sim/frame"
	"talbot/sim/measure"
)

// look is the frame of the bench as it is: the phases, the scatterer, the camera, the focus as it forms and its section.
func (r *running) look() (*frame.Frame, error) {
	s := r.s
	focus, light, err := s.Judge()
	if err != nil {
		return nil, err
	}
	step, _ := r.Progress()
	if step < r.at {
		r.history = nil
	}
	if len(r.history) == 0 || step != r.at {
		r.history = append(r.history, focus)
	}
	r.at = step
	phases := make([]float32, s.phase.Len())
	if err := s.dev.Read(s.phase.Value, 0, phases); err != nil {
		return nil, err
	}
	n, pitch := s.Samples, float32(Aperture/float64(s.Samples))
	mask := frame.Plane{Kind: frame.Mask, Name: "1", Nx: n, Ny: n, Pitch: pitch, Power: 1, Peak: 1, Phase: make([]byte, n*n), Intensity: make([]byte, n*n)}
	for i, p := range phases {
		mask.Phase[i], mask.Intensity[i] = frame.PhaseByte(float64(p)), 255
	}
	plate, err := s.plate()
	if err != nil {
		return nil, err
	}
	camera := frame.Plane{Kind: frame.Camera, Name: "camera", Nx: n, Ny: n, Pitch: pitch, Z: Distance}
	sum := float32(0)
	for _, v := range light {
		camera.Peak, sum = max(camera.Peak, v), sum+v
	}
	camera.Intensity, camera.Power = frame.Bytes(light, camera.Peak), sum/float32(n*n)
	f := &frame.Frame{Wavelength: Wavelength, Label: -1, Predicted: -1, Planes: []frame.Plane{mask, plate, camera}}
	if s.Scatterer == "none" {
		f.Planes = []frame.Plane{mask, camera}
	}
	f.Panels = r.panels(focus, light)
	return f, nil
}

// plate is the scatterer's plane.
func (s *Session) plate() (p frame.Plane, err error) {
	g := s.Bench.Camera()
	f := s.Faults
	profile, err := Plate(s.Scatterer, g, uint64(f.Seed+s.Seed-1), 0)
	if err != nil {
		return p, err
	}
	p = frame.Plane{Kind: frame.Speckle, Name: s.Scatterer, Nx: g.Nx, Ny: g.Ny, Pitch: float32(g.Dx), Z: float32(s.At * Distance), Power: 1, Phase: make([]byte, g.Len())}
	for i, v := range profile.Samples(g) {
		p.Phase[i] = frame.PhaseByte(cmplx.Phase(v))
	}
	return p, nil
}

// near is how wide the picture of the focus is, m.
const near = 0.6e-3

// panels are the focus enlarged, its section beside that of no scatterer, how it came, and what is to be said.
func (r *running) panels(now Focus, light []float32) []frame.Panel {
	s := r.s
	g := s.Bench.Camera()
	half := int(near / 2 / g.Dx)
	cx, cy := int(math.Round(s.X/g.Dx))+g.Nx/2, int(math.Round(s.Y/g.Dy))+g.Ny/2
	cx, cy = min(max(cx, half), g.Nx-half), min(max(cy, half), g.Ny-half)
	var part []float32
	peak := float32(0)
	for y := cy - half; y < cy+half; y++ {
		part = append(part, light[y*g.Nx+cx-half:y*g.Nx+cx+half]...)
	}
	for _, v := range light {
		peak = max(peak, v)
	}
	mm := func(i int, d float64, n int) float32 { return float32((float64(i) - float64(n)/2) * d) }
	image := frame.Panel{ID: "focus", Shape: frame.Image, Title: "The focus", Names: []string{"intensity (source 1)"}, Nx: 2 * half, Ny: 2 * half, Lo: 0, Hi: peak, Map: frame.Intensity, Image: frame.Bytes(part, peak),
		Note: "Light around the place where it is to meet, 0.6 mm wide."}.Across("m", mm(cx-half, g.Dx, g.Nx), mm(cx+half, g.Dx, g.Nx), mm(cy-half, g.Dy, g.Ny), mm(cy+half, g.Dy, g.Ny))
	section := frame.Panel{ID: "section", Shape: frame.Lines, Title: "Section through the focus", X: frame.Axis{Label: "x", Unit: "m"}, Y: frame.Axis{Label: "intensity"},
		Note: "Beside it the focus of the same aperture with nothing in the way."}
	top := brightest(light)
	row := measure.Row(g, light, top/g.Nx)
	line, clear := frame.Series{Name: "light", Class: 0}, frame.Series{Name: "of a lens", Class: 1}
	for i := max(0, top%g.Nx-half); i < min(g.Nx, top%g.Nx+half); i++ {
		x := (float64(i-top%g.Nx) * g.Dx) * Aperture / (Wavelength * Distance) * math.Pi
		sinc := 1.0
		if x != 0 {
			sinc = math.Sin(x) / x
		}
		line.X, line.Y = append(line.X, mm(i, g.Dx, g.Nx)), append(line.Y, row[i]/peak)
		clear.X, clear.Y = append(clear.X, mm(i, g.Dx, g.Nx)), append(clear.Y, float32(sinc*sinc))
	}
	section.Series = []frame.Series{line, clear}
	list := []frame.Panel{image, section}
	if len(r.history) > 1 {
		h := frame.Panel{ID: "history", Shape: frame.Lines, Title: "Light in the target", X: frame.Axis{Label: "looks"}, Y: frame.Axis{Label: "%"},
			Note: "The share of the light that arrives in the target's square.", Series: []frame.Series{{Class: 0, Name: "share"}}}
		for i, f := range r.history {
			h.Series[0].X, h.Series[0].Y = append(h.Series[0].X, float32(i)), append(h.Series[0].Y, float32(100*f.Share))
		}
		list = append(list, h)
	}
	text := "The brightest place is " + experiment.Short(now.Peak) + " dB above the rest, and not where it should be."
	if now.Hit {
		text = "The focus is " + experiment.Short(1e6*now.Width) + " µm wide at half its height, that of a lens with nothing in the way " + experiment.Short(1e6*Limit) +
			" µm, and " + experiment.Short(now.Peak) + " dB above the rest."
	}
	return append(list, frame.Panel{ID: "said", Shape: frame.Text, Note: text})
}
