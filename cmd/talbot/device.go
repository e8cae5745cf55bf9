package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
)

// deviceFlags choose what computes.
type deviceFlags struct {
	name    string
	threads int
}

func (d *deviceFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&d.name, "device", "auto", "what computes, `auto|cpu|webgpu`: auto takes a GPU if there is one")
	flags.IntVar(&d.threads, "threads", 0, "use `n` processor threads (default: all); results do not depend on it")
}

func (d *deviceFlags) open() (compute.Device, error) {
	if d.threads < 0 {
		return nil, usage("--threads: %d is below 0, which means all", d.threads)
	}
	switch d.name {
	case "cpu":
		return cpu.Open(d.threads), nil
	case "webgpu":
		return openGPU(true)
	case "auto":
		if d.threads > 0 { // somebody wants the processor
			return cpu.Open(d.threads), nil
		}
		if _, err := dawn.Find(); err != nil {
			return cpu.Open(0), nil
		}
		dev, err := openGPU(false)
		if err != nil {
			c := cpu.Open(0)
			fmt.Fprintf(os.Stderr, "talbot: note: %v; going on with %s\n", err, c.Name())
			return c, nil
		}
		return dev, nil
	}
	return nil, usage("--device: there is no device %q; want auto, cpu or webgpu", d.name)
}

// openGPU opens the fastest GPU, or, if software is set, one that is a program.
func openGPU(software bool) (*webgpu.Device, error) {
	lib, err := dawn.Find()
	if err != nil {
		return nil, err
	}
	return dawn.Open(dawn.Options{Library: lib, Software: software}, webgpu.Tune{})
}
