package main

import (
	"github.com/spf13/pflag"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
)

// deviceFlags choose what computes.
type deviceFlags struct {
	name    string
	threads int
}

func (d *deviceFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&d.name, "device", "auto", "what computes, `auto|cpu`")
	flags.IntVar(&d.threads, "threads", 0, "use `n` processor threads (default: all); results do not depend on it")
}

func (d *deviceFlags) open() (compute.Device, error) {
	if d.threads < 0 {
		return nil, usage("--threads: %d is below 0, which means all", d.threads)
	}
	switch d.name {
	case "auto", "cpu":
		return cpu.Open(d.threads), nil
	}
	return nil, usage("--device: there is no device %q; want auto or cpu", d.name)
}
