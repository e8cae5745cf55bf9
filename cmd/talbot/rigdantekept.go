package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"talbot/sim/compute/cpu"
	"talbot/sim/rig"
	"talbot/sim/rig/calibrate"
	"talbot/sim/rig/fourier"
	"talbot/sim/rig/virtual"
	"talbot/sim/rundir"
)

// keptLenses is the file of a calibration of a bench of two lenses.
type keptLenses struct {
	Kind     string             `json:"kind"` // "lenses"
	Made     string             `json:"made"` // RFC 3339
	Devices  []calibrate.Device `json:"devices"`
	Verified []calibrate.Test   `json:"verified"`
	Refused  bool               `json:"refused,omitempty"` // it was no better than what the bench had, which is kept then
	Frames   int                `json:"frames"`            // that it took
	Known    fourier.Known      `json:"known"`
}

// calibrate gives the bench its lenses and what reading needs: by a file where there is one whose calibration still holds, else by frames,
// and keeps that.
func (x *danteRun) calibrate(ctx context.Context, b *rig.Bench) (err error) {
	if err := x.fits(&b.Design); err != nil {
		return err
	}
	if x.lens, err = fourier.Of(b, x.session.Focus, x.stop); err != nil {
		return err
	}
	own := filepath.Join(x.out, "calibration.json")
	for _, name := range []string{own, x.begin} {
		if name == "" || x.anew {
			continue
		}
		file, err := os.ReadFile(name)
		if os.IsNotExist(err) && name == own {
			continue
		}
		if err != nil {
			return usage("--calibration: %w", err)
		}
		switch err := x.given(ctx, b, file); {
		case err == nil && name == own:
			return nil
		case err == nil:
			return rundir.WriteFile(own, func(w io.Writer) error { _, err := w.Write(file); return err })
		case !errors.Is(err, fourier.ErrMoved):
			return fmt.Errorf("%s: %w", name, err)
		default:
			x.said(fmt.Sprintf("%s does not hold any more, and is made anew: %v", name, err))
		}
		break
	}
	return x.made(ctx, b, own)
}

// given gives the bench the calibration of a file, and verifies it.
func (x *danteRun) given(ctx context.Context, b *rig.Bench, file []byte) error {
	var k keptLenses
	if err := json.NewDecoder(bytes.NewReader(file)).Decode(&k); err != nil || k.Kind != "lenses" {
		return usage("this is no calibration of a bench of two lenses, such as rig run dante keeps in its folder: add --recalibrate")
	}
	if !slices.Equal(k.Devices, calibrate.Devices(b)) {
		return usage("the calibration of %s is of other devices than the bench has: add --recalibrate", k.Made)
	}
	if err := x.lens.Give(k.Known); err != nil {
		return fmt.Errorf("%w: add --recalibrate", err)
	}
	from := b.Report.Frames
	if err := x.lens.Verify(ctx, k.Known); err != nil {
		return err
	}
	x.said(fmt.Sprintf("the calibration of %s holds, by %s", k.Made, several(b.Report.Frames-from, "frame")))
	return nil
}

// made calibrates the bench by frames, verifies that, and keeps what is better.
func (x *danteRun) made(ctx context.Context, b *rig.Bench, name string) error {
	from := b.Report.Frames
	ideal, err := virtual.New(cpu.Open(0), x.setup(), virtual.Ideal())
	if err != nil {
		return err
	}
	design, err := fourier.Of(ideal, x.session.Focus, x.stop)
	if err != nil {
		return err
	}
	x.said("calibrating: what the bench shows now")
	before, err := x.lens.Apart(ctx, design)
	if err != nil {
		return err
	}
	had := x.lens.Now()
	if err := x.lens.Calibrate(ctx, func(what string) { x.said("calibrating: " + what) }); err != nil {
		return err
	}
	x.said("calibrating: what the bench shows now")
	after, err := x.lens.Apart(ctx, design)
	if err != nil {
		return err
	}
	k := keptLenses{Kind: "lenses", Made: time.Now().UTC().Format(time.RFC3339), Devices: calibrate.Devices(b),
		Verified: []calibrate.Test{{Name: "a picture before a mask, beside its simulation", Before: 100 * before, After: 100 * after, Unit: "% rms"}}}
	if k.Refused = after > (1-calibrate.Better)*before; k.Refused {
		x.said(fmt.Sprintf("the calibration is refused: a picture was %.3g %% from its simulation, and is %.3g %%; the bench is used as it was", 100*before, 100*after))
		if err := x.lens.Give(had); err != nil {
			return err
		}
	} else {
		x.said(fmt.Sprintf("calibrated: a picture was %.3g %% from its simulation, and is %.3g %%", 100*before, 100*after))
	}
	if k.Known, err = x.lens.Known(ctx); err != nil {
		return err
	}
	k.Frames, x.anew = b.Report.Frames-from, false
	return rundir.WriteFile(name, func(w io.Writer) error { return json.NewEncoder(w).Encode(k) })
}
