package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"talbot/sim/compute/webgpu"
	"talbot/sim/compute/webgpu/dawn"
	"talbot/sim/speed"
)

// gpuThreads stands for a GPU where processors have their number of threads.
const gpuThreads = 0

// gpu tells whether a GPU is to be measured.
func (b *benchmark) gpu() bool { return b.device == "webgpu" }

// checkDevice looks at --device, and at the flags that belong to the other one.
func (b *benchmark) checkDevice() error {
	switch {
	case b.device != "cpu" && b.device != "webgpu":
		return usage("--device: there is no device %q%s; want cpu or webgpu", b.device, suggest(b.device, []string{"cpu", "webgpu"}, ""))
	case b.working && (b.gpu() || !slices.Equal(b.threads, []int{1}) || !slices.Contains([]string{"none", "fftw"}, b.rival)):
		return usage("--processor-time is for --threads 1, with --rival none or fftw")
	case b.working && processorTime() == 0:
		return usage("--processor-time: this system does not tell what a processor worked")
	case b.card != "" && !b.gpu():
		return usage("--gpu is for --device webgpu")
	case b.card != "" && b.rival != "none":
		return usage("a rival takes the first GPU: leave out --gpu or --rival")
	case b.gpu() && len(b.threads) > 0:
		return usage("--threads is for --device cpu: a GPU's threads are its own")
	case b.gpu() && b.variant != "all":
		return usage("--variant is for --device cpu")
	case !slices.Contains([]string{"single", "half", "both"}, b.storage):
		return usage("--storage: %q is none of single, half, both", b.storage)
	case b.storage != "single" && !b.gpu():
		return usage("--storage is for --device webgpu")
	case !b.gpu() && b.passes:
		return usage("--passes is for --device webgpu")
	case !b.gpu() && len(b.tune) > 0:
		return usage("--tune is for --device webgpu")
	case len(b.steps) > 0 && (!b.gpu() || !slices.Equal(b.suites, []string{"step"})):
		return usage("--steps is for training steps on a GPU: talbot speed step --device webgpu")
	case slices.ContainsFunc(b.steps, func(n int) bool { return n < 1 || n > 64 }):
		return usage("--steps: want numbers from 1 to 64")
	}
	for _, name := range b.tune {
		if name != "all" && !slices.ContainsFunc(dawn.Tunings, func(t dawn.Tuning) bool { return t.Name == name }) {
			return usage("--tune: there is no tuning %q%s; want all, or some of %s", name, suggest(name, tuningNames(), ""), strings.Join(tuningNames(), ", "))
		}
	}
	return nil
}

func tuningNames() []string {
	var names []string
	for _, t := range dawn.Tunings {
		names = append(names, t.Name)
	}
	return names
}

// ways are the storages and tunings that a GPU is measured with in turns.
func (b *benchmark) ways() (list []dawn.Tuning) {
	for _, half := range []bool{false, true} {
		if b.storage == "single" && half || b.storage == "half" && !half {
			continue
		}
		if len(b.tune) == 0 {
			list = append(list, dawn.Tuning{Tune: webgpu.Tune{Half: half}})
		}
		for _, t := range dawn.Tunings {
			if slices.Contains(b.tune, "all") || slices.Contains(b.tune, t.Name) {
				t.Half = half
				list = append(list, t)
			}
		}
	}
	if len(b.steps) == 0 {
		return list
	}
	var each []dawn.Tuning
	for _, t := range list {
		for _, n := range b.steps {
			t.Steps = n
			each = append(each, t)
		}
	}
	return each
}

// gpuMachine is the GPU and its limit.
type gpuMachine struct {
	Name string
	MiB  int     // of an array that was copied
	Copy float64 // bytes a second, read and written together
	How  string  // the clock
}

// limits has no limit but that of the copy.
func (m gpuMachine) limits() speed.Limits {
	return speed.Limits{Threads: gpuThreads, Flops: math.Inf(1), Sizes: []float64{float64(m.MiB << 20)}, Copy: []float64{m.Copy}}
}

