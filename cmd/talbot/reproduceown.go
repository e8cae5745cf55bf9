package main

import (
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"talbot/sim/errs"
	"talbot/sim/modulator"
	"talbot/sim/reproduce"
	"talbot/sim/reproduce/scaling"
	"talbot/sim/system/absorber"
)

// ownParts are what of a published experiment the user replaces: the absorber here, the
// pictures by --data-set.
type ownParts struct {
	absorber   string // file
	saturation float64
	text       string // the flags, and the checksum of the absorber's file; "" for nothing of one's own
}

// notHere says that an experiment takes nothing of the user's own.
func (r *reproducing) notHere(id string) error {
	for _, name := range scalingNames {
		if r.flagged(name) && id != scaling.ID {
			return usage("--%s: %s predicts no times; it goes with %s", name, id, scaling.ID)
		}
	}
	switch sas := strings.HasPrefix(id, "sa-"); {
	case r.data.ownFlag != "" && (!sas || id == "sa-2d"):
		return usage("--data-set: %s has pictures or points of its own; it goes with sa-depth, sa-cnn and sa-noise", id)
	case r.own.absorber != "" && id != "sa-cnn" && id != "sa-noise":
		return usage("--absorber: %s has no one absorber to replace; it goes with sa-cnn and sa-noise", id)
	case r.own.absorber == "" && r.flagged("saturation"):
		return usage("--saturation is of the file of --absorber: give that too")
	case !(r.own.saturation > 0) || math.IsInf(r.own.saturation, 0):
		return usage("--saturation: %g is no intensity: want a number above 0", r.own.saturation)
	}
	return nil
}

// replace puts the user's own pictures and absorber into the rows of e. The paper's values do
// not stand beside them.
func (r *reproducing) replace(e *reproduce.Experiment) error {
	if r.data.ownFlag == "" && r.own.absorber == "" {
		return nil
	}
	e.Rows = slices.Clone(e.Rows)
	var text []string
	if r.data.ownFlag != "" {
		if err := r.data.own.parse(r.data.ownFlag); err != nil {
			return err
		}
		if err := r.data.own.read(); err != nil {
			return err
		}
		text = append(text, "--data-set "+r.data.own.word())
		e.Title = strings.Replace(e.Title, "on MNIST", "on "+r.data.own.name, 1)
	}
	var table modulator.Transmission
	if r.own.absorber != "" {
		file, err := os.ReadFile(r.own.absorber)
		if err != nil {
			return fmt.Errorf("--absorber: %w", err)
		}
		if table, err = modulator.ReadTransmission(filepath.Base(r.own.absorber), file); err != nil {
			return fmt.Errorf("--absorber: %w", err)
		}
		text = append(text, fmt.Sprintf("--absorber %s --saturation %g", errs.Word(r.own.absorber), r.own.saturation))
		e.Note += fmt.Sprintf(" Absorbers are those of %s, in units of %g.", table.Name, r.own.saturation)
		defer func() { r.own.text += fmt.Sprintf(" (crc32 %08x)", crc32.ChecksumIEEE(file)) }()
	}
	for i := range e.Rows {
		row := &e.Rows[i]
		row.Paper, row.Config = nil, row.Config.Clone()
		c, ok := row.Config.(*absorber.Config)
		if !ok {
			return fmt.Errorf("%s takes nothing of one's own", e.ID)
		}
		if r.data.ownFlag != "" {
			c.Data, row.Data = r.data.own.name, r.data.own.name
			learn := r.data.own.train.Len()
			if row.Limit > 0 {
				learn = min(learn, row.Limit)
			}
			c.Held = min(c.Held, learn/6)
		}
		if r.own.absorber != "" && c.Activate == "absorber" {
			c.Law, c.Measured, c.Unit = "measured", table.Text(), r.own.saturation
		}
	}
	r.own.text = strings.Join(text, " ")
	return nil
}

// ownFlags are the flags, for the command of a record.
func (r *reproducing) ownFlags() string {
	text, _, _ := strings.Cut(r.own.text, " (crc32")
	if text == "" {
		return ""
	}
	return " " + text
}

// ownMark tells the files of such runs from the paper's.
func (r *reproducing) ownMark() string {
	if r.own.text == "" {
		return ""
	}
	return fmt.Sprintf("-own%08x", crc32.ChecksumIEEE([]byte(r.own.text)))
}
