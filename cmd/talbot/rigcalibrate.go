package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"talbot/sim/rig/calibrate"
	"talbot/sim/rig/open"
	"talbot/sim/rig/virtual"
	"talbot/sim/rundir"
)

func (b *bench) calibrateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "calibrate KIND [BENCH.json] FILE.json",
		Short: "find out what a bench's panels and cameras do, and keep it: " + strings.Join(calibrate.Kinds, ", "),
		Long: `Calibrates a bench and writes a new file that says what was found, of which devices and when.
What was found is compared with new frames, and refused when it is not a tenth better
than what the bench had: nothing is written then. KIND is

  timing        how long each panel takes behind a swap (latency) and until it has
                settled, so that the bench waits as long as it must, and shows the next
                picture as soon as it may
  dark          what the cameras' pixels count without light, at the exposure that they
                have: block the light of all arms, and say --blocked
  linearity     what light their counts stand for, by a ladder of exposures
  flat          which pixels count more than those around them, in smooth light
  curves        what the panels' levels do, read off axis, for which the bench wants a
                camera behind a tilted reference beam
  registration  where the cameras see the plane, by 25 spots
  tiles         what the phase panel's levels do in each of up to 8 x 8 tiles of it, where
                one curve for all of it is not good enough; read as curves are
  zero-order    the light that the phase panel does not change: its share and phase, and
                the blaze that takes all else off it, with the mask where it stays
  slm-slm       where the first panel's light comes on the phase panel, onto which a relay
                images it: marks tell how it turns and mirrors, dots tell the map, also
                one that aberrations bend
  wavefront     the phase that light has besides what is shown, by superpixels that
                interfere and Zernike's polynomials; the phase panel takes it off then

wavefront also writes FILE.png, a picture of the phase that is taken off, and curves FILE.csv, the phase panel's curve: "talbot train codesign-mnist-64
--curve FILE.csv" trains a network for this very panel. "talbot rig check
--calibration FILE.json" tests a bench with what was found, and "calibrate --calibration"
goes on from there. --virtual calibrates a simulated bench through the real protocols,
and with --direct without them.`,
		Example: "  talbot rig calibrate timing bench.json timing.json\n  talbot rig calibrate curves bench.json curves.json --calibration timing.json\n  talbot rig calibrate registration bench.json both.json --calibration curves.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if b.virtual != "" {
				return exactly(2)(cmd, args)
			}
			return exactly(3)(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error { return b.calibrate(args) },
	}
	c.Flags().StringVar(&b.virtual, "virtual", "", "calibrate a simulated bench with faults: `"+strings.Join(virtual.Grades, "|")+"`")
	b.directly(c)
	c.Flags().BoolVar(&b.blocked, "blocked", false, "for dark: the light of all arms is blocked")
	b.calibrated(c)
	b.size(c)
	return c
}

// calibrated is the flag of a calibration that a bench begins with.
func (b *bench) calibrated(c *cobra.Command) {
	c.Flags().StringVar(&b.calibration, "calibration", "", "begin with what this `file` of rig calibrate says")
}

// known gives a bench that has been opened the calibration that was asked for.
func (b *bench) known(lab *open.Lab) error {
	if b.calibration == "" {
		return nil
	}
	file, err := os.ReadFile(b.calibration)
	if err != nil {
		return usage("--calibration: %w: want a file that talbot rig calibrate or a run has written", err)
	}
	if _, err := calibrate.Read(lab.Bench, file); err != nil {
		return usage("--calibration: %s: %w", b.calibration, err)
	}
	return nil
}

// note says what has gone wrong beside what counts.
func (b *bench) note(err error) { fmt.Fprintf(b.err, "talbot: note: %v\n", err) }

// halted is an error of what Ctrl-C has stopped, or err.
func halted(ctx context.Context, err error, text string) error {
	if err != nil && ctx.Err() != nil {
		return stopped{text}
	}
	return err
}

