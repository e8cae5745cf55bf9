package lab

import (
	"math"
	"strconv"
)

// captions are the texts that depend on the frame. They are made when it, the
// selection or the pointer changes, so that drawing makes none.
type captions struct {
	header  string   // wavelength, samples, pitch
	width   string   // of a plane
	law     string   // from intensity to brightness
	planes  []string // name of each plane
	digits  []string // the same, as short as can be
	z       []string // place of each plane
	classes []string
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
	u := lengthFor(float64(f.Distance) * float64(n-1-s.options.Origin))
	for i := range n {
		digit := f.MaskNumber(i - 1)
		name := s.words.Mask + " " + digit
		switch i {
		case 0:
			name, digit = s.words.Source, s.words.Source
		case n - 1:
			name, digit = s.words.Detector, s.words.Detector
		default:
			if n == 3 && f.Networks <= 1 {
				name, digit = s.words.Mask, s.words.Mask
			}
		}
		if i < len(s.options.Planes) {
			name = s.options.Planes[i]
			digit = name
		}
		t.planes, t.digits = append(t.planes, name), append(t.digits, digit)
		z := ""
		if k := i - s.options.Origin; k >= 0 {
			z = number(float64(f.Distance)*float64(k)/u.metre) + " " + u.name
		}
		t.z = append(t.z, z)
	}
	t.header = wavelength(float64(f.Wavelength)) + "  ·  " + strconv.Itoa(f.N) + " × " + strconv.Itoa(f.N) +
		" " + s.words.PixelsOf + " " + metres(float64(f.Pitch))
	t.width = metres(float64(f.Pitch) * float64(f.N))
	t.law = s.words.Brightness + " " + law(s.options.Exponent)

	t.classes, t.scores = t.classes[:0], t.scores[:0]
	for i, p := range f.Scores {
		t.classes = append(t.classes, className(s.options.Classes, i))
		t.scores = append(t.scores, percent(float64(p)))
	}
	t.reads, t.verdict, t.wrong = "", "", false
	if k := f.Predicted; k >= 0 && k < len(t.classes) {
		t.reads = t.classes[k]
		if f.Label == k {
			t.verdict = s.words.Correct
		} else if f.Label >= 0 && f.Label < len(t.classes) {
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
	if k := i - s.options.Origin; k >= 0 {
		t.subtitle = "z = " + metres(float64(f.Distance)*float64(k))
	}
	t.peak = number(float64(f.Peak[i]))
	t.facts[0] = s.words.Peak + " " + t.peak
	t.facts[1] = s.words.Power + " " + percent(float64(f.Power[i]))
	width := float64(f.Pitch) * float64(f.N)
	t.unit = lengthFor(width)
	step := nice(width / t.unit.metre / 2)
	t.half = step * t.unit.metre
	t.ticks = [3]string{sign("-" + number(step)), "0", number(step) + " " + t.unit.name}
	t.probed(s)
}

// probed makes the texts of the values under the pointer.
func (t *captions) probed(s *Scene) {
	t.probe = [4]string{}
	p := s.hover
	if p.plane < 0 || p.plane >= len(s.frame.Planes) {
		return
	}
	f := s.frame
	x, y := min(int(p.u*float64(f.N)), f.N-1), min(int(p.v*float64(f.N)), f.N-1)
	at := func(k int) string {
		return number((float64(k) - float64(f.N)/2 + 0.5) * float64(f.Pitch) / t.unit.metre)
	}
	t.probe[0] = "x = " + at(x) + " " + t.unit.name
	t.probe[1] = "y = " + at(f.N-1-y) + " " + t.unit.name
	k := y*f.N + x
	v := float64(f.Planes[p.plane][k]) / 255
	t.probe[3] = "I = " + number(round3(v*v*float64(f.Peak[p.plane])))
	if s.isMask(p.plane) {
		t.probe[2] = "φ = " + strconv.FormatFloat(float64(f.Masks[p.plane-1][k])*2*math.Pi/256, 'f', 2, 64) + " rad"
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
