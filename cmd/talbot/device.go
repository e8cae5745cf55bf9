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
	gpus    int
}

func (d *deviceFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&d.name, "device", "auto", "what computes, `auto|cpu|webgpu`: auto takes a GPU if there is one")
	flags.IntVar(&d.threads, "threads", 0, "use `n` processor threads (default: all); results do not depend on it")
}

// addGPUs adds the flag of commands that can use several GPUs.
func (d *deviceFlags) addGPUs(flags *pflag.FlagSet) {
	flags.IntVar(&d.gpus, "gpus", 1, "with --device webgpu, cut every batch into `n` shares for as many devices; WebGPU itself says which GPU each gets")
}

// helpers are the devices beside the first one that --gpus asks for.
func (d *deviceFlags) helpers() ([]compute.Device, error) {
	if d.gpus < 1 || d.gpus > 64 {
		return nil, usage("--gpus: %d is outside 1 to 64", d.gpus)
	}
	if d.gpus > 1 && d.name != "webgpu" {
		return nil, usage("--gpus needs --device webgpu")
	}
	var list []compute.Device
	for range d.gpus - 1 {
		dev, err := openGPU(true)
		if err != nil {
			return list, err
		}
		list = append(list, dev)
	}
	return list, nil
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
		if _, err := dawn.Find(); err != nil || !dawn.Present() {
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

// again is a device for a run whose GPU has gone away: the GPU if it is back, or else
// the processor.
func (d *deviceFlags) again() compute.Device {
	dev, err := openGPU(d.name == "webgpu")
	if err != nil {
		return cpu.Open(0)
	}
	return dev
}

// openGPU opens the fastest GPU, or, if software is set, one that is a program.
func openGPU(software bool) (*webgpu.Device, error) {
	lib, err := dawn.Find()
	if err != nil {
		return nil, err
	}
	return dawn.Open(dawn.Options{Library: lib, Software: software}, webgpu.Tune{})
}
