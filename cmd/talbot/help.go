package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"talbot/sim/experiment"
	"talbot/sim/system/all"
)

// helpCommand is "talbot help", the same as --help.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "say what a command does and how to call it",
		Example: "  talbot help train\n  talbot help train d2nn-mnist-64",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return usage("%w", err)
			}
			if about.HasSubCommands() {
				if err := subcommand(about, rest); err != nil {
					return err
				}
			}
			help(about, rest)
			return nil
		},
	}
}

// onlySystem is the annotation of a command that trains the presets of one system alone.
const onlySystem = "system"

// help writes what a command does and how to call it. A command with parameters
// shows them with the values of the preset among args, if there is one.
func help(cmd *cobra.Command, args []string) {
	w := cmd.OutOrStdout()
	text := cmd.Long
	if text == "" {
		text = strings.ToUpper(cmd.Short[:1]) + cmd.Short[1:] + "."
	}
	use := synopsis(cmd)
	if cmd.HasAvailableSubCommands() {
		use += " COMMAND"
	}
	fmt.Fprintf(w, "%s\n\n%s %s\n", reflow(text, terminalWidth(w)), bold(w, "usage:"), use)
	if cmd.Example != "" {
		fmt.Fprintf(w, "\n%s\n%s\n", bold(w, "examples"), cmd.Example)
	}
	var rows [][2]string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			rows = append(rows, [2]string{strings.TrimPrefix(c.CommandPath(), "talbot "), c.Short})
		}
	}
	section(w, "commands", rows)

	var params bool
	rows = nil
	cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) {
		if _, ok := f.Value.(*paramFlag); ok {
			params = true
		} else if !f.Hidden && f.Name != "help" {
			rows = append(rows, flagRow(f))
		}
	})
	if cmd.HasParent() {
		cmd.InheritedFlags().VisitAll(func(f *pflag.Flag) { rows = append(rows, flagRow(f)) })
	}
	section(w, "flags", rows)
	if params {
		helpParams(w, cmd, args)
	}
}

// item is a line of a list in a help text: a word, and what it is.
var item = regexp.MustCompile(`^  \S+ +`)

// reflow breaks the paragraphs of a text anew, and the items of its lists, so that it fits
// a width.
func reflow(text string, width int) string {
	var out []string
	for _, paragraph := range strings.Split(text, "\n\n") {
		var parts []string // first line of each item, or all of a paragraph
		for _, line := range strings.Split(paragraph, "\n") {
			if list := item.MatchString(line); len(parts) == 0 || list {
				parts = append(parts, line)
			} else {
				parts[len(parts)-1] += " " + strings.TrimSpace(line)
			}
		}
		for i, part := range parts {
			head := item.FindString(part)
			lines := wrapWords(part[len(head):], width-len(head))
			parts[i] = head + strings.Join(lines, "\n"+strings.Repeat(" ", len(head)))
		}
		out = append(out, strings.Join(parts, "\n"))
	}
	return strings.Join(out, "\n\n")
}

func flagRow(f *pflag.Flag) [2]string {
	value, doc := pflag.UnquoteUsage(f)
	left := "--" + f.Name
	if value != "" {
		left += " " + value
	}
	if d := strings.Trim(f.DefValue, "[]"); f.Value.Type() != "bool" && d != "" && d != "0" {
		doc += " (default " + d + ")"
	}
	return [2]string{left, doc}
}

// section writes rows of two columns below a heading.
func section(w io.Writer, heading string, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	const widest = 26 // a longer left column has its text on the next line
	left := 0
	for _, r := range rows {
		if n := utf8.RuneCountInString(r[0]); n <= widest {
			left = max(left, n)
		}
	}
	fmt.Fprintf(w, "\n%s\n", bold(w, heading))
	for _, r := range rows {
		lines := wrapWords(r[1], max(30, terminalWidth(w)-left-4))
		if utf8.RuneCountInString(r[0]) > left {
			fmt.Fprintf(w, "  %s\n", r[0])
			r[0] = ""
		}
		for i, l := range lines {
			if i > 0 {
				r[0] = ""
			}
			fmt.Fprintf(w, "  %-*s  %s\n", left, r[0], l)
		}
	}
}

func helpParams(w io.Writer, cmd *cobra.Command, args []string) {
	flags := cmd.Flags()
	name := func(p experiment.Param) string {
		if f := flags.Lookup(p.Name + "-set"); f != nil {
			return "--" + f.Name
		}
		return "--" + p.Name
	}
	for _, arg := range args {
		if p, _, err := all.Find(arg); err == nil && learns(p) {
			fmt.Fprintf(w, "\n%s\n", bold(w, "parameters of "+p.ID))
			_ = writeParams(w, p.Config.Params(), name) // help has nobody to tell
			return
		}
	}
	seen, told := map[string]bool{}, map[string]bool{}
	for _, system := range all.Systems() {
		if only := cmd.Annotations[onlySystem]; only != "" && system.Name != only {
			continue
		}
		for _, p := range system.Presets() {
			if !learns(p) {
				continue
			}
			var names []string
			for _, q := range p.Config.Params() {
				if !seen[q.Name] {
					names = append(names, name(q))
				}
				seen[q.Name] = true
			}
			if len(names) == 0 {
				continue
			}
			what, values := "and of "+system.Name+" presets", ""
			switch {
			case len(told) == 0:
				what, values = "parameters", ", with a preset's values"
			case told[system.Name]: // it has some that the first of them lacks
				what = "and of " + p.ID
			}
			told[system.Name] = true
			fmt.Fprintf(w, "\n%s%s: %s %s --help\n", bold(w, what), values, cmd.CommandPath(), p.ID)
			for _, l := range wrapWords(strings.Join(names, " "), terminalWidth(w)-2) {
				fmt.Fprintf(w, "  %s\n", l)
			}
		}
	}
}
