package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/pflag"

	"talbot/cmd/internal/free"
	"talbot/sim/compute"
	"talbot/sim/compute/cpu"
	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
)

// deviceFlags choose what computes.
type deviceFlags struct {
	name    string
	threads int
	gpu     string
	gpus    int
	storage string
	forced  *pflag.Flag
}

func (d *deviceFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&d.name, "device", "auto", "what computes, `auto|cpu|webgpu`: auto takes a GPU if there is one")
	flags.StringVar(&d.gpu, "gpu", "", "take this GPU, `NUMBER|NAME`, of those that \"talbot devices\" lists (default: the fastest)")
	flags.StringVar(&d.storage, "storage", "single", "how a GPU keeps fields, `single|half`: half takes half the bytes and keeps each number in 12 bits, with an exponent that two share; sums and masks stay single")
	flags.IntVar(&d.threads, "threads", 0, "use `n` processor threads (default: all); results do not depend on it")
	if d.forced = flags.Lookup("force"); d.forced != nil {
		d.forced.Usage += "; take more memory than is free"
		return
	}
	flags.Bool("force", false, "take more memory than is free")
	d.forced = flags.Lookup("force")
}

// force tells whether --force was given.
func (d *deviceFlags) force() bool { return d.forced != nil && d.forced.Value.String() == "true" }

// processor opens so many threads, with room for what is free unless --force lifts that.
func (d *deviceFlags) processor(threads int) *cpu.Device { return openCPU(threads, d.force()) }

func openCPU(threads int, force bool) *cpu.Device {
	dev := cpu.Open(threads)
	if !force {
		free.Limit(dev)
	}
	return dev
}

// addGPUs adds the flag of commands that can use several GPUs.
func (d *deviceFlags) addGPUs(flags *pflag.FlagSet) {
	flags.IntVar(&d.gpus, "gpus", 1, "with --device webgpu, cut every batch into `n` shares for as many GPUs, one after another from that of --gpu on")
}

// helpers are the devices beside the first one that --gpus asks for.
func (d *deviceFlags) helpers() ([]compute.Device, error) {
	if err := d.checkShares(); err != nil {
		return nil, err
	}
	if d.gpus < 2 {
		return nil, nil
	}
	cards, err := gpus()
	if err != nil {
		return nil, err
	}
	first, err := strconv.Atoi(d.card())
	if err != nil {
		return nil, usage("--gpus goes from one number of a GPU to the next: give --gpu a number")
	}
	if d.gpus > len(cards) {
		fmt.Fprintf(os.Stderr, "talbot: note: %d shares for %d GPU: several shares of a batch on one GPU are slower than the whole\n", d.gpus, len(cards))
	}
	var list []compute.Device
	for i := range d.gpus - 1 {
		dev, err := openGPU(true, strconv.Itoa((first+i+1)%len(cards)), d.half())
		if err != nil {
			return list, err
		}
		list = append(list, dev)
	}
	return list, nil
}

// half tells whether fields are to be kept in half the bytes.
func (d *deviceFlags) half() bool { return d.storage == "half" }

// checkStorage looks at --storage.
func (d *deviceFlags) checkStorage() error {
	switch {
	case d.storage != "single" && d.storage != "half":
		return usage("--storage: %q is neither single nor half", d.storage)
	case d.half() && (d.name == "cpu" || d.name == "auto" && d.threads > 0 && d.gpu == ""):
		return usage("--storage half is for a GPU: leave it out, or take --device webgpu")
	}
	return nil
}

// checkShares looks at --gpus.
func (d *deviceFlags) checkShares() error {
	switch {
	case d.gpus < 1 || d.gpus > 64:
		return usage("--gpus: %d is outside 1 to 64", d.gpus)
	case d.gpus > 1 && d.name != "webgpu":
		return usage("--gpus needs --device webgpu")
	}
	return nil
}

// check looks at what is wrong whatever there is, so that nobody fetches data first.
func (d *deviceFlags) check() error {
	if err := d.checkStorage(); err != nil {
		return err
	}
	switch {
	case d.name != "auto" && d.name != "cpu" && d.name != "webgpu":
		return usage("--device: there is no device %q%s; want auto, cpu or webgpu", d.name, suggest(d.name, []string{"auto", "cpu", "webgpu"}, ""))
	case d.gpu != "" && d.name == "cpu":
		return usage("--gpu needs --device webgpu")
	case d.threads < 0:
		return usage("--threads: %d is below 0, which means all", d.threads)
	}
	return nil
}

// card is the GPU to take: that of --gpu, or the first where batches are shared.
func (d *deviceFlags) card() string {
	if d.gpu == "" && d.gpus > 1 {
		return "0"
	}
	return d.gpu
}

func (d *deviceFlags) open() (compute.Device, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if d.gpu != "" && d.name == "auto" {
		return openGPU(true, d.gpu, d.half()) // somebody wants it
	}
	switch d.name {
	case "cpu":
		return d.processor(d.threads), nil
	case "webgpu":
		return openGPU(true, d.card(), d.half())
	default:
		if d.threads > 0 { // somebody wants the processor
			return d.processor(d.threads), nil
		}
		_, err := dawn.Find()
		if d.half() && err != nil {
			return nil, err // somebody wants a GPU
		}
		if !d.half() && (err != nil || !dawn.Present()) {
			return d.processor(0), nil
		}
		dev, err := openGPU(false, "", d.half())
		if d.half() && err != nil {
			return nil, err
		}
		if err != nil {
			c := d.processor(0)
			fmt.Fprintf(os.Stderr, "talbot: note: %v; going on with %s\n", err, c.Name())
			return c, nil
		}
		return dev, nil
	}
}

// mayBeGPU tells whether open is to look for a GPU.
func (d *deviceFlags) mayBeGPU() bool {
	return d.name == "webgpu" || d.gpu != "" || d.name == "auto" && d.threads == 0 && dawn.Present()
}

// again is a device for a run whose GPU has gone away: the GPU if it is back, or else
// the processor.
func (d *deviceFlags) again() compute.Device {
	dev, err := openGPU(d.name == "webgpu", d.card(), d.half())
	if err != nil {
		return d.processor(0)
	}
	return dev
}

// gpus lists the GPUs.
func gpus() ([]dawn.Card, error) {
	lib, err := dawn.Find()
	if err != nil {
		return nil, err
	}
	return dawn.Cards(lib)
}

// openGPU opens a GPU, by its number or a part of its name, the fastest for "", and with
// software also one that is a program. With half it keeps fields in half the bytes.
func openGPU(software bool, card string, half bool) (*webgpu.Device, error) {
	lib, err := dawn.Find()
	if err != nil {
		return nil, err
	}
	return dawn.Open(dawn.Options{Library: lib, Card: card, Software: software}, webgpu.Tune{Half: half})
}
