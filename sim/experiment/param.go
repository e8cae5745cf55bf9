package experiment

import (
	"strconv"
	"strings"

	"talbot/sim/errs"
	"talbot/sim/modulator"
)

// Kind is the type of a parameter's value.
type Kind int

const (
	Int Kind = iota
	Float
	Bool
	Choice // one of Param.Choices, words or whole numbers
	Text   // words that the parameter itself understands
)

func (k Kind) String() string { return [...]string{"int", "float", "bool", "choice", "text"}[k] }

// Param is one knob of a Config: all that a front end needs to show it, to check
// it and to set it. Flags, the page's form, the desk's panel and permalinks are
// made from the list that Config.Params returns; none of them names a parameter.
type Param struct {
	Name    string // as in a flag: lower case, words joined by '-'
	Label   string // for a form
	Group   string // heading under which a form shows it
	Unit    string // SI, "" for a pure number
	Doc     string // one sentence
	Kind    Kind
	Choices []string // all values of a Choice; of a Text, some
	Old     string   // "was=is" of the values of a Choice that older versions called otherwise, with a space between two: flags, links and files may have them
	Min     float64  // smallest and largest value of an Int or Float
	Max     float64
	Live    bool // may change during training; else a change rebuilds the network
	Role    Role // what a front end must know of it beside its field

	// Needs are conditions on other parameters, without which this one does nothing:
	// "name=value|other" with a space between two of them. Forms hide what does nothing.
	Needs string

	// Each is what there may be a value each for, such as "gap"; "" for a parameter of one
	// value. Then the text of an Int or Float is one for all, or several with commas between.
	Each string

	// File says of what kind the files are that may give a Text its value by Read:
	// "curve" is for modulator.ReadCurve, and the texts of several stand with commas between;
	// "transmission" is for modulator.ReadTransmission.
	File string

	Check func(string) error // what is wrong with a Text
	Var   any                // *int, *float64, *bool, *string or EachOf, inside the Config
}

// Role is what a parameter is to a front end, which knows none by name.
type Role string

const (
	RoleBench    Role = ""         // the light depends on it
	RoleData     Role = "data"     // names the pictures to train and test on
	RoleMasks    Role = "masks"    // says what the numbers of masks are; they fit where it is the same
	RoleNetworks Role = "networks" // is how many networks share the masks, in their order
	RoleTraining Role = "training" // masks are learned by it, and the light through them does not depend on it
	RoleEpochs   Role = "epochs"   // is how long a run is, in epochs; of the training too
)

// ParamError says what was wrong with a parameter's value, so that a form can
// mark its field.
type ParamError struct {
	Name string
	Why  string
}

// Wrong is a *ParamError whose reason is made of parts as errs.New makes it.
func Wrong(name string, parts ...any) error { return &ParamError{name, errs.New(parts...).Error()} }

func (e *ParamError) Error() string { return e.Name + ": " + e.Why }

// Value returns the current value as text that Set accepts.
func (p Param) Value() string {
	switch v := p.Var.(type) {
	case *int:
		return strconv.Itoa(*v)
	case *float64:
		return strconv.FormatFloat(*v, 'g', -1, 64)
	case *bool:
		return strconv.FormatBool(*v)
	case *string:
		return *v
	case EachOf:
		if *v.All != "" {
			return *v.All
		}
		p.Var = v.First
		return p.Value()
	}
	panic("experiment: parameter " + p.Name + " has no value")
}

// PlainMinus is s with hyphens for the minus signs that figures and the page write numbers
// with, so that numbers taken from there can be read.
func PlainMinus(s string) string { return strings.ReplaceAll(s, "−", "-") }

// Set parses s, checks it against the parameter's range and stores it. On error,
// which is a *ParamError, the old value stays.
func (p Param) Set(s string) error {
	switch p.Var.(type) {
	case *int, *float64:
		s = PlainMinus(s)
	}
	fail := func(why string) error { return &ParamError{p.Name, why} }
	check := func(x float64) error {
		if x != x {
			return fail(strconv.Quote(s) + " is not a number")
		}
		if x < p.Min || x > p.Max {
			return fail(p.Quantity(x) + " is outside " + p.Quantity(p.Min) + " to " + p.Quantity(p.Max))
		}
		return nil
	}
	if p.Kind == Choice {
		for _, word := range strings.Fields(p.Old) {
			if was, is, _ := strings.Cut(word, "="); s == was {
				s = is
			}
		}
		list, known := "", false
		for i, c := range p.Choices {
			if i > 0 {
				list += ", "
			}
			list += c
			known = known || s == c
		}
		if !known {
			return fail(strconv.Quote(s) + " is not one of " + list)
		}
	}
	switch v := p.Var.(type) {
	case *int:
		x, err := strconv.Atoi(s)
		if err != nil {
			return fail(strconv.Quote(s) + " is not a whole number")
		}
		if p.Kind == Int {
			if err := check(float64(x)); err != nil {
				return err
			}
		}
		*v = x
	case *float64:
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return fail(strconv.Quote(s) + " is not a number")
		}
		if err := check(x); err != nil {
			return err
		}
		*v = x
	case EachOf:
		return p.setEach(v, s)
	case *bool:
		x, err := strconv.ParseBool(s)
		if err != nil {
			return fail(strconv.Quote(s) + " is neither true nor false")
		}
		*v = x
	case *string:
		if p.Kind == Text {
			if err := p.Check(s); err != nil {
				return fail(err.Error())
			}
		}
		*v = s
	}
	return nil
}

// Read is the text that a file of this name gives, and sentences on what was made of the
// file beyond its numbers. On error, a *ParamError, that says what is wrong with it.
func (p Param) Read(name string, file []byte) (text string, notes []string, err error) {
	if p.File == "transmission" {
		t, err := modulator.ReadTransmission(name, file)
		if err != nil {
			return "", nil, &ParamError{p.Name, err.Error()}
		}
		return t.Text(), nil, nil
	}
	if p.File != "curve" {
		return "", nil, &ParamError{p.Name, "takes no file"}
	}
	c, err := modulator.ReadCurve(name, file)
	if err != nil {
		return "", nil, &ParamError{p.Name, err.Error()}
	}
	return c.Text(), c.Notes, nil
}

// Quantity is a number with the parameter's unit, as a person would write it.
func (p Param) Quantity(x float64) string {
	switch p.Unit {
	case "":
		return errs.Float(x)
	case "m":
		return prefixed(x, 6)
	}
	return errs.Float(x) + " " + p.Unit
}

// At is the parameter with its value in v: a *int, *float64, *bool or *string.
func (p Param) At(v any) Param {
	p.Var = v
	return p
}
