package modulator

import (
	"math"
	"strconv"
	"strings"

	"talbot/sim/errs"
	"talbot/sim/fmath"
)

// inline starts the text of a curve whose states stand in the text itself.
const inline = "states:"

// ParseCurve finds a curve by its text:
//
//	slm-K      the measured liquid-crystal display, resampled to K levels (slm-86 is as measured)
//	phase-K    an ideal phase modulator with K levels from 0 to 2 pi
//	binary     a mirror array: dark or bright
//	tn-K       a computed twisted-nematic display with K levels
//	states:A@P;A@P@D;...
//	           the states themselves, amplitude @ phase in radians @ drive, which is the
//	           level's number where it is missing: what Text gives
//	states:NAME:A@P@D;...
//	           the same with a name: what NamedText gives
func ParseCurve(text string) (Curve, error) {
	if rest, ok := strings.CutPrefix(text, inline); ok {
		name, states, named := strings.Cut(rest, ":")
		if !named {
			return parseStates(rest)
		}
		c, err := parseStates(states)
		if name == "" {
			return c, errs.New(strconv.Quote(cut(text)), " has an empty name: want ", inline, "name:amplitude@phase;...")
		}
		c.Name = name
		return c, err
	}
	if text == "binary" {
		return Curve{Name: text, States: []State{{0, 0, 0}, {1, 1, 0}}}, nil
	}
	kind, number, ok := strings.Cut(text, "-")
	k, err := strconv.Atoi(number)
	if ok && err == nil && strconv.Itoa(k) == number {
		var make func(int) Curve
		switch kind {
		case "slm":
			make = measured
		case "phase":
			make = idealPhase
		case "tn":
			make = twistedNematic
		}
		if make != nil {
			if k < 2 || k > MaxLevels {
				return Curve{}, errs.New("a curve of ", k, " levels: want 2 to ", MaxLevels)
			}
			c := make(k)
			c.Name = text
			return c, nil
		}
	}
	return Curve{}, errs.New(strconv.Quote(cut(text)), " is not a display (nor, to the command line, a file that is there): want slm-8 (or another number of levels), phase-8, tn-8, binary, or ",
		inline, "amplitude@phase;... with a state for each level")
}

func parseStates(text string) (Curve, error) {
	c := Curve{Name: "states"}
	for i, part := range strings.Split(text, ";") {
		s := State{Drive: float64(i)}
		numbers := strings.Split(part, "@")
		wrong := len(numbers) != 2 && len(numbers) != 3
		for k, to := range []*float64{&s.Amplitude, &s.Phase, &s.Drive}[:min(len(numbers), 3)] {
			x, err := strconv.ParseFloat(numbers[k], 64)
			wrong = wrong || err != nil
			*to = x
		}
		if wrong || !(math.Abs(s.Drive) <= math.MaxFloat64) {
			return c, errs.New("state ", i, ", ", strconv.Quote(cut(part)), ", is neither amplitude@phase nor amplitude@phase@drive")
		}
		if why := s.wrong(); why != "" {
			return c, errs.New("state ", i, ": ", why)
		}
		if i > 0 && s.Drive < c.States[i-1].Drive { // seven digits may make two equal
			return c, errs.New("state ", i, ": the drive ", errs.Float(s.Drive), " is below that of the level before, ", errs.Float(c.States[i-1].Drive))
		}
		if i == MaxLevels {
			return c, errs.New("there are more than ", MaxLevels, " levels")
		}
		c.States = append(c.States, s)
	}
	return c, c.check()
}

// Text is the curve in the form that ParseCurve reads, for a display that has no
// name. It holds the drives unless they are the levels' numbers.
func (c Curve) Text() string {
	text := []byte(inline)
	driven := false
	for i, s := range c.States {
		driven = driven || s.Drive != float64(i)
	}
	for i, s := range c.States {
		if i > 0 {
			text = append(text, ';')
		}
		text = strconv.AppendFloat(text, s.Amplitude, 'g', -1, 64)
		text = strconv.AppendFloat(append(text, '@'), s.Phase, 'g', -1, 64)
		if driven {
			text = strconv.AppendFloat(append(text, '@'), s.Drive, 'g', -1, 64)
		}
	}
	return string(text)
}

// NamedText is Text with the curve's name, of a file only the last part of its path. It
// has _ in place of what would end the name.
func (c Curve) NamedText() string {
	name := c.Name
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '/' || name[i] == '\\' {
			name = name[i+1:]
			break
		}
	}
	name = trim(replace(name, func(r rune) rune {
		if r < ' ' || r == ',' || r == ';' || r == ':' || r == '@' || r == '"' {
			return '_'
		}
		return r
	}))
	if name = cut(name); name == "" || name+":" == inline {
		return c.Text()
	}
	return inline + name + ":" + c.Text()[len(inline):]
}

