package main

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"talbot/cmd/internal/free"
	"talbot/sim/speed"
	"talbot/sim/speed/nets"
	"talbot/sim/speed/rivals"
)

// benchmark is one call of the command.
type benchmark struct {
	*app
	suites  []string
	device  string
	card    string // of --gpu
	storage string
	tune    []string
	steps   []int
	passes  bool
	sizes   []int
	threads []int
	variant string
	pad     string
	batch   int
	samples int
	seconds float64
	rival   string
	force   bool
	working bool // time is what the processor works
}

func (a *app) speed() *cobra.Command {
	b := &benchmark{app: a}
	cmd := &cobra.Command{
		Use:     "speed [SUITE]",
		Aliases: []string{"bench"},
		Short:   "measure how fast this machine computes, beside other programs",
		Long: `Measures Talbot on this machine: suite fft transforms lines, hop propagates planes
(F^-1 H F), step makes training steps of five phase masks, product multiplies square
matrices. Without a suite it does all four. On a terminal it writes a table, else JSON, one object a line.

--rival has other programs do the same work in turns, sample by sample, after
checking that they compute the same: FFTW, SciPy (products by the BLAS of its NumPy), OpenBLAS, PyTorch, each
if it is there.
--processor-time counts what the processor works, not the clock, so that on a busy machine what others do counts
little: for one thread, beside FFTW.
Ctrl-C stops it and keeps the rows that are ready.

A transform of n points counts as 5 n log2 n operations, padding and all. Bytes are
the least that has to be moved. The limit is what loops of nothing but multiply-add,
or nothing but copying, reach in the same run.

By its name alone, suite plane propagates one plane by as many threads as --threads says, which share its rows and
columns, and tells their time over that of one thread, sample by sample.

By its name alone, suite parts writes the files of a mask of 1200 x 1200 random levels, as
"talbot export --as gdsii" and so on do, on one core; with --rival klayout beside KLayout's
Python doing the same, and with a solid checked by admesh.

Suite first tells how soon "talbot train" shows its first update, suite fleet measures hub and workers, with flags of
their own: "talbot speed first --help", "talbot speed fleet --help".

--device webgpu measures a GPU: copy moves an array, hop propagates batches of planes,
alone and in a chain, step makes training steps, of free phases and of eight levels by
Gumbel-Softmax, dante those of the local learning of a 4-f layer, field to field, product
multiplies square matrices, and opu projects binary patterns by random complex matrices, never stored,
and says if the light is not to the last bit that of the processor. Two more run by name alone:
global makes the global step of DANTE's networks, text that of a Transformer on 64 x 128 tokens; training
makes updates of ONN-3-3 by dual neurons and by single ones on whole planes, at full size (--size 2000) and a quarter
of it, and tells how many times as long the paper's 200 epochs take single neurons, by Talbot and by PyTorch.
A time is that of the whole batch, and of a step all of it, the way of the pictures to
the GPU too; the limit is the copy. Rivals are PyTorch by CUDA and JAX, with their
pictures on the GPU already.`,
		Example: "  talbot speed hop --rival fftw\n  talbot speed step --size 200 --rival pytorch --json\n" +
			"  talbot speed step --device webgpu --size 200 --rival all --passes\n" +
			"  talbot speed step --device webgpu --size 200 --passes --tune all --json\n" +
			"  talbot speed step --device webgpu --size 64 --batch 100 --steps 1,2,4,8",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("%s wants one suite at most; try: talbot speed %s", cmd.CommandPath(), args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := stoppable(cmd.Context())
			defer stop()
			b.suites = args
			if slices.Equal(args, []string{"parts"}) {
				if b.samples < 1 || b.samples > 1000 || b.gpu() || !slices.Contains([]string{"none", "all", "klayout"}, b.rival) {
					return usage("speed parts runs on a processor core: --samples from 1 to 1000, --rival none or klayout")
				}
				return b.parts(ctx)
			}
			if b.gpu() && !cmd.Flags().Changed("batch") {
				b.batch = 500
			}
			chosen, err := b.check()
			if err != nil {
				return err
			}
			return b.run(ctx, chosen)
		},
	}
	cmd.AddCommand(a.named(a.speedFirst(), a.speedFleet(), a.speedReport())...)
	f := cmd.Flags()
	f.SortFlags = false
	f.BoolVar(&b.force, "force", false, "take more memory than is free")
	f.StringVar(&b.device, "device", "cpu", "what to measure, `cpu|webgpu`")
	f.StringVar(&b.card, "gpu", "", "take this GPU, `NUMBER|NAME`, of those that \"talbot devices\" lists (default: the fastest)")
	f.StringVar(&b.storage, "storage", "single", "how a GPU keeps fields, `single|half|both`; both are measured in turns")
	f.StringSliceVar(&b.tune, "tune", nil, "measure a GPU's passes as `NAME,...|all` have them, in turns: "+strings.Join(tuningNames(), ", "))
	f.IntSliceVar(&b.steps, "steps", nil, "send `n,...` training steps to a GPU together, in turns (default: one)")
	f.IntSliceVar(&b.sizes, "size", nil, "only cases of `n,...` samples (default: all)")
	f.StringVar(&b.pad, "pad", "both", "training steps with `p` none, half a plane on each side, or both in turn")
	f.IntVar(&b.batch, "batch", 16, "make training steps of `n` pictures, on a GPU 500; hops of 200 samples, there, of as many planes")
	f.IntSliceVar(&b.threads, "threads", nil, "use `n,...` processor threads in turns (default: one, then all)")
	f.StringVar(&b.variant, "variant", "all", "which of Talbot's own: `v` is scalar, simd or all")
	f.StringVar(&b.rival, "rival", "none", "compare with `r`: none, "+strings.Join(rivalIDs(rivals.All), ", ")+" or all; on a GPU "+strings.Join(rivalIDs(rivals.OnGPU), ", ")+" or all")
	f.BoolVar(&b.passes, "passes", false, "tell how long each pass of a GPU's programs takes, by its own clock")
	f.IntVar(&b.samples, "samples", 7, "take `n` samples for each row, which shows their median")
	f.Float64Var(&b.seconds, "seconds", 0.1, "least time of a sample, in `s`")
	f.BoolVar(&b.working, "processor-time", false, "time what the processor works, not the clock: for a busy machine")
	for _, name := range []string{"size", "threads", "tune", "steps"} {
		f.Lookup(name).DefValue = "" // the help would show []
	}
	return cmd
}

