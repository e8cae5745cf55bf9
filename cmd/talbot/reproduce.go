package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// reproduction is one thing that talbot reproduce knows.
type reproduction struct {
	id, doc string
	run     func(*reproducing) error
}

// reproductions lists them all.
var reproductions = []reproduction{
	{"optics", "every propagator against closed forms and the Rayleigh-Sommerfeld integral", reproduceOptics},
}

// reproducing is one run of the command.
type reproducing struct {
	*app
	quick  bool
	page   string
	device deviceFlags
}

func (a *app) reproduce() *cobra.Command {
	r := &reproducing{app: a}
	list := ""
	for _, x := range reproductions {
		list += "\n  " + x.id + strings.Repeat(" ", max(1, 9-len(x.id))) + x.doc
	}
	cmd := &cobra.Command{
		Use:     "reproduce ID",
		Short:   "measure again what the documentation claims",
		Long:    "Measures again what the documentation or a paper claims, and writes both side by side:\n" + list + "\n\nIts exit status is 0 only if all of it holds.",
		Example: "  talbot reproduce optics --quick\n  talbot reproduce optics --page validation.md",
		Args:    exactly(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var known []string
			for _, x := range reproductions {
				if x.id == args[0] {
					return x.run(r)
				}
				known = append(known, x.id)
			}
			return usage("there is nothing called %q to reproduce%s; want %s", args[0], suggest(args[0], known, ""), strings.Join(known, ", "))
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.BoolVar(&r.quick, "quick", false, "leave out what takes long")
	f.StringVar(&r.page, "page", "", "write the tables to `file` as well, in Markdown")
	r.device.add(f)
	return cmd
}
