package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"talbot/sim/errs"
	"talbot/sim/guard"
)

func (a *app) submit() *cobra.Command {
	var c crew
	var hub hubFlags
	var as, limit string
	var workers int
	cmd := &cobra.Command{
		Use:   "submit SPEC",
		Short: "put the trials of a sweep into a hub's queue",
		Long: `Puts the trials of a sweep into the queue of a hub and returns; "talbot jobs" tells
what becomes of them. What is in the queue or done already is not put there again.

` + sweepHelp + `

--as prints a script that starts workers: for Slurm an array of jobs, for Kubernetes
an indexed Job. Each pulls many trials until its time is over, and gives back what is
under way. Without SPEC it only prints.`,
		Example: "  talbot submit rates.json --nats nats://lab:4222\n  talbot submit --as slurm --nats nats://lab:4222 --count 8 > workers.sh",
		Args: func(cmd *cobra.Command, args []string) error {
			if as != "" && len(args) == 0 {
				return nil
			}
			return exactly(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			script, err := workerScript(as, hub.address(), limit, workers)
			if err != nil {
				return err
			}
			if u, err := url.Parse(hub.address()); as != "" && err == nil && guard.Loopback(u.Hostname()) {
				fmt.Fprintf(a.err, "talbot: note: %s is this machine alone: give the address that other machines have for it with --nats\n", hub.address())
			}
			if len(args) == 1 {
				if err := a.submitted(cmd, &c, &hub, args[0], as != ""); err != nil {
					return err
				}
			}
			_, err = fmt.Fprint(a.out, script)
			return err
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	hub.add(f, "default: $TALBOT_NATS, or this machine")
	f.StringVar(&c.data.dir, "data", "", "`folder` of the data sets, or \""+builtIn+"\" (default: where \"data get\" puts them)")
	f.StringVar(&as, "as", "", "print a script that starts workers: `slurm|kubernetes`")
	f.IntVar(&workers, "count", 4, "how many `workers` the script starts")
	f.StringVar(&limit, "time", "1h", "wall-clock `time` of a worker of the script, of which it uses all but five minutes")
	c.app, c.data.notes, c.data.flags = a, a.err, f
	return cmd
}

// submitted puts the trials into the queue.
func (a *app) submitted(cmd *cobra.Command, c *crew, hub *hubFlags, file string, quiet bool) error {
	p, err := c.plan(file)
	if err != nil {
		return err
	}
	if p.Method == "halving" {
		return usage("submit puts all trials at once, and those of halving depend on results: use talbot sweep %s%s", errs.Word(file), hub.flags())
	}
	q, err := hub.connect()
	if err != nil {
		return err
	}
	defer q.Close()
	added := 0
	for _, t := range p.trials {
		isNew, err := q.Submit(cmd.Context(), t)
		if err != nil {
			return err
		}
		if isNew {
			added++
		}
	}
	if a.json && !quiet {
		return a.write(struct {
			Event  string `json:"event"`
			Trials int    `json:"trials"`
			New    int    `json:"new"`
		}{"done", len(p.trials), added})
	}
	w := a.out
	if quiet { // the script alone is there
		w = a.err
	}
	_, err = fmt.Fprintf(w, "%s in the queue of %s, of %s; the others were there or are done\nfollow them with: talbot jobs follow%s\n",
		several(added, "new trial"), hub.address(), thousands(len(p.trials)), hub.flags())
	return err
}

// shellWord is a word in quotes for a shell.
func shellWord(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