func rivalIDs(list []rivals.Rival) []string {
	var ids []string
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	return ids
}

// check looks at the command line, and returns the rivals that it names.
func (b *benchmark) check() ([]rivals.Rival, error) {
	if err := b.checkDevice(); err != nil {
		return nil, err
	}
	known := slices.Concat(speed.Suites, speed.Alone)
	if b.gpu() {
		known = speed.GPUSuites
	}
	if len(b.suites) == 0 {
		if b.suites = speed.Suites; b.gpu() {
			b.suites = known
		}
	}
	if b.gpu() {
		known = slices.Concat(known, nets.Suites)
	}
	for _, s := range b.suites {
		switch {
		case slices.Contains(known, s):
		case slices.Contains(speed.Suites, s), slices.Contains(speed.Alone, s):
			return nil, usage("suite %s is not for a GPU; leave out --device webgpu, or take one of %s", s, strings.Join(known, ", "))
		case slices.Contains(speed.GPUSuites, s), slices.Contains(nets.Suites, s):
			return nil, usage("suite %s is for a GPU; add --device webgpu, or take one of %s", s, strings.Join(known, ", "))
		default:
			all := slices.Concat(speed.Suites, speed.Alone, []string{"parts"})
			gpu := slices.Concat(speed.GPUSuites, nets.Suites)
			return nil, usage("there is no suite %q%s; want %s; with --device webgpu %s; or first, fleet, report, which have a --help of their own", s,
				suggest(s, slices.Concat(all, gpu, []string{"first", "fleet", "report"}), ""), strings.Join(all, ", "), strings.Join(gpu, ", "))
		}
	}
	switch {
	case !slices.Contains([]string{"none", "half", "both"}, b.pad):
		return nil, usage("--pad: %q is none of none, half, both", b.pad)
	case !slices.Contains([]string{"scalar", "simd", "all"}, b.variant):
		return nil, usage("--variant: %q is none of scalar, simd, all", b.variant)
	case b.variant == "simd" && !speed.HasSIMD():
		return nil, fmt.Errorf("--variant: this program has no SIMD for this processor; build it with ./build.sh build, on a machine with AVX2 or AVX-512")
	case slices.ContainsFunc(b.threads, func(n int) bool { return n < 1 || n > 16 }):
		return nil, usage("--threads: %d is outside 1 to 16", b.threads)
	case b.batch < 1 || b.batch > 10000:
		return nil, usage("--batch: %d is outside 1 to 10000", b.batch)
	case b.samples < 1 || b.samples > 1000:
		return nil, usage("--samples: %d is outside 1 to 1000", b.samples)
	case !(b.seconds > 0 && b.seconds <= 60):
		return nil, usage("--seconds: %g is not above 0 and at most 60", b.seconds)
	}
	var chosen []rivals.Rival
	here := rivals.On(b.gpu())
	for _, r := range here {
		if b.rival == "all" || b.rival == r.ID {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) == 0 && b.rival != "none" {
		known := append(rivalIDs(here), "none", "all")
		return nil, usage("--rival: there is no rival %q%s%s; want %s", b.rival, map[bool]string{true: " on a GPU"}[b.gpu()], suggest(b.rival, known, ""), strings.Join(known, ", "))
	}
	return chosen, nil
}

// cases are those that the flags leave; mib is the size of an array that a GPU copies.
func (b *benchmark) cases(mib int) ([]speed.Case, error) {
	var list []speed.Case
	known := map[int]bool{}
	for _, suite := range b.suites {
		all, err := speed.Cases(suite, b.batch)
		if slices.Contains(nets.Suites, suite) {
			all, err = nets.Cases(suite)
		} else if b.gpu() {
			all, err = speed.GPUCases(suite, b.batch, mib)
		}
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if suite == "copy" { // whose size is another
				list = append(list, c)
				continue
			}
			known[c.N] = true
			if len(b.sizes) > 0 && !slices.Contains(b.sizes, c.N) ||
				suite == "step" && (b.pad == "none" && c.Pad > 0 || b.pad == "half" && c.Pad == 0) {
				continue
			}
			list = append(list, c)
		}
	}
	for _, n := range b.sizes {
		if !known[n] {
			var sizes []string
			for _, k := range slices.Sorted(maps.Keys(known)) {
				sizes = append(sizes, fmt.Sprint(k))
			}
			return nil, usage("--size: no case has %d samples; the sizes of %s are %s", n, strings.Join(b.suites, ", "), strings.Join(sizes, ", "))
		}
	}
	return list, nil
}

// threadCounts are the numbers of threads to measure with.
func (b *benchmark) threadCounts() []int {
	if b.gpu() {
		return []int{gpuThreads}
	}
	if len(b.threads) > 0 {
		slices.Sort(b.threads)
		return slices.Compact(b.threads)
	}
	if all := min(16, runtime.GOMAXPROCS(0)); all > 1 {
		return []int{1, all}
	}
	return []int{1}
}

// variants are Talbot's own to measure, the fastest first.
func (b *benchmark) variants() []speed.Variant {
	var list []speed.Variant
	room := 0.0
	if !b.force {
		room = free.Share * free.Memory()
	}
	for _, n := range b.threadCounts() {
		if b.variant != "scalar" && speed.HasSIMD() {
			list = append(list, speed.Variant{Threads: n, Room: room})
		}
		if b.variant != "simd" {
			list = append(list, speed.Variant{Scalar: true, Threads: n, Room: room})
		}
	}
	return list
}
