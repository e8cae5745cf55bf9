package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"talbot/sim/errs"
)

// givenFlags are the flags of a command as they were given, each with a blank before it, for advice to give the same command
// again. It leaves out --json, which only says how that is told.
func givenFlags(cmd *cobra.Command) (text string) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		value := f.Value.String()
		if list, ok := f.Value.(pflag.SliceValue); ok {
			value = strings.Join(list.GetSlice(), ",")
		}
		switch {
		case f.Name == "json":
		case f.Value.Type() == "bool" && value == "true":
			text += " --" + f.Name
		case f.Value.Type() == "bool":
			text += " --" + f.Name + "=" + value
		default:
			text += " --" + f.Name + " " + errs.Word(value)
		}
	})
	return text
}
