package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/experiment"
	"talbot/sim/system/all"
	"talbot/sim/system/basic"
)

func (a *app) list() *cobra.Command {
	return &cobra.Command{
		Use:     "list [PRESET]",
		Aliases: []string{"params", "presets"},
		Short:   "list the presets, or the parameters of one",
		Example: "  talbot list\n  talbot list d2nn-mnist-64",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("%s wants one preset at most; try: talbot list %s", cmd.CommandPath(), args[0])
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listPresets()
			}
			p, _, err := anyPreset(args[0])
			if err != nil {
				return err
			}
			return a.listParams(p.ID, p.Doc, p.Config.Params())
		},
	}
}

func (a *app) listPresets() error {
	if a.json {
		for _, s := range all.Systems() {
			for _, p := range s.Presets() {
				line := map[string]string{"preset": p.ID, "title": p.Title, "doc": p.Doc, "system": s.Name}
				if s.Name == basic.System.Name {
					line["kind"] = "basic" // as older versions say it
				}
				if err := a.write(line); err != nil {
					return err
				}
			}
		}
		return nil
	}
	name, width := 0, 1<<10 // for a program, a preset is a line
	if isTerminal(a.out) {
		width = terminalWidth(a.out)
	}
	for _, id := range allPresetIDs() {
		name = max(name, len(id))
	}
	for i, s := range all.Systems() {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintln(a.out, s.Title)
		for _, p := range s.Presets() {
			id := p.ID
			for _, line := range wrapWords(p.Doc, width-name-4) {
				if _, err := fmt.Fprintf(a.out, "  %-*s  %s\n", name, id, line); err != nil {
					return err
				}
				id = ""
			}
		}
	}
	_, err := fmt.Fprintln(a.out, "\nparameters of one: talbot list PRESET")
	return err
}

func (a *app) listParams(id, doc string, params []experiment.Param) error {
	if a.json {
		for _, q := range params {
			if err := a.write(paramJSON(q)); err != nil {
				return err
			}
		}
		return nil
	}
	for _, line := range wrapWords(id+": "+doc, terminalWidth(a.out)) {
		fmt.Fprintln(a.out, line)
	}
	return writeParams(a.out, params, func(q experiment.Param) string { return q.Name })
}

func paramJSON(p experiment.Param) map[string]any {
	m := map[string]any{"name": p.Name, "label": p.Label, "group": p.Group, "kind": p.Kind.String(), "doc": p.Doc, "default": p.Value()}
	if p.Unit != "" {
		m["unit"] = p.Unit
	}
	switch p.Kind {
	case experiment.Choice:
		m["choices"] = p.Choices
	case experiment.Int, experiment.Float:
		m["min"], m["max"] = p.Min, p.Max
	}
	return m
}

// valueRange says what a parameter may be.
func valueRange(p experiment.Param) string {
	switch p.Kind {
	case experiment.Choice:
		return strings.Join(p.Choices, ", ")
	case experiment.Bool:
		return "true, false"
	case experiment.Text:
		return "text"
	}
	if p.Kind == experiment.Int {
		return fmt.Sprintf("%.0f to %.0f", p.Min, p.Max)
	}
	if p.Unit == "m" {
		return lengthValue(p.Min) + " to " + lengthValue(p.Max)
	}
	return fmt.Sprintf("%g to %g", p.Min, p.Max)
}
