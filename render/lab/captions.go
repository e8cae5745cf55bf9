package lab

import (
	"math"
	"strconv"

	"talbot/sim/frame"
)

// captions are the texts that depend on the frame. They are made when it, the
// selection or the pointer changes, so that drawing makes none.
type captions struct {
	header  string    // wavelength, samples, pitch
	width   string    // of a plane
	law     string    // from intensity to brightness
	planes  []string  // name of each plane
	digits  []string  // the same, as short as can be
	z       []string  // place of each plane
	classes []string  // and "none" where the scores leave something for it
	answers []float32 // the scores of these
	read    int       // which of these is the answer, or -1
	scores  []string
	reads   string // predicted class
	verdict string // right or wrong
	wrong   bool

	title    string // of the enlarged plane
	subtitle string
	facts    [2]string
	peak     string
	ticks    [3]string // transverse axis: -w, 0, w
	unit     length
	half     float64 // m, from the centre to the last tick

	probe [4]string // x, y, phase, intensity under the pointer

	loss, accuracy, steps string
	top                   float64 // largest loss of the curve
	highest               string
}

func (t *captions) frame(s *Scene) {
	f := s.frame
	if f == nil {
		return
	}
	n := len(f.Planes)
	t.planes, t.digits, t.z = t.planes[:0], t.digits[:0], t.z[:0]
	u := lengthFor(float64(f.Last().Z))
	for i := range n {
		p := &f.Planes[i]
		name, digit := p.Name, p.Name
		switch p.Kind {
		case frame.Source:
			if i == 0 && name == "source" {
				name, digit = s.words.Source, s.words.Source
			}
		case frame.Detector:
			name, digit = s.words.Detector, s.words.Detector
		case frame.Mask:
			if name = s.words.Mask + " " + digit; n == 3 && f.Networks <= 1 {
				name, digit = s.words.Mask, s.words.Mask
			}
		}
		if i < len(s.options.Planes) && s.options.Planes[i] != "" {
			name = s.options.Planes[i]
			digit = name
		}
		t.planes, t.digits = append(t.planes, name), append(t.digits, digit)
		z := ""
		if p.Z >= 0 {
			z = number(float64(p.Z)/u.metre) + " " + u.name
		}
		t.z = append(t.z, z)
	}
	first := &f.Planes[0]
	t.header = wavelength(float64(f.Wavelength)) + "  ·  " + strconv.Itoa(first.Nx) + " × " + strconv.Itoa(first.Ny) +
		" " + s.words.PixelsOf + " " + metres(float64(first.Pitch))
	t.width = metres(float64(first.Pitch) * float64(side(first)))
	t.law = s.words.Brightness + " " + law(s.options.Exponent)

	t.classes, t.scores = t.classes[:0], t.scores[:0]
	t.answers, t.read = f.Answers()
	for i, p := range t.answers {
		name := s.words.None
		if i < len(f.Scores) {
			name = className(s.options.Classes, i)
		}
		t.classes = append(t.classes, name)
		t.scores = append(t.scores, percent(float64(p)))
	}
	t.reads, t.verdict, t.wrong = "", "", false
	if k := t.read; k >= 0 && k < len(t.classes) {
		t.reads = t.classes[k]
		if f.Label == k {
			t.verdict = s.words.Correct
		} else if f.Label >= 0 && f.Label < len(f.Scores) {
			t.verdict, t.wrong = s.words.Truth+" "+t.classes[f.Label], true
		}
	}
	t.selection(s)
}

func className(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return strconv.Itoa(i)
}

// selection makes the texts of the enlarged plane.
func (t *captions) selection(s *Scene) {
	f, i := s.frame, s.shownPlane()
	t.title = t.planes[i]
	t.subtitle = ""
	p := &f.Planes[i]
	if p.Z >= 0 {
		t.subtitle = "z = " + metres(float64(p.Z))
	}
	t.peak = number(float64(p.Peak))
	t.facts[0] = s.words.Peak + " " + t.peak
	t.facts[1] = s.words.Power + " " + percent(float64(p.Power))
	width := float64(p.Pitch) * float64(side(p))
	t.unit = lengthFor(width)
	step := nice(width / t.unit.metre / 2)
	t.half = step * t.unit.metre
	t.ticks = [3]string{sign("-" + number(step)), "0", number(step) + " " + t.unit.name}
	t.probed(s)
}

// probed makes the texts of the values under the pointer.
func (t *captions) probed(s *Scene) {
	t.probe = [4]string{}
	h := s.hover
	if h.plane < 0 || h.plane >= len(s.frame.Planes) {
		return
	}
	p := &s.frame.Planes[h.plane]
	n := float64(side(p))
	left, top := margin(p)
	x, y := int(h.u*n)-left, int(h.v*n)-top
	if x < 0 || y < 0 || x >= p.Nx || y >= p.Ny {
		return
	}
	at := func(k, n int) string {
		return number((float64(k) - float64(n)/2 + 0.5) * float64(p.Pitch) / t.unit.metre)
	}
	t.probe[0] = "x = " + at(x, p.Nx) + " " + t.unit.name
	t.probe[1] = "y = " + at(p.Ny-1-y, p.Ny) + " " + t.unit.name
	k := y*p.Nx + x
	if p.Intensity != nil {
		v := float64(p.Intensity[k]) / 255
		t.probe[3] = "I = " + number(round3(v*v*float64(p.Peak)))
	}
	if p.Phase != nil {
		t.probe[2] = "φ = " + strconv.FormatFloat(float64(p.Phase[k])*2*math.Pi/256, 'f', 2, 64) + " rad"
	}
}

// round3 drops digits that a byte does not carry.
func round3(v float64) float64 {
	if v == 0 {
		return 0
	}
	p := math.Pow(10, math.Floor(math.Log10(v))-1)
	return math.Round(v/p) * p
}

// curve makes the texts of the learning curve.
func (t *captions) curve(s *Scene) {
	t.loss, t.accuracy, t.steps = "", "", ""
	if n := len(s.points); n > 0 {
		p := s.points[n-1]
		t.loss = s.words.Loss + " " + number(p.Loss)
		t.accuracy = s.words.Accuracy + " " + percent(p.Accuracy)
		t.steps = strconv.Itoa(p.Step)
		t.top = 1e-12
		for _, p := range s.points {
			if !math.IsNaN(p.Loss) && !math.IsInf(p.Loss, 0) {
				t.top = max(t.top, p.Loss)
			}
		}
		t.highest = number(t.top)
	}
}