// writable tells whether a file can be made in a folder.
func writable(folder string) error {
	f, err := os.CreateTemp(folder, ".talbot.*.part")
	if err != nil {
		if at := new(fs.PathError); errors.As(err, &at) { // its name is nobody's
			err = at.Err
		}
		return fmt.Errorf("nothing can be written in the folder %s: %w", folder, err)
	}
	f.Close()
	return os.Remove(f.Name())
}

// keep writes a file that took frames to make, and, where there is no room for it, among the temporary ones.
func keep(name string, write func(io.Writer) error) error {
	err := rundir.WriteFile(name, write)
	if err == nil {
		return nil
	}
	other := filepath.Join(os.TempDir(), fmt.Sprintf("talbot-%d-%s", os.Getpid(), filepath.Base(name)))
	if rundir.WriteFile(other, write) != nil {
		return fmt.Errorf("cannot write %s: %w: make room, and calibrate again", name, err)
	}
	return fmt.Errorf("cannot write %s: %w: it is kept as %s: make room, and move it", name, err, other)
}

func (b *bench) calibrate(args []string) error {
	kind, name := args[0], args[len(args)-1]
	if !slices.Contains(calibrate.Kinds, kind) {
		return usage("there is no calibration %q%s; want one of %s", kind, suggest(kind, calibrate.Kinds, ""), strings.Join(calibrate.Kinds, ", "))
	}
	if b.blocked != (kind == "dark") {
		return usage("a dark frame, and nothing else, is taken without light: block all arms, then say talbot rig calibrate dark --blocked")
	}
	stem, isJSON := strings.CutSuffix(name, ".json")
	if !isJSON {
		return usage("%s: a calibration is a file whose name ends in .json", name)
	}
	table, picture := stem+".csv", stem+".png"
	for _, n := range []string{name, table, picture} {
		if _, err := os.Stat(n); err == nil && (n == name || n == table && kind == "curves" || n == picture && kind == "wavefront") {
			return usage("%s is there already: give another name", n)
		}
	}
	if err := writable(filepath.Dir(name)); err != nil { // not behind minutes of frames
		return usage("%s: %w: give another name", name, err)
	}
	ctx, done := b.untilStopped(context.Background(), "stopping")
	defer done()
	lab, _, end, err := b.open(ctx, args[1:])
	if err != nil {
		return halted(ctx, err, "stopped; nothing was written, and the same command begins anew")
	}
	defer end()
	progress := newLine(b.err)
	r, err := calibrate.Make(calibrate.Telling(ctx, func(step string, done, of int) {
		progress.draw(bar{label: step, share: float64(done) / float64(of)}, false)
	}), lab.Bench, kind)
	progress.clear()
	for _, t := range r.Verified {
		if b.json {
			_ = b.write(t)
		} else {
			fmt.Fprintf(b.out, "%-28s %.4g %s before, %.4g after\n", t.Name, t.Before, t.Unit, t.After)
		}
	}
	if errors.Is(err, calibrate.ErrNoBetter) {
		return fmt.Errorf("%w; nothing was written: go on without it", err)
	}
	if err != nil {
		return halted(ctx, err, "stopped; nothing was written, and the same command begins anew")
	}
	for _, l := range r.Found() {
		if !b.json { // the file has it
			fmt.Fprintln(b.out, l)
		}
	}
	r.Made = time.Now().UTC().Format(time.RFC3339)
	if kind == "curves" {
		if err := keep(table, func(w io.Writer) error {
			_, err := io.WriteString(w, r.Curve(lab.Bench).CSV())
			return err
		}); err != nil {
			b.note(err)
		} else {
			fmt.Fprintf(b.err, "talbot: note: %s is the phase panel's curve\n", table)
		}
	}
	if kind == "wavefront" {
		if err := b.drawWavefront(picture, lab.Bench, &r); err != nil {
			b.note(err)
		}
	}
	return keep(name, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", " ")
		return e.Encode(r)
	})
}
