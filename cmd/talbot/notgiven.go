package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/experiment"
)

// reworded is an error in other words: what it is stays what it was.
type reworded struct {
	error
	text string
}

func (r reworded) Error() string { return r.text }
func (r reworded) Unwrap() error { return r.error }

// asGiven makes an error that begins with a parameter or a flag begin with what the command line has: "--epochs:" where it was
// given, "--epochs, which was not given:" where it could have been, and "epochs:" where the command has no such flag, as of
// a parameter in the file of a sweep or of a run.
func asGiven(cmd *cobra.Command, err error) error {
	if err == nil || cmd == nil {
		return err
	}
	text := err.Error()
	bare := strings.TrimPrefix(text, "--")
	name, rest, ok := strings.Cut(bare, ": ")
	var param *experiment.ParamError
	if ofParam := errors.As(err, &param) && name == param.Name; !ok || strings.ContainsAny(name, " \t\n") || !ofParam && bare == text {
		return err
	}
	switch flag := cmd.Flag(name); {
	case flag == nil && bare == text:
		return err
	case flag == nil:
		text = bare
	case flag.Changed:
		text = "--" + bare
	default:
		text = "--" + name + ", which was not given: " + rest
	}
	return reworded{err, text}
}

// unfit is an error of a configuration's Check about a parameter that nobody gave: it says which of those that were given
// does not go with its value.
func (list paramFlags) unfit(before, c experiment.Config, err error) error {
	var wrong *experiment.ParamError
	if !errors.As(err, &wrong) {
		return err
	}
	var given, blamed []string
	for _, f := range list {
		if !f.set {
			continue
		}
		name := f.param.Name
		if name == wrong.Name {
			return err
		}
		word := "--" + name
		if f.param.File == "" {
			word += " " + f.text
		}
		given = append(given, word)
		if f.alone(before, c) {
			blamed = append(blamed, word)
		}
	}
	p, none := experiment.Named(c, wrong.Name)
	if len(given) == 0 || none != nil || p.File != "" {
		return err
	}
	if len(blamed) == 0 {
		blamed = given
	}
	verb := " does"
	if len(blamed) > 1 {
		verb = " do"
	}
	text := fmt.Sprintf("%s%s not go with %s %s, which --%s changes: %s", strings.Join(blamed, " and "), verb, p.Name, p.Value(), p.Name, wrong.Why)
	return reworded{err, text}
}

// alone tells whether all is right again when this one is left out of what was given.
func (f *paramFlag) alone(before, c experiment.Config) bool {
	was, err := experiment.Named(before, f.param.Name)
	if err != nil {
		return false
	}
	without := c.Clone()
	p, err := experiment.Named(without, f.param.Name)
	if err != nil || p.Set(was.Value()) != nil {
		return false
	}
	_, err = without.Check()
	return err == nil
}