// measureGPU copies an array of some MiB, or of what the GPU takes, to another: the best
// of some times.
func (b *benchmark) measureGPU(clock speed.Clock, mib int, out *speedOutput) (gpuMachine, error) {
	out.progress("measuring the GPU", 0)
	dev, err := openGPU(true, b.card, false)
	if err != nil {
		return gpuMachine{}, err
	}
	defer dev.Close()
	info := dev.Info()
	m := gpuMachine{Name: info.Name, MiB: mib}
	if info.Software {
		m.MiB = 8
	}
	for m.MiB > 1 && m.MiB<<20 > min(info.Limits.Binding, info.Limits.Buffer) {
		m.MiB /= 2
	}
	c := speed.Case{Suite: "copy", N: m.MiB, Batch: 1, GPU: true}
	t, err := speed.Open(c, speed.Variant{GPU: dev}, clock)
	if err != nil {
		return m, err
	}
	for range 9 {
		passes, err := webgpu.Profile(t.Runs()[0].Runner, 0)
		if err != nil {
			return m, err
		}
		for _, p := range passes {
			if p.Seconds > 0 {
				m.Copy, m.How = max(m.Copy, c.Bytes()/p.Seconds), "the GPU's clock"
			}
		}
	}
	if m.Copy > 0 {
		return m, nil
	}
	results, _ := speed.Compare([]speed.Contender{t}, speed.Plan{Samples: 3, Seconds: min(b.seconds, 0.05)})
	if err := results[0].Err; err != nil {
		return m, err
	}
	m.Copy, m.How = c.Bytes()/slices.Min(results[0].Seconds), "many copies in a row"
	return m, nil
}

// gpuPass is the time of one dispatch of a program, by the GPU's clock.
type gpuPass struct {
	Label   string  `json:"label"`
	Seconds float64 `json:"seconds"`
	Flops   float64 `json:"gflop_per_s,omitempty"` // of a product
	Bytes   float64 `json:"gb_per_s,omitempty"`    // of all arrays that it sees, each once
}

// tellGPU adds to a row what only a GPU has.
func (b *benchmark) tellGPU(w *speedRow, c speed.Contender, out *speedOutput) error {
	switch c := c.(type) {
	case *speed.Talbot:
		dev := c.Variant.GPU.(*webgpu.Device)
		w.Device, w.Variant, w.Peak = dev.Info().Name, "webgpu", dev.Peak()
		if dev.Half() {
			w.Variant = "webgpu half"
		}
		if way := c.Variant.Tuning; way != "" {
			w.Variant += " " + way
		}
		if n := c.Variant.Steps; n > 0 {
			w.Variant += fmt.Sprintf(" steps %d", n)
		}
		if !b.passes {
			return nil
		}
		if !dev.Info().Timestamps {
			out.note("this GPU has no clock to read: --passes has nothing to show")
			return nil
		}
		var err error
		w.Passes, err = profile(c.Runs())
		return err
	case *opponent:
		w.Device = out.gpuName
		var err error
		w.Peak, err = c.Peak()
		return err
	}
	return nil
}

// profile is the median time of each pass of the programs.
func profile(runs []speed.Run) ([]gpuPass, error) {
	const times = 7
	var all []gpuPass
	for _, r := range runs {
		var about []webgpu.Pass
		var seconds [][]float64
		for range times {
			passes, err := webgpu.Profile(r.Runner, r.Batch)
			if err != nil {
				return nil, err
			}
			if about == nil {
				about, seconds = passes, make([][]float64, len(passes))
			}
			for i, p := range passes {
				seconds[i] = append(seconds[i], p.Seconds)
			}
		}
		for i, s := range seconds {
			p := gpuPass{Label: about[i].Label, Seconds: speed.NewSpread(s).Median}
			if p.Seconds > 0 {
				p.Flops, p.Bytes = about[i].Flops/p.Seconds/1e9, about[i].Bytes/p.Seconds/1e9
			}
			all = append(all, p)
		}
	}
	return all, nil
}

