package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// speedFirst is one call of "talbot speed first".
type speedFirst struct {
	*app
	device, card string
	presets      []string
	samples      int
	cold         bool
	program      func(ctx context.Context, args ...string) *exec.Cmd // this one, as a process of its own
}

// firstRow is one line of it. Parts are medians.
type firstRow struct {
	Event   string      `json:"event"`
	Suite   string      `json:"suite"`
	Case    string      `json:"case"`
	By      string      `json:"by"`
	Variant string      `json:"variant"`
	Unit    string      `json:"unit"`
	Times   int         `json:"samples"`
	Time    partTime    `json:"time"`            // s, from when the program is started to when its first update is told
	Program float64     `json:"program_s"`       // until its own code runs, and the way of what it tells
	Parts   firstUpdate `json:"parts,omitempty"` // of the sample whose time is the median
}

func (a *app) speedFirst() *cobra.Command {
	s := &speedFirst{app: a}
	cmd := &cobra.Command{
		Use:   "first",
		Short: "measure how soon \"talbot train\" shows its first update",
		Long: `Starts "talbot train PRESET" as a new process, waits for its first update and ends it, and tells the time
between: with what it went to, as the program itself tells by --json-steps. Each is started once before, which is not
counted, so that the pictures are here and the driver of a GPU has its shaders.

--cold measures in turns also with a folder of its own for each start, where the driver of an NVIDIA card or of
Mesa keeps its shaders: as on a machine that trains for the first time.`,
		Example: "  talbot speed first --device webgpu --preset d2nn-mnist,d2nn-mnist-64 --cold --json",
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, id := range s.presets {
				if _, _, err := anyPreset(id); err != nil {
					return err
				}
			}
			switch {
			case s.samples < 1 || s.samples > 1000:
				return usage("--samples: %d is outside 1 to 1000", s.samples)
			case s.device != "cpu" && s.device != "webgpu":
				return usage("--device: there is no device %q%s; want cpu or webgpu", s.device, suggest(s.device, []string{"cpu", "webgpu"}, ""))
			case s.device == "cpu" && (s.cold || s.card != ""):
				return usage("--cold and --gpu are for --device webgpu")
			}
			path, err := os.Executable()
			if err != nil {
				return err
			}
			s.program = func(ctx context.Context, args ...string) *exec.Cmd { return exec.CommandContext(ctx, path, args...) }
			ctx, stop := stoppable(cmd.Context())
			defer stop()
			return s.run(ctx)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&s.device, "device", "cpu", "what trains, `cpu|webgpu`")
	f.StringVar(&s.card, "gpu", "", "take this GPU, `NUMBER|NAME`, of those that \"talbot devices\" lists (default: the fastest)")
	f.StringSliceVar(&s.presets, "preset", []string{"d2nn-mnist", "d2nn-mnist-64"}, "start these `PRESET,...`")
	f.IntVar(&s.samples, "samples", 7, "start each `n` times")
	f.BoolVar(&s.cold, "cold", false, "also without the shaders that the driver kept, in turns")
	return cmd
}

func (s *speedFirst) run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "talbot-first-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if s.json {
		if err := s.machine(s.device); err != nil {
			return err
		}
	}
	for _, id := range s.presets { // all, so that what one wants is told before others have been measured
		if _, _, err := s.start(ctx, dir, id, false); ctx.Err() != nil {
			return stopped{"stopped; nothing has been measured yet"}
		} else if err != nil {
			return err
		}
	}
	rows := 0
	for _, id := range s.presets {
		ways := []bool{false}
		if s.cold {
			ways = append(ways, true)
		}
		seconds, told := make([][]float64, 2), make([][]firstUpdate, 2)
		for range s.samples {
			for k, cold := range ways {
				took, first, err := s.start(ctx, dir, id, cold)
				if ctx.Err() != nil {
					return stopped{"stopped; the lines so far are whole"}
				}
				if err != nil {
					return err
				}
				seconds[k], told[k] = append(seconds[k], took), append(told[k], first)
			}
		}
		for k, cold := range ways {
			if err := s.show(id, cold, seconds[k], told[k]); err != nil {
				return err
			}
			rows++
		}
	}
	if s.json {
		return s.write(map[string]any{"event": "done", "rows": rows})
	}
	return nil
}

// start starts a training and ends it behind its first update: how many seconds that took by the clock of this process.
func (s *speedFirst) start(ctx context.Context, dir, id string, cold bool) (took float64, first firstUpdate, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	out := filepath.Join(dir, "run")
	args := []string{"train", id, "--device", s.device, "--json", "--json-steps", "--out", out}
	if s.card != "" {
		args = append(args, "--gpu", s.card)
	}
	cmd := s.program(ctx, args...)
	if cold {
		kept := filepath.Join(dir, "shaders")
		defer os.RemoveAll(kept)
		if err := os.Mkdir(kept, 0o755); err != nil {
			return 0, first, err
		}
		cmd.Env = append(os.Environ(), "__GL_SHADER_DISK_CACHE_PATH="+kept, "MESA_SHADER_CACHE_DIR="+kept)
	}
	var said strings.Builder
	cmd.Stderr = &said
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return 0, first, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, first, err
	}
	defer os.RemoveAll(out)
	lines := bufio.NewScanner(pipe)
	for first.Event == "" && lines.Scan() {
		var e struct{ Event string }
		switch err = json.Unmarshal(lines.Bytes(), &e); {
		case err == nil && e.Event == "step" && took == 0:
			took = time.Since(began).Seconds()
		case err == nil && e.Event == "first":
			err = json.Unmarshal(lines.Bytes(), &first)
		}
		if err != nil {
			break
		}
	}
	stop()
	cmd.Wait() // it was ended from here
	if err == nil && first.Event == "" {
		err = errors.New("talbot " + strings.Join(args, " ") + " ended without an update: " + strings.TrimSpace(said.String()))
	}
	return took, first, err
}

// show writes a row.
func (s *speedFirst) show(id string, cold bool, seconds []float64, told []firstUpdate) error {
	r := firstRow{Event: "row", Suite: "first", Case: id, By: "talbot", Variant: s.device, Unit: "start", Times: len(seconds), Time: timeOf(seconds)}
	if cold {
		r.Variant += " cold"
	}
	r.Parts = told[slices.Index(seconds, r.Time.Median)]
	r.Program = r.Time.Median - r.Parts.Seconds
	if s.json {
		return s.write(r)
	}
	p := &r.Parts
	_, err := fmt.Fprintf(s.out, "%-18s %-11s first update after %.2f s (%.2f to %.2f of %d)\n  program %.2f, pictures %.2f, waiting for the device %.2f (of %.2f), network %.2f, folder %.2f, update %.2f\n",
		id, r.Variant, r.Time.Median, r.Time.Min, r.Time.Max, r.Times, r.Program, p.Pictures, p.Wait, p.Device, p.Network, p.Folder, p.Update)
	if g := p.GPU; g != nil && err == nil {
		_, err = fmt.Fprintf(s.out, "  library %.2f, adapter %.2f, device %.2f; %s: read in %.2f, waited for %.2f\n", g.Library, g.Adapter, g.Device, count(g.Shaders, "shader"), g.Reading, g.Compiled)
	}
	return err
}
