package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/compute"
	"talbot/sim/experiment"
	"talbot/sim/rundir"
	"talbot/sim/system/all"
)

func (a *app) model() *cobra.Command {
	var params paramFlags
	var speckle bool
	cmd := &cobra.Command{
		Use:   "model RUN|PRESET",
		Short: "tell what a network is made of: layers, masks, neurons, memory",
		Long: `Tells what the network of a preset, with any of its parameters changed, or of a run
is made of: its layers with their masks, neurons and parameters, and how much memory
each step of its training takes. Nothing is computed, and no data are needed.

Memory is that of the arrays of a pass; what a device needs beside them is not in it.

--speckle tells instead how good the medium of an optical unit is that brings feedback:
statistics of its light on 40,000 pixels, with half of 64 mirrors on, beside those of
fully developed speckle, with the standard deviation that so many pixels have, and those
of media of free space, of four planes of rough phase and of one. Memory is how alike the
light of two mirrors side by side is, moved by up to 24 pixels.`,
		Example: "  talbot model dante-imagenet32-l10\n  talbot model dante-small --maps 9,16 --json\n  talbot model dfa-mnist --speckle",
		Args:    exactly(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var c experiment.Config
			if dir, err := otherRun(args[0]); err != nil {
				return err
			} else if dir != nil {
				c = dir.Config.Clone()
			} else if p, _, err := all.Find(args[0]); err == nil {
				c = p.Config
			} else if d, err := rundir.Open(args[0]); err == nil {
				c = d.Config.Clone()
			} else if _, _, err := anyPreset(args[0]); err != nil {
				return err
			}
			counted, ok := c.(experiment.Counted)
			if !ok {
				return usage("%s cannot tell what it is made of; what it depends on says: talbot list %s", args[0], args[0])
			}
			warnings, err := params.apply(c)
			if err != nil {
				return err
			}
			for _, w := range warnings {
				fmt.Fprintf(a.err, "talbot: note: %s\n", w)
			}
			made := counted.Model
			if speckle {
				made = func() (*experiment.Model, error) { return speckleModel(c) }
			}
			m, err := made()
			if err != nil {
				return err
			}
			if a.json {
				return a.write(struct {
					Event string `json:"event"`
					*experiment.Model
				}{"done", m})
			}
			return a.modelText(args[0], m)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().BoolVar(&speckle, "speckle", false, "tell the statistics of the light of an optical unit's medium")
	params = addParams(cmd.Flags())
	return cmd
}

// modelText is the table of layers, and what there is of each.
func (a *app) modelText(name string, m *experiment.Model) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", name)
	widths := make([]int, len(m.Columns))
	rows := append([][]string{m.Columns}, m.Rows...)
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len(cell))
		}
	}
	for _, row := range rows {
		for i, cell := range row {
			fmt.Fprintf(&b, "  %*s", widths[i], cell)
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
	for _, t := range m.Totals {
		number := thousands(int(t.Value))
		if t.Value != math.Trunc(t.Value) {
			number = strconv.FormatFloat(t.Value, 'g', 4, 64)
		}
		fmt.Fprintf(&b, "  %-34s %14s\n", t.Name, number)
	}
	b.WriteString("\n")
	for _, t := range m.Memory {
		fmt.Fprintf(&b, "  %-34s %14s\n", t.Name, compute.Bytes(t.Value))
	}
	_, err := a.out.Write([]byte(b.String()))
	return err
}
