package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// app is what all commands share: where they write, and in which form.
type app struct {
	out, err io.Writer
	json     bool
}

// talbot runs one command line and returns its exit status.
func talbot(args []string, out, err io.Writer) int {
	// Looked for here as well, since a mistake ends the parsing before it is found.
	a := &app{out: out, err: err, json: slices.Contains(args, "--json")}
	root := a.root()
	root.SetArgs(joinBools(args))
	root.SetOut(out)
	root.SetErr(err)
	cmd, wrong := root.ExecuteC()
	return a.status(asGiven(cmd, wrong))
}

// write writes v as a line of JSON.
func (a *app) write(v any) error { return json.NewEncoder(a.out).Encode(v) }

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "talbot",
		Short: "simulate, train and run optical neural networks",
		Long: `Talbot simulates, trains and runs optical neural networks.

Start with "talbot list", then "talbot train PRESET"; "talbot serve" opens the
same networks as a page. "talbot help COMMAND" says what a command does.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          subcommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentFlags().BoolVar(&a.json, "json", a.json, "write JSON, one object a line, for programs")
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(a.list(), a.data(), a.train(), a.eval(), a.figure(), a.export(), a.serve())
	root.AddCommand(a.sweep(), a.runs(), a.polish(), a.generate(), a.model(), a.propagate())
	root.AddCommand(a.named(a.reproduce(), a.speed())...)
	root.AddCommand(a.hub(), a.worker(), a.submit(), a.jobs(), a.rig(), a.devices(), a.version())
	root.SetGlobalNormalizationFunc(renamed)
	cobra.EnableCommandSorting = false
	root.SetHelpFunc(help)
	root.SetHelpCommand(helpCommand())
	return root
}

// renamed is the name of a flag that may be called as in an older version, when what shows
// a mask was a device.
func renamed(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	if name == "device-curve" {
		name = "display-curve"
	}
	return pflag.NormalizedName(name)
}

// subcommand is for a command that has others below it: it takes no arguments of
// its own, so what is there is a word that was misspelt.
func subcommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var known []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			known = append(known, c.Name())
		}
	}
	meant := suggest(args[0], known, "")
	if !cmd.HasParent() {
		meant = synonym(args[0], meant)
	}
	return usage("there is no command %q%s; see: %s --help", cmd.CommandPath()+" "+args[0], meant, cmd.CommandPath())
}

// exactly is for a command that takes n arguments, which its Use line names.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return usage("%s wants %s; try: %s", cmd.CommandPath(), count(n, "argument"), synopsis(cmd))
	}
}

// atLeast is exactly for so many arguments or more.
func atLeast(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= n {
			return nil
		}
		return exactly(n)(cmd, args)
	}
}

// synopsis is how a command is called, without the usual [flags].
func synopsis(cmd *cobra.Command) string {
	return strings.TrimSuffix(cmd.UseLine(), " [flags]")
}

func count(n int, what string) string {
	switch n {
	case 0:
		return "no " + what
	case 1:
		return "one " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// several is count with the number in digits, also of one.
func several(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return thousands(n) + " " + what
}