// idealPhase has the phases 2 pi i/k and lets all light pass.
func idealPhase(k int) Curve {
	var c Curve
	for i := range k {
		c.States = append(c.States, State{float64(i), 1, 2 * math.Pi * float64(i) / float64(k)})
	}
	return c
}

// The calibration of a liquid-crystal display that LightRidge publishes with its
// code (ASPLOS23_AE/intensity.csv and phase.csv of its repository), at the grey
// values 0, 3, ..., 255: power meter readings, and the places of an interference
// fringe in camera pixels. A fringe period is 105 pixels.
var (
	slmPower = [86]uint16{182, 180, 179, 176, 174, 172, 169, 166, 164, 162, 159, 156, 153, 150, 148, 145, 142, 139, 136, 133, 129, 126, 122, 119,
		115, 112, 109, 105, 102, 99, 96, 94, 92, 90, 88, 87, 86, 86, 87, 88, 90, 93, 97, 102, 107, 114, 122, 131, 141, 151, 164, 178, 191, 207,
		222, 238, 255, 271, 289, 307, 323, 340, 357, 375, 392, 409, 425, 438, 449, 458, 466, 473, 480, 485, 492, 496, 500, 504, 509, 512, 513,
		515, 517, 519, 520, 520}
	slmFringe = [86]uint16{613, 613, 614, 613, 613, 613, 613, 613, 612, 611, 611, 611, 611, 611, 610, 610, 610, 610, 610, 610, 608, 608, 608, 608,
		608, 608, 607, 607, 606, 604, 604, 602, 601, 602, 600, 595, 590, 588, 589, 588, 579, 575, 572, 571, 564, 558, 558, 555, 553, 552, 551,
		549, 548, 546, 545, 542, 541, 540, 538, 536, 536, 536, 534, 534, 530, 527, 527, 527, 527, 525, 525, 525, 525, 525, 527, 525, 525, 527,
		525, 524, 525, 525, 524, 525, 525, 524}
)

// measured is that calibration at k levels: A = sqrt(power/520.3), P = (613 -
// fringe) 2 pi/105, not below 0. The phase spans 5.33 rad, less than a turn; the
// amplitude falls to 0.41 on the way and rises to 1.
func measured(k int) Curve {
	var c Curve
	for i := range slmPower {
		c.States = append(c.States, State{
			Drive:     float64(3 * i),
			Amplitude: math.Sqrt(float64(slmPower[i]) / 520.3),
			Phase:     math.Max(0, 613-float64(slmFringe[i])) * (2 * math.Pi / 105),
		})
	}
	if k == len(slmPower) {
		return c
	}
	return c.Resample(k)
}

// twistedNematic is a computed display: a cell with a twist of 90 degrees whose
// birefringence angle falls from 1.3 pi to 0.1 pi over the levels, between a
// polariser at 20 and an analyser at 70 degrees to the front director. Its Jones
// matrix is that of Lu and Saleh, "Theory and design of the liquid crystal TV as an
// optical spatial phase modulator", Opt. Eng. 29, 240 (1990). Amplitudes are those
// relative to the largest; values are rounded so that they are the same everywhere.
func twistedNematic(k int) Curve {
	const twist, most, least, front, back = math.Pi / 2, 1.3 * math.Pi, 0.1 * math.Pi, math.Pi / 9, 7 * math.Pi / 18
	c := Curve{States: make([]State, k)}
	largest, turns, last := 0.0, 0.0, 0.0
	for i := range k {
		x := float64(i) / float64(k-1)
		_, cos := fmath.Sincos(math.Pi * x)
		beta := least + (most-least)*(1+cos)/2
		gamma := math.Sqrt(twist*twist + beta*beta)
		sg, cg := fmath.Sincos(gamma)
		sd, cd := fmath.Sincos(front - back + twist)
		_, cs := fmath.Sincos(front + back - twist)
		re := twist/gamma*sg*sd + cg*cd
		im := -beta / gamma * sg * cs
		// The cell's common phase -beta: more birefringence, more delay.
		phase := math.Atan2(im, re) - beta
		if i > 0 {
			for phase+turns-last > math.Pi {
				turns -= 2 * math.Pi
			}
			for phase+turns-last < -math.Pi {
				turns += 2 * math.Pi
			}
		}
		last = phase + turns
		c.States[i] = State{float64(i), math.Sqrt(re*re + im*im), last}
		largest = math.Max(largest, c.States[i].Amplitude)
	}
	first := c.States[0].Phase
	for i := range c.States {
		s := &c.States[i]
		s.Amplitude = math.Round(s.Amplitude/largest*1e4) / 1e4
		s.Phase = math.Round((s.Phase-first)*1e4) / 1e4
	}
	return c
}
