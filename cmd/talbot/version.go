package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "print Talbot's version",
		Args:  exactly(0),
		RunE: func(*cobra.Command, []string) error {
			if a.json {
				return a.write(map[string]string{"version": build(), "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
			}
			_, err := fmt.Fprintf(a.out, "talbot %s, %s, %s/%s\n", build(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// commit is what build.sh names where Go sees no repository: a worktree that git has linked.
var commit string

// nameless is the version of a program that does not know its commit.
const nameless = "(devel)"

// build is the version that Go or build.sh wrote into the program: of the module, and of the
// commit where the build had it.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	v := info.Main.Version
	if v == "" || v == nameless {
		v = cmp.Or(commit, nameless)
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && v == nameless:
			v = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			v += " (modified)"
		}
	}
	return v
}

// named makes commands that write records say at their end where the program does not know its commit, which their records would name.
func (a *app) named(all ...*cobra.Command) []*cobra.Command {
	for _, c := range all {
		c.PostRun = func(*cobra.Command, []string) {
			if build() == nameless {
				fmt.Fprintln(a.err, "talbot: note: this program does not know its commit, and what was written names none: ./build.sh build makes one that does")
			}
		}
	}
	return all
}
