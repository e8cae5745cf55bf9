package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"talbot/sim/experiment"
	"talbot/sim/system/all"
	"talbot/sim/system/diffractive"
)

// paramFlag is the flag of one parameter: it keeps the text, which is checked
// once the preset is known.
type paramFlag struct {
	param experiment.Param
	text  string
	set   bool
}

func (f *paramFlag) String() string { return f.text }

func (f *paramFlag) Set(s string) error {
	f.text, f.set = s, true
	return nil
}

// Type is the word for the value in the flags' help.
func (f *paramFlag) Type() string {
	if f.param.Unit != "" {
		return f.param.Unit
	}
	if f.param.Kind == experiment.Choice {
		return strings.Join(f.param.Choices, "|")
	}
	return f.param.Kind.String()
}

// paramFlags are the flags of all parameters, made from their table.
type paramFlags []*paramFlag

// addParams adds a flag for every parameter of the presets that have something to train,
// those of diffractive networks first.
func addParams(flags *pflag.FlagSet) paramFlags {
	var list paramFlags
	for _, p := range trainedParams() {
		f := &paramFlag{param: p}
		flag := flags.VarPF(f, p.Name, "", p.Doc)
		if p.Kind == experiment.Bool {
			flag.NoOptDefVal = "true"
		}
		list = append(list, f)
	}
	return list
}

// trainedParams are the parameters of all presets that learn, each name once, as the first of them has it.
func trainedParams() (list []experiment.Param) {
	seen := map[string]bool{}
	for _, s := range all.Systems() {
		for _, p := range s.Presets() {
			if !learns(p) {
				continue
			}
			for _, q := range p.Config.Params() {
				if !seen[q.Name] {
					seen[q.Name] = true
					list = append(list, q)
				}
			}
		}
	}
	return list
}

// joinBools joins "--flip true", as the parameters' help has it, to "--flip=true".
func joinBools(args []string) (joined []string) {
	bools := map[string]bool{}
	for _, p := range trainedParams() {
		bools["--"+p.Name] = p.Kind == experiment.Bool
	}
	for i := 0; i < len(args); i++ {
		word := args[i]
		if word == "--" {
			return append(joined, args[i:]...)
		}
		if bools[word] && i+1 < len(args) && (args[i+1] == "true" || args[i+1] == "false") {
			i++
			word += "=" + args[i]
		}
		joined = append(joined, word)
	}
	return joined
}

// apply sets what the command line gave. A later parameter may need an earlier
// one, so they are checked together in the end; the warnings are Config.Check's, and
// tell of what was given and does nothing.
func (list paramFlags) apply(c experiment.Config) (warnings []string, err error) {
	before := c.Clone()
	given := map[string]bool{}
	var read []string
	for _, f := range list {
		if !f.set {
			continue
		}
		given[f.param.Name] = true
		p, err := experiment.Named(c, f.param.Name)
		if err != nil {
			return nil, usage("--%s is no parameter of this preset; see its own with: talbot list PRESET", f.param.Name)
		}
		notes, err := f.read()
		if err != nil {
			return nil, err
		}
		read = append(read, notes...)
		if err := setText(p, f.text); err != nil {
			return nil, err
		}
	}
	if warnings, err = c.Check(); err != nil {
		return nil, list.unfit(before, c, err)
	}
	warnings = append(read, warnings...)
	params := c.Params()
	for _, p := range params {
		if why := idle(p, params); given[p.Name] && why != "" {
			warnings = append(warnings, why)
		}
	}
	was, _ := diffractive.Of(before)
	if is, ok := diffractive.Of(c); ok && !given["learning-rate"] {
		if why := otherMethod(&was, &is); why != "" {
			warnings = append(warnings, why)
		}
	}
	return warnings, nil
}

// read replaces names of files by what is in them, so that the run holds all that
// it depends on. The notes say what was made of the files.
func (f *paramFlag) read() (notes []string, err error) {
	switch f.param.File {
	case "":
		return nil, nil
	case "curve":
		return f.readCurves()
	}
	b, err := os.ReadFile(f.text)
	if err == nil {
		f.text, notes, err = f.param.Read(filepath.Base(f.text), b)
	} else if strings.Contains(f.text, ":") && !strings.ContainsAny(f.text, "/\\") { // the text itself
		err = nil
	} else {
		err = &experiment.ParamError{Name: f.param.Name, Why: err.Error()}
	}
	return notes, err
}

// readCurves is read for displays, of which there may be several.
func (f *paramFlag) readCurves() (notes []string, err error) {
	parts := curveParts(f.text)
	for i, p := range parts {
		c, file, err := findCurve(p)
		if err != nil {
			return nil, &experiment.ParamError{Name: f.param.Name, Why: err.Error()}
		}
		if !file {
			continue
		}
		for _, n := range c.Notes {
			notes = append(notes, p+": "+n)
		}
		parts[i] = c.NamedText()
	}
	f.text = strings.Join(parts, ",")
	return notes, nil
}

// setText sets a parameter to what a person wrote: a length may have any unit of
// length, and other numbers their own.
func setText(p experiment.Param, text string) error {
	if p.Kind == experiment.Float || p.Kind == experiment.Int {
		text = experiment.PlainMinus(text)
	}
	if parts := p.Split(text); len(parts) > 1 {
		for i, part := range parts {
			one := p.One(nil)
			if err := setText(one, part); err != nil {
				return err
			}
			parts[i] = one.Value()
		}
		return p.Set(strings.Join(parts, ","))
	}
	switch {
	case p.Kind != experiment.Float || p.Unit == "":
		return p.Set(text)
	case p.Unit == "m":
		return setLength(p, text)
	}
	number := strings.TrimSpace(strings.TrimSuffix(text, p.Unit))
	if _, err := strconv.ParseFloat(number, 64); err != nil {
		return &experiment.ParamError{Name: p.Name, Why: fmt.Sprintf("%q is not a number of %s", text, p.Unit)}
	}
	return p.Set(number)
}
