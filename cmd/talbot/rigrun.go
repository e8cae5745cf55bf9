package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
)

// runCommand is the commands that make light do something on a bench.
func (b *bench) runCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "run",
		Short: "run on a bench: a hologram, a trained network, a training, a healing, a twin, dual neurons",
		Long: `Runs on a bench of panels and cameras. BENCH.json says which devices it has and how they stand;
"talbot rig virtual BENCH.json" writes one of a simulated bench, which others
resemble. --virtual makes a simulated bench for the run, with screens and cameras behind the
real protocols, and --virtual with --direct one without them, which needs nothing but this program.`,
		Args: subcommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(b.named((&bench{app: b.app}).hologramCommand(), (&bench{app: b.app}).inferCommand(), (&bench{app: b.app}).trainCommand(), (&bench{app: b.app}).healCommand(), (&bench{app: b.app}).twinCommand(), (&bench{app: b.app}).danteCommand())...)
	return c
}

// directly is the flag of a simulated bench that is computed.
func (b *bench) directly(c *cobra.Command) {
	c.Flags().BoolVar(&b.direct, "direct", false, "the simulated bench has no screens and no protocols: it needs neither Xvfb nor Aravis nor talbot-desk")
}

// running are the flags of a run on a bench.
func (b *bench) running(c *cobra.Command) {
	c.Flags().StringVar(&b.virtual, "virtual", "", "run on a simulated bench with faults: `"+strings.Join(virtual.Grades, "|")+"`")
	b.directly(c)
	b.calibrated(c)
	if c.Flags().Lookup("samples") != nil { // a run's own
		b.samples = 64
		c.Flags().StringVar(&b.address, "address", "127.0.16.1", "address of the simulated camera; the second has the next `one`")
		return
	}
	b.size(c)
}

// benchArgs takes so many arguments and the bench's file behind them, which a simulated bench has not.
func (b *bench) benchArgs(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if b.virtual != "" || b.direct {
			return exactly(n)(cmd, args)
		}
		if len(args) == n {
			return usage("%s wants a bench: add its file, BENCH.json, or --virtual mild for a simulated one", cmd.CommandPath())
		}
		if err := exactly(n+1)(cmd, args); err != nil {
			return err
		}
		_, err := benchFile(args[n]) // before anything long begins
		return err
	}
}

// benchFile reads the file of a bench.
func benchFile(name string) (open.File, error) {
	f, err := open.Read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f, usage("there is no %s: want the file of a bench, such as talbot rig virtual %s writes of a simulated one", name, name)
	case err != nil:
		return f, usage("%w: talbot rig virtual FILE.json writes one of a simulated bench, which others resemble", err)
	}
	return f, nil
}

// newFolder makes a folder for what a run writes, which must be empty or not there.
func newFolder(dir string) error {
	if dir == "" {
		return usage("add --out DIR, a new folder for what comes of it")
	}
	all, err := os.ReadDir(dir)
	switch {
	case err == nil && len(all) > 0:
		return usage("--out: %s has files already: name another folder", dir)
	case err != nil && !os.IsNotExist(err):
		return usage("--out: %w", err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("cannot make the folder: %w: choose another with --out", err)
	}
	return nil
}
