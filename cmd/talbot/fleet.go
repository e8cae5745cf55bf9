package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"

	"github.com/spf13/pflag"

	"talbot/sim/cluster"
	"talbot/sim/cluster/share"
	"talbot/sim/cluster/work"
	"talbot/sim/compute"
	"talbot/sim/compute/webgpu/dawn"
	"talbot/sim/data"
	"talbot/sim/errs"
	"talbot/sim/guard"
	"talbot/sim/rig"
)

// hubFlags say where a hub is.
type hubFlags struct{ url, tokenFile, ca string }

func (h *hubFlags) add(flags *pflag.FlagSet, usual string) {
	flags.StringVar(&h.url, "nats", "", "the hub's `URL`, such as nats://lab:4222 ("+usual+")")
	flags.StringVar(&h.tokenFile, "token-file", "", "`file` with the hub's token (default: the token in $TALBOT_TOKEN)")
	flags.StringVar(&h.ca, "ca", "", "PEM `file` of the certificate that the hub shows, for one that no authority has signed (default: $TALBOT_CA)")
}

// flags are those with which another command reaches the same hub.
func (h *hubFlags) flags() string {
	text := " --nats " + errs.Word(h.address())
	if h.ca != "" {
		text += " --ca " + errs.Word(h.ca)
	}
	if h.tokenFile != "" {
		text += " --token-file " + errs.Word(h.tokenFile)
	}
	return text
}

// address is the hub's.
func (h *hubFlags) address() string {
	return cmp.Or(h.url, os.Getenv("TALBOT_NATS"), "nats://127.0.0.1:4222")
}

func (h *hubFlags) connect() (*cluster.Queue, error) {
	word, err := guard.Token(h.tokenFile)
	if err != nil {
		return nil, err
	}
	var t *tls.Config
	if ca := cmp.Or(h.ca, os.Getenv("TALBOT_CA")); ca != "" {
		if t, err = guard.Roots(ca); err != nil {
			return nil, err
		}
	}
	return cluster.Connect(h.address(), word, t)
}

// crew is the workers of this program.
type crew struct {
	*app
	device  deviceFlags
	data    dataFlags
	workers int
	at      string     // the name of the bench that it works on, "" for none
	lab     *rig.Bench // which that is
	adds    bool       // it adds up shared trials, too
}

func (c *crew) add(a *app, flags *pflag.FlagSet) {
	c.app, c.data.notes, c.data.flags = a, a.err, flags
	flags.StringVar(&c.data.dir, "data", "", "`folder` of the data sets, or \""+builtIn+"\": the small ones inside talbot (default: where \"data get\" puts them)")
	flags.IntVar(&c.workers, "workers", 0, "compute `n` trials side by side (default: one a GPU; without one, one a processor core)")
	c.device.add(flags)
}

// load reads a data set whole.
func (c *crew) load(set string) (learn, test *data.Set, err error) {
	d := c.data // what it keeps of one set is not for the next
	d.own.colours, d.texts = true, true
	return d.loadAll(set)
}

// open opens what computes: every GPU, or the processor's cores with a thread each.
func (c *crew) open() (list []compute.Device, err error) {
	if c.workers < 0 || c.workers > 1024 || c.device.threads < 0 {
		return nil, usage("--workers: %d is outside 1 to 1024, or --threads is below 0", c.workers)
	}
	if err := c.device.checkStorage(); err != nil {
		return nil, err
	}
	fail := func(err error) ([]compute.Device, error) {
		closeAll(list)
		return nil, err
	}
	gpu := c.device.name == "webgpu" || c.device.gpu != ""
	if c.device.name == "auto" && !gpu && c.device.threads == 0 {
		_, err := dawn.Find()
		gpu = err == nil && dawn.Present() || c.device.half()
	}
	if gpu && c.device.gpu != "" {
		for range max(1, c.workers) {
			dev, err := c.device.open()
			if err != nil {
				return fail(err)
			}
			list = append(list, dev)
		}
		return list, nil
	}
	if gpu {
		cards, err := gpus()
		if err != nil {
			return nil, err
		}
		n := cmp.Or(c.workers, len(cards))
		for i := range n {
			dev, err := openGPU(c.device.name == "webgpu", strconv.Itoa(i%len(cards)), c.device.half())
			if err != nil && c.device.name == "auto" && i == 0 && !c.device.half() {
				fmt.Fprintf(c.err, "talbot: note: %v; going on with the processor\n", err)
				break
			} else if err != nil {
				return fail(err)
			}
			list = append(list, dev)
		}
		if len(list) > 0 {
			return list, nil
		}
	}
	if c.device.name != "auto" && c.device.name != "cpu" {
		_, err := c.device.open() // says what is wrong with the name
		return nil, err
	}
	cores := cmp.Or(c.device.threads, runtime.GOMAXPROCS(0))
	n := cmp.Or(c.workers, cores)
	for range n {
		list = append(list, c.device.processor(max(1, cores/n)))
	}
	return list, nil
}

func closeAll(list []compute.Device) {
	for _, d := range list {
		d.Close()
	}
}

// hostname begins the names of workers.
func hostname() string {
	host, err := os.Hostname()
	if err != nil {
		return "worker"
	}
	return host
}

// run works off a queue, a trial a device, until ctx is done.
func (c *crew) run(ctx context.Context, q *cluster.Queue, devices []compute.Device, tell func(cluster.Event)) error {
	host := hostname()
	load := work.Once(c.load)
	errs := make([]error, len(devices), len(devices)+1)
	free := make(chan struct{}, len(devices)) // to compute shares of what the hub adds
	var wait sync.WaitGroup
	for i, dev := range devices {
		bench := &work.Bench{Device: dev, Talbot: build(), Load: load, SaveEvery: fleetSave, Rig: c.lab}
		free <- struct{}{}
		do := func(ctx context.Context, t *cluster.Task) (*cluster.Result, error) {
			<-free // after the share that is under way
			defer func() { free <- struct{}{} }()
			return bench.Do(ctx, t)
		}
		w := &cluster.Worker{Bench: c.at, Name: fmt.Sprintf("%s-%d-%d", host, os.Getpid(), i+1), Queue: q, Do: do, Tell: tell}
		wait.Go(func() { errs[i] = w.Run(ctx) })
	}
	if c.at == "" && len(devices) > 0 {
		idle := &work.Crew{Name: fmt.Sprintf("%s-%d", host, os.Getpid()), Bench: &work.Bench{Load: load}, Free: free}
		helping, stop := context.WithCancel(ctx)
		defer stop()
		go func() {
			_ = share.Assist(helping, q.Conn(), idle.Open, func(t *cluster.Trial, why error) { // without a connection there is nothing to help
				tell(cluster.Event{Kind: "unfit", Key: t.Key(), Worker: idle.Name, Why: why})
			})
		}()
	}
	if c.adds {
		errs = append(errs, c.addUp(ctx, q, load, host, tell))
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// addUp adds up what others compute of shared trials, until ctx is done.
func (c *crew) addUp(ctx context.Context, q *cluster.Queue, load func(string) (learn, test *data.Set, err error), host string, tell func(cluster.Event)) error {
	name := host + "-hub"
	bench := &work.Bench{Talbot: build(), Load: load, SaveEvery: fleetSave}
	return (&cluster.Worker{Name: name, Queue: q, Do: bench.Add(name), Tell: tell, Adds: true}).Run(ctx)
}

// fleetSave is the time between two checkpoints of a trial, in seconds: what is done again, at
// most, when a worker dies.
const fleetSave = 5
