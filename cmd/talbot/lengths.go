package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"talbot/sim/experiment"
	"talbot/sim/optics"
)

// lengthUnits are the units that a length may have, and their powers of ten.
var lengthUnits = map[string]int{"": 0, "m": 0, "km": 3, "cm": -2, "mm": -3, "um": -6, "µm": -6, "μm": -6, "nm": -9}

var lengthForm = regexp.MustCompile(`^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:[eE]([+-]?[0-9]{1,3}))?\s*([a-zµμ]*)$`)

// lengthHelp says how a length is written.
const lengthHelp = "metres such as 0.12, or a length with km, m, cm, mm, um or nm such as 12cm"

// metres reads a length: a number of metres, or one with a unit. 532nm is 532e-9
// to the last bit.
func metres(text string) (float64, error) {
	fail := func() (float64, error) { return 0, fmt.Errorf("%q is not a length: want %s", text, lengthHelp) }
	m := lengthForm.FindStringSubmatch(text)
	if m == nil {
		return fail()
	}
	power, ok := lengthUnits[m[3]]
	if !ok {
		return fail()
	}
	own, _ := strconv.Atoi(m[2]) // "" is none, and three digits fit
	x, err := strconv.ParseFloat(m[1]+"e"+strconv.Itoa(own+power), 64)
	if err != nil {
		return fail()
	}
	return x, nil
}

// setLength sets a parameter that is a length.
func setLength(p experiment.Param, text string) error {
	x, err := metres(text)
	if err != nil {
		return &experiment.ParamError{Name: p.Name, Why: err.Error()}
	}
	err = p.Set(strconv.FormatFloat(x, 'g', -1, 64))
	var wrong *experiment.ParamError
	if errors.As(err, &wrong) && text[len(text)-1] < 'a' { // no unit
		return &experiment.ParamError{Name: p.Name, Why: wrong.Why + "; a length can have a unit, such as 532nm, 36um or 12cm"}
	}
	return err
}

// lengthFlag is a flag that is a length in metres; 0 is none.
type lengthFlag float64

func (f *lengthFlag) Type() string { return "metres" }

func (f *lengthFlag) String() string {
	if *f == 0 {
		return ""
	}
	return lengthText(float64(*f))
}

func (f *lengthFlag) Set(text string) error {
	x, err := metres(text)
	if err == nil && x <= 0 {
		err = fmt.Errorf("%s is not above 0", text)
	}
	*f = lengthFlag(x)
	return err
}

// lengthText writes metres with the unit that suits them and four digits.
func lengthText(m float64) string { return optics.LengthDigits(m, 4) }
