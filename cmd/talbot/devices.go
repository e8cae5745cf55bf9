package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu/dawn"
)

// devices lists what computes here.
func (a *app) devices() *cobra.Command {
	return &cobra.Command{
		Use:     "devices",
		Aliases: []string{"gpus"},
		Short:   "list what can compute here: the processor, and GPUs by number",
		Example: "  talbot devices\n  talbot train d2nn-mnist --gpu 1",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			c := cpu.Open(0)
			var cards []dawn.Card
			var err error
			present := dawn.Present() || os.Getenv("VK_DRIVER_FILES") != "" // without, Dawn prints warnings of its own
			if present {
				cards, err = gpus()
			}
			if a.json {
				if err := a.write(map[string]any{"device": "cpu", "name": c.Name()}); err != nil {
					return err
				}
				for _, g := range cards {
					if err := a.write(map[string]any{"device": "webgpu", "gpu": g.Number, "name": g.Name, "software": g.Software}); err != nil {
						return err
					}
				}
				return nil
			}
			fmt.Fprintf(a.out, "%-24s %s\n", "--device cpu", c.Name())
			for _, g := range cards {
				what := ""
				if g.Software {
					what = ", a program: slower than --device cpu"
				}
				fmt.Fprintf(a.out, "%-24s %s%s\n", fmt.Sprintf("--device webgpu --gpu %d", g.Number), g.Name, what)
			}
			switch {
			case err != nil:
				fmt.Fprintf(a.err, "talbot: note: %v\n", err)
			case len(cards) == 0:
				fmt.Fprintln(a.out, "no GPU")
			}
			return nil
		},
	}
}
