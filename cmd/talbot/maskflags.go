package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"talbot/sim/experiment"
	"talbot/sim/part"
	"talbot/sim/rundir"
	"talbot/sim/system/diffractive"
)

// maskFlags are the flags for masks from a file.
type maskFlags struct {
	file, kind string
}

func (f *maskFlags) add(flags *pflag.FlagSet, use string) {
	flags.StringVar(&f.file, "masks", "", use+" the masks of this `file`: .npz or .json as the page and export save them, .npy, or the part.json of a part")
	flags.StringVar(&f.kind, "masks-kind", "", "`kind` of the numbers of --masks, where the file does not say: "+strings.Join(experiment.MaskKinds, ", "))
}

// givenMasks are masks from a file.
type givenMasks struct {
	*rundir.MaskFile
	rundir.Given
}

// read reads the file, if there is one, else it returns nil.
func (f *maskFlags) read() (*givenMasks, error) {
	if f.kind != "" && !slices.Contains(experiment.MaskKinds, f.kind) {
		return nil, usage("--masks-kind: there is no kind %q%s; want one of %s", f.kind, suggest(f.kind, experiment.MaskKinds, ""), strings.Join(experiment.MaskKinds, ", "))
	}
	if f.file == "" {
		if f.kind != "" {
			return nil, usage("--masks-kind says what the numbers of a file are: add --masks FILE")
		}
		return nil, nil
	}
	b, err := os.ReadFile(f.file)
	if err != nil {
		return nil, fmt.Errorf("cannot read the masks: %w", err)
	}
	read := func() (*rundir.MaskFile, error) { return rundir.ReadMaskFile(b, f.kind) }
	if part.IsSheet(b) {
		read = func() (*rundir.MaskFile, error) { return readPart(f.file, b) }
	}
	m, err := read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.file, err)
	}
	hash := sha256.Sum256(b)
	return &givenMasks{m, rundir.Given{File: f.file, SHA256: hex.EncodeToString(hash[:])}}, nil
}

// bench is the configuration that the masks are for: what the file says, if that is of
// the preset, else c.
func (g *givenMasks) bench(preset string, c diffractive.Config) (diffractive.Config, error) {
	own, of, ok, err := g.Bench()
	switch {
	case err != nil:
		return c, fmt.Errorf("%s: %w", g.File, err)
	case ok && of == preset:
		return own, nil
	}
	return c, nil
}

// put makes them the session's masks.
func (g *givenMasks) put(s *diffractive.Session) error { return g.told(g.Put(s)) }

// told says of an error which file it is about, and how to answer what it asks.
func (g *givenMasks) told(err error) error {
	var ask *experiment.ParamError
	if errors.As(err, &ask) && ask.Name == "masks-kind" {
		return usage("%s: %s: choose with --masks-kind", g.File, ask.Why)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", g.File, err)
	}
	return nil
}

// mostTurns are more than masks have that anybody trains or unwraps.
const mostTurns = 16

// turns is the span of the numbers, in turns if they are radians.
func (g *givenMasks) turns() float64 {
	if len(g.Values) == 0 {
		return 0
	}
	return float64(slices.Max(g.Values)-slices.Min(g.Values)) / (2 * math.Pi)
}

// noteBench says on the error stream how the bench differs from that of the masks.
func (a *app) noteBench(g *givenMasks, c diffractive.Config) {
	if n := g.turns(); g.Kind == experiment.Radians && n > mostTurns {
		fmt.Fprintf(a.err, "talbot: note: the radians of %s span %.0f turns: if they are degrees, take numpy.radians of them\n", g.File, n)
	}
	if _, _, _, err := g.Bench(); err != nil {
		fmt.Fprintf(a.err, "talbot: note: %s: it does not tell which bench its masks were made for: %v\n", g.File, err)
	}
	if list := g.Differences(c); len(list) > 0 {
		fmt.Fprintf(a.err, "talbot: note: the masks of %s were made for another bench: %s\n", g.File, strings.Join(list, "; "))
	}
}