// gpu says where the numbers come from and what the GPU can do.
func (o *speedOutput) gpu(m gpuMachine) error {
	o.line.clear()
	o.gpuName = m.Name
	if o.asJSON {
		return o.write(struct {
			Event    string  `json:"event"`
			GPU      string  `json:"gpu"`
			CPU      string  `json:"cpu"`
			Cores    int     `json:"cores"`
			Platform string  `json:"platform"`
			Go       string  `json:"go"`
			Version  string  `json:"version"`
			Date     string  `json:"date"`
			Command  string  `json:"command"`
			Load     string  `json:"load,omitempty"`
			Bytes    int     `json:"copy_bytes"`
			Copy     float64 `json:"copy_gb_per_s"`
			How      string  `json:"copy_by"`
		}{"machine", m.Name, processor(), runtime.NumCPU(), runtime.GOOS + "/" + runtime.GOARCH, runtime.Version(), build(),
			time.Now().UTC().Format(time.RFC3339), "talbot " + strings.Join(os.Args[1:], " "), load(), m.MiB << 20, m.Copy / 1e9, m.How})
	}
	_, err := fmt.Fprintf(o.out, "%s, %s, %s, talbot %s\nlimit: copies of %s at %.0f GB/s, read and written together (%s)\n",
		m.Name, processor(), count(runtime.NumCPU(), "core"), build(), bytesText(float64(m.MiB<<20)), m.Copy/1e9, m.How)
	return err
}

var gpuTitles = map[string]string{
	"copy":     "copy: an array to another",
	"hop":      "hop: propagation of a batch of planes, F^-1 H F",
	"step":     "step: gradient and Adam, five phase masks, a batch of pictures",
	"dante":    "dante: gradient and Adam, the mask of a 4-f layer, field to field",
	"global":   "global: gradient and Adam, convolutions of DANTE's networks, a batch of pictures",
	"training": "training: gradient and Adam of ONN-3-3, by DANTE's dual neurons and by single ones on whole planes",
	"text":     "text: gradient and Adam, a Transformer of 4 blocks, 128 tokens of each example",
	"product":  "product: two square matrices",
	"opu":      "opu: binary patterns by a matrix of random complex numbers, drawn on the way",
}

// gpuRow writes a row of the table, and before the first of a suite its heading.
func (o *speedOutput) gpuRow(r *speedRow) error {
	var b strings.Builder
	if r.Suite != o.suite {
		o.suite, o.label = r.Suite, ""
		fmt.Fprintf(&b, "\n%s\n", bold(o.out, gpuTitles[r.Suite]))
		fmt.Fprintf(&b, "  %-24s %-11s  %10s  %-17s %6s %6s  %8s  %s\n", "size", "by", "a "+r.Unit, "min to max", "GB/s", "limit", "memory", "of others' time")
	}
	size := r.Case
	if size == o.label {
		size = ""
	} else {
		o.label = size
	}
	by, memory := "Talbot", ""
	if r.By != "talbot" {
		by = rivalName(r.By)
	} else if way, ok := strings.CutPrefix(r.Variant, "webgpu "); ok {
		by = "Talbot " + way
	}
	if r.Peak > 0 {
		memory = megabytes(int64(r.Peak))
	}
	text, unit := engineering(r.Seconds.Median)
	fmt.Fprintf(&b, "  %-24s %-11s  %7s %s  %-17s %6.0f %4.0f %%  %8s  %s\n", size, by, text, unit,
		scaled(r.Seconds.Min, unit)+" to "+scaled(r.Seconds.Max, unit), r.Bytes, 100*r.Share, memory, ratios(r.Ratio))
	sum := 0.0
	for _, p := range r.Passes {
		text, unit := engineering(p.Seconds)
		sum += p.Seconds
		rates := fmt.Sprintf("%6.0f GB/s", p.Bytes)
		if p.Flops > 0 {
			rates = fmt.Sprintf("%6.0f Gflop/s", p.Flops)
		}
		fmt.Fprintf(&b, "    %7s %s %-14s  %s\n", text, unit, rates, p.Label)
	}
	if len(r.Passes) > 0 {
		text, unit := engineering(sum)
		fmt.Fprintf(&b, "    %7s %s  in all\n", text, unit)
	}
	_, err := fmt.Fprint(o.out, strings.ReplaceAll(b.String(), " \n", "\n"))
	return err
}
