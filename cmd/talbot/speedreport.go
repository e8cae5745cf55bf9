package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"talbot/sim/speed/report"
)

func (a *app) speedReport() *cobra.Command {
	return &cobra.Command{
		Use:   "report FILE...",
		Short: "make tables of what was measured with --json",
		Long: `Makes tables, in Markdown, of files that "talbot speed --json" wrote: one for each
command and version, with medians where it was run several times. sim/speed/records/tables.md
has those of this project's own records.`,
		Example: "  talbot speed hop --rival fftw --json > hop.jsonl\n  talbot speed report hop.jsonl",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("%s wants files that talbot speed --json wrote", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			for _, name := range args {
				f, err := os.Open(name)
				if err != nil {
					return err
				}
				fmt.Fprintf(a.out, "## %s\n\n", name)
				err = report.Write(a.out, f)
				f.Close()
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
			return nil
		},
	}
}
